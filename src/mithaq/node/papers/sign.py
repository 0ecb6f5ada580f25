"""Signing papers: PAdES, each signature added behind the last one, not a byte before it touched.

The first signature certifies the document and allows further signatures, nothing else; those
that follow approve it. pyHanko is imported when the first paper is signed.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from mithaq.node.papers.certificate import Certificate
from mithaq.node.papers.errors import NotSignable
from mithaq.node.papers.examine import MORE, WHOLE, examine_apart
from mithaq.node.papers.limits import MOST_SIGNATURES

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.signers import SimpleSigner


def sign_copy(pdf: bytes, certificate: Certificate, *, field: str, at: datetime, place: str = "") -> bytes:
    """The same file with one more signature at its end.

    `field` names the signature inside the file, once: an authority's code, or whose head it is.

    Raises: CertificateNotValidNow, NotSignable.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import PdfSignatureMetadata

    certificate.check_covers(at)
    _check_stands(pdf)
    try:
        writer, signed = _opened(pdf)
        if field in signed or len(signed) >= MOST_SIGNATURES:
            raise NotSignable(rule="signed-already" if field in signed else "too-many-signatures")
        said = PdfSignatureMetadata(
            field_name=field,
            md_algorithm="sha256",
            location=place or None,
            subfilter=SigSeedSubFilter.PADES,
            certify=not signed,
            docmdp_permissions=MDPPerm.FILL_FORMS,
            signer_key_usage={"digital_signature"},
        )
        return _signed_at(at, said, _signer(certificate), writer)
    except (PdfError, SigningError, ValueError, KeyError, TypeError) as error:
        raise NotSignable(rule=type(error).__name__) from error


def _check_stands(pdf: bytes) -> None:
    """Nobody signs under what is no longer what the others signed. Raises: NotSignable."""
    found = examine_apart(pdf)
    if found.rule:
        raise NotSignable(rule=found.rule)
    changed = any(each.covered != WHOLE or each.added == MORE for each in found.signatures)
    if changed:
        raise NotSignable(rule="changed-since-signed")


def _opened(pdf: bytes) -> tuple[IncrementalPdfFileWriter, set[str]]:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    return writer, {str(each.field_name) for each in writer.prev.embedded_signatures}


def _signer(certificate: Certificate) -> SimpleSigner:
    from asn1crypto.keys import PrivateKeyInfo
    from asn1crypto.x509 import Certificate as Asn1Certificate
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    key = certificate.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=Asn1Certificate.load(certificate.certificate.public_bytes(Encoding.DER)),
        signing_key=PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )


def _signed_at(at: datetime, said: Any, signer: SimpleSigner, writer: IncrementalPdfFileWriter) -> bytes:
    """Sign; the time in the signature is the node's, which pyHanko would take from the machine."""
    from pyhanko.sign.signers import PdfSigner

    class At(PdfSigner):
        def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = at
            return session

    out = BytesIO()
    At(said, signer=signer).sign_pdf(writer, output=out)
    return out.getvalue()
