"""Certificates: made, vouched for by the node's keys, kept like them, read from strangers."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from hypothesis import given
from hypothesis import strategies as st

from mithaq.node import clock
from mithaq.node.papers import certificate, own
from mithaq.node.papers.errors import BadCertificate, NoCertificate
from mithaq.node.partners import own as own_keys
from mithaq.pact.exchange.errors import KeyFileClosed
from tests.node.papers import signed as made
from tests.node.partners.cards import own_keys_in
from tests.pact.exchange.parties import AT, PARIS, RABAT


@pytest.fixture
def ourselves(tmp_path, settings):
    settings.KEY_FILE, _ = own_keys_in(tmp_path)
    return settings.KEY_FILE.parent


def test_an_authoritys_keys_give_their_word_for_its_certificate():
    word = certificate.vouching(made.certificate_of("MA").certificate)
    assert word.authority == "MA"
    assert word.stands(RABAT.public())
    assert not word.stands(PARIS.public())


def test_the_word_is_for_this_key_and_this_period():
    one, other = (certificate.make("MA", "x", signer=RABAT, now=AT) for _ in range(2))
    words = [certificate.vouching(each.certificate) for each in (one, other)]
    assert words[0].statement != words[1].statement
    swapped = certificate.Vouching("MA", words[0].key, words[0].statement, words[1].signature)
    assert not swapped.stands(RABAT.public())


def test_a_certificate_is_made_kept_sealed_and_found_again(ourselves):
    now = clock.now()
    with pytest.raises(NoCertificate):
        own.own_certificate(now)
    first = own.make_certificate(now)
    assert own.own_certificate(now).fingerprint == first.fingerprint
    second = own.make_certificate(now + timedelta(seconds=5))
    assert own.own_certificate(now + timedelta(seconds=6)).fingerprint == second.fingerprint
    assert [each.fingerprint for each in own.own_certificates()] == [first.fingerprint, second.fingerprint]
    word = certificate.vouching(second.certificate)
    assert word.stands(own_keys.signing_key(now).public())


def test_the_private_key_rests_sealed_for_this_user_alone(ourselves, settings):
    made_now = own.make_certificate(clock.now())
    file = ourselves / "papers.keys"
    assert file.stat().st_mode & 0o777 == 0o600
    secret = made_now.key.private_numbers().private_value.to_bytes(32, "big")
    assert secret not in file.read_bytes()
    assert b"PRIVATE" not in (ourselves / f"{made_now.fingerprint}.crt").read_bytes()
    settings.KEY_PASSPHRASE = "another"
    with pytest.raises(KeyFileClosed):
        own.own_certificates()


def test_a_heads_own_certificate_comes_as_a_file_with_a_passphrase():
    held = made.certificate_of("FR")
    packed = serialize_key_and_certificates(
        b"head", held.key, held.certificate, None, BestAvailableEncryption(b"between us")
    )
    assert certificate.read_pkcs12(packed, "between us").fingerprint == held.fingerprint
    with pytest.raises(BadCertificate):
        certificate.read_pkcs12(packed, "guessed")


@given(st.binary(max_size=400))
def test_any_bytes_are_a_certificate_or_refused(content):
    for read in (certificate.read_certificate, lambda it: certificate.read_pkcs12(it, "x")):
        with pytest.raises(BadCertificate):
            read(content)


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_a_certificate_is_read_from_either_form(encoding):
    held = made.certificate_of("MA").certificate
    assert certificate.fingerprint(certificate.read_certificate(held.public_bytes(encoding))) == (
        made.certificate_of("MA").fingerprint
    )
