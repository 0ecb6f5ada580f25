"""Balance: how unevenly the actions are led.

Source: joint roadmap (domain file M1): balance = |actions led by one − by the other| ÷ total; with several parties, the most less
the fewest.
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, How, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.words import W


def led(case: Case) -> Iterator[Seen]:
    """Each agreed action, for whoever leads it; and every party, of which there may be none. As it stands."""
    yield from (Seen(party, None, 0.0) for party in case.state.parties)
    for action in roadmap.actions(case.state):
        counts = action.is_agreed and action.stage != "dropped"
        yield Seen(action.lead, None, 1.0 if counts else None)


INDICATOR = enter(Indicator(
    "plan-balance", "plan", Unit.PERCENT,
    W("تفاوت الإشراف بين الأطراف", "déséquilibre du pilotage", "imbalance of lead"),
    W("|إجراءات يشرف عليها طرف − إجراءات يشرف عليها الآخر| ÷ المجموع", "|actions pilotées par l’une − par l’autre| ÷ total", "|actions led by one − by the other| ÷ total"),
    W("الإجراءات المتفق عليها؛ وحسب الطرف: عدد ما يشرف عليه", "les actions convenues ; par partie, combien elle en pilote", "agreed actions; by side, how many it leads"),
    W("الإجراءات غير المتفق عليها أو المتخلى عنها", "les actions non convenues ou abandonnées", "actions not agreed, or dropped"),
    Gathered(led, How.UNEVEN), unit_by=Unit.NUMBER,
))  # fmt: skip
