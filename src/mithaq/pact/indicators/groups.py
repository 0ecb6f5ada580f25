"""What working groups add up to: whether they meet, decide, deliver, and are carried by every side alike.

Functions of the standing of one group, and of an instant; None while there is nothing to measure.

Source: domain model of working groups (its KPI).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from mithaq.pact.indicators.gathered import Gathered, How, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules import groups
from mithaq.pact.rules.fields import instant, is_day
from mithaq.pact.rules.group_reviews import last_active_at
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

KIND = "group"
ONE_DAY = timedelta(days=1)


def parity(state: State) -> float | None:
    """The members of the smallest side ÷ those of the largest; 1 is even. None without members."""
    counted = groups.members(state).values()
    return min(counted) / max(counted) if max(counted, default=0) else None


def meeting_regularity(state: State, now: datetime) -> float | None:
    """Meetings held ÷ meetings that the charter's rhythm asks for by now; None before the first is due."""
    days = state.opening.says.get("rhythm_days")
    begun = _chartered_at(state)
    if not isinstance(days, int) or days < 1 or begun is None:
        return None
    planned = (now - begun) // timedelta(days=days)
    return len(_held(state)) / planned if planned > 0 else None


def decision_followup(state: State, today: date) -> float | None:
    """Adopted decisions reported done by their day ÷ those whose day is over; None while none is."""
    due = [
        (item, day)
        for item in state.items("decision").values()
        if (day := _due(item)) and day < today.isoformat()
    ]
    on_time = [
        item
        for item, day in due
        if (done := item.latest("report-done")) and done.at.date().isoformat() <= day
    ]
    return len(on_time) / len(due) if due else None


def deliverable_rate(state: State) -> float | None:
    """Deliverables handed over, as the final reports say (the lowest of them) ÷ those the charter counts."""
    asked = state.opening.says.get("deliverable_count")
    said = [count for count in _reported(state, "confirm-close", "delivered").values() if count >= 0]
    return min(said) / asked if said and isinstance(asked, int) and asked > 0 else None


def dormant_days(state: State, now: datetime) -> int:
    """Days since the group last met, decided or was reviewed."""
    return max((now - last_active_at(state)) // ONE_DAY, 0)


def self_evaluation(state: State) -> tuple[float, int] | None:
    """The mean of what each side last gave itself (1 to 5), and the gap between highest and lowest."""
    scores = [
        *(_reported(state, "submit-review", "score") | _reported(state, "confirm-close", "score")).values()
    ]
    return (sum(scores) / len(scores), max(scores) - min(scores)) if scores else None


def _chartered_at(state: State) -> datetime | None:
    charter = state.item("charter")
    adopted = (
        charter.latest("adopt-charter")
        if charter and charter.stage not in ("proposed", "withdrawn", "declined")
        else None
    )
    return adopted.at if adopted else None


def _held(state: State) -> list[Item]:
    held = (item for item in state.items("meeting").values() if item.stage in ("held", "agreed"))
    return [item for item in held if instant(item.entries[0].says.get("starts_at"))]


def _due(item: Item) -> str:
    day = item.entries[0].says.get("due_on")
    return str(day) if item.stage in ("adopted", "done") and is_day(day) else ""


def _reported(state: State, step: str, field: str) -> dict[str, int]:
    """What each party last said in a number of that step."""
    charter = state.item("charter")
    said = {entry.author: entry.says.get(field) for entry in charter.all(step)} if charter else {}
    return {party: number for party, number in said.items() if isinstance(number, int)}


# Over a period, one group at a time


def decisions_done(case: Case) -> Iterator[Seen]:
    """Adopted decisions reported done by their day, of those that are done or whose day is over: of who is in charge."""
    for item in case.state.items("decision").values():
        if day := _due(item):
            over_at = datetime.combine(date.fromisoformat(day) + ONE_DAY, time(0), UTC)
            done = item.latest("report-done")
            owner = str(item.entries[0].says.get("owner", ""))
            met = done is not None and done.at < over_at
            yield Seen(owner, min(done.at, over_at) if done else over_at, float(met))


def meetings_held(case: Case) -> Iterator[Seen]:
    """Each meeting that was held, by who called it."""
    for item in _held(case.state):
        at = instant(item.entries[0].says.get("starts_at"))
        if at is not None:
            yield Seen(item.creator, at)


def evenness(case: Case) -> Iterator[Seen]:
    """The parity of each group, when it was last active."""
    told = parity(case.state)
    yield Seen("", last_active_at(case.state), round(100 * told) if told is not None else None)


def handed_over(case: Case) -> Iterator[Seen]:
    """The part of its deliverables that a group handed over, as its final reports say."""
    charter, rate = case.state.item("charter"), deliverable_rate(case.state)
    closed = charter.latest("confirm-close") if charter else None
    if closed:
        yield Seen("", closed.at, round(100 * min(rate, 1.0)) if rate is not None else None)


def self_given(case: Case) -> Iterator[Seen]:
    """What each side gave itself, each time it did."""
    charter = case.state.item("charter")
    for entry in charter.all("submit-review", "confirm-close") if charter else ():
        score = entry.says.get("score")
        if isinstance(score, int) and 1 <= score <= 5:
            yield Seen(entry.author, entry.at, float(score))


INDICATORS = tuple(map(enter, (
    Indicator(
        "group-decisions", KIND, Unit.PERCENT,
        W("قرارات نُفذت داخل الأجل", "décisions exécutées à temps", "decisions carried out in time"),
        W("قرارات صُرح بتنفيذها قبل انقضاء يومها ÷ ما نُفذ أو انقضى يومه", "décisions déclarées exécutées avant la fin de leur jour ÷ exécutées ou échues", "decisions reported done by their day ÷ done or due"),
        W("القرارات المعتمدة، حسب الطرف المكلف", "les décisions adoptées, par partie responsable", "adopted decisions, by who is in charge"),
        W("ما لم يُعتمد أو لم ينقض يومه", "ce qui n’est pas adopté ou pas échu", "what is not adopted, or not due yet"),
        Gathered(decisions_done),
    ),
    Indicator(
        "group-meetings", KIND, Unit.NUMBER,
        W("اجتماعات منعقدة", "réunions tenues", "meetings held"),
        W("عدد الاجتماعات", "réunions", "meetings"),
        W("ما انعقد في الفترة، حسب الطرف الداعي", "celles qui ont commencé dans la période, par partie qui convoque", "those that began in the period, by who called them"),
        W("ما دُعي إليه ولم ينعقد", "celles qui ne se sont pas tenues", "what was called and not held"),
        Gathered(meetings_held, How.SUM),
    ),
    Indicator(
        "group-parity", KIND, Unit.PERCENT,
        W("توازن العضوية", "équilibre des membres", "parity of members"),
        W("متوسط (أعضاء أقل طرف ÷ أعضاء أكبر طرف)", "moyenne de (membres de la plus petite délégation ÷ de la plus grande)", "mean of (members of the smallest side ÷ of the largest)"),
        W("المجموعات التي كان آخر نشاط لها في الفترة", "les groupes dont la dernière activité est dans la période", "groups last active in the period"),
        W("المجموعات بلا أعضاء", "les groupes sans membre", "groups without members"),
        Gathered(evenness, How.MEAN),
    ),
    Indicator(
        "group-deliverables", KIND, Unit.PERCENT,
        W("نتائج تم تسليمها", "livrables remis", "deliverables handed over"),
        W("متوسط (ما سُلم ÷ ما نص عليه الميثاق)", "moyenne de (remis ÷ prévus par la charte)", "mean of (handed over ÷ in the charter)"),
        W("المجموعات التي أُغلقت في الفترة، حسب تقاريرها النهائية", "les groupes clos dans la période, selon leurs rapports finaux", "groups closed in the period, as their final reports say"),
        W("مواثيق بلا عدد", "les chartes qui n’en fixent pas le nombre", "charters that name no number"),
        Gathered(handed_over, How.MEAN),
    ),
    Indicator(
        "group-self-evaluation", KIND, Unit.NUMBER,
        W("التقييم الذاتي من 1 إلى 5", "auto-évaluation de 1 à 5", "self-evaluation, 1 to 5"),
        W("متوسط ما منحه كل طرف لنفسه", "moyenne de ce que chaque partie s’attribue", "mean of what each side gave itself"),
        W("تقييمات الفترة", "les évaluations de la période", "evaluations of the period"),
        W("لا شيء", "rien", "nothing"),
        Gathered(self_given, How.MEAN),
    ),
)))  # fmt: skip
