"""The app of the national register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersonsConfig(AppConfig):
    """Who is on which list, and how the lists come in."""

    name = "mithaq.node.persons"
    label = "persons"
    verbose_name = _("persons")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter what is looked up when a partner's entry is kept."""
        from mithaq.node.persons import checks, likenesses  # noqa: F401
