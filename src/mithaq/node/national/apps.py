"""The app of what stays at home."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NationalConfig(AppConfig):
    """Notes and tasks of our authority alone."""

    name = "mithaq.node.national"
    label = "national"
    verbose_name = _("what stays at home")

    def ready(self) -> None:
        from mithaq.node.ledger.erase import when_erased
        from mithaq.node.national.keep import forget
        from mithaq.node.safeguards.actions import ACTIONS

        when_erased(forget)
        ACTIONS.update(
            {
                "national.kept": _("wrote a national note or task"),
                "national.changed": _("changed a national note or task"),
                "national.tasks-exported": _("took own tasks out as a file for a calendar"),
                "national.destroyed": _("destroyed a national note or task"),
            }
        )
