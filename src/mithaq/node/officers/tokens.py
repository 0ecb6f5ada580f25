"""Tokens: with which a program of an officer's asks this node, and what it may do with them.

A token is its officer's, never more: it sees what they see and prepares what they may prepare, within its
scopes, its kinds and its days. It is made and revoked by its officer alone, shown once, and kept as a hash.
No token approves or releases: that takes a person (D15).
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.node.officers.errors import TokenRefused, TooManyTokens
from mithaq.node.officers.models import ApiToken, Officer
from mithaq.node.officers.signed_in import lacks_second_factor
from mithaq.node.safeguards.house import MOST_IN_A_FACT, note

READ, DRAFT, SEARCH = "read", "draft", "search"
SCOPES = [
    (READ, _("read what I may read")),
    (DRAFT, _("prepare drafts and submit them")),
    (SEARCH, _("search the national register, each time for a case and a reason")),
]
DAYS = (1, 7, 30, 90, 365)  # how long a token may hold
MOST = 20  # that hold, of one officer
SIGN = "mithaq"  # so that whoever finds one knows what it is; scanners of secrets too
USED_AGAIN = timedelta(hours=1)  # that it was used is written down once within this


def make(
    officer: Officer,
    *,
    called: str,
    scopes: Collection[str],
    kinds: Collection[str],
    days: int,
    now: datetime,
) -> tuple[ApiToken, str]:
    """A new token and what is shown of it, once. No kinds: every kind.

    Raises: TooManyTokens.
    """
    word = secrets.token_urlsafe(32)
    with transaction.atomic():
        if holding(officer, now) >= MOST:
            raise TooManyTokens(most=str(MOST))
        token = ApiToken(
            officer=officer, called=called, scopes=sorted(scopes), kinds=sorted(kinds), digest=_digest(word),
            made_at=now, expires_at=now + timedelta(days=days),
        )  # fmt: skip
        token.save(force_insert=True)
        said = {"scopes": " ".join(token.scopes), "kinds": " ".join(token.kinds)[:MOST_IN_A_FACT]}
        note("token.made", officer=officer, matter="", reason="", token=token.reference, days=days, **said)
    return token, f"{SIGN}_{word}"


def revoke(officer: Officer, reference: str, *, now: datetime) -> None:
    """End a token of one's own; ending it twice is ending it once."""
    with transaction.atomic():
        ended = ApiToken.objects.filter(officer=officer, reference=reference, revoked_at=None)
        if ended.update(revoked_at=now):
            note("token.revoked", officer=officer, token=reference)


def recognised(shown: str, *, now: datetime) -> ApiToken:
    """The token that was shown, with its officer.

    Raises: TokenRefused, whatever is wrong with it; the house log says what, where the token is known.
    """
    sign, _found, word = shown.partition("_")
    held = ApiToken.objects.select_related("officer__unit").filter(digest=_digest(word)).first()
    if sign != SIGN or held is None:
        raise TokenRefused
    if reason := _why_not(held, now):
        note("token.refused", officer=held.officer, token=held.reference, why=reason)
        raise TokenRefused
    if held.used_at is None or now - held.used_at > USED_AGAIN:
        ApiToken.objects.filter(pk=held.pk).update(used_at=now)
    return held


def holding(officer: Officer, now: datetime) -> int:
    """How many tokens of this officer hold."""
    return ApiToken.objects.filter(officer=officer, revoked_at=None, expires_at__gt=now).count()


def _why_not(token: ApiToken, now: datetime) -> str:
    """What keeps a known token from being used; "" if nothing does."""
    officer = token.officer
    reasons = {
        "revoked": token.revoked_at is not None,
        "expired": token.expires_at <= now,
        "officer-left": not officer.is_active,
        "password-temporary": officer.password_is_temporary,
        "no-second-factor": lacks_second_factor(officer),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _digest(word: str) -> str:
    # 256 bits of chance: one hash is enough, and a stretched one would be paid for at every request.
    return sha256(word.encode(errors="replace")).hexdigest()
