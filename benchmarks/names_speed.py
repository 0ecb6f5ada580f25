"""How fast one million names are searched: two processes that map one index, searches in Arabic.

    python -m benchmarks.names_speed DATA FOLDER [--names 1000000] [--searches 1500] [--before 750]
        [--bulk] [--no-kernel]

The names recombine given and family names of the development gallery, as often as they stand there; sought
are names of the Arabic gallery, none twice, after some others (the first of which are told as cold): at
the mean load of SIS, `--before 7500` is what half a minute brings. FOLDER keeps the index.
Time is counted twice: as the clock has it, and as this process was given the processor, which is what a
machine that does nothing else would show.
"""

import argparse
import json
import random
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from benchmarks.names_learn import rows
from mithaq.front.config.collecting import collect_seldom
from mithaq.pact.names import Index, kernel

PROCESSES = 2


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("data", type=Path)
    options.add_argument("folder", type=Path)
    options.add_argument("--names", type=int, default=1_000_000)
    options.add_argument("--searches", type=int, default=1_500)
    options.add_argument("--before", type=int, default=750, help="searches before any is counted")
    options.add_argument("--bulk", action="store_true", help="all at once, by `search_many`")
    options.add_argument("--no-kernel", action="store_true", help="with numpy alone")
    chosen = options.parse_args()
    if not (chosen.folder / "current").exists():
        _build(chosen.data, chosen.folder, chosen.names)
    sought = sorted({row["name"] for row in rows(chosen.data / "dev/t1_gallery_arabic.tsv")})
    random.Random(11).shuffle(sought)
    shares = [sought[place::PROCESSES] for place in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        tasks = [
            pool.submit(
                *(_searched, chosen.folder, share, (chosen.before, chosen.searches)),
                *(chosen.bulk, not chosen.no_kernel),
            )
            for share in shares
        ]
        told = [task.result() for task in tasks]
    spent = sorted(one for each in told for one in each.times)
    cold = sorted(one for each in told for one in each.cold)
    by_processor = sum(len(each.times) / sum(each.times) for each in told)
    print(
        json.dumps(
            {
                "kernel": kernel.LIBRARY is not None and not chosen.no_kernel,
                "searches_per_second_clock": round(sum(len(each.times) / each.clock for each in told)),
                "searches_per_second_processor": round(by_processor),
                "p50_ms": round(1000 * spent[len(spent) // 2], 2),
                "p99_ms": round(1000 * spent[int(0.99 * len(spent))], 2),
                "p50_cold_ms": round(1000 * cold[len(cold) // 2], 2),
                "memory_mb": [round(each.memory) for each in told],
            }
        )
    )


def _build(data: Path, folder: Path, many: int) -> None:
    chance = random.Random(5)
    named = [row["name"].split() for row in rows(data / "dev/t1_gallery_latin.tsv")]
    named = [words for words in named if 2 <= len(words) <= 4]
    began = time.process_time()
    made = (
        (f"{place:07}", " ".join([*chance.choice(named)[:-1], chance.choice(named)[-1]]))
        for place in range(many)
    )
    index = Index.build(made)
    print(json.dumps({"names": len(index), "build_s": round(time.process_time() - began)}), flush=True)
    index.save(folder)


class Told(NamedTuple):
    """What one process measured: processor time of each search, cold ones apart, and the rest."""

    times: list[float]
    cold: list[float]
    clock: float
    memory: float


def _searched(folder: Path, sought: list[str], counted: tuple[int, int], *how: bool) -> Told:
    (before, many), (bulk, compiled) = counted, how
    if not compiled:
        kernel.LIBRARY = None
    collect_seldom()  # as the processes of a node do
    index = Index.open(folder)
    index.search(sought[0])  # reads the tables
    cold = [_timed(index, [name]) for name in sought[1 : 1 + many // 15]]
    for name in sought[1 + many // 15 : before]:
        index.search(name)
    asked = sought[before : before + many]
    clock = time.perf_counter()
    if bulk:
        times = [_timed(index, asked) / len(asked)] * len(asked)
    else:
        times = [_timed(index, [name]) for name in asked]
    clock = time.perf_counter() - clock
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Told(times, cold, clock, memory)


def _timed(index: Index, names: list[str]) -> float:
    began = time.process_time()
    index.search_many(names)
    return time.process_time() - began


if __name__ == "__main__":
    main()
