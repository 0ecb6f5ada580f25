"""The app of the desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """The page after sign-in."""

    name = "mithaq.front.desk"
    label = "desk"
    verbose_name = _("desk")
