"""The app of the operations' room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import rooms


class OperationsConfig(AppConfig):
    """Joint operations, on a board."""

    name = "mithaq.matters.operations"
    label = "operations"
    verbose_name = _("joint operations")

    def ready(self) -> None:
        from mithaq.node.safeguards.actions import ACTIONS

        ACTIONS["operation.read"] = _("read the board of an operation")
        rooms.enter("operation", [rooms.Door("operations:board", _("Go or no go"), "board")])
