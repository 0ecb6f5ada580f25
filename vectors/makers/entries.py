"""Entries: headers that stand, with their ids, and headers that are refused, each by the rule it breaks."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from mithaq.pact.ledger import canonical
from mithaq.pact.ledger.entry import LARGEST_HEADER, compose, read_entry
from mithaq.pact.ledger.errors import Malformed
from vectors.makers.notation import Json, Spelt, bytes_of, repeated, spelt
from vectors.makers.parties import AT, FR, MA, PARTIES

Parts = dict[str, Any]
D1, D2, D3 = "1" * 64, "2" * 64, "3" * 64
FULL: Parts = {
    "kind": "inquiry", "edition": 1, "step": "ask", "author": "MA", "key": MA.fingerprint, "at": AT,
    "parties": ["MA", "FR"], "to": ["FR"], "says": {"urgency": "urgent", "question_count": 2},
    "basis": "art-37-1-a", "handling": ["police-only"], "service": "MA-CENTRAL", "officer": "o-7c1e09",
    "function": "liaison-officer", "reference": "MA-INQ-2026-00012", "body": D1,
}  # fmt: skip
OPENING: Parts = {
    "kind": "inquiry", "edition": 1, "step": "ask", "author": "MA", "key": MA.fingerprint, "at": AT,
    "parties": PARTIES,
}  # fmt: skip
STEP: Parts = {
    "kind": "inquiry", "edition": 1, "step": "answer", "author": "FR", "key": FR.fingerprint, "at": AT,
    "matter": D1, "after": [D1],
}  # fmt: skip


def make() -> Json:
    """The content of entries.json."""
    return {
        "good": [_good(name, parts) for name, parts in good_parts()],
        "refused": [_refused(name, written) for name, written in bad_headers()],
    }


def good_parts() -> Iterator[tuple[str, Parts]]:
    """Headers that stand, each in the parts `compose` takes."""
    yield "an opening entry with every part", FULL
    yield "an opening entry with none but the parts it needs", OPENING
    yield "a step in that matter", {**STEP, "matter": D1, "prev": ""}
    yield (
        "a step about an item that is an authority",
        {**STEP, "item": "FR", "to": ["MA"], "prev": D2, "about": D3},
    )
    yield "a step about an item that an entry created", {**STEP, "item": D2, "terms": D3}
    yield "several heads, sorted", {**STEP, "after": [D3, D1, D2]}
    yield "several addressees and attachments", {**STEP, "to": ["MA", "ES"], "attachments": [D3, D1]}
    yield "handling codes in the order given", {**STEP, "handling": ["H2", "H0", "H1"]}
    yield "a kind, an edition and a step that nobody has heard of", {
        **STEP, "kind": "moon-landing-2", "edition": 9999, "step": "x" + "-" * 63,
    }  # fmt: skip
    yield "every sort of value that can be said", {**STEP, "says": {
        "yes": True, "no": False, "nought": 0, "below": -7, "most": 2**53 - 1, "least": 1 - 2**53, "none": (),
        "one": ("H1",), "empty": "", "day": "2026-02-28", "entry": D1,
        "with-hyphen_and_line9": "!#[]^_`{|}~,:",
    }}  # fmt: skip
    yield "a string of 4096 characters", {**STEP, "says": {"long": "x" * 4096}}
    yield "a list of 256 strings", {**STEP, "says": {"many": tuple(f"c{number}" for number in range(256))}}
    yield (
        "a list with a value twice, which only what is said may hold",
        {**STEP, "says": {"twice": ("a", "a")}},
    )
    yield "codes with every mark a code may have", {**STEP, "basis": "A.b_c:d/e+f-9", "service": "0" * 64}
    yield "the first instant", {**STEP, "at": datetime(2000, 1, 1, tzinfo=UTC)}
    yield "the last instant", {**STEP, "at": datetime(2199, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)}
    yield "a leap day", {**STEP, "at": datetime(2028, 2, 29, 12, tzinfo=UTC)}
    yield "authorities of two and of sixteen characters", {
        **OPENING, "parties": ["MA", "X9", "INTERPOL-LYON-1A"], "to": ["INTERPOL-LYON-1A"],
    }  # fmt: skip


def bad_headers() -> Iterator[tuple[str, Spelt]]:
    """Headers that are refused; the rule is found by reading them."""
    full, step = compose(**FULL), compose(**STEP)
    yield from _bad_bytes(full)
    yield from _bad_numbers(step)
    for name, changed in BAD_PARTS.items():
        yield name, spelt(_respelt(step, changed))
    for name, changed in BAD_OPENINGS.items():
        yield name, spelt(_respelt(full, changed))


def _bad_bytes(full: bytes) -> Iterator[tuple[str, Spelt]]:
    yield "nothing at all", ""
    yield "cut short", spelt(full[:-1])
    yield "a byte too many", spelt(full + b"}")
    yield "a line break after it", spelt(full + b"\n")
    yield "a list", "[]"
    yield "a string", '"x"'
    yield "no UTF-8", spelt(full.replace(b"urgent", b"\xff\xfe"))
    yield "larger than 64 KiB", repeated(('{"a":"', 1), ("x", LARGEST_HEADER), ('"}', 1))
    yield "nested without an end", repeated(("[", 60_000))
    yield "nested seven deep", '{"a":[[[[[["x"]]]]]]}'
    yield "a space", spelt(full.replace(b',"at"', b', "at"'))
    yield "an escape", spelt(full.replace(b"urgent", b"urg\\u0065nt"))
    yield "free text", spelt(full.replace(b"urgent", b"very urgent"))
    yield "a character that is not ASCII", spelt(full.replace(b"urgent", "عاجل".encode()))
    yield "a mark that turns the direction", spelt(full.replace(b"urgent", "\u202etnegru".encode()))
    yield "keys out of order", spelt(b'{"step":"ask",' + full[1:].replace(b',"step":"ask"', b""))
    yield "a key given twice", spelt(full.replace(b'"edition":1', b'"edition":1,"edition":1'))
    yield (
        "what is said out of order",
        spelt(
            full.replace(b'"question_count":2,"urgency":"urgent"', b'"urgency":"urgent","question_count":2')
        ),
    )
    yield "a thing said twice", spelt(full.replace(b'"question_count":2', b'"urgency":"life"'))
    yield "another suite", spelt(full.replace(b"mithaq-1", b"mithaq-2"))
    yield "another suite, with parts we do not know", spelt(_respelt(full, {"suite": "mithaq-2", "more": 1}))
    yield "a part too many", spelt(_respelt(full, {"more": 1}))
    yield "a part too few", spelt(full.replace(b'"about":"",', b""))


def _bad_numbers(step: bytes) -> Iterator[tuple[str, Spelt]]:
    numbers = {
        "a fraction": "1.5", "a whole number written as a fraction": "1.0", "an exponent": "1e3",
        "minus nought": "-0", "a leading nought": "01", "a sign": "+1", "above 2^53 - 1": "9007199254740992",
        "below 1 - 2^53": "-9007199254740992", "no number": "NaN", "a hundred digits": "9" * 100,
    }  # fmt: skip
    for name, number in numbers.items():
        yield (
            f"a number in says: {name}",
            spelt(step.replace(b'"says":{}', f'"says":{{"a":{number}}}'.encode())),
        )
    for name, number in {"nought": "0", "five digits": "10000", "true": "true", "text": '"1"'}.items():
        yield f"an edition: {name}", spelt(step.replace(b'"edition":1', f'"edition":{number}'.encode()))


BAD_PARTS: dict[str, Parts] = {
    "a kind in capitals": {"kind": "Inquiry"},
    "a kind of 65 characters": {"kind": "k" * 65},
    "a step that begins with a digit": {"step": "2nd"},
    "an author in small letters": {"author": "fr"},
    "an author of one letter": {"author": "F"},
    "an author of 17 letters": {"author": "F" * 17},
    "a key too short": {"key": "0" * 31},
    "a key in capitals": {"key": "A" * 32},
    "a matter too short": {"matter": "1" * 63},
    "a matter that is empty": {"matter": ""},
    "an item that is a word": {"item": "first"},
    "no such day": {"at": "2026-02-30T09:00:00.000Z"},
    "the hour after the last": {"at": "2026-02-28T24:00:00.000Z"},
    "a leap second": {"at": "2026-06-30T23:59:60.000Z"},
    "no milliseconds": {"at": "2026-02-28T09:00:00Z"},
    "microseconds": {"at": "2026-02-28T09:00:00.000000Z"},
    "another zone": {"at": "2026-02-28T09:00:00.000+01:00"},
    "the year 1999": {"at": "1999-12-31T23:59:59.999Z"},
    "the year 2200": {"at": "2200-01-01T00:00:00.000Z"},
    "a number for an instant": {"at": 1772269200},
    "after that is not sorted": {"after": [D2, D1]},
    "after with the same twice": {"after": [D1, D1]},
    "after that is empty, in a step": {"after": []},
    "addressees that are not sorted": {"to": ["MA", "ES"]},
    "its author among the addressees": {"to": ["FR", "MA"]},
    "a list of 257": {"says": {"many": [f"c{number}" for number in range(257)]}},
    "a code of 65 characters": {"basis": "a" * 65},
    "a code that begins with a mark": {"service": "-a"},
    "handling codes with one twice": {"handling": ["H1", "H1"]},
    "an attachment twice": {"attachments": [D1, D1]},
    "parties stated in a step": {"parties": ["FR", "MA"]},
    "a reference stated in a step": {"reference": "FR-INQ-2026-00001"},
    "a body that is null": {"body": None},
    "a list for says": {"says": []},
    "says null": {"says": {"a": None}},
    "says an object": {"says": {"a": {"b": "c"}}},
    "says a list of numbers": {"says": {"a": [1]}},
    "says a list in a list": {"says": {"a": [["b"]]}},
    "says a name in capitals": {"says": {"A": 1}},
    "says a name that begins with a line": {"says": {"_a": 1}},
    "says a string of 4097 characters": {"says": {"a": "x" * 4097}},
}
BAD_OPENINGS: dict[str, Parts] = {
    "an opening entry that follows another": {"after": [D1]},
    "an opening entry with an entry before it": {"prev": D1},
    "an opening entry with one party": {"parties": ["MA"], "to": []},
    "an opening entry for others": {"parties": ["ES", "FR"], "to": []},
    "parties that are not sorted": {"parties": ["MA", "FR"]},
    "addressed to someone who is no party": {"to": ["ES"]},
    "under a partner's reference": {"reference": "FR-INQ-2026-00012"},
    "a reference that only begins like its author": {"reference": "MAX-INQ-2026-00012"},
}


def _good(name: str, parts: Parts) -> Json:
    header = compose(**parts)
    entry = read_entry(header)
    return {"name": name, "id": entry.id, "matter": entry.matter, "header": header.decode()}


def _refused(name: str, written: Spelt) -> Json:
    try:
        read_entry(bytes_of(written))
    except Malformed as error:
        return {"name": name, "code": error.code, "rule": error.facts.get("rule", ""), "header": written}
    raise AssertionError(f"not refused: {name}")


def _respelt(header: bytes, changed: Parts) -> bytes:
    """The header with parts changed, in canonical spelling and unchecked."""
    stated = canonical.decode(header, what="header", largest=LARGEST_HEADER, deepest=6)
    return canonical.encode(stated | changed)
