"""Whether two names are one person's: a sum of what each part says, and the chance that comes of it.

Each meeting, each part left out and the whole speak for or against by a whole number, a
hundredth of a nat; the score is their sum and nothing else, so the reasons shown add up to it.
What each kind of evidence is worth was learned from pairs of names known to be the same
person's or not (logistic regression, which is what makes the sum a calibrated logarithm of odds).
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from mithaq.pact.names.pairing import Meeting, Pairing
from mithaq.pact.names.parts import Part

WEIGHT_KNOTS = (-10.0, -6.0, -3.0, -1.0, 1.0, 3.0, 5.0, 7.0, 9.0, 12.0)
LETTER_KNOTS = (-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0)
LEFT_KNOTS = (4.0, 7.0, 10.0, 13.0)
RARITY_KNOTS = (1.0, 4.0, 6.0, 8.0, 10.0, 13.0)
APART_KNOTS = (0.0, 2.0, 4.0, 6.0)
KNOWN = 4.0  # `apart` of two words that would have been seen for each other if they ever were
CERTAIN = 2_000  # centinats beyond which more changes nothing

ABD = frozenset({"abd", "عبد"})
_KEPT = 400_000

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (positive) or against, in hundredths of a nat."""

    code: str
    points: int
    one: str = ""
    other: str = ""


Measured = tuple[str, str, str, Features]


class Worth:
    """What each measure of evidence is worth; what was added up once is kept."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._kept: dict[tuple[object, ...], int] = {}

    def points(self, key: tuple[object, ...], measured: Callable[[], Features]) -> int:
        """The points of one reason; `key` is all that its measures depend on."""
        known = self._kept.get(key)
        if known is None:
            if len(self._kept) > _KEPT:
                self._kept.clear()
            known = self._kept[key] = round(
                100 * sum(self._weights.get(name, 0.0) * value for name, value in measured().items())
            )
        return known


Said = tuple[str, str, str, tuple[object, ...], Callable[[], Features]]


def _said(pairing: Pairing) -> Iterator[Said]:
    """Reason by reason: code, the words it is about, what its measures depend on, the measures."""
    worst = _worst(pairing)
    for meeting in pairing.met:
        key = (meeting.evidence, meeting.kind, meeting.one.joined or meeting.other.joined, meeting is worst)
        measured = partial(_of_meeting, meeting, meeting is worst)
        yield _code(meeting), meeting.one.letters, meeting.other.letters, key, measured
    yield from _left_out(pairing)
    yield from _of_whole(pairing)


def features(pairing: Pairing) -> list[Measured]:
    """What the pairing says, reason by reason: code, the words it is about, and its measures."""
    return [(code, one, other, measured()) for code, one, other, _, measured in _said(pairing)]


def reasons(pairing: Pairing, worth: Worth) -> tuple[Reason, ...]:
    """The reasons, in the order of the name; their points add up to the score."""
    return tuple(
        Reason(code, worth.points(key, measured), one, other)
        for code, one, other, key, measured in _said(pairing)
    )


def total(pairing: Pairing, worth: Worth) -> int:
    """What the reasons add up to, without writing them down."""
    return sum(worth.points(key, measured) for _, _, _, key, measured in _said(pairing))


def probability(points: int) -> float:
    """The share of pairs with this score that are one person's, among pairs like those learned from."""
    return 1 / (1 + math.exp(-max(-CERTAIN, min(CERTAIN, points)) / 100))


def _code(meeting: Meeting) -> str:
    if meeting.kind != "name":
        return f"{meeting.kind}-met"
    if meeting.evidence.weight < -1:
        return "parts-differ"
    if meeting.evidence.weight < 2:
        return "parts-close"
    return "parts-joined" if meeting.one.joined or meeting.other.joined else "parts-agree"


def _of_meeting(meeting: Meeting, worst: bool) -> Features:
    evidence = meeting.evidence
    if meeting.kind != "name":
        fits = evidence.letters > 0.2 if meeting.kind == "initial" else evidence.weight > 2
        return {f"{meeting.kind}-{'fits' if fits else 'differs'}": 1.0}
    known = 0.0 if evidence.seen else min(1.0, evidence.apart / KNOWN)
    measured = dict(_spread("weight", evidence.weight, WEIGHT_KNOTS))
    measured.update(_letters("letters", evidence.letters, known))
    explained = max(-1.0, min(1.0, evidence.letters))
    measured.update(
        (name, explained * share) for name, share in _spread("rarity", evidence.rarity, RARITY_KNOTS)
    )
    if not evidence.seen:
        against = max(0.0, min(1.0, (2.0 - evidence.weight) / 4))
        measured.update(
            (name, against * share) for name, share in _spread("apart", evidence.apart, APART_KNOTS)
        )
    if meeting.one.joined or meeting.other.joined:
        measured.update(_spread("joined", evidence.letters, LETTER_KNOTS[2:]))
    if worst:  # a name is as good as its worst part
        measured.update(_spread("worst", evidence.weight, WEIGHT_KNOTS))
        measured.update(_letters("worst-letters", evidence.letters, known))
    return measured


def _letters(name: str, explained: float, known: float) -> Iterator[tuple[str, float]]:
    """What the letters say, apart for words so well known that they would have been seen for each other."""
    for knot, share in _spread(name, explained, LETTER_KNOTS):
        yield knot, share * (1 - known)
    if known:
        for knot, share in _spread(f"{name}-of-known", explained, LETTER_KNOTS):
            yield knot, share * known


def _worst(pairing: Pairing) -> Meeting | None:
    named = [meeting for meeting in pairing.met if meeting.kind == "name"]
    return min(named, key=_how_bad, default=None)


def _how_bad(meeting: Meeting) -> tuple[float, float, tuple[str, ...]]:
    evidence = meeting.evidence
    return evidence.weight, evidence.letters, tuple(sorted((meeting.one.letters, meeting.other.letters)))


def _left_out(pairing: Pairing) -> Iterator[Said]:
    for side, name in enumerate((pairing.one, pairing.other)):
        if not pairing.left[side]:
            continue
        names = [place for place, part in enumerate(name) if part.kind == "name"]
        for place, rarity in pairing.left[side].items():
            part = name[place]
            words = (part.letters, "") if side == 0 else ("", part.letters)
            if part.kind != "name":
                abd = part.letters in ABD
                key: tuple[object, ...] = (part.kind, abd)
                yield f"{part.kind}-left-out", *words, key, partial(_left_beside_names, part.kind, abd)
            else:
                where = "first" if place == names[0] else "last" if place == names[-1] else "middle"
                yield "part-left-out", *words, (where, rarity), partial(_left_of_names, where, rarity)


def _left_of_names(where: str, rarity: float) -> Features:
    return {f"left-{where}": 1.0, **dict(_spread("left", rarity, LEFT_KNOTS))}


def _left_beside_names(kind: str, abd: bool) -> Features:
    if kind == "initial":
        return {"left-initial": 1.0}
    return {"left-abd": 1.0} if abd else {}


def _of_whole(pairing: Pairing) -> Iterator[Said]:
    met = sum(meeting.kind == "name" for meeting in pairing.met)
    left = sum(name[place].kind == "name" for name, places in _sides(pairing) for place in places)
    yield "whole", "", "", ("whole", met, left), partial(_whole, met, left)
    order = [meeting.other.start for meeting in pairing.met]
    if order != sorted(order):
        yield "other-order", "", "", ("other-order",), _other_order


def _other_order() -> Features:
    return {"other-order": 1.0}


def _whole(met: int, left: int) -> Features:
    whole: Features = {"always": 1.0}
    whole |= {f"met@{least}": 1.0 for least in range(1, 5) if met >= least}
    whole |= {f"left-over@{least}": 1.0 for least in range(1, 4) if left >= least}
    if not left and met:
        whole["complete"] = 1.0
    return whole


def _sides(pairing: Pairing) -> Iterator[tuple[tuple[Part, ...], Iterable[int]]]:
    yield pairing.one, pairing.left[0]
    yield pairing.other, pairing.left[1]


def _spread(name: str, value: float, knots: tuple[float, ...]) -> Iterator[tuple[str, float]]:
    """The value as shares of its two neighbouring knots: a sum of these is a broken line."""
    value = max(knots[0], min(knots[-1], value))
    for place in range(len(knots) - 1):
        low, high = knots[place], knots[place + 1]
        if value <= high:
            share = (value - low) / (high - low)
            yield f"{name}@{low:g}", 1 - share
            yield f"{name}@{high:g}", share
            return
