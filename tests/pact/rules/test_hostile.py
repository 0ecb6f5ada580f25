"""Whatever a partner states in a header, every kind answers: it stands, owes, is read, is counted."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.pact.codes import code_list
from mithaq.pact.indicators.indicator import Case, Period, indicators_of
from mithaq.pact.indicators.statistics import EVERY_FIELD
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import register
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fields import Field, Type
from mithaq.pact.rules.fold import open_steps, standing, states_at, turn
from mithaq.pact.rules.kind import Kind
from mithaq.pact.rules.state import State
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.conversations import PARTIES, START, entry

every_kind = pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in register.kinds()])

WHOLE = (0, 1, 2, 5, 99, 400, -1, 10**9, 2**53 - 1, 1 - 2**53)
DAYS = ("2026-02-01", "2026-06-30", "2025-01-01", "0001-01-01", "9999-12-31", "1900-01-01", "2100-12-31")
INSTANTS = (
    "2026-02-01T10:00:00.000Z", "2025-06-01T10:00+01:00", "1900-01-01T00:00+23:59", "2100-12-31T23:59-23:59",
)  # fmt: skip
EXACT = ("0", "12.5", "-3", "120", "999999999999.999999", "-999999999999")
ANYTHING = ("", (), True, False, -1, 2**53 - 1, "x" * 3000, "()", "9999-99-99", ("a", "b"), "MA", "a" * 64)
ZONES = {"ES": "Europe/Madrid", "FR": "Europe/Paris", "MA": "Africa/Casablanca"}
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 1), datetime(2026, 7, 1, tzinfo=UTC))


class Whatever(Mapping[str, Any]):
    """Terms of which each is set, to five thousand of whatever it counts."""

    def __getitem__(self, name: str) -> int:
        return 5000

    def __iter__(self):
        return iter(())

    def __len__(self) -> int:
        return 0


TERMS = Terms("a" * 64, Whatever(), calendars={party: Calendar(party, zone) for party, zone in ZONES.items()})


def stated(each: Field, state: State | None, random: Random, *, wild: float = 0.05) -> Any:
    """A value that fits a field, or one of its bounds, or, if it is `wild`, anything at all."""
    if random.random() < wild:
        return random.choice(ANYTHING)
    if each.type in (Type.CODE, Type.CODES):
        listed = [*code_list(each.codes).values, "no-such-code"]
        several = tuple(dict.fromkeys(random.choices(listed, k=3)))
        return several if each.type is Type.CODES else random.choice(listed)
    if each.type is Type.ENTRY:
        there = [item.key for _, item in state.created(each.of)] if state else []
        return random.choice(there or ["a" * 64])
    return random.choice(
        {
            Type.NUMBER: (*WHOLE, each.least or 0, each.most or 0),
            Type.DURATION: WHOLE,
            Type.FLAG: (True, False),
            Type.DAY: DAYS,
            Type.DAYS: ((), DAYS[:1], tuple(sorted(DAYS))),
            Type.INSTANT: INSTANTS,
            Type.DECIMAL: EXACT,
            Type.AUTHORITY: (*PARTIES, "XX-1"),
            Type.FINGERPRINT: ("b" * 32, "c" * 63, "d" * 64),
            Type.KIND: ("inquiry", "no-such-kind"),
        }[each.type]
    )


def said_by_a_liar(kind: Kind, random: Random) -> list[Entry]:
    """A matter in which each says what it likes, sometimes of what is not its own, at hours of its choice."""
    opening = kind.step(kind.opening)
    assert opening is not None
    values = {each.name: stated(each, None, random, wild=0.01) for each in opening.public_fields}
    said, at = [entry(kind, kind.opening, random.choice(PARTIES), says=values, body="b" * 64)], START
    for _ in range(random.randint(4, 24)):
        now = standing(kind, said)
        author, state = random.choice(PARTIES), now.state
        if state is None:
            break
        offered = [(each.step, each.item) for each in open_steps(now, author)]
        keys = ["", author, *(key for items in state.tracks.values() for key in items if len(key) == 64)]
        any_step = (random.choice(kind.steps), random.choice(keys))
        step, item = random.choice(offered) if offered and random.random() < 0.8 else any_step
        chosen = [each for each in step.public_fields if each.required or random.random() < 0.6]
        says = {each.name: stated(each, state, random) for each in chosen}
        if random.random() < 0.1:
            says[random.choice(("way", "match", "own", "owner", "unknown"))] = random.choice(ANYTHING)
        at += random.choice((timedelta(minutes=1), timedelta(days=1), timedelta(days=40), timedelta(days=-1)))
        seen = said if random.random() < 0.8 else said[: random.randint(1, len(said))]
        said.append(entry(kind, step.name, author, matter=said[0], seen=seen, item=item, says=says, at=at))
    return said


@pytest.mark.law("law 1")
@every_kind
@settings(max_examples=8)
@given(seed=st.integers(0, 2**32))
def test_whatever_a_partner_states_is_answered(kind, seed):
    said = said_by_a_liar(kind, Random(seed))
    found = standing(kind, said)
    assert standing(kind, said[::-1]) == found
    turn(found)
    for party in PARTIES:
        open_steps(found, party)
    received = {(each.id, party): each.at for each in said for party in PARTIES}
    owed = duties(found, received, TERMS)
    assert all(isinstance(each.late(START), bool) for each in owed)
    if found.state is None:
        return
    assert kind.place(found.stage)
    kind.read(found.state, {})
    states_at(found, [each.id for each in said])
    for step in kind.steps:
        if step.lapse_at:
            step.lapse_at(found.state)
        for item in ["", *found.state.items(step.track)] if step.given else ():
            step.given(found.state, item, {})
    for each in (*indicators_of(kind.name), *indicators_of(EVERY_FIELD)):
        each.measure([Case(found.state, owed)], YEAR)
