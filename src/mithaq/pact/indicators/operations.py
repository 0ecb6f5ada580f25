"""What operations add up to: counted once, debriefed in time, and what the courts made of arrests.

Functions of the standing of one operation. None while there is nothing to measure.

Source: domain model of operations (its KPI).
"""

from collections.abc import Iterator
from decimal import Decimal

from mithaq.pact.indicators.gathered import Gathered, How, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules.fields import instant
from mithaq.pact.rules.operation_results import CLAIMED, in_base, once, sums
from mithaq.pact.rules.operations import DEBRIEFED_WITHIN
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

KIND = "operation"
MOST_PERSONS = 10_000  # of one result: what is more is a slip of the pen


def dedup_removed(state: State) -> dict[tuple[str, str, str], Decimal]:
    """Claims less what is counted, by sort, product and unit; only where something was claimed twice."""
    return {(each.sort, each.product, each.unit): each.removed for each in sums(state) if each.removed}


def began_as_planned(state: State) -> bool | None:
    """Whether it began on the day its concept says; None while it has not begun."""
    whole = state.item("operation")
    begun, planned = whole.latest("begin") if whole else None, instant(state.opening.says.get("starts_at"))
    return begun.at.date() == planned.date() if begun and planned else None


def charged_share(state: State) -> float | None:
    """Persons charged ÷ persons arrested, over the validated arrests whose outcome was reported."""
    arrests = [item for item in _validated(state, "arrest") if item.latest("report-outcome")]
    arrested = sum(_persons(item) for item in arrests)
    charged = sum(_charged(item) for item in arrests)
    return charged / arrested if arrested else None


def debriefed_in_time(state: State) -> float | None:
    """Parties whose review was given within thirty days of the end ÷ parties; None while it has not ended."""
    whole = state.item("operation")
    ended = whole.latest("end-operation", "abort") if whole else None
    if ended is None:
        return None
    given = (item.latest("give-debrief") for item in state.items("debrief").values())
    in_time = sum(
        entry is not None and entry.at.date() <= (ended.at + DEBRIEFED_WITHIN).date() for entry in given
    )
    return in_time / len(state.parties)


def harm(state: State) -> tuple[int, int]:
    """Injured persons and complaints, as the reviews say: of two reviews the higher number."""
    said = [entry.says for item in state.items("debrief").values() if (entry := item.latest("give-debrief"))]
    return _most(said, "injured"), _most(said, "complaints")


def _most(said: list, name: str) -> int:  # type: ignore[type-arg]
    return max((each[name] for each in said if isinstance(each.get(name), int)), default=0)


def _validated(state: State, sort: str) -> list[Item]:
    results = state.items("result").values()
    return [
        item for item in results if item.stage == "validated" and item.entries[0].says.get("sort") == sort
    ]


def _persons(item: Item) -> int:
    said = item.entries[0].says
    measured = in_base(said.get("quantity"), said.get("unit"))
    return int(measured[1]) if measured and item.stage in CLAIMED else 0


def _charged(item: Item) -> int:
    outcome = item.latest("report-outcome")
    charged = outcome.says.get("charged") if outcome else 0
    return charged if isinstance(charged, int) else 0


# Over a period, one operation at a time


def on_its_day(case: Case) -> Iterator[Seen]:
    """Operations that began on the day their concept says."""
    whole, as_planned = case.state.item("operation"), began_as_planned(case.state)
    begun = whole.latest("begin") if whole else None
    if begun:
        yield Seen(begun.author, begun.at, float(as_planned) if as_planned is not None else None)


def charged(case: Case) -> Iterator[Seen]:
    """Persons charged, of persons arrested, once the outcome was reported: by who arrested."""
    for item in _validated(case.state, "arrest"):
        outcome, arrested = item.latest("report-outcome"), min(_persons(item), MOST_PERSONS)
        if outcome:
            for number in range(arrested):
                yield Seen(item.holder, outcome.at, float(number < _charged(item)))
        else:
            yield Seen(item.holder, item.entries[-1].at, None)


def claimed_twice(case: Case) -> Iterator[Seen]:
    """Claims beyond the first on one result: what counting once takes away, by who claimed again."""
    for claims in once(case.state):
        for item in claims[1:]:
            yield Seen(item.holder, item.entries[0].at)


def harmed(case: Case) -> Iterator[Seen]:
    """Injured persons and complaints, when the last review was given."""
    given = [
        entry.at for item in case.state.items("debrief").values() if (entry := item.latest("give-debrief"))
    ]
    if given:
        yield Seen("", max(given), float(sum(harm(case.state))))


INDICATORS = tuple(map(enter, (
    Indicator(
        "operation-on-its-day", KIND, Unit.PERCENT,
        W("انطلقت في يومها", "commencées au jour prévu", "begun on the day planned"),
        W("عمليات انطلقت في اليوم المبين في تصورها ÷ ما انطلق", "opérations commencées au jour du concept ÷ commencées", "operations begun on the day of their concept ÷ begun"),
        W("ما انطلق في الفترة، حسب الطرف الذي أعلن الانطلاق", "celles commencées dans la période, par partie qui l’a déclaré", "those begun in the period, by who said so"),
        W("ما لا يوم له في تصوره", "celles dont le concept ne fixe pas de jour", "those whose concept names no day"),
        Gathered(on_its_day),
    ),
    Indicator(
        "operation-charged", KIND, Unit.PERCENT,
        W("أشخاص تم توقيفهم ومتابعتهم", "personnes arrêtées poursuivies", "arrested who were charged"),
        W("أشخاص تمت متابعتهم ÷ أشخاص تم توقيفهم", "personnes poursuivies ÷ personnes arrêtées", "persons charged ÷ persons arrested"),
        W("توقيفات معتمدة صُرح بمآلها في الفترة، حسب الطرف", "les arrestations validées dont la suite est déclarée dans la période, par partie", "validated arrests whose outcome was reported in the period, by side"),
        W("توقيفات لم يُصرح بمآلها", "les arrestations sans suite déclarée", "arrests without an outcome reported"),
        Gathered(charged),
    ),
    Indicator(
        "operation-claimed-twice", KIND, Unit.NUMBER,
        W("نتائج صُرح بها أكثر من مرة", "résultats déclarés plusieurs fois", "results claimed again"),
        W("التصريحات − النتائج المحصاة مرة واحدة", "déclarations − résultats comptés une fois", "claims − results counted once"),
        W("التصريحات المكررة في الفترة، حسب الطرف الذي كررها", "les déclarations répétées de la période, par partie qui répète", "claims made again in the period, by who claimed"),
        W("التصريحات المسحوبة", "les déclarations retirées", "claims taken back"),
        Gathered(claimed_twice, How.SUM),
    ),
    Indicator(
        "operation-harm", KIND, Unit.NUMBER,
        W("جرحى وشكايات", "blessés et plaintes", "injured and complaints"),
        W("جرحى + شكايات، وعند اختلاف تقييمين يُعتمد العدد الأكبر", "blessés + plaintes ; entre deux retours d’expérience, le plus élevé", "injured + complaints; of two reviews the higher"),
        W("عمليات قُدم تقييمها في الفترة", "les opérations dont le retour est remis dans la période", "operations reviewed in the period"),
        W("عمليات بلا تقييم", "les opérations sans retour d’expérience", "operations without a review"),
        Gathered(harmed, How.SUM),
    ),
)))  # fmt: skip
