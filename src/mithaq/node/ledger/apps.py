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
        from mithaq.node.ledger import chores, erase, namings, references, totals  # models are there only now
        from mithaq.node.officers.visible import enter_through
        from mithaq.node.safeguards.find import Matters, know_matters

        register.bring_in(settings.KINDS)
        enter_through(namings.read_through)
        know_matters(Matters(references.ids_of, references.by_id))
        chores.enter("reasons", chores.Chore(erase.forget_reasons, erase.REASONS_EVERY))
        chores.enter("totals", chores.Chore(totals.sum_up, totals.EVERY))
