"""What a course adds up to: seats filled, people who did not come, what was learnt, what is used on the job.

Functions of the standing of one course. A share is (part, whole), a mean comes with the number of people
behind it, and who shows either shows both; None while there is nothing to measure. Sessions that were never
held count for nothing.

Source: domain model of training (its KPI): every share prints its denominator, every mean its response rate.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from mithaq.pact.indicators.indicator import Case, Figure, Indicator, Period, Unit, enter, share
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import seats
from mithaq.pact.rules.assisting import DELIVER, EFFECT, provider
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.training_says import MOST_SEATS
from mithaq.pact.rules.words import W

ENOUGH = Decimal("0.5")  # of those asked: below it a mean speaks for a few
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
        return self.answered < ENOUGH * self.asked


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


def measure(cases: Sequence[Case], period: Period) -> Figure:
    """Of those who answered months after a session, who uses what they learnt; who did not answer is left out."""
    said = [
        entry
        for case in cases
        for item in case.state.items("session").values()
        for entry in item.all(EFFECT)
        if period.holds(entry.at)
    ]
    answers = [
        (entry.author, number < seats.number(entry, "used"))
        for entry in said
        for number in range(_answered(entry))
    ]
    silent = sum(max(0, seats.number(entry, "invited") - _answered(entry)) for entry in said)
    return share(answers, silent)


def _answered(entry: Entry) -> int:
    return min(max(0, seats.number(entry, "answered")), seats.number(entry, "invited"), MOST_SEATS)


INDICATOR = enter(Indicator(
    "training-use", "training", Unit.PERCENT,
    W("استعمال المكتسبات في العمل", "acquis utilisés sur le poste", "use on the job"),
    W("من يستعمل ما تعلمه ÷ من أجاب", "personnes utilisant leurs acquis ÷ personnes ayant répondu", "people who use what they learnt ÷ people who answered"),
    W("من أجاب بعد أشهر من الدورة، حسب الطرف الذي أوفده", "les personnes ayant répondu quelques mois après la session, par partie d’envoi", "people who answered months after a session, by the side that sent them"),
    W("من سُئل ولم يجب", "les personnes interrogées qui n’ont pas répondu", "people who were asked and did not answer"),
    measure,
))  # fmt: skip
