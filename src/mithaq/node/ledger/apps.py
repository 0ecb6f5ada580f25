"""The app of the ledger and its readings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """Entries, receipts, logs, readings, drafts."""

    name = "mithaq.node.ledger"
    label = "ledger"
    verbose_name = _("ledger")
    default_auto_field = "django.db.models.BigAutoField"
