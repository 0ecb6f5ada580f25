"""A whole node answers envelopes and receipts as the vectors say, from the first byte to the receipt."""

import pytest

from mithaq.node.exchange.framing import KEPT
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.models import EntryRow
from mithaq.node.partners.models import PartnerKey
from mithaq.pact.exchange.keyfile import seal_keyfile
from mithaq.pact.exchange.receipt import receipt_from_wire, verify_receipt
from tests.node.simulated import NOW, Simulated
from tests.vectors.frozen import each
from tests.vectors.test_second import wire_of
from vectors.makers.parties import FR, FR_BEFORE, PAIRS

pytestmark = pytest.mark.django_db
MAGIC = b"mithaq-envelope "


@pytest.fixture(scope="module")
def key_file():
    """The keys of FR, in the file of a node; stretched once, since that takes a while."""
    return seal_keyfile([FR_BEFORE, FR], "only for tests")


@pytest.fixture
def we_are_fr(key_file, tmp_path, settings, db):
    """A node of FR that knows MA and ES."""
    settings.AUTHORITY, settings.HOME = "FR", tmp_path
    settings.KEY_FILE = tmp_path / "keys" / "node.keys"
    settings.KEY_PASSPHRASE = "only for tests"
    settings.KEY_FILE.parent.mkdir()
    settings.KEY_FILE.write_bytes(key_file)
    Simulated("MA", PAIRS["MA"]).introduced().key_is_known(PAIRS["MA before"])
    Simulated("ES", PAIRS["ES"]).introduced()
    assert PartnerKey.objects.count() == 3


def for_fr(part: str):
    return [case for case in each("envelopes", part) if case.values[0]["to"] == "FR"]


@pytest.mark.parametrize("case", for_fr("good"))
def test_what_stands_is_kept_and_receipted(we_are_fr, case):
    answer = receive(wire_of(case), now=NOW)
    assert answer.state == KEPT
    receipt = receipt_from_wire(answer.receipt)
    verify_receipt(receipt, FR.public())
    assert receipt.entry == case["entry"] == EntryRow.objects.get().entry


@pytest.mark.parametrize("case", for_fr("refused"))
def test_what_does_not_stand_is_answered_with_its_code_and_not_kept(we_are_fr, case):
    wire = wire_of(case)
    # What does not even begin as an envelope is nothing a node was sent.
    code = case["code"] if wire.startswith(MAGIC) else "exchange.not-understood"
    assert receive(wire, now=NOW).code == code
    assert not EntryRow.objects.exists()
