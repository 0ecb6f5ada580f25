"""Differences: what changed between two versions of a text, word by word, in any script.

A word is a run of letters with the signs written on them, so that a harakah that was added marks its word
and no other; punctuation and white space stand alone. What is taken out comes before what is put in its
place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, OUT, IN = "same", "out", "in"
_TOKEN = re.compile(r"\s+|[\w\u0300-\u036f\u064b-\u065f\u0670\u0640]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is the same, taken out, or put in."""

    what: str
    text: str


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """The runs that lead from one text to the other. Shape: those not taken out make up `new`, those not
    put in `old`.
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    return tuple(_joined(_pieces(before, after)))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        old, new = "".join(before[from_old:to_old]), "".join(after[from_new:to_new])
        if old == new:
            yield Piece(SAME, old)
            continue
        if old:
            yield Piece(OUT, old)
        if new:
            yield Piece(IN, new)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Changes that only a space parts are one change: a sentence that was rewritten is not confetti."""
    held: list[Piece] = []
    for piece in pieces:
        if piece.what == SAME and held and piece.text.strip():
            yield from _flushed(held)
            held = []
            yield piece
        elif piece.what == SAME and not held:
            yield piece
        else:
            held.append(piece)
    yield from _flushed(held)


def _flushed(held: list[Piece]) -> Iterator[Piece]:
    """What was held as one change: all that goes out, then all that comes in; a space at its end stays a
    space.
    """
    tail = held.pop() if held and held[-1].what == SAME else None
    old = "".join(piece.text for piece in held if piece.what != IN)
    new = "".join(piece.text for piece in held if piece.what != OUT)
    if old:
        yield Piece(OUT, old)
    if new:
        yield Piece(IN, new)
    if tail:
        yield tail
