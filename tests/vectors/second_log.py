"""The second implementation, continued: proofs of the log (log.md) and checkpoints (checkpoint.md).

Proofs are checked from the top down, by the definition of the tree, and not by the loop of RFC 9162.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.vectors.second import AUTHORITY, Json, Refused, check, from_leaf, leaf, node, split, unbase64

__all__ = ["leaf"]  # with what is read from here


def root(leaves: list[bytes]) -> bytes:
    if len(leaves) <= 1:
        return leaves[0] if leaves else hashlib.sha256().digest()
    return node(root(leaves[: split(len(leaves))]), root(leaves[split(len(leaves)) :]))


def peaks(leaves: list[bytes]) -> list[bytes]:
    """The roots of the complete subtrees, largest first."""
    size = 1 << len(leaves).bit_length() - 1 if leaves else 0
    return [root(leaves[:size]), *peaks(leaves[size:])] if leaves else []


def check_inclusion(of: bytes, number: int, size: int, path: list[bytes], root_is: bytes) -> None:
    check(0 <= number < size and from_leaf(of, number, size, path) == root_is, "ledger.not-in-log")


def check_consistency(earlier: int, later: int, path: list[bytes], roots: tuple[bytes, bytes]) -> None:
    if earlier in (0, later):
        stands = not path and roots[0] == (roots[1] if earlier else root([]))
    else:
        stands = 0 < earlier < later and _continued(earlier, later, path, roots[:1]) == roots
    check(stands, "ledger.log-rewritten")


def _continued(
    earlier: int, later: int, path: list[bytes], known: tuple[bytes, ...]
) -> tuple[bytes, bytes] | None:
    """Both roots to which a path leads; `known` is the earlier one, while its log is the whole left edge."""
    if earlier == later or not path:
        same = known or tuple(path)
        return (same[0], same[0]) if earlier == later and len(same) == 1 and not (known and path) else None
    middle, step = split(later), path[-1]
    if earlier <= middle:
        below = _continued(earlier, middle, path[:-1], known)
        return below and (below[0], node(below[1], step))
    below = _continued(earlier - middle, later - middle, path[:-1], ())
    return below and (node(step, below[0]), node(step, below[1]))


def read_checkpoint(text: str, keys: Mapping[str, Iterable[bytes]]) -> Json:
    """What a checkpoint says, and who signed it (checkpoint.md); keys are Ed25519, by authority."""
    code = "ledger.bad-checkpoint"
    check(len(text) <= 16384 and "\n\n" in text and text.endswith("\n"), code)
    said, _, lines = text.partition("\n\n")
    found = re.fullmatch(rf"(mithaq/({AUTHORITY})/[a-z]{{1,16}})\n(0|[1-9][0-9]{{0,15}})\n([^\n]+)", said)
    signatures = [re.fullmatch(r"— ([^ +]{1,80}) ([^ ]{8,8000})", line) for line in lines[:-1].split("\n")]
    check(found and all(signatures) and len(signatures) <= 64, code)
    assert found
    origin, keeper, root_is = found[1], found[2], unbase64(found[4], code)
    check(len(root_is) == 32, code)
    known = {
        (f"mithaq/{by}/witness", _id(f"mithaq/{by}/witness", b"\4", key)): (by, key)
        for by, key in _each(keys)
    }
    known |= {(origin, _id(origin, b"\1", key)): ("", key) for by, key in _each(keys) if by == keeper}
    cosigned, signed_with = [], b""
    for name, signature in [(line[1], unbase64(line[2], code)) for line in signatures if line]:
        by, key = known.get((name, signature[:4]), ("", b""))
        if by:
            seconds = int.from_bytes(signature[4:12], "big")
            _verify(key, signature[12:], f"cosignature/v1\ntime {seconds}\n{said}\n")
            check(seconds <= 4102444800, code)
            cosigned.append({"by": by, "key": key.hex(), "at": datetime.fromtimestamp(seconds, UTC)})
        elif key:
            _verify(key, signature[4:], f"{said}\n")
            signed_with = key
    check(signed_with, code)
    whole = {"origin": origin, "size": int(found[3]), "root": root_is.hex()}
    return whole | {"signed_with": signed_with.hex(), "cosigned": cosigned}


def _each(keys: Mapping[str, Iterable[bytes]]) -> Iterator[tuple[str, bytes]]:
    return ((by, key) for by, held in keys.items() for key in held)


def _id(name: str, sort: bytes, key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + sort + key).digest()[:4]


def _verify(key: bytes, signature: bytes, message: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message.encode())
    except InvalidSignature:
        raise Refused("ledger.bad-checkpoint") from None
