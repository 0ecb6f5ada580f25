"""The app of the honours' room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import rooms


class HonoursConfig(AppConfig):
    """Who was honoured, and what may be worn."""

    name = "mithaq.matters.honours"
    label = "honours"
    verbose_name = _("register of honours")

    def ready(self) -> None:
        from mithaq.node.safeguards.actions import ACTIONS

        ACTIONS["honour.read"] = _("read the register of honours")
        rooms.enter("honour", [rooms.Door("honours:register", _("Register for ceremonies"), "board")])
