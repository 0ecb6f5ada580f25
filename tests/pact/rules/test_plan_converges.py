"""Three sides change one plan at once, over a post that delays, repeats and reorders: it ends as one plan."""

from datetime import date, datetime, timedelta
from itertools import permutations
from random import Random

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import plan, proposals, roadmap
from mithaq.pact.rules.errors import StepNotAllowed
from mithaq.pact.rules.fold import Standing, check_allowed, standing
from tests.pact.rules.conversations import entry
from tests.pact.rules.test_plan import Plan

SIDES = ("ES", "FR", "MA")
DAYS = ("2025-10-15", "2026-04-10", "2026-06-30")
TODAY = tuple(date.fromisoformat(day) for day in ("2025-12-01", "2026-04-20", "2026-08-15"))
CHANGES = plan.KIND.track("change")
PROPOSE, ANSWER = ("propose-change",) * 3, ("accept-change",) * 9 + ("decline-change", "withdraw-change")
RUN = ("start-action", "report-progress", "deliver-action", "return-action", "verify-action", "close-action")
EDIT = ("propose-deliverable", "propose-dependency", "agree-part", "agree-part", "decline-part")
MOVES = (*PROPOSE, *ANSWER, "counter-change", "counter-change", *RUN, *EDIT)


class Side:
    """One authority: what has reached it, and what it states on that."""

    def __init__(self, code: str, held: list[Entry], at: datetime) -> None:
        self.code, self.held, self.at = code, list(held), at

    @property
    def standing(self) -> Standing:
        return standing(plan.KIND, self.held)

    def receive(self, one: Entry) -> None:
        if one not in self.held:
            self.held.append(one)

    def say(self, step: str, item: str, says: dict[str, object]) -> Entry | None:
        """State a step; None where this node refuses it to its own officer."""
        try:
            check_allowed(self.standing, step, self.code, item)
        except StepNotAllowed:
            return None
        self.at += timedelta(hours=1)
        new = entry(
            plan.KIND, step, self.code, matter=self.held[0], seen=self.held, item=item, says=says, at=self.at
        )
        self.held.append(new)
        return new


class Signed:
    """A plan in force among three, with three actions, that everybody holds: where every story begins."""

    def __init__(self) -> None:
        told = Plan(*SIDES)
        told.agree("MA", "propose-action", told.of_action(lead="FR", co_lead="ES"))
        told.agree("ES", "propose-action", told.of_action(ends="2026-05-31", lead="ES", co_lead="MA"))
        self.said, self.at = told.said, told.at


SIGNED = Signed()
BASELINES = {
    action.id: (action.baseline_starts_on, action.baseline_ends_on)
    for action in roadmap.actions(standing(plan.KIND, SIGNED.said).state)
}


def move(side: Side, chance: Random) -> Entry | None:
    """Something an officer would do next, on what this side has seen."""
    step, state = chance.choice(MOVES), side.standing.state
    parts = sorted(each.key for _, each in state.created(("propose-action", "propose-deliverable")))
    actions = [each for each in parts if state.item("part", each).created_by == "propose-action"]
    if step == "propose-change":
        return side.say(step, "", _change(state, chance.choice(parts[:2]), chance))
    if step in ANSWER or step == "counter-change":
        offers = [each for each in state.items("change").values() if each.stage in ("open", "withdrawn")]
        mine = [each.key for each in offers if (each.holder == side.code) == (step == "withdraw-change")]
        if not mine:
            return None
        item = chance.choice(mine)
        about = str(state.item("change", item).entries[0].says["part"])
        return side.say(step, item, _change(state, about, chance) if step == "counter-change" else {})
    if step in ("agree-part", "decline-part"):
        waiting = sorted(each.key for each in state.items("part").values() if each.stage == "proposed")
        return side.say(step, chance.choice(waiting), {}) if waiting else None
    says = {
        "propose-deliverable": {"action": actions[0], "lead": chance.choice(SIDES), "due_on": DAYS[0]},
        "propose-dependency": {
            **dict(zip(("first", "then"), chance.sample(actions, 2), strict=True)),
            "relation": "FS",
        },
        "report-progress": {"progress": 40, "forecast_on": chance.choice(DAYS)},
    }.get(step, {})
    return side.say(step, "" if step.startswith("propose") else chance.choice(actions), says)


def _change(state, part: str, chance: Random) -> dict[str, object]:
    """A change on the base this side knows, now and then on an older one."""
    bases = ["", *(each.id for each in proposals.chain(state, "change", part))]
    base = chance.choice(bases) if chance.random() < 0.15 else bases[-1]
    what = chance.choice(["reschedule", "reschedule", "hold", "hold", "resume", "drop"])
    says = {"part": part, "change": what, "base": base}
    return says | ({"ends_on": chance.choice(DAYS)} if what in ("reschedule", "hold") else {})


class Post:
    """What is on its way between the sides: late, out of order, twice."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._under_way: list[tuple[Entry, Side]] = []

    def take(self, one: Entry, to: list[Side]) -> None:
        self._under_way += [(one, side) for side in to]

    def deliver(self, part: float = 1.0) -> None:
        """Some of what is under way arrives; some of it is sent again, as if nobody had heard that it had."""
        self._chance.shuffle(self._under_way)
        arriving = [each for each in self._under_way if self._chance.random() < part]
        for one, to in arriving:
            to.receive(one)
        again = {self._chance.randrange(4) or place for place in range(len(arriving))} if part < 1 else set()
        self._under_way = [each for each in self._under_way if each not in arriving]
        self._under_way += [arriving[place] for place in again if place < len(arriving)]


def talk(sides: tuple[Side, ...], moves: int, chance: Random) -> tuple[Side, ...]:
    """The three go on for so many moves, and then everything has arrived everywhere."""
    post = Post(chance)
    for _ in range(moves):
        side = chance.choice(sides)
        for _ in range(chance.randint(1, 4)):  # a sitting, before anything else arrives
            if (new := move(side, chance)) is not None:
                post.take(new, [other for other in sides if other is not side])
        post.deliver(chance.choice([0.0, 0.4, 1.0]))
    post.deliver()
    return sides


def told(moves: int, chance: Random) -> tuple[Side, ...]:
    return talk(tuple(Side(code, SIGNED.said, SIGNED.at) for code in SIDES), moves, chance)


stories = given(st.integers(4, 25), st.integers(0, 2**32))


def drawn(found: Standing) -> tuple[object, ...]:
    """The plan as pages draw it."""
    state = found.state
    actions = roadmap.actions(state)
    rags = [(action.id, today, roadmap.rag(state, action, today)) for action in actions for today in TODAY]
    chains = {part: proposals.chain(state, "change", part) for _, part in sorted(state.applied)}
    return actions, rags, chains


@stories
def test_any_interleaving_from_three_sides_ends_in_the_same_plan_on_all_nodes(moves, chance):
    sides = told(moves, Random(chance))
    first, *others = sides
    found = first.standing
    for other in others:
        assert other.standing == found
        assert drawn(other.standing) == drawn(found)
    event(f"changes adopted: {sum(len(chain) for chain in drawn(found)[2].values())}")
    event(f"set aside: {min(len(found.set_aside), 5)}")


@stories
def test_what_is_in_force_was_accepted_by_all_and_holds_its_action_where_it_says(moves, chance):
    state = told(moves, Random(chance))[0].standing.state
    for _, part in list(state.items("part").items()):
        adopted = [str(each.says["change"]) for each in proposals.chain(state, "change", part.key)]
        deciding = [each for each in adopted if each in ("hold", "drop", "resume")]
        held = CHANGES.holds.get(deciding[-1], "") if deciding else ""  # other dates lift no hold
        if part.under:
            assert part.stage == held
            event(f"adopted while held: {adopted[-1] not in deciding}")
        elif held:  # what its own steps had ended is not moved by a change agreed afterwards
            assert plan.KIND.track("part").stage(part.stage).final
        for change in proposals.chain(state, "change", part.key):
            item = state.item("change", change.id)
            assert item.yes == set(SIDES)
            assert item.stage == "adopted"
    for action in roadmap.actions(state):
        if action.id in BASELINES:
            assert (action.baseline_starts_on, action.baseline_ends_on) == BASELINES[action.id]


@stories
def test_what_all_have_seen_adopted_stays_in_force_until_something_is_adopted_on_it(moves, chance):
    """Nobody undoes what everybody knew by a change on an older base."""
    random = Random(chance)
    sides = told(moves, random)
    agreed = {part: change for (_, part), change in sides[0].standing.state.applied.items() if part}
    after = talk(sides, 10, random)[0].standing.state
    for part, change in agreed.items():
        assert change in [each.id for each in proposals.chain(after, "change", part)]
    event(f"agreed before: {len(agreed)}")


def test_the_moves_of_these_stories_are_steps_of_a_plan():
    assert set(MOVES) <= {step.name for step in plan.KIND.steps}


@pytest.mark.parametrize("order", [pytest.param(order, id=" ".join(order)) for order in permutations(SIDES)])
def test_three_counters_at_once_leave_three_offers_and_the_plan_as_it_was(order):
    sides = {code: Side(code, SIGNED.said, SIGNED.at) for code in SIDES}
    action = min(BASELINES)
    drop = sides["FR"].say("propose-change", "", {"part": action, "change": "drop"})
    for code in ("ES", "MA"):
        sides[code].receive(drop)
    said = [
        sides[code].say("counter-change", drop.id, {"part": action, "change": "hold", "ends_on": DAYS[2]})
        for code in ("ES", "MA")
    ]
    for code in order:
        for one in said if code == order[0] else said[::-1]:
            sides[code].receive(one)
    first, *others = (sides[code].standing for code in SIDES)
    assert all(other == first for other in others)
    assert first.state.item("part", action).stage == "planned"
    assert {each.stage for each in first.state.items("change").values()} == {"declined", "open"}
