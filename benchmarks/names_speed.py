"""How fast one million names are searched: two processes that map one index, searches in Arabic.

    python -m benchmarks.names_speed DATA FOLDER [--names 1000000] [--searches 1500] [--bulk] [--no-kernel]

The names recombine given and family names of the development gallery, as often as they stand there; sought
are names of the Arabic gallery, none twice, after half as many others to warm up. FOLDER keeps the index.
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

from benchmarks.names_learn import rows
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
    options.add_argument("--bulk", action="store_true", help="in the order that serves best, scores only")
    options.add_argument("--no-kernel", action="store_true", help="with numpy alone")
    chosen = options.parse_args()
    if not (chosen.folder / "current").exists():
        _build(chosen.data, chosen.folder, chosen.names)
    sought = sorted({row["name"] for row in rows(chosen.data / "dev/t1_gallery_arabic.tsv")})
    random.Random(11).shuffle(sought)
    shares = [sought[place::PROCESSES] for place in range(PROCESSES)]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        tasks = [
            pool.submit(_searched, chosen.folder, share, chosen.searches, chosen.bulk, not chosen.no_kernel)
            for share in shares
        ]
        told = [task.result() for task in tasks]
    spent = sorted(one for times, _, _ in told for one in times)
    print(
        json.dumps(
            {
                "kernel": kernel.LIBRARY is not None and not chosen.no_kernel,
                "searches_per_second_clock": round(sum(len(times) / clock for times, clock, _ in told)),
                "searches_per_second_processor": round(sum(len(times) / sum(times) for times, _, _ in told)),
                "p50_ms": round(1000 * spent[len(spent) // 2], 2),
                "p99_ms": round(1000 * spent[int(0.99 * len(spent))], 2),
                "memory_mb": [round(memory) for _, _, memory in told],
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


def _searched(
    folder: Path, sought: list[str], many: int, bulk: bool, compiled: bool
) -> tuple[list[float], float, float]:
    """Processor time of each search, time by the clock of all, and the memory of this process."""
    if not compiled:
        kernel.LIBRARY = None
    index = Index.open(folder)
    for name in sought[: many // 2]:
        index.search(name)
    asked = sought[many // 2 : many // 2 + many]
    if bulk:
        asked.sort()
    times = []
    clock = time.perf_counter()
    for name in asked:
        began = time.process_time()
        index.search(name)
        times.append(time.process_time() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return times, time.perf_counter() - clock, memory


if __name__ == "__main__":
    main()
