"""Report discipline: half-yearly reports locked in time, of those due in the period.

As a whole, a report counts once it was submitted and countersigned, each in time. By authority each side answers for its own
part alone: the lead for submitting, the co-lead for countersigning; so who submitted in time stays at 100 % while another is late.

Source: joint roadmap (domain file M1): report_discipline = reports locked ≤ due ÷ reports due; acceptance story AS-M1-2.
"""

from collections.abc import Sequence

from mithaq.pact.indicators.indicator import Case, Figure, Indicator, Period, Unit, enter, share
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.clocks import Owed
from mithaq.pact.rules.words import W

SUBMITS, COUNTERSIGNS = "report", "countersignature"


def measure(cases: Sequence[Case], period: Period) -> Figure:
    """Of the reports due in the period; what is no longer owed is left out."""
    dues = [
        (case, each)
        for case in cases
        for each in case.owed
        if each.duty in (SUBMITS, COUNTERSIGNS) and each.due_at
    ]
    live = [
        (case, each) for case, each in dues if not each.moot and each.due_at and period.holds(each.due_at)
    ]
    by = share((each.by, _in_time(each)) for _, each in live).by
    whole = share(("", _locked(case, each)) for case, each in live if each.duty == SUBMITS)
    moot = sum(each.moot for _, each in dues if each.duty == SUBMITS)
    return Figure(whole.value, whole.counted, moot, by)


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
    measure,
))  # fmt: skip
