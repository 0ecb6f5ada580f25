"""What is checked of technical assistance beyond its fields: the need first, nothing without its evaluation.

A product named as a need is a doubt, never a verdict. How long silence has to last is counted in working days of whoever is
asked, by the calendar it has stated.

Source: domain model of technical assistance (bad input, misuse).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from mithaq.pact.rules.assisting import was_asked
from mithaq.pact.rules.days import day_of, is_to_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.state import State

FOR_USE = frozenset({"equipment", "software"})
SHORT = frozenset({"expert-mission", "study-visit"})
LONGEST_MISSION = 5  # days, as TAIEX has it
OVER = frozenset({"evaluated", "cancelled"})
_PRODUCT = re.compile(
    r"[®™]|\b(?:[A-Z]{2,}[- ]?\d{2,}[A-Z]*|[A-Z]+\d+[A-Z]+)\b|\b(?:marque|modèle|brand)\s+\S|(?:ماركة|طراز)\s+\S"
)


def is_evaluated(state: State) -> bool:
    """Whether something was done, and nothing done waits for its evaluation or its end-use certificate."""
    missions, equipment = state.items("mission").values(), state.items("equipment").values()
    done = any(item.stage == "evaluated" for item in missions) or bool(equipment)
    waits = any(item.stage not in OVER for item in missions) or any(
        item.stage == "handed-over" for item in equipment
    )
    return done and not waits


def check_begin(saying: Saying) -> Iterable[Problem]:
    """A request says its need and when silence agrees; what is for use says for whose."""
    answer_by = str(saying.says.get("answer_by") or "")
    if saying.says.get("way") == "ask":
        if not str(saying.body.get("need") or "").strip():
            yield Problem("assistance.need-first", ("need",))
        if not answer_by:
            yield Problem("rules.required", ("answer_by",))
    if is_day(answer_by) and answer_by < shortest_silence(saying):
        yield Problem("assistance.silence-too-short", ("answer_by",), facts={"days": str(_days(saying))})
    if saying.says.get("format") in FOR_USE and not str(saying.body.get("end_user") or "").strip():
        yield Problem("assistance.no-end-user", ("end_user",))
    wished = [str(saying.says.get(name) or "") for name in ("wished_from", "wished_until")]
    if all(map(is_day, wished)) and wished[1] < wished[0]:
        yield Problem("rules.ends-before-it-begins", ("wished_until",))
    if not saying.says.get("no_conflict"):
        yield Problem("assistance.conflict-not-declared", ("no_conflict",), soft=True)


def shortest_silence(saying: Saying) -> str:
    """The first day after which silence may agree: so many working days of everybody who is asked."""
    today = day_of(saying.now, saying)
    asked = [each for party, each in saying.terms.calendars.items() if party != saying.author]
    plain = (date.fromisoformat(today) + timedelta(days=_days(saying))).isoformat()
    return max((each.add_working_days(today, _days(saying)) for each in asked), default=plain)


def _days(saying: Saying) -> int:
    return saying.terms.number("silence_days") or 5  # as TAIEX has it, while nothing else was agreed


def check_product(saying: Saying) -> Iterable[Problem]:
    if _PRODUCT.search(str(saying.body.get("need") or "")):
        yield Problem("assistance.names-a-product", ("need",), soft=True)


def check_match(saying: Saying) -> Iterable[Problem]:
    """An offer that came unasked is matched to a need."""
    support = saying.state.item("support") if saying.state else None
    if support and not was_asked(support) and not str(saying.body.get("need") or "").strip():
        yield Problem("assistance.need-first", ("need",))


def check_decision(saying: Saying) -> Iterable[Problem]:
    """Each criterion once; by a meeting that has taken place."""
    rows = saying.body.get("criteria")
    named = (
        [row.get("criterion") for row in rows if isinstance(row, Mapping)]
        if isinstance(rows, list | tuple)
        else []
    )
    if len(set(map(str, named))) != len(named):
        yield Problem("assistance.criterion-twice", ("criteria",))
    if is_to_come(str(saying.says.get("decided_on") or ""), saying):
        yield Problem("assistance.not-decided-yet", ("decided_on",))


def check_mission(saying: Saying) -> Iterable[Problem]:
    starts, ends = str(saying.says.get("starts_on") or ""), str(saying.says.get("ends_on") or "")
    if not (is_day(starts) and is_day(ends)):
        return
    if ends < starts:
        yield Problem("rules.ends-before-it-begins", ("ends_on",))
        return
    form = saying.state.opening.says.get("format") if saying.state else ""
    if form in SHORT and (date.fromisoformat(ends) - date.fromisoformat(starts)).days >= LONGEST_MISSION:
        yield Problem("assistance.mission-too-long", ("ends_on",), facts={"most": str(LONGEST_MISSION)})
    calendars = saying.terms.calendars.values()
    if calendars and any(all(not each.is_working(day) for each in calendars) for day in (starts, ends)):
        yield Problem("assistance.nobody-works-that-day", ("starts_on",), soft=True)
    missions = saying.state.items("mission").values() if saying.state else ()
    if any(item.stage == "held" for item in missions):
        yield Problem("assistance.report-owed-first")


def check_evaluation(saying: Saying) -> Iterable[Problem]:
    asked, answered = saying.says.get("asked"), saying.says.get("answered")
    if isinstance(asked, int) and isinstance(answered, int) and answered > asked:
        yield Problem("assistance.more-than-there-are", ("answered",))
    if bool(answered) != bool(saying.says.get("satisfaction")):
        yield Problem("assistance.mean-without-number", ("satisfaction",))


def check_ground(saying: Saying) -> Iterable[Problem]:
    """Whoever declines says on which ground: what was already being done elsewhere is counted."""
    if not saying.says.get("ground"):
        yield Problem("rules.required", ("ground",))


def check_delivery(saying: Saying) -> Iterable[Problem]:
    if saying.state and not is_evaluated(saying.state):
        yield Problem("assistance.not-evaluated")


def check_effect(saying: Saying) -> Iterable[Problem]:
    """No more recommendations are implemented than were made."""
    implemented = saying.says.get("implemented")
    if saying.state and isinstance(implemented, int) and implemented > recommended(saying.state):
        yield Problem("assistance.more-than-there-are", ("implemented",))


def recommended(state: State) -> int:
    """How many recommendations the missions made."""
    said = (
        entry.says.get("recommendations")
        for item in state.items("mission").values()
        for entry in item.all("report-mission")
    )
    return sum(number for number in said if isinstance(number, int))
