"""The sequencer: every recorded thing gets one place, in batches; the signed root is that of the leaves."""

from datetime import timedelta

import pytest

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import sequence
from mithaq.node.ledger.models import (
    EXCHANGE,
    HOUSE,
    CheckpointRow,
    Leaf,
    LogState,
    PendingLeaf,
    Standstill,
)
from mithaq.node.safeguards.house import note
from mithaq.pact.ledger.checkpoint import verify_checkpoint
from mithaq.pact.ledger.log import leaf_of_entry, root
from tests.node.inquiries import BODY, SAYS
from tests.node.simulated import NOW, pair_of

pytestmark = pytest.mark.django_db


def checked(log):
    """The last checkpoint of a log, its signature and root verified against the leaves."""
    row = CheckpointRow.objects.filter(log=log).last()
    witnessed = verify_checkpoint(row.text, {"MA": [pair_of("MA").public().ed25519]})
    hashes = sequence.leaf_hashes(log, end=row.size)
    assert witnessed.checkpoint.root == root(hashes)
    assert witnessed.checkpoint.size == row.size == len(hashes)
    return row


def test_every_leaf_gets_one_place_in_the_order_of_recording(paris):
    receive(paris.wire("ask", kind="inquiry", says=SAYS, body=BODY), now=NOW)
    waiting = list(PendingLeaf.objects.values_list("what", flat=True))
    assert sequence.run_once(NOW) >= len(waiting)
    placed = Leaf.objects.filter(log=EXCHANGE).order_by("index")
    assert list(placed.values_list("what", flat=True)) == waiting
    assert list(placed.values_list("index", flat=True)) == list(range(len(waiting)))
    entry = paris.entries[-1].id
    assert bytes(placed.get(what=f"entry:{entry}").hash) == leaf_of_entry(entry)
    checked(EXCHANGE)


def test_nothing_new_changes_nothing(paris):
    while sequence.run_once(NOW):
        pass
    before = [model.objects.count() for model in (Leaf, CheckpointRow, PendingLeaf)]
    assert sequence.run_once(NOW) == 0
    assert [model.objects.count() for model in (Leaf, CheckpointRow, PendingLeaf)] == before


def test_house_events_are_leaves_of_the_house_log_and_its_checkpoint_is_a_leaf_of_the_other(paris):
    sequence.run_once(NOW)
    house = checked(HOUSE)
    assert PendingLeaf.objects.filter(log=EXCHANGE, what=f"checkpoint:house:{house.size}").exists()
    note("register.searched", officer=None, rows=3)
    sequence.run_once(NOW + timedelta(minutes=5))
    assert LogState.objects.get(log=HOUSE).size == house.size + 1
    assert CheckpointRow.objects.filter(log=HOUSE).count() == 1
    sequence.run_once(NOW + timedelta(minutes=61))
    assert checked(HOUSE).size == house.size + 1
    assert Leaf.objects.filter(log=EXCHANGE, what=f"checkpoint:house:{house.size}").exists()


def test_checkpoints_nobody_cosigned_give_way_to_the_next(paris):
    for hour in range(3):
        receive(paris.wire("ask", kind="inquiry", says=SAYS, body=BODY), now=NOW)
        sequence.run_once(NOW + timedelta(minutes=hour))
    assert CheckpointRow.objects.filter(log=EXCHANGE).count() == 1
    checked(EXCHANGE)


def test_more_than_a_batch_is_sequenced_in_several(monkeypatch, paris):
    monkeypatch.setattr(sequence, "BATCH", 3)
    total = PendingLeaf.objects.count()
    assert total > 3
    while sequence.run_once(NOW):
        pass
    assert Leaf.objects.filter(log=EXCHANGE, what__startswith="entry:").count() + Leaf.objects.filter(
        log=EXCHANGE, what__startswith="receipt:"
    ).count() == total  # fmt: skip
    checked(EXCHANGE)


def test_a_node_that_stands_still_sequences_nothing_it_exchanged(paris):
    Standstill.objects.create(since_at=NOW, reason="restored")
    sequence.run_once(NOW)
    assert not Leaf.objects.filter(log=EXCHANGE).exists()
