"""What an envelope costs, beside the bare primitives in the same run.

    .venv/bin/python benchmarks/envelope.py

Goal: making and opening cost at most 1.25 times the primitives alone; one core carries well
over 110 entries a second, sealed, opened and receipted. Samples alternate between the two and
count processor time, so that a busy machine disturbs both alike. Figures are medians.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from mithaq.pact.exchange.envelope import from_wire, open_sealed, seal, sign_entry, to_wire, verify_signed
from mithaq.pact.exchange.keys import KeyPair
from mithaq.pact.exchange.receipt import make_receipt, verify_receipt
from mithaq.pact.ledger.body import commitment, encode_body
from mithaq.pact.ledger.entry import compose, read_entry

NOW = datetime.now(UTC)
RABAT, PARIS = KeyPair.make(NOW, timedelta(days=365)), KeyPair.make(NOW, timedelta(days=365))
BODY = encode_body({"narrative": "x" * 4000})
HPKE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
SAMPLES = 1000
GOAL = 1.25


def header(salt: bytes) -> bytes:
    return compose(
        kind="inquiry", edition=1, step="ask", author="MA", key=RABAT.fingerprint, at=NOW,
        parties=["FR", "MA"], to=["FR"], reference="MA-INQ-2026-00012", handling=["police-only"],
        body=commitment(salt, BODY), says={"urgency": "urgent", "grounds": ("a", "b"), "question_count": 3},
    )  # fmt: skip


def make() -> bytes:
    """Everything from the parts of a header to the bytes on the wire."""
    salt, content_key = os.urandom(32), os.urandom(32)
    signed = sign_entry(header(salt), RABAT)
    recipients = {"FR": PARIS.public()}
    return to_wire(seal(signed, salt=salt, body=BODY, content_key=content_key, recipients=recipients), "FR")


WIRE = make()
HEADER = from_wire(WIRE).signed.entry.header
ED25519, MLDSA = RABAT.signing_keys
ED25519_SIGNATURE, MLDSA_SIGNATURE = ED25519.sign(HEADER), MLDSA.sign(HEADER)
CIPHERTEXT = AESGCM(bytes(32)).encrypt(bytes(12), BODY, b"")
WRAP = HPKE.encrypt(bytes(32), PARIS.public().sealing_key, b"")
KEPT = make_receipt(entry="e" * 64, by="FR", at=NOW, heads=["e" * 64], signer=PARIS)


def make_bare() -> None:
    ED25519.sign(HEADER)
    MLDSA.sign(HEADER, b"")
    AESGCM(os.urandom(32)).encrypt(bytes(12), os.urandom(32) + BODY, b"")
    HPKE.encrypt(os.urandom(32), PARIS.public().sealing_key, b"")


def open_() -> None:
    """Everything from the bytes on the wire to the body, verified."""
    read_entry.cache_clear()  # a node reads each header for the first time
    envelope = from_wire(WIRE)
    verify_signed(envelope.signed, RABAT.public())
    open_sealed(envelope, me="FR", keypairs=[PARIS])


def open_bare() -> None:
    ed25519, mldsa = RABAT.public().verifying_keys
    ed25519.verify(ED25519_SIGNATURE, HEADER)
    mldsa.verify(MLDSA_SIGNATURE, HEADER, b"")
    AESGCM(bytes(32)).decrypt(bytes(12), CIPHERTEXT, b"")
    HPKE.decrypt(WRAP, PARIS.opening_key, b"")


def exchange() -> None:
    """One entry there and its receipt back, all on one core."""
    wire = make()
    read_entry.cache_clear()
    envelope = from_wire(wire)
    verify_signed(envelope.signed, RABAT.public())
    open_sealed(envelope, me="FR", keypairs=[PARIS])
    entry = envelope.signed.entry.id
    receipt = make_receipt(entry=entry, by="FR", at=NOW, heads=[entry], signer=PARIS)
    verify_receipt(receipt, PARIS.public())


def read() -> None:
    """One header, parsed and checked."""
    read_entry.cache_clear()
    read_entry(HEADER)


def seconds(*measured: Callable[[], object]) -> list[float]:
    """The median time of each, sampled in turn."""
    taken: list[list[float]] = [[] for _ in measured]
    for _ in range(SAMPLES):
        for times, each in zip(taken, measured, strict=True):
            began = process_time()
            each()
            times.append(process_time() - began)
    return [median(times) for times in taken]


def compare(name: str, ours: Callable[[], object], bare: Callable[[], object]) -> tuple[float, float]:
    """Both medians, printed."""
    taken, needed = seconds(ours, bare)
    print(f"{name:6}{taken * 1e6:8.0f} µs   primitives {needed * 1e6:6.0f} µs   ratio {taken / needed:.2f}")
    return taken, needed


def main() -> None:
    made, made_bare = compare("make", make, make_bare)
    opened, opened_bare = compare("open", open_, open_bare)
    both = (made + opened) / (made_bare + opened_bare)
    print(f"both   ratio {both:.2f}, goal {GOAL}: {'met' if both <= GOAL else 'missed'}")
    whole, parsed = seconds(exchange, read)
    print(f"read  {parsed * 1e6:8.0f} µs   a header of {len(HEADER)} bytes, parsed and checked")
    print(
        f"whole {whole * 1e6:8.0f} µs   made, opened and receipted: {1 / whole:.0f} entries a second a core"
    )
    print(f"wire  {len(WIRE):8d} bytes for a body of {len(BODY)}")


if __name__ == "__main__":
    main()
