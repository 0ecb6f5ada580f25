"""Following: what a party is asked to do by a day: a recommendation, an improvement.

A part of a kind, the same wherever something is asked of somebody: who is in charge, until when, and which action of a
joint plan carries it, if one does. Whoever is in charge is a party; the day is to come.

Source: joint roadmap (domain file M1): what is decided elsewhere becomes a dated action of the plan.
"""

from collections.abc import Iterable

from mithaq.pact.rules.days import is_over
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.serving import CARRIED
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

OWNER = Field("owner", Type.AUTHORITY, W("الطرف المكلف", "partie responsable", "party in charge"), required=True, public=True)  # fmt: skip
ASKED = (
    OWNER,
    Field("due_on", Type.DAY, W("الأجل", "échéance", "due"), required=True, public=True),
    CARRIED,
)
REASON = (Section(W("السبب", "Motif", "Reason"), (
    Field("reason", Type.PROSE, W("السبب", "motif", "reason"), required=True, least=10, most=1000),
)),)  # fmt: skip


def done(name: str, words: W) -> tuple[Section, ...]:
    """What is said once it has been done: what shows it."""
    return (Section(W("ما تم القيام به", "Suite donnée", "What was done"), (
        Field(name, Type.PROSE, words, required=True, least=10, most=2000),
    )),)  # fmt: skip


def check_owner(saying: Saying) -> Iterable[Problem]:
    """Who is in charge is a party."""
    owner = saying.says.get("owner")
    if saying.state and owner and owner not in saying.state.parties:
        yield Problem("rules.not-a-party", ("owner",))


def check_asked(saying: Saying) -> Iterable[Problem]:
    """Who is in charge is a party, and has a day to come."""
    yield from check_owner(saying)
    if is_over(str(saying.says.get("due_on") or ""), saying):
        yield Problem("rules.in-the-past", ("due_on",))


def due_day(_: State, item: Item) -> Iterable[tuple[str, str]]:
    """The day by which it is owed."""
    yield "", str(item.entries[0].says.get("due_on", ""))
