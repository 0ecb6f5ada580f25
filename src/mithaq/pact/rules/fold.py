"""The fold: what the entries of a matter add up to.

Entries are taken in causal order. Each counts, or is *set aside* with the reason, the same way on every node: it was
authentic, so it is kept, but it came too late, from the wrong side, or said something its step does not say. The
fold never raises, reads headers alone, and knows no clock.

Laws 1 and 2 of the design; decisions D1, D2, D5.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.ledger.order import heads, in_order, missing, told_twice
from mithaq.pact.rules import proposals
from mithaq.pact.rules.errors import StepNotAllowed
from mithaq.pact.rules.fields import Field, check_form
from mithaq.pact.rules.kind import Every, Key, Kind, Proposals, Side, Step, Track
from mithaq.pact.rules.state import Item, Past, State

NOT_OPENED = "rules.not-opened"
UNKNOWN_STEP = "rules.unknown-step"
WRONG_KIND = "rules.wrong-kind"
NOT_A_PARTY = "rules.not-a-party"
NOT_THIS_SIDE = "rules.not-this-side"
NOT_NOW = "rules.not-at-this-stage"
NO_SUCH_ITEM = "rules.no-such-item"
ALREADY_TAKEN = "rules.already-taken"
BADLY_SAID = "rules.badly-said"


@dataclass(frozen=True)
class Standing:
    """What the entries of a matter add up to. Equal for equal sets of entries, however they arrived.

    `set_aside` pairs an entry with the code of the reason; `missing` are ids that entries here name and that have
    not arrived; `told_twice` are ids of entries in which one author told more than one story.
    """

    state: State | None
    stage: str
    counted: tuple[Entry, ...] = ()
    set_aside: tuple[tuple[Entry, str], ...] = ()
    missing: frozenset[str] = frozenset()
    told_twice: frozenset[str] = frozenset()
    heads: tuple[str, ...] = ()

    @property
    def not_understood(self) -> tuple[Entry, ...]:
        return tuple(entry for entry, reason in self.set_aside if reason == UNKNOWN_STEP)


@dataclass(frozen=True, slots=True)
class Option:
    """A step an authority may take now, and the item it is about ("" for the matter, or to create one)."""

    step: Step
    item: str = ""


def standing(kind: Kind, entries: Iterable[Entry]) -> Standing:
    """Fold the entries of one matter into where it stands; never raises.

    Shape: `entries` in any order, with any repetition; entries of other matters must not be among them.
    """
    held = tuple({entry.id: entry for entry in entries}.values())
    ordered = in_order(held, kind.precedence)
    whole = {
        "missing": missing(held),
        "told_twice": told_twice(held),
        "heads": heads(held),
    }
    opening = next((entry for entry in ordered if entry.opens), None)
    if opening is None or opening.kind != kind.name or opening.step != kind.opening:
        return Standing(None, "", set_aside=tuple((entry, NOT_OPENED) for entry in ordered), **whole)  # type: ignore[arg-type]
    state = State(kind, opening, past=Past.of(ordered))
    others = [each for each in ordered if not each.opens]
    if reason := _apply(state, opening):  # nothing stands on an opening that does not count
        aside = [(opening, reason), *((entry, NOT_OPENED) for entry in others)]
        return Standing(None, "", set_aside=tuple(aside), **whole)  # type: ignore[arg-type]
    _stand_by_party(state)
    counted, aside = [opening], []
    for entry in others:
        if reason := _apply(state, entry):
            aside.append((entry, reason))
        else:
            counted.append(entry)
    return Standing(state, state.stage, tuple(counted), tuple(aside), **whole)  # type: ignore[arg-type]


def followed_by(before: Standing, entry: Entry) -> Standing | None:
    """Where the matter stands with one entry more, if its author had seen all there is; else None: fold anew.

    Such an entry comes last and moves none of the others, so the whole need not be folded again: a plan is long,
    and most of what is said in it follows all that was said.
    """
    state, causes = before.state, {*entry.after, entry.prev} - {""}
    if state is None or before.missing or entry.opens or entry.matter != state.opening.id:
        return None
    if (
        entry.id in state.past
        or not causes.issuperset(before.heads)
        or not all(e in state.past for e in causes)
    ):
        return None
    every = (*before.counted, *(each for each, _ in before.set_aside))
    if any(each.author == entry.author and each.prev == entry.prev for each in every):
        return None  # its author tells another story, or began one
    state = state.copy()
    state.past = state.past.with_last(entry.id)
    counted, aside = before.counted, before.set_aside
    if reason := _apply(state, entry):
        aside = (*aside, (entry, reason))
    else:
        counted = (*counted, entry)
    return Standing(state, state.stage, counted, aside, told_twice=before.told_twice, heads=(entry.id,))


def states_at(standing: Standing, entries: Iterable[str]) -> dict[str, State]:
    """Where the matter stood when each of these entries had just been counted, by entry; in one walk.

    What did not count is left out: it changed nothing.
    """
    wanted, found = set(entries), dict[str, State]()
    if standing.state is None:
        return found
    opening, past = standing.state.opening, standing.state.past
    every = [
        entry for entry in (*standing.counted, *(each for each, _ in standing.set_aside)) if not entry.opens
    ]
    state = State(standing.state.kind, opening, past=past)
    for entry in [opening, *sorted(every, key=lambda each: past.places[each.id])]:
        if not wanted:
            break
        counts = _apply(state, entry) is None
        if entry.opens:
            _stand_by_party(state)
        if counts and entry.id in wanted:
            wanted.discard(entry.id)
            found[entry.id] = state.copy()
    return found


def open_steps(standing: Standing, authority: str) -> tuple[Option, ...]:
    """The steps `authority` may take now, each with the item it would be about: what is not `offered` is left out."""
    state = standing.state
    if state is None or authority not in state.parties:
        return ()
    return tuple(
        Option(step, item)
        for step in state.kind.steps
        if step.name != state.kind.opening and not step.by_the_node
        if step.offered is None or step.offered(state)
        for item in _items_for(state, step)
        if _why_not_now(state, step, authority, item) is None and _is_meant_for(authority, state, step, item)
    )


def _is_meant_for(authority: str, state: State, step: Step, key: str) -> bool:
    item = state.item(step.track, key)
    return step.meant_for is None or item is None or authority in step.meant_for(state, item)


def check_allowed(standing: Standing, step: str, authority: str, item: str = "") -> None:
    """Refuse our own step if it would not count.

    Raises: StepNotAllowed with the reason the fold would set it aside for.
    """
    state = standing.state
    declared = state.kind.step(step) if state else None
    reason: str | None
    if state is None:
        reason = NOT_OPENED
    elif declared is None:
        reason = UNKNOWN_STEP
    else:
        reason = _why_not_now(state, declared, authority, item)
    if reason:
        raise StepNotAllowed(step=step, reason=reason, stage=standing.stage)


def turn(standing: Standing) -> frozenset[str]:
    """The authorities whose move it is; empty when nothing is expected of anyone."""
    return frozenset(party for _, _, party in _waiting(standing))


def waiting_for(standing: Standing, authority: str) -> frozenset[tuple[str, str]]:
    """The items whose next move is `authority`'s, each as its track and its key ("" for the matter's own)."""
    return frozenset((track, key) for track, key, party in _waiting(standing) if party == authority)


def _waiting(standing: Standing) -> Iterator[tuple[str, str, str]]:
    """Every item that waits: its track, its key, and for whom."""
    state = standing.state
    if state is None:
        return
    over = state.kind.place(state.stage).final
    lasting = {duty.track for duty in state.kind.duties if duty.outlives}
    for track in (each for each in state.kind.tracks if not over or each.name in lasting):
        for item in state.items(track.name).values():
            yield from ((track.name, item.key, party) for party in _turn_of(state, track, item))


def _turn_of(state: State, track: Track | Proposals, item: Item) -> Iterator[str]:
    if isinstance(track, Proposals):
        if item.stage == proposals.OPEN:
            yield from (party for party in state.parties if party not in item.yes)
        return
    if track.waits_for is not None:
        yield from track.waits_for(state, item)
        return
    stage = track.stage(item.stage)
    if stage.turn is not None:
        agreed = item.yes.union(
            *(
                _agreed(item, step, target)
                for step, target in track.follows.get(item.stage, {}).items()
                if isinstance(target, Every)
            )
        )
        waiting = (party for party in side_of(state, stage.turn, item.holder) if party not in agreed)
        yield from (party for party in waiting if _concerns(state, track, item, party))


def _concerns(state: State, track: Track, item: Item, party: str) -> bool:
    """Whether what leads on from here is for this party: it is not if every such step is for others alone."""
    steps = [state.kind.step(name) for name in track.follows.get(item.stage, {})]
    narrow = [step.who for step in steps if step and step.who]
    return len(narrow) < len(steps) or not steps or any(party in who(state, item) for who in narrow)


def side_of(state: State, side: Side, holder: str) -> tuple[str, ...]:
    """The parties that `side` means, in the order of the opening entry."""
    means = {
        Side.OPENER: {state.opener},
        Side.PARTNER: set(state.parties) - {state.opener},
        Side.ANY: set(state.parties),
        Side.HOLDER: {holder},
        Side.OTHERS: set(state.parties) - {holder},
    }[side]
    return tuple(party for party in state.parties if party in means)


def key_of(track: Track | Proposals, entry: Entry) -> str:
    """Which instance of its track an entry is about; "" for one that is about to be created."""
    if isinstance(track, Proposals) or track.key is Key.ITEM:
        return entry.item
    if track.key is Key.ONCE:
        return ""
    return entry.item or entry.author


def _apply(state: State, entry: Entry) -> str | None:
    """Count an entry, or say why it is set aside."""
    kind = state.kind
    if entry.author not in state.parties:
        return NOT_A_PARTY
    if entry.kind != kind.name or entry.edition != state.opening.edition:
        return WRONG_KIND
    step = kind.step(entry.step)
    if step is None:
        return UNKNOWN_STEP
    if entry.opens != (step.name == kind.opening):
        return NOT_NOW
    if check_form(step.public_fields, entry.says) or (step.sound and not step.sound(state, entry)):
        return BADLY_SAID
    if not all(_names_an_item(state, each, entry) for each in step.public_fields if _is_of_here(each)):
        return NO_SUCH_ITEM
    track = kind.track(step.track)
    if isinstance(track, Proposals):
        reason = _why_not(state, step, entry.author, entry.item) or proposals.move(state, track, entry)
    else:
        reason = _why_not(state, step, entry.author, key_of(track, entry)) or _move(state, track, entry)
    if reason is None:
        _look_again(state, entry)
    return reason


def _look_again(state: State, entry: Entry) -> None:
    """Put what stands elsewhere because of an entry, track by track as they are declared."""
    for track in state.kind.tracks:
        for item in track.upon(state, entry) if isinstance(track, Track) and track.upon else ():
            state.put(track.name, item)


def _is_of_here(field: Field) -> bool:
    """Whether a field names an item of this matter. What it names in another is not the fold's to see."""
    return bool(field.of) and not field.in_kind


def _names_an_item(state: State, field: Field, entry: Entry) -> bool:
    """Whether a field that names an item names one that is there; one that may be left out may be empty."""
    named = str(entry.says.get(field.name, ""))
    return state.find(field.of, named) is not None if named else not field.required


def _why_not_now(state: State, step: Step, author: str, key: str) -> str | None:
    """Why a party that has seen everything here may not take the step."""
    item = state.item(step.track, key)
    over = item is not None and _is_final(state.kind.track(step.track), item.stage)
    if reason := _why_not(state, step, author, key) or (NOT_NOW if over else None):
        return reason
    nameless = any(
        each.required and _is_of_here(each) and not _live(state, each) for each in step.public_fields
    )
    return NO_SUCH_ITEM if nameless else None


def _live(state: State, field: Field) -> bool:
    """Whether there is an item the field can name that has not ended."""
    return any(not _is_final(state.kind.track(name), item.stage) for name, item in state.created(field.of))


def _is_final(track: Track | Proposals, stage: str) -> bool:
    """Whether the stage ends its item. What leads on from there is for those who had not seen the end."""
    stages = proposals.STAGES if isinstance(track, Proposals) else track.stages
    return any(each.final for each in stages if each.name == stage)


def _why_not(state: State, step: Step, author: str, key: str) -> str | None:
    """Why `author` may not take the step on this item now; None if only what it says can still stop it."""
    if author not in state.parties:
        return NOT_A_PARTY
    track = state.kind.track(step.track)
    item = state.item(track.name, key)
    creates = isinstance(track, Proposals) and step.name == track.propose
    creates = creates or (isinstance(track, Track) and step.name in track.follows.get("", {}))
    if item is None and (key or not creates):
        return NO_SUCH_ITEM
    if step.name != state.kind.opening and step.when and state.stage not in step.when:
        return NOT_NOW
    if author not in side_of(state, step.by, item.holder if item else author):
        return NOT_THIS_SIDE
    if step.who and item and author not in step.who(state, item):
        return NOT_THIS_SIDE
    if step.creators and item is None and author not in step.creators(state):
        return NOT_THIS_SIDE
    if isinstance(track, Proposals):
        return proposals.why_not(track, step.name, item, author)
    target = track.follows.get(item.stage if item else "", {}).get(step.name)
    if target is None:
        return NOT_NOW
    if isinstance(target, Every) and item and author in _agreed(item, step.name, target):
        return ALREADY_TAKEN
    return None


def _agreed(item: Item, step: str, target: Every) -> frozenset[str]:
    """Who has agreed to what every party takes: by taking it, or by having created the item."""
    said = item.yes if item.yes_to == step else frozenset()
    return said | {item.creator} if target.creator_counts else said


def _move(state: State, track: Track, entry: Entry) -> str | None:
    key = key_of(track, entry)
    item = state.item(track.name, key)
    target = track.follows[item.stage if item else ""][entry.step]
    if item is None:
        holder = str(entry.says.get(track.held_by, entry.author)) if track.held_by else entry.author
        if holder not in state.parties:
            return NOT_A_PARTY
        item = Item(entry.id if track.key is Key.ITEM else key, holder, "")
    entries = (*item.entries, entry)
    if isinstance(target, Every):
        yes = _agreed(item, entry.step, target) | {entry.author}
        if not yes >= set(state.parties):
            state.put(track.name, replace(item, entries=entries, yes=yes, yes_to=entry.step))
            return None
        target = target.then
    stage = target if isinstance(target, str) else target(state, entry)
    if stage is None:
        return NOT_NOW
    state.put(track.name, replace(item, stage=stage, entries=entries, yes=frozenset(), yes_to=""))
    return None


def _stand_by_party(state: State) -> None:
    """Give every party its instance of the tracks by party, once the parties are known."""
    for track in state.kind.tracks:
        if isinstance(track, Track) and track.key is Key.PARTY and track.start:
            for party in side_of(state, track.parties, state.opener):
                if state.item(track.name, party) is None:  # the opening may have put it elsewhere
                    state.put(track.name, Item(party, party, track.start))


def _items_for(state: State, step: Step) -> Iterator[str]:
    """The items a step may be about: those there are, and "" where the step creates one."""
    track = state.kind.track(step.track)
    if isinstance(track, Track) and track.key is Key.ONCE:
        yield ""
        return
    if isinstance(track, Proposals) and step.name == track.propose:
        yield ""
        return
    if isinstance(track, Track) and step.name in track.follows.get("", {}):
        yield ""
    for key, item in state.items(track.name).items():
        # A plan has a thousand items: where nothing leads on, there is nothing to ask.
        if isinstance(track, Proposals) or step.name in track.follows.get(item.stage, {}):
            yield key
