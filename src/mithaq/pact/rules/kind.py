"""Kind: what sort of matter it is, declared as data.

A kind says which *tracks* a matter has (each a small stage table), which *steps* move them and who may take each,
what each step says, what is *owed* within what time, and what lists show. From the declaration alone a node gives it
screens, forms, exchange, deadlines and counts. The file that declares a kind is the only one that opens its field.

The same declaration judges our steps and the partner's: nothing here knows which side it runs on.

Source: decisions D2 (tracks), D3 (proposals), D7 (clocks), D14 (screens).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import FREE_TYPES, Field, Section
from mithaq.pact.rules.offsets import Offset
from mithaq.pact.rules.reading import Bodies, Column, Reader
from mithaq.pact.rules.words import NOTHING, Words

if TYPE_CHECKING:
    from mithaq.pact.rules.state import Item, State
    from mithaq.pact.rules.terms import Terms


class Side(StrEnum):
    """Which parties may take a step, or whose turn a stage is.

    HOLDER is the party a track instance belongs to: its key in a track by party, in a track by item whom the creating
    entry names (`held_by`) or its author, the opener otherwise. OTHERS are all but the holder.
    """

    OPENER = "opener"
    PARTNER = "partner"
    ANY = "any"
    HOLDER = "holder"
    OTHERS = "others"


class Key(StrEnum):
    """How many instances a track has: one, one by party, or one by item (the entry that created it)."""

    ONCE = "once"
    PARTY = "party"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Stage:
    """A named place in a track. `turn` says whose move it is, `final` that nothing more is expected, `first` which step is
    usually taken there before any other: pages put it before what is owed.
    """

    name: str
    words: Words
    tone: str = "waiting"  # waiting · moving · good · bad · quiet: drawn with icon and word
    turn: Side | None = None
    final: bool = False
    first: str = ""


Choice = Callable[["State", Entry], str | None]


@dataclass(frozen=True, slots=True)
class Every:
    """The stage moves to `then` when every party has taken the step, each once.

    With `creator_counts`, who created the instance has thereby agreed already. Where `then` is a choice, it is made when
    the last party takes the step.
    """

    then: str | Choice
    creator_counts: bool = False


Target = str | Every | Choice
"""Where a step leads: a stage, a stage once every party has taken it, or what a pure function of the standing so
far and the entry says (None: it does not count)."""


@dataclass(frozen=True, slots=True)
class Track:
    """One stage table of a kind, and how many instances of it a matter has.

    `follows` leads from stage to step to target. The stage "" is *not there yet*: what follows it creates the
    instance. In a track by party the instances of `parties` stand at `start` from the opening on. `held_by` names
    the public field in which the creating entry of an item says which party holds it ("": its author does). `shows`
    names public fields of its steps: what the last of them says stands beside the stage. `upon` tells, after an entry has
    counted, which instances of this track stand elsewhere because of it. `waits_for` tells whose move it is where no
    side says it.
    """

    name: str
    words: Words
    stages: tuple[Stage, ...]
    follows: Mapping[str, Mapping[str, Target]]
    key: Key = Key.ONCE
    parties: Side = Side.ANY
    start: str = ""
    held_by: str = ""
    shows: tuple[str, ...] = ()
    upon: "Callable[[State, Entry], Iterable[Item]] | None" = None
    waits_for: "Callable[[State, Item], Iterable[str]] | None" = None

    def stage(self, name: str) -> Stage:
        return next(stage for stage in self.stages if stage.name == name)

    def may_end_by(self, step: str) -> bool:
        """Whether the step can bring the one thing that the track is about to an end."""
        targets = (followed[step] for followed in self.follows.values() if step in followed)
        led_to = {each.then if isinstance(each, Every) else each for each in targets}
        return self.key is Key.ONCE and any(stage.name in led_to for stage in self.stages if stage.final)


@dataclass(frozen=True, slots=True)
class Proposals:
    """A track of joint changes (D3): proposed, answered by every party once, adopted when all have said yes.

    `subject_field` names the public field that tells what is changed ("" if the track has one subject). Each
    proposing step states its `base` in the public field `base`: the adopted proposal it was made on, "" for none.

    Where the subject is an item of another track, `change_field` names the public code that tells what becomes of it.
    `holds` names the stage in which the item stands once such a change is in force, until one that `frees` it is; any
    other change leaves it where it stands. What has ended by its own steps stays so. `replaces` names the fields that
    each change says anew, `stands` what they say now: forms begin with that, and only what differs is stated.
    """

    name: str
    words: Words
    propose: str
    accept: str
    decline: str
    withdraw: str
    counter: str = ""
    subject_field: str = ""
    change_field: str = ""
    holds: Mapping[str, str] = field(default_factory=dict)
    frees: frozenset[str] = frozenset()
    replaces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stands: "Callable[[State, str, Bodies], Mapping[str, Any]] | None" = None


@dataclass(frozen=True, slots=True)
class Saying:
    """What a step is about to say, for checks. `now` is the officer's present; `bodies` opens what was said before."""

    author: str
    says: Mapping[str, Any]
    body: Mapping[str, Any]
    state: "State | None"
    terms: "Terms"
    now: datetime
    handling: tuple[str, ...] = ()
    basis: str = ""
    to: tuple[str, ...] = ()
    item: str = ""
    bodies: "Callable[[], Bodies]" = dict


Check = Callable[[Saying], Iterable[Problem]]
Sound = Callable[["State", Entry], bool]


@dataclass(frozen=True)  # without slots: its fields are asked for at every statement, and are kept
class Step:
    """What an authority may do next.

    `button` is the verb on the button, `sentence` what the timeline says afterwards (the author stands before it), `consequence` what the
    officer is told will happen. `when` limits the step to stages of the *matter*. A lower `precedence` goes first among entries that had not
    seen each other: stopping steps are negative. `alone` says whether what is said may go without a second person (danger to life).
    `functions` are who may take it at home. `given` is what an empty form begins with, from where the matter and the item stand. `sound`
    tells of what is said in public whether it can be followed at all; what cannot is set aside as badly said. `usual` names the stages of the
    *matter* in which the step is an ordinary one; in others pages keep it behind the ordinary ones (None: it always is one). What is
    `held_back` goes to nobody; a step that `opens` it makes it known word for word, and the node states it. `seats` names the field that says
    who of the author's works on the matter from then on; with `unseats`, who no longer does. Of whom that is said `observes` is true, they
    see nothing of it but fields that are `observed`.
    `sealed`: a draft of it is for who may take the step or approve it, and for nobody else who sees the matter. `apart` names steps that
    one officer does not take beside this one on the same item: they are for as many persons as they are steps. A step that
    would count and say nothing new is not `offered`: no page has it, and its checks refuse it; the fold does not ask.
    `behind` names the step that its author takes before it, until that is done ("" then): pages have that one instead.
    Of the parties that could take it on an item it is offered to those it is `meant_for` alone, and its checks refuse others.
    """

    name: str
    track: str
    by: Side
    button: Words
    sentence: Words
    consequence: Words = NOTHING
    sections: tuple[Section, ...] = ()
    when: frozenset[str] = frozenset()
    precedence: int = 0
    functions: frozenset[str] = frozenset({"duty-officer", "liaison-officer"})
    conveys: bool = False  # gives information: handling codes must be stated
    alone: Callable[[Mapping[str, Any]], bool] | None = None
    checks: tuple[Check, ...] = ()
    who: "Callable[[State, Item], frozenset[str]] | None" = None
    creators: "Callable[[State], frozenset[str]] | None" = None  # who may create an item by it
    settled: bool = False  # cannot be undone: waits until everything seen here is settled
    lapse_at: "Callable[[State], datetime | None] | None" = None  # stated by a node once this has passed
    heard_for: timedelta | None = None  # how long what it passes over must have lain elsewhere (`lapses`)
    unattended: bool = False  # stated by a node from what its officers put aside: nobody has its form
    given: "Callable[[State, str, Bodies], Mapping[str, Any]] | None" = None
    sound: Sound | None = None
    usual: frozenset[str] | None = None
    seats: str = ""
    unseats: bool = False
    observes: Callable[[Mapping[str, Any]], bool] | None = None
    held_back: bool = False
    opens: str = ""
    sealed: bool = False
    apart: frozenset[str] = frozenset()
    offered: Callable[["State"], bool] | None = None
    behind: Callable[["State", str], str] | None = None
    meant_for: "Callable[[State, Item], frozenset[str]] | None" = None
    attests: Words = NOTHING  # what the signed paper is called that its author can make of it; NOTHING: none

    @property
    def by_the_node(self) -> bool:
        """Whether a node states it, and no officer."""
        return self.lapse_at is not None or self.unattended

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(each for section in self.sections for each in section.fields)

    @cached_property
    def asked_fields(self) -> tuple[Field, ...]:
        """What an officer fills in: all but what the node draws."""
        return tuple(each for each in self.fields if each.is_filled_in and (self.opens or not each.drawn))

    @cached_property
    def public_fields(self) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if each.public)

    @cached_property
    def body_fields(self) -> tuple[Field, ...]:
        return tuple(each for each in self.fields if not each.public)

    def derive(self, body: Mapping[str, Any]) -> dict[str, Said]:
        """What is stated publicly because the body says it: counts and codes, never content; nothing empty."""
        derived = {each.name: each.derived(body) for each in self.public_fields if each.derived}
        return {name: value for name, value in derived.items() if value not in ("", ())}

    def two_persons(self, says: Mapping[str, Any]) -> bool:
        """Whether a second person must approve before this leaves (D15)."""
        sensitive = any(each.type in FREE_TYPES for each in self.body_fields)
        return sensitive and not self.by_the_node and not (self.alone is not None and self.alone(says))


@dataclass(frozen=True, slots=True)
class Reminder:
    """Who of the side that owes is reminded, and how long after the time it was due (before it, if negative), until
    it is done. What an officer is shown is the last that has passed.
    """

    after: timedelta
    functions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed within a time: from the receipt of `begins` by the side that owes, until it takes one of `ends`.

    Every instant of one duty is read on the clock of the side that owes (D7). `within` names the term that holds
    the duration, from what was said of the item in time. A pause runs from the first step to the second; `rounds` names
    the term that says how many pauses stop the clock ("" or not agreed: each does). `extends` maps a step to the public
    field in which it states a later due time. `outlives` says that it is owed even after the matter has ended. `who` narrows
    the side to the parties it concerns; `spared` says that its clock runs on while cooperation is suspended. `since`
    names the public instant that the beginning step states: what a law counts from an event (an arrest) runs from there,
    received or not, and no suspension stops it. `lapsed` says whether it is no longer owed, though nobody did it.
    `drawn` names the term that says of how many in a hundred it is owed; which those are is drawn from what others said.
    """

    name: str
    words: Words
    track: str
    begins: frozenset[str]
    ends: frozenset[str]
    owed_by: Side
    within: Callable[["State", "Item"], str]
    pauses: tuple[tuple[str, str], ...] = ()
    rounds: str = ""
    extends: Mapping[str, str] = field(default_factory=dict)
    outlives: bool = False
    reminders: tuple[Reminder, ...] = ()
    since: str = ""
    lapsed: "Callable[[State, Item], bool] | None" = None
    who: "Callable[[State, Item], frozenset[str]] | None" = None
    spared: "Callable[[State, Item], bool] | None" = None
    drawn: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """Something owed by a day of the calendar: until that day is over in the zone of the side that owes (`calendars`).

    `days` tells what is owed, in order: what each is about ("2025-H2"; "" where an item owes it once) and the day, as
    `2026-01-31`, or an instant; `offset` how long before or after that it is due. `done` is the entry by which a party
    did it, None while it has not. `ends` are the steps that do it, so that pages put them first; `who` narrows the side
    to the parties that an item concerns. Suspensions and pauses move no day.
    """

    name: str
    words: Words
    track: str
    owed_by: Side
    days: Callable[["State", "Item"], Iterable[tuple[str, str]]]
    done: Callable[["State", "Item", str, str], Entry | None]
    ends: frozenset[str] = frozenset()
    who: "Callable[[State, Item], frozenset[str]] | None" = None
    reminders: tuple[Reminder, ...] = ()
    offset: Offset | None = None


@dataclass(frozen=True)
class Kind:
    """A field of cooperation, opened. What holds: every step names a track; every stage a step leads to exists."""

    name: str
    mark: str  # three letters of the reference
    edition: int
    words: Words
    plural: Words
    help: Words
    opening: str
    stages: tuple[Stage, ...]
    stage: Callable[["State"], str]
    tracks: tuple[Track | Proposals, ...]
    steps: tuple[Step, ...]
    read: Reader
    duties: tuple[Duty, ...] = ()
    dated: tuple[Dated, ...] = ()
    columns: tuple[Column, ...] = ()
    empty: Words = NOTHING
    needs_terms: bool = True
    open_at_home: bool = False  # names nobody: every officer who reads content may open it
    counts_as: tuple[str, ...] = ()  # what a matter counts for in a plan (`indicator-subjects`)
    # For statistics: the steps that answer, and those that refuse, with the field of the ground (both: a part is refused);
    # the steps that ask for what they answer (none named: the opening), and whether all of it is urgent
    answers: frozenset[str] = frozenset()
    refuses: Mapping[str, str] = field(default_factory=dict)
    asks: frozenset[str] = frozenset()
    urgent: bool = False
    # Public fields that name a matter: whoever works on that one at home reads this one
    read_by: frozenset[str] = frozenset()
    unsure_when_behind: bool = False  # behind, a node shows neither name nor stage: it may be over
    # The stages of the matter in which its reading names nobody any more, and what lists say instead
    nameless: Mapping[str, Words] = field(default_factory=dict)
    elsewhere: Mapping[str, Words] = field(
        default_factory=dict
    )  # by stage: what others do, whatever we erase

    @property
    def owed(self) -> Mapping[str, Duty | Dated]:
        """What can be owed, by its name."""
        every: tuple[Duty | Dated, ...] = (*self.duties, *self.dated)
        return {each.name: each for each in every}

    @property
    def requests(self) -> frozenset[str]:
        """The steps by which one asks another for something that is answered or refused; none in a field without."""
        return self.asks or frozenset({self.opening} if self.answers or self.refuses else ())

    def step(self, name: str) -> Step | None:
        return self._steps.get(name)

    def track(self, name: str) -> Track | Proposals:
        return self._tracks[name]

    def place(self, name: str) -> Stage:
        """The matter's stage of this name."""
        return next(stage for stage in self.stages if stage.name == name)

    def precedence(self, entry: Entry) -> int:
        step = self._steps.get(entry.step)
        return step.precedence if step else 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "_steps", {step.name: step for step in self.steps})
        object.__setattr__(self, "_tracks", {track.name: track for track in self.tracks})
        from mithaq.pact.rules.flaws import flaws  # they read kinds

        for problem in flaws(self):
            raise ValueError(f"{self.name}: {problem}")

    _steps: dict[str, Step] = field(init=False, repr=False, compare=False)
    _tracks: dict[str, Track | Proposals] = field(init=False, repr=False, compare=False)


def subjects_of(kind: Kind, track: Proposals) -> tuple[str, ...]:
    """The steps that create what the proposals change, as the proposing step declares them."""
    step = kind.step(track.propose)
    return next((each.of for each in step.fields if each.name == track.subject_field), ()) if step else ()
