"""How officers sign in: what this node changes in allauth."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from mithaq.node.officers.signed_in import signed_in_within


class Doorkeeper(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Officers are registered by their authority: nobody signs up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever has just signed in need not say so once more to set up their second factor."""
        return not signed_in_within(self.request, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send nothing: what happened to an account is told on the node, never by e-mail."""
