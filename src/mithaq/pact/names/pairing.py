"""Which part of one name meets which part of the other.

Every part may meet every other, whatever the order, and two neighbours may meet one
(علی رضا, Alireza). The strongest meeting is taken first, then the next among what is left. Of two
names, parts that are left on both sides meet each other too, badly: that is what speaks
against. Parts left on one side were left out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mithaq.pact.names.parts import Part, joined
from mithaq.pact.names.weigh import Evidence, Scales

JOINING = 1.5  # nats that two parts met by one must be worth more
_WEAK = 0.5
Weigh = Callable[[str, str, str, str], Evidence | None]
_NO_EVIDENCE = Evidence(-12.0, 0.0, 8.0, 0.0, 0)


@dataclass(frozen=True, slots=True)
class Word:
    """One part, or two neighbours read as one: `start` to `end` are its places in the name."""

    letters: str
    script: str
    start: int
    end: int

    @property
    def joined(self) -> bool:
        return self.end - self.start > 1


@dataclass(frozen=True, slots=True)
class Meeting:
    """A word of the one name that meets a word of the other, and what that says."""

    one: Word
    other: Word
    evidence: Evidence
    kind: str  # `name`, `link` or `initial`


@dataclass(frozen=True, slots=True)
class Pairing:
    """All meetings of two names, and on either side the places of parts left out, with how rare each is."""

    one: tuple[Part, ...]
    other: tuple[Part, ...]
    met: tuple[Meeting, ...]
    left: tuple[dict[int, float], dict[int, float]]


def pair(one: tuple[Part, ...], other: tuple[Part, ...], scales: Scales, *, quick: bool = False) -> Pairing:
    """Pair the parts of two names; symmetric: the other way round gives the mirrored pairing.

    Quick: words that were not weighed before count as far from each other.
    """
    weigh = scales.known if quick else scales.of
    taken: tuple[set[int], set[int]] = (set(), set())
    met = []
    for strength, meeting in sorted(_possible(one, other, weigh), key=_strongest_first):
        a, b = (
            set(range(meeting.one.start, meeting.one.end)),
            set(range(meeting.other.start, meeting.other.end)),
        )
        if (a & taken[0]) or (b & taken[1]) or not _may_meet(one, other, meeting, strength):
            continue
        taken[0].update(a)
        taken[1].update(b)
        met.append(meeting)
    left = _left(one, taken[0], scales), _left(other, taken[1], scales)
    return Pairing(one, other, tuple(sorted(met, key=lambda meeting: meeting.one.start)), left)


def _left(name: tuple[Part, ...], taken: set[int], scales: Scales) -> dict[int, float]:
    return {i: scales.rarity(part.script, part.letters) for i, part in enumerate(name) if i not in taken}


def meetings_to_weigh(one: Sequence[Part], other: Sequence[Part]) -> Iterator[tuple[str, str, str, str]]:
    """Every meeting whose weight pairing these names will ask for."""
    for a in _words(one):
        for b in _words(other):
            if not (a.joined and b.joined):
                yield a.script, _shortened(a, b), b.script, _shortened(b, a)


def _words(name: Sequence[Part]) -> list[Word]:
    words = [Word(part.letters, part.script, place, place + 1) for place, part in enumerate(name)]
    for place, (part, after) in enumerate(pairwise(name)):
        if part.script == after.script:
            words.append(Word(joined(part, after), part.script, place, place + 2))
    return words


def _shortened(word: Word, other: Word) -> str:
    """An initial is compared with an initial."""
    if len(other.letters) == 1 and not word.joined:
        return word.letters[:1]
    return word.letters


def _possible(
    one: tuple[Part, ...], other: tuple[Part, ...], weigh: Weigh
) -> Iterable[tuple[float, Meeting]]:
    others = _words(other)
    for a in _words(one):
        for b in others:
            if a.joined and b.joined:
                continue
            evidence = weigh(a.script, _shortened(a, b), b.script, _shortened(b, a)) or _same(a, b)
            kind = _kind(one[a.start], other[b.start], a, b)
            weight = min(evidence.weight, 1.0) if kind == "initial" else evidence.weight
            yield weight - (JOINING if a.joined or b.joined else 0.0), Meeting(a, b, evidence, kind)


def _same(a: Word, b: Word) -> Evidence:
    """Without a table, a word meets itself and nothing else."""
    return Evidence(8.0, 1.0, 8.0, 0.0, 0) if a.letters == b.letters else _NO_EVIDENCE


def _kind(one: Part, other: Part, a: Word, b: Word) -> str:
    if len(a.letters) == 1 or len(b.letters) == 1:
        return "initial"
    if not (a.joined or b.joined) and "title" in (one.kind, other.kind):
        return "title"
    return "name" if a.joined or b.joined or "name" in (one.kind, other.kind) else "link"


def _may_meet(one: tuple[Part, ...], other: tuple[Part, ...], meeting: Meeting, strength: float) -> bool:
    """Joined words and links meet only well; names, and titles (some are given names), even badly."""
    if meeting.one.joined or meeting.other.joined:
        return strength > _WEAK
    kinds = {one[meeting.one.start].kind, other[meeting.other.start].kind}
    return strength > 1.0 or kinds <= {"name", "initial", "title"}


def _strongest_first(possible: tuple[float, Meeting]) -> tuple[float, tuple[str, str], tuple[int, int]]:
    strength, meeting = possible
    words = sorted(((meeting.one.letters, meeting.one.start), (meeting.other.letters, meeting.other.start)))
    return -strength, (words[0][0], words[1][0]), (words[0][1], words[1][1])
