"""The app of the ledger and its readings."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mithaq.pact.rules import register


class LedgerConfig(AppConfig):
    """Entries, receipts, logs, readings, drafts."""

    name = "mithaq.node.ledger"
    label = "ledger"
    verbose_name = _("ledger")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register.bring_in(settings.KINDS)
