"""Attachments: a file comes back whole or not at all, and the signed header answers for every byte."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.exchange import attachment
from mithaq.pact.exchange.attachment import (
    CHUNK_BYTES,
    LARGEST_FILE,
    MOST_FILES,
    attachments_of,
    chunk_name,
    chunks_of,
    digests,
    manifests_in,
    open_chunk,
    open_file,
    read_manifest,
    seal_file,
)
from mithaq.pact.exchange.errors import AttachmentUnmatched, BadAttachment, ChunkUnmatched
from mithaq.pact.ledger.body import encode_body, read_body
from tests.pact.exchange.parties import SALT, signed

SMALL = 64  # bytes a chunk, where a property wants many chunks


@pytest.fixture(autouse=True, scope="module")
def small_chunks():
    """Chunks of 64 bytes, so that files of many chunks stay small; `test_a_real_chunk…` puts them back."""
    patch = pytest.MonkeyPatch()
    patch.setattr(attachment, "CHUNK_BYTES", SMALL)
    patch.setattr(attachment, "LARGEST_FILE", SMALL * attachment.MOST_CHUNKS)
    yield
    patch.undo()


def a_file(content=b"a photograph", name="صورة.jpg", mime="image/jpeg"):
    manifest, chunks = seal_file(content, name=name, mime=mime)
    return manifest, [chunk.ciphertext for chunk in chunks]


CONTENTS = st.binary(min_size=1, max_size=SMALL * 8)


@given(CONTENTS)
def test_sealed_then_opened_is_the_same(content):
    manifest, chunks = a_file(content)
    assert b"".join(open_file(manifest, chunks)) == content
    assert read_manifest(manifest.stated()) == manifest
    assert [chunk_name(each) for each in chunks] == list(manifest.chunks)


@given(CONTENTS, st.data())
def test_a_chunk_with_any_bit_flipped_is_refused(content, data):
    manifest, chunks = a_file(content)
    number = data.draw(st.integers(0, len(chunks) - 1))
    at = data.draw(st.integers(0, len(chunks[number]) - 1))
    flipped = bytearray(chunks[number])
    flipped[at] ^= 1 << data.draw(st.integers(0, 7))
    for named in (manifest, _renamed(manifest, number, bytes(flipped))):
        with pytest.raises(ChunkUnmatched):
            open_chunk(named, number, bytes(flipped))


@given(st.binary(min_size=SMALL * 2, max_size=SMALL * 8), st.data())
def test_chunks_swapped_left_out_or_repeated_are_refused(content, data):
    manifest, chunks = a_file(content)
    one, other = data.draw(st.lists(st.integers(0, len(chunks) - 1), min_size=2, max_size=2, unique=True))
    swapped = list(chunks)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    repeated = [*chunks[: one + 1], *chunks[one:]]
    for wrong in (
        swapped,
        repeated,
        chunks[:one] + chunks[one + 1 :],
        chunks[:-1],
        [*chunks, chunks[-1]],
        [],
    ):
        with pytest.raises(ChunkUnmatched):
            list(open_file(manifest, wrong))


@given(st.binary(min_size=SMALL * 2, max_size=SMALL * 8))
def test_a_manifest_that_names_chunks_in_another_order_or_fewer_opens_nothing(content):
    """Whoever holds the key cannot make another file of the same chunks either."""
    manifest, chunks = a_file(content)
    turned = replace(manifest, chunks=manifest.chunks[::-1])
    with pytest.raises(ChunkUnmatched):
        list(open_file(turned, chunks[::-1]))
    shorter = replace(manifest, chunks=manifest.chunks[:1], size_bytes=SMALL)
    with pytest.raises(ChunkUnmatched):
        list(open_file(shorter, chunks[:1]))


def test_a_chunk_of_another_file_is_refused():
    (first, _), (_, others) = a_file(b"a" * 200), a_file(b"b" * 200)
    with pytest.raises(ChunkUnmatched):
        open_chunk(first, 1, others[1])
    with pytest.raises(ChunkUnmatched):
        open_chunk(_renamed(first, 1, others[1]), 1, others[1])


def test_a_size_that_is_not_the_files_is_refused():
    manifest, chunks = a_file(b"a" * 70)
    with pytest.raises(ChunkUnmatched):
        list(open_file(replace(manifest, size_bytes=71), chunks))


def test_no_two_files_look_alike_even_if_they_are():
    first, second = a_file()[0], a_file()[0]
    assert not set(first.chunks) & set(second.chunks)
    assert first.id != second.id


def test_a_real_chunk_has_one_mebibyte(monkeypatch):
    monkeypatch.setattr(attachment, "CHUNK_BYTES", CHUNK_BYTES)
    monkeypatch.setattr(attachment, "LARGEST_FILE", LARGEST_FILE)
    manifest, chunks = a_file(b"x" * (CHUNK_BYTES + 1))
    assert [len(each) for each in chunks] == [CHUNK_BYTES + 16, 1 + 16]
    assert b"".join(open_file(manifest, chunks)) == b"x" * (CHUNK_BYTES + 1)
    with pytest.raises(BadAttachment):
        a_file(b"x" * (LARGEST_FILE + 1))
    assert LARGEST_FILE == 50 * 1024 * 1024


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"id": "x"}, id="no id"),
        pytest.param({"name": ""}, id="no name"),
        pytest.param({"name": "a/b.jpg"}, id="a folder in the name"),
        pytest.param({"name": "gpj.\u202eexe"}, id="a name that turns round"),
        pytest.param({"name": "a\x00.jpg"}, id="NUL in the name"),
        pytest.param({"name": 5}, id="a number for a name"),
        pytest.param({"mime": "text/html; charset=x"}, id="no type"),
        pytest.param({"size_bytes": 0}, id="an empty file"),
        pytest.param({"size_bytes": True}, id="a flag for a size"),
        pytest.param({"size_bytes": SMALL * 51}, id="too large"),
        pytest.param({"size_bytes": SMALL + 1}, id="more bytes than chunks hold"),
        pytest.param({"chunks": []}, id="no chunks"),
        pytest.param({"chunks": ["../../etc/passwd"]}, id="a path for a chunk"),
        pytest.param({"chunks": [["a"]]}, id="a list for a chunk"),
        pytest.param({"key": "AAAA"}, id="a short key"),
        pytest.param({"key": None}, id="no key"),
        pytest.param({"more": 1}, id="a part nobody knows"),
    ],
)
def test_what_is_no_manifest_is_refused(parts):
    with pytest.raises(BadAttachment):
        read_manifest(a_file()[0].stated() | parts)


@given(
    st.recursive(st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
)
def test_any_value_is_a_list_of_manifests_or_is_refused(value):
    with suppress(BadAttachment):
        assert manifests_in({"attachments": value}) == ()


def test_eleven_files_or_one_file_twice_are_refused():
    stated = [a_file()[0].stated() for _ in range(MOST_FILES + 1)]
    assert len(manifests_in({"attachments": stated[:MOST_FILES]})) == MOST_FILES
    for wrong in (stated, [stated[0], stated[0]]):
        with pytest.raises(BadAttachment):
            manifests_in({"attachments": wrong})


def test_the_header_answers_for_each_file_and_for_their_order():
    first, second = a_file()[0], a_file(b"another")[0]
    body = read_body(encode_body({"attachments": [first.stated(), second.stated()]}))
    written = encode_body(body)
    entry = signed(body=written, attachments=digests((first, second), salt=SALT)).entry
    assert attachments_of(entry, salt=SALT, body=body) == (first, second)
    assert chunks_of((first, second, first)) == first.chunks + second.chunks
    changed = replace(first, name="another.jpg")
    for wrong in ([second, first], [first], [changed, second], []):
        with pytest.raises(AttachmentUnmatched):
            attachments_of(entry, salt=SALT, body={"attachments": [each.stated() for each in wrong]})


def test_an_entry_that_signs_for_no_file_has_none():
    assert attachments_of(signed().entry, salt=SALT, body={"attachments": "whatever"}) == ()


def test_nothing_of_a_file_is_shown_where_it_would_reach_a_log():
    manifest, _ = a_file(name="Canari Testnom.pdf")
    assert "Canari" not in repr(manifest)
    assert str(manifest.key) not in repr(manifest)


def _renamed(manifest, number, ciphertext):
    chunks = list(manifest.chunks)
    chunks[number] = chunk_name(ciphertext)
    return replace(manifest, chunks=tuple(chunks))
