"""The log: leaves, roots, frontiers and proofs; proofs that must fail; RFC 6962's own eight leaves."""

from collections.abc import Callable, Iterator
from hashlib import sha256

from mithaq.pact.ledger import log
from mithaq.pact.ledger.errors import LedgerError
from vectors.makers.notation import Json

SIZES = 20
PROVEN_WHOLE = 9  # every proof of every size up to here; one of each beyond
# The leaves with which implementations of Certificate Transparency are compared.
RFC_6962 = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]


def make() -> Json:
    """The content of log.json."""
    recorded = [_recorded(number) for number in range(SIZES)]
    hashes = [log.leaf_hash(what.encode()) for what in recorded]
    inclusion, consistency = list(_inclusions(hashes)), list(_consistencies(hashes))
    return {
        "leaves": [
            {"recorded": what, "hash": leaf.hex()} for what, leaf in zip(recorded, hashes, strict=True)
        ],
        "roots": [log.root(hashes[:size]).hex() for size in range(SIZES + 1)],
        "frontiers": [_frontier(hashes[:size]) for size in (0, 1, 2, 7, 8, SIZES)],
        "inclusion": inclusion,
        "consistency": consistency,
        "refused_inclusion": list(_bad_inclusions(inclusion)),
        "refused_consistency": list(_bad_consistencies(consistency, hashes)),
        "rfc6962": {
            "leaves": RFC_6962,
            "roots": [
                log.root([log.leaf_hash(bytes.fromhex(leaf)) for leaf in RFC_6962[:size]]).hex()
                for size in range(len(RFC_6962) + 1)
            ],
        },
    }


def _recorded(number: int) -> str:
    digest = sha256(f"mithaq vectors 1 leaf {number}".encode()).hexdigest()
    what = "checkpoint" if number % 7 == 6 else ("entry", "receipt")[number % 2]
    return f"{what} {digest}"


def _frontier(hashes: list[bytes]) -> str:
    frontier = log.Frontier()
    for leaf in hashes:
        frontier.append(leaf)
    return frontier.write()


def _inclusions(hashes: list[bytes]) -> Iterator[Json]:
    for size in range(1, SIZES + 1):
        for leaf in range(size) if size <= PROVEN_WHOLE else {0, size // 2, size - 1}:
            path = log.inclusion_proof(leaf, size, hashes)
            yield {
                "leaf": leaf, "size": size, "hash": hashes[leaf].hex(), "root": log.root(hashes[:size]).hex(),
                "path": [step.hex() for step in path],
            }  # fmt: skip


def _consistencies(hashes: list[bytes]) -> Iterator[Json]:
    for later in range(SIZES + 1):
        for earlier in range(later + 1) if later <= PROVEN_WHOLE else (1, 8, later // 2 + 1, later):
            path = log.consistency_proof(earlier, later, hashes)
            yield {
                "earlier": earlier, "later": later, "earlier_root": log.root(hashes[:earlier]).hex(),
                "later_root": log.root(hashes[:later]).hex(), "path": [step.hex() for step in path],
            }  # fmt: skip


def _bad_inclusions(good: list[Json]) -> Iterator[Json]:
    """Proofs of leaf 3 of 7, each with one thing changed."""
    proof = next(each for each in good if (each["leaf"], each["size"]) == (3, 7))
    path, zeros = proof["path"], "0" * 64
    changes: dict[str, Json] = {
        "another leaf's place": {"leaf": 2},
        "a place beyond the end": {"leaf": 7},
        "a place below nought": {"leaf": -1},
        "another size": {"size": 9},
        "another leaf": {"hash": zeros},
        "another root": {"root": zeros},
        "a step too few": {"path": path[:-1]},
        "a step too many": {"path": [*path, zeros]},
        "steps in another order": {"path": path[::-1]},
        "no step": {"path": []},
        "an empty log": {"leaf": 0, "size": 0, "path": []},
    }
    for name, changed in changes.items():
        yield _refused(name, check_inclusion, {**proof, **changed})


def _bad_consistencies(good: list[Json], hashes: list[bytes]) -> Iterator[Json]:
    """Proofs from 3 to 7 (and from a complete subtree, 4), each with one thing changed."""
    from_3 = next(each for each in good if (each["earlier"], each["later"]) == (3, 7))
    from_4 = next(each for each in good if (each["earlier"], each["later"]) == (4, 7))
    same = next(each for each in good if (each["earlier"], each["later"]) == (5, 5))
    path, zeros = from_3["path"], "0" * 64
    for name, changed in {
        "another earlier root": {**from_3, "earlier_root": zeros},
        "another later root": {**from_3, "later_root": zeros},
        "a step too few": {**from_3, "path": path[:-1]},
        "a step too many": {**from_3, "path": [*path, zeros]},
        "steps in another order": {**from_3, "path": path[::-1]},
        "no step": {**from_3, "path": []},
        "no step, from a complete subtree": {**from_4, "path": []},
        "backwards": {**from_3, "earlier": 7, "later": 3},
        "equal sizes, different roots": {**same, "later_root": zeros},
        "equal sizes, with a step": {**same, "path": [zeros]},
        "from nothing, with another root than that of nothing": {**from_3, "earlier": 0, "path": []},
        "from nothing, with a step": {
            **from_3, "earlier": 0, "earlier_root": log.EMPTY_ROOT.hex(), "path": [zeros],
        },
        "the last leaf changed": {**from_3, "later_root": log.root([*hashes[:6], bytes(32)]).hex()},
    }.items():  # fmt: skip
        yield _refused(name, check_consistency, changed)


def check_inclusion(case: Json) -> None:
    """Nothing, if the proof holds. Raises: NotInLog."""
    log.verify_inclusion(
        bytes.fromhex(case["hash"]), leaf=case["leaf"], size=case["size"], proof=path_of(case),
        root_is=bytes.fromhex(case["root"]),
    )  # fmt: skip


def check_consistency(case: Json) -> None:
    """Nothing, if the proof holds. Raises: LogRewritten."""
    log.verify_consistency(
        earlier=case["earlier"], later=case["later"], proof=path_of(case),
        earlier_root=bytes.fromhex(case["earlier_root"]), later_root=bytes.fromhex(case["later_root"]),
    )  # fmt: skip


def path_of(case: Json) -> list[bytes]:
    return [bytes.fromhex(step) for step in case["path"]]


def _refused(name: str, check: Callable[[Json], None], case: Json) -> Json:
    try:
        check(case)
    except LedgerError as error:
        return {"name": name, "code": error.code, **case}
    raise AssertionError(f"not refused: {name}")
