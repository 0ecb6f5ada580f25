"""Slip: by how many days actions end later than first agreed, on average.

Source: joint roadmap (domain file M1): slip_days = Σ(forecast_end − baseline_end) ÷ n.
"""

from collections.abc import Sequence

from mithaq.pact.indicators.indicator import Case, Figure, Indicator, Period, Unit, enter, mean
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.words import W


def measure(cases: Sequence[Case], period: Period) -> Figure:
    """By the authority that leads, over actions that ran in the period; an action that ends earlier counts below
    zero.
    """
    every = [action for case in cases for action in roadmap.actions(case.state) if action.is_agreed]
    ran = [action for action in every if action.stage != "dropped" and _ran(action, period)]
    return mean(((each.lead, each.slip(period.today).days) for each in ran), len(every) - len(ran))


def _ran(action: roadmap.Action, period: Period) -> bool:
    ends = action.expected_on(period.today).isoformat()
    return action.starts_on <= period.last.isoformat() and ends >= period.first.isoformat()


INDICATOR = enter(Indicator(
    "plan-slip", "plan", Unit.DAYS,
    W("متوسط التأخر عن التواريخ الأولى", "glissement moyen", "mean slip"),
    W("مجموع (النهاية المتوقعة − النهاية المتفق عليها أول مرة) ÷ عدد الإجراءات", "somme de (fin prévue − fin convenue à l’origine) ÷ nombre d’actions", "Σ (expected end − end first agreed) ÷ number of actions"),
    W("الإجراءات المتفق عليها الجارية في الفترة", "les actions convenues qui ont couru dans la période", "agreed actions that ran in the period"),
    W("الإجراءات المتخلى عنها أو خارج الفترة", "les actions abandonnées ou hors de la période", "actions that were dropped or did not run in the period"),
    measure,
))  # fmt: skip
