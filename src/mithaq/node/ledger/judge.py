"""Judge: whether an act may be stated now, and everything that is wrong with it, before anything is signed.

Permission is another question (`officers.permission`), and so is whether the ledger is as the officer saw it
(`record`). Used by the form, which shows the problems, and by `step`, which refuses them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.conf import settings

from mithaq.node.ledger import held, on_behalf
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.errors import EntryNotHere, NotSettled, StandsStill, UnknownParty
from mithaq.node.ledger.held import Held
from mithaq.node.ledger.models import Draft
from mithaq.node.ledger.settled import is_settled
from mithaq.node.ledger.terms import check_not_suspended, open_terms, terms_at, terms_of
from mithaq.node.partners.models import State
from mithaq.node.safeguards.house import MOST_IN_A_FACT
from mithaq.node.statements import select
from mithaq.pact.codes import code_list
from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules import proposals, register
from mithaq.pact.rules.described import check_described
from mithaq.pact.rules.errors import BadlySaid, Problem, StepNotAllowed
from mithaq.pact.rules.fields import PERSONAL_TYPES, Field, check_values, is_empty
from mithaq.pact.rules.fold import NOT_NOW, Standing, check_allowed
from mithaq.pact.rules.kind import Key, Kind, Saying, Step, Track
from mithaq.pact.rules.restrictions import check_restriction
from mithaq.pact.rules.terms import Terms
from mithaq.pact.rules.warnings import warnings

DRAWN_BYTES = 32  # of what the node draws: nobody guesses it


@dataclass(frozen=True, slots=True)
class Judged:
    """An act that the rules allow, taken apart: what it says publicly, what in confidence, and to whom.

    `problems` is what is wrong or doubtful with the values; hard ones keep the act from being stated.
    """

    act: Act
    kind: Kind
    step: Step
    says: Mapping[str, Said]
    body: Mapping[str, Any]
    parties: tuple[str, ...]
    to: tuple[str, ...]
    terms: str
    held: Held
    problems: tuple[Problem, ...]
    author: str
    at: datetime

    @property
    def opening(self) -> Entry | None:
        return self.held.opening

    @property
    def hard(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.soft)

    @property
    def doubts(self) -> str:
        """What whoever states this lets pass, by code: noted for the data protection officer."""
        codes = {problem.code.rpartition(".")[2] for problem in self.problems if problem.soft}
        return " ".join(sorted(codes))[:MOST_IN_A_FACT]

    @property
    def two_persons(self) -> bool:
        """Whether a second person must approve before this leaves."""
        return self.step.two_persons(dict(self.says))

    @property
    def alone(self) -> bool:
        """Whether this goes without the second person it would otherwise need: danger to life."""
        return not self.two_persons and self.step.two_persons({}) and bool(self.step.alone)


def judge(act: Act, *, now: datetime, by_the_node: bool = False) -> Judged:
    """Take an act apart under the rules of its kind: as a step of ours, or of the partner for whom we record
    it, at the instant it reached us.

    Raises: StandsStill, UnknownKind, StepNotAllowed, NotSettled, UnknownParty, EntryNotHere, NoAgreement,
    FieldNotOpen, FieldSuspended, NotOnBehalf. What is wrong with the values does not raise: `problems` says
    it, field by field.
    """
    check_may_act()
    author, at = author_of(act), on_behalf.reached(act.recorded, now) if act.recorded else now
    everything = held.entries_of(act.matter) if act.matter else Held(())
    opening = everything.opening
    if act.matter and opening is None:
        raise EntryNotHere(entry=act.matter)
    kind = register.kind(act.kind) if opening is None else register.kind(opening.kind, opening.edition)
    step = kind.step(act.step)
    if step is None or kind.name != act.kind:
        raise StepNotAllowed(step=act.step[:40], reason="rules.unknown-step", stage="")
    act = replace(act, item=_item(act, kind, step, author), values=_by_the_author(step, act.values))
    stands = held.standing_of(everything)
    parties = opening.parties if opening else _parties(act)
    if act.recorded:
        on_behalf.check_nobody_has_a_node(author, parties)
    body = {each.name: act.values[each.name] for each in step.body_fields if _said(each, act.values)}
    says = {
        each.name: _public(act.values[each.name]) for each in step.public_fields if _said(each, act.values)
    }
    body |= _drawn(step) | _reviewed(step)
    says |= step.derive(body)
    spares = step.alone is not None and step.alone(says)  # danger to life
    terms, terms_entry = _terms(kind, opening, parties, spares=spares)
    _check_step(act, step, stands, author, by_the_node=by_the_node)
    if opening is None and step.name != kind.opening:
        raise StepNotAllowed(step=step.name, reason="rules.not-opened", stage="")
    if opening and step.settled:
        _check_settled(everything, parties)
    if opening and author == settings.AUTHORITY:
        check_not_suspended(opening, kind, step, spares=spares)
    to = () if step.held_back else _addressees(act, parties, body, author)
    saying = Saying(
        author, says, body, stands.state if stands else None, terms, at,
        act.handling, act.basis, to, act.item, lambda: held.bodies_of(everything.entries),
    )  # fmt: skip
    late = on_behalf.problems(act.recorded, now) if act.recorded else ()
    problems = (*late, *_problems(act, step, saying))
    return Judged(act, kind, step, says, body, parties, to, terms_entry, everything, problems, author, at)


def author_of(act: Act) -> str:
    """Whose step an act is: ours, or the partner's for whom it is recorded."""
    return act.recorded.author if act.recorded else str(settings.AUTHORITY)


def is_overtaken(act: Act, stands: Standing | None) -> bool:
    """Whether the matter has moved on, so that what an act would state can no longer be stated there."""
    if stands is None or stands.state is None or (step := stands.state.kind.step(act.step)) is None:
        return False
    author = author_of(act)
    try:
        check_allowed(stands, act.step, author, _item(act, stands.state.kind, step, author))
    except StepNotAllowed:
        return True
    return False


def check_no_problem(judged: Judged) -> None:
    """Refuse what is badly said. Raises: BadlySaid."""
    if judged.hard:
        codes = " ".join(sorted({problem.code for problem in judged.hard}))
        raise BadlySaid(judged.hard, step=judged.step.name, codes=codes)


def check_may_act() -> None:
    """A restored node says nothing until it knows again all it had said. Raises: StandsStill."""
    for reason, witness in select("SELECT reason, witness FROM ledger_standstill ORDER BY id LIMIT 1"):
        raise StandsStill(reason=reason, witness=witness)


def _check_step(act: Act, step: Step, stands: Standing | None, author: str, *, by_the_node: bool) -> None:
    if stands is None:
        return
    check_allowed(stands, step.name, author, act.item)
    if step.by_the_node != by_the_node:
        raise StepNotAllowed(step=step.name, reason=NOT_NOW, stage=stands.stage)


def _item(act: Act, kind: Kind, step: Step, author: str) -> str:
    """The item a step is about; in a track by party the author's own, unless another is named."""
    track = kind.track(step.track)
    by_party = isinstance(track, Track) and track.key is Key.PARTY
    return act.item or (author if by_party and step.name != kind.opening else "")


def _parties(act: Act) -> tuple[str, ...]:
    """The parties of a matter about to be opened: authorities that two officers introduced."""
    others = sorted({*act.parties} - {settings.AUTHORITY})
    known = select("SELECT code FROM partners_partner WHERE state = %s", State.CONFIRMED.value)
    unknown = sorted(set(others) - {code for (code,) in known})
    if unknown or not others:
        raise UnknownParty(authority=" ".join(unknown)[:100])
    return tuple(sorted({*others, settings.AUTHORITY}))


def _terms(kind: Kind, opening: Entry | None, parties: tuple[str, ...], *, spares: bool) -> tuple[Terms, str]:
    """The terms the matter stands on, and the entry an opening pins; a later step pins none."""
    if opening is not None:
        return terms_of(opening), ""
    pinned = open_terms(kind, parties, spares=spares)
    return terms_at(pinned, kind.name), pinned


def _check_settled(everything: Held, parties: tuple[str, ...]) -> None:
    receipts = held.receipts_of(entry.id for entry in everything.entries)
    if not is_settled(everything.entries, receipts, parties):
        raise NotSettled(matter=everything.entries[0].matter)


def _said(each: Field, values: Mapping[str, Any]) -> bool:
    return each.derived is None and not is_empty(values.get(each.name))


def _drawn(step: Step) -> dict[str, str]:
    """What is drawn as the step is stated; what is opened was drawn before, and is not drawn again."""
    missing = [] if step.opens else [each for each in step.body_fields if each.drawn]
    return {each.name: token_hex(DRAWN_BYTES) for each in missing}


def _by_the_author(step: Step, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is for the author to say: whether it was reviewed is not."""
    reviewed = _reviewed(step)
    return {name: value for name, value in values.items() if name not in reviewed}


def _reviewed(step: Step) -> dict[str, bool]:
    """That it was reviewed, as it will be once it leaves: `prior_reviews` lets nothing leave before."""
    return dict.fromkeys((each.name for each in step.body_fields if each.reviewed_by), True)


def _public(value: Any) -> Said:
    return tuple(value) if isinstance(value, list | tuple) else value


def _addressees(act: Act, parties: tuple[str, ...], body: Mapping[str, Any], author: str) -> tuple[str, ...]:
    others = tuple(party for party in parties if party != author)
    if not body:
        return ()
    return others if act.to is None else tuple(party for party in others if party in act.to)


def _problems(act: Act, step: Step, saying: Saying) -> Iterator[Problem]:
    asked = {each.name for each in step.asked_fields}
    values = {name: value for name, value in act.values.items() if name in asked or not is_empty(value)}
    wrong = tuple(check_values(step.asked_fields, values))
    yield from wrong
    missing = {each.path for each in wrong if each.code == "rules.required"}
    for check in step.checks:  # of what was left out nothing more need be said
        yield from (each for each in check(saying) if each.path not in missing)
    if saying.state:
        yield from proposals.check_new(saying.state.kind, step, saying)
    yield from check_described(step.fields, values, saying.now.date())
    yield from warnings(step.fields, values, saying.now.date())
    track = saying.state.kind.track(step.track) if saying.state else None
    if isinstance(track, Track) and track.may_end_by(step.name) and _others_wait(act):
        yield Problem("ledger.draft-waits", soft=True)
    if not saying.body:
        return
    if not saying.to and not step.held_back:
        yield Problem("ledger.no-addressee", ("to",))
    if act.to is not None and set(act.to) - set(saying.to):
        yield Problem("ledger.not-an-addressee", ("to",))
    if step.conveys:
        if not act.handling:
            yield Problem("ledger.handling-missing", ("handling",))
        yield from check_restriction(saying)
    if set(act.handling) - set(code_list("handling").values):
        yield Problem("rules.unknown-code", ("handling",), facts={"list": "handling"})
    if act.basis and act.basis not in code_list("transfer-bases").values:
        yield Problem("rules.unknown-code", ("basis",), facts={"list": "transfer-bases"})
    if not act.basis and names_a_person(step.body_fields, saying.body):
        yield Problem("ledger.basis-missing", ("basis",))


def _others_wait(act: Act) -> bool:
    """Whether something else of ours waits in this matter for a second person: it might never leave."""
    waiting = Draft.objects.filter(matter=act.matter, state__in=(Draft.SUBMITTED, Draft.APPROVED))
    return waiting.exclude(step=act.step).exists()


def names_a_person(fields: tuple[Field, ...], body: Mapping[str, Any]) -> bool:
    """Whether a body fills in a field that identifies someone: then the entry names its transfer basis
    (D21).
    """
    for each in fields:
        value = body.get(each.name)
        if is_empty(value):
            continue
        if each.type in PERSONAL_TYPES:
            return True
        rows = value if each.fields and isinstance(value, list | tuple) else ()
        if any(isinstance(row, Mapping) and names_a_person(each.fields, row) for row in rows):
            return True
    return False
