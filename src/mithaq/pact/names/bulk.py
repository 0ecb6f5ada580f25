"""Many descriptions at once, each against a gallery: which pairs may be one person's, and why.

For a register's own checks: what came new against persons sought, persons sought against the register, and
the register against itself. Never for crowds: whoever has no case is described by no row.

What two names say was learned from pairs of near names, none of them homonyms. Where others in the register
bear a name as close, the record meant may as well be one of theirs: that speaks against every one of these
pairs alike, as a reason with its points (`among-many`). Nothing is decided here.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names.birth import as_numbers, points_between, read_birth
from mithaq.pact.names.compare import band_of
from mithaq.pact.names.gallery import NAMES, Gallery, Row
from mithaq.pact.names.normalise import name_key
from mithaq.pact.names.parts import Part, parts
from mithaq.pact.names.person import beside, most_beside_birth, names_say, resemble
from mithaq.pact.names.score import Reason

LEAST = -220  # the least score of a pair worth a look: the band `weak` begins there
_FAR = 1 << 32  # more than any two scores lie apart
TWICE = 0.05  # the share of persons who have a second record; set, since nobody has counted it

Near = dict[int, int]
"""Places of the gallery, each with the best score of its names."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two ids that may be one person's. Reasons are codes, the heaviest first, each once."""

    id: str
    other: str
    score: int
    reasons: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def band(self) -> str:
        return band_of(self.score)


def likenesses(rows: Iterable[Row], gallery: Gallery, *, least: int = LEAST) -> list[Likeness]:
    """The pairs of a row and another row of the gallery that may be one person's.

    Shape: by the two ids; the same whatever the order of the rows and however they are batched. A row that
    stands in the gallery itself does not meet itself.
    """
    some = list(rows)
    names = sorted({name for row in some for name in row.said.names[:NAMES]})  # like words follow each other
    near = dict(zip(names, gallery.near(names), strict=True))
    nears = [_best([near[name] for name in row.said.names[:NAMES]]) for row in some]
    chances = _with_a_chance(some, nears, gallery, least)
    found: list[Likeness] = []
    for row, best, chance in zip(some, nears, chances, strict=True):
        found += _compared(row, best, chance, gallery, least)
    return sorted(found, key=lambda pair: (pair.id, pair.other))


def among_many(others: int) -> int:
    """What it speaks against a pair that so many others bear a name as close. Shape: 0 or less."""
    return -round(100 * math.log1p(others / TWICE))


def _best(nears: Sequence[Near]) -> Near:
    if len(nears) == 1:
        return nears[0]
    best: Near = {}
    for near in nears:
        for place, score in near.items():
            best[place] = max(score, best.get(place, score))
    return best


def _with_a_chance(rows: list[Row], nears: list[Near], gallery: Gallery, least: int) -> list[set[int]]:
    """For each row the places whose names and births leave a chance, whatever else is said; all at once."""
    said = [(number, place, score) for number, best in enumerate(nears) for place, score in best.items()]
    chances: list[set[int]] = [set() for _ in rows]
    if said:
        numbers, places, scores = np.array(said, dtype=np.int64).T
        born = as_numbers(read_birth(row.said.born) for row in rows)
        most = np.array([most_beside_birth(row.said) for row in rows])
        has_one = np.array([len(row.said.names) == 1 for row in rows])
        births = points_between(born[numbers], gallery.births(places))
        against = np.where(has_one[numbers] & gallery.has_one_name(places), _others(numbers, scores), 0)
        may = scores + most[numbers] + births + against >= least
        for number, place in zip(numbers[may].tolist(), places[may].tolist(), strict=True):
            chances[number].add(place)
    return chances


def _others(numbers: NDArray[np.int64], scores: NDArray[np.int64]) -> NDArray[np.int64]:
    """What it speaks against each at the least that others of the same number score as much."""
    ranked = numbers * _FAR - scores
    ordered = np.sort(ranked)
    as_close = ordered.searchsorted(ranked, side="right") - ordered.searchsorted((numbers - 0.5) * _FAR)
    said = np.array([among_many(many) for many in range(int(as_close.max()) + 1)])
    points: NDArray[np.int64] = said[np.maximum(as_close - 2, 0)]  # neither itself nor, perhaps, the row
    return points


def _compared(row: Row, best: Near, chance: set[int], gallery: Gallery, least: int) -> Iterator[Likeness]:
    itself, sharing = gallery.place(row.id), gallery.sharing(row.said)
    for place in sorted((chance | sharing) - {itself}):
        # Whoever shares a key is compared whatever the names are; nobody else without a chance.
        wanted = -math.inf if place in sharing else least - best[place]
        other = gallery.row(place)
        said_beside = list(beside(row.said, other.said))
        points_beside = sum(reason.points for reason in said_beside)
        if points_beside < wanted:
            continue
        as_close = best.get(place, min(best.values(), default=0))
        others = sum(score >= as_close for each, score in best.items() if each not in (place, itself))
        known = place in best and len(row.said.names) == len(other.said.names) == 1  # what the names say
        if known and best[place] + points_beside + among_many(others) < least:
            continue
        homonyms = partial(_homonyms, row, other, gallery, counted=itself is not None)
        if known:
            others = max(others, homonyms())
            if best[place] + points_beside + among_many(others) < least:
                continue
            reasons = [*names_say(*row.said.names, *other.said.names), *said_beside]
        else:
            both = resemble(row.said, other.said)
            reasons = [*both.reasons]
            if both.names:
                others = max(others, homonyms(both.names.pairing.one, both.names.pairing.other))
        pair = _told(row.id, other.id, [*reasons, Reason("among-many", among_many(others))])
        if pair.score >= least:
            yield pair


def _homonyms(row: Row, other: Row, gallery: Gallery, *met: tuple[Part, ...], counted: bool) -> int:
    """How many others bear one of the two names that met, or either's name if each has but one.

    `counted`: the row itself is in the gallery.
    """
    itself = counted or not gallery.counts_itself
    ones, others = ({name_key(name): name for name in each.said.names} for each in (row, other))
    keys = {*ones, *others}
    if met:
        keys = {key for key, name in ones.items() if parts(name) == met[0]}
        keys |= {key for key, name in others.items() if parts(name) == met[1]}
    return max(
        gallery.bearers(key) - (itself and key in ones) - (gallery.counts_itself and key in others)
        for key in keys
    )


def _told(one: str, other: str, reasons: list[Reason]) -> Likeness:
    points: dict[str, int] = {}
    for reason in reasons:
        points[reason.code] = points.get(reason.code, 0) + reason.points
    heaviest = sorted(points, key=lambda code: (-abs(points[code]), code))
    speaks_for = tuple(code for code in heaviest if points[code] > 0)
    against = tuple(code for code in heaviest if points[code] < 0)
    return Likeness(one, other, sum(points.values()), speaks_for, against)
