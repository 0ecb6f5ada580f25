"""Flaws: what is wrong with the declaration of a kind.

Found when the module that declares it is imported, not when an officer is waiting.
"""

from collections.abc import Iterable

from mithaq.pact.exchange.attachment import IN_BODY
from mithaq.pact.rules.fields import RESTRICTIONS, Field, Type
from mithaq.pact.rules.kind import Every, Kind, Proposals, Step, Track, subjects_of


def flaws(kind: Kind) -> Iterable[str]:
    """What is wrong with a declaration; nothing if it can be entered."""
    steps = {step.name for step in kind.steps}
    if len(steps) != len(kind.steps):
        yield "two steps of one name"
    if kind.opening not in steps:
        yield f"no opening step {kind.opening}"
    for step in kind.steps:
        if step.track not in {track.name for track in kind.tracks}:
            yield f"step {step.name} names no track"
        if step.when - {stage.name for stage in kind.stages}:
            yield f"step {step.name} waits for a stage the matter never has"
        names = [each.name for each in step.fields]
        if len(set(names)) != len(names):
            yield f"step {step.name} has two fields of one name"
        if any((each.type is Type.ATTACHMENT) != (each.name == IN_BODY) for each in _all(step.fields)):
            yield f"step {step.name}: files travel in the field {IN_BODY}, and nothing else does"
        if step.conveys and RESTRICTIONS not in names:
            yield f"step {step.name} conveys information and has no place for a restriction in words"
        if step.opens and not _opens(kind, step):
            yield f"step {step.name} opens what is not held back, or says it otherwise"
        if any(each.type is Type.ATTACHMENT for field in step.fields for each in field.fields):
            yield f"step {step.name} has files in a group"
    for track in kind.tracks:
        yield from _track_flaws(track, steps)
        said = {each.name for step in kind.steps if step.track == track.name for each in step.public_fields}
        if isinstance(track, Track) and set(track.shows) - said:
            yield f"track {track.name} shows what none of its steps says in public"
    yield from _reviewed_flaws(kind)
    yield from _counted_flaws(kind, steps)
    yield from _reference_flaws(kind)
    yield from _owed_flaws(kind, steps)


def _reviewed_flaws(kind: Kind) -> Iterable[str]:
    """Reviews before an approval that is not always needed, or of a row apart from the rest."""
    for step in kind.steps:
        is_reviewed = any(each.reviewed_by for each in step.fields)
        if is_reviewed and (step.alone is not None or not step.two_persons({})):
            yield f"step {step.name} is reviewed before an approval that it does not always need"
        if any(each.reviewed_by for group in step.fields for each in group.fields):
            yield f"step {step.name}: a row is not reviewed apart from the rest"


def _reference_flaws(kind: Kind) -> Iterable[str]:
    """Fields that name items no step creates, or that no change could hold where it says."""
    creates = {
        step: track for track in kind.tracks if isinstance(track, Track) for step in track.follows.get("", {})
    }
    for step in kind.steps:
        for each in step.fields:
            if not each.in_kind and set(each.of) - set(creates):
                yield f"step {step.name}: {each.name} names what no step creates"
    for changes in kind.tracks:
        if isinstance(changes, Proposals) and changes.holds:
            for name in subjects_of(kind, changes):
                stages = {stage.name for stage in creates[name].stages} if name in creates else set()
                if set(changes.holds.values()) - stages:
                    yield f"proposals {changes.name} hold what {name} creates in a stage it does not have"


def _owed_flaws(kind: Kind, steps: set[str]) -> Iterable[str]:
    if len(kind.owed) != len(kind.duties) + len(kind.dated):
        yield "two duties of one name"
    for each in kind.owed.values():
        if each.track not in {track.name for track in kind.tracks}:
            yield f"duty {each.name} names no track"
        if each.ends - steps:
            yield f"duty {each.name} ends by unknown steps {set(each.ends - steps)}"
    for duty in kind.duties:
        beginning = [step for step in kind.steps if step.name in duty.begins]
        if duty.since and not all(_says_when(step, duty.since) for step in beginning):
            yield f"duty {duty.name} runs from an instant that nobody has to state"


def _opens(kind: Kind, step: Step) -> bool:
    """Whether the node states, by itself, the words of a step that is held back."""
    first = kind.step(step.opens)
    by_itself = step.lapse_at is not None and all(each.derived for each in step.public_fields)
    return by_itself and first is not None and first.held_back and first.body_fields == step.body_fields


def _says_when(step: Step, name: str) -> bool:
    """Whether the step must state, in public, an instant of this name."""
    return any(
        each.name == name and each.required and each.type is Type.INSTANT for each in step.public_fields
    )


def _counted_flaws(kind: Kind, steps: set[str]) -> Iterable[str]:
    """Requests, answers and refusals that nobody can take, or whose ground is not stated in public."""
    if kind.asks - steps or (kind.asks and not kind.answers):
        yield f"what is asked by {set(kind.asks)} cannot be counted"
    for name, ground in {**dict.fromkeys(kind.answers, ""), **kind.refuses}.items():
        if name not in steps or (ground and not _says_codes(kind, name, ground)):
            yield f"{name} is no step that can be counted as an answer, or as a refusal by its {ground or 'author'}"


def _says_codes(kind: Kind, name: str, field: str) -> bool:
    """Whether a step states, in public, a code of this name."""
    step = kind.step(name)
    return step is not None and any(each.name == field and each.codes for each in step.public_fields)


def _all(fields: Iterable[Field]) -> Iterable[Field]:
    for each in fields:
        yield each
        yield from _all(each.fields)


def _track_flaws(track: Track | Proposals, steps: set[str]) -> Iterable[str]:
    if isinstance(track, Proposals):
        named = {track.propose, track.accept, track.decline, track.withdraw, track.counter} - {""}
        if named - steps:
            yield f"proposals {track.name} name unknown steps {named - steps}"
        return
    stages = {stage.name for stage in track.stages}
    for stage in track.stages:
        if stage.first and stage.first not in track.follows.get(stage.name, {}):
            yield f"track {track.name} begins {stage.name} with a step that is not taken there"
    for source, moves in track.follows.items():
        if source and source not in stages:
            yield f"track {track.name} leaves from unknown stage {source}"
        for step, target in moves.items():
            if step not in steps:
                yield f"track {track.name} moves by unknown step {step}"
            then = target.then if isinstance(target, Every) else target
            if isinstance(then, str) and then not in stages:
                yield f"track {track.name} leads to unknown stage {then}"
