"""The page of one draft: what it says, where it stands, and what this officer may do with it.

Author and second person see the same content; what leaves is exactly what the second
person read. Rules are asked again each time the page is shown, so that what arrived since
is known before anybody presses a button.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from mithaq.node.ledger import drafts, find, held, prior_reviews
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.judge import Judged, judge
from mithaq.node.ledger.models import Draft, Matter, PriorReview
from mithaq.node.ledger.on_behalf import CHANNEL, REACHED
from mithaq.node.ledger.page import page as page_of
from mithaq.node.ledger.record import current_heads
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import is_second_person_there, may_approve
from mithaq.node.web.idents import language
from mithaq.node.web.preparing import BASIS, HANDLING, PARTIES, TO, Place, Prepared, prepare
from mithaq.node.web.said import Line, Said, said
from mithaq.node.web.sentences import sentence
from mithaq.node.web.would_change import Changed, would_change
from mithaq.pact.errors import MithaqError
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import register
from mithaq.pact.rules.kind import Step
from mithaq.pact.rules.words import Words

LEAVES = Words("شروط الإرسال", "Conditions d’envoi", "Conditions")


@dataclass(frozen=True)
class DraftShown:
    """A draft as one officer sees it."""

    draft: Draft
    officer: Officer
    now: datetime

    @property
    def mine(self) -> bool:
        return bool(self.draft.author_id == self.officer.pk)

    @property
    def with_author(self) -> bool:
        """Is it with its author, to be written or mended?"""
        return self.mine and self.draft.state in drafts.WITH_AUTHOR

    @property
    def open(self) -> bool:
        """Is there still something in it? Once it has left, the ledger holds it."""
        return self.draft.state in drafts.OPEN

    @cached_property
    def place(self) -> Place:
        """Where the step is being prepared."""
        return place_of(self.draft, self.act, self.officer)

    @cached_property
    def act(self) -> Act:
        return self._content.act

    @property
    def remark(self) -> str:
        """What whoever returned it asks for."""
        return self._content.remark if self.draft.state == Draft.RETURNED else ""

    @property
    def step(self) -> Step:
        return self.place.step

    @cached_property
    def sections(self) -> list[Said]:
        """What it says and under which conditions it leaves."""
        sections = said(self.step, self.act.values)
        conditions = [Line(spec, value) for spec, value in _conditions(self.act) if value]
        return [*sections, Said(LEAVES.say(language()), conditions)] if conditions else sections

    @property
    def would_change(self) -> list[Changed]:
        """What it would change of what stands, if it is about a proposal."""
        return would_change(self.place.page, self.step, self.act.item, self.act.values)

    @cached_property
    def judged(self) -> Judged | MithaqError:
        """What the rules say of it now: taken apart, or the refusal."""
        try:
            return judge(self.act, now=self.now)
        except MithaqError as refusal:
            return refusal

    @property
    def remarks_of_the_rules(self) -> list[tuple[str, str]]:
        """What stops it or is doubtful: a tone and a sentence each."""
        if isinstance(self.judged, MithaqError):
            return [("bad", sentence(self.judged.code, self.judged.facts, language()))]
        return [
            ("waiting" if problem.soft else "bad", sentence(problem.code, problem.facts, language()))
            for problem in self.judged.problems
        ]

    @property
    def arrived(self) -> list[tuple[Entry, Step | None]]:
        """What was kept in the matter since the draft was begun or approved."""
        return [(entry, self.place.kind.step(entry.step)) for entry in drafts.arrived_since(self.draft)]

    @property
    def heads(self) -> str:
        """The state of the matter on this page, as a form carries it."""
        entries = held.entries_of(self.draft.matter).entries if self.draft.matter else ()
        return " ".join(current_heads(entries))

    @cached_property
    def reviews(self) -> list[tuple[str, PriorReview | None]]:
        """The functions that review it before it is approved, each with its review once it is there."""
        there = prior_reviews.given(self.draft)
        functions = prior_reviews.functions_of(self.draft.kind, self.draft.step)
        return [(each, there.get(each)) for each in functions]

    @property
    def lacks_review(self) -> bool:
        return any(review is None for _, review in self.reviews)

    @property
    def reviewers_missing(self) -> list[str]:
        """The functions that have to review it and that nobody else here holds."""
        waits = self.mine and self.draft.state == Draft.SUBMITTED
        lacking = [each for each, review in self.reviews if review is None] if waits else []
        return [each for each in lacking if not prior_reviews.is_anybody_there(self.draft, each)]

    @cached_property
    def reviews_as(self) -> str:
        """In which function it waits for this officer's review; "" if in none."""
        return prior_reviews.function_to_give(self.draft, self.officer)

    @property
    def may_review_first(self) -> bool:
        """May this officer say that it may go on? Not of what the rules would refuse by now."""
        return bool(self.reviews_as) and self._stands

    @property
    def may_answer(self) -> bool:
        """Does it wait for this officer: to be reviewed, approved, or returned?"""
        waiting = self.draft.state == Draft.SUBMITTED
        approves = may_approve(self.officer, self.draft.kind, author=self.draft.author)
        return waiting and (approves or bool(self.reviews_as))

    @property
    def may_approve(self) -> bool:
        """May this officer approve it? Not what the rules would refuse by now: the page says why."""
        waiting = self.draft.state == Draft.SUBMITTED and not self.lacks_review
        approves = may_approve(self.officer, self.draft.kind, author=self.draft.author)
        return waiting and approves and self._stands

    @property
    def _stands(self) -> bool:
        return isinstance(self.judged, Judged) and not self.judged.hard

    @property
    def nobody_to_approve(self) -> bool:
        """Has it been handed over, and nobody who may approve it sees the matter?"""
        waits = self.mine and self.draft.state == Draft.SUBMITTED
        return waits and not is_second_person_there(
            self.draft.kind, author=self.draft.author, matter=self.draft.matter
        )

    @property
    def may_send(self) -> bool:
        """May this officer let it leave now: approved, or one that goes with one person?"""
        if self.draft.state == Draft.APPROVED:
            stands = isinstance(self.judged, Judged)
            return stands and self.officer.pk in (self.draft.author_id, self.draft.approver_id)
        return self.with_author and isinstance(self.judged, Judged) and not self.judged.two_persons

    @property
    def may_submit(self) -> bool:
        return self.with_author and self.step.two_persons({})

    @property
    def goes_alone(self) -> bool:
        """Does it leave without the second person it would otherwise need: danger to life?"""
        return isinstance(self.judged, Judged) and self.judged.alone

    @property
    def may_review(self) -> bool:
        owed = self.draft.review_due_at is not None and self.draft.reviewed_at is None
        return owed and may_approve(self.officer, self.draft.kind, author=self.draft.author)

    @property
    def matter(self) -> Matter | None:
        """The matter it belongs to, or has opened, if this officer may see it."""
        entry = held.entry(self.draft.entry) if self.draft.entry else None
        matter = self.draft.matter or (entry.matter if entry else "")
        return find.matter_by_id(matter, self.officer) if matter else None

    @property
    def places(self) -> list[tuple[str, str]]:
        """Where it stands on its way: words, and done, here or next."""
        way = {Draft.EDITING: _("Prepare")}
        if self.reviews:
            way[prior_reviews.REVIEW] = _("Reviews")
        if self.step.two_persons({}):
            way[Draft.SUBMITTED] = _("Second person")
        way[Draft.APPROVED] = _("Send")
        here = {Draft.RETURNED: Draft.EDITING}.get(self.draft.state, self.draft.state)
        if here == Draft.SUBMITTED and self.lacks_review:
            here = prior_reviews.REVIEW
        at = list(way).index(here) if here in way else len(way)
        states = ["done"] * at + ["here"] + ["next"] * len(way)
        return list(zip(way.values(), states, strict=False))

    def form(self) -> Prepared:
        """The form that goes on with it."""
        return prepare(self.place, now=self.now, act=self.act)

    @cached_property
    def _content(self) -> drafts.Content:
        return drafts.content(self.draft)


def place_of(draft: Draft, act: Act, officer: Officer) -> Place:
    """Where the step of a draft is prepared. Raises: UnknownKind, UnknownMatter."""
    page = None
    if draft.matter and (matter := find.matter_by_id(draft.matter, officer)):
        page = page_of(matter.reference, officer)
    kind = page.kind if page and page.kind else register.kind(draft.kind)
    step = kind.step(draft.step)
    assert step is not None  # it was declared when the draft was begun, and steps are never taken back
    return Place(kind, step, officer, page, act.item, author=act.recorded.author if act.recorded else "")


def _conditions(act: Act) -> Iterable[tuple[Any, Any]]:
    if act.recorded:
        yield CHANNEL, act.recorded.channel
        yield REACHED, act.recorded.at
    yield PARTIES, list(act.parties)
    yield TO, list(act.to or ())
    yield HANDLING, list(act.handling)
    yield BASIS, act.basis
