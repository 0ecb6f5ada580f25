"""Proposals: how joint things change, by offer and acceptance alone.

A proposal names the base it was made on. Each party's first answer counts; the proposer has said yes by proposing. It is
*adopted* when every party has said yes, *declined* at the first no, and a counter is a new proposal and a no.
An acceptance beats a withdrawal its author had not seen. Of two proposals adopted on one base by parties that did not know
of the other, the one with the lower id is in force; the other stands as *agreed, to be proposed again*, on every node.

Nothing is gained by pretending not to have seen something: an adoption that its last acceptor made in knowledge of
another on the same base never displaces it.

Source: decision D3.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.kind import Kind, Proposals, Saying, Stage, Step, Track, subjects_of
from mithaq.pact.rules.reading import Bodies
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import Words

OPEN = "open"
ADOPTED = "adopted"
DECLINED = "declined"
WITHDRAWN = "withdrawn"
AGAIN = "again"

STAGES = (
    Stage(OPEN, Words("قيد الموافقة", "à accepter", "to be answered"), "waiting"),
    Stage(ADOPTED, Words("معتمد", "adoptée", "adopted"), "good", final=True),
    Stage(DECLINED, Words("مرفوض", "déclinée", "declined"), "bad", final=True),
    Stage(WITHDRAWN, Words("مسحوب", "retirée", "withdrawn"), "quiet", final=True),
    Stage(
        AGAIN,
        Words("متفق عليه، يعاد اقتراحه", "convenue, à proposer de nouveau", "agreed, to be proposed again"),
        "bad",
        final=True,
    ),
)

NOT_NOW = "rules.not-at-this-stage"
ALREADY_TAKEN = "rules.already-taken"
NOT_THIS_SIDE = "rules.not-this-side"
UNKNOWN_BASE = "rules.unknown-base"


def why_not(track: Proposals, step: str, item: Item | None, author: str) -> str | None:
    """Why a party may not take this step on a proposal now; None if it may."""
    if step == track.propose:
        return None if item is None else NOT_NOW
    assert item is not None  # the fold has refused a step on an item that is not there
    if step == track.withdraw:
        if author != item.holder:
            return NOT_THIS_SIDE
        return None if item.stage == OPEN else NOT_NOW
    if author == item.holder or _answered(track, item, author):
        return ALREADY_TAKEN
    if step == track.accept:
        return None if item.stage in (OPEN, WITHDRAWN) else NOT_NOW
    return None if item.stage == OPEN else NOT_NOW


def move(state: State, track: Proposals, entry: Entry) -> str | None:
    """Count a step on a proposal; the reason if it is set aside. The side and the stage have been checked."""
    if entry.step == track.propose:
        return _propose(state, track, entry)
    item = state.items(track.name)[entry.item]
    entries = (*item.entries, entry)
    if entry.step == track.withdraw:
        state.put(track.name, replace(item, stage=WITHDRAWN, entries=entries))
    elif entry.step == track.accept:
        return _accept(state, track, item, entry)
    else:
        state.put(track.name, replace(item, stage=DECLINED, entries=entries))
        if entry.step == track.counter:
            return _propose(state, track, entry)
    return None


def in_force(state: State, track: str, subject: str = "") -> Entry | None:
    """The adopted proposal in force for a subject, or None."""
    applied = state.applied.get((track, subject))
    item = state.item(track, applied) if applied else None
    return item.entries[0] if item else None


def chain(state: State, track: str, subject: str = "") -> tuple[Entry, ...]:
    """The adopted proposals that led to the one in force, first to last: each was made on the one before."""
    found: list[Entry] = []
    entry = in_force(state, track, subject)
    while entry is not None and entry not in found:
        found.append(entry)
        before = state.item(track, base_of(entry))
        entry = before.entries[0] if before else None
    return tuple(reversed(found))


def about(state: State, track: Proposals, subject: str) -> tuple[Item, ...]:
    """Every proposal made about a subject, in order."""
    items = state.items(track.name).values()
    return tuple(item for item in items if subject_of(track, item.entries[0]) == subject)


def base_of(entry: Entry) -> str:
    """The adopted proposal this one was made on; "" for the first."""
    base = entry.says.get("base", "")
    return base if isinstance(base, str) else ""


def subject_of(track: Proposals, entry: Entry) -> str:
    subject = entry.says.get(track.subject_field, "") if track.subject_field else ""
    return str(subject)


def stands(track: Proposals, state: State, subject: str, bodies: Bodies) -> Mapping[str, Any]:
    """By field: what a change of this subject would replace, as it stands now; nothing where nothing is declared."""
    said = track.stands(state, subject, bodies) if track.stands and subject else {}
    asked = {name for names in track.replaces.values() for name in names}
    return {name: value for name, value in said.items() if name in asked}


def only_new(values: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """What a change says, without what stands already."""
    return {name: value for name, value in values.items() if name not in now or now[name] != value}


def check_new(kind: Kind, step: Step, saying: Saying) -> Iterable[Problem]:
    """A change that replaces something says something that does not stand already."""
    track = kind.track(step.track)
    if not isinstance(track, Proposals) or step.name not in (track.propose, track.counter):
        return
    said = {**saying.says, **saying.body}
    replaced = track.replaces.get(str(said.get(track.change_field, "")), ())
    if not replaced or saying.state is None:
        return
    now = stands(track, saying.state, str(said.get(track.subject_field, "")), saying.bodies())
    if not any(name in replaced for name in only_new(said, now)):
        yield Problem("rules.changes-nothing", (track.change_field,))


def _propose(state: State, track: Proposals, entry: Entry) -> str | None:
    base = base_of(entry)
    if base and (known := state.item(track.name, base)) and known.stage not in (ADOPTED, AGAIN):
        return UNKNOWN_BASE
    if track.holds and _has_ended(state, track, subject_of(track, entry)):
        return NOT_NOW
    state.put(track.name, Item(entry.id, entry.author, OPEN, (entry,), frozenset({entry.author})))
    return None


def _has_ended(state: State, track: Proposals, subject: str) -> bool:
    found = state.find(subjects_of(state.kind, track), subject)
    return found is not None and _ends(state, found[0], found[1].stage)


def _ends(state: State, track: str, stage: str) -> bool:
    declared = state.kind.track(track)
    return isinstance(declared, Track) and declared.stage(stage).final


def _hold(state: State, track: Proposals, subject: str) -> None:
    """Put the item that is changed where the changes in force hold it, or back where its own steps brought it."""
    found = state.find(subjects_of(state.kind, track), subject)
    if found is None:
        return
    name, item = found
    own = item.under or item.stage
    held = _held_in(state, track, subject)
    if held and not _ends(state, name, own):
        state.put(name, replace(item, stage=held, under=own))
    elif item.under:
        state.put(name, replace(item, stage=own, under=""))


def _held_in(state: State, track: Proposals, subject: str) -> str:
    """The stage in which the changes in force hold their subject, "" for none: the last that holds or frees it decides."""
    stage = ""
    for change in chain(state, track.name, subject):
        what = str(change.says.get(track.change_field, ""))
        stage = "" if what in track.frees else track.holds.get(what, stage)
    return stage


def _accept(state: State, track: Proposals, item: Item, entry: Entry) -> str | None:
    withdrawal = item.latest(track.withdraw)
    if withdrawal is not None and state.saw(entry, withdrawal.id):
        return NOT_NOW
    item = replace(item, entries=(*item.entries, entry), yes=item.yes | {entry.author})
    if item.yes >= set(state.parties):
        item = replace(item, stage=_adopt(state, track, item, entry))
    state.put(track.name, item)
    if track.holds and item.stage == ADOPTED:
        _hold(state, track, subject_of(track, item.entries[0]))
    return None


def _adopt(state: State, track: Proposals, item: Item, last_yes: Entry) -> str:
    """Where a proposal every party has accepted stands, given what else was adopted on its base."""
    proposal = item.entries[0]
    slot = (track.name, subject_of(track, proposal))
    current = state.applied.get(slot, "")
    if base_of(proposal) == current:
        state.applied[slot] = proposal.id
        return ADOPTED
    rival = state.item(track.name, current)
    if rival is None or base_of(rival.entries[0]) != base_of(proposal):
        return AGAIN
    rival_yes = rival.latest(track.accept)
    if rival_yes is not None and state.saw(last_yes, rival_yes.id):
        return AGAIN
    if rival.key < proposal.id:
        return AGAIN
    state.put(track.name, replace(rival, stage=AGAIN))
    state.applied[slot] = proposal.id
    return ADOPTED


def _answered(track: Proposals, item: Item, author: str) -> bool:
    answers = (track.accept, track.decline, track.counter)
    return any(entry.author == author and entry.step in answers for entry in item.entries)
