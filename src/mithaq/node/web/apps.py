"""The app of the common look."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Pages, components and the free screens."""

    name = "mithaq.node.web"
    label = "web"
    verbose_name = _("screens")
