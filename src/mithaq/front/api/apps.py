"""The app of the API."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """What programs ask."""

    name = "mithaq.front.api"
    label = "api"
    verbose_name = _("API")
