"""The app of what persons ask about their own data."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    """The register of data subjects' requests. It stays at home."""

    name = "mithaq.node.rights"
    label = "rights"
    verbose_name = _("requests of persons")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mithaq.node.ledger import chores
        from mithaq.node.rights.keep import forget
        from mithaq.node.rights.look import anything_waits, go_on_oldest
        from mithaq.node.safeguards.actions import ACTIONS

        chores.enter("rights", chores.Chore(forget, timedelta(days=1)))
        searches = chores.Chore(go_on_oldest, timedelta(), waits=anything_waits)
        chores.enter("rights-searches", searches)
        ACTIONS.update(
            {
                "rights.heard": _("entered a person’s request"),
                "rights.read": _("read a person’s request"),
                "rights.searched": _("searched matters and the register for who asked"),
                "rights.concern-said": _("recorded whether a matter concerns who asked"),
                "rights.identity-shown": _("recorded how a person who asked showed their identity"),
                "rights.extended": _("extended the term of an answer"),
                "rights.decision-prepared": _("prepared the decision on a person’s request"),
                "rights.decision-confirmed": _("confirmed the decision on a person’s request"),
                "rights.decision-returned": _("returned the decision on a person’s request"),
                "rights.decision-withdrawn": _("withdrew the decision on a person’s request"),
                "rights.letter-exported": _("took the answer to a person out as a letter"),
                "rights.withdrawn": _("withdrew a person’s request that was entered by mistake"),
                "rights.answered": _("recorded that a person was answered"),
                "rights.destroyed": _(
                    "destroyed who asked and what they wrote, the term of keeping being over"
                ),
            }
        )
