"""A code list: the values a field may hold, in the order of the screen, with their labels.

Lists are files in `lists/`, so that a new value or a better label is a change of data, read
by people who write no code. A value is never deleted or reused: it gets `until`, and stays
readable in old entries for ever. A value nobody here knows (a partner runs a later edition)
is shown as it came.

The files are our own: a fault in one is a bug (`ValueError`), found by a test, not a refusal.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from mithaq.pact.codes.spacing import as_printed

LANGUAGES = ("ar", "fr", "en")
KEYS = frozenset({*LANGUAGES, "note", "until", "source", "authority"})


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a list: what travels, and how each language says it."""

    value: str
    labels: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict)
    until: date | None = None
    source: str = ""
    authority: str = ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """All values of one list, retired ones included, in the order of the screen."""

    name: str
    about: str
    source: str
    codes: Mapping[str, Code]

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(self.codes)

    def label(self, value: str, language: str) -> str:
        """The value in words; the value itself if this edition does not know it."""
        code = self.codes.get(value)
        return code.labels.get(language, value) if code else value

    def note(self, value: str, language: str) -> str:
        """The sentence that explains a value; empty if there is none."""
        code = self.codes.get(value)
        return code.notes.get(language, "") if code else ""

    def open(self, on: date) -> tuple[str, ...]:
        """The values that may be chosen on a day; `until` is the first day one may not."""
        return tuple(code.value for code in self.codes.values() if code.until is None or on < code.until)

    def of(self, authority: str) -> tuple[str, ...]:
        """The values that belong to one authority, or to none in particular."""
        return tuple(code.value for code in self.codes.values() if code.authority in ("", authority))


@cache
def code_list(name: str) -> CodeList:
    """The list of that name. Raises: ValueError if there is none, or its file is at fault."""
    if name not in names():
        raise ValueError(f"no code list {name!r}")
    return read_list(name, (files(__package__) / "lists" / f"{name}.toml").read_text("utf-8"))


@cache
def names() -> tuple[str, ...]:
    """The names of all lists, sorted."""
    found = (entry.name for entry in (files(__package__) / "lists").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


def read_list(name: str, text: str) -> CodeList:
    """One list from the text of its file. Raises: ValueError."""
    header = [line.removeprefix("#").strip() for line in text.split("\n\n", 1)[0].splitlines()]
    sources = [line.removeprefix("Source:").strip() for line in header if line.startswith("Source:")]
    if not sources or not header[0]:
        raise ValueError(f"{name}: the header must say what the list is and name its source")
    codes = {value: _read_code(name, value, table) for value, table in tomllib.loads(text).items()}
    return CodeList(name, about=header[0], source=sources[0], codes=MappingProxyType(codes))


def _read_code(name: str, value: str, table: Mapping[str, Any]) -> Code:
    missing = [language for language in LANGUAGES if not table.get(language)]
    if missing or not KEYS.issuperset(table):
        raise ValueError(f"{name}: {value} lacks {missing} or has a key that means nothing")
    until = table.get("until")
    if until is not None and type(until) is not date:
        raise ValueError(f"{name}: {value}: `until` is a day")
    return Code(
        value,
        labels=MappingProxyType({each: as_printed(table[each], each) for each in LANGUAGES}),
        notes=MappingProxyType(
            {each: as_printed(said, each) for each, said in table.get("note", {}).items()}
        ),
        until=until,
        source=table.get("source", ""),
        authority=table.get("authority", ""),
    )
