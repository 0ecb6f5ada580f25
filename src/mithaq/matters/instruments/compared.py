"""Compared: two versions of one article, language by language, with what went out and what came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone
from django.utils.timezone import get_current_timezone_name

from mithaq.matters.instruments.differences import Piece, difference
from mithaq.matters.instruments.forms import VersionsForm
from mithaq.matters.instruments.shown import Article, Instrument, Version
from mithaq.node.web import dates
from mithaq.node.web.idents import language
from mithaq.pact.ledger.entry import Entry


@dataclass(frozen=True, slots=True)
class Language:
    """What changed in one language. `direction` is that of the language, whatever the page's."""

    language: str
    direction: str
    heading: tuple[Piece, ...]
    text: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        return all(piece.what == "same" for piece in (*self.heading, *self.text))


@dataclass(frozen=True, slots=True)
class Compared:
    """Two versions side by side. `form` chooses others; `missing` says that one of them cannot be shown."""

    form: VersionsForm
    older: Version
    newer: Version
    languages: tuple[Language, ...]

    @property
    def missing(self) -> bool:
        return bool(self.older.missing or self.newer.missing)


def compared(whole: Instrument, article: Article, asked: Mapping[str, str]) -> Compared | None:
    """The versions that were asked for; else what stands against what it was written on. None if there is
    only one.
    """
    if len(article.revisions) < 2:
        return None
    named = {each.id: each for each in article.revisions}
    newest = article.versions[-1].entry if article.versions else article.revisions[-1]
    before = article.versions[0].entry if article.is_disputed else named.get(str(newest.says.get("revision")))
    first = {"older": (before or article.revisions[0]).id, "newer": newest.id}
    choices = [(each.id, _called(number, each)) for number, each in enumerate(article.revisions, start=1)]
    form = VersionsForm(choices, asked or first)
    chosen = form.cleaned_data if form.is_valid() else first
    older, newer = (whole.version(named[chosen[name]]) for name in ("older", "newer"))
    pairs = zip(older.columns, newer.columns, strict=True)
    changed = tuple(
        Language(
            new.language, new.direction, difference(old.heading, new.heading), difference(old.text, new.text)
        )
        for old, new in pairs
    )
    return Compared(form, older, newer, changed)


def _called(number: int, entry: Entry) -> str:
    at = dates.clock_time(entry.at, get_current_timezone_name())
    return f"{number} · {entry.author} · {dates.day(timezone.localdate(entry.at), language())} {at}"
