"""Ours and the second implementation come to the same on what nobody froze, however odd it is."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.envelope import from_wire
from mithaq.pact.exchange.receipt import read_receipt
from mithaq.pact.ledger import log
from mithaq.pact.ledger.body import read_body
from mithaq.pact.ledger.checkpoint import verify_checkpoint
from mithaq.pact.ledger.entry import is_instant, read_entry
from mithaq.pact.ledger.order import equivocations, heads, in_order, missing
from tests.pact.ledger.entries import matters
from tests.vectors import second, second_log
from tests.vectors.frozen import vector
from tests.vectors.test_ours import CHECKPOINT_KEYS
from vectors.makers.notation import bytes_of, unbase64


def codes(ours, theirs, *arguments) -> list[str]:
    """What each answers: the code of a refusal, or nothing."""
    found = []
    for read in (ours, theirs):
        try:
            read(*arguments)
            found.append("")
        except MithaqError as error:
            found.append(error.code)
        except second.Refused as refused:
            found.append(refused.args[0])
    return found


def small(name: str, part: str) -> list[bytes]:
    """The good cases of a vector that are short enough to be changed at every place."""
    written = [bytes_of(case[part]) for case in vector(f"mithaq-1/{name}")["good"]]
    return [one for one in written if len(one) < 2000]


@st.composite
def altered(draw, originals: list[bytes]) -> bytes:
    """Bytes that were good, a few of them replaced, often by what means something in JSON."""
    written = bytearray(draw(st.sampled_from(originals)))
    marks = st.sampled_from(
        [
            b"0",
            b"-",
            b".",
            b"e",
            b'"',
            b"\\",
            b",",
            b":",
            b"[",
            b"]",
            b"{",
            b"}",
            b" ",
            b"null",
            b"true",
            b"\xc3\xa9",
        ]
    )
    for _ in range(draw(st.integers(1, 3))):
        where = draw(st.integers(0, len(written)))
        written[where : where + draw(st.integers(0, 3))] = draw(marks | st.binary(max_size=2))
    return bytes(written)


@given(altered(small("entries", "header")))
def test_headers(written):
    ours, theirs = codes(read_entry, second.read_header, written)
    assert ours == theirs


@given(altered(small("bodies", "body")) | st.binary())
def test_bodies(written):
    ours, theirs = codes(read_body, second.read_body, written)
    assert ours == theirs


@given(altered(small("receipts", "statement")))
def test_receipts(written):
    ours, theirs = codes(lambda statement: read_receipt(statement, b""), second.read_statement, written)
    assert ours == theirs


@given(altered([case["text"].encode() for case in vector("mithaq-1/checkpoints")["good"][:6]]))
def test_checkpoints(written):
    text = written.decode(errors="replace")
    ours, theirs = codes(verify_checkpoint, second_log.read_checkpoint, text, CHECKPOINT_KEYS)
    assert ours == theirs


@given(st.data())
def test_frames_of_envelopes(data):
    """Before signatures are looked at: after that, a changed byte is a bad signature to both."""
    wire = unbase64(vector("mithaq-1/envelopes")["good"][0]["wire"])
    written = bytearray(wire)
    where = data.draw(st.integers(0, 700) | st.integers(0, len(wire) - 1))
    written[where : where + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    ours, theirs = codes(from_wire, lambda wire: second.open_envelope(wire, "FR", {}, []), bytes(written))
    assert ours == theirs or (ours, theirs) == ("", "partners.unknown-key")


@given(matters(), st.randoms())
def test_order(held, random):
    stops = {"stop": -10}
    arrived = random.sample(held, len(held) - random.randint(0, len(held) // 2))
    assert second.order([entry.header for entry in arrived], stops) == {
        "order": [entry.id for entry in in_order(arrived, lambda entry: stops.get(entry.step, 0))],
        "heads": list(heads(arrived)),
        "missing": sorted(missing(arrived)),
        "told_twice": [list(pair) for pair in equivocations(arrived)],
    }


@pytest.mark.parametrize("size", [1, 2, 3, 31, 32, 33, 100])
def test_proofs_of_the_log(size):
    random = Random(size)
    leaves = [second_log.leaf(random.randbytes(8)) for _ in range(size)]
    whole = log.root(leaves)
    assert second_log.root(leaves) == whole
    for number in range(size):
        second_log.check_inclusion(
            leaves[number], number, size, log.inclusion_proof(number, size, leaves), whole
        )
    for earlier in range(size + 1):
        path = log.consistency_proof(earlier, size, leaves)
        second_log.check_consistency(earlier, size, path, (log.root(leaves[:earlier]), whole))


@given(st.integers(0, 9), st.integers(0, 9), st.lists(st.integers(0, 9), max_size=5), st.data())
def test_proofs_that_are_made_up(first, size, steps, data):
    """Paths of true and of odd hashes: what one accepts, the other accepts."""
    leaves = [second_log.leaf(bytes([number])) for number in range(9)]
    nodes = [*leaves, *(log.root(leaves[:size]) for size in range(10))]
    path = [nodes[step] for step in steps]
    of, top = data.draw(st.sampled_from(nodes)), data.draw(st.sampled_from(nodes))
    for good in (path, log.inclusion_proof(first, size, leaves) if first < size else path):
        ours = codes(
            lambda good: log.verify_inclusion(of, leaf=first, size=size, proof=good, root_is=top),
            lambda good: second_log.check_inclusion(of, first, size, good, top),
            good,
        )
        assert ours[0] == ours[1]
        ours = codes(
            lambda good: log.verify_consistency(
                earlier=first, later=size, proof=good, earlier_root=of, later_root=top
            ),
            lambda good: second_log.check_consistency(first, size, good, (of, top)),
            good,
        )
        assert ours[0] == ours[1]


@given(
    st.from_regex(
        r"2[01][0-9]{2}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]\.[0-9]{3}Z\n?", fullmatch=True
    )
)
def test_instants(text):
    assert is_instant(text) == (second.instant(text) is not None)
