"""The line between Rabat and Paris is cut for a week: everything arrives afterwards, stopping steps first."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.stories.said import ASKED
from tests.stories.stage import all_delivered, assert_alike, sign_in, staged, state, take
from tests.two_nodes import wait_until

pytestmark = pytest.mark.slow

WEEK = timedelta(days=7)
STEPS = (
    "list(EntryRow.objects.filter(own=False, kind='inquiry').order_by('seq').values_list('step', flat=True))"
)
DOWN = "Line.objects.filter(down_since__isnull=False).count()"


def test_what_was_stated_during_a_week_without_a_line_arrives_and_stops_go_first():
    with staged("MA", "FR") as (rabat, paris):
        for node in (rabat, paris):
            node.start("deliver")
        asking, approving = sign_in(paris, "first"), sign_in(paris, "second")
        early = _ask(asking, approving, "Avant la coupure")
        all_delivered((rabat, paris))

        for node in (rabat, paris):
            node.line.cut()
        later = [_ask(asking, approving, f"Pendant la coupure, jour {day}") for day in range(3)]
        take(asking, approving, early, "withdraw")
        wait_until(lambda: paris.act("run", code=DOWN) == 1)
        assert "MA" in asking.open("/").text  # the desk says that something has not arrived
        assert paris.act("waiting") == 4
        for node in (rabat, paris):
            node.set_clock(datetime.now(UTC) + WEEK)
        assert rabat.act("run", code=STEPS) == ["ask"]

        for node in (rabat, paris):
            node.line.mend()
        all_delivered((rabat, paris), seconds=150)
        assert rabat.act("run", code=STEPS) == ["ask", "withdraw", "ask", "ask", "ask"]
        assert paris.act("run", code=DOWN) == 0
        answering = sign_in(rabat, "first")
        assert all(f"jour {day}" in answering.open(path).text for day, path in enumerate(later))
        # A clock runs from receipt: a week late for the line is not late for Rabat.
        owed = rabat.act("owed", reference=later[0].split("/")[2])
        assert datetime.fromisoformat(owed["from_at"]) - datetime.now(UTC) > WEEK - timedelta(hours=1)
        assert_alike((rabat, paris))


def _ask(asking, approving, title):
    return state(asking, approving, "/new/inquiry/", **{**ASKED, "title": title, "on-parties": ["MA"]})
