"""The one way in which a statement is written as bytes.

Canonical JSON: UTF-8, keys sorted, no spaces, whole numbers only. There is one spelling
for each statement, so bytes written otherwise are refused and a key given twice cannot
hide: it does not survive being written again. Where keys are ASCII, as all ours are, this
is RFC 8785.

Everything read here was written by somebody else; limits are checked before parsing.
"""

import json
import re

from mithaq.pact.ledger.errors import Malformed

LARGEST_INT = 2**53 - 1  # what every JSON reader can hold exactly (RFC 8259, section 6)

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"), check_circular=False
)
# A string, closed or cut short, or one bracket. Possessive, so time is linear in the input.
_MARKS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


def encode(value: object) -> bytes:
    """The canonical bytes of a statement made of objects, lists, strings, integers, bools, null.

    Raises: ValueError if the statement cannot be written so.
    """
    if not _has_one_spelling(value):
        raise ValueError("a float, a large number or another thing that has no one spelling")
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
        statement = json.loads(written.decode())
    except ValueError:
        raise Malformed(what=what, rule="not-json") from None
    if not isinstance(statement, dict):
        raise Malformed(what=what, rule="not-an-object")
    try:
        if encode(statement) != written:
            raise Malformed(what=what, rule="not-canonical")
    except ValueError:
        raise Malformed(what=what, rule="not-canonical") from None
    return statement


def is_deeper(written: bytes, deepest: int) -> bool:
    """Whether brackets nest deeper than allowed, found without parsing."""
    depth = 0
    for mark in _MARKS.findall(written):
        if mark in b"[{":
            depth += 1
            if depth > deepest:
                return True
        elif mark in b"]}":
            depth -= 1
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
