"""Amendments: how many changes of texts in force were agreed, a year.

Source: bilingual instruments (domain file M2): amendments/yr.
"""

from collections.abc import Sequence

from mithaq.pact.indicators.indicator import Case, Figure, Indicator, Period, Unit, enter
from mithaq.pact.rules.words import W

YEAR = 365.25


def measure(cases: Sequence[Case], period: Period) -> Figure:
    """Those applied in the period, as if it lasted a year; proposed ones that do not stand yet are left out."""
    every = [item for case in cases for item in case.state.items("amendment").values()]
    last = [item.latest() for item in every if item.stage == "applied"]
    applied = [entry for entry in last if entry is not None and period.holds(entry.at)]
    days = (min(period.last, period.today) - period.first).days + 1
    value = len(applied) * YEAR / days if days > 0 else None
    return Figure(value, len(applied), len(every) - len(applied))


INDICATOR = enter(Indicator(
    "instrument-amendments", "instrument", Unit.NUMBER,
    W("التعديلات في السنة", "avenants par an", "amendments a year"),
    W("التعديلات النافذة في الفترة × 365,25 ÷ أيام الفترة", "avenants entrés en vigueur dans la période × 365,25 ÷ jours de la période", "amendments in force in the period × 365.25 ÷ days of the period"),
    W("التعديلات التي أكدتها جميع الأطراف", "les avenants que toutes les parties ont confirmés", "amendments that every party has confirmed"),
    W("ما اقتُرح ولم يُؤكَّد، أو أُكد خارج الفترة", "ce qui est proposé et non confirmé, ou confirmé hors de la période", "what is proposed and not confirmed, or confirmed outside the period"),
    measure,
))  # fmt: skip
