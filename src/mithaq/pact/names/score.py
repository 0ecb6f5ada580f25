"""Whether two names are one person's: a sum of what each part says, and the chance that comes of it.

Each meeting, each part left out and the whole speak for or against by a whole number, a
hundredth of a nat; the score is their sum and nothing else, so the reasons shown add up to it.
What each kind of evidence is worth was learned from pairs of names known to be the same
person's or not (logistic regression, which is what makes the sum a calibrated logarithm of odds).
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mithaq.pact.names.pairing import Meeting, Pairing
from mithaq.pact.names.parts import Part
from mithaq.pact.names.weigh import Evidence

WEIGHT_KNOTS = (-10.0, -6.0, -3.0, -1.0, 1.0, 3.0, 5.0, 7.0, 9.0, 12.0)
LETTER_KNOTS = (-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0)
LEFT_KNOTS = (4.0, 7.0, 10.0, 13.0)
RARITY_KNOTS = (1.0, 4.0, 6.0, 8.0, 10.0, 13.0)
APART_KNOTS = (0.0, 2.0, 4.0, 6.0)
KNOWN = 4.0  # `apart` of two words that would have been seen for each other if they ever were
_KEPT = 200_000
CERTAIN = 2_000  # centinats beyond which more changes nothing

ABD = frozenset({"abd", "عبد"})
LINES = {
    "weight": WEIGHT_KNOTS,
    "worst": WEIGHT_KNOTS,
    "letters": LETTER_KNOTS,
    "letters-of-known": LETTER_KNOTS,
    "worst-letters": LETTER_KNOTS,
    "worst-letters-of-known": LETTER_KNOTS,
    "joined": LETTER_KNOTS[2:],
    "left": LEFT_KNOTS,
    "rarity": RARITY_KNOTS,
    "apart": APART_KNOTS,
}

OF_PARTS = {
    "parts-agree": "for",
    "parts-joined": "for",
    "parts-close": "neither",
    "parts-differ": "against",
    "whole": "neither",
    "other-order": "neither",
}

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for (positive) or against, in hundredths of a nat."""

    code: str
    points: int
    one: str = ""
    other: str = ""

    @property
    def speaks(self) -> str:
        """`for`, `against` or `neither`. A part of a name speaks by what was found, not by its points.

        The parts are weighed together, the worst the most; how many met is no reason by itself.
        """
        if self.code in OF_PARTS:
            return OF_PARTS[self.code]
        return "for" if self.points > 0 else "against" if self.points < 0 else "neither"


class Worth:
    """What each measure of evidence is worth, read off its broken lines. Points are hundredths of a nat."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._flat = weights
        self._met: dict[tuple[Evidence, str, bool, bool], int] = {}
        self._whole: dict[tuple[int, int], int] = {}
        self._left: dict[tuple[Part, float, str], int] = {}
        self._lines = {
            name: (knots, tuple(weights.get(f"{name}@{knot:g}", 0.0) for knot in knots))
            for name, knots in LINES.items()
        }

    def of_meeting(self, meeting: Meeting, *, worst: bool) -> int:
        """A meeting of two parts; `worst`: the worst of its name."""
        joined = meeting.one.joined or meeting.other.joined
        key = (meeting.evidence, meeting.kind, joined, worst)
        points = self._met.get(key)
        if points is None:
            if len(self._met) > _KEPT:
                self._met.clear()
            points = self._met[key] = self._of_meeting(meeting, joined, worst)
        return points

    def _of_meeting(self, meeting: Meeting, joined: bool, worst: bool) -> int:
        evidence = meeting.evidence
        if meeting.kind != "name":
            return self.alone(_manner(meeting))
        known, worth = _known(evidence), self.of_names(evidence)
        if joined:
            worth += self._at("joined", evidence.letters)
        if worst:
            worth += self._at("worst", evidence.weight)
            worth += self._letters("worst-letters", evidence.letters, known)
        return round(100 * worth)

    def of_names(self, evidence: Evidence) -> float:
        """What the meeting of two names is worth, in nats, whatever else the names hold."""
        known, explained = _known(evidence), max(-1.0, min(1.0, evidence.letters))
        worth = self._at("weight", evidence.weight) + self._letters("letters", evidence.letters, known)
        worth += explained * self._at("rarity", evidence.rarity)
        if not evidence.seen:
            worth += _against(evidence) * self._at("apart", evidence.apart)
        return worth

    def of_left(self, part: Part, rarity: float, where: str) -> int:
        """A part that was left out."""
        key = (part, rarity, where)
        points = self._left.get(key)
        if points is None:
            if len(self._left) > _KEPT:
                self._left.clear()
            points = self._left[key] = self._of_left(part, rarity, where)
        return points

    def _of_left(self, part: Part, rarity: float, where: str) -> int:
        if part.kind != "name":
            return sum(map(self.alone, _left_beside_names(part)))
        return round(100 * (self.share(f"left-{where}") + self._at("left", rarity)))

    def of_whole(self, met: int, left: int) -> int:
        """How many names met, and how many were left out."""
        key = (met, left)
        if key not in self._whole:  # of sixteen parts at most
            self._whole[key] = round(100 * sum(self._flat.get(name, 0.0) for name in _whole(met, left)))
        return self._whole[key]

    def of_other_order(self) -> int:
        """The parts stand in another order."""
        return self.alone("other-order")

    def share(self, name: str) -> float:
        """What this measure is worth, in nats."""
        return self._flat.get(name, 0.0)

    def alone(self, name: str) -> int:
        """What this measure is worth if it is all there is."""
        return round(100 * self.share(name))

    def line(self, name: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """The knots of a broken line, and what the measure is worth at each, in nats."""
        return self._lines[name]

    def _letters(self, name: str, explained: float, known: float) -> float:
        worth = (1 - known) * self._at(name, explained)
        return worth + known * self._at(f"{name}-of-known", explained) if known else worth

    def _at(self, name: str, value: float) -> float:
        knots, worth = self._lines[name]
        place = bisect_right(knots, value)
        if place == 0:
            return worth[0]
        if place == len(knots):
            return worth[-1]
        low, high = knots[place - 1], knots[place]
        return worth[place - 1] + (worth[place] - worth[place - 1]) * (value - low) / (high - low)


def features(pairing: Pairing) -> Iterator[Features]:
    """The measures of everything the pairing says: what `Worth` is learned for."""
    worst = _worst(pairing)
    yield from (_of_meeting(meeting, meeting is worst) for meeting in pairing.met)
    for part, rarity, where, _ in _left_out(pairing):
        if part.kind != "name":
            yield _left_beside_names(part)
        else:
            yield {f"left-{where}": 1.0, **dict(_spread("left", rarity, LEFT_KNOTS))}
    yield _whole(*_counted(pairing))
    if _in_other_order(pairing):
        yield {"other-order": 1.0}


def reasons(pairing: Pairing, worth: Worth) -> tuple[Reason, ...]:
    """The reasons, in the order of the name; their points add up to the score."""
    worst = _worst(pairing)
    said = [
        Reason(_code(m), worth.of_meeting(m, worst=m is worst), m.one.letters, m.other.letters)
        for m in pairing.met
    ]
    for part, rarity, where, side in _left_out(pairing):
        code = "part" if part.kind == "name" else part.kind
        words = ("", part.letters) if side else (part.letters, "")
        said.append(Reason(f"{code}-left-out", worth.of_left(part, rarity, where), *words))
    said.append(Reason("whole", worth.of_whole(*_counted(pairing))))
    if _in_other_order(pairing):
        said.append(Reason("other-order", worth.of_other_order()))
    return tuple(said)


def total(pairing: Pairing, worth: Worth) -> int:
    """What the reasons add up to, without writing them down."""
    worst = _worst(pairing)
    points = sum(worth.of_meeting(meeting, worst=meeting is worst) for meeting in pairing.met)
    points += sum(worth.of_left(part, rarity, where) for part, rarity, where, _ in _left_out(pairing))
    points += worth.of_whole(*_counted(pairing))
    return points + worth.of_other_order() if _in_other_order(pairing) else points


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


def _manner(meeting: Meeting) -> str:
    evidence = meeting.evidence
    fits = evidence.letters > 0.2 if meeting.kind == "initial" else evidence.weight > 2
    return f"{meeting.kind}-{'fits' if fits else 'differs'}"


def _known(evidence: Evidence) -> float:
    """How far both words are so well known that they would have been seen for each other."""
    return 0.0 if evidence.seen else min(1.0, evidence.apart / KNOWN)


def _against(evidence: Evidence) -> float:
    return max(0.0, min(1.0, (2.0 - evidence.weight) / 4))


def _of_meeting(meeting: Meeting, worst: bool) -> Features:
    evidence = meeting.evidence
    if meeting.kind != "name":
        return {_manner(meeting): 1.0}
    known = _known(evidence)
    measured = dict(_spread("weight", evidence.weight, WEIGHT_KNOTS))
    measured.update(_letters("letters", evidence.letters, known))
    explained = max(-1.0, min(1.0, evidence.letters))
    measured.update(
        (name, explained * share) for name, share in _spread("rarity", evidence.rarity, RARITY_KNOTS)
    )
    if not evidence.seen:
        measured.update(
            (name, _against(evidence) * share)
            for name, share in _spread("apart", evidence.apart, APART_KNOTS)
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
    if len(named) > 1:
        least = min([meeting.evidence.weight for meeting in named])
        named = [meeting for meeting in named if meeting.evidence.weight == least]
    return min(named, key=_how_bad) if len(named) > 1 else named[0] if named else None


def _how_bad(meeting: Meeting) -> tuple[float, float, tuple[str, ...]]:
    evidence = meeting.evidence
    return evidence.weight, evidence.letters, tuple(sorted((meeting.one.letters, meeting.other.letters)))


def _left_out(pairing: Pairing) -> Iterator[tuple[Part, float, str, int]]:
    """Each part left out: how rare it is, where it stood among the names, and on which side."""
    for side, name in enumerate((pairing.one, pairing.other)):
        if not pairing.left[side]:
            continue
        names = [place for place, part in enumerate(name) if part.kind == "name"]
        for place, rarity in pairing.left[side].items():
            where = "middle"
            if names and place in (names[0], names[-1]):
                where = "first" if place == names[0] else "last"
            yield name[place], rarity, where, side


def _left_beside_names(part: Part) -> Features:
    if part.kind == "initial":
        return {"left-initial": 1.0}
    return {"left-abd": 1.0} if part.letters in ABD else {}


def _counted(pairing: Pairing) -> tuple[int, int]:
    """How many names met, and how many were left out."""
    met = sum(meeting.kind == "name" for meeting in pairing.met)
    return met, sum(name[place].kind == "name" for name, places in _sides(pairing) for place in places)


def _in_other_order(pairing: Pairing) -> bool:
    order = [meeting.other.start for meeting in pairing.met]
    return order != sorted(order)


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
