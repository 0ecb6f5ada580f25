"""A partner to whom nothing is sent: by no line, by no file, and not by asking for what it has lost."""

import pytest

from mithaq.node.exchange.ask import Ask
from mithaq.node.exchange.carry import carry_out
from mithaq.node.exchange.errors import NothingIsSent
from mithaq.node.exchange.inbox import receive
from mithaq.node.exchange.rebuilding import answer_items, answer_tail, read_healed, read_items, read_stretch
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.step import state
from mithaq.node.partners import keep
from mithaq.node.partners.models import Partner
from mithaq.pact.ledger.log import leaf_of_entry
from tests.node.agreements import agreed
from tests.node.inquiries import ANSWERED, ASKED, BODY, CONFIDENTIAL, SAYS
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(paris):
    """What we stated: an answer that Paris has received, and a request that waits for it."""
    agreed(paris)
    us = officer("duty-officer", "liaison-officer")
    wire = paris.wire("ask", kind="inquiry", says=SAYS, body=BODY, reference="FR-INQ-2026-00001")
    assert receive(wire, now=NOW).state == "kept"
    theirs = paris.entries[-1]
    answer = state(Act("inquiry", "answer", ANSWERED, matter=theirs.id, **CONFIDENTIAL), officer=us, now=NOW)
    paris.learn(answer)
    assert receive(paris.receipt_wire(answer.id, theirs.id), now=NOW).state == "kept"
    asked = state(Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL), officer=us, now=NOW)
    return theirs, answer, asked


def given_back(*entries):
    """What Paris is told that we hold, and what it gets of these: by entry, whether with a body."""
    _, leaves = read_stretch(answer_tail(Ask("FR", "tail", 1, {}, b"")))
    wanted = b"".join(leaf_of_entry(each.id) for each in entries)
    items = map(read_healed, read_items(answer_items(Ask("FR", "items", 2, {}, wanted), now=NOW)))
    got = {each.signed.entry.id: bool(each.wrap) for each in items}
    return [(leaf_of_entry(each.id) in leaves, got.get(each.id)) for each in entries]


def test_whoever_is_suspended_gets_back_what_it_knew_and_none_of_our_bodies(paris, ours):
    assert given_back(*ours) == [(True, True), (True, True), (True, True)]
    keep.suspend(officer("duty-officer", "liaison-officer"), Partner.objects.get(code="FR"))
    assert given_back(*ours) == [(True, True), (True, False), (False, None)]


def test_nothing_is_carried_out_for_whoever_is_suspended(paris, ours, tmp_path):
    keep.suspend(officer("duty-officer", "liaison-officer"), Partner.objects.get(code="FR"))
    with pytest.raises(NothingIsSent):
        carry_out("FR", tmp_path / "out", now=NOW)
    assert not (tmp_path / "out").exists()
