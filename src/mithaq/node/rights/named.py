"""Named: whom the bodies held of a matter describe, in whatever stage it stands.

Lists and the cross-check ask the reader of a kind, which names nobody any more once a search is over. What
was stated is held until it is erased, and whoever asks about themselves asks about that: so the bodies
themselves are read, by the meaning of their fields, alike for every kind. Nothing here was written by us
alone: a field that has not the shape its step declares is passed over, and the others are still read.

Known hole: a kind that this node does not understand declares no fields, so nobody is found in its matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from mithaq.node.ledger import held
from mithaq.pact import names as matcher
from mithaq.pact.names.errors import DocumentNotUnderstood
from mithaq.pact.names.identifiers import normalise_document
from mithaq.pact.rules.fields import Field, Type

if TYPE_CHECKING:  # what compares names brings numpy along
    from mithaq.pact.names import Description, Document


def named(matter: str) -> Iterator[Description]:
    """Everybody whom the bodies of a matter describe; personal."""
    everything = held.entries_of(matter)
    kind = held.kind_of(everything.opening) if everything.opening else None
    if kind is None:
        return
    bodies = held.bodies_of(everything.entries)
    for entry in everything.entries:
        step = kind.step(entry.step)
        if step is not None and entry.id in bodies:
            yield from described(step.body_fields, bodies[entry.id])


def described(
    fields: tuple[Field, ...], said: Mapping[str, Any], beside: Description | None = None
) -> Iterator[Description]:
    """Everybody whom these fields describe, and whom the rows of their groups do.

    Shape: who has neither a name nor the number of a document is left out. A row that tells no birth and no
    document has those of whoever it stands `beside`: another name of the same person, most often.
    """
    rows = [
        (each.fields, row) for each in fields if each.type is Type.GROUP for row in _rows(said.get(each.name))
    ]
    names, documents = _names(fields, said), [*_documents(fields, said)]
    for columns, row in rows:
        if not _names(columns, row):
            documents += _documents(columns, row)
    born = next((text for _, text in _texts(fields, said, Type.BIRTH)), "")
    beside = beside or matcher.Description(())
    person = matcher.Description(names, born or beside.born, documents=tuple(documents) or beside.documents)
    if person.names or documents:
        yield person
    for columns, row in rows:
        if _names(columns, row) or not names:
            yield from described(columns, row, person)


def _names(fields: tuple[Field, ...], said: Mapping[str, Any]) -> tuple[str, ...]:
    """The names in one body or row: family and given name, asked for in one script, are one name."""
    parts: dict[str, list[str]] = {}
    for each, text in _texts(fields, said, Type.NAME):
        parts.setdefault(each.script or each.name, []).append(text)
    return tuple(" ".join(words) for words in parts.values())


def _documents(fields: tuple[Field, ...], said: Mapping[str, Any]) -> Iterator[Document]:
    for _, text in _texts(fields, said, Type.IDENTIFIER):
        with suppress(DocumentNotUnderstood):
            yield matcher.Document(normalise_document(text))


def _texts(fields: tuple[Field, ...], said: Mapping[str, Any], type_: Type) -> Iterator[tuple[Field, str]]:
    for each in fields:
        text = said.get(each.name)
        if each.type is type_ and isinstance(text, str) and text.strip():
            yield each, text.strip()


def _rows(value: Any) -> list[Mapping[str, Any]]:
    rows = value if isinstance(value, list | tuple) else ()
    return [row for row in rows if isinstance(row, Mapping)]
