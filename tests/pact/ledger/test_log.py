"""The log, against the text of RFC 6962 and its published vectors."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.ledger.errors import LogRewritten, Malformed, NotInLog
from mithaq.pact.ledger.log import (
    EMPTY_ROOT,
    Frontier,
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    leaf_of_checkpoint,
    leaf_of_entry,
    leaf_of_receipt,
    root,
    verify_consistency,
    verify_inclusion,
)

# The test data of Certificate Transparency: github.com/google/certificate-transparency, cpp/merkletree.
PUBLISHED = [bytes.fromhex(leaf) for leaf in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
PUBLISHED_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
PUBLISHED_INCLUSION = {  # (leaf, size)
    (0, 8): ["96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
             "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"],
    (5, 8): ["bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
             "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
}  # fmt: skip
PUBLISHED_CONSISTENCY = {  # (earlier, later)
    (1, 8): PUBLISHED_INCLUSION[0, 8],
    (6, 8): ["0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
             "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
             "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"],
    (2, 5): ["5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
             "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"],
}  # fmt: skip

LOGS = st.lists(st.binary(max_size=3), max_size=40)


def largest_power_below(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def mth(d):
    """RFC 6962, section 2.1, word for word."""
    if len(d) == 0:
        return sha256(b"").digest()
    if len(d) == 1:
        return sha256(b"\x00" + d[0]).digest()
    k = largest_power_below(len(d))
    return sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m, d):
    """RFC 6962, section 2.1.1, word for word."""
    if len(d) == 1:
        return []
    k = largest_power_below(len(d))
    if m < k:
        return [*path(m, d[:k]), mth(d[k:])]
    return [*path(m - k, d[k:]), mth(d[:k])]


def subproof(m, d, b):
    """RFC 6962, section 2.1.2, word for word; PROOF(m, D) is SUBPROOF(m, D, true)."""
    if m == len(d):
        return [] if b else [mth(d)]
    k = largest_power_below(len(d))
    if m <= k:
        return [*subproof(m, d[:k], b), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


def hashes(recorded):
    return [leaf_hash(each) for each in recorded]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size):
    assert root(hashes(PUBLISHED[:size])).hex() == PUBLISHED_ROOTS[size - 1]


def test_the_root_of_nothing_is_the_published_one():
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(("leaf", "size"), PUBLISHED_INCLUSION)
def test_inclusion_proofs_are_the_published_ones(leaf, size):
    proof = inclusion_proof(leaf, size, hashes(PUBLISHED))
    assert [step.hex() for step in proof] == PUBLISHED_INCLUSION[leaf, size]


@pytest.mark.parametrize(("earlier", "later"), PUBLISHED_CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(earlier, later):
    proof = consistency_proof(earlier, later, hashes(PUBLISHED))
    assert [step.hex() for step in proof] == PUBLISHED_CONSISTENCY[earlier, later]


@given(LOGS)
def test_the_root_is_that_of_the_text(recorded):
    assert root(hashes(recorded)) == mth(recorded)


@given(LOGS.filter(bool), st.data())
def test_inclusion_is_that_of_the_text_and_holds(recorded, data):
    size = data.draw(st.integers(1, len(recorded)))
    leaf = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(leaf, size, hashes(recorded))
    assert proof == path(leaf, recorded[:size])
    verify_inclusion(
        leaf_hash(recorded[leaf]), leaf=leaf, size=size, proof=proof, root_is=mth(recorded[:size])
    )


@given(LOGS.filter(bool), st.data())
def test_consistency_is_that_of_the_text_and_holds(recorded, data):
    later = data.draw(st.integers(1, len(recorded)))
    earlier = data.draw(st.integers(1, later))
    proof = consistency_proof(earlier, later, hashes(recorded))
    assert proof == subproof(earlier, recorded[:later], True)
    verify_consistency(
        earlier=earlier,
        later=later,
        proof=proof,
        earlier_root=mth(recorded[:earlier]),
        later_root=mth(recorded[:later]),
    )


@given(LOGS.filter(bool), st.data())
def test_a_tree_makes_the_same_proofs(recorded, data):
    later = data.draw(st.integers(1, len(recorded)))
    earlier = data.draw(st.integers(0, later))
    leaf = data.draw(st.integers(0, later - 1))
    leaves = hashes(recorded)
    tree = Tree(leaves)
    assert len(tree) == len(recorded)
    assert tree.root(0, later) == mth(recorded[:later])
    assert inclusion_proof(leaf, later, tree) == inclusion_proof(leaf, later, leaves)
    assert consistency_proof(earlier, later, tree) == consistency_proof(earlier, later, leaves)


@given(LOGS.filter(bool), st.data())
def test_another_leaf_or_place_or_path_is_not_in_the_log(recorded, data):
    leaf = data.draw(st.integers(0, len(recorded) - 1))
    size = len(recorded)
    stated = {
        "leaf_is": leaf_hash(recorded[leaf]),
        "leaf": leaf,
        "proof": inclusion_proof(leaf, size, hashes(recorded)),
    }
    forged = stated | data.draw(
        st.fixed_dictionaries({"leaf_is": st.binary(min_size=32, max_size=32)})
        | st.fixed_dictionaries({"leaf": st.integers(-1, size + 1)})
        | st.fixed_dictionaries({"proof": st.lists(st.binary(min_size=32, max_size=32), max_size=7)})
    )
    if forged == stated:
        return
    # Only the same content recorded at a place that the same path leads to may pass.
    try:
        verify_inclusion(**forged, size=size, root_is=mth(recorded))
    except NotInLog:
        return
    assert recorded[forged["leaf"]] == recorded[leaf]
    assert path(forged["leaf"], recorded) == stated["proof"]


@given(LOGS.filter(lambda log: len(log) > 1), st.data())
def test_a_rewritten_log_is_not_consistent(recorded, data):
    earlier = data.draw(st.integers(1, len(recorded) - 1))
    changed = data.draw(st.integers(0, earlier - 1))
    rewritten = [*recorded]
    rewritten[changed] += b"!"
    for written in (recorded, rewritten):
        with pytest.raises(LogRewritten):
            verify_consistency(
                earlier=earlier,
                later=len(recorded),
                proof=consistency_proof(earlier, len(recorded), hashes(written)),
                earlier_root=mth(recorded[:earlier]),
                later_root=mth(rewritten),
            )


@given(
    st.integers(-1, 40), st.integers(-1, 40), st.lists(st.binary(min_size=32, max_size=32), max_size=8), LOGS
)
def test_an_invented_consistency_proof_is_refused(earlier, later, proof, recorded):
    with pytest.raises(LogRewritten):
        verify_consistency(
            earlier=earlier, later=later, proof=proof, earlier_root=b"1" * 32, later_root=b"2" * 32
        )


@pytest.mark.parametrize(
    ("earlier", "later", "length"),
    [
        pytest.param(3, 5, 0, id="no hashes"),
        pytest.param(4, 5, 9, id="hashes after the end"),
        pytest.param(6, 8, 9, id="hashes after the end, not one subtree"),
        pytest.param(6, 8, 1, id="hashes left out"),
    ],
)
def test_a_consistency_proof_of_the_wrong_length_is_refused(earlier, later, length):
    with pytest.raises(LogRewritten):
        verify_consistency(
            earlier=earlier,
            later=later,
            proof=[bytes(32)] * length,
            earlier_root=mth(PUBLISHED[:earlier]),
            later_root=mth(PUBLISHED[:later]),
        )


def test_the_empty_log_continues_into_any():
    verify_consistency(earlier=0, later=3, proof=[], earlier_root=EMPTY_ROOT, later_root=b"2" * 32)
    with pytest.raises(LogRewritten):
        verify_consistency(earlier=0, later=3, proof=[], earlier_root=b"1" * 32, later_root=b"2" * 32)


@pytest.mark.parametrize(("leaf", "size"), [(-1, 3), (3, 3), (0, 9), (0, 0)])
def test_no_proof_is_made_of_what_is_not_in_the_log(leaf, size):
    with pytest.raises(NotInLog):
        inclusion_proof(leaf, size, hashes(PUBLISHED))


def test_no_proof_is_made_backwards():
    with pytest.raises(NotInLog):
        consistency_proof(4, 3, hashes(PUBLISHED))
    assert consistency_proof(0, 3, hashes(PUBLISHED)) == []


@given(LOGS)
def test_a_frontier_written_and_read_goes_on_as_before(recorded):
    frontier = Frontier()
    for number, each in enumerate(recorded, start=1):
        frontier = Frontier.read(frontier.write())
        frontier.append(leaf_hash(each))
        assert frontier.root() == mth(recorded[:number])
    assert frontier.size == len(recorded)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("", id="nothing"),
        pytest.param('{"peaks":[],"size":1}', id="a peak too few"),
        pytest.param('{"peaks":["00"],"size":1}', id="a peak too short"),
        pytest.param('{"peaks":["zz"],"size":1}', id="a peak that is no hash"),
        pytest.param('{"peaks":[],"size":-1}', id="a size below nought"),
        pytest.param('{"size":0}', id="no peaks"),
        pytest.param('{"peaks":1,"size":1}', id="peaks a number"),
    ],
)
def test_what_is_no_frontier_is_refused(written):
    with pytest.raises(Malformed):
        Frontier.read(written)


def test_what_is_recorded_is_told_apart_by_sort():
    digest = "0" * 64
    leaves = {leaf_of_entry(digest), leaf_of_receipt(b"x"), leaf_of_checkpoint("x"), leaf_hash(b"x")}
    assert len(leaves) == 4
    assert leaf_of_entry(digest) == sha256(b"\x00entry " + b"0" * 64).digest()
    assert leaf_of_receipt(b"x") == sha256(b"\x00receipt " + sha256(b"x").hexdigest().encode()).digest()
