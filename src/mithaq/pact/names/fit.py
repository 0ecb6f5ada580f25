"""Learn what each measure of evidence is worth, from pairs known to be one person's or not.

A plain logistic regression by Newton's method: the only model of which it is true that the
evidence adds up and the sum is a calibrated logarithm of odds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from mithaq.pact.names.pairing import meetings_to_weigh, pair
from mithaq.pact.names.parts import parts
from mithaq.pact.names.score import features
from mithaq.pact.names.weigh import Scales

ROUNDS = 40
_RESTRAINT = 0.5  # pulls every weight towards nothing; `always` is free


def learn_weights(pairs: Sequence[tuple[str, str, bool]], scales: Scales) -> dict[str, float]:
    """The weight of every measure that occurs, from (name, name, whether one person's)."""
    measured = list(measures([(a, b) for a, b, _ in pairs], scales))
    names = sorted({name for one in measured for name in one})
    column = {name: place for place, name in enumerate(names)}
    table = np.zeros((len(measured), len(names)))
    for row, one in enumerate(measured):
        for name, value in one.items():
            table[row, column[name]] = value
    same = np.array([float(label) for _, _, label in pairs])
    restraint = np.diag([1e-3 if name == "always" else _RESTRAINT for name in names])
    learned = np.zeros(len(names))
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(table @ learned, -30, 30)))
        slope = table.T @ (chance - same) + restraint @ learned
        curve = (table * (chance * (1 - chance) + 1e-6)[:, None]).T @ table + restraint
        step = np.linalg.solve(curve, slope)
        learned -= step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(weight), 4) for name, weight in zip(names, learned, strict=True)}


def measures(pairs: Sequence[tuple[str, str]], scales: Scales) -> Iterable[Mapping[str, float]]:
    """The measures of each pair of names, added up over its reasons."""
    for start in range(0, len(pairs), 2_000):
        some = [(parts(a), parts(b)) for a, b in pairs[start : start + 2_000]]
        scales.weigh(meeting for a, b in some for meeting in meetings_to_weigh(a, b))
        for a, b in some:
            total: Counter[str] = Counter()
            for _, _, _, measured in features(pair(a, b, scales)):
                for name, value in measured.items():
                    total[name] += value  # type: ignore[assignment]
            yield total
