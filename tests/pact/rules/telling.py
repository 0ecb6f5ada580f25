"""One matter told step by step, for tables: each author has seen everything unless the story says not."""

from datetime import UTC, datetime, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import proposals
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import check_values
from mithaq.pact.rules.fold import Standing, standing
from mithaq.pact.rules.kind import Kind, Saying
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.terms import NO_TERMS, Terms
from tests.pact.rules.conversations import entry

NINE = datetime(2026, 1, 5, 9, tzinfo=UTC)
TERMS = Terms(
    "a" * 64,
    {
        "answer_life": 60,
        "answer_urgent_direct": 8 * 60,
        "answer_urgent_indirect": 3 * 24 * 60,
        "answer_normal": 7 * 24 * 60,
        "correction_confirm": 3 * 24 * 60,
        "clarification_rounds": 2,
    },
)


class Told:
    """A matter and its entries. Every `say` is a minute later than the last, unless it names its hour."""

    def __init__(self, kind: Kind, *parties: str, says=None, by: str = "", at: datetime = NINE) -> None:
        self.kind, self.at = kind, at
        opener = by or parties[0]
        self.opening = entry(
            kind, kind.opening, opener, parties=sorted(parties), says=says or {}, at=at, body="b" * 64
        )
        self.said: list[Entry] = [self.opening]

    def say(self, author: str, step: str, *, item="", says=None, missed=(), at=None) -> Entry:
        """State a step; `missed` is what its author had not seen, with all that follows from it."""
        self.at = at or self.at + timedelta(minutes=1)
        new = entry(
            self.kind,
            step,
            author,
            matter=self.opening,
            seen=self._seen(author, missed),
            item=item.id if isinstance(item, Entry) else item,
            says=says or {},
            at=self.at,
        )
        self.said.append(new)
        return new

    def _seen(self, author: str, missed) -> list[Entry]:
        unseen = {one.id for one in missed}
        for each in self.said:
            if {*each.after, each.prev} & unseen and each.author != author:
                unseen.add(each.id)
        return [each for each in self.said if each.id not in unseen]

    @property
    def standing(self) -> Standing:
        forward, backward = standing(self.kind, self.said), standing(self.kind, self.said[::-1])
        assert forward == backward  # whoever received them in whatever order
        return forward

    @property
    def state(self) -> State:
        assert self.standing.state is not None
        return self.standing.state

    @property
    def stage(self) -> str:
        return self.standing.stage

    def item(self, track: str, key="") -> Item:
        found = self.state.item(track, key.id if isinstance(key, Entry) else key)
        assert found is not None
        return found

    def aside(self) -> dict[str, str]:
        """What was set aside: step and author, and the reason."""
        return {f"{each.author} {each.step}": reason for each, reason in self.standing.set_aside}


def problems(
    kind: Kind, step: str, values, *, by="MA", about: Told | None = None, item="", **more
) -> list[Problem]:
    """What is wrong or doubtful with what an officer of `by` is about to say, as a node asks the rules."""
    declared = kind.step(step)
    assert declared is not None
    body = {each.name: values[each.name] for each in declared.body_fields if each.name in values}
    says = {each.name: values[each.name] for each in declared.public_fields if each.name in values}
    saying = Saying(
        by,
        says,
        body,
        about.state if about else None,
        more.pop("terms", NO_TERMS),
        more.pop("now", NINE),
        to=more.pop("to", ()),
        item=item,
        bodies=more.pop("bodies", dict),
    )
    assert not more
    # Whether it was reviewed is for no author to say: the node does, and gates ask whether it has.
    filled_in = {name: value for name, value in values.items() if name not in _reviewed(declared)}
    return [
        *check_values(declared.asked_fields, filled_in),
        *(found for check in declared.checks for found in check(saying)),
        *proposals.check_new(kind, declared, saying),
    ]


def _reviewed(step) -> set[str]:
    return {each.name for each in step.fields if each.reviewed_by}


def codes(found: list[Problem]) -> list[str]:
    """Hard problems by code; doubts with a question mark."""
    return [f"{each.code}{'?' if each.soft else ''}" for each in found]
