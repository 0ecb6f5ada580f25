"""What the log costs, beside the bare hashes it is made of.

    .venv/bin/python benchmarks/log.py

Goal: at least 3,000 entries a second through the log. The comparison is SHA-256 over 65
bytes, one a node, in the same run.
"""

from hashlib import sha256
from time import perf_counter

from mithaq.pact.ledger.log import (
    Frontier,
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_of_entry,
    verify_consistency,
    verify_inclusion,
)

SIZE = 200_000
HALF = SIZE // 2 + 1


def main() -> None:
    began = perf_counter()
    leaves = [leaf_of_entry(f"{number:064x}") for number in range(SIZE)]
    hashed = perf_counter() - began

    began = perf_counter()
    frontier, halfway = Frontier(), b""
    for number, leaf in enumerate(leaves, start=1):
        frontier.append(leaf)
        if number == HALF:
            halfway = frontier.root()
    root = frontier.root()
    appended = perf_counter() - began

    began = perf_counter()
    for left, right in zip(leaves, reversed(leaves), strict=True):
        sha256(b"\x01" + left + right).digest()
    bare = perf_counter() - began

    began = perf_counter()
    proof = inclusion_proof(HALF, SIZE, leaves)
    proved = perf_counter() - began
    began = perf_counter()
    tree = Tree(leaves)
    built = perf_counter() - began
    began = perf_counter()
    for leaf in range(0, SIZE, SIZE // 1000):
        inclusion_proof(leaf, SIZE, tree)
    proved_in_tree = (perf_counter() - began) / 1000
    earlier = consistency_proof(HALF, SIZE, leaves)

    began = perf_counter()
    for _ in range(1000):
        verify_inclusion(leaves[HALF], leaf=HALF, size=SIZE, proof=proof, root_is=root)
    verified = (perf_counter() - began) / 1000
    verify_consistency(earlier=HALF, later=SIZE, proof=earlier, earlier_root=halfway, later_root=root)

    print(f"leaves   {SIZE / hashed:10,.0f} a second")
    rates = f"bare hashes {SIZE / bare:,.0f}, ratio {appended / bare:.2f}"
    print(f"append   {SIZE / appended:10,.0f} a second   {rates}")
    print(
        f"prove    {proved * 1e3:10.0f} ms for one of {SIZE:,}, from leaf hashes alone: {len(proof)} hashes"
    )
    print(f"tree     {built * 1e3:10.0f} ms to build, then {proved_in_tree * 1e6:.0f} µs a proof")
    print(f"verify   {verified * 1e6:10.1f} µs for one inclusion")


if __name__ == "__main__":
    main()
