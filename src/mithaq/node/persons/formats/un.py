"""The consolidated list of the United Nations Security Council, in the XML it is published in.

The file is read as a stream, one record in memory at a time. Document types and entities are
refused, since a small file can unfold without end. A country or date that cannot be read
is left out and remarked: the person stays on the list.

Source: https://www.un.org/sc/resources/sc-sanctions.xsd, as used in the published list.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from mithaq.node.persons.born import Born, read_born
from mithaq.node.persons.countries import country_code
from mithaq.node.persons.errors import (
    BrokenXml,
    EntitiesRefused,
    FieldTooLong,
    RowError,
    UnknownCountry,
    WrongFileType,
)
from mithaq.node.persons.formats.row import (
    MOST_IN_ID,
    DocumentGiven,
    NameGiven,
    Records,
    Refused,
    Row,
    Tidy,
    by_script,
    distinct,
)

SOURCE = "un-sc"
ROOT = "CONSOLIDATED_LIST"
SORTS = {"INDIVIDUAL": "person", "ENTITY": "organisation"}
NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
SEXES = {"male": "M", "female": "F"}
NO_VALUE = frozenset({"", "na", "n/a", "-"})
BRACKETS = re.compile(r"\([^()]*\)")

MOST_IN_RECORD = 500_000  # characters
DEEPEST = 12
CHUNK = 64 * 1024  # bytes


def read(path: Path, *, on: date, source: str) -> Records:
    """The persons and organisations of the list.

    Raises: WrongFileType, EntitiesRefused, BrokenXml; what stood before the fault was yielded.
    """
    for line, element in _elements(path):
        if isinstance(element, RowError):
            yield line, Refused(element)
        else:
            yield line, _record(element, on=on, source=source or SOURCE)


def _elements(path: Path) -> Iterator[tuple[int, Element | RowError]]:
    target = _Target()
    parser: Any = DefusedXMLParser(target=target, forbid_dtd=True)
    target.line_now = lambda: int(parser.parser.CurrentLineNumber)
    with path.open("rb") as file:
        while block := file.read(CHUNK):
            fault = _feed(parser, block)
            yield from target.taken()
            if fault:
                raise fault
    if fault := _feed(parser, None):
        raise fault


def _feed(parser: Any, block: bytes | None) -> RowError | BrokenXml | EntitiesRefused | WrongFileType | None:
    try:
        parser.close() if block is None else parser.feed(block)
    except DefusedXmlException:
        return EntitiesRefused()
    except ParseError as error:
        return BrokenXml(line=str(error.position[0]))
    except (BrokenXml, WrongFileType) as error:
        return error
    return None


class _Target:
    """What the parser tells: keeps one record at a time, and the records that are whole."""

    def __init__(self) -> None:
        self.line_now: Callable[[], int] = lambda: 0
        self.whole: list[tuple[int, Element | RowError]] = []
        self.open: list[str] = []
        self.builder: TreeBuilder | None = None
        self.began = self.size = 0

    def start(self, tag: str, _: dict[str, str]) -> None:
        if not self.open and tag != ROOT:
            raise WrongFileType(expected=ROOT, found="xml")
        if len(self.open) >= DEEPEST:
            raise BrokenXml(line=str(self.line_now()))
        self.open.append(tag)
        if self.builder is None and tag in SORTS:
            self.builder, self.began, self.size = TreeBuilder(), self.line_now(), 0
        if self.builder:
            self.builder.start(tag, {})

    def data(self, text: str) -> None:
        self.size += len(text)
        if self.builder and self.size <= MOST_IN_RECORD:
            self.builder.data(text)

    def end(self, tag: str) -> None:
        self.open.pop()
        if self.builder:
            self.builder.end(tag)
            if tag in SORTS:
                self._finish(self.builder.close())

    def close(self) -> None:
        """The file has ended."""

    def taken(self) -> list[tuple[int, Element | RowError]]:
        whole, self.whole = self.whole, []
        return whole

    def _finish(self, element: Element) -> None:
        too_long = self.size > MOST_IN_RECORD
        fault = FieldTooLong(column="", most=str(MOST_IN_RECORD))
        self.whole.append((self.began, fault if too_long else element))
        self.builder = None


def _record(element: Element, *, on: date, source: str) -> Row | Refused:
    source_id = ""
    try:
        source_id = Tidy().line(element.findtext("DATAID") or "", "DATAID", MOST_IN_ID)
        return _row(element, source_id, on=on, source=source)
    except RowError as error:
        return Refused(error, source_id)


def _row(element: Element, source_id: str, *, on: date, source: str) -> Row:
    tidy, remarks = Tidy(), list[RowError]()
    sex = (element.findtext("GENDER") or "").strip().lower()
    return Row(
        source=source,
        source_id=source_id,
        list_ref=tidy.line(element.findtext("REFERENCE_NUMBER") or "", "REFERENCE_NUMBER", 60),
        sort=SORTS[element.tag],
        names=_names(element, tidy, remarks),
        category="sanctions",
        sex=SEXES.get(sex, "U"),
        births=_births(element, on, remarks),
        nationalities=_countries(element, remarks),
        documents=_documents(element, tidy),
        hidden=tidy.hidden,
        remarks=tuple(remarks),
    )


def _names(element: Element, tidy: Tidy, remarks: list[RowError]) -> tuple[NameGiven, ...]:
    parts = (element.findtext(part) or "" for part in NAME_PARTS)
    names = [
        tidy.name(" ".join(parts), "primary", "FIRST_NAME"),
        tidy.name(element.findtext("NAME_ORIGINAL_SCRIPT") or "", "original", "NAME_ORIGINAL_SCRIPT"),
    ]
    for alias in element.iterfind(f"{element.tag}_ALIAS"):
        low = (alias.findtext("QUALITY") or "").strip() == "Low"
        for text in by_script(alias.findtext("ALIAS_NAME") or ""):
            try:
                names.append(tidy.name(text, "weak" if low else "alias", "ALIAS_NAME"))
            except RowError as error:
                remarks.append(error)
    return distinct(names)


def _births(element: Element, on: date, remarks: list[RowError]) -> tuple[Born, ...]:
    births: dict[str, Born] = {}
    for stated in element.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        part = {child.tag: (child.text or "").strip() for child in stated}
        about = part.get("TYPE_OF_DATE") == "APPROXIMATELY" or part.get("NOTE", "").lower() == "approximately"
        between = part.get("FROM_YEAR"), part.get("TO_YEAR")
        single = part.get("DATE") or part.get("YEAR") or ""
        text = "/".join(year for year in between if year) or (single and single + "~" * about)
        try:
            born = read_born(text, on=on, column="INDIVIDUAL_DATE_OF_BIRTH")
        except RowError as error:
            remarks.append(error)
        else:
            births |= {born.edtf: born} if born else {}
    return tuple(births.values())


def _countries(element: Element, remarks: list[RowError]) -> tuple[str, ...]:
    found: list[str] = []
    for value in element.iterfind("NATIONALITY/VALUE"):
        written = (value.text or "").strip()
        if written.lower() in NO_VALUE:
            continue
        if code := country_code(written):
            found.append(code)
        else:
            remarks.append(UnknownCountry(column="NATIONALITY"))
    return tuple(dict.fromkeys(found))


def _documents(element: Element, tidy: Tidy) -> tuple[DocumentGiven, ...]:
    found = []
    for document in element.iterfind("INDIVIDUAL_DOCUMENT"):
        part = {child.tag: " ".join((child.text or "").split()) for child in document}
        kind = _kind(part.get("TYPE_OF_DOCUMENT", ""))
        country = country_code(part.get("ISSUING_COUNTRY") or part.get("COUNTRY_OF_ISSUE") or "")
        number = _number(part.get("NUMBER", ""))
        found.append(tidy.document(kind, number, country, "INDIVIDUAL_DOCUMENT"))
    return tuple(dict.fromkeys(document for document in found if document))


def _number(written: str) -> str:
    """The number out of a sentence about it: `Afghan passport number SE 012820` is `SE 012820`."""
    words = BRACKETS.sub(" ", written).split(",")[0].split()
    with_digits = [place for place, word in enumerate(words) if any(mark.isdigit() for mark in word)]
    if not with_digits:
        return written
    first, last = with_digits[0], with_digits[-1]
    has_series = first > 0 and words[first - 1].isupper() and len(words[first - 1]) <= 3
    return " ".join(words[first - has_series : last + 1])


def _kind(written: str) -> str:
    low = written.lower()
    if any(word in low for word in ("passport", "passeport", "pasaporte")):
        return "passport"
    return "identity-card" if "national identification" in low else "other"
