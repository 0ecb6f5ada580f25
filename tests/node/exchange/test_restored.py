"""What partners give back to a restored node: believed as far as it is proven, and healing ends."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction

from mithaq.node.exchange import heal, show, worker
from mithaq.node.exchange.ask import Ask
from mithaq.node.exchange.gather import Found, ask_tail
from mithaq.node.exchange.inbox import receive
from mithaq.node.exchange.models import Alarm, Shown
from mithaq.node.exchange.rebuilding import ITEMS, LARGEST, MAGIC, answer_tail
from mithaq.node.exchange.witness import COSIGNED, HAVE, REFUSED, Word
from mithaq.node.ledger import held, standstill
from mithaq.node.ledger.models import EXCHANGE, CheckpointRow, EntryRow, Leaf, ReceiptRow, Standstill
from mithaq.node.ledger.sequence import leaf_hashes, run_once
from mithaq.node.partners import keep
from mithaq.node.partners.models import Loss, Partner, PartnerKey
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.envelope import to_wire
from mithaq.pact.exchange.frames import join_frames, split_frames
from mithaq.pact.exchange.receipt import receipt_to_wire
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.checkpoint import cosign, read_checkpoint, sign_checkpoint, write_checkpoint
from mithaq.pact.ledger.log import leaf_of_entry, leaf_of_receipt, root
from tests.node.inquiries import BODY, SAYS
from tests.node.people import officer
from tests.node.simulated import NOW, Simulated, pair_of

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(hours=1)


class Witness:
    """A partner's memory of our log and of what we share, and its answers."""

    def __init__(self, code="FR"):
        self.code, self.leaves, self.items, self.tail, self.asked = code, [], {}, [], []
        self.text = ""

    def sees(self):
        """Our log as it stands, and all that is behind its leaves."""
        self.learns()
        self.leaves = leaf_hashes(EXCHANGE)
        body = write_checkpoint("mithaq/MA/exchange", len(self.leaves), root(self.leaves))
        self.text = sign_checkpoint(body, pair_of("MA").signing_keys[0])
        return self

    def learns(self):
        """What we hold, whether or not it has a place in our log."""
        for row in EntryRow.objects.all():
            item = MAGIC + join_frames([bytes(row.header), bytes(row.signature), b"", b""])
            self.items[leaf_of_entry(row.entry)] = item
        for row in ReceiptRow.objects.all():
            self.items[leaf_of_receipt(bytes(row.statement))] = receipt_to_wire(held.receipt(row))
        return self

    def send(self, address, ask):
        statement, _, payload = split_frames(ask.removeprefix(b"mithaq-ask 1\n"), 3)
        stated = canonical.decode(statement, what="ask", largest=1 << 20, deepest=4)
        self.asked.append(stated["what"])
        return getattr(self, f"answer_{stated['what']}")(payload, **stated["parts"])

    def answer_leaves(self, payload, *, start):
        said = {"size": len(self.leaves), "checkpoint": self.text}
        return ITEMS + join_frames([canonical.encode(said), b"".join(self.leaves[start:])])

    def answer_tail(self, payload, *, start):
        some = self.tail[start : start + 2]
        return ITEMS + join_frames([canonical.encode({"size": len(self.tail)}), b"".join(some)])

    def answer_items(self, payload):
        wanted = [payload[place : place + 32] for place in range(0, len(payload), 32)]
        items = [self.items[leaf] for leaf in wanted if leaf in self.items]
        return ITEMS + len(items).to_bytes(4, "big") + join_frames(items)

    def answer_checkpoint(self, payload, *, old, checkpoint):
        shown = read_checkpoint(checkpoint)
        if shown.size < len(self.leaves) or old != len(self.leaves):
            return Word(HAVE, text=self.text, size=len(self.leaves)).write()
        leaves = self.leaves + [payload[place : place + 32] for place in range(0, len(payload), 32)]
        if root(leaves) != shown.root:
            return Word(REFUSED, code="exchange.log-forked").write()
        self.leaves, self.text = leaves, checkpoint
        key = pair_of(self.code).signing_keys[0]
        return Word(COSIGNED, cosign(checkpoint, by=self.code, key=key, at=NOW), shown.size).write()


@contextmanager
def lost():
    """What happens within is lost: the database is put back as it was before."""
    before = transaction.savepoint()
    yield
    entries = list(EntryRow.objects.values_list("entry", flat=True))
    transaction.savepoint_rollback(before)
    held.forget(entries)
    assert set(entries) > set(EntryRow.objects.values_list("entry", flat=True))


def asks(partner, *, now=NOW):
    """A partner's inquiry arrives, and we receipt it; its id."""
    partner.now = now
    sealed = partner.state("ask", kind="inquiry", says=SAYS, body=BODY)
    assert receive(to_wire(sealed, "MA"), now=now).state == "kept"
    return sealed.signed.entry.id


def sequence_all():
    while run_once(NOW):
        pass


def stand_still():
    standstill.begin("restored", now=NOW)


def heals(*witnesses, now=LATER):
    """Heal from these partners; whether it is over."""
    by = {f"http://{witness.code}": witness for witness in witnesses}
    partners = list(Partner.objects.filter(code__in=[witness.code for witness in witnesses]).order_by("code"))
    for partner in partners:
        partner.address = f"http://{partner.code}"

    def send(address, ask):
        return by[address.split("/exchange/")[0]].send(address, ask)

    healed = heal.heal(partners, now=now, send=send)
    assert Standstill.objects.exists() == (not healed)
    return healed


def entries():
    return set(EntryRow.objects.values_list("entry", flat=True))


@pytest.fixture
def shown_before(paris):
    """A log that Paris has cosigned: the backup is from then. Paris as a witness."""
    asks(paris)
    sequence_all()
    france = Witness()
    assert show.show(Partner.objects.get(code="FR"), now=NOW, send=france.send) == COSIGNED
    return france


def test_what_got_a_place_since_the_restore_follows_what_the_witness_saw(paris, shown_before):
    with lost():
        gone = {asks(paris), asks(paris)}
        sequence_all()
        shown_before.sees()
    since = asks(paris)
    sequence_all()
    stray = leaf_hashes(EXCHANGE)[-2:]
    stand_still()
    assert heals(shown_before)
    assert gone | {since} <= entries()
    assert leaf_hashes(EXCHANGE) == shown_before.leaves + stray
    assert not Leaf.objects.filter(what="lost").exists()
    assert show.show(Partner.objects.get(code="FR"), now=LATER, send=shown_before.send) == COSIGNED
    assert not Alarm.objects.exists()
    assert CheckpointRow.objects.filter(log=EXCHANGE).last().size == len(leaf_hashes(EXCHANGE))


def test_a_restored_log_that_outgrew_what_the_witness_saw_is_found_out_too(paris, shown_before):
    with lost():
        gone = asks(paris)
        sequence_all()
        shown_before.sees()
    for _ in range(3):
        asks(paris)
    sequence_all()
    assert len(leaf_hashes(EXCHANGE)) > len(shown_before.leaves)
    france = Partner.objects.get(code="FR")
    assert show.show(france, now=LATER, send=shown_before.send) == HAVE
    assert Standstill.objects.get().witness == "FR"
    assert heals(shown_before)
    assert gone in entries()
    assert show.show(france, now=LATER, send=shown_before.send) == COSIGNED
    assert not Alarm.objects.exists()


def test_two_witnesses_of_two_histories_lose_us_nothing_and_a_person_is_told(paris, madrid, shown_before):
    spain = Witness("ES")
    with lost():
        gone = {asks(paris), asks(paris)}
        sequence_all()
        shown_before.sees()
    with lost():
        other = asks(madrid)
        sequence_all()
        spain.sees()
    stand_still()
    assert heals(shown_before, spain)
    assert gone | {other} <= entries()
    assert leaf_hashes(EXCHANGE, 0, len(shown_before.leaves)) == shown_before.leaves
    alarm = Alarm.objects.get()
    assert (alarm.code, alarm.authority) == ("exchange.log-forked", "MA")
    assert shown_before.text in alarm.evidence
    assert spain.text in alarm.evidence
    sequence_all()
    show.show(Partner.objects.get(code="ES"), now=LATER, send=spain.send)
    assert not Standstill.objects.exists()  # it is known, and does not begin again


def test_what_was_refused_at_the_door_holds_up_no_healing(paris, shown_before):
    refused = paris.state("ask", kind="inquiry", says=SAYS, body=BODY)
    with lost():
        gone = asks(paris)
        sequence_all()
        shown_before.sees()
    keep.revoke(officer("duty-officer"), PartnerKey.objects.get(), loss=Loss.STOLEN, since=NOW, now=NOW)
    assert receive(to_wire(refused, "MA"), now=LATER).code == "partners.key-revoked"
    leaf = leaf_of_entry(refused.signed.entry.id)
    shown_before.tail = [leaf]
    shown_before.items[leaf] = MAGIC + join_frames(
        [refused.signed.entry.header, refused.signed.signature, b"", b""]
    )
    stand_still()
    assert heals(shown_before)
    assert gone in entries()  # it came before the loss was recorded: our own log says so
    assert refused.signed.entry.id not in entries()
    noted = HouseEvent.objects.filter(action="security.refused").latest("pk")
    assert "partners.key-revoked" in str(noted.leaf_bytes())


def test_what_has_our_receipt_came_before_the_loss_of_its_key_was_recorded(paris, shown_before):
    with lost():
        gone = asks(paris)
        shown_before.learns()
        shown_before.tail = [leaf for leaf in shown_before.items if leaf not in shown_before.leaves]
    keep.revoke(officer("duty-officer"), PartnerKey.objects.get(), loss=Loss.STOLEN, since=NOW, now=LATER)
    stand_still()
    assert heals(shown_before, now=LATER + timedelta(hours=1))
    assert gone in entries()


def test_what_never_stood_in_the_log_is_told_piece_by_piece(paris, shown_before, monkeypatch):
    with lost():
        gone = {asks(paris), asks(paris), asks(paris)}
        shown_before.learns()
        shown_before.tail = [leaf for leaf in shown_before.items if leaf not in shown_before.leaves]
    stand_still()
    assert heals(shown_before)
    assert gone <= entries()
    assert shown_before.asked.count("tail") == 3
    # And so do we tell it to a partner, which has never shown us its log.
    monkeypatch.setattr("mithaq.node.exchange.rebuilding.MOST_HASHES", 3)
    found, asked = Found(), []

    def asking(what, *, start):
        asked.append(start)
        return answer_tail(Ask("FR", what, 1, {"start": start}, b""))

    ask_tail(asking, found)
    assert set(found.tail) == set(shown_before.items)
    assert asked == [0, 3, 6]


def test_a_tail_without_end_is_not_asked_for_ever(shown_before, monkeypatch):
    answered = ITEMS + join_frames([canonical.encode({"size": 2**50}), b"\1" * 32])
    monkeypatch.setattr(shown_before, "answer_tail", lambda *_, **__: answered)
    stand_still()
    assert heals(shown_before)
    assert shown_before.asked.count("tail") == 100


@pytest.mark.parametrize("junk", [b"", b"junk", MAGIC, MAGIC + join_frames([b"{}", b"", b"", b""])])
def test_junk_among_what_is_given_back_is_left_out(paris, shown_before, junk):
    with lost():
        gone = asks(paris)
        sequence_all()
        shown_before.sees()
    given = shown_before.answer_items

    def with_junk(payload):
        items = given(payload).removeprefix(ITEMS)
        count = int.from_bytes(items[:4], "big") + 1
        return ITEMS + count.to_bytes(4, "big") + items[4:] + join_frames([junk])

    shown_before.answer_items = with_junk
    stand_still()
    assert heals(shown_before)
    assert gone in entries()


def test_a_key_that_nobody_confirmed_yet_is_waited_for_and_not_for_ever(paris, shown_before):
    with lost():
        spain = Simulated("ES").introduced()
        gone = asks(spain)
        sequence_all()
        shown_before.sees()
    stand_still()
    assert not heals(shown_before)
    with lost():
        spain.introduced()  # somebody has confirmed it
        assert heals(shown_before)
        assert gone in entries()
    assert heals(shown_before, now=NOW + timedelta(days=4))
    assert gone not in entries()
    assert HouseEvent.objects.filter(action="security.refused").exists()


def leaves_answered(size, text, *leaves):
    return ITEMS + join_frames([canonical.encode({"size": size, "checkpoint": text}), b"".join(leaves)])


def test_who_claims_a_size_we_never_signed_is_asked_once(shown_before, monkeypatch):
    answered = leaves_answered(2**50, shown_before.text, b"\1" * 32)
    monkeypatch.setattr(shown_before, "answer_leaves", lambda *_, **__: answered)
    stand_still()
    assert not heals(shown_before)
    assert shown_before.asked.count("leaves") == 1


def test_who_gives_leaves_one_by_one_is_not_asked_for_ever(paris, shown_before, monkeypatch):
    with lost():
        for _ in range(5):
            asks(paris)
        sequence_all()
        shown_before.sees()
    answered = leaves_answered(len(shown_before.leaves), shown_before.text, b"\1" * 32)
    monkeypatch.setattr(shown_before, "answer_leaves", lambda *_, **__: answered)
    stand_still()
    assert not heals(shown_before)
    assert shown_before.asked.count("leaves") <= 2


def test_who_answers_with_what_was_not_asked_for_is_not_asked_for_ever(paris, shown_before, monkeypatch):
    with lost():
        asks(paris)
        sequence_all()
        shown_before.sees()
    answered = ITEMS + (1).to_bytes(4, "big") + join_frames([MAGIC + b"\0" * (LARGEST // 2 + 1)])
    monkeypatch.setattr(shown_before, "answer_items", lambda *_, **__: answered)
    stand_still()
    assert heals(shown_before)
    assert shown_before.asked.count("items") == 1


def test_false_leaves_put_nothing_into_the_log_and_raise_an_alarm(paris, shown_before):
    with lost():
        asks(paris)
        sequence_all()
        shown_before.sees()
    shown_before.leaves[-1] = b"\1" * 32
    before = leaf_hashes(EXCHANGE)
    stand_still()
    assert not heals(shown_before)
    assert leaf_hashes(EXCHANGE) == before
    assert Alarm.objects.get().code == "exchange.log-forked"


# After a start


def placed():
    return Leaf.objects.filter(log=EXCHANGE).count()


def test_after_a_start_nothing_gets_a_place_before_the_partner_was_asked(paris, shown_before):
    asks(paris)
    before = placed()
    worker.at_start()
    assert not show.has_asked(["FR"], patient=False)
    worker.house_work("one", NOW, patient_until=NOW + worker.PATIENCE)  # nobody answers at its address
    assert placed() == before
    worker.house_work("one", NOW + worker.PATIENCE, patient_until=NOW + worker.PATIENCE)
    assert placed() == before + 2


def test_after_a_start_a_partner_that_answers_is_not_waited_for(paris, shown_before):
    worker.at_start()
    assert not show.has_asked(["FR"], patient=True)
    show.show(Partner.objects.get(code="FR"), now=NOW, send=shown_before.send)
    assert show.has_asked(["FR"], patient=True)
    assert Shown.objects.get().reason == ""
