"""A file leaves the node: its marking, its number in the house log, and the answer that carries it.

`copy_of` writes first and fails closed: without a row in the house log there is no number, and
without a number nothing is built. A refusal leaves a row of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from mithaq.node import clock
from mithaq.node.officers.models import Officer
from mithaq.node.safeguards.errors import ReadNotRecorded
from mithaq.node.safeguards.house import Fact, note
from mithaq.node.safeguards.reading import REFUSED
from mithaq.pact.codes import code_list
from mithaq.pact.errors import MithaqError
from mithaq.pact.rules.words import LANGUAGES

UNMARKED = ("markings", "internal")


@dataclass(frozen=True, slots=True)
class Copy:
    """One file that leaves: under which event of the house log, when, and how widely it may be shown."""

    number: int
    at: datetime
    codes: tuple[str, ...]  # handling codes of what is in it, the strictest last

    @property
    def authority(self) -> str:
        return settings.AUTHORITY

    @property
    def watermark(self) -> str:
        """What names this copy: the authority it left, and the number in its house log."""
        return f"{settings.AUTHORITY}-{self.number}"

    def marking(self, language: str) -> str:
        """The strictest handling of anything inside; internal where nothing is said."""
        name, value = ("handling", self.codes[-1]) if self.codes else UNMARKED
        return code_list(name).label(value, language)

    @property
    def markings(self) -> dict[str, str]:
        """The marking in every language."""
        return {language: self.marking(language) for language in LANGUAGES}


def copy_of(
    action: str, officer: Officer, *, codes: Iterable[str] = (), matter: str = "", **facts: Fact
) -> Copy:
    """Note that an officer takes a file out. Raises: ReadNotRecorded."""
    try:
        event = note(action, officer=officer, matter=matter, reason="", **facts)
    except DatabaseError as error:
        raise ReadNotRecorded(action=action) from error
    return Copy(event.pk, clock.now(), tuple(sorted({code for code in codes if code})))


@contextmanager
def refusals_noted(action: str, officer: Officer, **facts: Fact) -> Iterator[None]:
    """While this runs, a refusal is written into the house log before it goes its way."""
    try:
        yield
    except MithaqError as refusal:
        note(REFUSED, officer=officer, matter="", reason="", tried=action, code=refusal.code, **facts)
        raise


def file(content: bytes, name: str, mime: str) -> HttpResponse:
    """The answer that carries a file: to be kept, never shown or run by a browser."""
    answer = HttpResponse(content, content_type=mime)
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
