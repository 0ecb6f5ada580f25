"""What trend notes add up to: how many were issued, by whom.

Source: domain model of counter-terrorism support (trend notes).
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, How, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules.words import W

KIND = "trend"


def issued(case: Case) -> Iterator[Seen]:
    """A note, for who issued it; one that was called back counts as well, since it was read."""
    yield Seen(case.state.opener, case.state.opening.at)


INDICATOR = enter(Indicator(
    "trend-notes", KIND, Unit.NUMBER,
    W("مذكرات اتجاهات صادرة", "notes de tendance diffusées", "trend notes issued"),
    W("عدد المذكرات", "nombre de notes", "how many notes"),
    W("ما صدر في الفترة، حسب الطرف المصدر", "les notes de la période, par partie qui les diffuse", "what was issued in the period, by who issued it"),
    W("لا شيء", "rien", "nothing"),
    Gathered(issued, How.SUM),
))  # fmt: skip
