"""Are two descriptions one person's? What the names say, and birth, sex, documents, nationality beside it.

The answer is a sum of reasons: each adds its points, in hundredths of a nat, and nothing else does, so
what is shown is the computation. What the names say is learned (`score`), and held to little where one name
is all that is given (`lone`); the rest follows from shares stated here and in `birth`: how often a statement
agrees so between two records of one person, over how often between any two. A nationality may speak for,
never against. What is not stated says nothing. A person decides.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mithaq.pact.names.birth import AGREEMENT, agreement, points, read_birth
from mithaq.pact.names.compare import Match, band_of, match, matches
from mithaq.pact.names.lone import too_little
from mithaq.pact.names.score import Reason, probability

# (share of pairs of records of one person, share of pairs of any two persons)
SAME_SEX, OTHER_SEX = (0.99, 0.75), (0.01, 0.25)
SAME_DOCUMENT, NEAR_DOCUMENT = (0.60, 3e-6), (0.02, 1e-4)
OTHER_LASTING_NUMBER = (0.04, 0.9999)
SHARED_NATIONALITY = (0.90, 0.60)
SHORTEST_NEAR = 6  # characters of a number below which one wrong sign means another number


@dataclass(frozen=True, slots=True)
class Document:
    """A number as `identifiers.normalise_document` gives it; `lasting` if it is issued once for life."""

    number: str
    country: str = ""
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Description:
    """What is stated of a person: names in any script, `born` in EDTF, `sex` as `f` or `m`."""

    names: tuple[str, ...]
    born: str = ""
    sex: str = ""
    documents: tuple[Document, ...] = ()
    nationalities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Resemblance:
    """The sum and its reasons; `names` is the pair of names that fits best, if there was one."""

    score: int
    reasons: tuple[Reason, ...]
    names: Match | None

    @property
    def band(self) -> str:
        return band_of(self.score)

    @property
    def probability(self) -> float:
        """Shown as a band, never as a number."""
        return probability(self.score)

    @property
    def against(self) -> tuple[Reason, ...]:
        """What speaks against, the heaviest first."""
        against = (one for one in self.reasons if one.speaks == "against")
        return tuple(sorted(against, key=lambda one: one.points))


def resemble(one: Description, other: Description) -> Resemblance:
    """Compare two descriptions; symmetric. Of several names, the two that fit best count."""
    pairs = sorted((a, b) for a in one.names for b in other.names)
    weighed = [(found, too_little(found.pairing, found.score)) for found in matches(pairs)]
    best, lone = max(weighed, key=_how_well, default=(None, None))
    reasons = [*(best.reasons if best else ()), *((lone,) if lone else ()), *beside(one, other)]
    return Resemblance(sum(reason.points for reason in reasons), tuple(reasons), best)


def names_say(one: str, other: str) -> list[Reason]:
    """What `resemble` says of the names of two persons who have one each."""
    found = match(one, other)
    lone = too_little(found.pairing, found.score)
    return [*found.reasons, *((lone,) if lone else ())]


def _how_well(weighed: tuple[Match, Reason | None]) -> tuple[int, float]:
    found, lone = weighed
    return found.score + (lone.points if lone else 0), found.weight


def beside(one: Description, other: Description) -> Iterator[Reason]:
    """What is said beside the names."""
    births = read_birth(one.born), read_birth(other.born)
    if births[0] and births[1]:
        way = agreement(births[0], births[1])
        yield Reason(way, points(way), one.born, other.born)
    if one.sex and other.sex:
        same = one.sex == other.sex
        yield _said("sex-agrees" if same else "sex-differs", SAME_SEX if same else OTHER_SEX)
    yield from _of_documents(one.documents, other.documents)
    shared = one.nationalities & other.nationalities
    if shared:
        yield replace(_said("nationality-shared", SHARED_NATIONALITY), one=" ".join(sorted(shared)))


def most_beside(said: Description) -> int:
    """The most that may be said beside the names of a description, but for a document shared with another."""
    return (max(map(points, AGREEMENT)) if read_birth(said.born) else 0) + most_beside_birth(said)


def most_beside_birth(said: Description) -> int:
    """The same, were the birth not stated."""
    most = _said("sex-agrees", SAME_SEX).points if said.sex else 0
    most += _said("document-one-sign-off", NEAR_DOCUMENT).points if said.documents else 0
    return most + (_said("nationality-shared", SHARED_NATIONALITY).points if said.nationalities else 0)


def _of_documents(ones: Iterable[Document], others: Iterable[Document]) -> Iterator[Reason]:
    """What speaks most clearly: a number shared, else one nearly so, else lasting ones that differ."""
    faced = [(a, b) for a in ones for b in others if not (a.country and b.country and a.country != b.country)]
    said = [reason for reason in (_of_two(a, b) for a, b in faced) if reason]
    if said:
        yield max(said, key=lambda reason: (reason.points, reason.one, reason.other))


def _of_two(a: Document, b: Document) -> Reason | None:
    if a.number == b.number:
        shares, code = SAME_DOCUMENT, "document-same"
    elif min(len(a.number), len(b.number)) >= SHORTEST_NEAR and _one_slip(a.number, b.number):
        shares, code = NEAR_DOCUMENT, "document-one-sign-off"
    elif a.lasting and b.lasting and a.country == b.country:
        shares, code = OTHER_LASTING_NUMBER, "document-differs"
    else:
        return None
    return replace(_said(code, shares), one=a.number, other=b.number)


def _one_slip(a: str, b: str) -> bool:
    """Whether one sign was changed, left out, added, or two neighbours changed places."""
    if len(a) > len(b):
        a, b = b, a
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return len(b) - len(a) == 1 and a[start:] == b[start + 1 :]
    swapped = a[:start] + a[start + 1 : start + 2] + a[start : start + 1] + a[start + 2 :]
    return a[start + 1 :] == b[start + 1 :] or swapped == b


def _said(code: str, shares: tuple[float, float]) -> Reason:
    return Reason(code, round(100 * math.log(shares[0] / shares[1])))
