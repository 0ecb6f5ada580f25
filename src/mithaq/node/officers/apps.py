"""The app of officers, units and assignments."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficersConfig(AppConfig):
    """Who works here."""

    name = "mithaq.node.officers"
    label = "officers"
    verbose_name = _("officers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen at the door: signing in and out, passwords, second factors."""
        from mithaq.node.officers import door

        door.listen()
