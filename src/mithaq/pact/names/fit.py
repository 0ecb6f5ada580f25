"""Learn what each measure of evidence is worth, from pairs known to be one person's or not.

A plain logistic regression: the only model of which it is true that the
evidence adds up and the sum is a calibrated logarithm of odds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names.pairing import meetings_to_weigh, pair
from mithaq.pact.names.parts import parts
from mithaq.pact.names.score import features
from mithaq.pact.names.weigh import Scales

Floats = NDArray[np.float64]

ROUNDS = 1_000
RISING = frozenset(
    {"weight", "letters", "worst", "worst-letters", "letters-of-known", "worst-letters-of-known"}
)
AGAINST = frozenset({"apart", "other-order", "initial-differs", "link-differs", "title-differs"})
FOR = frozenset({"initial-fits", "link-fits", "title-fits", "complete", "rarity", "met"})
_RESTRAINT = 0.3  # pulls every weight towards nothing


def learn_weights(pairs: Sequence[tuple[str, str, bool]], scales: Scales) -> dict[str, float]:
    """The weight of every measure that occurs, from (name, name, whether one person's).

    Along each scale weights never fall, and what is left out never speaks for: more evidence
    for never lowers a score, more against never raises it.
    """
    measured = list(measures([(a, b) for a, b, _ in pairs], scales))
    names = sorted({name for one in measured for name in one}, key=_along)
    column = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(measured), len(names)))
    for row, one in enumerate(measured):
        for name, value in one.items():
            table[row, column[name]] = value
    same = np.array([float(label) for _, _, label in pairs])
    steps = _steps(names)
    learned = steps @ _fitted(table @ steps, same, np.array([_sign(name, names) for name in names]))
    return {name: round(float(weight), 4) for name, weight in zip(names, learned, strict=True)}


def _fitted(table: Floats, same: Floats, signs: Floats) -> Floats:
    """Accelerated gradient steps, each followed by taking back what has the wrong sign."""
    size = np.sqrt((table**2).sum(axis=0)) + 1.0
    even = table / size
    pull = _RESTRAINT / size**2
    stride = 1 / (0.25 * np.linalg.eigvalsh(even.T @ even)[-1] + pull.max())
    learned = ahead = np.zeros(len(signs))
    speed = 1.0
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(even @ ahead, -30, 30)))
        stepped = ahead - stride * (even.T @ (chance - same) + pull * ahead)
        stepped[signs * stepped < 0] = 0.0
        faster = (1 + np.sqrt(1 + 4 * speed**2)) / 2
        if (ahead - stepped) @ (stepped - learned) > 0:  # going uphill: begin again without speed
            speed = faster = 1.0
        ahead = stepped + (speed - 1) / faster * (stepped - learned)
        learned, speed = stepped, faster
    weights: Floats = learned / size
    return weights


def _along(name: str) -> tuple[str, float]:
    scale, _, knot = name.partition("@")
    return scale, float(knot or 0)


def _steps(names: Sequence[str]) -> Floats:
    """Each weight of a rising scale as the sum of the steps up to it."""
    steps = np.eye(len(names))
    for place, name in enumerate(names):
        for before in range(place):
            if _along(name)[0] in RISING and _along(names[before])[0] == _along(name)[0]:
                steps[place, before] = 1.0
    return steps


def _sign(name: str, names: Sequence[str]) -> float:
    """1 where a weight, or the step to it, may not be negative; -1 where not positive; else 0."""
    scale = _along(name)[0]
    if scale in RISING:
        first = next(one for one in names if _along(one)[0] == scale)
        return 0.0 if name == first else 1.0
    if scale.startswith("left") or scale in AGAINST:
        return -1.0
    return 1.0 if scale in FOR else 0.0


def measures(pairs: Sequence[tuple[str, str]], scales: Scales) -> Iterable[Mapping[str, float]]:
    """The measures of each pair of names, added up over its reasons."""
    for start in range(0, len(pairs), 2_000):
        some = [(parts(a), parts(b)) for a, b in pairs[start : start + 2_000]]
        scales.weigh(meeting for a, b in some for meeting in meetings_to_weigh(a, b))
        for a, b in some:
            total: Counter[str] = Counter()
            for measured in features(pair(a, b, scales)):
                for name, value in measured.items():
                    total[name] += value  # type: ignore[assignment]
            yield total
