"""The list of matters: what an address asks for, and its rows in words.

Filters hold codes, dates and references alone, so an address never names a person.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mithaq.node.ledger import find, held
from mithaq.node.ledger.find import DUE, LATE, MOVED, Wanted
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.web import dates, rooms
from mithaq.node.web.clocks import Clock, remaining
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import language
from mithaq.pact.codes import code_list
from mithaq.pact.rules import register
from mithaq.pact.rules.errors import UnknownKind
from mithaq.pact.rules.fields import ENTRY_ID, is_day
from mithaq.pact.rules.kind import Kind, Stage
from mithaq.pact.rules.reading import Column

ANY = ("", "—")
TURNS = [
    ANY,
    ("ours", _("ours")),
    ("theirs", _("of another")),
    ("late", _("something is late")),
    ("ended", _("ended")),
]
ASKED: dict[str, dict[str, Any]] = {
    "ours": {"our_turn": True},
    "theirs": {"our_turn": False, "ended": False},
    "late": {"late": True},
    "ended": {"ended": True},
}
ORDERS = [(MOVED, _("last moved first")), (DUE, _("what we owe first")), (LATE, _("what anybody owes first"))]


class FilterForm(forms.Form):
    """What a list is narrowed to; read from the address."""

    use_required_attribute = False

    def __init__(self, data: QueryDict, kinds: Iterable[Kind]) -> None:
        super().__init__(data)
        self.declared = next((each for each in kinds if each.name == data.get("kind")), None)
        self.fields = {
            "text": forms.CharField(label=_("Reference"), max_length=80),
            "kind": forms.ChoiceField(label=_("Kind"), choices=[ANY, *_named(kinds)]),
            **_of_kind(self.declared),
            "turn": forms.ChoiceField(label=_("Turn"), choices=TURNS),
            "order": forms.ChoiceField(label=_("Order"), choices=ORDERS),
            "action": forms.RegexField(rf"\A{ENTRY_ID.pattern}\Z", widget=forms.HiddenInput),
        }
        for field in self.fields.values():
            field.required = False
        self.fields["text"].widget.attrs |= {"dir": "ltr", "data-search": ""}

    @property
    def narrows(self) -> bool:
        """Does it leave anything out, the kind aside?"""
        return any(value for name, value in self._said().items() if name not in ("order", "kind"))

    def wanted(self, among: frozenset[str] = frozenset()) -> Wanted:
        """What is asked of the ledger, `among` these kinds if any; what makes no sense narrows nothing."""
        said = self._said()
        facets = {each.name: said[each.name] for each in _filtering(self.declared) if said.get(each.name)}
        return Wanted(
            kind=said.get("kind", ""),
            stage=said.get("stage", ""),
            text=said.get("text", ""),
            facets=facets,
            order=said.get("order") or MOVED,
            plan_action=said.get("action", ""),
            among=among,
            **ASKED.get(said.get("turn", ""), {}),
        )

    def _said(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


@dataclass(frozen=True, slots=True)
class Row:
    """A matter as a list shows it."""

    matter: Matter
    kind: Kind | None
    clock: Clock | None
    columns: list[tuple[Column, str]]

    @property
    def kind_name(self) -> str:
        return self.kind.words.say(language()) if self.kind else self.matter.kind

    @property
    def stage(self) -> Stage | None:
        stages = self.kind.stages if self.kind else ()
        return next((stage for stage in stages if stage.name == self.matter.stage), None)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list in words, and where the next one begins."""

    rows: list[Row]
    columns: tuple[Column, ...]
    counted: int
    more: bool
    first_url: str
    next_url: str


def served(action: str, officer: Officer) -> tuple[str, str] | None:
    """What the action that a list is narrowed to is called, and its page; None if it is not this officer's to
    see.
    """
    proposed = held.entry(action) if action else None
    found = find.matter_by_id(proposed.matter or proposed.id, officer) if proposed else None
    if proposed is None or found is None:
        return None
    called = find.name_of(proposed, language()) or found.reference
    return called, rooms.item_url(found.kind, found.reference, action)


def listed(page: find.Page, kind: Kind | None, query: QueryDict, now: datetime) -> Listed:
    """The rows of a page as a list shows them."""
    columns = kind.columns if kind else ()
    return Listed(
        rows_of(page.rows, now, columns),
        columns,
        page.counted,
        page.more,
        first_url=_url(query, "") if query.get("after") else "",
        next_url=_url(query, page.next) if page.next else "",
    )


def rows_of(matters: Iterable[Matter], now: datetime, columns: tuple[Column, ...] = ()) -> list[Row]:
    """Matters as rows of a list."""
    return [_row(each, columns, now) for each in matters]


def declared(name: str, edition: int | None = None) -> Kind | None:
    """The kind of that name, or None if this node does not know it."""
    try:
        return register.kind(name, edition)
    except UnknownKind:
        return None


def nameless(matter: Matter) -> str:
    """Why a list shows no name of a matter; "" if it shows one, or nothing is to be said of it."""
    kind = None if matter.title else declared(matter.kind, matter.edition)
    why = kind.nameless.get(matter.stage) if kind else None
    return why.say(language()) if why else ""


def _row(matter: Matter, columns: tuple[Column, ...], now: datetime) -> Row:
    shown = [(each, _cell(each, matter)) for each in columns]
    clock = remaining(matter.due_at, now) if matter.due_at else None
    return Row(matter, declared(matter.kind, matter.edition), clock, shown)


def _cell(column: Column, matter: Matter) -> str:
    value = str(matter.extra.get(column.name) or getattr(matter, column.name, "") or "")
    if not column.codes:
        return dates.day(value, language()) if is_day(value) else value
    labels, comma = code_list(column.codes), "، " if language() == "ar" else ", "
    return comma.join(labels.label(each, language()) for each in value.split())


def _url(query: QueryDict, after: str) -> str:
    kept = [(name, value) for name in query for value in query.getlist(name) if name != "after" and value]
    return "?" + urlencode([*kept, ("after", after)] if after else kept)


def _of_kind(kind: Kind | None) -> dict[str, forms.Field]:
    if kind is None:
        return {}
    stages = [ANY, *((stage.name, label_of(stage.words)) for stage in kind.stages)]
    facets = {each.name: _facet(each) for each in _filtering(kind)}
    return {"stage": forms.ChoiceField(label=_("Stage"), choices=stages), **facets}


def _filtering(kind: Kind | None) -> Iterator[Column]:
    return (each for each in kind.columns if each.filters and each.codes) if kind else iter(())


def _facet(column: Column) -> forms.ChoiceField:
    codes = code_list(column.codes)
    choices = [ANY, *((value, codes.label(value, language())) for value in codes.values)]
    return forms.ChoiceField(label=label_of(column.words), choices=choices)


def _named(kinds: Iterable[Kind]) -> list[tuple[str, str]]:
    return [(each.name, label_of(each.plural)) for each in kinds]
