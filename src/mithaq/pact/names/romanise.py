"""Write a name in the other alphabet the way a French or an English hand would: a reading, never the name.

A word known from the lists is given its most usual spelling of that manner; any other is read
letter group by letter group, each in the likeliest way. Short vowels that nobody wrote
cannot be known: a reading is a suggestion for somebody who cannot read the script.
"""

from functools import cache

from mithaq.pact.names.costs import IMPOSSIBLE, REACH, LetterCosts
from mithaq.pact.names.letters import ARTICLE
from mithaq.pact.names.parts import Part, parts
from mithaq.pact.names.tables import scales

UNUSUAL = 250  # hundredths of a nat that letters foreign to a manner cost
# Letter groups that one manner writes and the other avoids.
FOREIGN = {"fr": ("sh", "oo", "ee", "w", "u"), "en": ("ch", "ou", "dj", "tch", "ei")}
_OWN = {"fr": ("ou", "gu", "qu", "eu", "au"), "en": ()}


def romanise(name: str, manner: str = "fr") -> str:
    """The name in Latin letters, `fr` or `en` manner, each word capitalised; Latin words stay as they are."""
    return " ".join(_latin(part, manner) for part in parts(name))


def arabise(name: str) -> str:
    """The name in Arabic letters, as it would be written by ear; Arabic words stay as they are."""
    return " ".join(_arabic(part) for part in parts(name))


def _latin(part: Part, manner: str) -> str:
    article = "El " if manner == "fr" else "Al-"
    if part.script == "Latn":
        read = part.letters.removeprefix(ARTICLE)
    else:
        read = (_usual(part, manner) or _read(part, manner)).removeprefix(ARTICLE)
    written = read[:1].upper() + read[1:]
    return article + written if part.letters.startswith(ARTICLE) else written


def _usual(part: Part, manner: str) -> str:
    """The spelling seen most often, those of the other manner counting for a tenth."""
    known = scales().seen.get((part.script, "Latn"))
    if known is None:
        return ""
    counts = {
        word: known.pairs[part.letters, word] * (0.1 if _is_foreign(word, manner) else 1.0)
        for word in known.of_first.get(part.letters, ())
    }
    return max(sorted(counts), key=lambda word: counts[word], default="")


def _is_foreign(word: str, manner: str) -> bool:
    for own in _OWN[manner]:
        word = word.replace(own, "")
    return any(group in word for group in FOREIGN[manner])


def _arabic(part: Part) -> str:
    if part.script == "Arab":
        return part.letters.replace(ARTICLE, "ال")
    table = scales().costs.get(("Arab", "Latn"))
    known = scales().seen.get(("Arab", "Latn"))
    if part.script != "Latn" or table is None or known is None:
        return part.letters
    bare = part.letters.removeprefix(ARTICLE)
    seen = {word: known.pairs[word, bare] for word in known.of_second.get(bare, ())}
    read = max(sorted(seen), key=lambda word: seen[word], default="") or _spell(table, 1, "", bare)
    return ("ال" if part.letters.startswith(ARTICLE) else "") + read.replace(ARTICLE, "ال")


def _read(part: Part, manner: str) -> str:
    table = scales().costs.get((part.script, "Latn"))
    return _spell(table, 0, manner, part.letters) if table else part.letters


@cache
def _readings(table: LetterCosts, place: int, manner: str) -> dict[int, tuple[int, str]]:
    """For each group of one side, the likeliest of the other and its cost."""
    side = (table.second, table.first)[place]
    face = table.face if place == 0 else table.face.T
    groups = {number: group for group, number in side.numbers.items()}
    dear = [UNUSUAL if manner and _is_foreign(groups[number], manner) else 0 for number in range(len(groups))]
    best = {}
    for number in range(face.shape[0] - 1):
        row = face[number, : len(groups)] + dear
        least = int(row.argmin())
        best[number] = int(row[least]), groups[least]
    return best


def _spell(table: LetterCosts, place: int, manner: str, word: str) -> str:
    """The likeliest reading of a word, group by group."""
    cut = (table.first, table.second)[place].groups(word)
    readings = _readings(table, place, manner)
    best: list[tuple[int, str]] = [(0, "")] + [(IMPOSSIBLE * 2, "")] * (len(cut) - 1)
    for end in range(1, len(cut)):
        for length in range(1, min(REACH, end) + 1):
            number = int(cut[end, length])
            if number > 0:
                cost, group = readings[number]
                before, text = best[end - length]
                best[end] = min(best[end], (before + cost, text + group))
    return best[-1][1].strip("^$").replace("�", "")
