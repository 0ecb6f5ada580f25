"""Values without a page around them: as text for papers and spreadsheets, as data for other programs.

Text for papers sets identifiers apart with marks of direction; text for spreadsheets has none,
and dates there sort as text does. The manifest of a file never leaves: it holds the file's key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from mithaq.node.papers import isolate
from mithaq.node.web import dates
from mithaq.node.web.authorities import Known
from mithaq.node.web.idents import language
from mithaq.pact.codes import code_list
from mithaq.pact.rules import register
from mithaq.pact.rules.errors import UnknownKind
from mithaq.pact.rules.fields import Field, Type, is_empty

Authorities = Mapping[str, Known]
OF_A_FILE = ("name", "mime", "size_bytes")


def told(field: Field, value: Any, authorities: Authorities, *, on_paper: bool) -> str:
    """One value in words, by its semantic type; what has another shape stands as it came."""
    if field.type in _SEVERAL:
        return _joined(_label(field, one, authorities) for one in _several(value))
    if field.type is Type.ATTACHMENT:
        return _joined(str(each.get("name", "")) for each in _mappings(value))
    if field.type is Type.FLAG:
        return gettext("yes") if value else gettext("no")
    if field.type is Type.DURATION and (said := dates.minutes(value)) is not None:
        return said
    return _ON_PAPER.get(field.type, isolate.apart)(value) if on_paper else str(value)


def stated(field: Field, value: Any) -> Any:
    """One value as data: as it was stated, of a file only what names it."""
    if field.type is Type.ATTACHMENT:
        return [{name: each[name] for name in OF_A_FILE if name in each} for each in _mappings(value)]
    if field.type is Type.GROUP:
        return [stated_all(field.fields, row) for row in _mappings(value)]
    return value


def stated_all(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """Every declared value that is there, as data, but for what the node has drawn to bind what is sealed."""
    return {
        each.name: stated(each, values[each.name])
        for each in fields
        if not each.drawn and not is_empty(values.get(each.name))
    }


def instant(value: Any) -> str:
    """An instant in words, in the officer's own zone."""
    at = dates.parse_instant(value)
    if at is None:
        return str(value)
    here = at.astimezone(timezone.get_current_timezone())
    return f"{dates.day(here.date(), language(), dates.LONG)} {isolate.left_to_right(f'{here:%H:%M}')}"


def _day(value: Any) -> str:
    return dates.day(value, language(), dates.LONG)


def _birth(value: Any) -> str:
    return dates.birth(str(value), language())


def prose(value: Any) -> str:
    """Text whose paragraphs each run as their own first letter says, whatever the page does."""
    return "\n".join(isolate.apart(isolate.with_plates(each)) for each in str(value).splitlines())


_SEVERAL = frozenset({Type.CODE, Type.CODES, Type.AUTHORITY, Type.KIND})
_ON_PAPER: Mapping[Type, Callable[[Any], str]] = {
    Type.DAY: _day,
    Type.INSTANT: instant,
    Type.BIRTH: _birth,
    Type.NUMBER: isolate.left_to_right,
    Type.FINGERPRINT: isolate.left_to_right,
    Type.ENTRY: lambda value: isolate.left_to_right(str(value)[:12]),
    Type.IDENTIFIER: isolate.by_component,
    Type.PHONE: isolate.left_to_right,
    Type.LINE: prose,
    Type.PROSE: prose,
    Type.BYTES: lambda value: isolate.left_to_right(f"{str(value)[:12]}… ({len(str(value))})"),
}


def _label(field: Field, value: str, authorities: Authorities) -> str:
    if field.type is Type.AUTHORITY:
        return authorities[value].name if value in authorities else value
    if field.type is Type.KIND:
        try:
            return register.kind(value).words.say(language())
        except UnknownKind:
            return value
    return code_list(field.codes).label(value, language())


def _joined(labels: Iterable[str]) -> str:
    return ("، " if language() == "ar" else ", ").join(labels)


def _several(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else [str(value)]


def _mappings(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []
