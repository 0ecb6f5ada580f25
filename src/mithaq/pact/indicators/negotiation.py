"""Negotiation: how long a text took from its proposal to the day all had signed it.

Source: bilingual instruments (domain file M2): negotiation_days.
"""

from collections.abc import Iterator
from datetime import datetime

from mithaq.pact.indicators.gathered import Gathered, How, Seen, days
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules import fixing
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W


def negotiated(case: Case) -> Iterator[Seen]:
    """Days from the proposal of a text until the last party had signed it."""
    at = signed_at(case.state)
    yield Seen("", at, days(at - case.state.opening.at)) if at is not None else Seen("", None, None)


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
    W("النصوص التي لم توقعها جميع الأطراف", "les textes que toutes n’ont pas signés", "texts not signed by all"),
    Gathered(negotiated, How.MEAN),
))  # fmt: skip
