"""On time: deliverables accepted by the day they are due, of those due in the period.

Source: joint roadmap (domain file M1): on_time = deliverables accepted ≤ due ÷ deliverables due in period.
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules.words import W

DUTY, ACCEPTS = "deliverable", "accept-deliverable"


def accepted(case: Case) -> Iterator[Seen]:
    """By the authority that owes the deliverable; on the clock on which it owes it."""
    for owed in case.owed:
        if owed.duty != DUTY:
            continue
        if owed.moot or owed.due_at is None:
            yield Seen(owed.by, None, None)
            continue
        item = case.state.item("part", owed.item)
        accepted = item.latest(ACCEPTS) if item else None
        yield Seen(owed.by, owed.due_at, float(accepted is not None and accepted.at <= owed.due_at))


INDICATOR = enter(Indicator(
    "plan-on-time", "plan", Unit.PERCENT,
    W("منتوجات مقبولة في الأجل", "livrables acceptés à temps", "deliverables accepted on time"),
    W("المنتوجات المقبولة داخل الأجل ÷ المنتوجات التي حل أجلها في الفترة", "livrables acceptés à l’échéance ou avant ÷ livrables échus dans la période", "deliverables accepted by their day ÷ deliverables due in the period"),
    W("المنتوجات التي حل أجلها في الفترة", "les livrables échus dans la période", "deliverables that came due in the period"),
    W("ما لم يعد مستحقا، أو ما لم يصرح طرفه بعطله", "ce qui n’est plus dû, ou dont la partie n’a pas déclaré son calendrier", "what is no longer owed, or whose side has stated no calendar"),
    Gathered(accepted),
))  # fmt: skip
