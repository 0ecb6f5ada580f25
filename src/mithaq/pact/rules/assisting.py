"""Assisting: one party helps another, whatever the help is: a course, an expert, a device, people after an attack.

A part of a kind, the same wherever help is given: a track, its steps, and the duty to say later what came of it. Help is
asked for, or offered unasked; it is accepted, delivered, and looked at again after the months that were agreed.
`assisting` makes all of it from the step that begins it; the kind says what each step says.

Who asked is helped by whoever offers, and by one at a time. What was offered unasked may be accepted by several parties;
each that accepted says what came of it. Nobody is held to help: withdrawing and calling off go before what crosses
them, and both sides may call off until it is delivered, so that pretending not to have seen an acceptance gains nothing.

Source: domain model of training, technical assistance and crisis support; design decisions D2, D5, D7.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.fold import key_of
from mithaq.pact.rules.kind import Check, Duty, Key, Reminder, Side, Stage, Step, Target, Track
from mithaq.pact.rules.reading import Bodies
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import NOTHING, W, Words

ASK = "ask"
OFFER, ACCEPT, DECLINE, WITHDRAW = "offer-help", "accept-help", "decline-help", "withdraw-help"
CALL_OFF, DELIVER, EFFECT = "call-off-help", "deliver-help", "report-effect"
MADE = (OFFER, ACCEPT, DECLINE, WITHDRAW, CALL_OFF, DELIVER, EFFECT)

WAY = Field(
    "way", Type.CODE, W("نطلب أم نعرض", "nous demandons ou nous proposons", "we ask, or we offer"),
    required=True, public=True, codes="assistance-ways",
)  # fmt: skip
STAGES = (
    Stage("asked", W("مطلوب", "demandé", "asked for"), "waiting"),
    Stage("offered", W("معروض", "proposé", "offered"), "waiting"),
    Stage("accepted", W("مقبول", "accepté", "accepted"), "moving"),
    Stage("delivered", W("منجز، في انتظار بيان الأثر", "réalisé, effet à constater", "delivered, effect to be reported"), "good"),
    Stage("effect-known", W("تم بيان الأثر", "effet constaté", "effect reported"), "good", final=True),
    Stage("declined", W("غير مقبول", "décliné", "declined"), "bad", final=True),
    Stage("withdrawn", W("مسحوب", "retiré", "withdrawn"), "quiet", final=True),
    Stage("called-off", W("ملغى", "annulé", "called off"), "quiet", final=True),
)  # fmt: skip
UNDER_WAY = frozenset({"accepted", "delivered", "effect-known"})

Ready = Callable[[State, Item], bool]


@dataclass(frozen=True, slots=True)
class Assisting:
    """What a kind takes in: the track, its steps, and what is owed months later."""

    track: Track
    steps: tuple[Step, ...]
    duty: Duty


@dataclass(frozen=True, slots=True)
class Told:
    """What a kind says of one step: its sections, its checks, at which stages of the matter, and until when not.

    `ready` is asked by the fold: as long as it is not so, the step counts for nothing. `given` is what an empty form begins with.
    """

    sections: tuple[Section, ...] = ()
    checks: tuple[Check, ...] = ()
    when: frozenset[str] = frozenset()
    ready: Ready | None = None
    consequence: Words = NOTHING
    given: Callable[[State, str, Bodies], Mapping[str, Any]] | None = None


def was_asked(item: Item) -> bool:
    """Whether it began with a request."""
    return item.entries[0].says.get("way") == ASK


def provider(item: Item) -> str:
    """Who helps, or offers to; "" while nobody does."""
    if not was_asked(item):
        return item.creator
    offered = item.latest(OFFER)
    return offered.author if offered is not None and item.stage != "asked" else ""


def takers(item: Item) -> frozenset[str]:
    """Who is helped: who asked, or each that has accepted and not called off since."""
    if was_asked(item):
        return frozenset({item.creator})
    last = {entry.author: entry.step for entry in item.all(ACCEPT, CALL_OFF)}
    return frozenset(party for party, step in last.items() if step == ACCEPT)


def takes_part(item: Item) -> frozenset[str]:
    """Who helps and who is helped."""
    return (takers(item) | {provider(item)}) - {""}


def reported(item: Item) -> frozenset[str]:
    """Who has said what came of it."""
    return frozenset(entry.author for entry in item.all(EFFECT))


def assisting(
    begin: Step,
    words: Words,
    *,
    functions: frozenset[str],
    term: str,
    told: Mapping[str, Told],
    key: Key = Key.ITEM,
) -> Assisting:
    """The track that `begin` opens, its steps and its duty.

    `term` names the term within which the effect is reported; `told` says by step what the kind says of it.
    """
    track = Track(
        begin.track,
        words,
        STAGES,
        _follows(begin.name, told),
        key=key,
        waits_for=_waits_for(told),
        shows=("way",),
    )
    steps = (begin, *(_step(name, begin.track, functions, told.get(name, Told())) for name in MADE))
    duty = Duty(
        "effect", W("بيان الأثر", "constater l’effet", "reporting the effect"), begin.track,
        frozenset({DELIVER}), frozenset({EFFECT}), Side.ANY, lambda *_: term, who=lambda _, item: takers(item),
        reminders=tuple(Reminder(timedelta(days=days), functions) for days in (-14, 7)),
    )  # fmt: skip
    return Assisting(track, steps, duty)


# Where each step leads


def _begun(_: State, entry: Entry) -> str:
    return "asked" if entry.says.get("way") == ASK else "offered"


def _declined(state: State, entry: Entry, item: Item) -> str:
    """An offer that who asked declines leaves the request open; what all others have declined is declined."""
    if was_asked(item) and entry.author == item.creator:
        return "asked"
    return "declined" if _declining(item) | {entry.author, item.creator} >= set(state.parties) else item.stage


def _withdrawn(_: State, entry: Entry, item: Item) -> str:
    return "withdrawn" if entry.author == item.creator else "asked"


def _called_off(_: State, entry: Entry, item: Item) -> str:
    """It goes on while somebody is still helped."""
    return "accepted" if entry.author != provider(item) and takers(item) - {entry.author} else "called-off"


def _effect(_: State, entry: Entry, item: Item) -> str:
    return "effect-known" if reported(item) | {entry.author} >= takers(item) else "delivered"


def _declining(item: Item) -> frozenset[str]:
    """Who has declined and has not offered or accepted since."""
    last = {entry.author: entry.step for entry in item.all(OFFER, ACCEPT, DECLINE)}
    return frozenset(party for party, step in last.items() if step == DECLINE and party != item.creator)


def _follows(begin: str, told: Mapping[str, Told]) -> dict[str, dict[str, Target]]:
    def leads(name: str, track: Callable[[State, Entry, Item], str]) -> Target:
        ready = told.get(name, Told()).ready

        def target(state: State, entry: Entry) -> str | None:
            declared = state.kind.step(name)
            # Where there is only one, an entry may name whatever it likes: the key says which is meant.
            item = (
                state.item(declared.track, key_of(state.kind.track(declared.track), entry))
                if declared
                else None
            )
            assert item is not None  # the fold has refused a step on an item that is not there
            return track(state, entry, item) if ready is None or ready(state, item) else None

        return target

    def to(name: str, stage: str) -> Target:
        return leads(name, lambda *_: stage)

    decline, withdraw = leads(DECLINE, _declined), leads(WITHDRAW, _withdrawn)
    return {
        "": {begin: _begun},
        "asked": {OFFER: to(OFFER, "offered"), DECLINE: decline, WITHDRAW: withdraw},
        "offered": {ACCEPT: to(ACCEPT, "accepted"), DECLINE: decline, WITHDRAW: withdraw},
        "accepted": {
            ACCEPT: to(ACCEPT, "accepted"),
            DELIVER: to(DELIVER, "delivered"),
            CALL_OFF: leads(CALL_OFF, _called_off),
        },
        "delivered": {EFFECT: leads(EFFECT, _effect)},
    }


# Who may take each, and whose turn it is


def _others(state: State, item: Item) -> frozenset[str]:
    return frozenset(state.parties) - {item.creator}


def _may_accept(state: State, item: Item) -> frozenset[str]:
    if was_asked(item):
        return frozenset({item.creator}) if item.stage == "offered" else frozenset()
    return _others(state, item) - takers(item)


def _may_decline(state: State, item: Item) -> frozenset[str]:
    if was_asked(item) and item.stage == "offered":
        return frozenset({item.creator})
    return _others(state, item) - takers(item) - _declining(item)


def _may_withdraw(_: State, item: Item) -> frozenset[str]:
    return frozenset({item.creator, provider(item)}) - {""}


def _provides(_: State, item: Item) -> frozenset[str]:
    return frozenset({provider(item)})


def _takes_part(_: State, item: Item) -> frozenset[str]:
    return takes_part(item)


def _owes_effect(_: State, item: Item) -> frozenset[str]:
    return takers(item) - reported(item)


MAY: Mapping[str, Callable[[State, Item], frozenset[str]]] = {
    OFFER: _others, ACCEPT: _may_accept, DECLINE: _may_decline, WITHDRAW: _may_withdraw,
    CALL_OFF: _takes_part, DELIVER: _provides, EFFECT: _owes_effect,
}  # fmt: skip


ANSWERED_BY = {
    "asked": (OFFER, DECLINE),
    "offered": (ACCEPT, DECLINE),
    "accepted": (DELIVER, DELIVER),
    "delivered": (EFFECT, EFFECT),
}


def _waits_for(told: Mapping[str, Told]) -> Callable[[State, Item], Iterable[str]]:
    """Whose move it is: to answer, to deliver, to say what came of it; nobody's while the matter does not let them."""

    def waits_for(state: State, item: Item) -> Iterable[str]:
        if item.stage not in ANSWERED_BY:
            return ()
        step, by = ANSWERED_BY[item.stage]
        when = told.get(step, Told()).when
        return MAY[by](state, item) if not when or state.stage in when else ()

    return waits_for


SAID: Mapping[str, tuple[Words, Words]] = {
    OFFER: (W("عرض المساعدة", "Proposer son concours", "Offer"), W("عرضت المساعدة", "a proposé son concours", "offered")),
    ACCEPT: (W("قبول المساعدة", "Accepter le concours", "Accept the help"), W("قبلت المساعدة", "a accepté le concours", "accepted the help")),
    DECLINE: (W("عدم قبول المساعدة", "Décliner le concours", "Decline the help"), W("لم تقبل المساعدة", "a décliné le concours", "declined the help")),
    WITHDRAW: (W("سحب الطلب أو العرض", "Retirer la demande ou l’offre", "Withdraw the request or offer"), W("سحبت ما طلبته أو عرضته", "a retiré sa demande ou son offre", "withdrew what it asked or offered")),
    CALL_OFF: (W("إلغاء المساعدة", "Renoncer à l’aide convenue", "Call the help off"), W("ألغت المساعدة", "a renoncé à l’aide convenue", "called the help off")),
    DELIVER: (W("إثبات الإنجاز", "Constater que l’aide est fournie", "Record the delivery"), W("أثبتت الإنجاز", "a constaté que l’aide est fournie", "recorded the delivery")),
    EFFECT: (W("بيان الأثر", "Constater l’effet", "Report the effect"), W("بينت الأثر", "a constaté l’effet", "reported the effect")),
}  # fmt: skip
STOPS = frozenset({WITHDRAW, CALL_OFF})


def _step(name: str, track: str, functions: frozenset[str], told: Told) -> Step:
    button, sentence = SAID[name]
    return Step(
        name, track, Side.ANY, button, sentence, told.consequence, sections=told.sections, functions=functions,
        when=told.when, checks=told.checks, who=MAY[name], precedence=-10 if name in STOPS else 0, given=told.given,
        usual=frozenset() if name in STOPS else None,
    )  # fmt: skip
