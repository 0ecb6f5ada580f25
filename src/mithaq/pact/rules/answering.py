"""Answering: who answers for a side in a field at an instant, and where nobody does.

A contact answers in its fields, at its hours by the clock of its own zone, from its first day to its last. A line that is open
day and night has a deputy. Where the last day of a contact is over and nobody succeeded it, the deputy it named stands in, and the
days of the gap are counted until a successor begins. Pure: the instant is given.

Source: Directive (EU) 2023/977, articles 14 and 15 (single point of contact, day and night); domain model of contact points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from mithaq.pact.rules.calendars import zone_of
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.state import Item, State

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ORDER = ("primary", "duty", "deputy")
ONE_DAY, ONE_HOUR = timedelta(days=1), timedelta(hours=1)
HOURS = 24


@dataclass(frozen=True, slots=True)
class Answer:
    """Who answers. `contact` None: nobody. `stands_in` tells that it is the deputy of a contact that left and that nobody has
    succeeded; `left` is that contact, also while somebody else answers.
    """

    contact: Item | None = None
    stands_in: bool = False
    left: Item | None = None


def who_answers(state: State, party: str, axis: str, at: datetime) -> Answer:
    """Who answers for a party in a field at an instant: a contact whose hours these are, else whoever stands in."""
    own = [item for item in contacts_of(state, party) if axis in codes(item, "axes")]
    present = [item for item in own if is_there(state, item, at) and is_open(item, at)]
    gone = [item for item in own if is_open(item, at) and gap_days(state, item, at)]
    longest = max(gone, key=lambda item: gap_days(state, item, at), default=None)
    if present:
        return Answer(min(present, key=_rank), left=longest)
    for item in gone:
        deputy = state.item("contact", str(says(item, "deputy")))
        if deputy is not None and deputy.holder == party and is_there(state, deputy, at):
            return Answer(deputy, True, item)
    return Answer(left=longest)


def answered_hours(state: State, party: str, axis: str, hours: Sequence[datetime]) -> tuple[Answer, ...]:
    """Who answers in each of these hours: at its middle, so that nobody is there for a minute only."""
    return tuple(who_answers(state, party, axis, at + ONE_HOUR / 2) for at in hours)


def hours_from(at: datetime) -> tuple[datetime, ...]:
    """The twenty-four hours that begin with the one in which `at` lies."""
    first = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return tuple(first + ONE_HOUR * number for number in range(HOURS))


def contacts_of(state: State, party: str) -> Iterator[Item]:
    """Every contact a party has published, those that left included."""
    yield from (item for item in state.items("contact").values() if item.holder == party)


def is_there(state: State, contact: Item, at: datetime) -> bool:
    """Whether it is a day of the contact, by its own zone: not before its first, not after its last."""
    day, last = local_day(contact, at), last_day(state, contact)
    return str(says(contact, "from_on")) <= day and (not last or day <= last)


def is_open(contact: Item, at: datetime) -> bool:
    """Whether the contact's hours are on, by the clock of its own zone; hours may run over midnight."""
    if says(contact, "h24") is True:
        return True
    first, last, days = says(contact, "from_hour"), says(contact, "until_hour"), codes(contact, "days")
    if not isinstance(first, int) or not isinstance(last, int):
        return False
    local = at.astimezone(zone_of(str(says(contact, "zone"))) or UTC)
    today, before = DAYS[local.weekday()], DAYS[local.weekday() - 1]
    if first < last:
        return first <= local.hour < last and today in days
    return (local.hour >= first and today in days) or (local.hour < last and before in days)


def last_day(state: State, contact: Item) -> str:
    """The contact's last day as it is known; "" while none is: stated when it left, planned, or before its successor's first."""
    left = contact.latest("end-contact")
    days = [left.says.get("left_on") if left else "", says(contact, "until_on")]
    known = [str(day) for day in days if is_day(day)]
    return min(known) if known else _day_before(first_day_of_successor(state, contact))


def first_day_of_successor(state: State, contact: Item) -> str:
    """The first day of whoever succeeds the contact; "" while nobody does."""
    days = (says(item, "from_on") for item in successors(state, contact))
    return min((str(day) for day in days if is_day(day)), default="")


def successors(state: State, contact: Item) -> list[Item]:
    """The contacts of the same party that say they succeed this one."""
    return [
        item for item in contacts_of(state, contact.holder)
        if says(item, "succeeds") == contact.key and item.key != contact.key
    ]  # fmt: skip


def gap_days(state: State, contact: Item, at: datetime) -> int:
    """For how many days by now nobody has been in the contact's place: from the day after its last to its successor's first."""
    last = last_day(state, contact)
    if not last or contact.stage == "ended":
        return 0
    until = min(
        (day for day in (first_day_of_successor(state, contact), _day_after(local_day(contact, at))) if day),
        default="",
    )
    return max((date.fromisoformat(until) - date.fromisoformat(last)).days - 1, 0) if until else 0


def confirmed_at(contact: Item) -> datetime:
    """When the contact was last confirmed; when it was published if it never was."""
    entry = contact.latest("confirm-contact", "publish-contact")
    assert entry is not None  # publishing created it
    return entry.at


def local_day(contact: Item, at: datetime) -> str:
    """The day it is where the contact works."""
    return at.astimezone(zone_of(str(says(contact, "zone"))) or UTC).date().isoformat()


def says(contact: Item, name: str) -> object:
    return contact.entries[0].says.get(name, "")


def codes(contact: Item, name: str) -> tuple[str, ...]:
    value = says(contact, name)
    return value if isinstance(value, tuple) else ()


def _rank(contact: Item) -> tuple[bool, int, str]:
    """Who has been confirmed comes first, then the contact point before the duty desk before the deputy."""
    function = str(says(contact, "function"))
    place = ORDER.index(function) if function in ORDER else len(ORDER)
    return (contact.latest("confirm-contact") is None, place, contact.key)


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - ONE_DAY).isoformat() if day else ""


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + ONE_DAY).isoformat()
