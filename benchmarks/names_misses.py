"""What is not found, one case a line, sorted by what stood in the way: for `benchmarks.names --misses FILE`.

A *cause* is read off the comparison itself, never set by hand, so that the table can be made again:

    same-name       who came first bears a name as close or closer: somebody else of the name
    other-name      no word of the one name is spelt like one of the other: a nom de guerre, a married name
    other-word      some words meet, and one has hardly a letter in common: an alias, a name translated
    not-reached     compared in full it would be among the ten: the index did not come to it
    part-missing    what there is meets; what is left out makes it too little
    spelling        the letters meet, but dearer than our tables know

The first three are mostly the data's own: no spelling brings such names together. The file is for whoever
runs the benchmark and stays outside the repository: it quotes the development cases.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from mithaq.pact.names.compare import Match, match
from mithaq.pact.names.costs import NAT

THE_DATA_S = ("same-name", "other-name", "other-word")
SHOWN = 10
STRANGE = 0.3  # share of the letters explained below which two words are no spellings of each other
ALIKE = 100  # hundredths of a nat from which two names of one script are one name
HEADER = ("task", "cause", "rank", "group", "sought", "meant", "points", "came before", "points", "reasons")


class Miss(NamedTuple):
    """A right name that was not first, or a right pair below the threshold."""

    task: str
    cause: str
    rank: int  # 0: not among the ten
    group: str
    sought: str
    meant: str
    before: str
    points: int
    others: int

    def line(self) -> str:
        reasons = " ".join(
            f"{reason.one}={reason.other}{reason.points:+d}"
            for reason in match(self.sought, self.meant).reasons
        )
        facts = (self.task, self.cause, self.rank or "-", self.group, self.sought, self.meant)
        return "\t".join(map(str, (*facts, self.points / NAT, self.before, self.others / NAT, reasons)))


def of_search(
    task: str, row: Mapping[str, str], found: Sequence[tuple[str, float]], names: Mapping[str, str]
) -> Miss | None:
    """A search whose right answer did not come first; nothing if it did, or if there is none."""
    ids = [one for one, _ in found]
    if row["present"] != "1" or ids[:1] == [row["target"]]:
        return None
    meant = names[row["target"]]
    rank = ids.index(row["target"]) + 1 if row["target"] in ids else 0
    compared = match(row["query"], meant)
    first, points = (names[ids[0]], round(found[0][1] * NAT)) if found else ("", -10_000)
    if points >= compared.score and match(first, meant).score > ALIKE:
        cause = "same-name"
    else:
        cause = _cause(compared)
        least = found[-1][1] * NAT if len(found) >= SHOWN else -math.inf
        ours = compared.score > 0 or cause not in THE_DATA_S
        if not rank and ours and compared.score > least:
            cause = "not-reached"
    return Miss(task, cause, rank, row["group"], row["query"], meant, first, compared.score, points)


def of_pairs(
    task: str, cases: Sequence[Mapping[str, str]], scores: Sequence[float], least: float
) -> Iterable[Miss]:
    """The right pairs that fall below the threshold."""
    for row, score in zip(cases, scores, strict=True):
        if row["label"] == "1" and score < least:
            compared = match(row["name_a"], row["name_b"])
            names = row["name_a"], row["name_b"]
            points = compared.score, round(least * NAT)
            yield Miss(task, _cause(compared), 0, row["group"], *names, "", *points)


def _cause(compared: Match) -> str:
    """What stands between two names that are said to be one person's."""
    named = [meeting.evidence for meeting in compared.pairing.met if meeting.kind == "name"]
    alike = sum(evidence.letters >= STRANGE for evidence in named)
    if not alike:
        return "other-name"
    if alike < len(named):
        return "other-word"
    left = any(reason.code == "part-left-out" for reason in compared.reasons)
    return "part-missing" if left and all(evidence.weight > 2 for evidence in named) else "spelling"


def write(file: Path, misses: Iterable[Miss]) -> None:
    """Add the cases to the file, which is begun anew by whoever calls."""
    with file.open("a", encoding="utf-8") as lines:
        lines.writelines(f"{miss.line()}\n" for miss in misses)


def counted(misses: Sequence[Miss]) -> dict[str, list[int]]:
    """By cause: how many, and how many of these were not among the ten."""
    by_cause = {
        cause: [miss.rank for miss in misses if miss.cause == cause]
        for cause in sorted({miss.cause for miss in misses})
    }
    return {cause: [len(ranks), ranks.count(0)] for cause, ranks in by_cause.items()}
