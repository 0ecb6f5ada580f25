"""The same envelopes as files: carried out, taken in, receipts carried back."""

import pytest

from mithaq.node.exchange.carry import ANSWERS, carry_in, carry_out
from mithaq.node.exchange.inbox import receive
from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import EntryRow, Matter, ReceiptRow
from mithaq.node.ledger.step import state
from mithaq.pact.exchange.receipt import receipt_from_wire, receipt_to_wire, verify_receipt
from tests.node.agreements import agreed
from tests.node.inquiries import ASKED, BODY, CONFIDENTIAL, SAYS
from tests.node.people import officer
from tests.node.simulated import NOW, pair_of

pytestmark = pytest.mark.django_db

ASK = {"kind": "inquiry", "says": SAYS, "body": BODY, "reference": "FR-INQ-2026-00001"}


def test_what_is_owed_leaves_as_files_and_receipts_come_back(paris, tmp_path):
    agreed(paris)
    asked = state(
        Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL),
        officer=officer("duty-officer"),
        now=NOW,
    )
    names = carry_out("FR", tmp_path / "out", now=NOW)
    waiting = Outbox.objects.filter(accepted_at=None).count()
    assert len(names) == waiting > 1
    back = tmp_path / "back"
    back.mkdir()
    for name in names:
        wire = (tmp_path / "out" / name).read_bytes()
        (back / name).with_suffix(".receipt").write_bytes(receipt_to_wire(paris.keep(wire)))
    assert asked in paris.entries
    assert {taken.state for taken in carry_in(back, now=NOW)} == {"kept"}
    assert not Outbox.objects.filter(accepted_at=None).exists()
    assert ReceiptRow.objects.filter(entry=asked.id, by="FR").exists()
    assert carry_out("FR", tmp_path / "again", now=NOW) == []


def test_what_is_carried_in_is_kept_and_answered_with_files(paris, tmp_path):
    (tmp_path / "000001-first.envelope").write_bytes(paris.wire("ask", **ASK))
    taken = carry_in(tmp_path, now=NOW)
    assert [(each.state, each.code) for each in taken] == [("kept", "")]
    answer = (tmp_path / ANSWERS / "000001-first.receipt").read_bytes()
    verify_receipt(receipt_from_wire(answer), pair_of("MA").public())
    again = carry_in(tmp_path, now=NOW)
    assert [each.state for each in again] == ["kept"]
    assert EntryRow.objects.count() == 1
    assert (tmp_path / ANSWERS / "000001-first.receipt").read_bytes() == answer


def test_hostile_files_are_refused_one_by_one(paris, tmp_path):
    (tmp_path / "1-garbage.envelope").write_bytes(b"\0" * 100)
    (tmp_path / "2-large.envelope").write_bytes(bytes(3 * 1024 * 1024))
    (tmp_path / "3-good.envelope").write_bytes(paris.wire("ask", **ASK))
    (tmp_path / "4-link.envelope").symlink_to("/etc/passwd")
    (tmp_path / "5-other.txt").write_text("not ours")
    (tmp_path / "6-empty.receipt").write_bytes(b"")
    taken = {each.file[0]: each.code for each in carry_in(tmp_path, now=NOW)}
    assert taken == {
        "1": "exchange.not-understood", "2": "exchange.too-large", "3": "", "6": "exchange.not-understood",
    }  # fmt: skip
    assert Matter.objects.count() == 1


def test_a_receipt_by_file_says_delivered_whatever_the_line_does(paris, tmp_path):
    agreed(paris)
    asked = state(
        Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL),
        officer=officer("duty-officer"),
        now=NOW,
    )
    paris.learn(asked)
    assert receive(paris.receipt_wire(asked.id, asked.id), now=NOW).state == "kept"
    assert Outbox.objects.get(entry=asked.id).state == Outbox.ACCEPTED
