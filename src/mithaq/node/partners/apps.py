"""The app of partner authorities and keys."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """The authorities we exchange with."""

    name = "mithaq.node.partners"
    label = "partners"
    verbose_name = _("partners")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mithaq.node.officers.zones import know_own_zone
        from mithaq.node.partners import own

        know_own_zone(own.zone)
