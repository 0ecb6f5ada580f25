"""Examining a PDF that somebody else made: what is signed in it, and whether it is still what was signed.

Nothing is trusted and nothing is known here: certificates are handed back as they came. Run
as a program, it reads a file from its input and writes what it found as JSON, within bounds
of memory and time that it sets itself before the first byte is parsed: whatever the bytes,
there is an answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64encode
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mithaq.node.papers.limits import (
    LARGEST_PDF,
    LARGEST_SIGNATURE,
    MOST_MEMORY,
    MOST_REVISIONS,
    MOST_SECONDS,
    MOST_SIGNATURES,
)

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import EmbeddedPdfSignature

CONTENT_HASH = "mithaq-content-"

# What became of what a signature covers.
WHOLE, CHANGED, SAVED_ANEW, NOT_UNDERSTOOD = "whole", "changed", "saved-anew", "not-understood"
# What was added behind it.
NOTHING, SIGNATURES, MORE = "nothing", "signatures", "more"
DIGESTS = frozenset({"sha256", "sha384", "sha512"})


@dataclass(frozen=True, slots=True)
class Found:
    """One signature as it stands in the file."""

    field: str
    certificate: str  # DER in base64; "" if it was not understood
    at: str  # as the signer says, ISO 8601; "" if nothing is said
    covered: str
    added: str
    certifies: bool


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file holds. `rule` says why it is no PDF that can be read; "" if it is one."""

    rule: str = ""
    title: str = ""
    content_hash: str = ""
    signatures: tuple[Found, ...] = ()


def examine(pdf: bytes) -> Examined:
    """What is signed in a file; an answer whatever the bytes."""
    if len(pdf) > LARGEST_PDF:
        return Examined(rule="too-large")
    if b"%PDF-" not in pdf[:1024]:
        return Examined(rule="not-a-pdf")
    try:
        return _examined(pdf)
    except Exception:  # what a stranger's bytes make a parser raise is not known beforehand
        return Examined(rule="not-understood")


def examine_apart(pdf: bytes) -> Examined:
    """The same, in a process of its own: what brings that one down leaves this one standing."""
    if len(pdf) > LARGEST_PDF:
        return Examined(rule="too-large")
    program = [sys.executable, "-m", __name__]
    try:
        ran = subprocess.run(  # noqa: S603 - our own module; the file goes in as its input
            program, input=pdf, capture_output=True, timeout=MOST_SECONDS, check=True
        )
        said: dict[str, Any] = json.loads(ran.stdout)
    except (subprocess.SubprocessError, ValueError):
        return Examined(rule="too-much-inside")
    found = tuple(Found(**each) for each in said.pop("signatures"))
    return Examined(**said, signatures=found)


def _examined(pdf: bytes) -> Examined:
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(BytesIO(pdf))
    if reader.encrypted:
        return Examined(rule="encrypted")
    if reader.total_revisions > MOST_REVISIONS:
        return Examined(rule="too-many-revisions")
    signatures = list(reader.embedded_regular_signatures)
    if len(signatures) > MOST_SIGNATURES:
        return Examined(rule="too-many-signatures")
    title, content_hash = _said(reader)
    last = len(signatures) - 1
    found = tuple(_found(each, pdf, is_last=place == last) for place, each in enumerate(signatures))
    return Examined("", title, content_hash, found)


def _said(reader: PdfFileReader) -> tuple[str, str]:
    """The title, and the hash of the content, as the file was first made."""
    first = reader.get_historical_resolver(0)
    if "/Info" not in first.trailer_view:
        return "", ""
    info = first.trailer_view["/Info"]
    keywords = str(info.get("/Keywords", ""))
    named = (word for word in keywords.replace(",", " ").split() if word.startswith(CONTENT_HASH))
    return str(info.get("/Title", ""))[:300], next(named, "").removeprefix(CONTENT_HASH)[:128]


def _found(signature: EmbeddedPdfSignature, pdf: bytes, *, is_last: bool) -> Found:
    field = str(signature.field_name)[:100]
    if len(signature.pkcs7_content) > LARGEST_SIGNATURE:
        return Found(field, "", "", NOT_UNDERSTOOD, MORE, False)
    said = ""
    try:
        at = signature.self_reported_timestamp
        said = at.isoformat() if at and at.tzinfo else ""
        certifies = signature.docmdp_level is not None
        covered, added = _covered(signature, pdf), _added(signature, is_last=is_last)
        der = signature.signer_cert.dump()
    except Exception:  # as above: one signature that is not understood leaves the others readable
        return Found(field, "", said, NOT_UNDERSTOOD, MORE, False)
    return Found(field, b64encode(der).decode(), said, covered, added, certifies)


def _covered(signature: EmbeddedPdfSignature, pdf: bytes) -> str:
    """Whether the bytes a signature covers are still those that were signed."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    if not _lines_up(signature, pdf):
        return SAVED_ANEW
    if signature.md_algorithm not in DIGESTS or not _is_as_written(signature):
        return NOT_UNDERSTOOD
    intact, valid = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=signature.compute_digest(),
    )
    return WHOLE if intact and valid else CHANGED


def _is_as_written(signature: EmbeddedPdfSignature) -> bool:
    """Are those few bytes around a signature that nothing else covers what RFC 5652 makes of the rest?"""
    signed, signer = signature.signed_data, signature.signer_info
    by_serial = signer["sid"].name == "issuer_and_serial_number"
    version = "v1" if by_serial else "v3"
    if by_serial and signer["sid"].chosen["issuer"].dump() != signature.signer_cert.issuer.dump():
        return False
    digests = [each.dump() for each in signed["digest_algorithms"]]
    versions = {signed["version"].native, signer["version"].native}
    return bool(versions == {version} and digests == [signer["digest_algorithm"].dump()])


def _lines_up(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Does the gap in what is signed hold exactly the signature? Not after the file was written anew."""
    byte_range = [int(number) for number in signature.byte_range]
    if len(byte_range) != 4 or byte_range[0] != 0 or min(byte_range) < 0:
        return False
    _, begins, goes_on, rest = byte_range
    gap = pdf[begins:goes_on]
    try:
        held = bytes.fromhex(gap[1:-1].decode("ascii"))
    except ValueError:
        return False
    framed = gap[:1] == b"<" and gap[-1:] == b">" and goes_on + rest <= len(pdf)
    one_spelling = gap in {gap.upper(), gap.lower()}
    return framed and one_spelling and held == signature.pkcs7_content and _is_der(held)


def _is_der(held: bytes) -> bool:
    """Is it one DER encoding, with the empty space behind it that was kept free?"""
    from asn1crypto.cms import ContentInfo

    written = ContentInfo.load(held).dump(force=True)
    return held.startswith(written) and not any(held[len(written) :])


def _added(signature: EmbeddedPdfSignature, *, is_last: bool) -> str:
    """What stands behind what a signature covers: nothing, further signatures alone, or more."""
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    signature.compute_integrity_info()  # type: ignore[no-untyped-call]
    summary = signature.summarise_integrity_info()
    if summary["coverage"] is SignatureCoverageLevel.ENTIRE_FILE:
        return NOTHING
    return SIGNATURES if summary["docmdp_ok"] and not is_last else MORE


def main() -> None:
    """Examine what comes in at the input."""
    _bound_ourselves()
    found = examine(sys.stdin.buffer.read(LARGEST_PDF + 1))
    sys.stdout.write(json.dumps(asdict(found)))


def _bound_ourselves() -> None:
    try:
        import resource
    except ImportError:
        return  # not Unix: the bound in seconds is kept by whoever started this
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


if __name__ == "__main__":
    main()
