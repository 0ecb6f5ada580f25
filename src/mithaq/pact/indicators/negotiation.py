"""Negotiation: how long a text took from its proposal to the day all had signed it.

Source: bilingual instruments (domain file M2): negotiation_days.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from mithaq.pact.indicators.indicator import Case, Figure, Indicator, Period, Unit, enter, mean
from mithaq.pact.rules import fixing
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W

DAY = timedelta(days=1)


def measure(cases: Sequence[Case], period: Period) -> Figure:
    """Over the texts whose last signature falls into the period."""
    signed = [(case.state, at) for case in cases if (at := signed_at(case.state)) and period.holds(at)]
    return mean((("", (at - state.opening.at) / DAY) for state, at in signed), len(cases) - len(signed))


def signed_at(state: State) -> datetime | None:
    """When the last party signed the text that all have signed; None while not all have."""
    if (within := fixing.text_signed(state)) is None:
        return None
    return max((entry.at for entry in fixing.last_of(state, fixing.SIGN, within).values()), default=None)


INDICATOR = enter(Indicator(
    "instrument-negotiation", "instrument", Unit.DAYS,
    W("مدة التفاوض", "durée de négociation", "time of negotiation"),
    W("متوسط الأيام من الاقتراح إلى آخر توقيع", "moyenne des jours de la proposition à la dernière signature", "mean of days from the proposal to the last signature"),
    W("النصوص التي اكتمل توقيعها في الفترة", "les textes dont la dernière signature tombe dans la période", "texts whose last signature falls into the period"),
    W("النصوص التي لم توقعها جميع الأطراف، أو وُقعت خارج الفترة", "les textes que toutes n’ont pas signés, ou signés hors de la période", "texts not signed by all, or signed outside the period"),
    measure,
))  # fmt: skip
