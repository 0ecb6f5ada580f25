"""Copies: each party's own, sealed by both, the same text in each, the holder first."""

import io
from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID
from django.urls import reverse
from pypdf import PdfReader

from mithaq.matters.instruments import copies
from mithaq.matters.instruments.errors import CopyDiffers, NotSigned
from mithaq.matters.instruments.shown import instrument
from mithaq.node.ledger import attached, drafts
from mithaq.node.ledger.models import Draft
from mithaq.node.papers import own
from mithaq.node.papers.certificate import Certificate, Holder, make
from mithaq.node.papers.errors import NoCertificate
from mithaq.node.papers.sign import sign_copy
from mithaq.node.papers.trusted import trusted
from mithaq.node.papers.verify import Answer, Known, verify
from mithaq.pact.exchange.attachment import manifests_in
from tests.matters.instruments.negotiated import CLOSINGS, HEADINGS, drafted, signed
from tests.node.officers.screens import signed_in
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(paris):
    """Signed by both, by hand."""
    return signed(paris)


def text_of(told):
    return instrument(told.reference, told.ours)


def file_in(draft):
    [manifest] = manifests_in(drafts.content(draft).act.values)
    return b"".join(attached.content_of(manifest))


def test_copies_of_one_text_differ_in_the_order_of_the_parties_alone(told):
    papers = {party: copies.unsealed(text_of(told), party) for party in ("MA", "FR")}
    words = {
        party: sorted("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
        for party, pdf in papers.items()
    }
    assert papers["MA"] != papers["FR"]
    letters = {party: sorted("".join(each).casefold()) for party, each in words.items()}
    assert letters["MA"] == letters["FR"]
    assert all(told.hash in " ".join(each) for each in words.values())
    assert HEADINGS[1][1] in words["MA"]
    assert set(CLOSINGS[1].split()) <= set(words["MA"])  # as negotiated: it is signed with the text


@pytest.mark.law("AS-M2-2")
def test_as_m2_2_a_copy_goes_from_our_seal_to_theirs_and_both_are_valid(told, paris):
    ours = own.make_certificate(NOW)
    draft = copies.begin(text_of(told), "MA", now=NOW)
    act = drafts.content(draft).act
    sealed = file_in(draft)
    assert act.step == "seal-copy"
    assert act.values["sha256"] == sha256(sealed).hexdigest()
    assert act.values["hash"] == told.hash
    theirs = make("FR", "Police nationale", signer=paris.keys, now=NOW)
    both = verify(sign_copy(sealed, theirs, field="FR", at=NOW), trusted())
    assert both.answer is Answer.VALID
    assert both.content_hash == told.hash
    assert [each.known.authority for each in both.signatures] == ["MA", "FR"]
    assert both.signatures[0].fingerprint == ours.fingerprint


def test_our_seal_is_added_to_the_very_file_the_other_began(told, paris):
    own.make_certificate(NOW)
    theirs = make("FR", "Police nationale", signer=paris.keys, now=NOW)
    pdf = copies.unsealed(text_of(told), "FR")
    begun = sign_copy(pdf, theirs, field="FR", at=NOW)
    file = attached.store(begun, name="copy.pdf", mime="application/pdf")
    says = {"holder": "FR", "hash": told.hash, "sha256": sha256(begun).hexdigest()}
    entry = told.they("seal-copy", says=says, body={"attachments": [file.stated()]})
    draft = copies.add(text_of(told), entry.id, now=NOW)
    act = drafts.content(draft).act
    assert (act.step, act.item, act.values["over"]) == ("seal-copy-too", entry.id, says["sha256"])
    assert file_in(draft).startswith(begun)
    assert verify(file_in(draft), trusted()).answer is Answer.VALID
    room = signed_in(told.ours).get(reverse("instruments:signing", args=[told.reference])).content.decode()
    assert reverse("web:file", args=[file.id]) in room  # as far as it is sealed, to be fetched there


def test_the_button_leads_to_the_draft(told):
    own.make_certificate(NOW)
    client = signed_in(told.ours)
    url = reverse("instruments:seal", args=[told.reference, "MA"])
    assert url in client.get(reverse("instruments:signing", args=[told.reference])).content.decode()
    sent = client.post(url)
    assert sent.url == reverse("web:draft", args=[Draft.objects.get().id])
    assert client.get(sent.url).status_code == 200


def test_nothing_is_sealed_before_all_have_signed(paris):
    made, _, _ = drafted(paris)
    own.make_certificate(NOW)
    with pytest.raises(NotSigned):
        copies.begin(text_of(made), "MA", now=NOW)


def test_without_a_certificate_it_is_said_what_is_missing(told):
    with pytest.raises(NoCertificate):
        copies.begin(text_of(told), "MA", now=NOW)
    answer = signed_in(told.ours).post(reverse("instruments:seal", args=[told.reference, "MA"]))
    assert answer.status_code == 422
    assert "mithaq keys certificate" in answer.content.decode()


def test_a_file_that_is_not_our_own_copy_gets_no_seal(told, paris):
    own.make_certificate(NOW)
    theirs = make("FR", "Police nationale", signer=paris.keys, now=NOW)
    begun = sign_copy(copies.unsealed(text_of(told), "MA"), theirs, field="FR", at=NOW)  # of the wrong party
    file = attached.store(begun, name="copy.pdf", mime="application/pdf")
    says = {"holder": "FR", "hash": told.hash, "sha256": sha256(begun).hexdigest()}
    entry = told.they("seal-copy", says=says, body={"attachments": [file.stated()]})
    with pytest.raises(CopyDiffers):
        copies.add(text_of(told), entry.id, now=NOW)


def test_nobody_seals_what_is_not_theirs(told):
    stranger = officer("fugitive-officer")
    answer = signed_in(stranger).post(reverse("instruments:seal", args=[told.reference, "MA"]))
    assert answer.status_code == 404


def test_a_heads_own_certificate_is_known_by_what_its_authority_stated(told):
    held = head_of("Claire")
    public = held.certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pdf = sign_copy(copies.unsealed(text_of(told), "FR"), held, field="head-FR", at=NOW)
    assert verify(pdf, trusted()).answer is Answer.AUTHORITY_UNKNOWN
    says = {"method": "certificate", "fingerprint": sha256(public).hexdigest()}
    told.they("name-signatory", says=says, item="FR", body={"name": "TESTNOM Canari"})
    verdict = verify(pdf, trusted())
    assert verdict.answer is Answer.VALID
    assert verdict.signatures[0].known == Known("FR", Holder.HEAD)
    other = head_of("Claire")
    forged = sign_copy(copies.unsealed(text_of(told), "FR"), other, field="head-FR", at=NOW)
    assert verify(forged, trusted()).answer is Answer.AUTHORITY_UNKNOWN


def head_of(name):
    """A person's own certificate, as a ministry would issue it."""
    key = generate_private_key(SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A ministry")])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=365))
        .sign(generate_private_key(SECP256R1()), SHA256())
    )
    return Certificate(made, key)
