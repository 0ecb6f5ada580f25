"""The log: a Merkle tree over everything recorded, so that nothing is taken out or slipped in.

Hashing as in RFC 6962: a leaf is SHA-256(0x00 ‖ what was recorded), a node
SHA-256(0x01 ‖ left ‖ right). Functions here take leaf *hashes*, oldest first; a root is
computed from them, and a few hashes tie one leaf, or an earlier root, to it.

Specified in docs/protocol/log.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Self

from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.errors import LogRewritten, Malformed, NotInLog

HASH_BYTES = 32
EMPTY_ROOT = sha256().digest()


def leaf_hash(recorded: bytes) -> bytes:
    """The hash of what was recorded."""
    return sha256(b"\x00" + recorded).digest()


def leaf_of_entry(entry_id: str) -> bytes:
    """The leaf hash of an entry. Shape: `entry_id` is 64 hexadecimal digits."""
    return leaf_hash(b"entry " + entry_id.encode())


def leaf_of_receipt(statement: bytes) -> bytes:
    """The leaf hash of a receipt, from the bytes its maker signed."""
    return leaf_hash(b"receipt " + sha256(statement).hexdigest().encode())


def leaf_of_checkpoint(text: str) -> bytes:
    """The leaf hash of another log's checkpoint, as signed by its keeper."""
    return leaf_hash(b"checkpoint " + sha256(text.encode()).hexdigest().encode())


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """The right edge of a growing log: enough to append and to tell the root, and no more.

    `peaks` are the roots of the complete subtrees, largest first: one for each bit set in `size`.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Add a leaf hash at the end."""
        peak = leaf
        size = self.size
        while size & 1:  # two complete subtrees of one size become one
            peak = node_hash(self.peaks.pop(), peak)
            size >>= 1
        self.peaks.append(peak)
        self.size += 1

    def root(self) -> bytes:
        """The root over all leaves so far."""
        return _joined(self.peaks)

    def write(self) -> str:
        """The frontier as JSON, to be kept beside the log."""
        return canonical.encode({"size": self.size, "peaks": [peak.hex() for peak in self.peaks]}).decode()

    @classmethod
    def read(cls, written: str) -> Self:
        """The frontier that `write` wrote. Raises: Malformed."""
        stated: dict[str, Any] = canonical.decode(
            written.encode(), what="frontier", largest=16 * 1024, deepest=2
        )
        try:
            size, peaks = int(stated["size"]), [bytes.fromhex(peak) for peak in stated["peaks"]]
        except (KeyError, TypeError, ValueError):
            raise Malformed(what="frontier", rule="peaks") from None
        if size < 0 or len(peaks) != size.bit_count() or any(len(peak) != HASH_BYTES for peak in peaks):
            raise Malformed(what="frontier", rule="peaks")
        return cls(size, peaks)


class Tree:
    """A log's leaf hashes with the roots of all complete subtrees, for making many proofs.

    Built in one pass; a proof then takes a few hashes instead of all of them.
    """

    def __init__(self, hashes: Sequence[bytes]) -> None:
        self._levels = [hashes]
        while len(below := self._levels[-1]) > 1:
            pairs = range(0, len(below) - 1, 2)
            self._levels.append([node_hash(below[left], below[left + 1]) for left in pairs])

    def __len__(self) -> int:
        return len(self._levels[0])

    def root(self, start: int, end: int) -> bytes:
        """The root over the leaves from `start` up to `end`; `start` as proofs split the log."""
        peaks = []
        while start < end:
            level = min((end - start).bit_length() - 1, (start & -start).bit_length() - 1 if start else 64)
            peaks.append(self._levels[level][start >> level])
            start += 1 << level
        return _joined(peaks)


def root(hashes: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, oldest first. Source: RFC 6962, section 2.1."""
    frontier = Frontier()
    for leaf in hashes:
        frontier.append(leaf)
    return frontier.root()


def inclusion_proof(leaf: int, size: int, hashes: Sequence[bytes] | Tree) -> list[bytes]:
    """The hashes that tie one leaf to the root over the first `size` leaves, lowest first.

    Shape: at most ⌈log2(size)⌉ hashes of 32 bytes; `hashes` are at least `size` leaf hashes, or the
    tree over them.
    Units: `leaf` counts from 0.
    Raises: NotInLog if `leaf` is not below `size`, or the log is not that long.
    Source: RFC 6962, section 2.1.1.
    """
    if not 0 <= leaf < size <= len(hashes):
        raise NotInLog(leaf=str(leaf), size=str(size))
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if leaf < middle:
            proof.append(_root(hashes, middle, end))
            end = middle
        else:
            proof.append(_root(hashes, start, middle))
            start = middle
    return proof[::-1]


def consistency_proof(earlier: int, later: int, hashes: Sequence[bytes] | Tree) -> list[bytes]:
    """The hashes that show the log of size `later` to continue the log of size `earlier`.

    Shape: at most ⌈log2(later)⌉ + 1 hashes; none if the sizes are equal or `earlier` is 0.
    Raises: NotInLog if `earlier` is above `later`, or the log is not that long.
    Source: RFC 6962, section 2.1.2.
    """
    if not 0 <= earlier <= later <= len(hashes):
        raise NotInLog(leaf=str(earlier), size=str(later))
    if earlier in (0, later):
        return []
    proof: list[bytes] = []
    start, end = 0, later
    whole = True  # whether the subtree reached so far is the earlier log itself
    while earlier != end:
        middle = start + _split(end - start)
        if earlier <= middle:
            proof.append(_root(hashes, middle, end))
            end = middle
        else:
            proof.append(_root(hashes, start, middle))
            start = middle
            whole = False
    if not whole:
        proof.append(_root(hashes, start, end))
    return proof[::-1]


def verify_inclusion(leaf_is: bytes, *, leaf: int, size: int, proof: Sequence[bytes], root_is: bytes) -> None:
    """Nothing, if the proof ties the leaf hash at this place to the root.

    Raises: NotInLog. Source: RFC 9162, section 2.1.3.2.
    """
    if root_by(leaf_is, leaf=leaf, size=size, proof=proof) != root_is:  # step 5
        raise NotInLog(leaf=str(leaf), size=str(size))


def root_by(leaf_is: bytes, *, leaf: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root over `size` leaves to which a proof leads from the leaf hash at this place.

    Raises: NotInLog if the proof is none for such a place. Source: RFC 9162, section 2.1.3.2.
    """
    refusal = NotInLog(leaf=str(leaf), size=str(size))
    if not 0 <= leaf < size:
        raise refusal
    place, last, reached = leaf, size - 1, leaf_is  # steps 2 and 3
    for neighbour in proof:  # step 4
        if last == 0:
            raise refusal
        if place & 1 or place == last:
            reached = node_hash(neighbour, reached)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, neighbour)
        place, last = place >> 1, last >> 1
    if last != 0:  # step 5
        raise refusal
    return reached


def verify_consistency(
    *, earlier: int, later: int, proof: Sequence[bytes], earlier_root: bytes, later_root: bytes
) -> None:
    """Nothing, if the proof shows the later log to continue the earlier one.

    Raises: LogRewritten. Source: RFC 9162, section 2.1.4.2.
    """
    refusal = LogRewritten(earlier=str(earlier), later=str(later))
    if not 0 <= earlier <= later:
        raise refusal
    if earlier in (0, later):
        expected = EMPTY_ROOT if earlier == 0 else later_root
        if proof or earlier_root != expected:
            raise refusal
        return
    path = list(proof)
    if earlier & (earlier - 1) == 0:  # step 2: the earlier log is one complete subtree
        path = [earlier_root, *path]
    if not path:  # step 1
        raise refusal
    place, last = earlier - 1, later - 1  # step 3
    while place & 1:  # step 4
        place, last = place >> 1, last >> 1
    old = new = path[0]  # step 5
    for neighbour in path[1:]:  # step 6
        if last == 0:
            raise refusal
        if place & 1 or place == last:
            old, new = node_hash(neighbour, old), node_hash(neighbour, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, neighbour)
        place, last = place >> 1, last >> 1
    if last != 0 or old != earlier_root or new != later_root:  # step 7
        raise refusal


def _root(hashes: Sequence[bytes] | Tree, start: int, end: int) -> bytes:
    return hashes.root(start, end) if isinstance(hashes, Tree) else root(hashes[start:end])


def _joined(peaks: Sequence[bytes]) -> bytes:
    """The root over complete subtrees, largest first."""
    if not peaks:
        return EMPTY_ROOT
    joined = peaks[-1]
    for peak in reversed(peaks[:-1]):
        joined = node_hash(peak, joined)
    return joined


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1
