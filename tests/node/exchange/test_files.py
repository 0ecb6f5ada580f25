"""Files between nodes: chunks first, the envelope last, so that a receipt covers all."""

import os
import time
from hashlib import sha256
from secrets import token_bytes

import pytest

from mithaq.node.exchange import bring
from mithaq.node.exchange import chunks as on_the_way
from mithaq.node.exchange.ask import MAGIC
from mithaq.node.exchange.carry import carry_in, carry_out
from mithaq.node.exchange.chunks import receive_chunks
from mithaq.node.exchange.deliver import deliver
from mithaq.node.exchange.errors import BadAsk, NoAnswer, TooManyChunks
from mithaq.node.exchange.framing import KEPT, REFUSED, Answer, read_post, write_answers
from mithaq.node.exchange.inbox import receive
from mithaq.node.exchange.models import Outbox
from mithaq.node.exchange.witness import Word
from mithaq.node.ledger import attached, chunks, erase
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import BodyKey, ChunkUse, EntryRow
from mithaq.node.ledger.record import Parcel
from mithaq.node.ledger.restore import restore_entry
from mithaq.node.ledger.step import state
from mithaq.node.partners.models import Partner
from mithaq.node.safeguards import erased
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange import attachment, keys
from mithaq.pact.exchange.attachment import chunk_name, digests, open_file, seal_file
from mithaq.pact.exchange.envelope import from_wire, open_sealed, sign_entry, to_wire
from mithaq.pact.exchange.frames import join_frames, split_frames
from mithaq.pact.exchange.receipt import receipt_to_wire
from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.body import commitment, encode_body
from mithaq.pact.ledger.entry import written_at
from tests.node.agreements import agreed
from tests.node.inquiries import ASKED, BODY, CONFIDENTIAL, SAYS
from tests.node.people import officer
from tests.node.simulated import NOW, pair_of

pytestmark = pytest.mark.django_db

CANARY = b"CANARI Testnom, photographed in Tangier. "
ASK = {"kind": "inquiry", "says": SAYS, "reference": "FR-INQ-2026-00001"}


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr(attachment, "CHUNK_BYTES", 64)


def a_file(content=CANARY * 20):
    manifest, sealed = seal_file(content, name="photo.jpg", mime="image/jpeg")
    return manifest, [chunk.ciphertext for chunk in sealed]


def with_files(partner, *manifests, signed_for=None, listed=None):
    """A request of a partner with these files; it may sign for others, or list others."""
    listed = manifests if listed is None else listed
    content = encode_body({**BODY, "attachments": [each.stated() for each in listed]})
    salt = token_bytes(32)
    header = partner.header(
        "ask", **ASK, to=("MA",), basis="instrument", handling=("H1",), body=commitment(salt, content),
        attachments=digests(signed_for or manifests, salt=salt),
    )  # fmt: skip
    signed = sign_entry(header, partner.keys)
    partner.entries.append(signed.entry)
    return to_wire(partner.sealed(signed, salt, content), "MA")


def ask_of(partner, what, payload, /, *, signer=None, **parts):
    statement = canonical.encode({
        "suite": "mithaq-1", "by": partner.code, "to": "MA", "key": partner.keys.fingerprint,
        "at": written_at(NOW), "what": what, "number": 1, "parts": {},
        "payload": sha256(payload).hexdigest(), **parts,
    })  # fmt: skip
    return MAGIC + join_frames([statement, (signer or partner.keys).sign(statement, keys.ASK), payload])


def brings(partner, ciphertexts):
    for each in ciphertexts:
        assert receive_chunks(ask_of(partner, "chunk", each), now=NOW).state == KEPT


def lacking(partner, names):
    text = receive_chunks(ask_of(partner, "chunks-lacking", "\n".join(names).encode()), now=NOW).text
    return text.split("\n") if text else []


def test_an_envelope_is_receipted_only_when_every_chunk_is_here(paris):
    manifest, ciphertexts = a_file()
    wire = with_files(paris, manifest)
    brings(paris, ciphertexts[:-1])
    early = receive(wire, now=NOW)
    assert (early.state, early.code, early.later) == (REFUSED, "ledger.chunks-lacking", True)
    assert not EntryRow.objects.exists()
    assert lacking(paris, manifest.chunks) == [manifest.chunks[-1]]
    brings(paris, ciphertexts[-1:])
    assert receive(wire, now=NOW).state == KEPT
    assert b"".join(attached.content_of(manifest)) == CANARY * 20
    assert set(ChunkUse.objects.values_list("what", flat=True)) == {ChunkUse.ENTRY}


def test_bringing_a_chunk_twice_changes_nothing(paris):
    _, ciphertexts = a_file()
    brings(paris, [*ciphertexts, *ciphertexts])
    assert ChunkUse.objects.count() == len(ciphertexts)


def test_the_chunk_of_another_file_under_the_name_of_ours_is_refused_for_good(paris):
    (manifest, ciphertexts), (_, others) = a_file(), a_file()
    names = (*manifest.chunks[:-1], chunk_name(others[-1]))
    changed = attachment.read_manifest(manifest.stated() | {"chunks": list(names)})
    brings(paris, [*ciphertexts[:-1], others[-1]])
    answer = receive(with_files(paris, changed), now=NOW)
    assert (answer.code, answer.later) == ("exchange.chunk-unmatched", False)
    assert not EntryRow.objects.exists()
    assert not BodyKey.objects.exists()


def test_files_that_were_not_signed_for_are_refused(paris):
    (first, one), (second, two) = a_file(), a_file()
    brings(paris, [*one, *two])
    for listed in ((second,), (first, second), ()):
        answer = receive(with_files(paris, first, listed=listed), now=NOW)
        assert (answer.code, answer.later) == ("exchange.attachment-unmatched", False)
    assert not EntryRow.objects.exists()


def test_a_chunk_too_large_empty_or_unsigned_is_refused_and_nothing_is_kept(paris, madrid):
    for ask, rule in (
        (ask_of(paris, "chunk", b"x" * (1024 * 1024 + 17)), "chunk"),
        (ask_of(paris, "chunk", b""), "chunk"),
        (ask_of(paris, "chunks-lacking", b"../../../etc/passwd"), "names"),
        (ask_of(paris, "chunks-lacking", b"\n".join([b"a" * 64] * 501)), "names"),
        (ask_of(paris, "checkpoint", b"x"), "what"),
        (ask_of(paris, "chunk", b"x" * 20, to="ES"), "to"),
        (ask_of(paris, "chunk", b"x" * 20, payload=sha256(b"other").hexdigest()), "payload"),
        (b"anything", "magic"),
    ):
        with pytest.raises(BadAsk) as refused:
            receive_chunks(ask, now=NOW)
        assert refused.value.facts["rule"] == rule
    with pytest.raises(MithaqError):
        receive_chunks(ask_of(paris, "chunk", b"x" * 20, signer=madrid.keys), now=NOW)
    assert not ChunkUse.objects.exists()
    assert not chunks.folder().exists()


def test_a_partner_fills_no_disk(paris, monkeypatch):
    monkeypatch.setattr(on_the_way, "MOST_WAITING", 2)
    _, ciphertexts = a_file()
    brings(paris, ciphertexts[:2])
    with pytest.raises(TooManyChunks):
        receive_chunks(ask_of(paris, "chunk", ciphertexts[2]), now=NOW)
    brings(paris, ciphertexts[:2])


def test_who_is_no_addressee_gets_the_digests_and_needs_no_chunk(paris, madrid):
    header = paris.header("ask", **ASK, parties=("ES", "FR", "MA"), to=("ES",), body="ab" * 32,
                          attachments=("cd" * 32,))  # fmt: skip
    signed = sign_entry(header, paris.keys)
    assert receive(to_wire(paris.sealed(signed, b"", b""), "MA"), now=NOW).state == KEPT


def test_what_was_erased_here_comes_back_without_its_files(paris):
    manifest, _ = a_file()
    wire = with_files(paris, manifest)
    erased.remember([paris.entries[-1].id])
    assert receive(wire, now=NOW).state == KEPT
    assert not ChunkUse.objects.exists()


def test_a_restored_entry_needs_its_files_again(paris):
    manifest, ciphertexts = a_file()
    brings(paris, ciphertexts)
    sealed = from_wire(with_files(paris, manifest))
    opened = open_sealed(sealed, me="MA", keypairs=[pair_of("MA")])
    ChunkUse.objects.all().delete()  # as in an older database
    restore_entry(Parcel(sealed.signed, sealed.ciphertext, opened.content_key), kept_at=NOW)
    assert set(ChunkUse.objects.values_list("what", "chunk")) == {("entry", name) for name in manifest.chunks}


def test_what_nothing_needs_is_swept_after_a_day(paris, monkeypatch):
    needed, lost = a_file(), a_file()
    brings(paris, needed[1])
    for each in lost[1]:
        chunks.put(each)
    assert attached.sweep(NOW) == 0
    monkeypatch.setattr(chunks, "YOUNG_SECONDS", -1.0)
    assert attached.sweep(NOW) == len(lost[1])
    assert attached.sweep(NOW + attached.KEPT_FOR * 2) == len(needed[1])
    assert not ChunkUse.objects.exists()


def test_what_a_killed_writer_left_behind_is_cleared_away_within_the_hour():
    kept = chunks.put(b"whole")
    left = chunks.folder() / "incoming" / ("0" * 32)
    left.write_bytes(b"hal")
    attached.sweep(NOW)
    assert left.exists()  # its writer may be at work still
    hour_ago = time.time() - 3601
    os.utime(left, (hour_ago, hour_ago))
    attached.sweep(NOW)
    assert not left.exists()
    assert chunks.read(kept) == b"whole"


class Line:
    """A line to a partner that keeps what it gets; it may break after some posts."""

    def __init__(self, partner):
        self.partner, self.chunks, self.sent, self.left = partner, {}, [], None

    def __call__(self, address, body):
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise NoAnswer(reason="exchange.line-down")
        if address.endswith("/exchange/inbox"):
            self.sent.append("post")
            receipts = [receipt_to_wire(self.partner.keep(item)) for item in read_post(body)]
            return write_answers([Answer(KEPT, receipt=receipt) for receipt in receipts])
        statement, signature, payload = split_frames(body[len(MAGIC) :], 3)
        stated = canonical.decode(statement, what="ask", largest=65536, deepest=3)
        keys.verify(pair_of("MA").public(), statement, signature, keys.ASK)
        assert stated["payload"] == sha256(payload).hexdigest()
        self.sent.append(stated["what"])
        if stated["what"] == "chunk":
            self.chunks[chunk_name(payload)] = payload
            return Word(KEPT).write()
        named = payload.decode().split("\n")
        return Word("lacking", text="\n".join(name for name in named if name not in self.chunks)).write()


@pytest.fixture
def asked(paris):
    """Our request to Paris with one file of thirteen chunks, on its way."""
    agreed(paris)
    manifest = attached.store(CANARY * 20, name="photo.jpg", mime="image/jpeg")
    values = {**ASKED, "attachments": [manifest.stated()]}
    act = Act("inquiry", "ask", values, parties=("FR",), **CONFIDENTIAL)
    return state(act, officer=officer("duty-officer"), now=NOW), manifest


def sent_to(line, rounds=20):
    partner = Partner.objects.get(code="FR")
    for _ in range(rounds):
        if deliver(partner, now=NOW, send=line) is None:
            return


def test_chunks_go_first_and_the_envelope_last(paris, asked):
    entry, manifest = asked
    line = Line(paris)
    sent_to(line)
    assert entry in paris.entries
    assert len(entry.attachments) == 1
    assert b"".join(open_file(manifest, map(line.chunks.get, manifest.chunks))) == CANARY * 20
    assert line.sent.count("chunk") == len(manifest.chunks) > bring.CHUNKS_A_ROUND
    assert line.sent[-1] == "post"
    assert not Outbox.objects.filter(accepted_at=None).exists()


def test_cut_after_any_post_it_goes_on_where_it_was(paris, asked):
    """A worker that dies between two posts leaves the same: what the partner has is asked again."""
    entry, manifest = asked
    line = Line(paris)
    for posts in range(1, 6):
        line.left = posts
        sent_to(line, rounds=1)
        Outbox.objects.update(lease="", lease_until=None)
        _line_rested()
        assert entry not in paris.entries
    line.left = None
    sent_to(line)
    assert entry in paris.entries
    assert line.sent.count("chunk") == len(manifest.chunks)


def test_files_are_carried_beside_their_envelopes(paris, asked, tmp_path):
    _, manifest = asked
    carry_out("FR", tmp_path / "out", now=NOW)
    assert {path.stem for path in (tmp_path / "out").glob("*.chunk")} == set(manifest.chunks)
    assert all(CANARY not in path.read_bytes() for path in (tmp_path / "out").iterdir())


def test_what_is_carried_in_needs_its_chunks_and_none_is_taken_that_was_changed(paris, tmp_path):
    manifest, ciphertexts = a_file()
    (tmp_path / "000001-first.envelope").write_bytes(with_files(paris, manifest))
    for name, ciphertext in zip(manifest.chunks, ciphertexts, strict=True):
        (tmp_path / f"{name}.chunk").write_bytes(ciphertext)
    last = tmp_path / f"{manifest.chunks[-1]}.chunk"
    last.write_bytes(b"changed")
    assert [each.code for each in carry_in(tmp_path, now=NOW)] == ["ledger.chunks-lacking"]
    last.write_bytes(ciphertexts[-1])
    assert [each.state for each in carry_in(tmp_path, now=NOW)] == [KEPT]
    assert set(ChunkUse.objects.values_list("what", flat=True)) == {ChunkUse.ENTRY}


def test_a_row_whose_chunk_is_lost_here_says_so(paris, asked):
    _, manifest = asked
    chunks.delete(manifest.chunks[:1])
    line = Line(paris)
    sent_to(line, rounds=2)
    row = Outbox.objects.get(what=Outbox.ENTRY, entry=asked[0].id)
    assert (row.state, row.reason) == (Outbox.WAITING, "ledger.chunks-lacking")


def test_a_partner_that_names_other_chunks_is_not_believed(paris, asked):
    def lies(address, body):
        return Word("lacking", text="ab" * 32).write()

    deliver(Partner.objects.get(code="FR"), now=NOW, send=lies)
    assert Outbox.objects.filter(entry=asked[0].id, accepted_at=None).exists()


def test_nothing_of_a_file_is_readable_on_this_disk_and_erasing_leaves_no_chunk(
    paris, settings, django_capture_on_commit_callbacks
):
    manifest, ciphertexts = a_file()
    brings(paris, ciphertexts)
    assert receive(with_files(paris, manifest), now=NOW).state == KEPT
    assert len(_files_under(settings.HOME)) == len(ciphertexts)
    for path in settings.HOME.rglob("*"):
        assert not path.is_file() or b"CANARI" not in path.read_bytes()
    with django_capture_on_commit_callbacks(execute=True):
        erase.erase([paris.entries[-1].id], officer=None, now=NOW)
    assert not _files_under(settings.HOME)
    assert not ChunkUse.objects.exists()


def _files_under(home):
    return [path for path in (home / "attachments").rglob("*") if path.is_file()]


def _line_rested():
    from mithaq.node.exchange.models import Line as Resting

    Resting.objects.update(next_at=None)
    Outbox.objects.update(next_at=NOW)
