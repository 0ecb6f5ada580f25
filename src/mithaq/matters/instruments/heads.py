"""Heads: a person's own certificate is known by what that person's authority has stated in an instrument.

The header that names a signatory carries the hash of the key, and nothing of the person; it is signed by the
authority, so nobody else is asked.
"""

from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mithaq.matters.instruments.shown import KIND
from mithaq.node.ledger import held
from mithaq.node.ledger.models import EntryRow
from mithaq.node.papers.certificate import Holder
from mithaq.node.papers.verify import Known
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.signing import CERTIFICATE


def whose(certificate: x509.Certificate) -> Known | None:
    """The authority that has named the holder of this certificate as its signatory; None if none has, or if
    several say so: a key is public, and whoever states it has not shown that it is theirs.
    """
    public = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    key = sha256(public).hexdigest()
    named = EntryRow.objects.filter(kind=KIND, step="name-signatory", by_hand=False)
    entries = (held.read(bytes(header)) for header in named.values_list("header", flat=True))
    authors = {
        entry.author
        for entry in entries
        if entry.says.get("fingerprint") == key
        and entry.says.get("method") == CERTIFICATE
        and _is_a_party(entry)
    }
    return Known(authors.pop(), Holder.HEAD) if len(authors) == 1 else None


def _is_a_party(entry: Entry) -> bool:
    """Whether its author negotiates that text: a statement in a text nobody has opened says nothing."""
    opening = held.entry(entry.matter)
    return opening is not None and opening.kind == KIND and entry.author in opening.parties
