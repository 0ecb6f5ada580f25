"""Amendments: how many changes of texts in force were agreed, a year.

Source: bilingual instruments (domain file M2): amendments/yr.
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, How, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules.words import W


def applied(case: Case) -> Iterator[Seen]:
    """Those in force, when the last party had confirmed them; proposed ones that do not stand yet are left out."""
    for item in case.state.items("amendment").values():
        last = item.latest() if item.stage == "applied" else None
        yield Seen("", last.at) if last is not None else Seen("", None, None)


INDICATOR = enter(Indicator(
    "instrument-amendments", "instrument", Unit.NUMBER,
    W("التعديلات في السنة", "avenants par an", "amendments a year"),
    W("التعديلات النافذة في الفترة × 365,25 ÷ أيام الفترة", "avenants entrés en vigueur dans la période × 365,25 ÷ jours de la période", "amendments in force in the period × 365.25 ÷ days of the period"),
    W("التعديلات التي أكدتها جميع الأطراف", "les avenants que toutes les parties ont confirmés", "amendments that every party has confirmed"),
    W("ما اقتُرح ولم يُؤكَّد", "ce qui est proposé et non confirmé", "what is proposed and not confirmed"),
    Gathered(applied, How.A_YEAR),
))  # fmt: skip
