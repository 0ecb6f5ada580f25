"""Are these two names one person's? The answer with its reasons, letter by letter.

The answer is a band, never a decision: a person decides. The reasons add up to the score.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from mithaq.pact.names import kernel
from mithaq.pact.names.align import Facing, facing_letters
from mithaq.pact.names.pairing import Pairing, meetings_to_weigh, pair
from mithaq.pact.names.parts import Part, parts
from mithaq.pact.names.score import Reason, probability, reasons, total
from mithaq.pact.names.tables import scales, weights

# Hundredths of a nat. The bands are even odds, nine to one, and one to nine.
BANDS = (("likely", 220), ("possible", 0), ("weak", -220))
UNLIKELY = "unlikely"
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Match:
    """What comparing two names gave. `score` is in hundredths of a nat, above 0 if more likely than not."""

    score: int
    reasons: tuple[Reason, ...]
    pairing: Pairing

    @property
    def band(self) -> str:
        """`likely`, `possible`, `weak` or `unlikely`."""
        return band_of(self.score)

    @property
    def probability(self) -> float:
        """The share of like pairs that are one person's; shown as a band, never as a number."""
        return probability(self.score)

    @property
    def weight(self) -> float:
        """What all meetings say together, in nats: tells near matches of one score apart."""
        return self.pairing.weight

    @cached_property
    def letters(self) -> tuple[tuple[Facing, ...], ...]:
        """For each meeting, which letters faced which."""
        return tuple(facing_letters(meeting, scales()) for meeting in self.pairing.met)


def band_of(score: int) -> str:
    """The band of a score in hundredths of a nat."""
    return next((band for band, least in BANDS if score >= least), UNLIKELY)


def match(one: str, other: str) -> Match:
    """Compare two names in any scripts; symmetric, and any text gets an answer."""
    return next(matches([(one, other)]))


def matches(pairs: Iterable[tuple[str, str]]) -> Iterator[Match]:
    """Compare many pairs of names, in order; faster than one by one."""
    waiting = iter(pairs)
    while some := [(parts(a), parts(b)) for a, b in islice(waiting, _AT_ONCE)]:
        if kernel.LIBRARY is None:  # which weighs one as fast as many, and so none that is not asked for
            scales().weigh(meeting for a, b in some for meeting in meetings_to_weigh(a, b))
        for a, b in some:
            yield matched(a, b)


def matched(one: Sequence[Part], other: Sequence[Part]) -> Match:
    """Compare two names already taken apart."""
    pairing = pair(tuple(one), tuple(other), scales())
    said = reasons(pairing, weights(_across(one, other)))
    return Match(sum(reason.points for reason in said), said, pairing)


def scored(one: tuple[Part, ...], other: tuple[Part, ...]) -> tuple[int, float]:
    """The score alone, and the weight of all meetings."""
    pairing = pair(one, other, scales())
    return total(pairing, weights(_across(one, other))), pairing.weight


def _across(one: Sequence[Part], other: Sequence[Part]) -> bool:
    """Whether the names are written in different scripts."""
    return not {part.script for part in one} & {part.script for part in other}
