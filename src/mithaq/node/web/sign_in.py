"""How officers sign in: what this node changes in allauth."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext_lazy

from mithaq.node.officers.signed_in import signed_in_within

# Sentences of Django and allauth that are missing in a language, or end in a mark that turns the reading
# around: named here so that they are translated here.
SAID_BY_OTHERS = (
    gettext_noop("You must type the same password each time."),
    gettext_noop("Password successfully changed."),
    gettext_noop("Incorrect code."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
)

log = logging.getLogger(__name__)


class Doorkeeper(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Officers are registered by their authority: nobody signs up."""

    # In the words of the other screens, where allauth has words of the street.
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The name or the password is not right."),
        "too_many_login_attempts": _("Too many attempts. Wait some minutes, then try again."),
        "rate_limited": _("Too many attempts. Wait some minutes, then try again."),
        "incorrect_password": _("The password is not right."),
    }

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Home: whoever has just chosen a password has nothing more to do on that page."""
        return str(settings.LOGIN_REDIRECT_URL)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whoever has just signed in need not say so once more to set up their second factor."""
        return not signed_in_within(self.request, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whose attempts to sign in are counted, as the web servers in front of this node say.

        Where fewer stand there than MITHAQ_PROXIES says, it is who connected: all who come that way are
        counted as one, for whatever they sent themselves might otherwise be believed.
        """
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            log.warning("fewer web servers named an address than MITHAQ_PROXIES says: the nearest is counted")
            return str(request.META["REMOTE_ADDR"])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send nothing: what happened to an account is told on the node, never by e-mail."""
