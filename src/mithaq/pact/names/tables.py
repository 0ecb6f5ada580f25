"""The tables that ship with Mithaq: letter costs, frequent words, names seen for each other, weights.

They are text, one row a line, and small. `tables/SOURCES.md` says what each was learned
from and under which licence; `mithaq names learn` makes a table from pairs of one's own.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mithaq.pact.names.costs import LetterCosts
from mithaq.pact.names.rows import HERE, read
from mithaq.pact.names.score import Worth
from mithaq.pact.names.weigh import NO_WORDS, Scales, SeenPairs, WordList


@cache
def scales(folder: Path = HERE) -> Scales:
    """All tables of a folder, ready to weigh names by."""
    costs = [LetterCosts.read(path.read_text("utf-8")) for path in sorted(folder.glob("*.costs.tsv"))]
    by_scripts = {(table.first.script, table.second.script): table for table in costs}
    words = {script: NO_WORDS for scripts in by_scripts for script in scripts}
    words |= {_script(path): _words(path) for path in sorted(folder.glob("*.words.tsv"))}
    seen = {_scripts(path): _seen(path) for path in sorted(folder.glob("*.seen.tsv"))}
    return Scales(by_scripts, words, seen)


@cache
def weights(across: bool, folder: Path = HERE) -> Worth:
    """What each measure of evidence is worth, in nats: of two scripts, or within one."""
    name = "across" if across else "within"
    return Worth({name: float(weight) for name, weight in read(folder / f"{name}.weights.tsv")})


def _script(path: Path) -> str:
    return path.name.split(".")[0].title()


def _scripts(path: Path) -> tuple[str, str]:
    first, second = path.name.split(".")[0].split("-")
    return first.title(), second.title()


def _words(path: Path) -> WordList:
    counts = {word: float(count) for word, count in read(path)}
    return WordList(counts, counts.pop(""))


def _seen(path: Path) -> SeenPairs:
    """Rows of two words are sightings together; with one missing, how often the other was seen at all."""
    pairs: dict[tuple[str, str], int] = {}
    first: dict[str, int] = {}
    second: dict[str, int] = {}
    for a, b, count in read(path):
        if a and b:
            pairs[a, b] = int(count)
        else:
            (first if a else second)[a or b] = int(count)
    of_first: dict[str, list[str]] = {}
    of_second: dict[str, list[str]] = {}
    for a, b in pairs:
        of_first.setdefault(a, []).append(b)
        of_second.setdefault(b, []).append(a)
    return SeenPairs(pairs, first, second, _frozen(of_first), _frozen(of_second))


def _frozen(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {word: tuple(others) for word, others in lists.items()}
