"""Whose a certificate is: as its authority has stated it in a text it negotiates, and nobody else."""

from datetime import timedelta
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID

from mithaq.matters.instruments import heads
from mithaq.matters.instruments.heads import whose
from mithaq.node.exchange.inbox import receive
from mithaq.node.papers.certificate import Holder
from mithaq.node.papers.verify import Known
from tests.matters.instruments.negotiated import proposed
from tests.node.simulated import NOW, Simulated

pytestmark = pytest.mark.django_db

PERSON = {
    "name": "TESTNOM Canari",
    "name_ar": "كناري تجريبي",
    "titles": [{"language": "fr", "title": "Directeur général"}],
}


@pytest.fixture
def certificate():
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Head")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(NOW).not_valid_after(NOW + timedelta(days=9))
    return made.sign(key, hashes.SHA256())


def fingerprint(certificate) -> str:
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return sha256(public).hexdigest()


def test_a_head_is_known_by_what_its_authority_stated_in_a_text(paris, certificate):
    says = {"method": "certificate", "fingerprint": fingerprint(certificate)}
    proposed(paris).they("name-signatory", says=says, item="FR", body=PERSON)
    assert whose(certificate) == Known("FR", Holder.HEAD)


def test_whoever_states_the_key_of_another_does_not_become_its_holder(paris, certificate, monkeypatch):
    """A key is public: of two who claim it, nothing says which is right."""
    monkeypatch.setattr(heads, "_is_a_party", bool)
    says = {"method": "certificate", "fingerprint": fingerprint(certificate)}
    for party in (Simulated("ES").introduced(), paris):
        party.wire("propose-instrument", kind="instrument", says={})
        opening = party.entries[-1]
        wire = party.wire(
            "name-signatory", kind="instrument", matter=opening.id, after=(opening.id,), says=says
        )
        assert receive(wire, now=NOW).state == "kept"
    assert whose(certificate) is None


def test_what_is_stated_in_a_text_that_nobody_opened_says_whose_no_certificate_is(paris, certificate):
    paris.wire("propose-instrument", kind="instrument", says={})
    opening = paris.entries[-1]  # never arrives
    says = {"method": "certificate", "fingerprint": fingerprint(certificate)}
    wire = paris.wire("name-signatory", kind="instrument", matter=opening.id, after=(opening.id,), says=says)
    assert receive(wire, now=NOW).state == "kept"
    assert whose(certificate) is None
