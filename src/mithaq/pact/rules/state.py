"""Where a matter stands while its entries are folded: its tracks, and the instances in each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.kind import Kind


@dataclass(frozen=True, slots=True)
class Item:
    """One instance of a track: where it stands and the entries that brought it there, in order.

    `under` is where its own steps brought it while an adopted change holds it in `stage`; "" while none does.
    """

    key: str
    holder: str
    stage: str
    entries: tuple[Entry, ...] = ()
    yes: frozenset[str] = frozenset()  # who has taken the step that every party takes, or has accepted
    yes_to: str = ""  # the step they took
    under: str = ""

    @property
    def creator(self) -> str:
        """Who stated the entry that created it; the holder where it stood from the opening on."""
        return self.entries[0].author if self.entries else self.holder

    @property
    def created_by(self) -> str:
        """The step that created it; "" where it stood from the opening on."""
        return self.entries[0].step if self.entries else ""

    def latest(self, *steps: str) -> Entry | None:
        """The last counted entry of one of `steps`; of any step if none is named."""
        return next((entry for entry in reversed(self.entries) if not steps or entry.step in steps), None)

    def all(self, *steps: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.step in steps)


@dataclass(frozen=True, slots=True)
class Past:
    """What the author of each entry had seen: of every entry its place in the order, and the places before it as a
    number with a bit for each. A plan of 200 actions has 2,000 entries; sets of their ids would take 100 MB.

    `told_twice` are entries of one author that took one step without having seen each other: an honest node has always
    seen what it said itself.
    """

    places: Mapping[str, int] = field(default_factory=dict)
    seen: tuple[int, ...] = ()
    told_twice: frozenset[str] = frozenset()

    @classmethod
    def of(cls, ordered: Sequence[Entry]) -> "Past":
        """The past of entries that stand in causal order."""
        places = {entry.id: place for place, entry in enumerate(ordered)}
        seen: list[int] = []
        taken: dict[tuple[str, str], int] = {}
        twice = 0
        for place, entry in enumerate(ordered):
            causes = (places[cause] for cause in {*entry.after, entry.prev} if cause in places)
            seen.append(reduce(lambda past, place: past | seen[place] | 1 << place, causes, 0))
            before = taken.get((entry.author, entry.step), 0)
            if unseen := before & ~seen[place]:
                twice |= unseen | 1 << place
            taken[entry.author, entry.step] = before | 1 << place
        told_twice = frozenset(entry.id for place, entry in enumerate(ordered) if twice >> place & 1)
        return cls(places, tuple(seen), told_twice)

    def with_last(self, entry: str) -> "Past":
        """The same, and an entry whose author had seen all of it."""
        place = len(self.seen)
        return Past({**self.places, entry: place}, (*self.seen, (1 << place) - 1), self.told_twice)

    def __contains__(self, entry: str) -> bool:
        return entry in self.places

    def before(self, entry: str) -> frozenset[str]:
        """Every entry in the past of `entry`, of those held here."""
        seen = self.seen[self.places[entry]] if entry in self.places else 0
        return frozenset(other for other, place in self.places.items() if seen >> place & 1)

    def has(self, entry: str, other: str) -> bool:
        """Whether `other` is in the past of `entry`."""
        if entry not in self.places or other not in self.places:
            return False
        return bool(self.seen[self.places[entry]] >> self.places[other] & 1)


@dataclass
class State:
    """Where a matter stands in the middle of a fold: its tracks, and what they add up to.

    `applied` is, by proposals track and subject, the adopted proposal in force; `named` the items by what their
    creating entries say. `memo` keeps what a pure function of the standing has found, under what it depends on.
    """

    kind: Kind
    opening: Entry
    tracks: dict[str, dict[str, Item]] = field(default_factory=dict)
    applied: dict[tuple[str, str], str] = field(default_factory=dict)
    past: Past = field(default_factory=Past)
    named: dict[str, list[tuple[str, str]]] = field(default_factory=dict, repr=False)
    memo: dict[tuple[Any, ...], Any] = field(default_factory=dict, compare=False, repr=False)

    def copy(self) -> "State":
        """The same, which what is counted from now on does not change."""
        tracks = {name: dict(items) for name, items in self.tracks.items()}
        named = {said: list(items) for said, items in self.named.items()}
        return State(self.kind, self.opening, tracks, dict(self.applied), self.past, named)

    @property
    def parties(self) -> tuple[str, ...]:
        return self.opening.parties

    @property
    def opener(self) -> str:
        return self.opening.author

    @property
    def stage(self) -> str:
        return self.kind.stage(self)

    def items(self, track: str) -> Mapping[str, Item]:
        return self.tracks.get(track, {})

    def item(self, track: str, key: str = "") -> Item | None:
        return self.tracks.get(track, {}).get(key)

    def at(self, track: str, before: str) -> str:
        """Where the one instance of a track stands; `before` while it has not begun."""
        item = self.item(track)
        return item.stage if item else before

    def created(self, steps: Iterable[str]) -> Iterator[tuple[str, Item]]:
        """Every item that one of these steps created, with the track it is in."""
        wanted = frozenset(steps)
        for name, items in self.tracks.items():
            yield from ((name, item) for item in items.values() if item.created_by in wanted)

    def find(self, steps: Iterable[str], key: str) -> tuple[str, Item] | None:
        """The item of this key, if one of these steps created it, and the track it is in."""
        found = ((name, items[key]) for name, items in self.tracks.items() if key in items)
        return next(((name, item) for name, item in found if item.created_by in steps), None)

    def naming(self, key: str) -> Iterator[tuple[str, Item]]:
        """Every item whose creating entry names this one, in order, with the track it is in."""
        yield from ((track, self.tracks[track][item]) for track, item in self.named.get(key, ()))

    def put(self, track: str, item: Item) -> None:
        items = self.tracks.setdefault(track, {})
        if item.key not in items and item.entries:
            for said in {each for each in item.entries[0].says.values() if isinstance(each, str)}:
                self.named.setdefault(said, []).append((track, item.key))
        items[item.key] = item

    def saw(self, entry: Entry, other: str) -> bool:
        """Whether the author of `entry` had seen `other`, directly or through what it had seen."""
        return self.past.has(entry.id, other)
