"""What a directory of contacts adds up to: fields that are covered, lines that answer, gaps, what sleeps.

Functions of the standing of one directory, and of an instant. None while there is nothing to measure.

Source: domain model of mechanisms and contact points (its KPI).
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from statistics import median

from mithaq.pact.indicators.gathered import Gathered, How, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules.answering import codes, confirmed_at, contacts_of, gap_days, is_there
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

KIND = "contacts"

DORMANT_AFTER = timedelta(days=365)
ENOUGH = 2  # contacts of each side in a field


def coverage(state: State, axes: tuple[str, ...], now: datetime) -> float | None:
    """The fields in which every side has two confirmed contacts now ÷ the fields asked about."""
    covered = [
        axis for axis in axes if all(_confirmed(state, party, axis, now) >= ENOUGH for party in state.parties)
    ]
    return len(covered) / len(axes) if axes else None


def test_success(state: State) -> float | None:
    """Tests that were answered in time, by whoever was tried first ÷ tests."""
    tests = state.items("test").values()
    return sum(item.stage == "passed" for item in tests) / len(tests) if tests else None


def median_pickup(state: State) -> float | None:
    """How long it took until the line was answered, where it was, in time or not.

    Units: seconds.
    """
    took = [
        seconds for item in state.items("test").values() if (seconds := _picked_up_after(item)) is not None
    ]
    return float(median(took)) if took else None


def handover_gap_days(state: State, now: datetime) -> int:
    """Days, over all contacts that left, between a last day and a successor's first, or now."""
    return sum(gap_days(state, item, now) for item in state.items("contact").values())


def stale(state: State, now: datetime) -> list[Item]:
    """Contacts that are there now and were last confirmed longer ago than the directory allows."""
    days = state.opening.says.get("stale_after_days")
    allowed = timedelta(days=days if isinstance(days, int) and 0 < days <= 3660 else 100)
    live = (item for item in state.items("contact").values() if item.stage in ("published", "confirmed"))
    return [item for item in live if is_there(state, item, now) and now - confirmed_at(item) > allowed]


def dormant_share(state: State, today: date) -> float | None:
    """Active mechanisms of which nobody reported anything for a year ÷ active mechanisms."""
    active = [item for item in state.items("mechanism").values() if item.stage == "active"]
    since = (today - DORMANT_AFTER).isoformat()
    return sum(last_active_on(item) < since for item in active) / len(active) if active else None


def last_active_on(mechanism: Item) -> str:
    """The last day of which somebody reported something; the day it was agreed if nobody did."""
    days = [day for entry in mechanism.all("report-activity") if is_day(day := entry.says.get("done_on"))]
    return max(map(str, days), default=mechanism.entries[-1].at.date().isoformat())


def _confirmed(state: State, party: str, axis: str, now: datetime) -> int:
    own = (
        item
        for item in contacts_of(state, party)
        if item.stage == "confirmed" and axis in codes(item, "axes")
    )
    return sum(is_there(state, item, now) for item in own)


def _picked_up_after(test: Item) -> int | None:
    """How many seconds it took; None if nobody answered."""
    said = test.entries[0].says
    seconds = said.get("seconds")
    return seconds if said.get("answered") is True and isinstance(seconds, int) else None


# Over a period, one directory at a time


def tests_passed(case: Case) -> Iterator[Seen]:
    """Tests of a line that were answered in time: of the side whose line it is."""
    for item in case.state.items("test").values():
        tried = case.state.item("contact", str(item.entries[0].says.get("contact", "")))
        yield Seen(tried.holder if tried else "", item.entries[0].at, float(item.stage == "passed"))


def activity(case: Case) -> Iterator[Seen]:
    """Each activity of a mechanism, by who reported it."""
    for item in case.state.items("mechanism").values():
        for entry in item.all("report-activity"):
            yield Seen(entry.author, entry.at)


def published(case: Case) -> Iterator[Seen]:
    """Contacts published, by side."""
    for item in case.state.items("contact").values():
        yield Seen(item.holder, item.entries[0].at)


INDICATORS = tuple(map(enter, (
    Indicator(
        "contacts-tests", KIND, Unit.PERCENT,
        W("اختبارات ناجحة", "essais réussis", "tests passed"),
        W("اختبارات أُجيب عنها داخل الأجل ÷ الاختبارات", "essais avec réponse à temps ÷ essais", "tests answered in time ÷ tests"),
        W("اختبارات الفترة، حسب الطرف الذي جُرب خطه", "les essais de la période, par partie dont la ligne est essayée", "tests of the period, by whose line was tried"),
        W("لا شيء", "rien", "nothing"),
        Gathered(tests_passed),
    ),
    Indicator(
        "contacts-activity", KIND, Unit.NUMBER,
        W("أنشطة آليات التعاون", "activités des mécanismes", "activities of mechanisms"),
        W("عدد الأنشطة المصرح بها", "activités déclarées", "activities reported"),
        W("ما صُرح به في الفترة، حسب الطرف المصرح", "celles déclarées dans la période, par partie qui déclare", "what was reported in the period, by who reported"),
        W("آليات بلا نشاط مصرح به", "les mécanismes sans activité déclarée", "mechanisms without a report"),
        Gathered(activity, How.SUM),
    ),
    Indicator(
        "contacts-published", KIND, Unit.NUMBER,
        W("نقط اتصال منشورة", "contacts publiés", "contacts published"),
        W("عدد نقط الاتصال", "points de contact", "contacts"),
        W("ما نُشر في الفترة، حسب الطرف", "ceux publiés dans la période, par partie", "what was published in the period, by side"),
        W("لا شيء", "rien", "nothing"),
        Gathered(published, How.SUM),
    ),
)))  # fmt: skip
