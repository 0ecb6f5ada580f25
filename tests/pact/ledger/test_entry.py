"""The header: one spelling, or refused."""

import json
import time
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mithaq.pact.ledger.entry import LARGEST_HEADER, SignedEntry, compose, read_entry, written_at
from mithaq.pact.ledger.errors import Malformed, UnknownSuite
from tests.pact.ledger.entries import AT, KEY, following, header, opening

DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)
CODES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,20}", fullmatch=True)
WORDS = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)
AUTHORITIES = st.from_regex(r"[A-Z][A-Z0-9-]{1,15}", fullmatch=True)
INSTANTS = st.datetimes(
    datetime(2001, 1, 1),  # noqa: DTZ001
    datetime(2199, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC) | st.just(timezone(timedelta(hours=1))),
)
PRINTABLE = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters='"\\'), max_size=20
)
SAID = (
    PRINTABLE
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.lists(PRINTABLE, max_size=3).map(tuple)
)
FOLLOWING = st.fixed_dictionaries({
    "kind": WORDS, "edition": st.integers(1, 9999), "step": WORDS, "author": AUTHORITIES,
    "key": st.just(KEY), "at": INSTANTS, "matter": DIGESTS,
    "to": st.lists(AUTHORITIES, max_size=3), "after": st.lists(DIGESTS, min_size=1, max_size=3),
    "item": st.just("") | AUTHORITIES | DIGESTS, "prev": st.just("") | DIGESTS,
    "about": st.just("") | DIGESTS, "terms": st.just("") | DIGESTS, "body": st.just("") | DIGESTS,
    "basis": st.just("") | CODES, "handling": st.lists(CODES, max_size=3, unique=True),
    "service": st.just("") | CODES, "function": st.just("") | CODES, "officer": st.just("") | CODES,
    "attachments": st.lists(DIGESTS, max_size=2, unique=True),
    "says": st.dictionaries(st.from_regex(r"[a-z][a-z0-9_-]{0,20}", fullmatch=True), SAID, max_size=4),
})  # fmt: skip


def respelt(**changes):
    """A following entry's header as JSON, with other values, sorted as the protocol wants."""
    stated = json.loads(following(opening()).header) | changes
    return json.dumps(stated, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(
        errors="surrogatepass"
    )


@given(FOLLOWING)
def test_what_was_composed_is_read(parts):
    assume(parts["author"] not in parts["to"])
    entry = read_entry(compose(**parts))
    for name in ("kind", "edition", "step", "author", "matter", "item", "prev", "about", "body", "says"):
        assert getattr(entry, name) == parts[name]
    assert entry.after == tuple(sorted(set(parts["after"])))
    assert entry.handling == tuple(parts["handling"])
    assert timedelta() <= parts["at"] - entry.at < timedelta(milliseconds=1)
    assert not entry.opens


@given(FOLLOWING)
def test_the_id_is_the_hash_of_bytes_that_any_json_writer_makes(parts):
    assume(parts["author"] not in parts["to"])
    written = compose(**parts)
    assert written == json.dumps(json.loads(written), sort_keys=True, separators=(",", ":")).encode()
    assert read_entry(written).id == sha256(written).hexdigest()


@given(st.binary() | st.text().map(lambda text: text.encode(errors="replace")))
def test_any_bytes_are_an_entry_or_malformed(anything):
    with pytest.raises(Malformed):
        read_entry(anything)


@given(st.data())
def test_a_changed_header_is_another_entry_or_malformed(data):
    written = bytearray(following(opening(), says={"number": 7, "codes": ("a", "b")}).header)
    for _ in range(data.draw(st.integers(1, 3))):
        where = data.draw(st.integers(0, len(written) - 1))
        written[where : where + data.draw(st.integers(0, 2))] = data.draw(st.binary(max_size=2))
    try:
        entry = read_entry(bytes(written))
    except Malformed:
        return
    again = json.dumps(json.loads(bytes(written)), sort_keys=True, separators=(",", ":")).encode()
    assert entry.header == bytes(written) == again


def test_the_opening_entry_is_its_matter():
    entry = opening(reference="MA-INQ-2026-00012", to=["FR"])
    assert entry.opens
    assert entry.matter == entry.id
    assert b'"matter":null' in entry.header
    assert not following(entry).opens


def test_an_entry_is_equal_to_itself_read_again_and_prints_no_more_than_its_id():
    entry = opening()
    again = read_entry(entry.header)
    assert entry == again
    assert len({entry, again}) == 1
    assert str(entry) == entry.id
    assert entry != entry.id


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        pytest.param(b"", "empty", id="nothing at all"),
        pytest.param(respelt()[:-1], "not-json", id="cut short"),
        pytest.param(b"[" * 60_000, "nested-too-deep", id="nested, never closed"),
        pytest.param(respelt(says={"a": [[[[[["x"]]]]]]}), "nested-too-deep", id="nested"),
        pytest.param(b'{"a":"' + b"x" * LARGEST_HEADER + b'"}', "too-large", id="too large"),
        pytest.param(respelt(says={"a": "\u202etxt.exe"}), "forbidden-character", id="direction turned"),
        pytest.param(respelt(says={"a": "\u200f"}), "forbidden-character", id="direction mark"),
        pytest.param(respelt(says={"a": "\0"}), "forbidden-character", id="NUL"),
        pytest.param(respelt(says={"a": "\ud800"}), "forbidden-character", id="half a character"),
        pytest.param(respelt(says={"a": "Ben Ali"}), "forbidden-character", id="free text"),
        pytest.param(respelt(says={"a": "\\u0000"}), "forbidden-character", id="an escape"),
        pytest.param(respelt(says={"a": 1.5}), "number", id="float"),
        pytest.param(respelt(edition=1.0), "number", id="float that is whole"),
        pytest.param(respelt().replace(b'"edition":1', b'"edition":1e0'), "number", id="exponent"),
        pytest.param(respelt().replace(b'"edition":1', b'"edition":NaN'), "number", id="not a number"),
        pytest.param(respelt(says={"a": 2**53}), "number", id="number too large"),
        pytest.param(
            respelt(says={"a": "D"}).replace(b'"D"', b"9" * 5000), "number", id="number of 5000 digits"
        ),
        pytest.param(respelt().replace(b'"edition":1', b'"edition":-0'), "not-canonical", id="minus nought"),
        pytest.param(
            respelt().replace(b'"edition":1', b'"edition":1,"edition":1'),
            "not-canonical",
            id="a key given twice",
        ),
        pytest.param(
            respelt().replace(b',"edition":1', b', "edition":1'), "forbidden-character", id="a space"
        ),
        pytest.param(
            b'{"step":"ask",' + respelt()[1:].replace(b',"step":"ask"', b""),
            "not-canonical",
            id="keys out of order",
        ),
        pytest.param(b"[]", "not-an-object", id="a list"),
        pytest.param(b'"x"', "not-an-object", id="a string"),
        pytest.param(respelt(more=1), "wrong-keys", id="a key too many"),
        pytest.param(respelt(edition=0), "edition", id="edition nought"),
        pytest.param(respelt(edition=True), "edition", id="edition true"),
        pytest.param(respelt(kind="Inquiry"), "kind", id="kind in capitals"),
        pytest.param(respelt(author="ma"), "author", id="author in small letters"),
        pytest.param(respelt(matter="0" * 63), "matter", id="matter too short"),
        pytest.param(respelt(at="2026-02-30T00:00:00.000Z"), "at", id="no such day"),
        pytest.param(respelt(at="2026-02-01T24:00:00.000Z"), "at", id="the hour after the last"),
        pytest.param(respelt(at="2026-02-01T23:59:60.000Z"), "at", id="a leap second"),
        pytest.param(respelt(at="2026-02-01T00:00:00Z"), "at", id="no milliseconds"),
        pytest.param(respelt(at="2026-02-01T00:00:00.000+01:00"), "at", id="another zone"),
        pytest.param(respelt(at="0001-01-01T00:00:00.000Z"), "at", id="the year one"),
        pytest.param(respelt(at=1), "at", id="a number for an instant"),
        pytest.param(respelt(after=["1" * 64, "0" * 64]), "after", id="after, not sorted"),
        pytest.param(respelt(after=["0" * 64, "0" * 64]), "after", id="after, twice the same"),
        pytest.param(respelt(after=[]), "after", id="a step by who has seen nothing"),
        pytest.param(respelt(to=["MA"]), "to", id="to its author"),
        pytest.param(respelt(parties=["FR", "MA"]), "parties", id="parties stated again"),
        pytest.param(respelt(reference="MA-INQ-2026-00001"), "reference", id="reference stated again"),
        pytest.param(respelt(matter=None), "after", id="an opening that follows something"),
        pytest.param(respelt(says=[]), "says", id="says a list"),
        pytest.param(respelt(says={"A": 1}), "says", id="says a name in capitals"),
        pytest.param(
            respelt(says={"a": "x"}).replace(b'"a":"x"', b'"b":1,"a":1'),
            "not-canonical",
            id="says in disorder",
        ),
        pytest.param(
            respelt(says={"a": "x"}).replace(b'"a":"x"', b'"a":1,"a":2'),
            "not-canonical",
            id="says a thing twice",
        ),
        pytest.param(
            respelt(says={"a": "x"}).replace(b'"a":"x"', b'"a":01'), "not-json", id="a leading nought"
        ),
        pytest.param(
            respelt(says={"a": "x"}).replace(b'"a":"x"', b'"a":-0'), "not-canonical", id="says minus nought"
        ),
        pytest.param(respelt(says={"a": None}), "says", id="says null"),
        pytest.param(respelt(says={"a": {"b": "c"}}), "says", id="says an object"),
        pytest.param(respelt(says={"a": ["b", 1]}), "says", id="says a mixed list"),
        pytest.param(respelt(says={"a": "x" * 4097}), "says", id="says too much"),
        pytest.param(respelt(to=["FR"] * 300), "to", id="too many addressees"),
    ],
)
def test_a_named_attack_is_refused_for_its_reason(written, rule):
    with pytest.raises(Malformed) as refused:
        read_entry(written)
    assert refused.value.facts == {"what": "header", "rule": rule}


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        pytest.param({"parties": ("MA",)}, "parties", id="with itself"),
        pytest.param({"parties": ("ES", "FR")}, "parties", id="for others"),
        pytest.param({"to": ["DE"]}, "to", id="to someone who is no party"),
        pytest.param({"reference": "FR-INQ-2026-00001"}, "reference", id="under a partner's reference"),
        pytest.param({"says": {"subject": "Ben Ali"}}, "forbidden-character", id="free text"),
        pytest.param({"says": {"share": 0.5}}, "number", id="float"),
        pytest.param({"says": {"share": float("nan")}}, "not-canonical", id="not a number"),
        pytest.param({"says": {"name": "\ud800"}}, "not-canonical", id="half a character"),
    ],
)
def test_a_node_composes_nothing_that_a_partner_would_refuse(parts, rule):
    with pytest.raises(Malformed) as refused:
        header(**parts)
    assert refused.value.facts["rule"] == rule


def test_another_suite_is_told_from_nonsense():
    with pytest.raises(UnknownSuite) as refused:
        read_entry(respelt(suite="mithaq-2", new_field=1))
    assert refused.value.code == "ledger.unknown-suite"


def test_a_part_that_no_header_has_is_our_own_mistake():
    with pytest.raises(TypeError, match="subject"):
        header(subject="x")
    with pytest.raises(ValueError, match="zone"):
        header(at=datetime(2026, 1, 1))  # noqa: DTZ001


def test_instants_are_cut_to_milliseconds_in_utc():
    at = AT.replace(microsecond=123_999).astimezone(timezone(timedelta(hours=1)))
    assert written_at(at) == "2026-11-23T09:00:00.123Z"


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(b'{"' * 30_000, id="strings opened and opened"),
        pytest.param(b'{"a":"' + b'\\"' * 30_000, id="a string of escaped quotes, never closed"),
        pytest.param(b'{"a":[' + b"[]," * 15_000 + b"1]}", id="many brackets, not deep"),
    ],
)
def test_hostile_bytes_cost_no_more_than_their_length(written):
    """What grew with the square of the length would take minutes; the least of three is its own work."""
    took = []
    for _ in range(3):
        began = time.process_time()
        with pytest.raises(Malformed):
            read_entry(written)
        took.append(time.process_time() - began)
    assert min(took) < 0.5


def test_neither_header_nor_signature_stand_in_what_is_printed():
    printed = repr(SignedEntry(opening(), b"signed"))
    assert "signed" not in printed
    assert '"suite"' not in printed
