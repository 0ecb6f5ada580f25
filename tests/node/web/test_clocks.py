"""What a duty's clock says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mithaq.node.web.clocks import clock
from mithaq.pact.rules.clocks import Owed

NOW = datetime(2026, 2, 20, 12, 0, tzinfo=UTC)
RUNNING = Owed(
    "answer", "", "MA", "urgent", from_at=NOW - timedelta(hours=6), due_at=NOW + timedelta(hours=18)
)


@pytest.mark.parametrize(
    ("changes", "tone", "words"),
    [
        pytest.param({}, "moving", "18 hours left", id="running"),
        pytest.param({"due_at": NOW + timedelta(hours=1)}, "waiting", "1 hour left", id="soon"),
        pytest.param({"due_at": NOW - timedelta(hours=1)}, "bad", "late by 1 hour", id="late"),
        pytest.param({"done_at": NOW}, "good", "done after 6 hours", id="done"),
        pytest.param({"done_at": NOW + timedelta(hours=19)}, "bad", "done, 1 hour late", id="done late"),
        pytest.param(
            {"from_at": None, "due_at": None},
            "quiet",
            "not received yet, so no clock runs",
            id="not received",
        ),
        pytest.param({"due_at": None}, "quiet", "no time limit configured", id="not configured"),
        pytest.param(
            {"due_at": None, "day": "2026-02-28"},
            "quiet",
            "no calendar stated for that day",
            id="no calendar",
        ),
        pytest.param({"paused_at": NOW}, "quiet", "the clock stands still", id="paused"),
        pytest.param({"moot": True}, "quiet", "no longer owed", id="moot"),
    ],
)
def test_a_clock_says_where_the_duty_stands(changes, tone, words):
    shown = clock(replace(RUNNING, **changes), NOW)
    assert (shown.tone, shown.words.replace("\N{NO-BREAK SPACE}", " ")) == (tone, words)
    assert 0 <= shown.share <= 1
