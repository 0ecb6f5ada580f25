"""The app of the readiness room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import rooms


class ReadinessConfig(AppConfig):
    """Risks and capabilities, drawn."""

    name = "mithaq.matters.readiness"
    label = "readiness"
    verbose_name = _("readiness")

    def ready(self) -> None:
        from mithaq.node.safeguards.actions import ACTIONS

        ACTIONS["readiness.read"] = _("read a register of readiness")
        rooms.enter("readiness", [rooms.Door("readiness:board", _("Risks and capabilities"), "board")])
