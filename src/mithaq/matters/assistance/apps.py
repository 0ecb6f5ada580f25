"""The app of the room of technical assistance."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import rooms


class AssistanceConfig(AppConfig):
    """Needs and offers, and what became of them."""

    name = "mithaq.matters.assistance"
    label = "assistance"
    verbose_name = _("technical assistance")

    def ready(self) -> None:
        from mithaq.node.safeguards.actions import ACTIONS

        ACTIONS["assistance.read"] = _("opened the overview of technical assistance")
        rooms.enter_overviews(
            "assistance", [rooms.Overview("assistance:board", _("Needs, equipment and missions"), "board")]
        )
