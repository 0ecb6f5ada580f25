"""Given: what an empty form holds already, settled by where the matter stands.

A proposal names what is in force; an answer has a row for each question that was asked and that we have not
answered yet; what we state again begins with what we stated last; what else a kind gives, it declares with
the step. Everything given can be typed over.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings

from mithaq.node.ledger.page import OPEN, MatterPage
from mithaq.pact.codes import code_list
from mithaq.pact.rules import proposals
from mithaq.pact.rules.fields import Field, Type
from mithaq.pact.rules.kind import Kind, Proposals, Step, Track
from mithaq.pact.rules.state import State

Values = dict[str, Any]
Giver = Callable[[MatterPage, Values], Values]
_GIVERS: dict[tuple[str, str], Giver] = {}


def enter_given(kind: str, step: str, giver: Giver) -> None:
    """Make known what a kind's room gives to the form of a step: what other matters of this node tell."""
    _GIVERS[kind, step] = giver


def given(kind: Kind, step: Step, page: MatterPage | None, item: str = "", about: str = "") -> Values | None:
    """What the form of a step in a matter begins with; None if nothing is settled.

    A counter-proposal begins with what it counters, the `item`; what is begun `about` something names it.
    """
    if page is None or page.standing is None or page.standing.state is None:
        return None
    state = page.standing.state
    track = kind.track(step.track)
    values = _rows_asked_for(step, page, state.opening.says)
    if step.given is not None:
        opened = {line.entry.id: line.body.values for line in page.lines if line.body.state == OPEN}
        values |= step.given(state, item, opened)
    values |= _named(step, state, about)
    if giver := _GIVERS.get((kind.name, step.name)):
        values |= giver(page, values)
    if not isinstance(track, Proposals):
        values |= _stated_last(step, track, state)
        return _defaults(step.fields) | values if values else None
    if step.name == track.counter:
        countered = next((line for line in page.lines if line.entry.id == item), None)
        said = {**countered.entry.says, **countered.body.values} if countered else {}
        values |= {name: value for name, value in said.items() if name not in _own_words(step)}
    now = standing_now(step, page, values)
    return now | settled(step, _defaults(step.fields) | values, page)


def standing_now(step: Step, page: MatterPage | None, values: Mapping[str, Any]) -> Values:
    """By field: what a change of what the values name would replace, as it stands."""
    state = page.standing.state if page and page.standing else None
    track = state.kind.track(step.track) if state else None
    if page is None or state is None or not isinstance(track, Proposals):
        return {}
    if step.name not in (track.propose, track.counter):
        return {}
    opened = {line.entry.id: line.body.values for line in page.lines if line.body.state == OPEN}
    return dict(proposals.stands(track, state, str(values.get(track.subject_field) or ""), opened))


def _own_words(step: Step) -> frozenset[str]:
    """What everybody says in their own words, whatever they answer to."""
    return frozenset(each.name for each in step.fields if each.type is Type.PROSE)


def _named(step: Step, state: State, about: str) -> Values:
    """By field: the item it names, if it is of those it may name; or the code, if its list has it."""
    of_here = (each for each in step.fields if each.of and not each.in_kind)
    items = {each.name: about for each in of_here if state.find(each.of, about)}
    coded = (each for each in step.public_fields if each.type is Type.CODE and about)
    return items | {each.name: about for each in coded if about in code_list(each.codes).values}


def _stated_last(step: Step, track: Track, state: State) -> Values:
    """What our last entry of this step says, of what its track shows, where each party states its own."""
    ours = state.item(track.name, settings.AUTHORITY)
    last = ours.latest(step.name) if ours else None
    return {name: last.says[name] for name in track.shows if name in last.says} if last else {}


def settled(step: Step, values: Values, page: MatterPage | None) -> Values:
    """The same without what stands already, and with the adopted proposal that this one would replace."""
    values = proposals.only_new(values, standing_now(step, page, values))
    state = page.standing.state if page and page.standing else None
    track = state.kind.track(step.track) if state else None
    if state is None or not isinstance(track, Proposals) or step.name not in (track.propose, track.counter):
        return values
    subject = str(values.get(track.subject_field, ""))
    written_on = state.item(track.name, str(values.get("base", "")))
    if written_on and proposals.subject_of(track, written_on.entries[0]) == subject:
        return values  # it was written on that one, whatever was adopted since
    in_force = proposals.in_force(state, track.name, subject)
    return values | {"base": in_force.id if in_force else ""}


def _rows_asked_for(step: Step, page: MatterPage, asked: Mapping[str, Any]) -> Values:
    """By group: a row for each number that the opening counts and no entry of ours has told of."""
    rows = {}
    for group in step.fields:
        for column in group.fields:
            count = asked.get(column.counts) if column.counts else None
            if isinstance(count, int):
                told = _told(page, group.name, column.name)
                left = [number for number in range(1, count + 1) if number not in told]
                rows[group.name] = [_defaults(group.fields) | {column.name: number} for number in left]
    return rows


def _told(page: MatterPage, group: str, column: str) -> set[Any]:
    ours = (line.body.values for line in page.lines if line.entry.author == settings.AUTHORITY)
    return {row.get(column) for values in ours for row in values.get(group, ()) if isinstance(row, Mapping)}


def _defaults(fields: tuple[Field, ...]) -> Values:
    return {each.name: each.default for each in fields if each.default is not None}
