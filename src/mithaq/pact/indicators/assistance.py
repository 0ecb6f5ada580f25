"""What technical assistance adds up to: how long decisions took, what was delivered, what is used of it.

Functions of the standing of one matter, or of many. A share is (part, whole), a mean comes with how many
answered of how many asked; None while there is nothing to measure.

Source: domain model of technical assistance (its KPI).
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from statistics import median

from mithaq.pact.indicators.gathered import Gathered, How, Seen, days
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.assistance_checks import recommended
from mithaq.pact.rules.assisting import (
    ACCEPT,
    DECLINE,
    DELIVER,
    EFFECT,
    OFFER,
    UNDER_WAY,
    provider,
    was_asked,
)
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W

KIND = "assistance"
MOST_PEOPLE = 10_000  # behind one mean: what is more is a slip of the pen

Share = tuple[int, int]


def decided_after(state: State) -> timedelta | None:
    """How long it took from the request to its decision; None for what came unasked, or is undecided."""
    support = state.item("support")
    decision = support.latest(OFFER) if support and was_asked(support) else None
    return decision.at - state.opening.at if decision else None


def time_to_decision(states: Iterable[State]) -> timedelta | None:
    """The median of how long decisions took."""
    took = [each for state in states if (each := decided_after(state)) is not None]
    return timedelta(seconds=median(each.total_seconds() for each in took)) if took else None


def delivered(states: Iterable[State]) -> Share | None:
    """Assistance that was delivered ÷ assistance that was accepted. Units: matters."""
    supports = [support for state in states if (support := state.item("support")) and support.latest(ACCEPT)]
    done = sum(support.latest(DELIVER) is not None for support in supports)
    return (done, len(supports)) if supports else None


def implemented(state: State) -> Share | None:
    """Recommendations implemented ÷ made, as who was helped says months after."""
    support = state.item("support")
    told = support.latest(EFFECT) if support else None
    made = recommended(state)
    return (_number(told, "implemented"), made) if told and made > 0 else None


def satisfaction(state: State) -> tuple[Decimal, int, int] | None:
    """The mean of who was helped (1 to 6) over all missions, how many answered, and how many were asked."""
    told = [entry for item in state.items("mission").values() for entry in item.all("evaluate-mission")]
    rated = [(mean, _number(entry, "answered")) for entry in told if (mean := _decimal(entry)) is not None]
    answered = sum(number for _, number in rated)
    if answered <= 0:
        return None
    total = sum((mean * number for mean, number in rated), Decimal(0))
    return total / answered, answered, sum(_number(entry, "asked") for entry in told)


def reused(state: State) -> int:
    """People trained in turn by those who were helped. Units: persons."""
    support = state.item("support")
    return sum(_number(entry, "trained_others") for entry in (support.all(EFFECT) if support else ()))


def in_service(state: State) -> Share | None:
    """Equipment in service, as last inspected ÷ equipment whose end use was certified. Units: pieces."""
    certified = [item for item in state.items("equipment").values() if item.stage != "handed-over"]
    serving = sum(item.stage == "in-service" for item in certified)
    return (serving, len(certified)) if certified else None


def under_way(states: Iterable[State]) -> Share:
    """Matters in which help was accepted ÷ all. Units: matters."""
    supports = [state.item("support") for state in states]
    return sum(each is not None and each.stage in UNDER_WAY for each in supports), len(supports)


def _number(entry: Entry, name: str) -> int:
    stated = entry.says.get(name, 0)
    return stated if isinstance(stated, int) else 0


def _decimal(entry: Entry) -> Decimal | None:
    try:
        return Decimal(str(entry.says.get("satisfaction", "")))
    except InvalidOperation:
        return None


# Over a period, one matter at a time


def decisions(case: Case) -> Iterator[Seen]:
    """Days from a request to the offer that answers it, by who offers."""
    support, took = case.state.item("support"), decided_after(case.state)
    offer = support.latest(OFFER) if support else None
    if offer and took is not None:
        yield Seen(offer.author, offer.at, days(took))


def deliveries(case: Case) -> Iterator[Seen]:
    """Accepted assistance, and whether it was delivered: by who helps."""
    support = case.state.item("support")
    accepted = support.latest(ACCEPT) if support else None
    if support and accepted:
        yield Seen(provider(support), accepted.at, float(support.latest(DELIVER) is not None))


def recommendations(case: Case) -> Iterator[Seen]:
    """Recommendations made, and those implemented, as who was helped says."""
    support, told = case.state.item("support"), implemented(case.state)
    said = support.latest(EFFECT) if support else None
    if said and told:
        done, made = told
        for number in range(min(made, MOST_PEOPLE)):
            yield Seen(said.author, said.at, float(number < done))


def satisfied(case: Case) -> Iterator[Seen]:
    """What each who answered thought of a mission, 1 to 6: by who sent it."""
    for item in case.state.items("mission").values():
        for entry in item.all("evaluate-mission"):
            mean, answered = _decimal(entry), min(max(_number(entry, "answered"), 0), MOST_PEOPLE)
            for _ in range(answered if mean is not None else 0):
                yield Seen(item.holder, entry.at, float(round(mean or Decimal(0), 2)))
            for _ in range(min(max(_number(entry, "asked") - answered, 0), MOST_PEOPLE)):
                yield Seen(item.holder, entry.at, None)


def equipped(case: Case) -> Iterator[Seen]:
    """Certified equipment, and whether it serves, as last inspected: by who handed it over."""
    for item in case.state.items("equipment").values():
        if item.stage != "handed-over":
            yield Seen(item.creator, item.entries[-1].at, float(item.stage == "in-service"))


def passed_on(case: Case) -> Iterator[Seen]:
    """People trained in turn, by who was helped."""
    support = case.state.item("support")
    for entry in support.all(EFFECT) if support else ():
        yield Seen(entry.author, entry.at, float(_number(entry, "trained_others")))


def duplicates(case: Case) -> Iterator[Seen]:
    """Assistance declined since it duplicates other assistance, by who declined."""
    support = case.state.item("support")
    for entry in support.all(DECLINE) if support else ():
        if entry.says.get("ground") == "duplicates":
            yield Seen(entry.author, entry.at)


INDICATORS = tuple(map(enter, (
    Indicator(
        "assistance-decision", KIND, Unit.DAYS,
        W("مدة البت في الطلب", "délai de décision", "time to decision"),
        W("وسيط المدة بين الطلب والعرض", "médiane entre la demande et l’offre", "median from the request to the offer"),
        W("ما عُرض في الفترة، حسب الطرف العارض", "les offres de la période, par partie qui offre", "offers of the period, by who offers"),
        W("ما عُرض دون طلب، وما لم يُبت فيه", "ce qui est offert sans demande ou n’est pas décidé", "what came unasked, or is undecided"),
        Gathered(decisions, How.MEDIAN),
    ),
    Indicator(
        "assistance-delivered", KIND, Unit.PERCENT,
        W("مساعدات منجزة", "assistances réalisées", "assistance delivered"),
        W("ما أُنجز ÷ ما قُبل", "réalisées ÷ acceptées", "delivered ÷ accepted"),
        W("ما قُبل في الفترة، حسب الطرف المساعد", "celles acceptées dans la période, par partie qui aide", "what was accepted in the period, by who helps"),
        W("ما لم يُقبل", "ce qui n’est pas accepté", "what is not accepted"),
        Gathered(deliveries),
    ),
    Indicator(
        "assistance-recommendations", KIND, Unit.PERCENT,
        W("توصيات منفذة", "recommandations appliquées", "recommendations implemented"),
        W("توصيات منفذة ÷ توصيات مقدمة", "recommandations appliquées ÷ formulées", "recommendations implemented ÷ made"),
        W("ما صُرح بأثره في الفترة، حسب الطرف المستفيد", "celles dont l’effet est constaté dans la période, par partie aidée", "those whose effect was reported in the period, by who was helped"),
        W("ما لم يُصرح بأثره", "celles dont l’effet n’est pas constaté", "those whose effect is not reported"),
        Gathered(recommendations),
    ),
    Indicator(
        "assistance-satisfaction", KIND, Unit.NUMBER,
        W("رضا المستفيدين، من 1 إلى 6", "satisfaction, de 1 à 6", "satisfaction, 1 to 6"),
        W("متوسط ما أجاب به المستفيدون", "moyenne des réponses", "mean of what was answered"),
        W("من أجاب عن مهام الفترة، حسب الطرف الموفِد", "les personnes ayant répondu, par partie qui a envoyé la mission", "people who answered, by who sent the mission"),
        W("من سُئل ولم يجب", "les personnes interrogées qui n’ont pas répondu", "people who were asked and did not answer"),
        Gathered(satisfied, How.MEAN), asks=True,
    ),
    Indicator(
        "assistance-equipment", KIND, Unit.PERCENT,
        W("معدات في الخدمة", "équipements en service", "equipment in service"),
        W("معدات في الخدمة عند آخر فحص ÷ معدات شُهد باستعمالها", "équipements en service à la dernière inspection ÷ certifiés", "equipment in service as last inspected ÷ certified"),
        W("ما شُهد به أو فُحص في الفترة، حسب الطرف المسلِّم", "ceux certifiés ou inspectés dans la période, par partie qui les a remis", "what was certified or inspected in the period, by who handed it over"),
        W("ما سُلم ولم يُشهد باستعماله", "ceux remis et non certifiés", "what was handed over and not certified"),
        Gathered(equipped),
    ),
    Indicator(
        "assistance-passed-on", KIND, Unit.NUMBER,
        W("أشخاص كونهم المستفيدون", "personnes formées à leur tour", "people trained in turn"),
        W("مجموع الأشخاص", "total des personnes", "sum of people"),
        W("ما صُرح بأثره في الفترة، حسب الطرف المستفيد", "ce dont l’effet est constaté dans la période, par partie aidée", "what was reported in the period, by who was helped"),
        W("ما لم يُصرح بأثره", "ce dont l’effet n’est pas constaté", "what is not reported"),
        Gathered(passed_on, How.SUM),
    ),
    Indicator(
        "assistance-duplicates", KIND, Unit.NUMBER,
        W("ازدواجية تم تفاديها", "doubles emplois évités", "duplication caught"),
        W("مجموع ما رُفض لوجود مساعدة مماثلة", "total des assistances déclinées pour double emploi", "sum of what was declined because it duplicates other assistance"),
        W("ما رُفض في الفترة، حسب الطرف الرافض", "ce qui est décliné dans la période, par partie qui décline", "what was declined in the period, by who declined"),
        W("ما رُفض لسبب آخر", "ce qui est décliné pour un autre motif", "what was declined on another ground"),
        Gathered(duplicates, How.SUM),
    ),
)))  # fmt: skip
