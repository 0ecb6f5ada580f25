"""Conversations by chance: three parties take what steps they may, one always late and one dishonest.

Scripts show what somebody thought of; these show the rest. The chance is seeded, so they are the
same in every run.
"""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.fields import Field, Type
from mithaq.pact.rules.fold import open_steps, standing
from mithaq.pact.rules.kind import Kind, Proposals, Step
from mithaq.pact.rules.terms import Terms
from vectors.makers.parties import PARTIES, seed
from vectors.makers.telling import Told

TALKS, STEPS = 8, 14
LATE, DISHONEST = "FR", "ES"
# Only the codes that a fold or a duty reads: lists grow, and what is frozen must not grow with them.
CODES = {
    "urgency": ("normal", "urgent", "life"), "direct-access": ("direct", "indirect"),
    "plan-changes": ("reschedule", "hold", "resume", "drop"), "dependency-kinds": ("FS", "RELATES"),
    "assistance-ways": ("ask", "offer"),
}  # fmt: skip
# Likewise the terms of an agreement: those there were when its vectors were frozen.
TERMS = frozenset({
    "answer_life", "answer_urgent_direct", "answer_urgent_indirect", "answer_normal", "correction_confirm",
    "clarification_rounds", "refusal_grounds", "handling_default", "review_after", "source", "base",
})  # fmt: skip
OF_TERMS = frozenset({"propose-terms", "counter-terms"})
BAD: tuple[Said, ...] = ("", "x" * 70, 5, -1, True, (), ("H1", "H1"), "9999-12-31", "0001-01-01T00:00Z")


def conversations(kind: Kind, terms: Terms, talks: int = TALKS) -> Iterator[Told]:
    """Conversations of one kind, all different."""
    for number in range(1, talks + 1):
        yield _Talk(kind, terms, number).told


class _Talk:
    """A conversation in progress: what was said, and what each party has seen of it."""

    def __init__(self, kind: Kind, terms: Terms, number: int) -> None:
        self._random = Random(f"mithaq vectors 1 {kind.name} {kind.edition} {number}")
        self.told = Told(f"by chance, {number}", kind, terms)
        opening = kind.step(kind.opening)
        assert opening is not None
        self._seen: dict[str, list[Entry]] = {}
        first = self.told.say("MA", opening.name, self._says(opening, "MA"))
        self._seen = {party: [first] for party in PARTIES}
        for _ in range(STEPS):
            party = self._random.choice(PARTIES)
            if party != LATE or self._random.random() < 0.3:
                self._seen[party] = list(self.told.said)
            if party == DISHONEST and self._random.random() < 0.4:
                self._lie(party)
            else:
                self._step(party)

    def _step(self, party: str) -> None:
        options = open_steps(standing(self.told.kind, self._seen[party]), party)
        if options:
            option = self._random.choice(options)
            self._say(party, option.step.name, self._says(option.step, party), option.item, self._seen[party])

    def _lie(self, party: str) -> None:
        """Any step about any item, pretending to have seen little, perhaps told twice."""
        step = self._random.choice(self.told.kind.steps)
        said = self.told.said
        item = self._random.choice(["", *PARTIES, *(entry.id for entry in said)])
        badly = {each.name: self._random.choice(BAD) for each in _fields(step)}
        statements: list[dict[str, Said]] = [self._says(step, party), {"unheard": "of"}, badly]
        says = self._random.choice(statements)
        own = ["", *(entry.id for entry in said if entry.author == party)]
        seen = [said[0], *self._random.sample(said, min(3, len(said)))]
        self._say(party, step.name, says, item, seen, prev=self._random.choice(own))

    def _say(
        self, party: str, step: str, says: dict[str, Said], item: str, seen: list[Entry], **lies: Any
    ) -> None:
        unseen = [entry for entry in self.told.said if entry not in seen]
        late = {to: self._random.choice([1, 600, 20_000, None]) for to in PARTIES}
        hours = timedelta(hours=self._random.randint(1, 60))
        new = self.told.say(party, step, says, item=item, missed=unseen, received=late, after=hours, **lies)
        self._seen[party].append(new)

    def _says(self, step: Step, party: str) -> dict[str, Said]:
        says = {
            each.name: self._value(each)
            for each in _fields(step)
            if each.required or self._random.random() < 0.5
        }
        track = self.told.kind.track(step.track)
        if isinstance(track, Proposals) and "base" in {each.name for each in step.public_fields}:
            says.pop("base", None)
            made = [one.id for one in self._seen.get(party, []) if one.step in (track.propose, track.counter)]
            if made and self._random.random() < 0.5:
                says["base"] = self._random.choice(made)
        return says

    def _value(self, each: Field) -> Said:
        random = self._random
        if each.type is Type.CODE:
            return random.choice(CODES.get(each.codes, ("a-code", "another-code")))
        if each.type is Type.CODES:
            return random.choice(((), ("a-code",), ("another-code", "a-code"))[each.required :])
        if each.type in (Type.NUMBER, Type.DURATION):
            return random.randint(each.least or 0, each.most or 100)
        if each.type is Type.FLAG:
            return random.random() < 0.5
        if each.type is Type.DAY:
            return random.choice(["2026-01-20", "2026-06-30", "2027-01-01"])
        if each.type is Type.DAYS:
            return random.choice(((), ("2026-01-20",), ("2026-06-30", "2027-01-01")))
        if each.type is Type.INSTANT:
            return random.choice(["2026-02-01T10:00:00.000Z", "2026-02-02T10:00:00.000+01:00"])
        if each.type is Type.AUTHORITY:
            return random.choice(PARTIES)
        if each.type is Type.ENTRY:
            named = [one for one in self.told.said if one.step in each.of] or self.told.said
            return random.choice(named).id if named else seed("an entry").hex()
        return {Type.DECIMAL: "12.50", Type.KIND: "inquiry", Type.FINGERPRINT: "b" * 32}[each.type]


def _fields(step: Step) -> list[Field]:
    """What chance fills in. What is in a matter of another kind no fold can see."""
    of_here = (each for each in step.public_fields if not each.in_kind)
    return [each for each in of_here if step.name not in OF_TERMS or each.name in TERMS]
