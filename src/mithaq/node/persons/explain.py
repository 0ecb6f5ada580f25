"""Explaining a candidate: what speaks for and against, in words' codes, and drawn so that it adds up.

A reason is a code with facts, as a refusal is: its sentence stands in three languages in the web layer. What
it weighs is never a number on a screen (D21): it is a bar that begins where the one before ended, so
that the last end is the whole and lies in the band that is named; where bands begin is drawn behind. What the
names say is one bar, since their parts are weighed together: each part is told with its letters.

Source: design decision on people (bands with reasons, what speaks against, never a bare percentage).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mithaq.node.persons.countries import country_name
from mithaq.pact.names import explain as told
from mithaq.pact.names.compare import BANDS
from mithaq.pact.names.explain import Group, Told
from mithaq.pact.names.person import Resemblance

# Every code of a reason: the pact's, a whole that does not suffice, and the register's own.
CODES = (*told.CODES, "whole-against", "name-weak-alias")
OF_RARITY = ("frequent", "rare")  # what is noted of a part that agrees
AREA = "match."  # of the sentences of reasons; those of letters begin otherwise
LETTERS = "letters."
WIDTH = 600  # units of a drawing; whole numbers, which every language writes alike
MARGIN = 60  # hundredths of a nat drawn beyond the furthest end
# From how many hundredths of a nat on a reason is called so: about 1.3, 4 and 50 times as likely.
STRENGTHS: tuple[tuple[int, str | Promise, str | Promise], ...] = (
    (400, _("speaks strongly for it"), _("speaks strongly against it")),
    (140, _("speaks for it"), _("speaks against it")),
    (25, _("speaks a little for it"), _("speaks a little against it")),
)
NEITHER = _("says next to nothing")
ORDINARY = frozenset({"same", "usual"})
RIGHT_TO_LEFT = frozenset({"Arab", "Hebr"})


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence about a part or its letters: its code, and the letters as its facts."""

    code: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Bar:
    """What something weighs, drawn from the start of the line: where it begins, how long, for or against."""

    start: int
    length: int
    speaks: str  # `for`, `against` or `neither`


@dataclass(frozen=True, slots=True)
class Line:
    """One reason of a candidate: its sentence, which way it speaks, and how much, if weighed by itself.

    A part of a name has `groups` of letters, and no bar: the parts are weighed together.
    """

    code: str
    facts: Mapping[str, str]
    speaks: str
    strength: str | Promise = ""
    bar: Bar | None = None
    groups: tuple[Group, ...] = ()
    direction: str = ""  # `rtl` or `ltr` where both words run one way; "" where they run against each other
    notes: tuple[Note, ...] = ()

    @property
    def reason(self) -> str:
        """The code without its area, as programs read it."""
        return self.code.removeprefix(AREA)


@dataclass(frozen=True, slots=True)
class Explained:
    """A candidate explained. `parts` are those of the names; `weighed` add up to `whole`, the names first."""

    parts: tuple[Line, ...]
    weighed: tuple[Line, ...]
    whole: Bar
    zero: int
    marks: tuple[int, ...]  # where the bands begin

    @property
    def of_letters(self) -> tuple[Line, ...]:
        """The parts of the names that met, letter by letter."""
        return tuple(line for line in self.parts if line.groups)

    @property
    def speaking_for(self) -> tuple[Line, ...]:
        """What speaks for it: parts that agree, then what weighs beside them, the heaviest first."""
        return tuple(line for line in self._speaking("for") if line.reason != "whole")

    @property
    def against(self) -> tuple[Line, ...]:
        """What speaks against it: parts that differ, then what weighs something, the heaviest first."""
        return self._speaking("against")

    def _speaking(self, way: str) -> tuple[Line, ...]:
        heavy = [
            (line.bar.length, line) for line in self.weighed if line.bar and line.strength is not NEITHER
        ]
        heavy.sort(key=lambda each: -each[0])
        return tuple(line for line in (*self.parts, *(line for _, line in heavy)) if line.speaks == way)


def explain(found: Resemblance) -> Explained:
    """A resemblance as it is told and drawn."""
    reasons = told.told(found)
    parts = tuple(_part(each) for each in reasons if each.is_of_names and each.code != "whole")
    weighed = [each for each in reasons if each.code == "whole"]
    weighed += [each for each in reasons if not each.is_of_names]
    ends = list(accumulate((each.points for each in weighed), initial=0))
    scale = _Scale([*ends, *(least for _, least in BANDS)])
    bars = [scale.bar(begin, end) for begin, end in pairwise(ends)]
    return Explained(
        parts,
        tuple(_weighed(each, bar, found) for each, bar in zip(weighed, bars, strict=True)),
        scale.bar(0, ends[-1]),
        scale.at(0),
        tuple(scale.at(least) for _, least in BANDS),
    )


def strength(points: int) -> str | Promise:
    """How much a reason of so many hundredths of a nat speaks, in words."""
    for least, speaks_for, speaks_against in STRENGTHS:
        if abs(points) >= least:
            return speaks_for if points > 0 else speaks_against
    return NEITHER


class _Scale:
    """From hundredths of a nat to units of the drawing."""

    def __init__(self, ends: Iterable[int]) -> None:
        drawn = list(ends)
        self._low = min(drawn) - MARGIN
        self._whole = max(drawn) + MARGIN - self._low

    def at(self, points: int) -> int:
        return round((points - self._low) * WIDTH / self._whole)

    def bar(self, begin: int, end: int) -> Bar:
        first, last = sorted((self.at(begin), self.at(end)))
        speaks = "for" if end > begin else "against" if end < begin else "neither"
        return Bar(first, last - first, speaks)


def _part(reason: Told) -> Line:
    facts = {"one": reason.one, "other": reason.other} if reason.one else {}
    notes = (*_rarity(reason), *_notes(reason.groups))
    direction = _direction(reason.scripts)
    return Line(
        AREA + reason.code,
        facts,
        reason.speaks,
        groups=reason.groups,
        direction=direction,
        notes=notes,
    )


def _weighed(reason: Told, bar: Bar, found: Resemblance) -> Line:
    code = "whole-against" if reason.code == "whole" and bar.speaks == "against" else reason.code
    return Line(AREA + code, _facts(reason, found), bar.speaks, strength(reason.points), bar)


def _facts(reason: Told, found: Resemblance) -> dict[str, str]:
    if reason.code == "nationality-shared":
        names = (country_name(code, get_language() or "en") for code in reason.one.split())
        return {"countries": ", ".join(names)}
    if reason.code == "whole" and found.names:
        left = sum(len(side) for side in found.names.pairing.left)
        return {"met": str(len(found.names.pairing.met)), "left": str(left)}
    if reason.code.startswith("born-"):
        return {"one": _birth(reason.one), "other": _birth(reason.other)}
    if reason.code.endswith("left-out"):
        return {"word": reason.one or reason.other}
    return {"one": reason.one, "other": reason.other} if reason.one or reason.other else {}


def _birth(edtf: str) -> str:
    """A time of birth as a sentence says it; a day is left to whoever says days."""
    start, _slash, end = edtf.partition("/")
    if end:
        return gettext("between %(start)s and %(end)s") % {"start": start, "end": end}
    return gettext("about %(start)s") % {"start": start[:-1]} if start.endswith("~") else start


def _direction(scripts: tuple[str, str]) -> str:
    """The way both words run; none where they run against each other."""
    ways = {"rtl" if script in RIGHT_TO_LEFT else "ltr" for script in scripts if script}
    return ways.pop() if len(ways) == 1 else ""


def _rarity(reason: Told) -> Iterator[Note]:
    """Whether a part that agrees is met so often that it says little, or so seldom that it says much."""
    if reason.code.startswith("parts-") and reason.speaks == "for":
        if reason.rarity < told.FREQUENT:
            yield Note(f"{AREA}frequent", {})
        elif reason.rarity >= told.RARE:
            yield Note(f"{AREA}rare", {})


def _notes(groups: Iterable[Group]) -> Iterator[Note]:
    """What is remarkable of the letters, each thing once."""
    for group in dict.fromkeys(groups):
        if group.way not in ORDINARY:
            both = group.one and group.other
            facts = {"one": group.one, "other": group.other} if both else {"letters": group.letters}
            yield Note(_note_code(group), facts)


def _note_code(group: Group) -> str:
    if group.way in ("doubled", "article") and not (group.one and group.other):
        return f"{LETTERS}{group.way}-alone"
    return LETTERS + group.way
