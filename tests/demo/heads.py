"""The text of the demonstration's plan as its heads sign it; run as a program, new keys and signatures.

    python -m tests.demo.heads

Each key signs the two statements and is destroyed with the process. Whoever changes a word of the text in
`00-signed-text.toml` puts what this prints in the place of what stands there, and the hash into the plan.
"""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from mithaq.demo.script import MATTERS
from mithaq.pact.exchange import signatory
from mithaq.pact.rules.articles import texts_of
from mithaq.pact.rules.content import Part, content_hash

TEXT = "00-signed-text"
HEADS = ("Ouazzani Hassan", "Rouvray Étienne")
TERMS = ("authentic", "duration_months", "notice_months", "sort")


def acts() -> list[dict[str, Any]]:
    """Every act of the matter, answers left out."""
    told = tomllib.loads((MATTERS / f"{TEXT}.toml").read_text("utf-8"))
    return list(told["act"])


def hash_of_text() -> str:
    """The hash of the text the acts come to, counted without folding them."""
    opening: Mapping[str, Any] = next(act["says"] for act in acts() if act["step"] == "propose-instrument")
    parts = [Part(-2, texts_of(opening)), Part(-1, texts_of(opening, heading="entry_rule", text="closing"))]
    parts += [
        Part(act["says"]["number"], texts_of(act["says"])) for act in acts() if act["step"] == "add-article"
    ]
    terms = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in opening.items()
        if name in TERMS
    }
    return content_hash(opening["languages"], parts, terms)


def certificate(name: str, key: ec.EllipticCurvePrivateKey) -> str:
    """A head's own certificate, issued by nobody else: whose it is, the head's authority states."""
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    built = x509.CertificateBuilder(
        named, named, key.public_key(), x509.random_serial_number(),
        datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC),
    )  # fmt: skip
    return built.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM).decode()


def main() -> None:
    found = hash_of_text()
    print(found)
    for name in HEADS:
        key = ec.generate_private_key(ec.SECP256R1())
        print(certificate(name, key))
        for act in ("initial", "sign"):
            signed = key.sign(signatory.statement(act, found), ec.ECDSA(hashes.SHA256()))
            print(act, signatory.write_bytes(signed))


if __name__ == "__main__":
    main()
