"""The standings of every edition of every kind are frozen: what was agreed never stands otherwise."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any

import pytest

from mithaq.pact.ledger.entry import read_entry
from mithaq.pact.rules import register
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.kind import Every, Key, Kind, Proposals, Side, Step, Track
from mithaq.pact.rules.terms import Terms
from tests.vectors.frozen import STANDINGS, vector
from vectors.makers.telling import comes_to

FILES = {name: vector(f"standings/{name}") for name in STANDINGS}
CONVERSATIONS = [
    pytest.param(FILES[name], told, id=f"{name}: {told['name']}")
    for name in STANDINGS
    for told in FILES[name]["conversations"]
]


def kind_of(frozen) -> Kind:
    return register.kind(frozen["kind"], frozen["edition"])


def now_comes_to(kind: Kind, told, arrived=None):
    """What a conversation comes to with today's code."""
    entries = [read_entry(header.encode()) for header in arrived or told["arrived"]]
    receipts = {(each["entry"], each["by"]): datetime.fromisoformat(each["at"]) for each in told["receipts"]}
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in told["terms"]["values"].items()}
    calendars = {
        party: Calendar(party, each["zone"], frozenset(each["holidays"]))
        for party, each in told["terms"].get("calendars", {}).items()
    }
    terms = Terms(told["terms"]["entry"], values, calendars=calendars)
    return comes_to(kind, entries, receipts, terms, datetime.fromisoformat(told["now"]))


@pytest.mark.parametrize(("frozen", "told"), CONVERSATIONS)
def test_it_stands_as_it_was_frozen(frozen, told):
    found = now_comes_to(kind_of(frozen), told)
    assert found == told["expected"], "see vectors/README.md: a standing changes with a new edition alone"
    shuffled = [*told["arrived"]]
    Random(1).shuffle(shuffled)
    assert now_comes_to(kind_of(frozen), told, shuffled) == found


def test_every_edition_is_frozen_and_no_frozen_edition_is_gone():
    frozen = {(each["kind"], each["edition"]) for each in FILES.values()}
    register.kinds()
    assert set(register._KINDS) == frozen, "write vectors/scripts/<kind>_<edition>.py, run `-m vectors.make`"


@pytest.mark.parametrize("name", STANDINGS)
def test_every_step_counts_somewhere_and_every_stage_is_reached(name):
    frozen, kind = FILES[name], kind_of(FILES[name])
    counted, reached = set(), set()
    for told in frozen["conversations"]:
        steps = {entry.id: entry.step for entry in (read_entry(each.encode()) for each in told["arrived"])}
        counted |= {steps[one] for one in told["expected"]["counted"]}
        items = told["expected"]["tracks"].items()
        reached |= {(track, item["stage"]) for track, held in items for item in held}
    assert counted == {step.name for step in kind.steps}
    stages = {
        (track.name, stage.name)
        for track in kind.tracks
        if isinstance(track, Track)
        for stage in track.stages
    }
    assert {each for each in reached if not isinstance(kind.track(each[0]), Proposals)} == stages
    assert {told["expected"]["stage"] for told in frozen["conversations"]} >= {s.name for s in kind.stages}


def test_every_reason_to_set_aside_comes_up():
    reasons = {
        aside["reason"].removeprefix("rules.")
        for frozen in FILES.values()
        for told in frozen["conversations"]
        for aside in told["expected"]["set_aside"]
    }
    assert reasons == {
        "already-taken", "badly-said", "no-such-item", "not-a-party", "not-at-this-stage", "not-opened",
        "not-this-side", "unknown-base", "unknown-step", "wrong-kind",
    }  # fmt: skip


Change = tuple[str, dict[str, Any]]


def changed(kind: Kind) -> Iterator[Change]:
    """What could be declared otherwise, one thing after the other."""
    yield from _steps_changed(kind)
    yield from _tracks_changed(kind)
    yield from _owed_changed(kind)


def _steps_changed(kind: Kind) -> Iterator[Change]:
    for number, step in enumerate(kind.steps):
        others = [side for side in (Side.OPENER, Side.PARTNER) if side is not step.by]
        variants = {
            f"{step.name} by {others[0]}": replace(step, by=others[0]),
            f"{step.name} at any stage": replace(step, when=frozenset()) if step.when else None,
            f"{step.name} without precedence": replace(step, precedence=0) if step.precedence else None,
            f"{step.name} by whoever it is": replace(step, who=None) if step.who else None,
            f"{step.name} created by anybody": replace(step, creators=None) if step.creators else None,
            f"{step.name} says anything": replace(step, sections=(), conveys=False)
            if step.public_fields
            else None,
            f"{step.name} names anything": _names_anything(step),
        }
        for name, variant in variants.items():
            if variant is not None and step.name != kind.opening:
                yield name, {"steps": (*kind.steps[:number], variant, *kind.steps[number + 1 :])}


def _names_anything(step: Step) -> Step | None:
    """The step whose fields name items of this matter, whatever created them."""
    if not any(each.of and not each.in_kind for each in step.fields):
        return None
    sections = (
        replace(section, fields=tuple(replace(each, of=()) for each in section.fields))
        for section in step.sections
    )
    return replace(step, sections=tuple(sections))


def _tracks_changed(kind: Kind) -> Iterator[Change]:
    for number, track in enumerate(kind.tracks):
        changes = _changes_held(track) if isinstance(track, Proposals) else _stages_changed(track)
        for name, variant in changes:
            tracks = (*kind.tracks[:number], variant, *kind.tracks[number + 1 :])
            yield f"{track.name}: {name}", {"tracks": tracks}


def _stages_changed(track: Track) -> Iterator[tuple[str, Track]]:
    if track.held_by:
        yield "held by its author", replace(track, held_by="")
    for source, moves in track.follows.items():
        for step, target in moves.items():
            fewer = {name: to for name, to in moves.items() if name != step}
            yield (
                f"no {step} from {source or 'nothing'}",
                replace(track, follows={**track.follows, source: fewer}),
            )
            if isinstance(target, Every) and track.upon is None:  # otherwise it says who has agreed
                other = replace(target, creator_counts=not target.creator_counts)
                moved = {**track.follows, source: {**moves, step: other}}
                yield f"{step} by its creator too", replace(track, follows=moved)


def _changes_held(track: Proposals) -> Iterator[tuple[str, Proposals]]:
    for change in track.holds:
        fewer = {name: stage for name, stage in track.holds.items() if name != change}
        yield f"{change} holds nothing", replace(track, holds=fewer)
    if track.subject_field:
        yield "about one thing", replace(track, subject_field="", holds={})


def _owed_changed(kind: Kind) -> Iterator[Change]:
    for number, duty in enumerate(kind.duties):
        for part, value in {"pauses": (), "rounds": "", "extends": {}, "outlives": not duty.outlives}.items():
            # What a matter has one of ends with it, so that nothing of it is owed afterwards.
            once = part == "outlives" and getattr(kind.track(duty.track), "key", "") is Key.ONCE
            if getattr(duty, part) != value and not once:
                one = replace(duty, **{part: value})
                duties = (*kind.duties[:number], one, *kind.duties[number + 1 :])
                yield f"{duty.name}: {part}", {"duties": duties}
    for number, dated in enumerate(kind.dated):
        others = (*kind.dated[:number], *kind.dated[number + 1 :])
        yield f"{dated.name}: not owed", {"dated": others}
        if dated.who:
            one = replace(dated, who=None)
            yield f"{dated.name}: owed by all", {"dated": (one, *others)}


CHANGES = [
    pytest.param(FILES[name], parts, id=f"{name}: {change}")
    for name in STANDINGS
    for change, parts in changed(kind_of(FILES[name]))
]


@pytest.mark.parametrize(("frozen", "otherwise"), CHANGES)
def test_a_rule_that_changes_is_noticed(frozen, otherwise):
    try:
        kind = replace(kind_of(frozen), **otherwise)
    except ValueError:  # what can no longer be declared is noticed when it is imported
        return
    assert any(_differs(kind, told) for told in frozen["conversations"])


def _differs(otherwise: Kind, told) -> bool:
    try:
        return now_comes_to(otherwise, told) != told["expected"]
    except ValueError:  # a rule that let through what cannot be read
        return True
