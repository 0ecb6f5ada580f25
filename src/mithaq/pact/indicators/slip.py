"""Slip: by how many days actions end later than first agreed, on average.

Source: joint roadmap (domain file M1): slip_days = Σ(forecast_end − baseline_end) ÷ n.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from mithaq.pact.indicators.gathered import Gathered, How, Row, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Period, Unit, enter
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.words import W

OPEN = "/.."  # of an interval whose end is not known (ISO 8601-2)


def slipped(case: Case) -> Iterator[Seen]:
    """By the authority that leads, how many days later than first agreed each action was said to end; about the days
    from which and until which it runs. Nobody knows when one that goes on will end: its interval is open.
    """
    for action in roadmap.actions(case.state):
        if action.is_agreed and action.stage == "dropped":
            yield Seen(action.lead, None, None)
        elif action.is_agreed:
            ends = action.expected_on(date.min)
            open_end = "" if action.done_on or action.is_over else OPEN
            yield Seen(
                action.lead, None, action.slip(date.min).days, about=f"{action.starts_on}/{ends}{open_end}"
            )


def by_now(row: Row, period: Period) -> Row:
    """The slip of an action by today; left out, if it did not run in the period."""
    if row.value is None:
        return row
    starts, _, ends = row.about.partition("/")
    stated = date.fromisoformat(ends.removesuffix(OPEN))
    expected = max(stated, period.today) if ends.endswith(OPEN) else stated
    ran = date.fromisoformat(starts) <= period.last and expected >= period.first
    return replace(row, value=row.value + (expected - stated).days if ran else None)


INDICATOR = enter(Indicator(
    "plan-slip", "plan", Unit.DAYS,
    W("متوسط التأخر عن التواريخ الأولى", "glissement moyen", "mean slip"),
    W("مجموع (النهاية المتوقعة − النهاية المتفق عليها أول مرة) ÷ عدد الإجراءات", "somme de (fin prévue − fin convenue à l’origine) ÷ nombre d’actions", "Σ (expected end − end first agreed) ÷ number of actions"),
    W("الإجراءات المتفق عليها الجارية في الفترة", "les actions convenues qui ont couru dans la période", "agreed actions that ran in the period"),
    W("الإجراءات المتخلى عنها أو خارج الفترة", "les actions abandonnées ou hors de la période", "actions that were dropped or did not run in the period"),
    Gathered(slipped, How.MEAN, stands=by_now),
))  # fmt: skip
