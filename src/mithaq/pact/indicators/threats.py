"""What warnings add up to: acknowledged in time or not, their outcome, how soon help came, lessons acted on.

Functions of standings and of the receipts both sides hold. A share is (part, whole); None while there is
nothing to measure. A false alarm is a lesson and never a target: who is judged by it stops warning.

Source: domain model of counter-terrorism support (its KPI).
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from statistics import median

from mithaq.pact.indicators.indicator import Case, Figure, Indicator, Period, Unit, enter, share
from mithaq.pact.rules.assisting import ACCEPT, DELIVER
from mithaq.pact.rules.clocks import Receipts
from mithaq.pact.rules.state import State
from mithaq.pact.rules.threats import is_life
from mithaq.pact.rules.words import W

IN_TIME = timedelta(minutes=30)
Share = tuple[int, int]


def acknowledged_in_time(
    states: Iterable[State], receipts: Receipts, within: timedelta = IN_TIME
) -> Share | None:
    """Warnings of danger to life acknowledged in time ÷ those received. Units: receptions."""
    took: list[timedelta | None] = []
    for state in states:
        if is_life(state.opening.says):
            for party, item in state.items("reception").items():
                received_at = receipts.get((state.opening.id, party))
                if received_at is not None:
                    done = item.latest("acknowledge")
                    took.append(done.at - received_at if done else None)
    return (sum(each is not None and each <= within for each in took), len(took)) if took else None


def false_alarms(states: Iterable[State]) -> Share | None:
    """Warnings said to have been false alarms ÷ those whose outcome was stated. Units: receptions."""
    said = [
        entry.says.get("outcome")
        for state in states
        for item in state.items("reception").values()
        if (entry := item.latest("report-action"))
    ]
    return (said.count("false-alarm"), len(said)) if said else None


def support_after(states: Iterable[State]) -> timedelta | None:
    """The median of how long it took from a support's acceptance to its being there."""
    took = [
        (delivered.at - accepted.at).total_seconds()
        for state in states
        for item in state.items("support").values()
        if (accepted := item.latest(ACCEPT)) and (delivered := item.latest(DELIVER))
    ]
    return timedelta(seconds=median(took)) if took else None


def lessons(states: Iterable[State]) -> Share | None:
    """Lessons acted on ÷ lessons recorded."""
    stages = [item.stage for state in states for item in state.items("lesson").values()]
    return (stages.count("learnt"), len(stages)) if stages else None


def unlawful_origins(states: Iterable[State]) -> int:
    """How often the information was suspected of unlawful origin. Units: receptions."""
    grounds = (
        entry.says.get("ground")
        for state in states
        for item in state.items("reception").values()
        for entry in item.all("report-no-action")
    )
    return sum(ground == "unlawful-origin" for ground in grounds)


def measure(cases: Sequence[Case], period: Period) -> Figure:
    """Of the warnings of danger to life received in the period, those acknowledged before their time was over."""
    owed = [
        each
        for case in cases
        if is_life(case.state.opening.says)
        for each in case.owed
        if each.duty == "acknowledge"
    ]
    due = [each for each in owed if each.from_at and period.holds(each.from_at)]
    timed = [each for each in due if each.due_at is not None]
    met = [
        (each.by, each.done_at is not None and each.due_at is not None and each.done_at <= each.due_at)
        for each in timed
    ]
    return share(met, len(due) - len(timed))


INDICATOR = enter(Indicator(
    "threat-acknowledged", "threat", Unit.PERCENT,
    W("الإشعار بالتوصل داخل الأجل", "accusés de réception à temps", "acknowledged in time"),
    W("إنذارات بخطر على الحياة أُشعر بالتوصل بها داخل الأجل ÷ ما تم التوصل به", "alertes de danger pour la vie dont la réception a été accusée à temps ÷ alertes reçues", "warnings of danger to life acknowledged in time ÷ warnings received"),
    W("كل طرف تم إنذاره، عن كل إنذار، ولو كان التعاون معلقا", "chaque partie alertée, pour chaque alerte, même si la coopération est suspendue", "each side that was warned, for each warning, also while cooperation is suspended"),
    W("ما لا أجل له في الاتفاق", "ce pour quoi l’accord ne fixe aucun délai", "what the agreement sets no time for"),
    measure,
))  # fmt: skip
