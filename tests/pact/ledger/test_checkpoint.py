"""Checkpoints: signed by the log's keeper, cosigned by witnesses, in the form C2SP describes."""

import subprocess
from base64 import b64decode, b64encode
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.ledger.checkpoint import (
    LARGEST_CHECKPOINT,
    _key_id,
    cosign,
    origin_of,
    read_checkpoint,
    sign_checkpoint,
    verify_checkpoint,
    witness_name,
    write_checkpoint,
)
from mithaq.pact.ledger.errors import BadCheckpoint

AT = datetime(2026, 11, 23, 9, 0, 0, 999_999, tzinfo=UTC)
RABAT, PARIS, STRANGER = (Ed25519PrivateKey.from_private_bytes(bytes([number] * 32)) for number in (1, 2, 3))
ROOT = bytes(range(32))
BODY = write_checkpoint(origin_of("MA", "exchange"), 20852163, ROOT)
SIGNED = sign_checkpoint(BODY, RABAT)
COSIGNED = cosign(SIGNED, by="FR", key=PARIS, at=AT)


def raw(key):
    return key.public_key().public_bytes_raw()


KEYS = {"MA": [raw(RABAT)], "FR": [raw(PARIS)]}


def openssl_verifies(tmp_path, key, message, signature):
    """Ask another program; it knows nothing of our code or of our library."""
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for name, content in {"key": public, "message": message, "signature": signature}.items():
        (tmp_path / name).write_bytes(content)
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-rawin", "-inkey", "key", "-in", "message"]
    return subprocess.run([*command, "-sigfile", "signature"], cwd=tmp_path, check=False).returncode == 0


def test_a_checkpoint_is_three_lines_and_a_signature():
    body, _, signatures = SIGNED.partition("\n\n")
    assert body == "mithaq/MA/exchange\n20852163\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    assert signatures.startswith("— mithaq/MA/exchange ")


def test_a_checkpoint_is_verified_with_its_cosignature():
    witnessed = verify_checkpoint(COSIGNED, KEYS)
    assert (witnessed.checkpoint.size, witnessed.checkpoint.root) == (20852163, ROOT)
    assert witnessed.key == raw(RABAT)
    [cosignature] = witnessed.cosignatures
    assert (cosignature.by, cosignature.key) == ("FR", raw(PARIS))
    assert cosignature.at == AT.replace(microsecond=0)


def test_openssl_verifies_the_keepers_signature(tmp_path):
    signature = b64decode(SIGNED.split()[-1])[4:]
    assert openssl_verifies(tmp_path, RABAT, BODY.encode(), signature)
    assert not openssl_verifies(tmp_path, RABAT, BODY.encode() + b"\n", signature)


def test_openssl_verifies_the_cosignature_over_the_message_c2sp_describes(tmp_path):
    signature = b64decode(COSIGNED.split()[-1])
    seconds = int(AT.timestamp())
    assert signature[4:12] == seconds.to_bytes(8, "big")
    message = f"cosignature/v1\ntime {seconds}\n{BODY}".encode()
    assert openssl_verifies(tmp_path, PARIS, message, signature[12:])


def test_key_ids_are_those_of_the_go_checksum_database():
    # The example of golang.org/x/mod/sumdb/note: name, key id, then type and key in base64.
    name, key_id, encoded = ["PeterNeumann", "c74f20a3", "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"]
    kind_and_key = b64decode(encoded)
    assert _key_id(name, kind_and_key[:1], kind_and_key[1:]).hex() == key_id


def test_an_old_key_verifies_still():
    assert verify_checkpoint(SIGNED, {"MA": [raw(STRANGER), raw(RABAT)]}).key == raw(RABAT)


def test_a_signature_by_a_key_not_given_is_ignored():
    extended = cosign(COSIGNED, by="ES", key=STRANGER, at=AT)
    assert len(verify_checkpoint(extended, KEYS).cosignatures) == 1


def test_a_signature_of_a_kind_we_do_not_know_may_be_long_and_is_ignored():
    """ML-DSA cosignatures can come as further lines, without a new edition."""
    extended = COSIGNED + f"— mithaq/FR/witness {b64encode(bytes(4 + 8 + 3309)).decode()}\n"
    assert len(verify_checkpoint(extended, KEYS).cosignatures) == 1
    with pytest.raises(BadCheckpoint):
        verify_checkpoint(f"{COSIGNED}— x {b64encode(bytes(6300)).decode()}\n", KEYS)


@given(st.text())
def test_any_text_is_a_checkpoint_or_refused(text):
    with pytest.raises(BadCheckpoint):
        read_checkpoint(text)


@given(st.integers(0, len(COSIGNED) - 1), st.characters())
def test_one_changed_character_is_noticed(where, character):
    changed = COSIGNED[:where] + character + COSIGNED[where + 1 :]
    if changed == COSIGNED:
        return
    try:
        witnessed = verify_checkpoint(changed, KEYS)
    except BadCheckpoint:
        return
    # What a witness's line says may become unknown to us; nothing else may pass.
    assert witnessed.checkpoint.body == BODY
    assert witnessed.cosignatures == ()


ROOT_LINE = BODY.split("\n")[2]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param(BODY, "lines", id="not signed"),
        pytest.param(SIGNED[:-1], "lines", id="cut short"),
        pytest.param(SIGNED.replace("\n\n", "\nextension\n\n"), "lines", id="a fourth line"),
        pytest.param(SIGNED.replace("20852163", "020852163"), "origin or size", id="a leading nought"),
        pytest.param(SIGNED.replace("20852163", "-1"), "origin or size", id="a size below nought"),
        pytest.param(SIGNED.replace("mithaq/MA/", "mithaq/ma/"), "origin or size", id="no authority"),
        pytest.param(SIGNED.replace(ROOT_LINE, ROOT_LINE[:-2] + "9="), "base64", id="bits left over"),
        pytest.param(SIGNED.replace(ROOT_LINE, ROOT_LINE[:-4]), "root", id="a root too short"),
        pytest.param(SIGNED + "— x\n", "base64", id="a line that is no signature"),
        pytest.param(SIGNED + "— x AAAAAAAA\n" * 64, "too-many-signatures", id="too many signatures"),
        pytest.param("x" * (LARGEST_CHECKPOINT + 1), "too-large", id="too large"),
    ],
)
def test_a_named_attack_is_refused_for_its_reason(text, rule):
    with pytest.raises(BadCheckpoint) as refused:
        read_checkpoint(text)
    assert refused.value.facts == {"rule": rule}


def test_a_checkpoint_in_our_name_is_refused():
    forged = sign_checkpoint(BODY, STRANGER)
    with pytest.raises(BadCheckpoint) as refused:
        verify_checkpoint(forged, KEYS)
    assert refused.value.facts["rule"] == "not-signed-by-its-keeper"
    with pytest.raises(BadCheckpoint):
        verify_checkpoint(SIGNED, {"FR": [raw(RABAT)]})


def test_a_keepers_signature_moved_to_another_root_is_refused():
    moved = SIGNED.replace("AAECAwQF", "BBECAwQF")
    with pytest.raises(BadCheckpoint) as refused:
        verify_checkpoint(moved, KEYS)
    assert refused.value.facts["rule"] == "signature"


def test_a_cosignature_dated_otherwise_is_refused():
    name, encoded = COSIGNED.splitlines()[-1].removeprefix("— ").split()
    assert name == witness_name("FR")
    later = COSIGNED.replace(encoded, encoded[:13] + ("A" if encoded[13] != "A" else "B") + encoded[14:])
    with pytest.raises(BadCheckpoint):
        verify_checkpoint(later, KEYS)


def test_a_cosignature_of_a_time_no_clock_shows_is_refused():
    far = cosign(SIGNED, by="FR", key=PARIS, at=datetime(2101, 1, 1, tzinfo=UTC))
    with pytest.raises(BadCheckpoint) as refused:
        verify_checkpoint(far, KEYS)
    assert refused.value.facts["rule"] == "time"


def test_what_is_no_checkpoint_is_our_own_mistake():
    with pytest.raises(ValueError, match="not a checkpoint"):
        write_checkpoint("elsewhere", 0, ROOT)
