"""CSV: the list an office keeps itself.

Columns, in any order: id, name, name_ar, aliases, birth_date, sex, nationality,
document_kind, document_number, category, source. Of `name` and `name_ar` one is needed;
aliases and nationalities are separated by semicolons or bars. Comma, semicolon and tab
separate cells; the text is UTF-8.

An office can mend its own list, so a row with anything wrong is refused whole.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from mithaq.node.persons.born import read_born
from mithaq.node.persons.countries import country_code
from mithaq.node.persons.errors import (
    BrokenRow,
    ColumnsDoNotFit,
    ColumnsMissing,
    EmptyFile,
    FieldTooLong,
    FormulaCell,
    MissingId,
    RowError,
    UnknownCode,
    UnknownColumn,
    UnknownCountry,
)
from mithaq.node.persons.formats import source_file
from mithaq.node.persons.formats.row import MOST_IN_ID, MOST_IN_NUMBER, Records, Refused, Row, Tidy, distinct
from mithaq.pact.codes import code_list
from mithaq.pact.names.normalise import normalise

COLUMNS = (
    *("id", "name", "name_ar", "aliases", "birth_date", "sex", "nationality"),
    *("document_kind", "document_number", "category", "source"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
MOST_IN_CELL = 60_000  # characters
SEXES = {
    **dict.fromkeys(("m", "h", "male", "man", "homme", "masculin", "ذكر", "رجل"), "M"),
    **dict.fromkeys(("f", "female", "woman", "femme", "feminin", "انثي", "امراه"), "F"),
    **dict.fromkeys(("x",), "X"),
    **dict.fromkeys(("", "u", "unknown", "inconnu", "غير معروف"), "U"),
}


def read(path: Path, *, on: date, source: str) -> Records:
    """The rows of a CSV file. Raises: ColumnsMissing, UnknownColumn, EmptyFile."""
    with path.open("rb") as file:
        reader = _Cells(source_file.lines(file))
        columns = _columns(reader)
        while (found := reader.next()) is not None:
            line, cells = found
            if isinstance(cells, RowError):
                yield line, Refused(cells)
            elif any(cells):
                yield line, _record(columns, cells, on=on, source=source)


class _Cells:
    """Rows of cells with the line each begins on; what cannot be read as a row is an error in its place."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        # Bytes that are no UTF-8 become lone surrogates, found again cell by cell.
        texts = (line.decode("utf-8", "surrogateescape") for line in lines)
        self.first = next(texts, "")
        self.separator = max(",;\t", key=self.first.count)
        self.reader = csv.reader(self._again(texts), delimiter=self.separator, strict=False)

    def _again(self, texts: Iterator[str]) -> Iterator[str]:
        yield self.first
        yield from texts

    def next(self) -> tuple[int, list[str] | RowError] | None:
        line = self.reader.line_num + 1
        try:
            return line, next(self.reader)
        except StopIteration:
            return None
        except csv.Error as error:
            too_long = "field limit" in str(error)
            return line, FieldTooLong(column="", most=str(MOST_IN_CELL)) if too_long else BrokenRow()


def _columns(reader: _Cells) -> list[str]:
    found = reader.next()
    if found is None:
        raise EmptyFile
    if isinstance(found[1], RowError):
        raise ColumnsMissing(columns="id, name")
    columns = ["_".join(normalise(cell).split()) for cell in found[1]]
    for number, column in enumerate(columns, 1):
        if column not in COLUMNS or column in columns[: number - 1]:
            # By its number: where the first row is no heading, what stands there may be a name.
            raise UnknownColumn(number=str(number), columns=", ".join(COLUMNS))
    if "id" not in columns or not {"name", "name_ar"} & set(columns):
        raise ColumnsMissing(columns="id, name")
    return columns


def _record(columns: list[str], cells: list[str], *, on: date, source: str) -> Row | Refused:
    named = dict(zip(columns, cells, strict=False))
    try:
        if len(cells) != len(columns):
            raise ColumnsDoNotFit(expected=str(len(columns)), found=str(len(cells)))
        return _row(_Row(named), on=on, source=source)
    except RowError as error:
        # Only a clean id may stand as which row it was.
        known = named.get("id", "")
        return Refused(error, known if known.isascii() and known.isprintable() else "")


@dataclass(slots=True)
class _Row:
    """The cells of one row by column, made fit to be kept as they are asked for."""

    cells: dict[str, str]
    tidy: Tidy

    def __init__(self, cells: dict[str, str]) -> None:
        self.cells, self.tidy = cells, Tidy()
        for column, cell in cells.items():
            if len(cell) > MOST_IN_CELL:
                raise FieldTooLong(column=column, most=str(MOST_IN_CELL))
            if cell.startswith(FORMULA):
                raise FormulaCell(column=column)

    def line(self, column: str, most: int = MOST_IN_NUMBER) -> str:
        return self.tidy.line(self.cells.get(column, ""), column, most)

    def parts(self, column: str) -> list[str]:
        return [part for part in self.cells.get(column, "").replace("|", ";").split(";") if part.strip()]


def _row(row: _Row, *, on: date, source: str) -> Row:
    if not (source_id := row.line("id", MOST_IN_ID)):
        raise MissingId
    name = row.tidy.name
    names = [
        name(row.cells.get("name", ""), "primary", "name"),
        name(row.cells.get("name_ar", ""), "original", "name_ar"),
        *(name(part, "alias", "aliases") for part in row.parts("aliases")),
    ]
    born = read_born(row.line("birth_date"), on=on)
    number = row.line("document_number")
    kind = _code(row, "document_kind", "document-kinds") or "other"
    document = row.tidy.document(kind, number, "", "document_number")
    return Row(
        source=row.line("source") or source,
        source_id=source_id,
        names=distinct(names),
        category=_code(row, "category", "register-categories"),
        sex=_sex(row),
        births=(born,) if born else (),
        nationalities=_countries(row),
        documents=(document,) if document else (),
        hidden=row.tidy.hidden,
    )


def _code(row: _Row, column: str, codes: str) -> str:
    """The value of a code list, written as the value or as its label in one of the languages."""
    written = normalise(row.line(column, 120))
    if written and written not in _values(codes):
        raise UnknownCode(column=column)
    return _values(codes).get(written, "")


@cache
def _values(codes: str) -> dict[str, str]:
    listed = code_list(codes).codes.items()
    return {normalise(text): value for value, code in listed for text in (value, *code.labels.values())}


def _sex(row: _Row) -> str:
    written = normalise(row.line("sex"))
    if written not in SEXES:
        raise UnknownCode(column="sex")
    return SEXES[written]


def _countries(row: _Row) -> tuple[str, ...]:
    found = [country_code(row.tidy.line(part, "nationality")) for part in row.parts("nationality")]
    if not all(found):
        raise UnknownCountry(column="nationality")
    return tuple(dict.fromkeys(found))
