"""What a register of honours adds up to: whether it was decided in time what may be worn, and who honoured whom.

Functions of the standing of one register, and of a day; None while there is nothing to measure.

Source: domain model of recognition (its KPI).
"""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from statistics import median

from mithaq.pact.indicators.gathered import Gathered, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.honours import answered, awards, presentations
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W


def conferred(state: State) -> dict[str, int]:
    """Awards that each side gave and that stand: what reciprocity is judged by. Units: awards."""
    by = Counter(item.creator for item in awards(state) if item.stage != "revoked")
    return {party: by[party] for party in state.parties}


def decision_days(state: State) -> float | None:
    """The median of days from an award's entry to whether it may be worn. Units: days."""
    took = [
        (decided.at - item.entries[0].at) / timedelta(days=1)
        for item in awards(state)
        if (decided := answered(state, item, "", item.holder))
    ]
    return median(took) if took else None


def citing(state: State) -> tuple[int, int] | None:
    """Awards that cite a verified result ÷ awards that stand. Units: awards."""
    there = [item.entries[0].says for item in awards(state) if item.stage != "revoked"]
    cites = sum(bool(says.get("action") or says.get("operation")) for says in there)
    return (cites, len(there)) if there else None


def worn(case: Case) -> Iterator[Seen]:
    """Awards said to be worn from a ceremony on, and whether that was permitted by then."""
    for item in awards(case.state):
        for said in presentations(case.state, item):
            day = said.says.get("presented_on")
            if said.says.get("worn") is True and is_day(day):
                yield Seen(item.holder, said.at, float(_permitted_by(item, str(day))))


def _permitted_by(award: Item, day: str) -> bool:
    permits = (entry.says.get("permitted_on") for entry in award.all("permit"))
    return any(is_day(each) and str(each) <= day for each in permits)


measure = Gathered(worn)
INDICATOR = enter(Indicator(
    "worn-as-permitted", "honour", Unit.PERCENT,
    W("حمل الأوسمة بترخيص", "port conforme à l’autorisation", "worn as permitted"),
    W("الأوسمة المرخص بحملها يوم الحفل ÷ الأوسمة المحمولة", "distinctions autorisées au jour de la remise ÷ distinctions portées", "awards permitted on the day of the ceremony ÷ awards worn"),
    W("الأوسمة التي حُملت ابتداء من حفل مقيد في الفترة، حسب طرف المكرَّم", "les distinctions portées à compter d’une remise consignée dans la période, par partie du récipiendaire", "awards worn from a ceremony that was recorded in the period, by the side of the recipient"),
    W("ما سُلم ولم يُحمل", "ce qui a été remis sans être porté", "what was handed over and not worn"),
    measure,
))  # fmt: skip
