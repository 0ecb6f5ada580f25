"""The app of the room of deconfliction."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import rooms


class DeconflictionConfig(AppConfig):
    """Activities that are compared blinded, and whom to call when two collide."""

    name = "mithaq.matters.deconfliction"
    label = "deconfliction"
    verbose_name = _("deconfliction")

    def ready(self) -> None:
        from mithaq.matters.deconfliction import compare, shown  # models are not there before
        from mithaq.node.ledger import chores
        from mithaq.node.safeguards.actions import ACTIONS

        ACTIONS["deconfliction.read"] = _("opened the activities that are compared")
        ACTIONS["deconfliction.compared"] = _("compared a partner’s activity with one of ours, blinded")
        rooms.enter_alert("deconfliction", shown.alert)
        rooms.enter_overviews(
            "deconfliction", [rooms.Overview("deconfliction:activities", _("Our activities"), "lock")]
        )
        chores.enter("deconfliction", chores.Chore(compare.compare_all, compare.EVERY))
