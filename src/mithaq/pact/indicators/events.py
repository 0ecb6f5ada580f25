"""What sports events add up to: forms on time, how near what was expected came, what levels were worth, lessons.

Functions of standings and of what was owed. A share is (part, whole); None while there is nothing to measure. Persons
and offences are never added: whoever was arrested may have committed one offence or five. A level is judged over many
matches and never over one: a high risk in which nothing happened may have been policed well.

Source: domain model of sports events (its KPI).
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from statistics import median

from mithaq.pact.indicators.gathered import Gathered, Seen, done_by_their_time
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.matches import about, forms, level, number, visiting
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

FORMS = frozenset({"tournament-analysis", "match-analysis", "update", "post-report"})
MAJOR = frozenset({"crowd-crush-risk", "terror-alert", "pitch-invasion", "fight", "missile"})
PERSONS = ("injured", "ejected", "arrested")
PER = 100_000  # spectators
Share = tuple[int, int]


def forecast_error(states: Iterable[State]) -> Fraction | None:
    """|expected − came| ÷ came, of away supporters: what the last form before each match expected."""
    expected = came = 0
    for state, match, figures in _played(states):
        last = [_last_number(state, match, party) for party in visiting(match)]
        if known := [each for each in last if each is not None]:
            expected += abs(sum(known) - number(figures.says, "away_came"))
            came += number(figures.says, "away_came")
    return Fraction(expected, came) if came else None


def calibration(states: Iterable[State], of: str) -> Share | None:
    """Matches of a level with a major incident ÷ played matches of that level."""
    found = [
        any(item.entries[0].says.get("sort") in MAJOR for item in about(state, "incident", match.key))
        for state, match, _ in _played(states)
        if (set_to := level(state, match.key)) and set_to.entries[0].says.get("level") == of
    ]
    return (sum(found), len(found)) if found else None


def incidents_per_100_000(states: Iterable[State]) -> Fraction | None:
    """Incidents of played matches per 100 000 spectators."""
    told = list(_played(states))
    spectators = sum(number(figures.says, "spectators") for *_, figures in told)
    incidents = sum(1 for state, match, _ in told for _ in about(state, "incident", match.key))
    return Fraction(PER * incidents, spectators) if spectators else None


def persons_and_offences(states: Iterable[State]) -> dict[str, int]:
    """Persons injured, ejected, arrested, and offences: each by itself."""
    said = [item.entries[0].says for state in states for item in state.items("incident").values()]
    return {name: sum(number(each, name) for each in said) for name in (*PERSONS, "offences")}


def per_day(count: int, first: date, last: date) -> Fraction:
    """How many a day, over the days from the first to the last, both included."""
    return Fraction(count, (last - first).days + 1)


def response(states: Iterable[State]) -> timedelta | None:
    """The median of how long it took from an incident to its end."""
    took = [
        (ended.at - item.entries[0].at).total_seconds()
        for state in states
        for item in state.items("incident").values()
        if (ended := item.latest("resolve-incident"))
    ]
    return timedelta(seconds=median(took)) if took else None


def lessons_before(states: Iterable[State], day: str) -> Share | None:
    """Lessons that were to be applied by a day and were acted on ÷ lessons to be applied by it."""
    due = [
        item.stage
        for state in states
        for item in state.items("lesson").values()
        if str(item.entries[0].says.get("apply_by", "")) <= day
    ]
    return (due.count("learnt"), len(due)) if due else None


def _played(states: Iterable[State]) -> Iterator[tuple[State, Item, Entry]]:
    """The matches whose figures were told, with the entry that tells them."""
    for state in states:
        for match in state.items("match").values():
            if match.stage == "played" and (figures := match.latest("report-figures")):
                yield state, match, figures


def _last_number(state: State, match: Item, party: str) -> int | None:
    sent = [*forms(state, "send-analysis", match.key, party), *forms(state, "send-update", match.key, party)]
    return number(sent[-1].says, "expected") if sent else None


def sent_in_time(case: Case) -> Iterator[Seen]:
    """Each form when it was due, by who owed it; of a match that was called off none is owed, and none counted."""
    owed = tuple(each for each in case.owed if not each.moot)
    return done_by_their_time(Case(case.state, owed), FORMS)


measure = Gathered(sent_in_time)
INDICATOR = enter(Indicator(
    "event-forms", "event", Unit.PERCENT,
    W("النماذج في وقتها", "formulaires à temps", "forms on time"),
    W("نماذج وُجهت قبل انقضاء أجلها ÷ نماذج حل أجلها", "formulaires transmis avant l’échéance ÷ formulaires échus", "forms sent before they were due ÷ forms that fell due"),
    W("التحليل القبلي والتحيين والتقرير البعدي، لكل طرف معني، عن كل مباراة غير ملغاة", "analyse préalable, mise à jour et rapport d’après-match, par partie concernée, pour chaque match maintenu", "advance analysis, update and post-match report, of each side concerned, for each match that was not called off"),
    W("ما لا أجل له في الاتفاق", "ce pour quoi l’accord ne fixe aucun délai", "what the agreement sets no time for"),
    measure,
))  # fmt: skip
