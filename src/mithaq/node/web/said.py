"""What a step says, as a page shows it: by section, each value by its semantic type.

A body was written by somebody, perhaps by a partner's later edition: a value that does not
have the declared shape is shown as it came, and a field nobody declared is listed by its name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mithaq.node.ledger import find, held
from mithaq.node.web import dates
from mithaq.node.web.authorities import Known
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import ident, language
from mithaq.pact.codes import code_list
from mithaq.pact.exchange.attachment import FILE_ID
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import register
from mithaq.pact.rules.errors import UnknownKind
from mithaq.pact.rules.fields import ENTRY_ID, Field, Type, is_empty
from mithaq.pact.rules.kind import Step

Authorities = Mapping[str, Known]
SIZES = {"ar": ("بايت", "كيلوبايت", "ميغابايت"), "fr": ("o", "ko", "Mo"), "en": ("B", "kB", "MB")}


@dataclass(frozen=True, slots=True)
class Line:
    """One field and what it says; `rows` if it is a group."""

    field: Field
    value: Any

    @property
    def label(self) -> str:
        return label_of(self.field.words)

    @property
    def rows(self) -> list[list["Line"]] | None:
        """The rows of a group, each with what it fills in; None for a plain field."""
        if self.field.type is not Type.GROUP or not isinstance(self.value, list | tuple):
            return None
        rows = [row for row in self.value if isinstance(row, Mapping)]
        return [list(_lines(self.field.fields, row)) for row in rows]

    @property
    def long(self) -> bool:
        """Does it need a line of its own?"""
        return self.field.type in (Type.PROSE, Type.GROUP, Type.DAYS)


@dataclass(frozen=True, slots=True)
class Said:
    """A section with what it says."""

    words: str
    lines: list[Line]


def said(step: Step, values: Mapping[str, Any]) -> list[Said]:
    """The sections of a step that say something, in their order."""
    sections = [Said(label_of(each.words), list(_lines(each.fields, values))) for each in step.sections]
    return [section for section in sections if section.lines]


def unknown(step: Step | None, values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What is said in fields that this edition does not know: name and value."""
    known = {each.name for each in step.fields} if step else set()
    return [(name, value) for name, value in values.items() if name not in known]


def shown(field: Field, value: Any, authorities: Authorities) -> SafeString | str:
    """One value by its semantic type."""
    if field.type in (Type.CODE, Type.CODES):
        return _listed(code_list(field.codes).label(one, language()) for one in _several(value))
    if field.type is Type.AUTHORITY:
        names = _several(value)
        return _listed(authorities[one].name if one in authorities else one for one in names)
    if field.type is Type.ATTACHMENT:
        return files(value)
    if field.type is Type.KIND:
        return _kind(str(value))
    if field.type is Type.ENTRY:
        return entry(str(value), here=not field.in_kind)
    return ident(field.type.value, value)


def _lines(fields: tuple[Field, ...], values: Mapping[str, Any]) -> Iterator[Line]:
    for each in fields:
        value = values.get(each.name)
        if not is_empty(value) and not (each.derived or each.drawn):
            yield Line(each, value)


def _several(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _listed(labels: Iterator[str]) -> SafeString:
    comma = "، " if language() == "ar" else ", "
    return format_html_join(comma, "<bdi>{}</bdi>", ((label,) for label in labels))


def files(value: Any) -> SafeString:
    """The names and sizes of files, each a link that fetches it. Never more: a manifest holds its key."""
    manifests = [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []
    rows = [(_link(one), _size(one.get("size_bytes"))) for one in manifests]
    return format_html('<ul class="files">{}</ul>', format_html_join("", "<li>{} {}</li>", rows))


def _link(manifest: Mapping[str, Any]) -> SafeString | str:
    name, file = ident("name", manifest.get("name")), str(manifest.get("id"))
    if not FILE_ID.fullmatch(file):
        return name
    return format_html('<a href="{}" download>{}</a>', reverse("web:file", args=[file]), name)


def _size(value: Any) -> SafeString:
    """A number of bytes as people read it, in the units of the language: one decimal below ten."""
    number, step = float(value) if isinstance(value, int) else 0.0, 0
    while number >= 1000 and step < len(SIZES["en"]) - 1:
        number, step = number / 1000, step + 1
    shown = f"{number:.1f}" if 0 < number < 10 and step else f"{number:.0f}"
    unit = SIZES.get(language(), SIZES["en"])[step]
    said = f"{dates.number(shown, language())}{dates.NO_BREAK}{unit}"
    return format_html('<bdi class="soft">{}</bdi>', said)


def entry(name: str, *, here: bool = False) -> SafeString | str:
    """Another entry, as the timeline calls it; its name where it has not arrived or is not understood. One
    that stands `here`, in the matter that is read, is called by what it says.
    """
    found = held.entry(name) if ENTRY_ID.fullmatch(name) else None
    try:
        step = register.kind(found.kind).step(found.step) if found else None
    except UnknownKind:
        step = None
    if found is None or step is None:
        return ident("entry", name)
    if called := find.name_of(found, language()):
        return ident("line", called)
    if here and (called := _says_of_itself(found, step)):
        return ident("line", called)
    return format_html("{} · {}", step.sentence.say(language()), ident("instant", found.at))


def _says_of_itself(found: Entry, step: Step) -> str:
    """The first name or line in an entry, in the reader's language if it is said in several; "" if none."""
    values = {**found.says, **held.bodies_of([found]).get(found.id, {})}
    naming = [
        line
        for section in said(step, values)
        for line in section.lines
        if line.field.type in (Type.NAME, Type.LINE) and isinstance(line.value, str)
    ]
    mine = (line for line in naming if line.field.name.endswith(f"_{language()}"))
    return next((str(line.value) for line in (*mine, *naming)), "")


def _kind(name: str) -> SafeString:
    try:
        return format_html("{}", label_of(register.kind(name).words))
    except UnknownKind:
        return format_html("<bdi>{}</bdi>", name)
