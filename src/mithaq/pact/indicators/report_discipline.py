"""Report discipline: half-yearly reports locked in time, of those due in the period.

As a whole, a report counts once it was submitted and countersigned, each in time. By authority each side answers for its own
part alone: the lead for submitting, the co-lead for countersigning; so who submitted in time stays at 100 % while another is late.

Source: joint roadmap (domain file M1): report_discipline = reports locked ≤ due ÷ reports due; acceptance story AS-M1-2.
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.clocks import Owed
from mithaq.pact.rules.words import W

SUBMITS, COUNTERSIGNS = "report", "countersignature"


def locked(case: Case) -> Iterator[Seen]:
    """Each report when it is due, as a whole and by who owed which part of it; what is no longer owed is left out."""
    for owed in case.owed:
        if owed.duty not in (SUBMITS, COUNTERSIGNS) or owed.due_at is None:
            continue
        if not owed.moot:
            yield Seen(owed.by, owed.due_at, float(_in_time(owed)))
        if owed.duty == SUBMITS:
            yield Seen("", owed.due_at, float(_locked(case, owed))) if not owed.moot else Seen("", None, None)


def _in_time(owed: Owed) -> bool:
    return owed.done_at is not None and owed.due_at is not None and owed.done_at <= owed.due_at


def _locked(case: Case, submitted: Owed) -> bool:
    """Whether the report was submitted in time, and countersigned in time by whoever owed that."""
    reports = {
        item.key
        for track, item in case.state.naming(submitted.item)
        if track == "report" and roadmap.called(roadmap.half_of(item.entries[0])) == submitted.about
    }
    signed = [each for each in case.owed if each.duty == COUNTERSIGNS and each.item in reports]
    return _in_time(submitted) and bool(signed) and all(map(_in_time, signed))


INDICATOR = enter(Indicator(
    "plan-report-discipline", "plan", Unit.PERCENT,
    W("احترام آجال التقارير", "discipline des rapports", "report discipline"),
    W("التقارير المقفلة داخل الأجل ÷ التقارير المستحقة في الفترة", "rapports verrouillés à temps ÷ rapports dus dans la période", "reports locked in time ÷ reports due in the period"),
    W("التقارير نصف السنوية المستحقة؛ وحسب الطرف: ما عليه هو وحده (التقديم أو التوقيع)", "les rapports semestriels échus ; par partie, ce qu’elle-même devait (remise ou contreseing)", "half-yearly reports that came due; by side, what that side itself owed (submitting or countersigning)"),
    W("ما لم يعد مستحقا", "ce qui n’est plus dû", "what is no longer owed"),
    Gathered(locked, whole_apart=True),
))  # fmt: skip
