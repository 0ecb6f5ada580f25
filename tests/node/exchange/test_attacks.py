"""Attacks, each by its name: what is answered, and that nothing changed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mithaq.node.exchange.framing import MAGIC, read_answers, write_post
from mithaq.node.exchange.inbox import receive
from mithaq.node.exchange.models import Count, Outbox
from mithaq.node.ledger.models import BodyKey, EntryRow, Matter, PendingLeaf, ReceiptRow
from mithaq.node.partners.models import PartnerKey, State
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.envelope import Sealed, sign_entry, to_wire
from mithaq.pact.exchange.frames import join_frames
from mithaq.pact.exchange.keys import KeyPair
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.entry import SignedEntry
from tests.node.inquiries import BODY, SAYS
from tests.node.ledger.rows import readings
from tests.node.simulated import NOW, Simulated, pair_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)

ASK = {"kind": "inquiry", "says": SAYS, "body": BODY, "reference": "FR-INQ-2026-00001"}
KEPT_FOR_GOOD = (EntryRow, ReceiptRow, BodyKey, PendingLeaf, Outbox)


def everything():
    """What must not have changed: what is kept, what is owed, what is read."""
    return [sorted(model.objects.values_list("pk", flat=True)) for model in KEPT_FOR_GOOD], readings()


@pytest.fixture
def asked(paris):
    """A request that was kept: something to attack."""
    sealed = paris.state("ask", **ASK)
    assert receive(to_wire(sealed, "MA"), now=NOW).state == "kept"
    return sealed


def refused(wire, code, *, event=True, now=NOW):
    """The bytes are refused with this code, nothing changed, and the attempt in a known name is noted."""
    before, events = everything(), HouseEvent.objects.filter(action="security.refused").count()
    answer = receive(wire, now=now)
    assert (answer.state, answer.code) == ("refused", code)
    assert everything() == before
    noted = HouseEvent.objects.filter(action="security.refused").count() - events
    assert noted == (1 if event else 0)
    return answer


def signed_by(pair, sealed):
    """The same entry under other keys' signature, its header still naming Paris's keys."""
    return Sealed(SignedEntry(sealed.signed.entry, pair.sign(sealed.signed.entry.header, b"mithaq entry 1")),
                  sealed.ciphertext, sealed.wraps)  # fmt: skip


def test_forged_signed_by_somebody_else(paris, asked):
    forged = signed_by(pair_of("ES"), paris.state("ask", **ASK))
    refused(to_wire(forged, "MA"), "exchange.bad-signature")


def test_forged_one_of_the_two_signatures_is_not_enough(paris, asked):
    sealed = paris.state("ask", **ASK)
    good, bad = sealed.signed.signature, signed_by(pair_of("ES"), sealed).signed.signature
    for half in (good[:64] + bad[64:], bad[:64] + good[64:]):
        mixed = replace(sealed, signed=SignedEntry(sealed.signed.entry, half))
        refused(to_wire(mixed, "MA"), "exchange.bad-signature")


def test_replayed_it_is_receipted_as_the_first_time(paris, asked):
    before = everything()
    first = receive(to_wire(asked, "MA"), now=NOW)
    later = receive(to_wire(asked, "MA"), now=NOW + timedelta(days=400))
    assert first.receipt == later.receipt
    assert everything() == before


def test_the_same_entry_under_another_good_signature_is_refused(paris, asked):
    refused(to_wire(signed_by(paris.keys, asked), "MA"), "ledger.signed-otherwise")


def test_in_our_name(paris, asked):
    ours = Simulated("MA")
    wire = ours.wire("ask", kind="inquiry", says=SAYS, parties=("FR", "MA"))
    refused(wire, "exchange.in-our-name")
    refused(ours.receipt_wire(asked.signed.entry.id, asked.signed.entry.id), "exchange.in-our-name")


def test_in_another_partners_name(paris, madrid, asked):
    """Paris signs what says that Madrid stated it."""
    header = paris.header("ask", kind="inquiry", says=SAYS, author="ES", parties=("ES", "MA"))
    refused(to_wire(Sealed(sign_entry(header, paris.keys), b"", {}), "MA"), "partners.unknown-key")


def test_cut_short_at_every_length(paris, asked):
    wire = paris.wire("ask", **ASK)
    before = everything()
    for length in {*range(0, len(wire), 97), len(wire) - 1}:
        assert receive(wire[:length], now=NOW).state == "refused"
    assert everything() == before


def test_one_bit_turned_anywhere(paris, asked):
    wire = paris.wire("ask", **ASK)
    before = everything()
    for place in range(0, len(wire), 61):
        turned = wire[:place] + bytes([wire[place] ^ 1]) + wire[place + 1 :]
        assert receive(turned, now=NOW).state == "refused", place
    assert everything() == before


def test_from_the_past_with_a_key_whose_period_is_over(paris, asked):
    old = KeyPair.make(NOW - timedelta(days=900), timedelta(days=365))
    paris.key_is_known(old)
    header = paris.header("ask", kind="inquiry", says=SAYS, key=old.fingerprint)
    wire = to_wire(Sealed(sign_entry(header, old), b"", {}), "MA")
    refused(wire, "partners.key-not-valid-then")


def test_key_not_valid_yet(paris, asked):
    early = Simulated("FR", now=NOW - timedelta(days=60))
    refused(early.wire("ask", **ASK), "partners.key-not-valid-then")


def test_key_stolen_and_used_with_an_older_date(paris, asked):
    PartnerKey.objects.filter(partner="FR").update(
        revoked_at=NOW - timedelta(days=1), loss="stolen", loss_recorded_at=NOW - timedelta(hours=1)
    )
    backdated = Simulated("FR", now=NOW - timedelta(days=5))
    refused(backdated.wire("ask", **ASK), "partners.key-revoked")


def test_a_key_nobody_confirmed(paris, asked):
    other = Simulated("FR", keys=pair_of("FR", 2))
    refused(other.wire("ask", **ASK), "partners.unknown-key")


def test_an_authority_nobody_confirmed_leaves_a_count_and_no_row(paris, asked):
    stranger = Simulated("XX", keys=pair_of("XX"))
    wire = to_wire(
        Sealed(stranger.state("ask", kind="inquiry", says=SAYS, parties=("MA", "XX")).signed, b"", {}), "MA"
    )
    refused(wire, "exchange.unknown-authority", event=False)
    assert list(Count.objects.values_list("what", "author", "times")) == [
        ("exchange.unknown-authority", "", 1)
    ]
    Simulated("ES").introduced(state=State.MET)
    refused(
        Simulated("ES").wire("ask", **{**ASK, "reference": ""}), "exchange.unknown-authority", event=False
    )


def test_too_large(paris, asked):
    refused(b"mithaq-envelope 1\n" + bytes(2 * 1024 * 1024), "exchange.bad-envelope", event=False)


def test_nested_a_thousand_deep(paris, asked):
    header = b'{"says":' + b"[" * 1000 + b"]" * 1000 + b"}"
    wire = b"mithaq-envelope 1\n" + join_frames([header, bytes(3373), b"", b"{}"])
    refused(wire, "exchange.bad-envelope", event=False)


def test_right_signature_on_the_wrong_matter(paris, madrid, asked):
    """Madrid takes a step, well signed, in a matter between Paris and us."""
    madrid.learn(asked.signed.entry)
    refused(madrid.wire("withdraw", kind="inquiry", matter=asked.signed.entry.id), "ledger.not-a-party")


def test_a_body_taken_from_another_entry(paris, asked):
    """The header of one entry with the sealed body of another."""
    other = paris.state("ask", **ASK)
    mixed = Sealed(other.signed, asked.ciphertext, asked.wraps)
    refused(to_wire(mixed, "MA"), "exchange.cannot-open")


def test_wrong_recipient(paris, madrid, asked):
    """Sealed to Madrid, handed to us as an addressee, and as one who is none."""
    three = {**ASK, "parties": ("ES", "FR", "MA")}
    for_madrid = paris.state("ask", **three, to=("ES", "MA"), remember=False)
    sealed = paris.sealed(*_content(for_madrid, paris), to="ES")
    refused(to_wire(sealed, "ES"), "exchange.not-for-us")
    refused(to_wire(for_madrid, "FR"), "exchange.body-missing")


def _content(sealed, partner):
    """The same signed entry with its content opened again, to be sealed to somebody else."""
    from mithaq.pact.exchange.envelope import open_sealed

    opened = open_sealed(sealed, me="MA", keypairs=[pair_of("MA")])
    return sealed.signed, opened.salt, opened.body


def test_a_matter_among_others(paris, madrid, asked):
    wire = to_wire(paris.state("ask", kind="inquiry", says=SAYS, parties=("ES", "FR")), "MA")
    refused(wire, "exchange.not-our-matter")


def test_commitment_unmatched(paris, asked):
    """Sealed well, bound to the entry, but not what the signed header commits to."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from mithaq.pact.exchange import envelope

    sealed = paris.state("ask", **ASK)
    entry, content_key = sealed.signed.entry, b"k" * 32
    wrap = envelope._HPKE.encrypt(
        content_key, pair_of("MA").public().sealing_key, envelope._bound_to(entry, "MA")
    )
    other = AESGCM(content_key).encrypt(bytes(12), b"s" * 32 + b'{"title":"other"}', entry.id.encode())
    refused(to_wire(Sealed(sealed.signed, other, {"MA": wrap}), "MA"), "exchange.commitment-unmatched")


def test_a_body_that_is_no_body(paris, asked):
    from secrets import token_bytes

    from mithaq.pact.ledger.body import commitment

    content, salt = b'{"deep":' + b"[" * 50 + b"]" * 50 + b"}", token_bytes(32)
    header = paris.header("ask", kind="inquiry", says=SAYS, to=("MA",), body=commitment(salt, content))
    refused(to_wire(paris.sealed(sign_entry(header, paris.keys), salt, content), "MA"), "ledger.malformed")


def test_forked_chain_both_stories_are_kept_and_noted(paris, asked):
    """Paris continues one entry twice: the evidence is kept, both standings agree, nobody gains by it."""
    opening = asked.signed.entry
    first = paris.state("withdraw", kind="inquiry", matter=opening.id)
    paris.entries.pop()
    second = paris.state("withdraw", kind="inquiry", matter=opening.id, at=NOW + timedelta(minutes=1))
    for sealed in (first, second):
        assert receive(to_wire(sealed, "MA"), now=NOW).state == "kept"
    assert Matter.objects.get(pk=opening.id).told_twice
    event = HouseEvent.objects.get(action="security.told-twice")
    assert {event.facts["entry"], event.facts["other"]} == {first.signed.entry.id, second.signed.entry.id}


def test_hostile_bidi_and_formulas_in_a_body_are_kept_as_they_came(paris, salma_reads):
    hostile = {**BODY, "title": '=HYPERLINK("x")\u202egpj.exe', "subjects": 5, "unheard": {"of": [1]}}
    assert receive(paris.wire("ask", **{**ASK, "body": hostile}), now=NOW).state == "kept"
    line = salma_reads("FR-INQ-2026-00001").lines[0]
    assert line.body.values == hostile
    assert Matter.objects.get(pk=line.entry.id).stage == "awaiting"


@pytest.fixture
def salma_reads():
    from mithaq.node.ledger.page import page
    from tests.node.people import officer

    return lambda reference: page(reference, officer("duty-officer"))


def test_hostile_text_in_a_header_is_no_header(paris, asked):
    for hostile in ("\u202e", "\0", "é", "\\u202e"):
        header = paris.header("ask", kind="inquiry", says=SAYS).replace(b"COI", hostile.encode())
        wire = b"mithaq-envelope 1\n" + join_frames([header, bytes(3373), b"", b"{}"])
        refused(wire, "exchange.bad-envelope", event=False)


def test_a_receipt_for_what_we_never_stated(paris, asked):
    answer = receive(paris.receipt_wire("a" * 64, "a" * 64), now=NOW)
    assert (answer.code, answer.later) == ("ledger.entry-not-here", True)


def test_a_second_receipt_that_says_something_else(paris, madrid, asked):
    opening = paris.state("ask", **{**ASK, "parties": ("ES", "FR", "MA")})
    receive(to_wire(opening, "MA"), now=NOW)
    entry = madrid.learn(opening.signed.entry)
    assert receive(madrid.receipt_wire(entry.id, entry.id), now=NOW).state == "kept"
    refused(madrid.receipt_wire(entry.id, entry.id, at=NOW + timedelta(days=1)), "ledger.receipt-changed")
    refused(paris.receipt_wire(entry.id, entry.id), "ledger.not-a-party")


def test_a_flood_of_refusals_does_not_fill_the_house_log(paris, asked):
    forged = to_wire(signed_by(pair_of("ES"), paris.state("ask", **ASK)), "MA")
    for _ in range(150):
        receive(forged, now=NOW)
    assert HouseEvent.objects.filter(action="security.refused").count() == 21
    assert Count.objects.get(what="exchange.bad-signature", author="FR").times == 150


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(posted=st.binary(max_size=400) | st.binary(max_size=300).map(lambda tail: MAGIC + tail)
       | st.lists(st.binary(max_size=80), min_size=1, max_size=4).map(write_post))  # fmt: skip
def test_any_bytes_posted_get_an_answer(client, posted):
    before = everything()
    response = client.post("/exchange/inbox", posted, content_type="application/octet-stream")
    assert response.status_code in (200, 400, 413, 429)
    stated = canonical.decode(response.content, what="answer", largest=1 << 20, deepest=5)
    assert all(answer["state"] == "refused" for answer in stated["answers"])
    assert everything() == before


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    frames=st.lists(st.binary(max_size=200), max_size=6),
    head=st.sampled_from([b"mithaq-envelope 1\n", b"mithaq-receipt 1\n", b"mithaq-envelope 2\n"]),
)
def test_any_frames_get_an_answer(db, frames, head):
    assert receive(head + join_frames(frames), now=NOW).state == "refused"


def test_more_than_may_be_posted_is_not_read(client, db):
    response = client.post(
        "/exchange/inbox", b"", content_type="application/octet-stream", CONTENT_LENGTH="999999999"
    )
    assert response.status_code == 413
    assert read_answers(response.content, 1)[0].code == "exchange.too-large"


def test_who_is_refused_too_often_is_not_read_for_a_while(client, paris):
    for _ in range(121):
        client.post("/exchange/inbox", b"x", content_type="application/octet-stream")
    response = client.post(
        "/exchange/inbox", write_post([paris.wire("ask", **ASK)]), content_type="application/octet-stream"
    )
    assert response.status_code == 429
    other = client.post("/exchange/inbox", write_post([paris.wire("ask", **ASK)]),
                        content_type="application/octet-stream", REMOTE_ADDR="192.0.2.7")  # fmt: skip
    assert read_answers(other.content, 1)[0].state == "kept"


def test_the_inbox_asks_for_no_sign_in_and_takes_posts_alone(client, db):
    assert client.get("/exchange/inbox").status_code == 405


@pytest.mark.law("law 3")
def test_silence_by_a_forged_hour_and_of_a_request_dated_back_is_taken_in_its_time(paris):
    """Paris dates its request back a month and says, by an hour to come, that we were silent."""
    says = {
        "way": "ask", "format": "peer-review", "axis": "PTS", "participants": 6, "no_conflict": True,
        "answer_by": (NOW - 20 * DAY).date().isoformat(),
    }  # fmt: skip
    named = {"kind": "assistance", "reference": "FR-TAS-2026-00001", "at": NOW - 30 * DAY}
    asked = paris.state("begin-assistance", says=says, **named)
    matter = asked.signed.entry.id
    past, ahead = (
        paris.wire("state-silence", kind="assistance", matter=matter, at=at, remember=False)
        for at in (NOW - 9 * DAY, NOW + 9 * DAY)
    )
    assert receive(past, now=NOW).code == "ledger.entry-not-here"
    assert receive(to_wire(asked, "MA"), now=NOW).state == "kept"
    before = everything()
    for wire, now in ((past, NOW), (past, NOW + 4 * DAY), (ahead, NOW + 8 * DAY)):
        answer = receive(wire, now=now)
        assert (answer.code, answer.later) == ("exchange.lapse-too-early", True)
    assert everything() == before
    assert receive(ahead, now=NOW + 9 * DAY).state == "kept"
    assert Matter.objects.get(pk=matter).stage == "asked"  # agreed to, and not yet decided
