"""How fast many are compared with one million: two processes that map one gallery, pairs with their reasons.

    python -m benchmarks.names_bulk DATA FOLDER [--names 1000000] [--rows 20000] [--names-alone] [--no-kernel]

The gallery recombines given and family names of the development gallery, as often as they stand there, with a
day of birth each. Compared are names of the Arabic gallery with days of birth, none twice, so that little is
found but what agrees by chance; after half as many others to warm up. FOLDER keeps the gallery. In the same
run some of the same names are searched one by one (`Index.search`). Time is the processor's, as `names_speed`
counts it.
"""

import argparse
import json
import random
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.names_learn import rows as read
from benchmarks.names_speed import PROCESSES
from mithaq.pact.names import Description, Index, kernel
from mithaq.pact.names.bulk import likenesses
from mithaq.pact.names.gallery import Gallery, Row, opened

BATCH = 500
ONE_BY_ONE = 200


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("data", type=Path)
    options.add_argument("folder", type=Path)
    options.add_argument("--names", type=int, default=1_000_000)
    options.add_argument("--rows", type=int, default=20_000)
    options.add_argument("--names-alone", action="store_true", help="without days of birth")
    options.add_argument("--no-kernel", action="store_true", help="with numpy alone")
    chosen = options.parse_args()
    if not Gallery.is_saved(chosen.folder):
        _build(chosen.data, chosen.folder, chosen.names)
    rows = _sought(chosen.data, chosen.rows, dated=not chosen.names_alone)
    shares = [rows[place::PROCESSES] for place in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        tasks = [pool.submit(_compared, chosen.folder, share, not chosen.no_kernel) for share in shares]
        told = [task.result() for task in tasks]
    print(
        json.dumps(
            {
                "kernel": kernel.LIBRARY is not None and not chosen.no_kernel,
                "rows": sum(one["rows"] for one in told),
                "rows_per_second_processor": round(sum(one["rows"] / one["spent"] for one in told)),
                "rows_per_second_clock": round(sum(one["rows"] / one["clock"] for one in told)),
                "one_by_one_per_second_processor": round(sum(ONE_BY_ONE / one["one_by_one"] for one in told)),
                "pairs": sum(one["pairs"] for one in told),
                "memory_mb": [round(one["memory"]) for one in told],
            }
        )
    )


def _build(data: Path, folder: Path, many: int) -> None:
    chance = random.Random(5)
    named = [row["name"].split() for row in read(data / "dev/t1_gallery_latin.tsv")]
    named = [words for words in named if 2 <= len(words) <= 4]
    began = time.process_time()
    made = (
        Row(
            f"{place:07}",
            Description((" ".join([*chance.choice(named)[:-1], chance.choice(named)[-1]]),), _day(chance)),
        )
        for place in range(many)
    )
    gallery = Gallery.build(made)
    gallery.save(folder)
    print(json.dumps({"names": len(gallery), "build_s": round(time.process_time() - began)}), flush=True)


def _sought(data: Path, many: int, *, dated: bool) -> list[Row]:
    chance = random.Random(11)
    names = sorted({row["name"] for row in read(data / "dev/t1_gallery_arabic.tsv")})
    chance.shuffle(names)
    return [
        Row(f"sought-{place}", Description((name,), _day(chance) if dated else ""))
        for place, name in enumerate(names[:many])
    ]


def _day(chance: random.Random) -> str:
    return f"{chance.randint(1950, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def _compared(folder: Path, rows: list[Row], compiled: bool) -> dict[str, float]:
    """What one process did: rows and pairs, the processor's time and the clock's, and its memory."""
    if not compiled:
        kernel.LIBRARY = None
    gallery = opened(str(folder))
    warm, asked = rows[: len(rows) // 3], rows[len(rows) // 3 :]
    for some in _batches(warm):
        likenesses(some, gallery)
    clock, began = time.perf_counter(), time.process_time()
    pairs = sum(len(likenesses(some, gallery)) for some in _batches(asked))
    spent, clock = time.process_time() - began, time.perf_counter() - clock
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "rows": len(asked),
        "pairs": pairs,
        "spent": spent,
        "clock": clock,
        "one_by_one": _one_by_one(folder, asked[:ONE_BY_ONE]),
        "memory": memory,
    }


def _batches(rows: list[Row]) -> Iterator[list[Row]]:
    return (rows[begin : begin + BATCH] for begin in range(0, len(rows), BATCH))


def _one_by_one(folder: Path, rows: list[Row]) -> float:
    index = Index.open(folder / "names")
    began = time.process_time()
    for row in rows:
        index.search(row.said.names[0])
    return time.process_time() - began


if __name__ == "__main__":
    main()
