"""The app of delivery, inbox and witnessing."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """What goes to partners and comes from them."""

    name = "mithaq.node.exchange"
    label = "exchange"
    verbose_name = _("exchange")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from mithaq.node.exchange.post import post
        from mithaq.node.ledger.kept import when_kept

        when_kept(post)
