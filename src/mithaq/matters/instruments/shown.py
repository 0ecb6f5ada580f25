"""Shown: an instrument as one officer sees it now: its articles side by side, what is said of them, how far
it is bound.

Everything comes from the matter's page (entries, bodies, what this officer may do) and the pact. Headers
say where an article stands; words come from bodies, and say "withheld" or "erased" without them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from mithaq.matters.instruments import notes, terms
from mithaq.matters.instruments.notes import Read
from mithaq.node.ledger import drafts, find
from mithaq.node.ledger.models import Draft
from mithaq.node.ledger.page import OPEN, Line, MatterPage, page
from mithaq.node.officers.models import Officer
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import language
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import articles, fixing
from mithaq.pact.rules.content import Text
from mithaq.pact.rules.fold import Option
from mithaq.pact.rules.instruments import NEGOTIATED
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.state import Item, State

KIND = "instrument"
RIGHT_TO_LEFT = frozenset({"ar"})
SHOWN_FIRST = ("edit-article", "confirm-concordance", "dispute-article", "comment-article", "remove-article")
LOCKS = frozenset({"edit-article", "remove-article"})
BEING_WRITTEN = (Draft.EDITING, Draft.SUBMITTED, Draft.RETURNED, Draft.APPROVED)


@dataclass(frozen=True, slots=True)
class Column:
    """One language of a text: how it runs, and what it says ("" if it is not written yet)."""

    language: str
    heading: str
    text: str

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True)
class Version:
    """One revision of an article. `missing` says why its words cannot be shown, "" if they can."""

    entry: Entry
    removes: bool
    columns: tuple[Column, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A joint comment or an objection: who, when, what; `step` tells which."""

    entry: Entry
    text: str


@dataclass(frozen=True, slots=True)
class Way:
    """A step this officer can take about something: where its form is, and its verb."""

    name: str
    url: str
    button: str


@dataclass(frozen=True, slots=True)
class Lock:
    """Somebody at home is writing on this article: whose draft, and whether it is the reader's own."""

    draft: Draft
    own: bool


@dataclass(frozen=True)
class Article:
    """An article as it stands. `number` is that of its first version in force; `revisions` are all, oldest
    first.
    """

    key: str
    number: int
    stage: Stage
    versions: tuple[Version, ...]
    remarks: tuple[Remark, ...]
    confirmed: tuple[str, ...]
    waits: tuple[str, ...]
    revisions: tuple[Entry, ...]
    ways: tuple[Way, ...] = ()
    lock: Lock | None = None
    notes: tuple[Read, ...] = ()

    @property
    def is_disputed(self) -> bool:
        return len(self.versions) > 1

    @property
    def doubts(self) -> tuple[terms.Doubt, ...]:
        """Agreed terms that a version renders otherwise."""
        said = (
            {each.language: f"{each.heading} {each.text}" for each in one.columns} for one in self.versions
        )
        return tuple(dict.fromkeys(doubt for texts in said for doubt in terms.doubts(texts)))

    @property
    def heading(self) -> str:
        """A heading for lists: the reader's, else the first there is, in the order of the languages."""
        columns = [each for version in self.versions for each in version.columns if each.heading]
        read = [each for each in columns if each.language == language()]
        return next((each.heading for each in (*read, *columns)), "")


@dataclass(frozen=True)
class Instrument:
    """The whole, for one officer."""

    page: MatterPage
    state: State
    officer: Officer

    @property
    def matter(self) -> Any:
        return self.page.matter

    @property
    def stage(self) -> Stage:
        return self.state.kind.place(self.state.stage)

    @cached_property
    def within(self) -> frozenset[str] | None:
        """What led to the text all have signed; None while they have not."""
        return fixing.text_signed(self.state)

    @cached_property
    def plans(self) -> list[Any]:
        """The plans of which this is the text, by the hash that all have signed."""
        signed = fixing.signed_hash(self.state)
        return find.stating("plan", "propose-signature", "text", signed, self.officer) if signed else []

    @property
    def languages(self) -> tuple[str, ...]:
        return articles.languages(self.state, self.within)

    @property
    def is_negotiated(self) -> bool:
        return self.state.stage in NEGOTIATED

    @property
    def title(self) -> str:
        return str(self.matter.title or self.matter.reference)

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        return {line.entry.id: line for line in self.page.lines}

    @cached_property
    def bodies(self) -> Mapping[str, Mapping[str, Any]]:
        return {name: line.body.values for name, line in self.lines.items() if line.body.state == OPEN}

    @property
    def hash(self) -> str | None:
        return articles.hash_of(self.state, self.bodies, self.within)

    @property
    def frame(self) -> tuple[Column, ...]:
        """Title and preamble, by language."""
        first = articles.provisions(self.state, self.within)
        return self._columns(articles.texts_of(self.bodies.get(first.id, {})))

    @property
    def closing(self) -> tuple[Column, ...]:
        """Entry into force and closing formula, by language."""
        first = articles.provisions(self.state, self.within)
        said = articles.texts_of(self.bodies.get(first.id, {}), heading="entry_rule", text="closing")
        return self._columns(said)

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """The articles in their order; those that all have removed are left out."""
        return tuple(
            self._article(item, found) for item, found in articles.standing_articles(self.state, self.within)
        )

    @cached_property
    def leaving(self) -> tuple[Article, ...]:
        """The articles whose removal waits for those who have not confirmed it."""
        there = {article.key for article in self.articles}
        items = (item for item in self.state.items("article").values() if item.key not in there)
        found = ((item, articles.variants(self.state, item, self.within)) for item in items)
        return tuple(
            self._article(item, versions) for item, versions in found if versions and item.stage != "removed"
        )

    @property
    def everywhere(self) -> tuple[Article, ...]:
        return (*self.articles, *self.leaving)

    def article(self, key: str) -> Article | None:
        return next((each for each in self.everywhere if each.key == key), None)

    @property
    def obstacles(self) -> list[tuple[str, dict[str, str]]]:
        """What keeps the text from being frozen: codes of sentences, with their facts; nothing once it is
        signed.
        """
        if self.within is not None:
            return []
        return [(code, {"articles": numbers}) for code, numbers in articles.obstacles(self.state)]

    @property
    def ways(self) -> tuple[Way, ...]:
        """What this officer can begin about the text as a whole."""
        return self.ways_to("freeze", "add-article", "propose-provisions")

    def ways_to(self, *names: str) -> tuple[Way, ...]:
        """What this officer can do of these, in this order."""
        options = [(name, each) for name in names for each in self.page.options]
        return tuple(self._way(each) for name, each in options if each.step.name == name)

    def version(self, entry: Entry) -> Version:
        """A revision in all languages of the text."""
        line = self.lines.get(entry.id)
        state = line.body.state if line else "withheld"
        said = articles.texts_of(self.bodies.get(entry.id, {}))
        removes = entry.step == articles.REMOVE
        return Version(entry, removes, self._columns(said), "" if state == OPEN or removes else state)

    def _columns(self, said: Mapping[str, Text]) -> tuple[Column, ...]:
        """A column for each language, those that run from the right first: they stand on the right."""
        shown = [Column(language, *said.get(language, ("", ""))) for language in self.languages]
        return tuple(sorted(shown, key=lambda column: column.direction != "rtl"))

    def _article(self, item: Item, found: tuple[Entry, ...]) -> Article:
        yes = item.yes if item.yes_to == articles.CONFIRM else frozenset()
        over = item.stage in ("matched", "removed")
        return Article(
            key=item.key,
            number=articles.number_of(
                next((each for each in found if each.step != articles.REMOVE), item.entries[0])
            ),
            stage=self._stage_of(item),
            versions=tuple(self.version(each) for each in found),
            remarks=tuple(self._remarks(item)),
            confirmed=tuple(party for party in self.state.parties if party in yes),
            waits=() if over else tuple(party for party in self.state.parties if party not in yes),
            revisions=item.all(*articles.REVISIONS),
            ways=tuple(self._ways_about(item.key)),
            lock=self._locks.get(item.key),
            notes=tuple(each for each in self._notes if each.article == item.key),
        )

    def _stage_of(self, item: Item) -> Stage:
        track = self.state.kind.track("article")
        return next(stage for stage in track.stages if stage.name == item.stage)  # type: ignore[union-attr]

    def _remarks(self, item: Item) -> Iterator[Remark]:
        for entry in item.all("comment-article", "dispute-article"):
            said = self.bodies.get(entry.id, {})
            yield Remark(entry, str(said.get("text") or said.get("reason") or ""))

    def _ways_about(self, item: str) -> Iterator[Way]:
        options = {each.step.name: each for each in self.page.options if each.item == item}
        yield from (self._way(options[name]) for name in SHOWN_FIRST if name in options)

    def _way(self, option: Option) -> Way:
        url = reverse("web:step", args=[self.matter.reference, option.step.name])
        query = f"?{urlencode({'item': option.item})}" if option.item else ""
        return Way(option.step.name, url + query, label_of(option.step.button))

    @cached_property
    def _notes(self) -> list[Read]:
        return notes.notes_of(self.matter.id, self.officer)

    @cached_property
    def _locks(self) -> dict[str, Lock]:
        """By article: the open draft of somebody at home that changes it."""
        open_drafts = Draft.objects.filter(matter=self.matter.id, step__in=LOCKS, state__in=BEING_WRITTEN)
        rows = open_drafts.select_related("author").order_by("-changed_at", "id")
        return {drafts.content(row).act.item: Lock(row, row.author_id == self.officer.pk) for row in rows}


def instrument(reference: str, officer: Officer) -> Instrument | None:
    """The instrument of this reference; None for a matter that is none, or that this node cannot read.

    Raises: UnknownMatter, also if the officer may not see it.
    """
    found = page(reference, officer)
    state = found.standing.state if found.standing else None
    if state is None or found.kind is None or found.matter.kind != KIND:
        return None
    return Instrument(found, state, officer)
