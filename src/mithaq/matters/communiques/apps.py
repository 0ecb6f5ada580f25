"""The app of the communiqués' room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from mithaq.node.web import rooms


class CommuniquesConfig(AppConfig):
    """Communiqués, as everybody will read them."""

    name = "mithaq.matters.communiques"
    label = "communiques"
    verbose_name = _("joint communiqués")

    def ready(self) -> None:
        from mithaq.node.safeguards.actions import ACTIONS

        ACTIONS["communique.read"] = _("read a communiqué")
        rooms.enter("communique", [rooms.Door("communiques:preview", _("As it will be read"), "eye")])
