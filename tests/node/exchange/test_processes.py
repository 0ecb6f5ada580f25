"""Nodes as real processes: what one states, the others keep; both sides read the same."""

import pytest

from tests.two_nodes import deliver_all, nodes, wait_until

pytestmark = pytest.mark.slow


def test_a_request_is_asked_answered_and_read_alike_on_both_sides():
    with nodes("MA", "FR") as (rabat, paris):
        asked = paris.act("ask", parties=["MA"])
        deliver_all((paris, rabat))
        rabat.act("take_up", matter=asked)
        rabat.act("answer", matter=asked)
        deliver_all((paris, rabat))
        assert rabat.act("standings") == paris.act("standings")
        assert rabat.act("standing", matter=asked)[0] == "answered"
        assert rabat.act("receipts") == paris.act("receipts")
        assert rabat.act("rebuild_differs") == []
        assert paris.act("rebuild_differs") == []


def test_the_worker_delivers_by_itself_and_logs_are_cosigned():
    with nodes("MA", "FR") as (rabat, paris):
        for node in (rabat, paris):
            node.start("deliver")
        asked = paris.act("ask", parties=["MA"])
        wait_until(lambda: asked in rabat.act("entries"))
        wait_until(lambda: paris.act("waiting") == 0)
        wait_until(lambda: rabat.act("run", code="Shown.objects.filter(authority='FR', size__gt=0).exists()"))
        wait_until(lambda: rabat.act("run", code="WitnessedLog.objects.filter(size__gt=0).exists()"))
        assert rabat.act("run", code="Alarm.objects.count()") == 0
