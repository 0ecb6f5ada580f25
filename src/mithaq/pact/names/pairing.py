"""Which part of one name meets which part of the other.

Every part may meet every other, whatever the order, and two neighbours may meet one
(علی رضا, Alireza). The strongest meeting is taken first, then the next among what is left. Of two
names, parts that are left on both sides meet each other too, badly: that is what speaks
against. Parts left on one side were left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from mithaq.pact.names.parts import Part, joined
from mithaq.pact.names.weigh import Evidence, Met, Scales

JOINING = 1.5  # nats that two parts met by one must be worth more
ENOUGH = 6.0  # nats by which a part has met its like: none looks further for two neighbours
HALF_EXPLAINED = (
    -1.0
)  # share of letters explained, less what is strange, from which a part may be half of one
_WEAK = 0.5
_NO_EVIDENCE = Evidence(-12.0, 0.0, 8.0, 0.0, 0)


@dataclass(slots=True)
class Word:
    """One part, or two neighbours read as one: `start` to `end` are its places in the name."""

    letters: str
    script: str
    start: int
    end: int
    joined: bool = field(init=False)
    bits: int = field(init=False)  # one for each place

    def __post_init__(self) -> None:
        self.joined = self.end - self.start > 1
        self.bits = (1 << self.end) - (1 << self.start)


@dataclass(slots=True)
class Meeting:
    """A word of the one name that meets a word of the other, and what that says."""

    one: Word
    other: Word
    evidence: Evidence
    kind: str  # `name`, `link` or `initial`


@dataclass(slots=True)
class Pairing:
    """All meetings of two names, and on either side the places of parts left out, with how rare each is."""

    one: tuple[Part, ...]
    other: tuple[Part, ...]
    met: tuple[Meeting, ...]
    left: tuple[dict[int, float], dict[int, float]]

    @property
    def weight(self) -> float:
        """What all meetings say together, in nats, added up one by one."""
        weight = 0.0
        for meeting in self.met:
            weight += meeting.evidence.weight
        return weight


Possible = tuple[float, Word, Word, Evidence, str]


def pair(one: tuple[Part, ...], other: tuple[Part, ...], scales: Scales) -> Pairing:
    """Pair the parts of two names; symmetric: the other way round gives the mirrored pairing."""
    possible = _possible(one, other, scales)
    if len({strength for strength, *_ in possible}) == len(possible):
        possible.sort(key=_strength, reverse=True)
    else:
        possible.sort(key=_strongest_first)
    ours = theirs = 0  # places taken
    met = []
    for strength, a, b, evidence, kind in possible:
        if ours & a.bits or theirs & b.bits or not _may_meet(one, other, (a, b), strength):
            continue
        ours |= a.bits
        theirs |= b.bits
        met.append(Meeting(a, b, evidence, kind))
    met.sort(key=_in_order)
    return Pairing(one, other, tuple(met), (_left(one, ours, scales), _left(other, theirs, scales)))


def _in_order(meeting: Meeting) -> int:
    return meeting.one.start


def _left(name: tuple[Part, ...], taken: int, scales: Scales) -> dict[int, float]:
    return {i: scales.rarity(part.script, part.letters) for i, part in enumerate(name) if not taken >> i & 1}


def meetings_to_weigh(one: Sequence[Part], other: Sequence[Part]) -> Iterator[tuple[str, str, str, str]]:
    """Every meeting whose weight pairing these names may ask for."""
    for a in words_of(tuple(one)):
        for b in words_of(tuple(other)):
            if _comparable(a, b):
                yield a.script, _shortened(a, b), b.script, _shortened(b, a)


@lru_cache(maxsize=65_536)
def words_of(name: tuple[Part, ...]) -> tuple[Word, ...]:
    """Each part, and each two neighbours as one."""
    words = [Word(part.letters, part.script, place, place + 1) for place, part in enumerate(name)]
    for place, (part, after) in enumerate(pairwise(name)):
        if part.script == after.script:
            words.append(Word(joined(part, after), part.script, place, place + 2))
    return tuple(words)


def _comparable(a: Word, b: Word) -> bool:
    """Two neighbours may meet one part about as long as both together."""
    if not (a.joined or b.joined):
        return True
    if a.joined and b.joined:
        return False
    if a.script == b.script and a.letters[:1] != b.letters[:1]:
        return False
    short, long = sorted((len(a.letters), len(b.letters)))
    return 2 * short >= long


def _shortened(word: Word, other: Word) -> str:
    """An initial is compared with an initial."""
    if len(other.letters) == 1 and not word.joined:
        return word.letters[:1]
    return word.letters


def _possible(one: tuple[Part, ...], other: tuple[Part, ...], scales: Scales) -> list[Possible]:
    """The meetings of single parts, and of two neighbours with a part that met none well enough."""
    ones, others, known = words_of(one), words_of(other), scales.met
    best: tuple[list[float], list[float]] = ([-99.0] * len(one), [-99.0] * len(other))
    possible = []
    for i, part in enumerate(one):
        for j, another in enumerate(other):
            met = known.get((part, another)) or _meet(part, another, scales)
            strength = met[0]
            best[0][i] = max(best[0][i], strength)
            best[1][j] = max(best[1][j], strength)
            possible.append((strength, ones[i], others[j], met[1], met[2]))
    apart = [a for a in ones[: len(one)] if best[0][a.start] < ENOUGH]
    beside = [b for b in others[: len(other)] if best[1][b.start] < ENOUGH]
    joined = [(a, b, len(other)) for a in ones[len(one) :] for b in beside]
    joined += [(a, b, 1) for b in others[len(other) :] for a in apart]
    for a, b, step in joined:
        place = a.start * len(other) + b.start
        if _comparable(a, b) and _may_hold(a, b, possible[place], possible[place + step]):
            evidence = scales.of(a.script, a.letters, b.script, b.letters) or _same(a.letters, b.letters)
            kind = "initial" if min(len(a.letters), len(b.letters)) == 1 else "name"
            possible.append((evidence.weight - JOINING, a, b, evidence, kind))
    return possible


def _may_hold(a: Word, b: Word, former: Possible, latter: Possible) -> bool:
    """Whether one part may be two neighbours written as one, by what either of them explains of it."""
    return a.script == b.script or max(former[3].letters, latter[3].letters) > HALF_EXPLAINED


def _meet(one: Part, other: Part, scales: Scales) -> Met:
    """What two parts say meeting each other: how strongly, by what evidence, in what manner."""
    a, b = one.letters, other.letters
    a, b = a[:1] if len(b) == 1 else a, b[:1] if len(a) == 1 else b  # an initial meets an initial
    evidence = scales.of(one.script, a, other.script, b) or _same(one.letters, other.letters)
    kind = _kind(one, other)
    met = (min(evidence.weight, 1.0) if kind == "initial" else evidence.weight, evidence, kind)
    scales.keep(one, other, met)
    return met


def _same(a: str, b: str) -> Evidence:
    """Without a table, a word meets itself and nothing else."""
    return Evidence(8.0, 1.0, 8.0, 0.0, 0) if a == b else _NO_EVIDENCE


def _kind(one: Part, other: Part) -> str:
    if len(one.letters) == 1 or len(other.letters) == 1:
        return "initial"
    if "title" in (one.kind, other.kind):
        return "title"
    return "name" if "name" in (one.kind, other.kind) else "link"


def _may_meet(
    one: tuple[Part, ...], other: tuple[Part, ...], words: tuple[Word, Word], strength: float
) -> bool:
    """Joined words and links meet only well; names, and titles (some are given names), even badly."""
    if words[0].joined or words[1].joined:
        return strength > _WEAK
    if strength > 1.0:
        return True
    kinds = {one[words[0].start].kind, other[words[1].start].kind}
    return kinds <= {"name", "initial", "title"}


def _strength(possible: Possible) -> float:
    return possible[0]


def _strongest_first(possible: Possible) -> tuple[float, str, str, int, int]:
    strength, one, other = possible[:3]
    a, b = (one.letters, one.start), (other.letters, other.start)
    if b < a:
        a, b = b, a
    return -strength, a[0], b[0], a[1], b[1]
