"""What every format yields: one record of a list, or why it could not be taken over.

Everything here was written by somebody else; nothing is true yet. A text is kept only after
`Tidy` has looked at it: characters that cannot be seen are taken out and counted, those
that cannot be meant refuse the row.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from mithaq.node.persons.born import Born
from mithaq.node.persons.errors import (
    BrokenText,
    ControlCharacters,
    FieldTooLong,
    MissingId,
    MissingName,
    RowError,
    TooManyValues,
)
from mithaq.node.safeguards.text import HIDDEN, clean
from mithaq.pact.names.errors import DocumentNotUnderstood
from mithaq.pact.names.identifiers import normalise_document
from mithaq.pact.names.normalise import name_key
from mithaq.pact.names.script import script_of

MOST_IN_ID = 128  # characters
MOST_IN_NAME = 300
MOST_IN_KEY = 600  # one ligature may unfold to many letters
MOST_IN_NUMBER = 60
MOST_NAMES = 200
MOST_OTHERS = 50  # births, documents, nationalities

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SURROGATE = re.compile("[\ud800-\udfff]")
# "Haji Gulab Gul (حاجی گلاب گل)": one name in two scripts.
IN_TWO_SCRIPTS = re.compile(r"(?P<one>[^()]+)\((?P<other>[^()]+)\)[\s,.]*")


@dataclass(frozen=True, slots=True)
class NameGiven:
    """A name as the list writes it; `sort` is primary, alias, weak or original."""

    text: str
    sort: str
    script: str
    key: str


@dataclass(frozen=True, slots=True)
class DocumentGiven:
    """A document; `key` is empty if the number is a sentence rather than a number."""

    kind: str
    number: str
    country: str
    key: str


@dataclass(frozen=True, slots=True)
class Row:
    """One record, fit to be kept. `remarks` say which parts of it were not taken over."""

    source: str
    source_id: str
    names: tuple[NameGiven, ...]
    list_ref: str = ""
    sort: str = "person"
    category: str = ""
    sex: str = "U"
    births: tuple[Born, ...] = ()
    nationalities: tuple[str, ...] = ()
    documents: tuple[DocumentGiven, ...] = ()
    hidden: int = 0
    remarks: tuple[RowError, ...] = ()

    def __post_init__(self) -> None:
        if not self.source_id:
            raise MissingId
        if not self.names:
            raise MissingName
        if len(self.names) > MOST_NAMES:
            raise TooManyValues(column="names", most=str(MOST_NAMES))
        for column in ("births", "nationalities", "documents"):
            if len(getattr(self, column)) > MOST_OTHERS:
                raise TooManyValues(column=column, most=str(MOST_OTHERS))


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that was not taken over; `source_id` if it could at least be told which it is."""

    error: RowError
    source_id: str = ""


# The line a record begins on, and the record. In the order of the file, each record once.
Records = Iterator[tuple[int, Row | Refused]]


class Tidy:
    """Makes the texts of one row fit to be kept, and counts the hidden characters it took out."""

    def __init__(self) -> None:
        self.hidden = 0

    def line(self, text: str, column: str, most: int = MOST_IN_NAME) -> str:
        """The text on one line. Raises: FieldTooLong, ControlCharacters, BrokenText."""
        if not text:
            return ""
        if len(text) > 20 * most:
            raise FieldTooLong(column=column, most=str(most))
        if CONTROL.search(text):
            raise ControlCharacters(column=column)
        if SURROGATE.search(text):
            raise BrokenText(column=column)
        self.hidden += len(HIDDEN.findall(text.replace("\r", "")))
        tidy = " ".join(clean(text).text.split())
        if len(tidy) > most:
            raise FieldTooLong(column=column, most=str(most))
        return tidy

    def name(self, text: str, sort: str, column: str) -> NameGiven | None:
        """A name with its key; None if no letter is left of it. Raises: as `line`."""
        tidy = self.line(text, column)
        key = name_key(tidy)
        if len(key) > MOST_IN_KEY:
            raise FieldTooLong(column=column, most=str(MOST_IN_NAME))
        return NameGiven(tidy, sort, script_of(tidy), key) if key else None

    def document(self, kind: str, number: str, country: str, column: str) -> DocumentGiven | None:
        """A document, its number as written and as compared. Raises: as `line`."""
        tidy = self.line(number, column, MOST_IN_NAME)
        key = ""
        with suppress(DocumentNotUnderstood):
            key = normalise_document(tidy)
        return DocumentGiven(kind, tidy[:MOST_IN_NUMBER], country, key) if tidy else None


def distinct(names: Iterable[NameGiven | None]) -> tuple[NameGiven, ...]:
    """The names that are there, each text once, in the order given."""
    return tuple({name.text: name for name in reversed([n for n in names if n])}.values())[::-1]


def by_script(text: str) -> tuple[str, ...]:
    """One name written in two scripts as two names; any other text alone."""
    match = IN_TWO_SCRIPTS.fullmatch(text.strip())
    if match and script_of(match["one"]) != script_of(match["other"]):
        return match["one"].strip(), match["other"].strip()
    return (text,)
