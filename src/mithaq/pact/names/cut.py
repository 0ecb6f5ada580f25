"""Cut: two groups of letters that face each other, cut into the single letters that do.

A table faces groups of up to three letters, since that is what tells names apart; a reader wants letters.
Within a group, letters face letters in order: each with the sound written for it (`ch`, `ou` and a letter
doubled are one), or with nothing.
"""

import math
import re
from collections.abc import Sequence

from mithaq.pact.names.costs import NAT, LetterCosts

# What Latin hands write for one sound, longest first; and any letter doubled.
SOUNDS = re.compile(r"tch|sch|[cskgtdzp]h|dj|eau|ou|oo|ee|ai|ei|au|([a-zʟ])\1|.", re.DOTALL)
VOWELS = frozenset("aeiouy")
SOFT = frozenset("اعهءويʟ")  # letters of Arabic that a Latin hand may leave out
UNKNOWN = 900  # hundredths of a nat that letters cost which the table does not face
ALONE, ALONE_SOFT = 600, 150  # and a letter that nothing faces, be it a consonant or a vowel
Piece = tuple[str, str]


def cut(one: str, other: str, table: LetterCosts) -> list[Piece]:
    """The pieces, in reading order; together they are the two groups again."""
    if len(one) <= 1 and len(other) <= 1:
        return [(one, other)]
    return _cheapest(_sounds(one), _sounds(other), table)


def _sounds(group: str) -> list[str]:
    return [found[0] for found in SOUNDS.finditer(group)]


def _cheapest(ones: Sequence[str], others: Sequence[str], table: LetterCosts) -> list[Piece]:
    """The cheapest facing of two short rows of sounds, either of which may be left alone."""
    best: dict[tuple[int, int], tuple[int, list[Piece]]] = {(0, 0): (0, [])}
    for i in range(len(ones) + 1):
        for j in range(len(others) + 1):
            ways = []
            for di, dj in ((1, 1), (1, 0), (0, 1)):
                if i >= di and j >= dj:
                    cost, pieces = best[i - di, j - dj]
                    piece = "".join(ones[i - di : i]), "".join(others[j - dj : j])
                    ways.append((cost + _cost(piece, table), [*pieces, piece]))
            if ways:
                best[i, j] = min(ways, key=lambda way: way[0])
    return best[len(ones), len(others)][1]


def _cost(piece: Piece, table: LetterCosts) -> int:
    one, other = piece
    if one == other:
        return 0
    if not (one and other):
        alone = one or other
        return ALONE_SOFT if set(alone) <= VOWELS | SOFT else ALONE
    share = table.share(one, other)
    return min(UNKNOWN, round(-NAT * math.log(share))) if share else UNKNOWN
