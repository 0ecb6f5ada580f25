"""Whom this node trusts when it verifies a paper: itself, and the partners it has compared cards with."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from mithaq.node import clock
from mithaq.node.papers.own import own_certificates
from mithaq.node.papers.verify import Ask, Known, Trusted
from mithaq.node.partners.errors import PartnersError
from mithaq.node.partners.known import is_trusted, public_keys
from mithaq.pact.exchange.keys import PublicKeys

_asks: list[Ask] = []


def ask_too(ask: Ask) -> None:
    """A room knows whose some certificates are: a head's own, stated by its authority."""
    if ask not in _asks:
        _asks.append(ask)


def trusted() -> Trusted:
    """Our own certificates, what the keys of confirmed partners vouch for, what rooms know.

    Raises: KeyFileClosed.
    """
    ours = {each.fingerprint: Known(settings.AUTHORITY) for each in own_certificates()}
    return Trusted(ours, _keys_of, tuple(_asks))


def _keys_of(authority: str, key: str, at: datetime) -> PublicKeys | None:
    if authority != settings.AUTHORITY and not is_trusted(authority):
        return None
    try:
        return public_keys(authority, key, at, arrived_at=clock.now())
    except PartnersError:
        return None
