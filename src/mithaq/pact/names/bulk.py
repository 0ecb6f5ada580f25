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
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names.birth import as_numbers, points_between, read_birth
from mithaq.pact.names.compare import band_of
from mithaq.pact.names.gallery import NAMES, Gallery, Near, Row
from mithaq.pact.names.normalise import name_key
from mithaq.pact.names.parts import Part, parts
from mithaq.pact.names.person import beside, most_beside_birth, names_say, resemble
from mithaq.pact.names.score import Reason
from mithaq.pact.names.weigher import CODES, NOT_WEIGHED

LEAST = -220  # the least score of a pair worth a look: the band `weak` begins there
_FAR = 1 << 32  # more than any two scores lie apart
Said = tuple[str, int]  # a code, and its points
TWICE = 0.05  # the share of persons who have a second record; set, since nobody has counted it


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
    near = _near(some, gallery)
    may = _may_be(some, near, gallery, least)
    sharing = gallery.sharing([row.said for row in some])
    itself = gallery.places([row.id for row in some])
    starts = near.sought.searchsorted(np.arange(len(some) + 1)).tolist()
    found: list[Likeness] = []
    for number in sorted({*near.sought[may].tolist(), *(n for n, each in enumerate(sharing) if each)}):
        row, of_row = some[number], slice(*starts[number : number + 2])
        places, chance = near.places[of_row].tolist(), near.places[of_row][may[of_row]].tolist()
        best = dict(zip(places, near.scores[of_row].tolist(), strict=True))
        sought = _Sought(row, itself.get(row.id), best, near.by_code[of_row], sharing[number])
        found += _compared(sought, {*chance, *sharing[number]}, gallery, least)
    return sorted(found, key=lambda pair: (pair.id, pair.other))


class _Sought(NamedTuple):
    """A row, its own place, those near it with what their names score, and what these say by code."""

    row: Row
    itself: int | None
    best: dict[int, int]
    by_code: NDArray[np.int32]
    sharing: set[int]


def among_many(others: int) -> int:
    """What it speaks against a pair that so many others bear a name as close. Shape: 0 or less."""
    return -round(100 * math.log1p(others / TWICE))


def _near(rows: Sequence[Row], gallery: Gallery) -> Near:
    """Those near to each row by any of its names: each place once, with the best of its scores."""
    names = sorted({name for row in rows for name in row.said.names[:NAMES]})  # like words follow each other
    near, number = gallery.near(names), {name: place for place, name in enumerate(names)}
    asked = [(n, number[name]) for n, row in enumerate(rows) for name in row.said.names[:NAMES]]
    of_row, of_name = np.array(asked, dtype=np.int64).reshape(-1, 2).T
    starts = near.sought.searchsorted(np.arange(len(names) + 1))
    many = (starts[1:] - starts[:-1])[of_name]
    at = np.arange(many.sum()) + np.repeat(starts[of_name] - many.cumsum() + many, many)
    found = Near(np.repeat(of_row, many), near.places[at], near.scores[at], near.by_code[at])
    order = np.lexsort((-found.scores, found.places, found.sought))
    first = np.diff(found.sought[order] * _FAR + found.places[order], prepend=-1) != 0
    return Near(*(said[order[first]] for said in found))


def _may_be(rows: Sequence[Row], near: Near, gallery: Gallery, least: int) -> NDArray[np.bool_]:
    """Of whom names and births leave a chance, whatever else is said; all at once."""
    if not len(near.sought):
        return np.zeros(0, dtype=np.bool_)
    born = as_numbers(read_birth(row.said.born) for row in rows)
    most = np.array([most_beside_birth(row.said) for row in rows])
    has_one = np.array([len(row.said.names) == 1 for row in rows])
    births = points_between(born[near.sought], gallery.births(near.places))
    against = np.where(
        has_one[near.sought] & gallery.has_one_name(near.places), _others(near.sought, near.scores), 0
    )
    may: NDArray[np.bool_] = near.scores + most[near.sought] + births + against >= least
    return may


def _others(numbers: NDArray[np.int64], scores: NDArray[np.int64]) -> NDArray[np.int64]:
    """What it speaks against each at the least that others of the same number score as much."""
    ranked = numbers * _FAR - scores
    ordered = np.sort(ranked)
    as_close = ordered.searchsorted(ranked, side="right") - ordered.searchsorted((numbers - 0.5) * _FAR)
    said = np.array([among_many(many) for many in range(int(as_close.max()) + 1)])
    points: NDArray[np.int64] = said[np.maximum(as_close - 2, 0)]  # neither itself nor, perhaps, the row
    return points


def _compared(sought: _Sought, places: Iterable[int], gallery: Gallery, least: int) -> Iterator[Likeness]:
    row, itself, best = sought.row, sought.itself, sought.best
    for place in sorted({*places} - {itself}):
        # Whoever shares a key is compared whatever the names are; nobody else without a chance.
        wanted = -math.inf if place in sought.sharing else least - best[place]
        other = gallery.row(place)
        said_beside = [*_by_code(beside(row.said, other.said))]
        points_beside = sum(points for _, points in said_beside)
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
            said = [*_names_say(sought, place, other), *said_beside]
        else:
            both = resemble(row.said, other.said)
            said = [*_by_code(both.reasons)]
            if both.names:
                others = max(others, homonyms(both.names.pairing.one, both.names.pairing.other))
        pair = _told(row.id, other.id, [*said, ("among-many", among_many(others))])
        if pair.score >= least:
            yield pair


def _names_say(sought: _Sought, place: int, other: Row) -> Iterable[Said]:
    """What the one name of either says: the search told it, but where the loops did not compare the two."""
    by_code = sought.by_code[[*sought.best].index(place)].tolist()
    if by_code[0] == NOT_WEIGHED:
        return _by_code(names_say(*sought.row.said.names, *other.said.names))
    return zip(CODES, by_code, strict=True)


def _by_code(reasons: Iterable[Reason]) -> Iterator[Said]:
    return ((reason.code, reason.points) for reason in reasons)


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


def _told(one: str, other: str, said: Iterable[Said]) -> Likeness:
    points: dict[str, int] = {}
    for code, of_code in said:
        points[code] = points.get(code, 0) + of_code
    heaviest = sorted(points, key=lambda code: (-abs(points[code]), code))
    speaks_for = tuple(code for code in heaviest if points[code] > 0)
    against = tuple(code for code in heaviest if points[code] < 0)
    return Likeness(one, other, sum(points.values()), speaks_for, against)
