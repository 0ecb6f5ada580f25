"""Who may enter a page: every view names the functions it is for.

This is the door of a page, not of a matter: whose matters an officer sees and which
steps they may take is the app `officers`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

from django.http import HttpRequest, HttpResponse

from mithaq.node.safeguards.errors import NotForYourFunction

View = TypeVar("View", bound=Callable[..., HttpResponse])

ANY_OFFICER = "*"


class Holder(Protocol):
    """Somebody who holds functions."""

    def holds(self, *functions: str) -> bool: ...


def for_functions(*functions: str) -> Callable[[View], View]:
    """For views that are for officers who hold one of `functions`; `ANY_OFFICER` is whoever signed in.

    Raises, when such a view is asked for by anybody else: NotForYourFunction.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            check_may_enter(cast("Holder", request.user), *functions)
            return view(request, *args, **kwargs)

        entered.for_functions = functions  # type: ignore[attr-defined]
        return cast("View", entered)

    return decorate


def may_enter(officer: object, view: Callable[..., object]) -> bool:
    """Whether a page is for this officer, as its view says: what menus ask before they lead there."""
    functions = getattr(view, "for_functions", (ANY_OFFICER,))
    holds = getattr(officer, "holds", None)  # nobody has signed in: they are asked to at any door
    return ANY_OFFICER in functions or (holds is not None and holds(*functions))


def check_may_enter(officer: Holder, *functions: str) -> None:
    """Raises: NotForYourFunction."""
    if ANY_OFFICER not in functions and not officer.holds(*functions):
        raise NotForYourFunction(needed=",".join(functions))
