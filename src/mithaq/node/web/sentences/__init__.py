"""What a refusal is called in the reader's language: one TOML file for each area of codes.

A file holds a table for each code (`["ledger.bad-signature"]`) with `ar`, `fr` and `en`;
`{fact}` stands for one of the error's facts, set apart so that it cannot turn the sentence
round. A fact that is a day is said as the reader's language says days; what is to be typed as a day
is written `{example}`, and stands as it is typed.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mithaq.node.web import dates
from mithaq.pact.codes.spacing import as_printed

FOLDER = Path(__file__).parent
# First strong isolate … pop: a reference in Latin letters inside an Arabic sentence.
APART = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

DAY_AS_TYPED = "2026-02-20"


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every sentence by code, then by language."""
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        found.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return found


def sentence(code: str, facts: Mapping[str, str], language: str) -> str:
    """The sentence of a code in a language; the code itself if nobody has written one yet."""
    written = sentences().get(code, {}).get(language[:2], code)
    return as_printed(written, language[:2]).format_map(_Apart(facts, language))


class _Apart(dict[str, str]):
    """Facts, each isolated; a fact that is not there is an ellipsis, never a crash."""

    def __init__(self, facts: Mapping[str, str], language: str) -> None:
        super().__init__(facts)
        self.language = language

    def __getitem__(self, name: str) -> str:
        if name == "typed":  # what is to be typed stands as it is typed, not as it is read
            return _apart(str(super().__getitem__(name)))
        return _apart(dates.said(str(super().__getitem__(name)), self.language))

    def __missing__(self, name: str) -> str:
        return _apart(DAY_AS_TYPED) if name == "example" else "…"


def _apart(said: str) -> str:
    return f"{APART[0]}{said}{APART[1]}"
