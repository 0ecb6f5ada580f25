"""Wanted persons: how fast searches stop, how complete notes are, what becomes of them.

Plain functions over where matters stand; nothing here names anybody. What cannot be measured is None, never
a guess.

Source: domain file M5, key figures: cancel_latency, time_to_ack, completeness_first_time, surrender_rate,
stale_share, refusal mix, cohort_yield.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from math import ceil

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.fields import instant
from mithaq.pact.rules.state import Item, State

HALF, MOST = 0.5, 0.95


def reason_ended_at(cancellation: Entry) -> datetime | None:
    """When the reason of a search ended, as its issuer states it: a warrant withdrawn, a death."""
    return instant(cancellation.says.get("withdrawn_at"))


def cancel_latency(cancellation: Entry, stopped: Entry) -> timedelta | None:
    """From when the reason ended until one authority has stopped the search; None if nobody can say."""
    ended_at = reason_ended_at(cancellation)
    return stopped.at - ended_at if ended_at is not None else None


def stop_latency(cancellation: Entry, stopped: Entry) -> timedelta:
    """From when the cancellation was stated until one authority has stopped the search."""
    return stopped.at - cancellation.at


def latencies(states: Iterable[State]) -> list[timedelta]:
    """Of every cancellation, how long each authority took that has stopped, from when the reason ended."""
    found: list[timedelta] = []
    for note in _notes(states):
        cancelled = note.latest("cancel-note")
        told = (
            [cancel_latency(cancelled, entry) for entry in note.all("confirm-stopped")] if cancelled else []
        )
        found.extend(each for each in told if each is not None)
    return found


def percentile(values: Iterable[timedelta], share: float = MOST) -> timedelta | None:
    """The smallest of the values that at least this share of them do not exceed (nearest rank); None of
    nothing.

    Units: `share` from 0 (excluded) to 1.
    """
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else None


def times_to_acknowledge(
    states: Iterable[State], receipts: Mapping[tuple[str, str], datetime]
) -> list[timedelta]:
    """How long each authority took to acknowledge a note, on its own clock from its receipt."""
    found = []
    for state in states:
        for party, item in state.items("search").items():
            first = item.latest("acknowledge")
            received_at = receipts.get((state.opening.id, party))
            if first is not None and received_at is not None:
                found.append(first.at - received_at)
    return found


def completeness_first_time(states: Iterable[State]) -> float | None:
    """Searches taken up without a question asked back, of all that were taken up or asked back. Units:
    percent.
    """
    judged = [item for item in _searches(states) if item.all("accept-search", "ask-clarification")]
    whole = [item for item in judged if item.all("accept-search") and not item.all("ask-clarification")]
    return _percent(len(whole), len(judged))


def surrender_rate(states: Iterable[State]) -> float | None:
    """Persons surrendered, of extraditions granted. Units: percent."""
    granted = [
        item
        for item in _searches(states)
        if any(entry.says.get("outcome") == "granted" for entry in item.all("record-decision"))
    ]
    return _percent(sum(item.stage == "surrendered" for item in granted), len(granted))


def cohort_yield(states: Iterable[State], within: timedelta) -> float | None:
    """Notes on which somebody was arrested within a time of their issue, of all notes given. Units:
    percent.
    """
    cohort = list(states)
    found = [
        state
        for state in cohort
        if any(_arrested_within(state, item, within) for item in state.items("search").values())
    ]
    return _percent(len(found), len(cohort))


def refusal_mix(states: Iterable[State]) -> dict[str, int]:
    """How often each ground was given for declining a search."""
    grounds = (
        str(entry.says.get("ground", ""))
        for item in _searches(states)
        for entry in item.all("decline-search")
    )
    return dict(sorted(Counter(grounds).items()))


def growth(before: float, after: float) -> float | None:
    """By how much a figure grew. Units: percent."""
    return 100 * (after - before) / before if before else None


def _arrested_within(state: State, item: Item, within: timedelta) -> bool:
    arrests = (instant(entry.says.get("arrested_at")) for entry in item.all("report-arrest"))
    return any(at is not None and at <= state.opening.at + within for at in arrests)


def _notes(states: Iterable[State]) -> Iterable[Item]:
    return (note for state in states if (note := state.item("note")) is not None)


def _searches(states: Iterable[State]) -> Iterable[Item]:
    return (item for state in states for item in state.items("search").values())


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None
