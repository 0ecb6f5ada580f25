"""Indicators of wanted persons, on conversations whose figures are known by hand."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.indicators import wanted
from mithaq.pact.rules.wanted import KIND
from tests.pact.rules.telling import Told
from tests.wanted import SAYS

TEN = datetime.fromisoformat("2026-01-05T10:00:00+00:00")
CANCELLED = {"reason": "warrant-withdrawn", "withdrawn_at": "2026-01-05T10:00:00.000Z"}
STOPPED = {"systems": ("border",), "nobody_held": True}


def issued(*, asked_back=False, declined="") -> Told:
    told = Told(KIND, "FR", "MA", by="FR", says=SAYS | {"finding": "clear"})
    told.say("MA", "acknowledge")
    if declined:
        told.say("MA", "decline-search", says={"ground": declined})
        return told
    if asked_back:
        told.say("MA", "ask-clarification")
        told.say("FR", "clarify", item="MA")
    told.say("MA", "screen", says={"finding": "clear"})
    told.say("MA", "accept-search")
    return told


def surrendered(*steps) -> Told:
    told = issued()
    said = {
        "report-arrest": {"arrested_at": "2026-01-05T09:10:00.000Z"},
        "send-formal-request": {"sent_on": "2026-01-06", "channel": "diplomatic"},
        "record-milestone": {"milestone": "chamber", "reached_on": "2026-01-07"},
        "record-decision": {"outcome": "granted", "decided_on": "2026-01-08"},
        "set-surrender": {"surrender_on": "2026-01-20"},
        "confirm-surrender": {},
    }
    for step in steps or said:
        told.say(
            "FR" if step in ("send-formal-request", "confirm-surrender") else "MA",
            step,
            item="MA",
            says=said[step],
        )
    return told


def test_a_search_is_stopped_five_hours_after_its_reason_and_less_after_its_cancellation():
    told = issued()
    cancelled = told.say("FR", "cancel-note", says=CANCELLED, at=TEN + timedelta(minutes=20))
    stopped = told.say("MA", "confirm-stopped", says=STOPPED, at=TEN + timedelta(hours=5))
    assert wanted.cancel_latency(cancelled, stopped) == timedelta(hours=5)
    assert wanted.stop_latency(cancelled, stopped).total_seconds() / 3600 == pytest.approx(4.67, abs=0.01)
    assert wanted.latencies([told.state, issued().state]) == [timedelta(hours=5)]


def test_what_cannot_be_measured_is_none_and_never_a_guess():
    assert wanted.percentile([]) is None
    assert wanted.surrender_rate([issued().state]) is None
    assert wanted.completeness_first_time([]) is None
    assert wanted.cohort_yield([], timedelta(days=1)) is None
    assert wanted.growth(0, 5) is None


def test_shares_are_of_those_concerned():
    whole, asked, refused = issued(), issued(asked_back=True), issued(declined="identity")
    assert wanted.completeness_first_time([whole.state, asked.state, refused.state]) == 50
    assert wanted.refusal_mix([whole.state, refused.state]) == {"identity": 1}
    done, granted = (
        surrendered(),
        surrendered("report-arrest", "send-formal-request", "record-milestone", "record-decision"),
    )
    assert wanted.surrender_rate([done.state, granted.state, whole.state]) == 50
    assert wanted.cohort_yield([done.state, whole.state], timedelta(hours=1)) == 50
    assert wanted.cohort_yield([done.state], timedelta(minutes=5)) == 0


def test_acknowledging_is_timed_on_the_clock_of_who_received():
    told = issued()
    first = next(entry for entry in told.said if entry.step == "acknowledge")
    receipts = {(told.opening.id, "MA"): first.at - timedelta(hours=3)}
    assert wanted.times_to_acknowledge([told.state], receipts) == [timedelta(hours=3)]
    assert wanted.times_to_acknowledge([told.state], {}) == []


@pytest.mark.parametrize(("before", "after", "percent"), [(30, 94, 213), (3182, 4574, 44)])
def test_growth_as_published(before, after, percent):
    assert wanted.growth(before, after) == pytest.approx(percent, abs=0.5)


@given(st.lists(st.timedeltas(), min_size=1, max_size=20), st.floats(0.01, 1))
def test_a_percentile_is_one_of_the_values_and_enough_do_not_exceed_it(values, share):
    found = wanted.percentile(values, share)
    assert found in values
    assert sum(each <= found for each in values) >= share * len(values) - 1e-9
