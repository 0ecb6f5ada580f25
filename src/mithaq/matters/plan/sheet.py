"""Sheet: a table that somebody else made, as lines of named cells: CSV or a spreadsheet, small, and nothing
that acts.

Headings are the names of the template, or what the columns are called in Arabic, French or English; their
order does not matter. What a file is, is looked at before it is read (`safeguards.files`): no archive in
disguise, no macro, nothing that unpacks to a flood. openpyxl is imported when the first spreadsheet comes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from mithaq.matters.plan.errors import (
    ColumnsMissing,
    NoLines,
    NotATable,
    TableTooLarge,
    TooManyLines,
)
from mithaq.node.safeguards.files import look_at
from mithaq.node.safeguards.text import clean, plain_digits
from mithaq.pact.codes import code_list
from mithaq.pact.rules.words import LANGUAGES, Words

LARGEST = 2 * 1024 * 1024
MOST_LINES, MOST_COLUMNS, LONGEST_CELL = 500, 40, 5000
TABLES = ("csv", "xlsx")

COLUMNS: Mapping[str, Words] = {
    "axis": Words("المحور", "axe", "axis"),
    "objective_ar": Words("الهدف بالعربية", "objectif en arabe", "objective in Arabic"),
    "objective_fr": Words("الهدف بالفرنسية", "objectif en français", "objective in French"),
    "objective_en": Words("الهدف بالإنجليزية", "objectif en anglais", "objective in English"),
    "title_ar": Words("الإجراء بالعربية", "action en arabe", "action in Arabic"),
    "title_fr": Words("الإجراء بالفرنسية", "action en français", "action in French"),
    "title_en": Words("الإجراء بالإنجليزية", "action en anglais", "action in English"),
    "sort": Words("النوع", "nature", "sort"),
    "lead": Words("الطرف المشرف", "partie pilote", "lead"),
    "co_lead": Words("الطرف المشرف المشارك", "partie copilote", "co-lead"),
    "starts_on": Words("البداية", "début", "start"),
    "ends_on": Words("النهاية", "fin", "end"),
    "deliverables": Words("المنتوجات", "livrables", "deliverables"),
}
REMARK = "#"  # a line that begins with it is not read
EXAMPLE: Mapping[str, str] = {
    "axis": f"{REMARK} CYB",
    "objective_ar": "(مثال) تعزيز الخبرة الرقمية",
    "objective_fr": "(exemple) Renforcer l’expertise numérique",
    "objective_en": "(example) Strengthen digital forensics",
    "title_ar": "(مثال) دورة تكوينية مشتركة",
    "title_fr": "(exemple) Formation commune",
    "title_en": "(example) Joint training",
    "sort": "training",
    "starts_on": "2026-12-01",
    "ends_on": "2027-06-30",
    "deliverables": "دليل | Guide | 2027-03-01",
}
OPTIONAL = frozenset({"objective_en", "title_en", "deliverables"})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its number as a spreadsheet counts, and its cells by column."""

    number: int
    cells: Mapping[str, str]


def lines_of(name: str, content: bytes) -> list[Line]:
    """The lines of a file that say anything.

    Raises: TableTooLarge, NotATable, ColumnsMissing, NoLines, TooManyLines; FileError for what is no such
    file, or acts.
    """
    if len(content) > LARGEST:
        raise TableTooLarge(most=str(LARGEST // 1024 // 1024))
    look_at(name, content)
    ending = name.rpartition(".")[2].lower()
    if ending not in TABLES:
        raise NotATable
    rows = _of_spreadsheet(content) if ending == "xlsx" else _of_csv(content)
    heading = next(rows, [])
    places = _places(heading)
    missing = [column for column in COLUMNS if column not in places and column not in OPTIONAL]
    if missing:
        raise ColumnsMissing(columns=", ".join(missing))
    found = [
        Line(number, cells)
        for number, row in enumerate(rows, start=2)
        if not _is_remark(row) and any((cells := _cells(row, places)).values())
    ]
    if not found:
        raise NoLines
    if len(found) > MOST_LINES:
        raise TooManyLines(most=str(MOST_LINES))
    return found


def template(parties: Iterable[str]) -> list[list[str]]:
    """The lines of an empty table under its headings, remarks which only who fills it in reads: what may
    stand in a column that takes codes, and an example.
    """
    codes = {
        "axis": code_list("axes").values,
        "sort": code_list("action-types").values,
        "lead": tuple(sorted(parties)),
    }
    allowed = [[f"{REMARK} {column}: {' '.join(values)}"] for column, values in codes.items()]
    example = {**EXAMPLE, "lead": codes["lead"][0], "co_lead": codes["lead"][-1]}
    return [*allowed, [example[column] for column in COLUMNS]]


def _is_remark(row: Iterable[str]) -> bool:
    return next((cell for cell in row if cell), "").startswith(REMARK)


def _places(heading: Iterable[str]) -> dict[str, int]:
    """Where each column stands, by its name or by what it is called."""
    called = {_folded(name): name for name in COLUMNS}
    for name, words in COLUMNS.items():
        called |= {_folded(words.say(language)): name for language in LANGUAGES}
    places: dict[str, int] = {}
    for place, said in enumerate(heading):
        column = called.get(_folded(said))
        if column:
            places.setdefault(column, place)
    return places


def _cells(row: list[str], places: Mapping[str, int]) -> dict[str, str]:
    return {column: row[place] if place < len(row) else "" for column, place in places.items()}


def _of_csv(content: bytes) -> Iterator[list[str]]:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise NotATable from None
    first = text.partition("\n")[0]
    mark = max((",", ";", "\t"), key=first.count)
    try:
        for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), MOST_LINES + 500):
            yield [_text(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error:
        raise NotATable from None


def _of_spreadsheet(content: bytes) -> Iterator[list[str]]:
    """The first sheet: values, never formulas, and no further than a plan can be long."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_LINES + 500, max_col=MOST_COLUMNS, values_only=True)
        yield from ([_text(cell) for cell in row] for row in rows)
    except NotATable:
        raise
    except Exception:  # a file somebody else made: whatever it does to the reader, it is no table
        raise NotATable from None


def _text(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return clean("" if cell is None else str(cell)[:LONGEST_CELL]).text.strip()


def _folded(words: str) -> str:
    return " ".join(plain_digits(words).replace("_", " ").replace("-", " ").lower().split())
