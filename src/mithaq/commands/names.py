"""Names at the terminal, with the pact alone: compare two, compare or search files of them, learn a table.

No node is read and nothing is kept: whoever may read the files may ask.
"""

import argparse
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from mithaq.pact.names import Facing, Resemblance


Parser = argparse.ArgumentParser
Options = argparse.Namespace


class Commands(Protocol):
    """Where commands are added, as `mithaq.cli` has it."""

    def add(self, name: str, told: str, run: Callable[[Options], int], *, of_a_node: bool = True) -> Parser:
        """The parser of a new command."""


SAID = {
    "parts-agree": "agree",
    "parts-joined": "agree, written joined and apart",
    "parts-close": "are close",
    "parts-differ": "differ",
    "link-met": "agree, a word that may be left out",
    "title-met": "are titles",
    "initial-met": "an initial",
    "part-left-out": "left out on the other side",
    "link-left-out": "left out, says nothing",
    "title-left-out": "a title left out, says nothing",
    "initial-left-out": "an initial left out",
    "one-name-only": "one name only is given in full on one side, and others bear it",
    "other-order": "the parts stand in another order",
    "whole": "how many parts met, and how many there are",
}


def match(options: Options) -> int:
    """Print the band of two names and what speaks for and against. Exit status: 0 likely or possible."""
    from mithaq.pact.names import Description, resemble

    found = resemble(Description((options.one,)), Description((options.other,)))
    print(json.dumps(_stated(found), ensure_ascii=False, indent=1) if options.json else _told(found))
    return 0 if found.score >= 0 else 1


def pairs(options: Options) -> int:
    from mithaq.pact.names import commands

    commands.pairs(options.input, options.output)
    return 0


def search(options: Options) -> int:
    from mithaq.pact.names import commands

    commands.search(options.gallery, options.queries, options.output, most=options.most)
    return 0


def learn(options: Options) -> int:
    from mithaq.pact.names import commands

    learned = commands.learn(options.input, options.output, made_from=options.made_from)
    print(f"Learned from {learned} pairs of words: {options.output}")
    return 0


def _told(found: "Resemblance") -> str:
    lines = [found.band.upper()]
    names = found.names
    letters = {
        (meeting.one.letters, meeting.other.letters): _aligned(facing)
        for meeting, facing in (zip(names.pairing.met, names.letters, strict=True) if names else ())
    }
    for reason in found.reasons:
        words = " ~ ".join(word for word in (reason.one, reason.other) if word)
        told = f"{reason.points / 100:+6.2f}  {words + ' ' if words else ''}{SAID[reason.code]}"
        lines.append(f"{told}  {letters.get((reason.one, reason.other), '')}".rstrip())
    return "\n".join([*lines, f"{found.score / 100:+6.2f}  together"])


def _aligned(facings: Iterable["Facing"]) -> str:
    return "[" + " ".join(f"{facing.one or '·'}={facing.other or '·'}" for facing in facings) + "]"


def _stated(found: "Resemblance") -> dict[str, object]:
    letters = found.names.letters if found.names else ()
    return {
        "band": found.band,
        "score": found.score,
        "reasons": [
            {"code": one.code, "points": one.points, "one": one.one, "other": one.other}
            for one in found.reasons
        ],
        "letters": [[[facing.one, facing.other] for facing in word] for word in letters],
    }


def add_match(commands: Commands) -> None:
    """`mithaq match ONE OTHER`."""
    command = commands.add(
        "match", "are two names one person's, in whatever script; with reasons", match, of_a_node=False
    )
    command.add_argument("one")
    command.add_argument("other")
    command.add_argument("--json", action="store_true", help="for machines")


def _files(command: Parser, *names: str) -> None:
    for name in names:
        command.add_argument(name, type=Path)


def add_names(group: Commands) -> None:
    """`mithaq names pairs | search | learn`."""
    told = group.add("pairs", "score pairs: id, name, name → id, score", pairs, of_a_node=False)
    _files(told, "input", "output")
    told = group.add(
        "search",
        "search a gallery: id, name and id, query → query, rank, id, score",
        search,
        of_a_node=False,
    )
    _files(told, "gallery", "queries", "output")
    told.add_argument("--most", type=int, default=10, help="rows written for each query, at most")
    told = group.add(
        "learn", "a table of letter costs from pairs: word, word[, count]", learn, of_a_node=False
    )
    _files(told, "input", "output")
    told.add_argument("--made-from", required=True, help="source and licence, written into the table")
