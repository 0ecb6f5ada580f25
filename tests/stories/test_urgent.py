"""Paris asks urgently on a Friday in Ramadan; Rabat assigns it and answers in time.

Source: acceptance story AS-M7-1.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.stories.said import ANSWERED, URGENT
from tests.stories.stage import ZONES, all_delivered, assert_alike, sign_in, staged, state, take

pytestmark = pytest.mark.slow

FRIDAY = datetime(2026, 2, 20, 14, 59, tzinfo=UTC)  # 15:59 in Paris, 14:59 in Rabat: Ramadan


@pytest.mark.law("AS-M7-1")
def test_as_m7_1_an_urgent_request_is_answered_in_time():
    with staged("MA", "FR", at=FRIDAY - timedelta(days=3)) as (rabat, paris):
        asking, approving = sign_in(paris, "first"), sign_in(paris, "second")
        answering, releasing = sign_in(rabat, "first"), sign_in(rabat, "second")
        for node in (rabat, paris):
            node.set_clock(FRIDAY)
            node.start("deliver")
        matter = state(asking, approving, "/new/inquiry/", **URGENT, **{"on-parties": ["MA"]})
        all_delivered((rabat, paris))

        page = answering.open(matter)
        assert "Fusées de détresse" in page.text
        take(answering, releasing, matter, "take-up", access="direct")
        owed = rabat.act("owed", reference=matter.split("/")[2])
        received = datetime.fromisoformat(owed["from_at"])
        assert timedelta(0) <= received - FRIDAY < timedelta(minutes=3)
        due = datetime.fromisoformat(owed["due_at"])
        assert due - received == timedelta(hours=8)
        # Both clocks stand on both pages: an hour apart, on either side of midnight.
        for page in (answering.open(matter), asking.open(matter)):
            assert f"{due.astimezone(ZoneInfo(ZONES['MA'])):%H:%M} MA" in page.text
            assert f"{due.astimezone(ZoneInfo(ZONES['FR'])):%H:%M} FR" in page.text

        for node in (rabat, paris):
            node.set_clock(FRIDAY + timedelta(hours=7, minutes=10))
        answering, releasing = sign_in(rabat, "first"), sign_in(rabat, "second")
        take(answering, releasing, matter, "answer", **ANSWERED)
        all_delivered((rabat, paris))
        for node in (rabat, paris):
            owed = node.act("owed", reference=matter.split("/")[2])
            took = datetime.fromisoformat(owed["done_at"]) - datetime.fromisoformat(owed["from_at"])
            assert abs(took - timedelta(hours=7, minutes=10)) < timedelta(minutes=3)
            assert owed["done_at"] < owed["due_at"]
        assert "العربة مسجلة" in asking.open(matter).text
        assert_alike((rabat, paris))
