"""Invented conversations: three parties take steps in one matter, each from what it has seen.

`FR` is always late: it sees what the others said only now and then. `ES` is dishonest: it pretends
not to have seen things, tells two stories, and takes steps that are not its own. What comes out is a
set of authentic entries, the input of every law.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from mithaq.pact.codes import code_list
from mithaq.pact.ledger.entry import Entry, compose, read_entry
from mithaq.pact.ledger.order import heads
from mithaq.pact.rules import proposals
from mithaq.pact.rules.fields import Field, Type
from mithaq.pact.rules.fold import open_steps, standing
from mithaq.pact.rules.kind import Kind, Proposals, Step, Track

PARTIES = ("ES", "FR", "MA")
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
KEY = "0" * 32


def entry(kind: Kind, step: str, author: str, *, matter: Entry | None = None, seen=(), **parts) -> Entry:
    """One entry; what its author had seen is given as entries."""
    parts.setdefault("at", START)
    own = [each for each in seen if each.author == author]
    if matter is not None:
        parts.setdefault("after", heads(seen) or (matter.id,))
        parts.setdefault("prev", last_of(own))
    else:
        parts.setdefault("parties", PARTIES)
    header = compose(
        kind=kind.name,
        edition=kind.edition,
        step=step,
        author=author,
        key=KEY,
        matter=matter.id if matter else "",
        **parts,
    )
    return read_entry(header)


def last_of(own) -> str:
    followed = {each.prev for each in own}
    return min((each.id for each in own if each.id not in followed), default="")


@dataclass
class Talk:
    """A conversation in progress: what has been said, and what each party has seen of it."""

    kind: Kind
    said: list[Entry] = field(default_factory=list)
    seen: dict[str, list[Entry]] = field(default_factory=lambda: {party: [] for party in PARTIES})

    def say(self, new: Entry, *, reaches=()) -> None:
        self.said.append(new)
        for party in {new.author, *reaches}:
            if new not in self.seen[party]:
                self.seen[party].append(new)

    def catch_up(self, party: str) -> None:
        self.seen[party] = list(self.said)


def values(each: Field, draw) -> object:
    """A public value that fits a field."""
    if each.type is Type.CODE:
        return draw(st.sampled_from(code_list(each.codes).values))
    if each.type is Type.CODES:
        listed, least = code_list(each.codes).values, int(each.required)
        return tuple(draw(st.lists(st.sampled_from(listed), unique=True, min_size=least, max_size=3)))
    if each.type in (Type.NUMBER, Type.DURATION):
        return draw(st.integers(each.least or 0, each.most or 100))
    if each.type is Type.FLAG:
        return draw(st.booleans())
    if each.type is Type.DAY:
        return draw(st.sampled_from(["2026-02-01", "2026-06-30", "2027-01-01"]))
    if each.type is Type.DAYS:
        return draw(st.sampled_from([(), ("2026-02-01",), ("2026-06-30", "2027-01-01")]))
    if each.type is Type.INSTANT:
        return draw(st.sampled_from(["2026-02-01T10:00:00.000Z", "2026-02-02T10:00:00.000Z"]))
    if each.type is Type.AUTHORITY:
        return draw(st.sampled_from(PARTIES))
    if each.type is Type.DECIMAL:
        return draw(st.sampled_from(["0", "12.5", "-3"]))
    return {Type.KIND: "inquiry", Type.ENTRY: "a" * 64, Type.FINGERPRINT: "b" * 32}[each.type]


def says_of(step: Step, talk: Talk, party: str, draw) -> dict[str, object]:
    said = [each for each in step.public_fields if each.required or draw(st.booleans())]
    says = {each.name: values(each, draw) for each in said if not each.of or each.in_kind}
    for each in said:
        if each.of and not each.in_kind and (named := _live_items(talk, party, each)):
            says[each.name] = draw(st.sampled_from(named))
    if "base" in {each.name for each in step.public_fields}:
        says.pop("base", None)
        track = talk.kind.track(step.track)
        assert isinstance(track, Proposals)
        made = [one.id for one in talk.seen[party] if one.step in (track.propose, track.counter)]
        if made and draw(st.booleans()):
            says["base"] = draw(st.sampled_from(made))
    return says


def _live_items(talk: Talk, party: str, each: Field) -> list[str]:
    """The items a field may name, as far as the party knows."""
    state = standing(talk.kind, talk.seen[party]).state
    items = state.created(each.of) if state else ()
    return [item.key for name, item in items if not _ended(talk.kind.track(name), item.stage)]


def _ended(track: Track | Proposals, stage: str) -> bool:
    return any(each.final for each in getattr(track, "stages", proposals.STAGES) if each.name == stage)


@st.composite
def talks(draw, kind: Kind, most: int = 14) -> list[Entry]:
    """The entries of one conversation about a matter. Shape: the opening entry first, at least."""
    talk = Talk(kind)
    opening_step = kind.step(kind.opening)
    opening = entry(kind, kind.opening, "MA", says=says_of(opening_step, talk, "MA", draw))
    talk.say(opening, reaches=PARTIES)
    for number in range(draw(st.integers(0, most))):
        party = draw(st.sampled_from(PARTIES))
        if party != "FR" or draw(st.integers(0, 3)) == 0:
            talk.catch_up(party)
        move = _dishonest if party == "ES" and draw(st.integers(0, 2)) == 0 else _honest
        move(talk, opening, party, draw, START + timedelta(hours=number))
    return talk.said


def _honest(talk: Talk, opening: Entry, party: str, draw, at: datetime) -> None:
    options = open_steps(standing(talk.kind, talk.seen[party]), party)
    if not options:
        return
    option = draw(st.sampled_from(options))
    says = says_of(option.step, talk, party, draw)
    new = entry(
        talk.kind,
        option.step.name,
        party,
        matter=opening,
        seen=talk.seen[party],
        item=option.item,
        says=says,
        at=at,
    )
    talk.say(new)


def _dishonest(talk: Talk, opening: Entry, party: str, draw, at: datetime) -> None:
    """Any step about any item, pretending to have seen only part of what was said, perhaps told twice."""
    step = draw(st.sampled_from(talk.kind.steps))
    seen = [opening, *draw(st.lists(st.sampled_from(talk.said), max_size=4))]
    item = draw(st.sampled_from(["", *PARTIES, *(one.id for one in talk.said)]))
    says = draw(st.sampled_from([says_of(step, talk, party, draw), {"unheard": "of"}, _badly(step, draw)]))
    prev = draw(st.sampled_from(["", opening.id, *(one.id for one in talk.said if one.author == party)]))
    talk.say(
        entry(talk.kind, step.name, party, matter=opening, seen=seen, item=item, says=says, prev=prev, at=at)
    )


def _badly(step: Step, draw) -> dict[str, object]:
    """Public values as only a hostile partner states them: of any sort, whatever the field."""
    bad = st.sampled_from(["", "x" * 70, 5, -1, True, (), ("H1", "H1"), "9999-12-31", "0001-01-01T00:00Z"])
    return {each.name: draw(bad) for each in step.public_fields}


def at_another_hour(each: Entry, renamed: dict[str, str], by: timedelta) -> Entry:
    """The same statement at another hour, about the renamed others."""
    parts = {
        name: getattr(each, name) for name in ("author", "key", "kind", "edition", "step", "parties", "says")
    }
    says = {
        name: renamed.get(said, said) if isinstance(said, str) else said for name, said in each.says.items()
    }
    return read_entry(
        compose(
            **{**parts, "says": says},
            at=each.at + by,
            matter="" if each.opens else renamed[each.matter],
            item=renamed.get(each.item, each.item),
            after=[renamed[one] for one in each.after],
            prev=renamed.get(each.prev, each.prev),
        )
    )
