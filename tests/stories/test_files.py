"""A film of twenty chunks goes from Rabat to Paris while both are killed; erased, nothing of it is left."""

import pytest

from tests.two_nodes import deliver_all, nodes, wait_until

pytestmark = pytest.mark.slow

SIZE = 20 * 1024 * 1024 - 5
ARRIVED = "ChunkUse.objects.filter(what='arrived').count()"
HELD = "ChunkUse.objects.filter(what='entry').count()"


def test_a_file_arrives_whole_although_both_nodes_are_killed_on_the_way():
    with nodes("MA", "FR") as (rabat, paris):
        file = rabat.act("ask_with_file", parties=["FR"], size_bytes=SIZE)
        assert not _names(rabat)
        _some_chunks_arrive_then(rabat, paris, lambda: rabat.kill("deliver"))
        paris.kill("serve")  # a chunk that was under way when its sender was killed has come, or will not
        before = paris.act("run", code=ARRIVED)
        assert 0 < before < 20
        assert paris.act("run", code="Matter.objects.exclude(kind='agreement').count()") == 0
        paris.start("serve")
        assert paris.act("run", code=ARRIVED) == before
        rabat.act("run", code="Outbox.objects.update(lease='', lease_until=None)")
        deliver_all((rabat, paris), rounds=60)
        assert paris.act("file_bytes", file=file) == rabat.act("file_bytes", file=file)
        assert (paris.act("run", code=HELD), paris.act("run", code=ARRIVED)) == (20, 0)
        assert rabat.act("receipts") == paris.act("receipts")
        assert rabat.act("waiting") == paris.act("waiting") == 0
        for node in (rabat, paris):
            assert len(_chunks(node)) == 20
            node.act("erase_file", file=file)
            assert not _chunks(node)
            assert not _names(node)


def _some_chunks_arrive_then(rabat, paris, kill):
    rabat.start("deliver")
    wait_until(lambda: paris.act("run", code=ARRIVED), every=0.01)
    kill()


def _chunks(node):
    """Chunks in their places; one that was being written at the kill lies beside them till it is swept."""
    return [path for path in (node.home / "attachments").glob("??/??/*") if path.is_file()]


def _names(node):
    """Every file of a node in which the canary can be read."""
    files = [path for path in node.home.rglob("*") if path.is_file()]
    return [str(path) for path in files if b"CANARI Testnom in Tangier" in path.read_bytes()]
