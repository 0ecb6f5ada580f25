"""FollowTheMoney: one JSON entity a line, as open data sets of lists are published.

People and organisations are taken over; what else such a file holds (addresses, sanctions,
family ties) is passed over. A country or date that cannot be read is left out and remarked,
since nobody here can mend somebody else's list.

Source: FollowTheMoney's model, schemata Person, LegalEntity and those below it.
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from mithaq.node.persons.born import Born, read_born
from mithaq.node.persons.countries import country_code
from mithaq.node.persons.errors import (
    BrokenRow,
    BrokenText,
    FieldTooLong,
    MissingId,
    RowError,
    UnknownCountry,
)
from mithaq.node.persons.formats import source_file
from mithaq.node.persons.formats.row import (
    MOST_IN_ID,
    DocumentGiven,
    NameGiven,
    Records,
    Refused,
    Row,
    Tidy,
    distinct,
)

SORTS = {
    "Person": "person",
    "LegalEntity": "organisation",
    "Organization": "organisation",
    "Company": "organisation",
    "PublicBody": "organisation",
}
DOCUMENTS = {
    "passportNumber": "passport",
    "idNumber": "identity-card",
    "registrationNumber": "registration",
    "taxNumber": "other",
}
SEXES = {"male": "M", "female": "F", "other": "X"}
CATEGORIES = {"sanction": "sanctions", "wanted": "wanted", "crime": "other"}


def read(path: Path, *, on: date, source: str) -> Records:
    """The people and organisations of a file of JSON lines."""
    with path.open("rb") as file:
        for number, line in enumerate(source_file.lines(file), 1):
            if line.strip():
                record = _record(line, on=on, source=source)
                if record is not None:
                    yield number, record


def _record(line: bytes, *, on: date, source: str) -> Row | Refused | None:
    source_id = ""
    try:
        if len(line) >= source_file.MOST_IN_LINE:
            raise FieldTooLong(column="", most=str(source_file.MOST_IN_LINE))
        entity = _entity(line)
        if entity.get("schema") not in SORTS:
            return None
        source_id = _text(entity.get("id", ""))
        source_id = Tidy().line(source_id, "id", MOST_IN_ID)
        if not source_id:
            raise MissingId
        return _row(_Entity(entity), source_id, on=on, source=source)
    except RowError as error:
        return Refused(error, source_id if len(source_id) <= MOST_IN_ID and source_id.isprintable() else "")


def _entity(line: bytes) -> Mapping[str, Any]:
    try:
        read = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise BrokenText(column="") from None
    except (ValueError, RecursionError):
        raise BrokenRow from None
    if not isinstance(read, dict):
        raise BrokenRow
    return read


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise BrokenRow
    return value


class _Entity:
    """An entity whose properties are lists of texts, or the row is refused."""

    def __init__(self, entity: Mapping[str, Any]) -> None:
        self.tidy = Tidy()
        self.schema = str(entity["schema"])
        self.datasets = self._texts(entity.get("datasets", []))
        found = entity.get("properties", {})
        if not isinstance(found, dict):
            raise BrokenRow
        self.properties = found

    def all(self, name: str) -> list[str]:
        return self._texts(self.properties.get(name, []))

    def _texts(self, values: object) -> list[str]:
        if not isinstance(values, list):
            raise BrokenRow
        return [_text(value) for value in values]


def _row(entity: _Entity, source_id: str, *, on: date, source: str) -> Row:
    remarks: list[RowError] = []
    dataset = entity.tidy.line(entity.datasets[0], "datasets", 60) if entity.datasets else ""
    topics = (CATEGORIES.get(topic, "") for topic in entity.all("topics"))
    return Row(
        source=source or dataset or "ftm",
        source_id=source_id,
        sort=SORTS[entity.schema],
        names=_names(entity),
        category=next((topic for topic in topics if topic), ""),
        sex=next((SEXES.get(sex.lower(), "U") for sex in entity.all("gender")), "U"),
        births=_births(entity, on, remarks),
        nationalities=_countries(entity, remarks),
        documents=_documents(entity),
        hidden=entity.tidy.hidden,
        remarks=tuple(remarks),
    )


def _names(entity: _Entity) -> tuple[NameGiven, ...]:
    stated = [entity.tidy.name(text, "alias", "name") for text in entity.all("name")]
    names = [name for name in stated if name]
    first = next((name for name in names if name.script == "Latn"), names[0] if names else None)
    sorted_out = [
        NameGiven(name.text, _sort(name, first), name.script, name.key)
        for name in sorted(names, key=lambda name: name is not first)
    ]
    aliases = [
        entity.tidy.name(text, sort, column)
        for column, sort in (("alias", "alias"), ("previousName", "alias"), ("weakAlias", "weak"))
        for text in entity.all(column)
    ]
    return distinct([*sorted_out, *aliases])


def _sort(name: NameGiven, first: NameGiven | None) -> str:
    if name is first:
        return "primary"
    return "alias" if name.script == "Latn" else "original"


def _births(entity: _Entity, on: date, remarks: list[RowError]) -> tuple[Born, ...]:
    births: dict[str, Born] = {}
    for text in entity.all("birthDate"):
        try:
            born = read_born(text, on=on, column="birthDate")
        except RowError as error:
            remarks.append(error)
        else:
            births |= {born.edtf: born} if born else {}
    return tuple(births.values())


def _countries(entity: _Entity, remarks: list[RowError]) -> tuple[str, ...]:
    found = {text: country_code(text) for text in entity.all("nationality") + entity.all("citizenship")}
    if not all(found.values()):
        remarks.append(UnknownCountry(column="nationality"))
    return tuple(dict.fromkeys(code for code in found.values() if code))


def _documents(entity: _Entity) -> tuple[DocumentGiven, ...]:
    stated = [
        entity.tidy.document(kind, number, "", column)
        for column, kind in DOCUMENTS.items()
        for number in entity.all(column)
    ]
    return tuple(dict.fromkeys(document for document in stated if document))
