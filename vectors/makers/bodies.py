"""Bodies: canonical JSON in every script, with commitments; and bodies that are refused, by rule."""

from collections.abc import Iterator
from typing import Any

from mithaq.pact.ledger.body import LARGEST_BODY, commitment, encode_body, read_body
from mithaq.pact.ledger.errors import Malformed
from vectors.makers.notation import Json, Spelt, bytes_of, repeated, spelt
from vectors.makers.parties import seed


def make() -> Json:
    """The content of bodies.json."""
    return {
        "good": [_good(name, written) for name, written in good_bodies()],
        "refused": [_refused(name, written) for name, written in bad_bodies()],
    }


def good_bodies() -> Iterator[tuple[str, Spelt]]:
    """Bodies that stand, as bytes."""
    for name, body in GOOD.items():
        yield name, spelt(encode_body(body))
    yield "exactly 1 MiB", repeated(('{"text":"', 1), ("x", LARGEST_BODY - 11), ('"}', 1))


GOOD: dict[str, dict[str, Any]] = {
    "nothing said": {},
    "the body of the page on entries": {"subject": "محمد", "question": "Who is the holder of this number?"},
    "three scripts and a line break": {"text": "Véhicule volé à Lyon\nسيارة مسروقة\n🚗"},
    "rows": {"questions": [{"text": "Est-il entré ?"}, {"text": "Quand ?"}], "subjects": []},
    "numbers, yes, no, nothing": {"a": 0, "b": -1, "c": 2**53 - 1, "d": True, "e": False, "f": None},
    "what JSON must escape, escaped in the one way": {"t": '"\\\b\f\n\r\t\x01\x1f'},
    "what JSON need not escape, unescaped": {"t": "/\x7f\u2028\u2029\u200f<>&'"},
    "the text \\u0000, which is not the character": {"t": "\\u0000"},
    "composed and decomposed, both kept as written": {"composed": "\u00e9", "decomposed": "e\u0301"},
    "keys in the order of their code points, not of UTF-16": {"\uff5e": 1, "\U0001f600": 2},
    "eight brackets deep": {"a": [[[[[[["deep"]]]]]]]},
    "brackets in strings are not depth": {"t": "[[[[[[[[[[{{{{{{"},
}


def bad_bodies() -> Iterator[tuple[str, Spelt]]:
    """Bodies that are refused."""
    yield "nothing at all", ""
    yield "a list", "[]"
    yield "text that is no JSON", "hello"
    yield "no UTF-8", {"base64": "eyJ0Ijoi/yJ9"}
    yield "a byte order mark", "\ufeff{}"
    yield "a space", '{"t": 1}'
    yield "a line break after it", "{}\n"
    yield "keys out of order", '{"b":1,"a":2}'
    yield "keys in the order of UTF-16", '{"\U0001f600":2,"\uff5e":1}'
    yield "a key given twice", '{"a":1,"a":1}'
    yield "a fraction", '{"a":1.5}'
    yield "a whole number written as a fraction", '{"a":1.0}'
    yield "an exponent", '{"a":1e2}'
    yield "minus nought", '{"a":-0}'
    yield "a leading nought", '{"a":01}'
    yield "above 2^53 - 1", '{"a":9007199254740992}'
    yield "no number", '{"a":NaN}'
    yield "an escape that need not be", '{"t":"\\u0041"}'
    yield "an escape in capitals", '{"t":"\\u001F"}'
    yield "an escaped stroke", '{"t":"\\/"}'
    yield "a raw line break in a string", '{"t":"a\nb"}'
    yield "half a surrogate pair, escaped", '{"t":"\\ud800"}'
    yield "a surrogate pair, escaped", '{"t":"\\ud83d\\ude97"}'
    yield "NUL in a text", '{"t":"a\\u0000b"}'
    yield "NUL in a key", '{"a\\u0000":1}'
    yield "nine brackets deep", '{"a":[[[[[[[["deep"]]]]]]]]}'
    yield "nested without an end", repeated(("[", 500_000))
    yield "larger than 1 MiB", repeated(('{"text":"', 1), ("x", LARGEST_BODY - 10), ('"}', 1))


def _good(name: str, written: Spelt) -> Json:
    body, salt = bytes_of(written), seed(f"salt {name}")
    read_body(body)
    return {"name": name, "salt": salt.hex(), "commitment": commitment(salt, body), "body": written}


def _refused(name: str, written: Spelt) -> Json:
    try:
        read_body(bytes_of(written))
    except Malformed as error:
        return {"name": name, "code": error.code, "rule": error.facts["rule"], "body": written}
    raise AssertionError(f"not refused: {name}")
