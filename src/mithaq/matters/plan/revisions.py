"""Revisions: how a plan came to be what it is: every proposal with its answer, and the difference between
two of its states.

A revision is an entry with which something became agreed: a part, a change, the signature. What the plan
was then is the fold of all that counted up to that entry, in the order in which both sides count it; so
both nodes list the same revisions.

A proposal's reference is the plan's, its author and the author's own count: MA-PLN-2026-00001/FR-2. An
author's entries follow one another, so the number never changes, whatever arrives later from others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mithaq.matters.plan.names import untitled
from mithaq.matters.plan.shown import CHANGES, PARTS, PlanShown
from mithaq.node.ledger import held
from mithaq.node.web.idents import language
from mithaq.node.web.items import in_language
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import proposals, roadmap
from mithaq.pact.rules.fold import states_at
from mithaq.pact.rules.kind import Stage
from mithaq.pact.rules.plan_says import PARTS as PART_STEPS
from mithaq.pact.rules.state import Item, State

GONE = frozenset({"dropped", "declined", "circular"})
COMPARED = ("title", "lead", "co_lead", "starts_on", "ends_on", "due_on", "stage")
ADDED, DROPPED, CHANGED = "added", "dropped", "changed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that was proposed: of which part, what, by whom, and how it ended."""

    id: str
    reference: str
    at: datetime
    by: str
    part: str
    title: str
    change: str
    starts_on: str
    ends_on: str
    stage: Stage
    answers: tuple[tuple[str, str, datetime], ...]  # who, by which step, when
    counters: str = ""  # the reference of the proposal this one answers


@dataclass(frozen=True, slots=True)
class Revision:
    """A moment at which something became agreed: the number, the entry that made it so, and what it was
    about.
    """

    number: int
    entry: str
    at: datetime
    by: str
    what: str  # the step that created what was agreed
    title: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: added, dropped, or changed in one respect."""

    how: str
    part: str
    what: str  # the step that created the part
    title: str
    respect: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Then:
    """The plan as it was: its parts that were agreed, each with what is compared, and what they were
    called.
    """

    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)


def proposals_on(plan: PlanShown, part: str = "") -> list[Proposal]:
    """The changes proposed of a part, or of all, the last first."""
    references = _references(plan)
    made = [_proposal(plan, item, reference, references) for item, reference in references.values()]
    return [each for each in reversed(made) if not part or each.part == part]


def revisions(plan: PlanShown) -> list[Revision]:
    """Every revision, the first first."""
    settled = {entry.id: item for item in _items(plan) for entry in [_agreed_by(plan, item)] if entry}
    found = ((entry, settled[entry.id]) for entry in plan.standing.counted if entry.id in settled)
    return [
        Revision(number, entry.id, entry.at, entry.author, item.created_by, _about(plan, item))
        for number, (entry, item) in enumerate(found, start=1)
    ]


def first_to_compare(made: list[Revision]) -> Revision | None:
    """What the last revision is first compared with: the plan as it was signed; None before that."""
    signed = [each for each in made if each.what == "propose-signature"]
    return signed[-1] if signed and signed[-1] is not made[-1] else None


def differences(plan: PlanShown, earlier: Revision | None, later: Revision | None) -> list[Difference]:
    """What differs between the plan as it was at two revisions; None is before anything was agreed."""
    folded = states_at(plan.standing, [each.entry for each in (earlier, later) if each])
    reworded = _reworded(plan)
    before, after = (
        _then(plan, folded[each.entry], reworded) if each else Then() for each in (earlier, later)
    )
    return list(_differing(before, after))


def _then(plan: PlanShown, folded: State, reworded: Mapping[str, Mapping[str, Any]]) -> Then:
    """The plan as it was; what was reworded since is called as it was called then."""
    changed = {key: folded.find(PART_STEPS, key) for key in _subjects(plan)}
    before = {key: roadmap.titles(folded, found[1], reworded) for key, found in changed.items() if found}
    names = {**plan.names, **before}
    actions = {each.id: each for each in roadmap.actions(folded)}
    items = [item for _, item in folded.created(PART_STEPS) if item.stage not in (*GONE, "proposed")]
    return Then(
        {item.key: _respects(item, names, actions) for item in items},
        {item.key: item.created_by for item in items},
    )


def _reworded(plan: PlanShown) -> Mapping[str, dict[str, Any]]:
    """What was said of the parts that were ever reworded, by entry: few of a plan's thousands are opened."""
    found = (plan.state.find(PART_STEPS, key) for key in _subjects(plan))
    first = [part[1].entries[0] for part in found if part]
    return held.bodies_of([*first, *(each.entries[0] for each in _rewordings(plan))])


def _subjects(plan: PlanShown) -> set[str]:
    return {str(each.entries[0].says.get("part", "")) for each in _rewordings(plan)}


def _rewordings(plan: PlanShown) -> list[Item]:
    return [
        each for each in plan.state.items(CHANGES).values() if each.entries[0].says.get("change") == "reword"
    ]


def _respects(
    item: Item, names: Mapping[str, Mapping[str, str]], actions: Mapping[str, roadmap.Action]
) -> dict[str, str]:
    says, action = item.entries[0].says, actions.get(item.key)
    dates = {"starts_on": action.starts_on, "ends_on": action.ends_on} if action else {}
    said = {name: str(says.get(name, "")) for name in COMPARED if name in says}

    def title_of(part: str) -> str:
        return in_language(names.get(part, {})) or part[:8]

    title = in_language(names.get(item.key, {})) or untitled(says, title_of, language())
    return {**said, **dates, "title": title, "stage": item.stage}


def _differing(before: Then, after: Then) -> Iterator[Difference]:
    for part, now in after.parts.items():
        step, title = after.steps[part], now["title"] or part[:8]
        if part not in before.parts:
            yield Difference(ADDED, part, step, title)
            continue
        was = before.parts[part]
        for respect in COMPARED:
            if was.get(respect, "") != now.get(respect, ""):
                yield Difference(
                    CHANGED, part, step, title, respect, was.get(respect, ""), now.get(respect, "")
                )
    for part, was in before.parts.items():
        if part not in after.parts:
            yield Difference(DROPPED, part, before.steps[part], was["title"] or part[:8])


def _items(plan: PlanShown) -> Iterator[Item]:
    for track in ("signature", PARTS, CHANGES):
        yield from plan.state.items(track).values()


def _agreed_by(plan: PlanShown, item: Item) -> Entry | None:
    """The entry with which every party had agreed to an item; None if they have not."""
    yes = {item.creator}
    for entry in item.entries[1:]:
        if entry.step in ("agree-part", "accept-change", "accept-signature"):
            yes.add(entry.author)
            if yes >= set(plan.state.parties):
                return entry
    return None


def _about(plan: PlanShown, item: Item) -> str:
    says = item.entries[0].says
    if item.created_by == "propose-signature":
        return ""
    return untitled(says, plan.title_of, language()) or plan.title_of(str(says.get("part", "")) or item.key)


def _references(plan: PlanShown) -> dict[str, tuple[Item, str]]:
    """By proposal: its item and its reference, in the order in which they count."""
    counts: dict[str, int] = {}
    found: dict[str, tuple[Item, str]] = {}
    items = plan.state.items(CHANGES)
    for entry in plan.standing.counted:
        if entry.id in items:
            counts[entry.author] = counts.get(entry.author, 0) + 1
            number = f"{plan.matter.reference}/{entry.author}-{counts[entry.author]}"
            found[entry.id] = items[entry.id], number
    return found


def _proposal(
    plan: PlanShown, item: Item, reference: str, references: Mapping[str, tuple[Item, str]]
) -> Proposal:
    entry = item.entries[0]
    part = str(entry.says.get("part", ""))
    countered = references.get(entry.item)
    return Proposal(
        id=item.key,
        reference=reference,
        at=entry.at,
        by=entry.author,
        part=part,
        title=plan.title_of(part),
        change=str(entry.says.get("change", "")),
        starts_on=str(entry.says.get("starts_on", "")),
        ends_on=str(entry.says.get("ends_on", "")),
        stage=next(stage for stage in proposals.STAGES if stage.name == item.stage),
        answers=tuple((each.author, each.step, each.at) for each in item.entries[1:]),
        counters=countered[1] if countered else "",
    )
