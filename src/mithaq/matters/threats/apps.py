"""The app of the room of threats."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import rooms


class ThreatsConfig(AppConfig):
    """Warnings of a threat: their crisis checklist."""

    name = "mithaq.matters.threats"
    label = "threats"
    verbose_name = _("threat warnings")

    def ready(self) -> None:
        from mithaq.node.safeguards.actions import ACTIONS

        ACTIONS["threat.read"] = _("read the crisis checklist of a warning")
        rooms.enter("threat", [rooms.Door("threats:crisis", _("Crisis checklist"), "check")])
