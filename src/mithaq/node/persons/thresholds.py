"""Thresholds: which candidates are shown, and what each choice costs, as measured.

A threshold is a band, never a number. The less is shown, the more right ones are missed; the more is shown,
the more there is to look at. Both were measured on pairs that nothing was learned from, also for names of
each origin, so that whoever chooses sees for whom a choice is worse. The groups are those of the measurement
alone: nothing here knows of which group a name is.

Source: docs/reference/performance.md, `python -m benchmarks.names DATA --tables TABLES --only t2-ar`.
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
    Threshold("likely", _("likely ones only"), Cost(909, 5), (Cost(910, 6), Cost(862, 11), Cost(913, 3))),
    Threshold(
        "possible",
        _("likely and possible ones"),
        Cost(964, 13),
        (Cost(957, 20), Cost(988, 14), Cost(964, 11)),
    ),
    Threshold("weak", _("weak ones too"), Cost(982, 48), (Cost(983, 77), Cost(988, 22), Cost(982, 42))),
)
