"""The one way in which a statement is written as bytes.

Canonical JSON: UTF-8, keys sorted, no spaces, whole numbers only. There is one spelling
for each statement, so bytes written otherwise are refused and a key given twice cannot
hide: it does not survive being written again. Where keys are ASCII, as all ours are, this
is RFC 8785.

Everything read here was written by somebody else; limits are checked before parsing.
"""

import json
import re
from base64 import b64decode, b64encode

import orjson

from mithaq.pact.ledger.errors import Malformed

LARGEST_INT = 2**53 - 1  # what every JSON reader can hold exactly (RFC 8259, section 6)

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
)


class NotWhole(ValueError):
    """A number that not every reader holds exactly."""


def _not_whole(number: str) -> int:
    raise NotWhole(number[:20])


def whole(number: str) -> int:
    """The whole number a JSON reader found. Raises: NotWhole."""
    if len(number) > 17 or abs(int(number)) > LARGEST_INT:
        raise NotWhole(number[:20])
    return int(number)


_DECODER = json.JSONDecoder(parse_float=_not_whole, parse_int=whole, parse_constant=_not_whole)
_ESCAPE = re.compile(rb"\\.", re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def encode(value: object) -> bytes:
    """The canonical bytes of a statement made of objects, lists, strings, integers, bools, null.

    Raises: ValueError if the statement cannot be written so.
    """
    if not _has_one_spelling(value):
        raise ValueError("a float, a large number or another thing that has no one spelling")
    return _written(value)


def encode_unchecked(value: object) -> bytes:
    """The same bytes, for a statement whose bytes are checked afterwards.

    Raises: ValueError for what is no Unicode, TypeError for what is no JSON.
    """
    return _ENCODER.encode(value).encode()


def decode(written: bytes, *, what: str, largest: int, deepest: int) -> dict[str, object]:
    """The object that canonical bytes state.

    Units: `largest` counts bytes, `deepest` brackets inside brackets.
    Raises: Malformed, whatever the bytes; `what` names the statement in its facts.
    """
    if len(written) > largest:
        raise Malformed(what=what, rule="too-large")
    if is_deeper(written, deepest):
        raise Malformed(what=what, rule="nested-too-deep")
    try:
        statement = _DECODER.decode(written.decode())
    except NotWhole:
        raise Malformed(what=what, rule="number") from None
    except ValueError:
        raise Malformed(what=what, rule="not-json") from None
    if not isinstance(statement, dict):
        raise Malformed(what=what, rule="not-an-object")
    if not _is_written_as(written, statement):
        raise Malformed(what=what, rule="not-canonical")
    return statement


def encode_bytes(written: bytes) -> str:
    """Bytes inside a statement: base64, padded, one line."""
    return b64encode(written).decode()


def decode_bytes(stated: object) -> bytes:
    """The bytes a base64 text states, in its one spelling. Raises: ValueError for anything else."""
    if not isinstance(stated, str):
        raise ValueError("not text")  # noqa: TRY004 - one error for the caller
    written = b64decode(stated, validate=True)
    if encode_bytes(written) != stated:  # bits left over at the end
        raise ValueError("another spelling")
    return written


def is_deeper(written: bytes, deepest: int) -> bool:
    """Whether brackets nest deeper than allowed, found without parsing."""
    if written.count(b"{") + written.count(b"[") <= deepest:
        return False
    bare = _ESCAPE.sub(b"", written) if b"\\" in written else written
    outside_strings = b"".join(bare.split(b'"')[::2])
    depth = 0
    for bracket in outside_strings.translate(None, _NOT_BRACKETS):
        depth += 1 if bracket in b"[{" else -1
        if depth > deepest:
            return True
    return False


def _written(value: object) -> bytes:
    """The canonical bytes of what has one spelling, sixty times as fast."""
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # half a character, or brackets deeper than it goes
        return encode_unchecked(value)


def _is_written_as(written: bytes, statement: object) -> bool:
    try:
        return _written(statement) == written
    except UnicodeEncodeError:  # half a character, escaped
        return False


def _has_one_spelling(value: object) -> bool:
    """Whether a value is free of floats, large numbers and keys that are not text."""
    if isinstance(value, str) or value is None:
        return True
    if isinstance(value, int):
        return -LARGEST_INT <= value <= LARGEST_INT
    if isinstance(value, dict):
        return all(isinstance(key, str) for key in value) and all(map(_has_one_spelling, value.values()))
    return isinstance(value, list | tuple) and all(map(_has_one_spelling, value))
