"""A node restored from an old backup: found out, stands still, becomes exactly what it was."""

import shutil

import pytest

from tests.two_nodes import ON_POSTGRES, deliver_all, nodes, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(ON_POSTGRES, reason="puts back the file of SQLite")]

DATABASE = ("node.sqlite3", "node.sqlite3-wal", "node.sqlite3-shm")


def backup(node):
    node.stop()
    shutil.copytree(node.home, node.home.with_suffix(".backup"))


def restore(node, *, whole):
    """Put the old database back, or the whole old home."""
    node.stop()
    for name in DATABASE:
        (node.home / name).unlink(missing_ok=True)
    for file in node.home.with_suffix(".backup").iterdir():
        if file.name in DATABASE or (whole and file.is_file()):
            shutil.copy(file, node.home / file.name)
    if whole:
        (node.home / "log-size").unlink(missing_ok=True)


def leaves(node):
    return node.act(
        "run", code="[[leaf.index, bytes(leaf.hash).hex()] for leaf in Leaf.objects.filter(log='exchange')]"
    )


def life_goes_on(rabat, paris):
    """Steps of both sides, receipted, sequenced and cosigned; and one that was kept, but not sequenced."""
    asked = paris.act("ask", parties=["MA"])
    ours = rabat.act("ask", parties=["FR"])
    deliver_all((rabat, paris))
    rabat.act("take_up", matter=asked)
    deliver_all((rabat, paris))
    for node in (rabat, paris):
        node.act("sequence_all")
        node.act("show_all")
    tail = rabat.act("answer", matter=asked)
    deliver_all((rabat, paris))
    return asked, ours, tail


@pytest.mark.parametrize("whole", [False, True], ids=["the database put back", "the whole home put back"])
def test_a_restored_node_rebuilds_itself_exactly(whole):
    with nodes("MA", "FR") as (rabat, paris):
        for node in (rabat, paris):
            node.act("sequence_all")
            node.act("show_all")
        backup(rabat)
        rabat.start("serve")
        asked, ours, tail = life_goes_on(rabat, paris)
        before = rabat.act("entries"), rabat.act("receipts"), rabat.act("standings"), rabat.act("references")
        placed = leaves(rabat)
        restore(rabat, whole=whole)
        rabat.start("serve")
        assert rabat.act("entries") != before[0]
        if whole:
            assert rabat.act("show_all") == {"FR": "have"}
        else:
            rabat.act("at_start")
        assert rabat.attempt("ask", parties=["FR"])["refused"] == "ledger.stands-still"
        paris_asks_meanwhile = paris.act("ask", parties=["MA"])
        paris.act("deliver")
        assert paris_asks_meanwhile not in rabat.act("entries")
        rabat.start("deliver")
        wait_until(lambda: rabat.act("run", code="not Standstill.objects.exists()"))
        entries = set(rabat.act("entries"))
        assert {asked, ours, tail} <= entries
        paris.start("deliver")
        wait_until(lambda: paris.act("waiting") == 0 and rabat.act("waiting") == 0)
        assert leaves(rabat)[: len(placed)] == placed
        assert set(rabat.act("entries")) == set(before[0]) | {paris_asks_meanwhile}
        assert all(receipt in rabat.act("receipts") for receipt in before[1])
        assert rabat.act("standings") == paris.act("standings")
        assert rabat.act("run", code="BodyKey.objects.count()") == paris.act(
            "run", code="BodyKey.objects.count()"
        )
        again = rabat.act("ask", parties=["FR"])
        wait_until(lambda: again in paris.act("entries") and rabat.act("waiting") == 0)
        assert rabat.act("references")[-1] > before[3][-1]
        assert rabat.act("run", code="Alarm.objects.filter(code__contains='fork').count()") == 0
        assert paris.act("run", code="Alarm.objects.filter(code__contains='fork').count()") == 0
        assert rabat.act("rebuild_differs") == []


@pytest.mark.parametrize("sequenced", [False, True], ids=["idle", "sequenced before anybody was asked"])
def test_a_home_put_back_heals_by_itself(sequenced):
    with nodes("MA", "FR") as (rabat, paris):
        for node in (rabat, paris):
            node.act("sequence_all")
            node.act("show_all")
        backup(rabat)
        rabat.start("serve")
        gone = life_goes_on(rabat, paris)
        placed = leaves(rabat)
        restore(rabat, whole=True)
        rabat.start("serve")
        since = set()
        if sequenced:
            since = {rabat.act("ask", parties=["FR"])}
            rabat.act("sequence_all")
            assert leaves(rabat) != placed[: len(leaves(rabat))]
        rabat.start("deliver")
        paris.start("deliver")
        wait_until(lambda: set(gone) | since <= set(rabat.act("entries")), seconds=60)
        wait_until(lambda: rabat.act("run", code="not Standstill.objects.exists()"))
        assert leaves(rabat)[: len(placed)] == placed
        again = rabat.act("ask", parties=["FR"])
        wait_until(lambda: since | {again} <= set(paris.act("entries")) and rabat.act("waiting") == 0)
        wait_until(lambda: rabat.act("standings") == paris.act("standings"))
        for node in (rabat, paris):
            assert node.act("run", code="Alarm.objects.filter(code__contains='fork').count()") == 0
        assert rabat.act("rebuild_differs") == []
