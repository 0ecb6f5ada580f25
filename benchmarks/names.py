"""How well names are found and told apart, by the evaluation beside the development cases.

    python -m benchmarks.names DATA [--tables FOLDER] [--only t1 t2 t3 …] [--limit N] [--misses FILE]

With `--tables` made by `benchmarks.names_learn --half`, only persons of the other half are
measured, so that nothing measured was learned from. `--misses` writes down what was not found and what
stood in the way (`benchmarks.names_misses`). Peers' figures on cases of the same make, held out:
T1 recall@1 0.51, recall@10 0.68; T2 recall at 1 % false positives 0.53 (logic-v2 0.35); T3 0.51.
"""

import argparse
import importlib.util
import json
import math
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks import names_misses
from benchmarks.names_learn import first_half, rows
from mithaq.pact.names import compare as matching
from mithaq.pact.names import near, tables, weigher
from mithaq.pact.names.costs import NAT
from mithaq.pact.names.index import Index

MEASURED = (
    "t2-ar",
    "t2-cy",
    "t2-he",
    "t2-el",
    "t3",
    "calibration",
    "t1-ar",
    "t1-la",
    "t1-he",
    "t1-cy",
    "t1-el",
    "t1-fa",
)


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("data", type=Path)
    options.add_argument("--tables", type=Path)
    options.add_argument("--only", nargs="*", default=MEASURED)
    options.add_argument("--limit", type=int, default=0)
    options.add_argument("--dump", type=Path)
    options.add_argument("--misses", type=Path)
    chosen = options.parse_args()
    if chosen.misses:
        chosen.misses.write_text("\t".join(names_misses.HEADER) + "\n", "utf-8")
    if chosen.tables:
        _use(chosen.tables)
    held_out: Callable[[str], bool] = (lambda name: not first_half(name)) if chosen.tables else _anyone
    evaluation = _evaluation(chosen.data)
    for what in chosen.only:
        task, _, script = what.partition("-")
        if task == "t1":
            figures = _retrieval(evaluation, chosen, script, held_out)
        else:
            figures = _pairs(evaluation, chosen, task, script, held_out)
        print(json.dumps({what: figures}, ensure_ascii=False), flush=True)


def _anyone(_: str) -> bool:
    return True


def _use(folder: Path) -> None:
    """Measure with the tables of this folder instead of those shipped."""
    other, weights = tables.scales(folder), tables.weights
    matching.scales = near.scales = weigher.scales = lambda: other  # type: ignore[assignment]
    matching.weights = near.weights = weigher.weights = lambda across: weights(across, folder)  # type: ignore[assignment]


def _evaluation(data: Path) -> Any:
    spec = importlib.util.spec_from_file_location("evaluate", data / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _scores(cases: list[dict[str, str]]) -> list[float]:
    return [found.score / NAT for found in matching.matches((row["name_a"], row["name_b"]) for row in cases)]


def _pairs(
    evaluation: Any, chosen: Any, task: str, script: str, held_out: Callable[[str], bool]
) -> dict[str, Any]:
    calibration = task == "calibration"
    cases = rows(chosen.data / f"dev/{'t2' if calibration else task}_pairs.tsv")
    cases = [
        row
        for row in cases
        if (held_out(row["name_a"]) and row.get("script_b", "") == script)
        or (not script and held_out(row["name_a"]))
    ]
    cases = cases[: chosen.limit or None]
    began = time.process_time()
    scores = _scores(cases)
    spent = time.process_time() - began
    if calibration:
        return _calibration(cases, scores)
    if chosen.dump:
        chosen.dump.write_text(
            "".join(
                f"{s}\t{r['name_a']}\t{r['name_b']}\t{r['label']}\t{r['kind']}\t{r['group']}\n"
                for r, s in zip(cases, scores, strict=True)
            )
        )
    report = evaluation.pairs_report(cases, scores)
    missed = _written(chosen, names_misses.of_pairs(task, cases, scores, report["all"]["thr_fpr1"]))
    brief = {
        key: round(report["all"][key], 4) for key in ("n_pos", "n_neg", "auc", "best_f1", "recall_at_fpr1")
    }
    by_group = {g: round(report[f"group_{g}"]["recall"], 3) for g in "AFE" if report.get(f"group_{g}")}
    false = {g: round(100 * rate, 2) for g, rate in report.get("fpr_by_group", {}).items()}
    return {
        **brief,
        "recall": by_group,
        "false_percent": false,
        "false_factor": _factor(report),
        "shown": {band: _shown(cases, scores, least / NAT) for band, least in matching.BANDS},
        "pairs_per_second": round(len(cases) / spent),
        **missed,
    }


def _written(chosen: Any, misses: Iterable[names_misses.Miss | None]) -> dict[str, Any]:
    """How many were not found by cause, and their list in the file, if it is asked for."""
    if not chosen.misses:
        return {}
    some = [miss for miss in misses if miss]
    names_misses.write(chosen.misses, some)
    return {"missed": names_misses.counted(some)}


def _shown(cases: list[dict[str, str]], scores: list[float], least: float) -> dict[str, list[int]]:
    """Of a thousand right pairs, and of a thousand others, how many reach a band; by group."""
    shares = {}
    for group in ("", *"AFE"):
        reached: dict[str, list[bool]] = {"1": [], "0": []}
        for row, score in zip(cases, scores, strict=True):
            if group in ("", row["group"]):
                reached[row["label"]].append(score >= least)
        shares[group or "all"] = [round(1000 * sum(each) / max(1, len(each))) for each in reached.values()]
    return shares


def _factor(report: dict[str, Any]) -> float | None:
    """By how much the rates of false positives differ, among groups of 300 negatives and more."""
    rates = [
        report[f"group_{g}"]["fpr"] for g in "AFE" if report.get(f"group_{g}", {}).get("n_neg", 0) >= 300
    ]
    return round(max(rates) / min(rates), 2) if len(rates) > 1 and min(rates) else None


def _between(right: int, many: int) -> tuple[float, float]:
    """Between what the share lies, nineteen times of twenty. Source: Wilson (1927)."""
    if not many:
        return 0.0, 1.0
    share, z = right / many, 1.96
    middle = share + z * z / (2 * many)
    reach = z * math.sqrt(share * (1 - share) / many + z * z / (4 * many * many))
    whole = 1 + z * z / many
    return round((middle - reach) / whole, 3), round((middle + reach) / whole, 3)


def _calibration(cases: list[dict[str, str]], scores: list[float]) -> dict[str, Any]:
    """Of pairs said to be likely to this degree, the share that is."""
    bins: dict[str, Any] = {}
    for low, high in ((0, 0.05), (0.05, 0.15), (0.15, 0.5), (0.5, 0.85), (0.85, 0.95), (0.95, 1.01)):
        inside = [
            r["label"] == "1"
            for r, s in zip(cases, scores, strict=True)
            if low <= matching.probability(round(s * NAT)) < high
        ]
        bins[f"{low}-{min(high, 1)}"] = {
            "n": len(inside),
            "right": round(sum(inside) / max(1, len(inside)), 3),
            "between": _between(sum(inside), len(inside)),
        }
    return bins


def _retrieval(evaluation: Any, chosen: Any, script: str, held_out: Callable[[str], bool]) -> dict[str, Any]:
    queries = [row for row in rows(chosen.data / "dev/t1_queries.tsv") if row["script"] == script]
    queries = [row for row in queries if held_out(row["query"] if script == "la" else row["truth"])][
        : chosen.limit or None
    ]
    gallery = rows(chosen.data / f"dev/t1_gallery_{'arabic' if script == 'la' else 'latin'}.tsv")
    began = time.process_time()
    index = Index.build((row["id"], row["name"]) for row in gallery)
    built = time.process_time() - began
    results, times = {}, []
    for row in queries:
        began = time.process_time()
        results[row["qid"]] = [(found.id, found.score / NAT) for found in index.search(row["query"])]
        times.append(time.process_time() - began)
    report = evaluation.retrieval_report(queries, results)
    names = {row["id"]: row["name"] for row in gallery}
    missed = _written(
        chosen, (names_misses.of_search(f"t1-{script}", row, results[row["qid"]], names) for row in queries)
    )
    if chosen.dump:
        lines = []
        for row in queries:
            ids = [one for one, _ in results[row["qid"]]]
            rank = ids.index(row["target"]) + 1 if row["target"] in ids else 0
            best = [f"{names[one]} ({score:.1f})" for one, score in results[row["qid"]][:3]]
            lines.append(
                "\t".join([row["query"], row["truth"], row["group"], row["present"], str(rank), *best])
            )
        chosen.dump.write_text("\n".join(lines))
    groups = {g: round(report[f"group_{g}"]["recall1"], 3) for g in "AFE" if report.get(f"group_{g}")}
    times.sort()
    keys = ("n", "recall1", "recall10", "recall1_at_fpir5")
    brief = {key: round(report["all"][key], 4) for key in keys if key in report["all"]}
    speed = {
        "searches_per_second": round(len(times) / sum(times), 1),
        "p99_ms": round(1000 * times[int(0.99 * len(times))], 1),
    }
    return {
        **brief,
        "recall1_by_group": groups,
        "gallery": len(gallery),
        "build_s": round(built, 1),
        **speed,
        **missed,
    }


if __name__ == "__main__":
    sys.exit(main())
