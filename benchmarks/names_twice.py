"""What a register's duplicates cost: pairs shown that are chance, and second records that are found.

    python -m benchmarks.names_twice DATA --tables TABLES [--names 100000] [--rows 6000] [--arabic]

The register recombines given and family names of the development gallery, as often as they stand there.
Nobody is invented twice, so every pair of two of them is chance: so many rows are compared with all, and
printed is how many pairs the register shows for each thousand of its records, by the lowest band shown.
Beside them stand persons with two records, under names of the development pairs that nothing was learned from
if TABLES were made with `--half`: 400 across Arabic and Latin letters, 400 within Latin. Of each thousand, so
many are found.

Births are days, one in five a year alone. A second record has the same in seven of ten, the year alone in
two, day and month swapped or a day off in most of the rest (set, in the open: nobody has counted it).
"""

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path

from benchmarks.names import _use
from benchmarks.names_bulk import BATCH, _day
from benchmarks.names_learn import first_half
from benchmarks.names_learn import rows as read
from mithaq.pact.names import Description
from mithaq.pact.names.bulk import Likeness, likenesses
from mithaq.pact.names.compare import BANDS
from mithaq.pact.names.gallery import Gallery, Row

TWICE = 400
PAIRS = {"across": ("t2", "ar"), "within": ("t3", "")}


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("data", type=Path)
    options.add_argument("--tables", type=Path, help="those that ship, if none are named")
    options.add_argument("--names", type=int, default=100_000)
    options.add_argument("--rows", type=int, default=6_000)
    options.add_argument("--arabic", action="store_true", help="the register has names in Arabic letters")
    chosen = options.parse_args()
    if chosen.tables:
        _use(chosen.tables)
    once = list(_invented(chosen.data, chosen.names, "arabic" if chosen.arabic else "latin"))
    twice = {way: list(_twice(chosen.data, way)) for way in PAIRS}
    with tempfile.TemporaryDirectory() as folder:
        both = (row for some in twice.values() for row in some)
        Gallery.build([*once, *both]).save(Path(folder))
        gallery = Gallery.open(Path(folder))
        some = random.Random(7).sample(once, min(chosen.rows, len(once)))
        bands = Counter(each.band for each in _compared(some, gallery) if each.other[0] == "o")
        # A pair is met from either side, of which the sample has one.
        chance = {band: round(1000 * met / 2 / len(some), 1) for band, met in _reaching(bands).items()}
        found = {way: _found(records, gallery) for way, records in twice.items()}
    told = {"register": chosen.names, "chance_pairs_per_1000": chance, "found_of_1000": found}
    print(json.dumps(told))


def _invented(data: Path, many: int, script: str) -> Iterator[Row]:
    chance = random.Random(5)
    named = [row["name"].split() for row in read(data / f"dev/t1_gallery_{script}.tsv")]
    named = [words for words in named if 2 <= len(words) <= 4]
    for place in range(many):
        name = " ".join([*chance.choice(named)[:-1], chance.choice(named)[-1]])
        born = _day(chance)
        yield Row(f"o{place:07}", Description((name,), born[:4] if chance.random() < 0.2 else born))


def _twice(data: Path, way: str) -> Iterator[Row]:
    """Two records of each person, one after the other."""
    task, script = PAIRS[way]
    chance = random.Random(3)
    right = [
        row
        for row in read(data / f"dev/{task}_pairs.tsv")
        if row["label"] == "1" and not first_half(row["name_a"]) and (not script or row["script_b"] == script)
    ]
    for place, row in enumerate(chance.sample(right, min(TWICE, len(right)))):
        born = _day(chance)
        yield Row(f"{way}{place}:a", Description((row["name_a"],), born))
        yield Row(f"{way}{place}:b", Description((row["name_b"],), _otherwise(born, chance)))


def _otherwise(born: str, chance: random.Random) -> str:
    """The birth as a second record has it."""
    year, month, day = born.split("-")
    others = (
        born,
        year,
        f"{year}-{day}-{month}" if int(day) <= 12 else born,
        f"{year}-{month}-{int(day) % 28 + 1:02}",
    )
    return chance.choices([*others, _day(chance)], weights=(70, 18, 4, 4, 4))[0]


def _compared(rows: Iterable[Row], gallery: Gallery) -> Iterator[Likeness]:
    left = list(rows)
    for first in range(0, len(left), BATCH):
        yield from likenesses(left[first : first + BATCH], gallery)


def _found(records: list[Row], gallery: Gallery) -> dict[str, int]:
    """Of a thousand second records, how many are found, by the lowest band shown; seen from either side."""
    best: dict[str, Likeness] = {}
    for each in _compared(records, gallery):
        person = each.id.partition(":")[0]
        if each.other.partition(":")[0] == person:
            best[person] = max(each, best.get(person, each), key=lambda one: one.score)
    bands = _reaching(Counter(each.band for each in best.values()))
    return {band: round(1000 * met / (len(records) / 2)) for band, met in bands.items()}


def _reaching(bands: Mapping[str, int]) -> dict[str, int]:
    """How many reach each band."""
    names = [band for band, _ in BANDS]
    return dict(zip(names, accumulate(bands.get(band, 0) for band in names), strict=True))


if __name__ == "__main__":
    main()
