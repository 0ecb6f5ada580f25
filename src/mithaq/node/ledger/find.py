"""Find: what an officer may see of the ledger. Every screen and export asks here, with the officer.

Who sees a matter is a condition of the database (`officers.visible`), never a filter in Python. Lists are
paged by key, so page 400 costs what page 1 costs; counts stop at a cap. Titles and bodies are opened here
and nowhere else. That a read is written into the house log first is the view's part (`safeguards.reading`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from mithaq.node.ledger import at_rest, held, keyset
from mithaq.node.ledger.models import Duty, EntryRow, Facet, Matter, Standstill
from mithaq.node.ledger.readings import PARTY
from mithaq.node.officers.errors import UnknownMatter
from mithaq.node.officers.models import Assignment, Officer
from mithaq.node.officers.visible import openable_matters, visible_matters
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import register

PAGE = 25
COUNTED = 1000  # a longer list says "more than"

MOVED, DUE, LATE = "moved", "due", "late"
ORDERS = {MOVED: ("moved_at", True), DUE: ("due_at", False), LATE: ("late_from", False)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for; everything left out is not asked.

    `text` is part of a reference, `plan_action` the action of a joint plan that matters serve. `ended` None
    shows both. `facets` are values by facet, as the kind declares them. `among` leaves out every other kind.
    """

    kind: str = ""
    stage: str = ""
    text: str = ""
    party: str = ""
    unit: str = ""
    our_turn: bool | None = None
    late: bool | None = None
    ended: bool | None = None
    facets: Mapping[str, str] = field(default_factory=dict)
    order: str = MOVED
    plan_action: str = ""
    among: frozenset[str] = frozenset()  # kinds; empty: of any


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: its rows with their titles opened, how many there are, and where the next begins.

    `counted` stops at the cap, then `more` is true. `next` is "" on the last page.
    """

    rows: tuple[Matter, ...]
    counted: int
    more: bool
    next: str


def matters(officer: Officer, wanted: Wanted, *, now: datetime, after: str = "", size: int = PAGE) -> Page:
    """The matters an officer sees, filtered and in order; `after` is the `next` of the page before."""
    chosen = _filtered(visible(officer), wanted, now)
    column, descending = ORDERS.get(wanted.order, ORDERS[MOVED])
    if column != "moved_at":
        chosen = chosen.filter(**{f"{column}__isnull": False})
    counted = len(chosen.order_by()[: COUNTED + 1].values_list("pk", flat=True))
    if place := keyset.read(after):
        chosen = chosen.filter(keyset.beyond(column, place, descending=descending))
    ordered = chosen.order_by(f"-{column}" if descending else column, "id")
    rows = list(ordered[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    last = rows[-1] if more else None
    return Page(
        tuple(with_titles(rows)),
        min(counted, COUNTED),
        counted > COUNTED,
        keyset.write(getattr(last, column), last.id) if last else "",
    )


def visible(officer: Officer) -> QuerySet[Matter]:
    """Every matter this officer may see: what counts and searches start from."""
    return Matter.objects.filter(visible_matters(officer))


def owed(officer: Officer) -> QuerySet[Duty]:
    """Everything owed, done or not, in the matters this officer may see."""
    return Duty.objects.filter(visible_matters(officer, matter="matter"))


def openable(officer: Officer) -> QuerySet[Matter]:
    """Every matter this officer may open: those they see, and those of kinds that name nobody."""
    return Matter.objects.filter(openable_matters(officer))


def with_party(party: str, *, matter: str = "pk") -> Exists:
    """The condition that an authority is a party to the matter a row belongs to; `matter` names the column.

    Asked row by row: whoever asks has chosen few rows by an index, where a set of all its matters is long.
    """
    return Exists(Facet.objects.filter(name=PARTY, value=party, matter=OuterRef(matter)))


def matter(reference: str, officer: Officer) -> Matter:
    """The matter of this reference, its title opened.

    Raises: UnknownMatter, also if the officer may not see it.
    """
    # What no reference can be is not asked of the database: some would choke on it.
    found = openable(officer).filter(reference=reference).first() if reference.isprintable() else None
    if found is None:
        raise UnknownMatter(reference=reference[:80])
    return next(iter(with_titles([found])))


def matter_by_id(matter_id: str, officer: Officer) -> Matter | None:
    """The matter of this id, its title opened; None if there is none this officer may see."""
    found = openable(officer).filter(pk=matter_id).first()
    return next(iter(with_titles([found]))) if found else None


def stating(kind: str, step: str, name: str, value: str, officer: Officer) -> list[Matter]:
    """The matters of a kind in which a step publicly says this of that name, as this officer may see them.

    For what names another matter by a hash, not by its id. Reads headers, so only for steps that are rare.
    Shape: titles opened, the latest first.
    """
    rows = EntryRow.objects.filter(kind=kind, step=step).order_by("-seq").values_list("matter", "header")
    said = {matter for matter, header in rows if held.read(bytes(header)).says.get(name) == value}
    return with_titles(openable(officer).filter(pk__in=said).order_by("-opened_at", "id")) if said else []


def with_titles(rows: Iterable[Matter]) -> list[Matter]:
    """The same rows with their titles opened; an erased or withheld title is empty.

    A title said in several languages stands in the reader's, in another where there is none.
    """
    listed = list(rows)
    opened = at_rest.open_readings({row.id: bytes(row.personal) for row in listed})
    for row in listed:
        read = opened[row.id]
        named = read.get("names")
        whole = named.get("", {}) if isinstance(named, dict) else {}  # "" names the matter itself
        row.title = _in_language(whole, (get_language() or "en")[:2]) or str(read.get("title", ""))
    _hush(listed)
    return listed


def _hush(rows: Iterable[Matter]) -> None:
    """Where this node knows that it is behind, kinds for which that matters show neither a name nor a
    stage.
    """
    unsure = {each.name for each in register.kinds() if each.unsure_when_behind}
    shown = [row for row in rows if row.kind in unsure]
    if shown and Standstill.objects.exists():
        for row in shown:
            row.title = row.stage = ""  # never saved: rows of a list are read


def names_in(found: Matter) -> dict[str, dict[str, str]]:
    """What the items of a matter are called, by key and language. The matter must come from here."""
    opened = at_rest.open_readings({found.id: bytes(found.personal)})[found.id].get("names")
    return opened if isinstance(opened, dict) else {}


def name_of(created: Entry, language: str) -> str:
    """What an item is called that the reader's page or form names; "" if nothing.

    Only kinds whose parts name nobody keep such names (`Reading.names`).
    """
    row = Matter.objects.filter(pk=created.matter or created.id).first()
    return _in_language(names_in(row).get(created.id, {}) if row else {}, language)


def _in_language(names: Mapping[str, str], language: str) -> str:
    return names.get(language) or next(iter(names.values()), "")


def _filtered(chosen: QuerySet[Matter], wanted: Wanted, now: datetime) -> QuerySet[Matter]:
    if wanted.among:
        chosen = chosen.filter(kind__in=sorted(wanted.among))
    if wanted.kind:
        chosen = chosen.filter(kind=wanted.kind)
    if wanted.stage:
        chosen = chosen.filter(stage=wanted.stage)
    if wanted.text:
        chosen = chosen.filter(reference__icontains=wanted.text.strip())
    if wanted.our_turn is not None:
        chosen = chosen.filter(our_turn=wanted.our_turn)
    if wanted.ended is not None:
        chosen = chosen.filter(final=wanted.ended)
    if wanted.late is not None:
        late = Q(late_from__lte=now)
        chosen = chosen.filter(late) if wanted.late else chosen.exclude(late)
    if wanted.plan_action:
        chosen = chosen.filter(plan_action=wanted.plan_action)
    if wanted.unit:
        chosen = chosen.filter(pk__in=Assignment.objects.filter(unit__code=wanted.unit).values("matter"))
    party = {PARTY: wanted.party} if wanted.party else {}
    for name, value in {**wanted.facets, **party}.items():
        chosen = chosen.filter(pk__in=Facet.objects.filter(name=name, value=value).values("matter"))
    return chosen
