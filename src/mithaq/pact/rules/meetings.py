"""Meetings: a series of meetings and visits, from the topics between them to the decisions they leave.

A matter is the series, not one meeting: topics of common interest are kept open from one to the next, and so is every decision. A
meeting is proposed and agreed; its agenda is settled by all, in every language and in one order; each side names its
delegation; it is held; its minutes are signed by all, in every language; its decisions are taken by all, carried out by
the party in charge, and accepted by the others. What was due and is not done when the sides next meet is carried over and counted
(`carried`). A decision is never deleted: it is done, or cancelled by all; the series closes when none is left.

Deliberately absent: briefs, talking points and what one side thinks of the other. They stay at home.

Source: domain model of meetings and visits; Vienna Convention on Diplomatic Relations, article 16 (precedence); decisions D2, D3.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import meetings_say as said
from mithaq.pact.rules import proposals
from mithaq.pact.rules.articles import codes_of
from mithaq.pact.rules.carried import (
    OPEN,
    begins_at,
    carried_at,
    day_of,
    open_decisions,
    open_topics,
    reported,
    unfinished,
)
from mithaq.pact.rules.kind import (  # fmt: skip
    Dated,
    Every,
    Key,
    Kind,
    Proposals,
    Reminder,
    Side,
    Stage,
    Step,
    Track,
)
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

PROTOCOL = frozenset({"protocol-officer", "plan-coordinator"})
WRITES = PROTOCOL | {"translator"}
CHAIRS = frozenset({"plan-coordinator", "head-of-service"})
ALIVE = frozenset({"open", "convened", "follow-up"})
AFTER = frozenset({"held", "signed"})

SERIES_STAGES = (
    Stage("open", W("مفتوحة", "ouvert", "open"), "good"),
    Stage("closed", W("مختتمة", "clos", "closed"), "quiet", final=True),
)
TOPIC_STAGES = (
    Stage("open", W("مطروح", "à l’étude", "open"), "moving"),
    Stage("settled", W("مستوفى", "épuisé", "settled"), "good", final=True),
)
SESSION_STAGES = (
    Stage("proposed", W("مقترح", "proposée", "proposed"), "waiting", Side.OTHERS),
    Stage("agreed", W("متفق عليه", "convenue", "agreed"), "moving"),
    Stage("held", W("منعقد، محضره غير موقع", "tenue, procès-verbal à signer", "held, minutes to be signed"), "moving", Side.ANY),
    Stage("signed", W("محضره موقع", "procès-verbal signé", "minutes signed"), "good", final=True),
    Stage("declined", W("مرفوض", "déclinée", "declined"), "bad", final=True),
    Stage("cancelled", W("ملغى", "annulée", "cancelled"), "quiet", final=True),
)  # fmt: skip
DELEGATION_STAGES = (Stage("named", W("معين", "désignée", "named"), "good"),)
DECISION_STAGES = (
    Stage("tabled", W("معروض", "soumise", "tabled"), "waiting"),
    Stage("open", W("مفتوح", "en cours", "open"), "moving"),
    Stage("done", W("منفذ، في انتظار القبول", "exécutée, à accepter", "done, to be accepted"), "waiting"),
    Stage("accepted", W("مقبول تنفيذه", "exécution acceptée", "accepted"), "good", final=True),
    Stage("opposed", W("معترض عليه", "non adoptée", "not adopted"), "bad", final=True),
    Stage("cancelled", W("ملغى باتفاق الجميع", "annulée par tous", "cancelled by all"), "quiet", final=True),
)  # fmt: skip


# What leads where


def stage(state: State) -> str:
    """Closed once all have said so; until then, what comes first: a meeting that is agreed, what the last one left."""
    whole = state.item("series")
    if whole is not None and whole.stage == "closed":
        return "closed"
    sessions = [item.stage for item in state.items("session").values()]
    if "agreed" in sessions:
        return "convened"
    return "follow-up" if "held" in sessions or open_decisions(state) else "open"


def _held(state: State, entry: Entry) -> str | None:
    """A meeting is held once it has begun."""
    begins = begins_at(state.items("session")[entry.item])
    return "held" if begins is None or entry.at >= begins else None


def _closed(state: State, _: Entry) -> str | None:
    """No decision is buried with the series."""
    return None if unfinished(state) else "closed"


def _signed(state: State, _: Entry) -> Iterable[Item]:
    """A meeting that was held is over once its minutes are signed by all."""
    for session in state.items("session").values():
        if session.stage == "held" and proposals.in_force(state, "minutes", session.key):
            yield replace(session, stage="signed")


def _joins(state: State, item: Item) -> Iterable[str]:
    """Who has not yet joined in what others have asked for."""
    return frozenset(state.parties) - item.yes if item.yes else ()


def accepted_by(decision: Item) -> frozenset[str]:
    """Who has accepted that a decision is done, since it was last said to be."""
    done = reported(decision)
    later = decision.entries[decision.entries.index(done) :] if done else ()
    return frozenset(entry.author for entry in later if entry.step == "accept-done")


def may_accept(state: State, decision: Item) -> frozenset[str]:
    return frozenset(state.parties) - accepted_by(decision) - {decision.holder}


def _accepted(state: State, entry: Entry) -> str:
    left = may_accept(state, state.items("decision")[entry.item]) - {entry.author}
    return "done" if left else "accepted"


def _decision_waits_for(state: State, decision: Item) -> Iterable[str]:
    """Who has not agreed to it; whose it is; who has not accepted it, or not yet joined in cancelling it."""
    if decision.stage == "tabled":
        return frozenset(state.parties) - decision.yes - {decision.creator}
    if decision.stage == "open":
        return {*_joins(state, decision), decision.holder}
    return may_accept(state, decision) if decision.stage == "done" else ()


def settles(state: State, text: Item) -> bool:
    """Whether an agenda or minutes can be settled: in every language of the series; points in one order; minutes of
    a meeting that was held.
    """
    says, session = text.entries[0].says, state.item("session", str(text.entries[0].says.get("session", "")))
    if not set(codes_of(text.entries[0], "written_in")) >= set(codes_of(state.opening, "languages")):
        return False
    if text.entries[0].step == "propose-agenda":
        return says.get("one_order") is True
    return session is not None and session.stage in AFTER


def _may_settle(state: State, text: Item) -> frozenset[str]:
    """Nobody accepts what cannot be settled: it is declined, and proposed again."""
    return frozenset(state.parties) if settles(state, text) else frozenset()


# What is owed


def _settled_by(track: str, state: State, session: Item, party: str) -> Entry | None:
    """The entry by which a party took its part in what is in force for a meeting."""
    proposal = proposals.in_force(state, track, session.key)
    item = state.item(track, proposal.id) if proposal else None
    took = (each for each in item.entries if each.author == party) if item else iter(())
    return next(took, None)


def _agenda_days(state: State, session: Item) -> Iterable[tuple[str, str]]:
    """So many days before it begins, unless it was agreed later than that; no more once it was held without one."""
    day, agreed = _days_from(state, session, "agenda_days", -1), session.latest("agree-session")
    wanted = session.stage not in AFTER or proposals.in_force(state, "agenda", session.key)
    if wanted and agreed is not None and day >= agreed.at.date().isoformat():
        yield "", day


def _minutes_days(state: State, session: Item) -> Iterable[tuple[str, str]]:
    if session.stage in AFTER:
        yield "", _days_from(state, session, "minutes_days", 1)


def _days_from(state: State, session: Item, name: str, way: int) -> str:
    """The day so many days from a meeting, as the series says; "" if nobody can tell."""
    day, days = day_of(session), state.opening.says.get(name)
    if not day or not isinstance(days, int) or not 0 < days < 400:
        return ""
    return (date.fromisoformat(day) + way * timedelta(days=days)).isoformat()


def _decision_days(_: State, decision: Item) -> Iterable[tuple[str, str]]:
    if decision.stage in OPEN | {"accepted"}:
        yield "", str(decision.entries[0].says.get("due_on", ""))


def read(state: State, bodies: Bodies) -> Reading:
    """The last meeting that was agreed or held, and what is open."""
    days = [day_of(item) for item in state.items("session").values() if item.stage in AFTER | {"agreed"}]
    left = open_decisions(state)
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        axis="INS",
        columns={
            "meeting": max(days, default=""),
            "topics": str(len(open_topics(state))),
            "decisions": str(len(left)),
            "carried": str(sum(bool(carried_at(state, each)) for each in left)),
        },
        facets=(("axis", "INS"),),
    )


# The declaration

REMIND = tuple(Reminder(timedelta(days=days), PROTOCOL) for days in (-7, 0))
REMIND_OWNER = tuple(Reminder(timedelta(days=days), PROTOCOL) for days in (-14, -3, 0, 7))
SAME = W("مقترح يُعتمد عندما تقبله جميع الأطراف", "Arrêté quand toutes les parties l’ont accepté", "Settled once every party has accepted it")  # fmt: skip

KIND = enter(Kind(
    name="meeting",
    mark="MTG",
    edition=1,
    words=W("سلسلة اجتماعات وزيارات", "cycle de réunions et visites", "series of meetings and visits"),
    plural=W("الاجتماعات والزيارات", "réunions et visites", "meetings and visits"),
    help=W("مواضيع مطروحة بين الاجتماعات، ومحاضر بلغتين، وقرارات متتبعة", "des sujets suivis d’une réunion à l’autre, des procès-verbaux en deux langues, des décisions comptées",
           "topics kept between meetings, minutes in two languages, decisions that are followed"),
    counts_as=("activity",),
    opening="open-series",
    stages=(
        SERIES_STAGES[0],
        Stage("convened", W("اجتماع مبرمج", "réunion convenue", "a meeting is agreed"), "moving"),
        Stage("follow-up", W("تتبع النتائج", "suivi", "follow-up"), "moving"),
        SERIES_STAGES[1],
    ),
    stage=stage,
    tracks=(
        Track("series", W("السلسلة", "cycle", "series"), SERIES_STAGES, {"": {"open-series": "open"}, "open": {"close-series": Every(_closed)}}, waits_for=_joins),
        Track("topic", W("المواضيع ذات الاهتمام المشترك", "sujets d’intérêt commun", "topics of common interest"), TOPIC_STAGES,
              {"": {"raise-topic": "open"}, "open": {"settle-topic": Every("settled")}}, key=Key.ITEM, waits_for=_joins),
        Track("session", W("الاجتماعات", "réunions", "meetings"), SESSION_STAGES,
              {"": {"propose-session": "proposed"},
               "proposed": {"agree-session": Every("agreed", creator_counts=True), "decline-session": "declined", "cancel-session": "cancelled"},
               "agreed": {"hold-session": _held, "cancel-session": "cancelled"}}, key=Key.ITEM, upon=_signed),
        Track("delegation", W("الوفود", "délégations", "delegations"), DELEGATION_STAGES,
              {"": {"name-delegation": "named"}, "named": {"change-delegation": "named"}}, key=Key.ITEM, shows=("people",)),
        Proposals("agenda", W("جدول الأعمال", "ordre du jour", "agenda"), "propose-agenda", "accept-agenda", "decline-agenda", "withdraw-agenda", subject_field="session"),
        Proposals("minutes", W("المحضر", "procès-verbal", "minutes"), "propose-minutes", "accept-minutes", "decline-minutes", "withdraw-minutes", subject_field="session"),
        Track("decision", W("القرارات", "décisions", "decisions"), DECISION_STAGES,
              {"": {"record-decision": "tabled"},
               "tabled": {"agree-decision": Every("open", creator_counts=True), "oppose-decision": "opposed"},
               "open": {"report-done": "done", "cancel-decision": Every("cancelled")},
               "done": {"accept-done": _accepted, "return-decision": "open"}}, key=Key.ITEM, held_by="owner", waits_for=_decision_waits_for),
    ),
    steps=(
        Step("open-series", "series", Side.OPENER, W("فتح سلسلة اجتماعات", "Ouvrir un cycle de réunions", "Open a series of meetings"),
             W("فتحت سلسلة اجتماعات", "a ouvert un cycle de réunions", "opened a series of meetings"), sections=(*said.SERIES, SERVES), functions=PROTOCOL),
        Step("close-series", "series", Side.ANY, W("اختتام السلسلة", "Clore le cycle", "Close the series"), W("طلبت اختتام السلسلة", "a demandé la clôture du cycle", "asked to close the series"),
             W("تُختتم عندما تطلب ذلك جميع الأطراف ولا يبقى قرار مفتوح", "Il est clos quand toutes les parties l’ont demandé et qu’aucune décision ne reste", "It closes once every party has asked and no decision is left"),
             functions=CHAIRS, usual=frozenset(), settled=True, checks=(said.check_close,)),
        Step("raise-topic", "topic", Side.ANY, W("طرح موضوع", "Soulever un sujet", "Raise a topic"), W("طرحت موضوعا ذا اهتمام مشترك", "a soulevé un sujet d’intérêt commun", "raised a topic of common interest"),
             W("يبقى مطروحا من اجتماع إلى آخر حتى تعتبره جميع الأطراف مستوفى", "Il reste ouvert d’une réunion à l’autre, jusqu’à ce que toutes les parties le déclarent épuisé", "It stays open from one meeting to the next until every party calls it settled"),
             sections=said.TOPIC, functions=PROTOCOL, when=ALIVE),
        Step("settle-topic", "topic", Side.ANY, W("اعتبار الموضوع مستوفى", "Déclarer le sujet épuisé", "Call it settled"), W("اعتبرت الموضوع مستوفى", "a déclaré le sujet épuisé", "called the topic settled"), functions=PROTOCOL),
        Step("propose-session", "session", Side.ANY, W("اقتراح اجتماع أو زيارة", "Proposer une réunion ou une visite", "Propose a meeting or a visit"), W("اقترحت اجتماعا", "a proposé une réunion", "proposed a meeting"),
             sections=said.MEETING, functions=PROTOCOL, when=ALIVE, checks=(said.check_session,)),
        Step("agree-session", "session", Side.OTHERS, W("الموافقة على الاجتماع", "Accepter la réunion", "Agree to the meeting"), W("وافقت على الاجتماع", "a accepté la réunion", "agreed to the meeting"), functions=PROTOCOL),
        Step("decline-session", "session", Side.OTHERS, W("رفض الاجتماع", "Décliner la réunion", "Decline the meeting"), W("رفضت الاجتماع", "a décliné la réunion", "declined the meeting"), functions=PROTOCOL),
        Step("cancel-session", "session", Side.ANY, W("إلغاء الاجتماع", "Annuler la réunion", "Cancel the meeting"), W("ألغت الاجتماع", "a annulé la réunion", "cancelled the meeting"), functions=PROTOCOL, usual=frozenset(), precedence=-5),
        Step("hold-session", "session", Side.ANY, W("إثبات الانعقاد", "Constater la tenue", "Record that it was held"), W("أثبتت انعقاد الاجتماع", "a constaté la tenue de la réunion", "recorded that the meeting was held"),
             functions=PROTOCOL, checks=(said.check_begun,)),
        Step("name-delegation", "delegation", Side.ANY, W("تعيين الوفد", "Désigner la délégation", "Name the delegation"), W("عينت وفدها", "a désigné sa délégation", "named its delegation"),
             sections=said.DELEGATION, functions=PROTOCOL, when=ALIVE, checks=(said.check_delegation,)),
        Step("change-delegation", "delegation", Side.HOLDER, W("تعديل الوفد", "Modifier la délégation", "Change the delegation"), W("عدلت وفدها", "a modifié sa délégation", "changed its delegation"),
             sections=said.CHANGED_DELEGATION, functions=PROTOCOL, when=ALIVE, checks=(said.check_delegation,)),
        Step("propose-agenda", "agenda", Side.ANY, W("اقتراح جدول أعمال", "Proposer un ordre du jour", "Propose an agenda"), W("اقترحت جدول الأعمال", "a proposé un ordre du jour", "proposed an agenda"), SAME,
             sections=said.AGENDA, functions=WRITES, when=ALIVE, checks=(said.check_agenda,), given=said.given_agenda),
        Step("accept-agenda", "agenda", Side.OTHERS, W("اعتماد جدول الأعمال", "Arrêter l’ordre du jour", "Settle the agenda"), W("اعتمدت جدول الأعمال", "a arrêté l’ordre du jour", "settled the agenda"),
             functions=CHAIRS, who=_may_settle),
        Step("decline-agenda", "agenda", Side.OTHERS, W("رفض جدول الأعمال", "Décliner l’ordre du jour", "Decline the agenda"), W("رفضت جدول الأعمال", "a décliné l’ordre du jour", "declined the agenda"), functions=WRITES),
        Step("withdraw-agenda", "agenda", Side.HOLDER, W("سحب جدول الأعمال", "Retirer l’ordre du jour", "Withdraw the agenda"), W("سحبت جدول الأعمال", "a retiré son ordre du jour", "withdrew its agenda"), functions=WRITES),
        Step("propose-minutes", "minutes", Side.ANY, W("تقديم المحضر", "Présenter le procès-verbal", "Present the minutes"), W("قدمت محضر الاجتماع", "a présenté le procès-verbal", "presented the minutes"),
             W("يُوقَّع بعد تحريره بجميع لغات السلسلة", "Il se signe dans toutes les langues du cycle", "They are signed in every language of the series"),
             sections=said.MINUTES, functions=WRITES, checks=(said.check_minutes,), given=said.given_minutes),
        Step("accept-minutes", "minutes", Side.OTHERS, W("توقيع المحضر", "Signer le procès-verbal", "Sign the minutes"), W("وقعت المحضر", "a signé le procès-verbal", "signed the minutes"),
             functions=CHAIRS, who=_may_settle),
        Step("decline-minutes", "minutes", Side.OTHERS, W("رفض المحضر", "Décliner le procès-verbal", "Decline the minutes"), W("رفضت المحضر", "a décliné le procès-verbal", "declined the minutes"), functions=WRITES),
        Step("withdraw-minutes", "minutes", Side.HOLDER, W("سحب المحضر", "Retirer le procès-verbal", "Withdraw the minutes"), W("سحبت المحضر", "a retiré son procès-verbal", "withdrew its minutes"), functions=WRITES),
        Step("record-decision", "decision", Side.ANY, W("تدوين قرار", "Consigner une décision", "Record a decision"), W("دونت قرارا", "a consigné une décision", "recorded a decision"),
             W("يُتتبع القرار إلى حين قبول تنفيذه؛ ولا يُلغى إلا باتفاق الجميع", "Elle est suivie jusqu’à l’acceptation de son exécution ; seules toutes les parties ensemble l’annulent",
               "It is followed until it is accepted as done; only all together cancel it"),
             sections=said.DECISION, functions=WRITES, when=ALIVE, checks=(said.check_begun, said.check_decision)),
        Step("agree-decision", "decision", Side.ANY, W("الموافقة على القرار", "Adopter la décision", "Agree to the decision"), W("وافقت على القرار", "a adopté la décision", "agreed to the decision"), functions=CHAIRS),
        Step("oppose-decision", "decision", Side.ANY, W("الاعتراض على القرار", "S’opposer à la décision", "Oppose the decision"), W("اعترضت على القرار", "s’est opposée à la décision", "opposed the decision"), functions=CHAIRS),
        Step("report-done", "decision", Side.HOLDER, W("إثبات التنفيذ", "Constater l’exécution", "Report it done"), W("أثبتت تنفيذ القرار", "a constaté l’exécution de la décision", "reported the decision done"),
             sections=said.DONE, functions=PROTOCOL),
        Step("accept-done", "decision", Side.OTHERS, W("قبول التنفيذ", "Accepter l’exécution", "Accept it as done"), W("قبلت تنفيذ القرار", "a accepté l’exécution de la décision", "accepted the decision as done"),
             functions=CHAIRS, who=may_accept),
        Step("return-decision", "decision", Side.OTHERS, W("إرجاع القرار", "Renvoyer la décision", "Send it back"), W("أرجعت القرار لعدم اكتمال تنفيذه", "a renvoyé la décision, non exécutée", "sent the decision back as not done"),
             sections=said.REASON, functions=CHAIRS),
        Step("cancel-decision", "decision", Side.ANY, W("إلغاء القرار", "Annuler la décision", "Cancel the decision"), W("طلبت إلغاء القرار", "a demandé l’annulation de la décision", "asked to cancel the decision"),
             W("لا يُلغى إلا عندما تطلب ذلك جميع الأطراف", "Elle n’est annulée que si toutes les parties le demandent", "It is cancelled only once every party has asked"),
             sections=said.REASON, functions=CHAIRS),
    ),
    read=read,
    dated=(
        Dated("agenda", W("اعتماد جدول الأعمال", "arrêter l’ordre du jour", "settle the agenda"), "session", Side.ANY, _agenda_days,
              lambda state, session, _, party: _settled_by("agenda", state, session, party), ends=frozenset({"propose-agenda", "accept-agenda"}), reminders=REMIND),
        Dated("minutes", W("توقيع المحضر", "signer le procès-verbal", "sign the minutes"), "session", Side.ANY, _minutes_days,
              lambda state, session, _, party: _settled_by("minutes", state, session, party), ends=frozenset({"propose-minutes", "accept-minutes"}), reminders=REMIND),
        Dated("decision", W("تنفيذ القرار", "exécuter la décision", "carry out the decision"), "decision", Side.HOLDER, _decision_days,
              lambda _, decision, __, ___: reported(decision), ends=frozenset({"report-done"}), reminders=REMIND_OWNER),
    ),
    columns=(
        Column("meeting", W("آخر اجتماع", "dernière réunion", "last meeting"), priority=1),
        Column("topics", W("مواضيع مطروحة", "sujets ouverts", "open topics")),
        Column("decisions", W("قرارات مفتوحة", "décisions ouvertes", "open decisions"), priority=1),
        Column("carried", W("منها المحالة على الاجتماع الموالي", "dont reportées", "carried over")),
    ),
    empty=W("لا توجد اجتماعات. ابدأ بسلسلة.", "Aucune réunion. Commencez par ouvrir un cycle.", "No meetings yet. Begin with a series."),
))  # fmt: skip
