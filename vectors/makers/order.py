"""Order: sets of entries as they may arrive, their one order, heads, what is missing, what was told twice.

Two steps of an invented kind are enough: `act`, and `stop`, which goes first among entries that
did not know of each other; `halt` goes before even that.
"""

from collections.abc import Iterator
from random import Random

from mithaq.pact.ledger.entry import Entry, compose, read_entry
from mithaq.pact.ledger.order import equivocations, heads, in_order, missing
from vectors.makers.notation import Json
from vectors.makers.parties import AT, PAIRS, PARTIES

PRECEDENCE = {"stop": -10, "halt": -20}


def make() -> Json:
    """The content of order.json."""
    return {"precedence": PRECEDENCE, "cases": [_case(name, held) for name, held in sets()]}


def precedence(entry: Entry) -> int:
    return PRECEDENCE.get(entry.step, 0)


def told(author: str, *seen: Entry, step: str = "act", prev: Entry | None = None, number: int = 0) -> Entry:
    """An entry whose author had seen these; the first of them is the opening one."""
    parts = {"matter": seen[0].matter, "after": heads(seen)} if seen else {"parties": PARTIES}
    header = compose(
        kind="invented", edition=1, step=step, author=author, key=PAIRS[author].fingerprint, at=AT,
        prev=prev.id if prev else "", says={"number": number} if number else {}, **parts,
    )  # fmt: skip
    return read_entry(header)


def sets() -> Iterator[tuple[str, list[Entry]]]:
    """Sets of entries, each in the order in which it arrives in the vector."""
    a = told("MA", step="ask")
    b = told("FR", a, step="answer")
    c = told("MA", a, prev=a)
    d = told("MA", a, c, prev=c, step="stop")
    other = told("FR", a, step="refuse")
    third = told("FR", a, step="answer", number=3)

    yield "the opening entry alone", [a]
    yield "the page's example: a stop goes first, and its causes with it", [b, d, c, a]
    yield "the same, arriving twice and in another order", [d, a, d, b, c, a, b]
    yield "two that did not know of each other, by id", [c, b, a]
    yield "five that did not know of each other, by id", [told("ES", a, number=n) for n in range(1, 6)] + [a]
    yield "a cause that is missing", [d, a, b]
    yield "the opening entry is missing", [b, c, d]
    yield "two stories: one author, one prev", [
        a, c, d, b, read := told("FR", a, b, prev=b), told("FR", a, b, prev=b, number=2),
        told("MA", a, d, read, prev=d),
    ]  # fmt: skip
    yield "two stories with an empty prev", [other, b, a]
    yield "three stories are three pairs", [third, other, b, a]
    yield "the opener pretends that it has not opened", [a, told("MA", a)]
    yield from _stops(a, b)
    yield "a prev that is not among the causes in after", [a, c, told("MA", a, b, prev=c), b]
    yield from _braids(a)


def _stops(a: Entry, b: Entry) -> Iterator[tuple[str, list[Entry]]]:
    stop = told("MA", a, prev=a, step="stop")
    halt = told("ES", a, step="halt")
    yield "a stop before which another stop goes", [stop, b, halt, a]
    seen = told("ES", a, b, stop, step="halt")
    yield "a stop that had seen another draws its causes forward", [told("ES", a, number=9), seen, stop, b, a]
    both = told("MA", a, b, stop, prev=stop)
    for name in ("act", "stop", "halt"):
        then = told("ES", a, both, step=name, number=8)
        yield f"what has seen all others comes last and moves none of them: {name}", [then, both, stop, b, a]
    yield "a stop seen by what follows it stays before", [told("FR", a, b, stop, prev=b), stop, b, a]


def _braids(opening: Entry) -> Iterator[tuple[str, list[Entry]]]:
    """Three parties that see each other's entries now and then."""
    for number in range(1, 4):
        random = Random(number)
        said = [opening]
        for step in range(14):
            author = random.choice(PARTIES)
            own = [entry for entry in said if entry.author == author]
            seen = {opening, *own, *random.sample(said, min(3, len(said)))}
            held = [entry for entry in said if entry in _with_causes(seen, said)]
            how = "stop" if random.random() < 0.2 else "act"
            said.append(
                told(author, *held, step=how, prev=own[-1] if own else None, number=100 * number + step)
            )
        random.shuffle(said)
        yield f"a braid of three parties, {number}", said
        yield f"a braid of three parties, {number}, some of it not arrived", said[4:]


def _with_causes(seen: set[Entry], said: list[Entry]) -> set[Entry]:
    held = {entry.id: entry for entry in said}
    found, open_ones = set(seen), list(seen)
    while open_ones:
        entry = open_ones.pop()
        for cause in {*entry.after, entry.prev} - {""}:
            if held[cause] not in found:
                found.add(held[cause])
                open_ones.append(held[cause])
    return found


def _case(name: str, held: list[Entry]) -> Json:
    return {
        "name": name,
        "arrived": [entry.header.decode() for entry in held],
        "order": [entry.id for entry in in_order(held, precedence)],
        "heads": list(heads(held)),
        "missing": sorted(missing(held)),
        "told_twice": [list(pair) for pair in equivocations(held)],
    }
