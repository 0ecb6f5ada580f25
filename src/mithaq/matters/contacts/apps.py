"""The app of the contacts' room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import rooms


class ContactsConfig(AppConfig):
    """Who to call, drawn."""

    name = "mithaq.matters.contacts"
    label = "contacts"
    verbose_name = _("directory of contacts")

    def ready(self) -> None:
        from mithaq.node.safeguards.actions import ACTIONS

        ACTIONS["contacts.read"] = _("read who answers")
        rooms.enter("contacts", [rooms.Door("contacts:matrix", _("Who to call"), "partners")])
