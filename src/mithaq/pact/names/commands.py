"""What the terminal does with files of names: compare pairs, search a gallery, learn a table.

Files are UTF-8 text, tab between columns, no header. A line without a second column is one with
an empty name; it is answered like any other. What is no such file is refused before anything is written.
"""

import math
from collections.abc import Iterable, Iterator
from pathlib import Path

from mithaq.pact.names.compare import matches
from mithaq.pact.names.costs import NAT
from mithaq.pact.names.errors import (
    NamesColumnsMissing,
    NamesCountNotNumber,
    NamesNotText,
    NothingToLearn,
)
from mithaq.pact.names.index import Index
from mithaq.pact.names.learn import ACROSS, WITHIN, learn_groups
from mithaq.pact.names.parts import parts
from mithaq.pact.names.rows import write

DIGITS = 9  # of a count


def pairs(source: Path, target: Path) -> None:
    """From `id, name, name` write `id, score`: a logarithm of odds, above 0 if more likely one person.

    Raises: NamesNotText, NamesColumnsMissing.
    """
    rows = [(row[0], row[1], row[2]) for row in _rows(source, 3)]
    compared = matches((one, other) for _, one, other in rows)
    lines = (
        f"{row_id}\t{match.score / NAT:.2f}\n" for (row_id, _, _), match in zip(rows, compared, strict=True)
    )
    _write(target, lines)


def search(gallery: Path, queries: Path, target: Path, *, most: int = 10) -> None:
    """From a gallery `id, name` and queries `id, name` write `query, rank, id, score`, the best first.

    Raises: NamesNotText, NamesColumnsMissing.
    """
    asked = [(row[0], row[1]) for row in _rows(queries, 2)]
    index = Index.build((row[0], row[1]) for row in _rows(gallery, 2))
    _write(target, _answers(index, asked, most))


def learn(source: Path, target: Path, *, made_from: str) -> int:
    """From pairs `word, word[, count]` of two scripts write a table of letter costs.

    What comes back is how many pairs of words it was learned from. `made_from` names source
    and licence of the pairs; it stands at the head of the table.

    Raises: NamesNotText, NamesColumnsMissing, NamesCountNotNumber, NothingToLearn.
    """
    counted: dict[tuple[str, str], float] = {}
    scripts = ("", "")
    for line, row in enumerate(_rows(source, 3), start=1):
        one, other, times = parts(row[0]), parts(row[1]), row[2].strip() or "1"
        if not (times.isdecimal() and len(times) <= DIGITS):
            raise NamesCountNotNumber(line=str(line))
        if len(one) == len(other) == 1:
            scripts = one[0].script, other[0].script
            words = one[0].letters, other[0].letters
            counted[words] = counted.get(words, 0.0) + 1 + math.log(max(1, int(times)))
    if not counted:
        raise NothingToLearn
    shapes = WITHIN if scripts[0] == scripts[1] else ACROSS
    groups = learn_groups([(a, b, weight) for (a, b), weight in sorted(counted.items())], shapes=shapes)
    costs = [
        (a, b, round(-NAT * math.log(chance))) for (a, b), chance in sorted(groups.items()) if chance > 0
    ]
    write(target, f"Letter costs in hundredths of a nat. {made_from}", [(*scripts, "cost"), *costs])
    return len(counted)


def _answers(index: Index, queries: Iterable[tuple[str, str]], most: int) -> Iterator[str]:
    for query_id, name in queries:
        for rank, found in enumerate(index.search(name, most=most), start=1):
            yield f"{query_id}\t{rank}\t{found.id}\t{found.score / NAT:.2f}\n"


def _rows(source: Path, columns: int) -> Iterator[list[str]]:
    with source.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        for number, line in enumerate(lines, start=1):
            row = line.rstrip("\n").split("\t")
            if "\0" in line:
                raise NamesNotText(line=str(number))
            if number == 1 and len(row) == 1:
                raise NamesColumnsMissing(columns=str(columns))
            yield row + [""] * (columns - len(row))


def _write(target: Path, lines: Iterator[str]) -> None:
    with target.open("w", encoding="utf-8", errors="surrogateescape") as out:
        out.writelines(lines)
