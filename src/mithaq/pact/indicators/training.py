"""What a course adds up to: seats filled, people who did not come, what was learnt, what is used on the job.

Functions of the standing of one course. A share is (part, whole), a mean comes with the number of people
behind it, and who shows either shows both; None while there is nothing to measure. Sessions that were never
held count for nothing.

Source: domain model of training (its KPI): every share prints its denominator, every mean its response rate.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from mithaq.pact.indicators.gathered import Gathered, How, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter, is_low
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import seats
from mithaq.pact.rules.assisting import DELIVER, EFFECT, provider
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.training_says import MOST_SEATS
from mithaq.pact.rules.words import W

KIND = "training"
CAME = ("attended", "certified")

Share = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered: how much of it is so (`value`), by how many of how many asked."""

    value: Decimal
    answered: int
    asked: int

    @property
    def low_response(self) -> bool:
        """Whether so few answered that it says little of the others."""
        return is_low(self.answered, self.asked)


def seat_fill(state: State) -> Share | None:
    """People who attended ÷ seats, of the sessions that were held. Units: persons."""
    held = [
        (seats.number(entry, "attended"), seats.number(item.entries[0], "capacity"))
        for item, entry in _held(state)
    ]
    return (sum(there for there, _ in held), sum(all_seats for _, all_seats in held)) if held else None


def no_show(state: State) -> Share | None:
    """Confirmed nominees who did not come ÷ those whose attendance was recorded. Units: persons."""
    stages = [item.stage for item in state.items("nomination").values()]
    absent, came = stages.count("no-show"), sum(stages.count(each) for each in CAME)
    return (absent, absent + came) if absent + came else None


def seated(state: State) -> dict[str, int]:
    """Seats of each party, over all sessions: what parity is judged by. Units: persons."""
    holders = Counter(
        item.holder for item in state.items("nomination").values() if item.stage in seats.SEATED
    )
    return {party: holders[party] for party in state.parties}


def hosted(state: State) -> dict[str, int]:
    """Sessions that each party held. Units: sessions."""
    hosts = Counter(provider(item) for item, _ in _held(state))
    return {party: hosts[party] for party in state.parties}


def reaction(state: State) -> Answers | None:
    """The mean satisfaction (1 to 6), by how many answered of those who attended."""
    told = [
        (mean, seats.number(entry, "reaction_answers"), seats.number(entry, "attended"))
        for _, entry in _held(state)
        if (mean := _decimal(entry, "reaction_mean")) is not None
    ]
    return _mean(told)


def learning_gain(state: State) -> Answers | None:
    """Of what people could still learn, the part that they learnt: (after − before) ÷ (100 − before)."""
    told = []
    for _, entry in _held(state):
        before, after = _decimal(entry, "before_mean"), _decimal(entry, "after_mean")
        if before is not None and after is not None and before < 100:
            gain = (after - before) / (100 - before)
            told.append((gain, seats.number(entry, "tested"), seats.number(entry, "attended")))
    return _mean(told)


def used_on_the_job(state: State) -> Answers | None:
    """People who use what they learnt ÷ people who answered, months after."""
    said = [entry for item in state.items("session").values() for entry in item.all(EFFECT)]
    used, answered, asked = (
        sum(seats.number(entry, name) for entry in said) for name in ("used", "answered", "invited")
    )
    return Answers(Decimal(used) / answered, answered, asked) if answered > 0 else None


def _held(state: State) -> Iterator[tuple[Item, Entry]]:
    """The sessions that were held, with the entry that says so."""
    for item in state.items("session").values():
        if entry := item.latest(DELIVER):
            yield item, entry


def _mean(told: list[tuple[Decimal, int, int]]) -> Answers | None:
    """The mean of means, each weighed by how many are behind it."""
    number = sum(answered for _, answered, _ in told)
    if number <= 0:
        return None
    total = sum((mean * answered for mean, answered, _ in told), Decimal(0))
    return Answers(total / number, number, sum(asked for *_, asked in told))


def _decimal(entry: Entry, name: str) -> Decimal | None:
    try:
        return Decimal(str(entry.says.get(name, "")))
    except InvalidOperation:
        return None


# Over a period, one course at a time


def used(case: Case) -> Iterator[Seen]:
    """Of those who were asked months after a session, who uses what they learnt; who did not answer is left out."""
    for item in case.state.items("session").values():
        for entry in item.all(EFFECT):
            answered = _answered(entry)
            for number in range(answered):
                yield Seen(entry.author, entry.at, float(number < seats.number(entry, "used")))
            for _ in range(min(seats.number(entry, "invited") - answered, MOST_SEATS)):
                yield Seen(entry.author, entry.at, None)


def filled(case: Case) -> Iterator[Seen]:
    """The seats of the sessions that were held, and whether somebody sat there: by who held them."""
    for item, entry in _held(case.state):
        capacity = min(max(0, seats.number(item.entries[0], "capacity")), MOST_SEATS)
        for number in range(capacity):
            yield Seen(provider(item), entry.at, float(number < seats.number(entry, "attended")))


def came(case: Case) -> Iterator[Seen]:
    """Nominees whose attendance was recorded, and whether they did not come: by who sent them."""
    for item in case.state.items("nomination").values():
        if item.stage in (*CAME, "no-show"):
            yield Seen(item.holder, item.entries[-1].at, float(item.stage == "no-show"))


def taken(case: Case) -> Iterator[Seen]:
    """Each seat that a party has."""
    for item in case.state.items("nomination").values():
        if item.stage in seats.SEATED:
            yield Seen(item.holder, item.entries[-1].at)


def gained(case: Case) -> Iterator[Seen]:
    """What each who was tested learnt, of what there was to learn: by who held the session."""
    for item, entry in _held(case.state):
        before, after = _decimal(entry, "before_mean"), _decimal(entry, "after_mean")
        if before is not None and after is not None and before < 100:
            gain = max(min((after - before) / (100 - before), Decimal(1)), Decimal(-1))
            for _ in range(min(max(0, seats.number(entry, "tested")), MOST_SEATS)):
                yield Seen(provider(item), entry.at, float(round(gain, 3)))


def _answered(entry: Entry) -> int:
    return min(max(0, seats.number(entry, "answered")), seats.number(entry, "invited"), MOST_SEATS)


measure = Gathered(used)
INDICATORS = tuple(map(enter, (
    Indicator(
        "training-use", KIND, Unit.PERCENT,
        W("استعمال المكتسبات في العمل", "acquis utilisés sur le poste", "use on the job"),
        W("من يستعمل ما تعلمه ÷ من أجاب", "personnes utilisant leurs acquis ÷ personnes ayant répondu", "people who use what they learnt ÷ people who answered"),
        W("من أجاب بعد أشهر من الدورة، حسب الطرف الذي أوفده", "les personnes ayant répondu quelques mois après la session, par partie qui les envoie", "people who answered months after a session, by the side that sent them"),
        W("من سُئل ولم يجب", "les personnes interrogées qui n’ont pas répondu", "people who were asked and did not answer"),
        measure, asks=True,
    ),
    Indicator(
        "training-seats", KIND, Unit.PERCENT,
        W("مقاعد مشغولة", "places pourvues", "seats filled"),
        W("من حضر ÷ المقاعد", "personnes présentes ÷ places", "people who attended ÷ seats"),
        W("مقاعد الدورات المنعقدة في الفترة، حسب الطرف المنظم", "les places des sessions tenues dans la période, par partie qui les tient", "seats of the sessions held in the period, by who held them"),
        W("دورات لم تنعقد", "les sessions non tenues", "sessions that were not held"),
        Gathered(filled),
    ),
    Indicator(
        "training-no-show", KIND, Unit.PERCENT,
        W("مرشحون لم يحضروا", "désignés absents", "nominees who did not come"),
        W("من لم يحضر ÷ من سُجل حضوره أو غيابه", "absents ÷ présences ou absences consignées", "people who did not come ÷ whose attendance was recorded"),
        W("ما سُجل في الفترة، حسب الطرف الموفِد", "ce qui est consigné dans la période, par partie qui a envoyé", "what was recorded in the period, by who sent them"),
        W("ما لم يُسجل", "ce qui n’est pas consigné", "what is not recorded"),
        Gathered(came),
    ),
    Indicator(
        "training-parity", KIND, Unit.PERCENT,
        W("توازن المقاعد", "équilibre des places", "parity of seats"),
        W("أقل عدد مقاعد لدى طرف ÷ أكبر عدد", "plus petit nombre de places d’une partie ÷ plus grand", "the fewest seats of a side ÷ the most"),
        W("المقاعد الممنوحة في الفترة، حسب الطرف", "les places attribuées dans la période, par partie", "seats given in the period, by side"),
        W("المسجلون في لائحة الاحتياط", "les personnes en réserve", "reserves"),
        Gathered(taken, How.EVEN), unit_by=Unit.NUMBER,
    ),
    Indicator(
        "training-gain", KIND, Unit.PERCENT,
        W("تحسن المكتسبات", "gain d’apprentissage", "learning gain"),
        W("متوسط (بعد − قبل) ÷ (100 − قبل)", "moyenne de (après − avant) ÷ (100 − avant)", "mean of (after − before) ÷ (100 − before)"),
        W("من اجتازوا الاختبار، حسب الطرف المنظم", "les personnes évaluées, par partie qui tient la session", "people who were tested, by who held the session"),
        W("دورات بلا اختبار قبلي وبعدي", "les sessions sans évaluation avant et après", "sessions without a test before and after"),
        Gathered(gained),
    ),
)))  # fmt: skip
