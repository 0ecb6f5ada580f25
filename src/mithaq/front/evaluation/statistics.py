"""Statistics: what a contact point reports every year: who asked whom in which field, and what became of it.

Source: Directive (EU) 2023/977, article 18(2) (L41): requests sent, and received and answered, by urgency and
by state; refused, by state and by ground; deviations from the deadlines, by state.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext

from mithaq.node.ledger.totals import Counted
from mithaq.node.safeguards.spreadsheet import csv_bytes
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.idents import language
from mithaq.pact.codes import code_list
from mithaq.pact.indicators import statistics as counted
from mithaq.pact.indicators.gathered import Row
from mithaq.pact.rules.kind import Kind

if TYPE_CHECKING:
    from mithaq.front.evaluation.evaluated import Whole


@dataclass(frozen=True, slots=True)
class Direction:
    """What one authority asked of another in a field, and what became of it there."""

    kind: Kind
    asks: str
    asked: str
    sent_urgent: int
    sent: int
    answered_urgent: int
    answered: int
    refused: int
    late: int
    extended: int

    @property
    def every_sent(self) -> int:
        return self.sent_urgent + self.sent

    @property
    def every_answered(self) -> int:
        return self.answered_urgent + self.answered

    @property
    def numbers(self) -> tuple[int, ...]:
        """In the order of `measures`."""
        return (
            self.sent_urgent, self.sent, self.answered_urgent, self.answered, self.refused, self.late,
            self.extended, )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refusal:
    """How often an authority refused another on a ground: the whole, or a part. `codes` is the list of the
    ground.
    """

    kind: Kind
    by: str
    toward: str
    ground: str
    codes: str
    whole: int
    part: int

    def words(self, speaking: str) -> str:
        return code_list(self.codes).label(self.ground, speaking) if self.codes and self.ground else "—"


def measures() -> tuple[str, ...]:
    """What is counted of each direction, in the language of the page."""
    return (
        *(gettext("Sent, urgent"), gettext("Sent, not urgent")),
        *(gettext("Answered, urgent"), gettext("Answered, not urgent"), gettext("Refused")),
        *(gettext("Deadlines missed"), gettext("Deadlines extended")),
    )


def directions(told: Counted, kinds: Iterable[Kind]) -> list[Direction]:
    """By field in which one asks another, and by who asked whom, where there is anything to count."""
    found = []
    for kind in (each for each in kinds if each.requests):
        rows = {each.name: told.get((kind.name, each.name), ()) for each in _ASKED}
        pairs = {(row.by, row.toward) for row in rows[counted.ASKED.name]}
        pairs |= {(row.toward, row.by) for name in rows.keys() - {counted.ASKED.name} for row in rows[name]}
        found += [_direction(kind, rows, *pair) for pair in sorted(pairs) if all(pair)]
    return [each for each in found if any(each.numbers)]


def refusals(told: Counted, kinds: Iterable[Kind]) -> list[Refusal]:
    """By field, by who refused whom, and by ground."""
    found = []
    for kind in kinds:
        whole, part = (_by_ground(told.get((kind.name, each.name), ())) for each in _REFUSED)
        lists = _grounds_of(kind)
        for where in sorted(whole.keys() | part.keys()):
            codes = next((each for each in lists if where[2] in code_list(each).values), "")
            found.append(Refusal(kind, *where, codes, whole.get(where, 0), part.get(where, 0)))
    return found


def as_csv(whole: Whole, copy: Copy) -> bytes:
    """Everything counted, one number a line, in the language of the page."""
    heading = [
        *(pgettext("of cooperation", "Field"), gettext("Asked by"), gettext("Asked of")),
        *(pgettext("of statistics", "Measure"), gettext("Ground"), pgettext("of statistics", "Number")),
    ]
    foot = (
        "",
        copy.authority,
        copy.marking(language()),
        whole.span.name,
        f"{gettext('Copy')} {copy.watermark}",
    )
    return csv_bytes(heading, [*_lines(whole), (*foot, copy.at.isoformat())])


def _lines(whole: Whole) -> Iterator[tuple[object, ...]]:
    named = measures()
    for each in whole.directions:
        for measure, number in zip(named, each.numbers, strict=True):
            yield each.kind.plural.say(language()), each.asks, each.asked, measure, "", number
    for one in whole.refusals:
        for measure, number in ((gettext("Refused"), one.whole), (gettext("Refused in part"), one.part)):
            if number:
                field = one.kind.plural.say(language())
                yield field, one.toward, one.by, measure, one.words(language()), number


_ASKED = (counted.ASKED, counted.ANSWERED, counted.REFUSED, counted.IN_TIME, counted.EXTENDED)
_REFUSED = (counted.REFUSED, counted.REFUSED_IN_PART)
_Rows = Mapping[str, Sequence[Row]]


def _direction(kind: Kind, rows: _Rows, asks: str, asked: str) -> Direction:
    def number(what: str, by: str, toward: str, about: str | None = None, value: float | None = 1.0) -> int:
        return sum(
            row.number
            for row in rows[what]
            if (row.by, row.toward, row.value) == (by, toward, value) and about in (None, row.about)
        )

    sent, answered = counted.ASKED.name, counted.ANSWERED.name
    return Direction(
        kind, asks, asked,
        number(sent, asks, asked, counted.URGENT), number(sent, asks, asked, ""),
        number(answered, asked, asks, counted.URGENT), number(answered, asked, asks, ""),
        number(counted.REFUSED.name, asked, asks), number(counted.IN_TIME.name, asked, asks, value=0.0),
        number(counted.EXTENDED.name, asked, asks),
    )  # fmt: skip


def _by_ground(rows: Iterable[Row]) -> dict[tuple[str, str, str], int]:
    found: dict[tuple[str, str, str], int] = {}
    for row in rows:
        where = (row.by, row.toward, row.about)
        found[where] = found.get(where, 0) + row.number
    return found


def _grounds_of(kind: Kind) -> list[str]:
    """The code lists from which a kind's refusals take their grounds."""
    steps = ((kind.step(name), field) for name, field in kind.refuses.items() if field)
    return [each.codes for step, field in steps if step for each in step.public_fields if each.name == field]
