"""Reads that leave a trace: the access row first, then the page, read-only.

If the row cannot be written, nothing personal is shown (D16). A read that was then
refused leaves a second row saying so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import wraps
from typing import Any, TypeVar, cast

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

from mithaq.node.safeguards.errors import ReadNotRecorded
from mithaq.node.safeguards.house import MOST_IN_A_FACT, Actor, Fact, note
from mithaq.node.safeguards.read_only import read_only
from mithaq.pact.errors import MithaqError

View = TypeVar("View", bound=Callable[..., HttpResponse])
Why = Callable[[HttpRequest], str]

REFUSED = "read.refused"


def shows_personal_data(
    action: str, *, why: Why | None = None, also_writes: bool = False
) -> Callable[[View], View]:
    """For views that show personal data: who opened what, and when, is written first.

    The parts of the address that name the page become facts of the event, so they must
    name no person. `why` takes the stated reason from the request where a law asks for one. A form that
    is sent `also_writes`: its page may come back, with all that stands beside it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            officer = cast("Actor", request.user)
            facts = {name: _fact(value) for name, value in kwargs.items()}
            reason = why(request) if why else ""
            with reading(action, officer, facts, reason=reason, also_writes=also_writes):
                return _rendered(view(request, *args, **kwargs))

        shown.shows_personal_data = action  # type: ignore[attr-defined]
        return cast("View", shown)

    return decorate


@contextmanager
def reading(
    action: str, officer: Actor, facts: Mapping[str, Fact], *, reason: str = "", also_writes: bool = False
) -> Iterator[None]:
    """While this runs, an officer reads: noted first, read-only unless it `also_writes`, a refusal noted too.

    Raises: ReadNotRecorded, before anything is read.
    """
    _record(action, officer, reason, facts)
    try:
        with nullcontext() if also_writes else read_only():
            yield
    except (MithaqError, Http404, PermissionDenied) as refusal:
        _record(REFUSED, officer, "", {**facts, "tried": action, "code": getattr(refusal, "code", "")})
        raise


def _record(action: str, officer: Actor, reason: str, facts: Mapping[str, Fact]) -> None:
    try:
        note(action, officer=officer, matter="", reason=reason, **facts)
    except DatabaseError as error:
        raise ReadNotRecorded(action=action) from error


def _rendered(response: HttpResponse) -> HttpResponse:
    # A template that renders later would run outside the read-only connection.
    return response.render() if isinstance(response, SimpleTemplateResponse) else response


def _fact(value: Any) -> Fact:
    return value if isinstance(value, bool | int) else str(value)[:MOST_IN_A_FACT]
