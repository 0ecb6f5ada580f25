"""Together: one signature for many statements, of which each can be shown alone.

A signature that also withstands a quantum computer takes longer than anything else that is done with what it
is for. So whoever makes many statements at once signs the root of a Merkle tree over them (hashed as in the
log), and gives with each the few hashes that tie it to that root. What is shown tells nothing of the others.

A signature of many never passes for one of a single statement: its context is another.

Source: RFC 6962, section 2.1; draft-ietf-ntp-roughtime signs the answers to many questions in the same way.
"""

from collections.abc import Sequence
from functools import lru_cache

from mithaq.pact.exchange import keys
from mithaq.pact.exchange.keys import SIGNATURE_BYTES, PublicKeys, Signer
from mithaq.pact.ledger.errors import NotInLog
from mithaq.pact.ledger.log import HASH_BYTES, Tree, inclusion_proof, leaf_hash, root_by

MOST = 64  # statements
PLACE_BYTES = 2
LARGEST = SIGNATURE_BYTES + PLACE_BYTES + (MOST - 1).bit_length() * HASH_BYTES  # bytes


def sign_together(statements: Sequence[bytes], signer: Signer, context: bytes) -> list[bytes]:
    """A signature for each of these statements, at most 64, made at once.

    Shape: of a single one, its signature; of more, the signature of all, then two bytes, the place of the
    statement (from 0) and how many there are, then the hashes that tie it to the root, lowest first.
    """
    if len(statements) == 1:
        return [signer.sign(statements[0], context)]
    size = len(statements)
    assert size <= MOST
    tree = Tree([leaf_hash(each) for each in statements])
    signature = signer.sign(_of_all(size, tree.root(0, size)), _many(context))
    return [
        signature + bytes((place, size)) + b"".join(inclusion_proof(place, size, tree))
        for place in range(size)
    ]


def is_signed(public: PublicKeys, statement: bytes, signature: bytes, context: bytes) -> bool:
    """Whether a statement is signed, alone or together with others; whatever the bytes of the signature."""
    if len(signature) == SIGNATURE_BYTES:
        return keys.is_signed(public, statement, signature, context)
    of_all, place = signature[:SIGNATURE_BYTES], signature[SIGNATURE_BYTES : SIGNATURE_BYTES + PLACE_BYTES]
    hashes = signature[SIGNATURE_BYTES + PLACE_BYTES :]
    if len(place) != PLACE_BYTES or len(signature) > LARGEST or len(hashes) % HASH_BYTES:
        return False
    proof = [hashes[start : start + HASH_BYTES] for start in range(0, len(hashes), HASH_BYTES)]
    try:
        root = root_by(leaf_hash(statement), leaf=place[0], size=place[1], proof=proof)
    except NotInLog:
        return False
    return 1 < place[1] <= MOST and _is_signed_once(public, _of_all(place[1], root), of_all, _many(context))


@lru_cache(maxsize=256)
def _is_signed_once(public: PublicKeys, statement: bytes, signature: bytes, context: bytes) -> bool:
    """The same for all that was signed at once: what comes in one post is verified one by one."""
    return keys.is_signed(public, statement, signature, context)


def _of_all(size: int, root: bytes) -> bytes:
    """What is signed for many: how many they are, as one byte, and their root."""
    return bytes((size,)) + root


def _many(context: bytes) -> bytes:
    """The context of many statements, of which each has this one."""
    return context + b" of many"
