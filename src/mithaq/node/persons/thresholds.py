"""Thresholds: which candidates are shown, and what each choice costs, as measured.

A threshold is a band, never a number. The less is shown, the more right ones are missed; the more is shown,
the more there is to look at. Both were measured on pairs that nothing was learned from, also for names of
each origin, so that whoever chooses sees for whom a choice is worse. The groups are those of the measurement
alone: nothing here knows of which group a name is.

Of duplicates in a register the list begins with the likely ones: among the possible ones that it would show
beside them nearly all are chance, thousands in a large register, and few second records more are found.

Source: docs/reference/performance.md, `python -m benchmarks.names DATA --tables TABLES --only t2-ar`, and
`python -m benchmarks.names_twice DATA --tables TABLES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ORIGINS = (_("Arabic names"), _("French names"), _("other names"))


class Cost(NamedTuple):
    """Of a thousand right pairs, how many are kept; of a thousand others, how many are shown for nothing."""

    kept: int
    shown: int


@dataclass(frozen=True, slots=True)
class Threshold:
    """One choice: the lowest band shown, its words, and its costs, in all and by origin as in ORIGINS."""

    band: str
    words: str | Promise
    cost: Cost
    by_origin: tuple[Cost, ...]

    @property
    def named_origins(self) -> tuple[tuple[str | Promise, Cost], ...]:
        """The costs by origin, each with its name."""
        return tuple(zip(ORIGINS, self.by_origin, strict=True))


THRESHOLDS = (
    Threshold("likely", _("likely ones only"), Cost(920, 5), (Cost(919, 5), Cost(912, 11), Cost(921, 4))),
    Threshold(
        "possible",
        _("likely and possible ones"),
        Cost(967, 14),
        (Cost(957, 20), Cost(988, 14), Cost(967, 12)),
    ),
    Threshold("weak", _("weak ones too"), Cost(982, 45), (Cost(983, 75), Cost(988, 22), Cost(982, 39))),
)


@dataclass(frozen=True, slots=True)
class Twice:
    """One choice among duplicates: the lowest band shown, its words, and what it costs.

    `chance` is how many pairs that are none are shown for each thousand records of a register of 100,000,
    with names in Latin and in Arabic letters; `found` how many of a thousand second records, whose name is in
    the other script, and in the same.
    """

    band: str
    words: str | Promise
    chance: tuple[int, int]
    found: tuple[int, int]


DUPLICATES = (
    Twice("likely", _("likely ones only"), (3, 8), (948, 768)),
    Twice("possible", _("likely and possible ones"), (12, 45), (968, 808)),
)
