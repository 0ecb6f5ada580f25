"""Kinds nobody wrote: random tracks of every sort, so that the laws hold for the next kind too."""

from hypothesis import strategies as st

from mithaq.pact.codes import code_list
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.kind import Dated, Duty, Every, Key, Kind, Proposals, Side, Stage, Step, Track
from mithaq.pact.rules.reading import Reading
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

NAME = W("اسم", "nom", "name")
STAGES = ("early", "middle", "late")
VERBS = tuple(f"verb-{number}" for number in range(8))


def _stage(name: str) -> Stage:
    return Stage(name, NAME, turn=Side.ANY if name != "late" else None, final=name == "late")


def targets(verbs: tuple[str, ...]):
    stage = st.sampled_from(STAGES)
    choice = stage.map(lambda name: lambda _, entry: name if entry.author != "ES" else None)
    every = st.builds(Every, stage | choice, creator_counts=st.booleans())
    return st.dictionaries(st.sampled_from(verbs), stage | every | choice, max_size=3)


@st.composite
def duties(draw) -> tuple[Duty, ...]:
    """What is owed by each party from the opening on, and by somebody for each item."""
    opened, answered, extended = frozenset({"open"}), frozenset({VERBS[3]}), {VERBS[4]: "until"}
    created, stops, ends = frozenset({VERBS[5]}), VERBS[6], VERBS[7]
    return (
        Duty("reply", NAME, "party", opened, answered, Side.HOLDER, lambda *_: "time", extends=extended),
        Duty(
            "care", NAME, "item", created, frozenset({ends}), draw(st.sampled_from(Side)), _in_haste,
            pauses=((stops, ends),), rounds=draw(st.sampled_from(["", "rounds"])),
            outlives=draw(st.booleans()),
        ),
    )  # fmt: skip


@st.composite
def dated(draw) -> tuple[Dated, ...]:
    """What is owed by a day: some of them days, some none, now and then two about one thing."""
    days = st.sampled_from(["2026-01-05", "2026-01-06", "2026-02-31", "9999-12-31", "soon"])
    owed = tuple(draw(st.lists(st.tuples(st.sampled_from(["", "first", "second"]), days), max_size=4)))
    return (
        Dated(
            "report", NAME, draw(st.sampled_from(["party", "item", "joint"])), draw(st.sampled_from(Side)),
            lambda *_: owed, _by_the_party,
        ),
    )  # fmt: skip


def _by_the_party(_: State, item: Item, about: str, party: str) -> Entry | None:
    own = [entry for entry in item.entries if entry.author == party]
    return own[len(about) % len(own)] if own else None


def _in_haste(_: State, item: Item) -> str:
    """One term until somebody stops, another after."""
    return "haste" if item.latest(VERBS[6]) is None else "time"


@st.composite
def kinds(draw) -> Kind:
    """A kind with one track of each sort and a track of proposals."""
    tables = {}
    verbs = {"main": VERBS[:3], "party": VERBS[3:5], "item": VERBS[5:]}
    for name, its in verbs.items():
        tables[name] = {stage: draw(targets(its)) for stage in STAGES}
    tables["item"][""] = {VERBS[5]: "early"}
    tables["main"][""] = {"open": "early"}
    track_of = {verb: name for name, its in verbs.items() for verb in its}
    whose = (Section(NAME, (Field("whose", Type.AUTHORITY, NAME, public=True),)),)
    until = (Section(NAME, (Field("until", Type.INSTANT, NAME, public=True),)),)
    steps = [
        Step(
            verb, track_of[verb], draw(st.sampled_from(Side)), NAME, NAME,
            precedence=draw(st.sampled_from([-10, 0, 0])),
            sections={VERBS[4]: until, VERBS[5]: whose}.get(verb, ()),
            when=frozenset(draw(st.sets(st.sampled_from(STAGES), max_size=2))),
        )
        for verb in VERBS
    ]  # fmt: skip
    base = (Section(NAME, (Field("base", Type.ENTRY, NAME, public=True),)),)
    change = (Section(NAME, (
        Field("base", Type.ENTRY, NAME, public=True),
        Field("what", Type.ENTRY, NAME, required=True, public=True, of=(VERBS[5],)),
        Field("change", Type.CODE, NAME, required=True, public=True, codes="urgency"),
    )),)  # fmt: skip
    proposing = [
        Step("propose", "joint", Side.ANY, NAME, NAME, sections=base),
        Step("counter", "joint", Side.OTHERS, NAME, NAME, sections=base),
        *(Step(verb, "joint", Side.OTHERS, NAME, NAME) for verb in ("accept", "decline")),
        Step("take-back", "joint", Side.HOLDER, NAME, NAME),
        Step("offer", "change", Side.ANY, NAME, NAME, sections=change),
        Step("offer-other", "change", Side.OTHERS, NAME, NAME, sections=change),
        *(Step(verb, "change", Side.OTHERS, NAME, NAME) for verb in ("agree", "refuse")),
        Step("call-off", "change", Side.HOLDER, NAME, NAME),
    ]
    whom = draw(st.sampled_from(["", "whose"]))
    held = draw(st.dictionaries(st.sampled_from(code_list("urgency").values), st.sampled_from(STAGES)))
    stages = tuple(_stage(name) for name in STAGES)
    return Kind(
        name="generated", mark="GEN", edition=1, words=NAME, plural=NAME, help=NAME,
        opening="open", stages=stages,
        stage=lambda state: state.item("main").stage if state.item("main") else "early",
        tracks=(
            Track("main", NAME, stages, tables["main"]),
            Track("party", NAME, stages, tables["party"], key=Key.PARTY, start="early"),
            Track("item", NAME, stages, tables["item"], key=Key.ITEM, held_by=whom),
            Proposals("joint", NAME, "propose", "accept", "decline", "take-back", "counter"),
            Proposals("change", NAME, "offer", "agree", "refuse", "call-off", "offer-other",
                      subject_field="what", change_field="change", holds=held),
        ),
        steps=(Step("open", "main", Side.OPENER, NAME, NAME), *steps, *proposing),
        read=lambda *_: Reading(), duties=draw(duties()), dated=draw(dated()),
    )  # fmt: skip
