"""Who asks: an officer, by a token of theirs or, to read alone, by having signed in.

What the officer may see and do is decided where the pages ask it; here stands only what a token takes away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest

from mithaq.front.api.errors import NobodyAsks, NotInScope, TokenNeeded
from mithaq.node import clock
from mithaq.node.officers import tokens
from mithaq.node.officers.models import ApiToken, Officer
from mithaq.node.officers.tokens import DRAFT, READ, SEARCH
from mithaq.node.safeguards.house import Fact

BEARER = "bearer"
READS = frozenset({"GET", "HEAD"})
# Sent by POST although it reads: a name never stands in an address.
SEARCHES = frozenset({"persons/search"})


@dataclass(frozen=True, slots=True)
class Caller:
    """The officer who asks, and the token by which they do; None: they are signed in and read."""

    officer: Officer
    token: ApiToken | None

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds the token is narrowed to; empty: it is not."""
        return frozenset(self.token.kinds) if self.token else frozenset()

    def facts(self, **facts: Fact) -> dict[str, Fact]:
        """These facts for the house log, and by which token."""
        return {**facts, "token": self.token.reference} if self.token else facts

    def covers(self, kind: str) -> bool:
        """Is the token for this kind?"""
        return not self.kinds or kind in self.kinds

    def check_scope(self, scope: str, kind: str = "") -> None:
        """Raises: NotInScope."""
        scopes = self.token.scopes if self.token else [READ]
        if scope not in scopes:
            raise NotInScope(needed=scope)
        if kind and not self.covers(kind):
            raise NotInScope(needed=kind)


def scope_of(method: str | None, path: str) -> str:
    """What a token must have been made for, to ask this."""
    if method in READS:
        return READ
    return SEARCH if path in SEARCHES else DRAFT


def who_asks(request: HttpRequest, path: str = "") -> Caller:
    """Who asks, at an address below `/api/`. Raises: NobodyAsks, TokenRefused, TokenNeeded, NotInScope."""
    scheme, _space, shown = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() == BEARER:
        token = tokens.recognised(shown.strip(), now=clock.now())
        caller = Caller(token.officer, token)
    elif isinstance(request.user, Officer):
        # A browser sends its cookie with whatever page asks it to: it reads, and acts by forms alone.
        if request.method not in READS:
            raise TokenNeeded
        caller = Caller(request.user, None)
    else:
        raise NobodyAsks
    caller.check_scope(scope_of(request.method, path))
    request.user = caller.officer
    request.caller = caller  # type: ignore[attr-defined]
    return caller


def caller_of(request: HttpRequest) -> Caller:
    """Who asks, once the door has found out."""
    return cast("Caller", request.caller)  # type: ignore[attr-defined]
