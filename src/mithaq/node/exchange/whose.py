"""Whose keys: which keys a statement that arrives was signed with, asked for every entry and receipt.

Public keys and their period never change, so they are made once a process. Whether they were revoked is
asked each time: a key that was reported lost is not trusted a moment longer than the report takes.
"""

from __future__ import annotations

from datetime import datetime

from mithaq.node.partners.known import public_keys
from mithaq.node.statements import select
from mithaq.pact.exchange.keys import PublicKeys

MOST = 1024
_known: dict[tuple[str, str], PublicKeys] = {}


def signing_keys(authority: str, fingerprint: str, at: datetime, *, now: datetime) -> PublicKeys:
    """The keys of a partner for something signed at an instant that is only arriving now.

    Raises: UnknownKey, KeyNotValidThen, KeyRevoked.
    """
    known = _known.get((authority, fingerprint))
    if known is not None and known.covers(at) and select(_STANDS, authority, fingerprint):
        return known
    public = public_keys(authority, fingerprint, at, arrived_at=now)
    if len(_known) >= MOST:
        _known.clear()
    _known[authority, fingerprint] = public
    return public


_STANDS = (
    "SELECT 1 FROM partners_partnerkey WHERE partner_id = %s AND fingerprint = %s AND revoked_at IS NULL"
)
