"""The app of the house log and of what protects the persons a matter is about."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafeguardsConfig(AppConfig):
    """The house log and the erasure list."""

    name = "mithaq.node.safeguards"
    label = "safeguards"
    verbose_name = _("safeguards")
    default_auto_field = "django.db.models.BigAutoField"
