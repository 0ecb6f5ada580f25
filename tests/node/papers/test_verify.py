"""Verifying: who signed, whether it stands, and an answer for any bytes."""

import io
import shutil
import zlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter

from mithaq.node.papers import certificate, sign
from mithaq.node.papers.examine import Examined, examine
from mithaq.node.papers.limits import LARGEST_PDF
from mithaq.node.papers.sign import sign_copy
from mithaq.node.papers.verify import Answer, Trusted, judge, verify
from tests.node.papers import samples
from tests.node.papers import signed as made
from tests.pact.exchange.parties import AT, STRANGER

NOBODY = Trusted()
TRIED = 400 if settings().max_examples > 100 else 15  # each is half a second's parsing; more in a night


def answered(pdf, trusted=made.BY_CARDS):
    return judge(examine(pdf), trusted)


@pytest.mark.law("AS-M2-2")
@pytest.mark.parametrize("copy_of", ["MA", "FR"])
def test_as_m2_2_both_signatures_are_valid_and_nothing_changed_since(copy_of):
    verdict = verify(made.signed(copy_of), made.BY_CARDS)
    assert verdict.answer is Answer.VALID
    assert verdict.content_hash == samples.HASH
    assert {each.known.authority for each in verdict.signatures} == {"MA", "FR"}
    first, second = verdict.signatures
    assert (first.known.authority, first.certifies, first.added) == (copy_of, True, "signatures")
    assert (second.certifies, second.covered, second.added) == (False, "whole", "nothing")
    assert (first.at, second.at) == (AT, made.LATER)


def test_a_file_that_brings_its_own_certificates_is_of_an_unknown_authority():
    assert answered(made.signed(), NOBODY).answer is Answer.AUTHORITY_UNKNOWN
    assert answered(made.signed(), made.BY_CERTIFICATE).answer is Answer.AUTHORITY_UNKNOWN
    assert answered(made.signed_once(), made.BY_CERTIFICATE).answer is Answer.VALID


def test_a_certificate_in_our_name_that_our_keys_never_vouched_for_is_unknown():
    forged = certificate.make("MA", "Direction générale", signer=STRANGER, now=AT)
    verdict = answered(sign_copy(made.unsigned(), forged, field="MA", at=AT))
    assert verdict.answer is Answer.AUTHORITY_UNKNOWN
    assert verdict.signatures[0].known is None


def test_a_time_outside_the_certificates_period_is_not_trusted():
    after = made.certificate_of("MA").certificate.not_valid_after_utc + timedelta(days=1)
    found = examine(made.signed_once())
    backdated = replace(found, signatures=(replace(found.signatures[0], at=after.isoformat()),))
    verdict = judge(backdated, made.BY_CARDS)
    assert verdict.answer is Answer.AUTHORITY_UNKNOWN
    assert not verdict.signatures[0].in_period


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_one_changed_byte_of_what_was_signed_is_found(share):
    changed = bytearray(made.signed())
    changed[int(len(made.unsigned()) * share)] ^= 1
    verdict = answered(bytes(changed))
    assert verdict.answer is Answer.CHANGED
    assert {each.covered for each in verdict.signatures} == {"changed"}


def test_what_a_viewer_saved_anew_is_told_from_what_was_changed():
    saved = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(made.signed())).write(saved)
    verdict = answered(saved.getvalue())
    assert verdict.answer is Answer.CHANGED
    assert {each.covered for each in verdict.signatures} == {"saved-anew"}


def test_what_was_added_after_the_last_signature_is_told():
    added = io.BytesIO()
    writer = PdfWriter(io.BytesIO(made.signed()), incremental=True)
    writer.add_metadata({"/Subject": "another subject"})
    writer.write(added)
    assert added.getvalue().startswith(made.signed())
    verdict = answered(added.getvalue())
    assert verdict.answer is Answer.ADDED
    assert all(each.stands for each in verdict.signatures)


@pytest.mark.parametrize("tail", [b"\n", b"% a comment\n", b"\n%%EOF\n", bytes(40)])
def test_bytes_behind_the_end_are_told(tail):
    assert answered(made.signed() + tail).answer in {Answer.ADDED, Answer.UNREADABLE, Answer.CHANGED}


def test_a_page_put_between_two_signatures_is_told(monkeypatch):
    between = io.BytesIO()
    writer = PdfWriter(io.BytesIO(made.signed_once()), incremental=True)
    writer.add_blank_page(200, 200)
    writer.write(between)
    monkeypatch.setattr(sign, "examine_apart", lambda _: Examined())  # as another program signs
    signed = sign_copy(between.getvalue(), made.certificate_of("FR"), field="FR", at=made.LATER)
    verdict = answered(signed)
    assert verdict.answer is Answer.ADDED
    assert [each.added for each in verdict.signatures] == ["more", "nothing"]


def test_a_file_nobody_signed_says_so():
    assert answered(made.unsigned()).answer is Answer.UNSIGNED


@pytest.mark.parametrize(
    ("pdf", "rule"),
    [
        pytest.param(b"", "not-a-pdf", id="nothing"),
        pytest.param(b"PK\x03\x04", "not-a-pdf", id="another format"),
        pytest.param(b"%PDF-1.7\n", "not-understood", id="a head alone"),
        pytest.param(bytes(LARGEST_PDF + 1), "too-large", id="too large"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_reason(pdf, rule):
    verdict = answered(pdf)
    assert (verdict.answer, verdict.rule) == (Answer.UNREADABLE, rule)


def bomb():
    """A PDF whose table of contents unpacks to three GiB, packed without unpacking them here."""
    packing = zlib.compressobj(9, wbits=-15)
    mebibytes = packing.compress(bytes(1 << 24)) + packing.flush(zlib.Z_FULL_FLUSH)
    packed = b"\x78\xda" + mebibytes * 192 + packing.flush()
    table = (
        b"1 0 obj\n<</Type /XRef /Size 2 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode /Length %d>>\nstream\n"
    )
    return b"%PDF-1.7\n" + table % len(packed) + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def test_a_stream_that_grows_without_end_brings_nobody_down():
    assert len(bomb()) < LARGEST_PDF
    assert verify(bomb(), NOBODY).answer is Answer.UNREADABLE


def test_what_brings_the_examining_process_down_is_an_answer_too(monkeypatch):
    monkeypatch.setattr("sys.executable", shutil.which("false"))
    verdict = verify(made.signed(), made.BY_CARDS)
    assert (verdict.answer, verdict.rule) == (Answer.UNREADABLE, "too-much-inside")


@settings(max_examples=TRIED)
@given(st.data())
def test_any_bytes_get_an_answer_and_none_that_were_changed_are_valid(data):
    whole = made.signed()
    pdf = bytearray(whole)
    how = data.draw(st.sampled_from(["flip", "cut", "append", "zero"]))
    place = data.draw(st.integers(0, len(pdf) - 1))
    if how == "flip":
        pdf[place] ^= data.draw(st.integers(1, 255))
    elif how == "cut":
        del pdf[place:]
    elif how == "append":
        pdf += data.draw(st.binary(min_size=1, max_size=200))
    else:
        pdf[place : place + 40] = bytes(min(40, len(pdf) - place))
    verdict = answered(bytes(pdf))
    assert (verdict.answer is Answer.VALID) == (bytes(pdf) == whole)


@given(st.binary(max_size=2000))
def test_arbitrary_bytes_get_an_answer(content):
    assert answered(b"%PDF-1.7\n" + content).answer is Answer.UNREADABLE
