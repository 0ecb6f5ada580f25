"""Balance: how unevenly the actions are led.

Source: joint roadmap (domain file M1): balance = |actions led by one − by the other| ÷ total; with several parties, the most less
the fewest.
"""

from collections.abc import Sequence

from mithaq.pact.indicators.indicator import Case, Figure, Indicator, Part, Period, Unit, enter
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.words import W


def measure(cases: Sequence[Case], period: Period) -> Figure:  # noqa: ARG001 (every formula is asked alike)
    """0 is even, 100 is all on one side; by authority, how many actions it leads."""
    every = [(case.state, action) for case in cases for action in roadmap.actions(case.state)]
    led = [action.lead for _, action in every if action.is_agreed and action.stage != "dropped"]
    parties = sorted({party for case in cases for party in case.state.parties})
    counts = [led.count(party) for party in parties]
    value = 100 * (max(counts) - min(counts)) / len(led) if led else None
    by = {party: Part(float(count), count) for party, count in zip(parties, counts, strict=True)}
    return Figure(value, len(led), len(every) - len(led), by if led else {})


INDICATOR = enter(Indicator(
    "plan-balance", "plan", Unit.PERCENT,
    W("تفاوت الإشراف بين الأطراف", "déséquilibre du pilotage", "imbalance of lead"),
    W("|إجراءات يشرف عليها طرف − إجراءات يشرف عليها الآخر| ÷ المجموع", "|actions pilotées par l’une − par l’autre| ÷ total", "|actions led by one − by the other| ÷ total"),
    W("الإجراءات المتفق عليها؛ وحسب الطرف: عدد ما يشرف عليه", "les actions convenues ; par partie, combien elle en pilote", "agreed actions; by side, how many it leads"),
    W("الإجراءات غير المتفق عليها أو المتخلى عنها", "les actions non convenues ou abandonnées", "actions not agreed, or dropped"),
    measure, unit_by=Unit.NUMBER,
))  # fmt: skip
