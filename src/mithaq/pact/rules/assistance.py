"""Assistance: technical assistance from a need to what became of it, with its missions and its equipment.

It begins with a need, or with an offer that is matched to one when it is accepted (`assisting`). A request is consulted on
first: whoever is asked agrees or objects, and silence until the day stated is taken for agreement, which a node states. Then
it is decided on by criteria, offered, accepted by who asked. Missions are planned, held, reported on and evaluated by
who was helped; equipment is followed to its end use. Nothing is delivered that was not evaluated.

A *sensitive* technology is held: silence agrees to nothing, and each side clears it by three persons in three functions,
its head, its legal adviser and its rights reviewer, or it goes no further.

Source: domain model of technical assistance; TAIEX (application, silence procedure, formats); Regulation (EU) 2021/821.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from mithaq.pact.ledger.entry import Entry, written_at
from mithaq.pact.rules import assistance_says as says
from mithaq.pact.rules.assistance_checks import (
    check_begin,
    check_decision,
    check_delivery,
    check_effect,
    check_evaluation,
    check_ground,
    check_match,
    check_mission,
    check_product,
    is_evaluated,
)
from mithaq.pact.rules.assisting import (
    ACCEPT,
    DECLINE,
    DELIVER,
    EFFECT,
    OFFER,
    STAGES,
    Told,
    assisting,
    provider,
    takers,
)
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.kind import (  # fmt: skip
    Dated,
    Duty,
    Every,
    Key,
    Kind,
    Reminder,
    Side,
    Stage,
    Step,
    Target,
    Track,
)
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W, Words

MANAGERS = frozenset({"assistance-manager"})
CLEARS = ("clear-as-head", "clear-as-legal", "clear-as-rights")
OPEN, HELD, VETOED = "consultation", "held", "vetoed"
AGREED = frozenset({"agreed", "tacit"})
WORK = frozenset({"accepted"})
REMIND = tuple(Reminder(timedelta(days=days), MANAGERS) for days in (-7, 0, 7))
SHORTEST_SILENCE = timedelta(days=5)  # whatever day is stated; our own forms ask for working days
ANSWERED = ("agree-consultation", "object")

CONSULTATION_STAGES = (
    Stage(OPEN, W("قيد الاستشارة", "en consultation", "being consulted on"), "waiting", Side.OTHERS),
    Stage(HELD, W("موقوف: تقنية حساسة", "suspendu : technologie sensible", "held: sensitive technology"), "bad", Side.ANY),
    Stage("agreed", W("لا اعتراض", "sans objection", "no objection"), "good"),
    Stage("tacit", W("لا اعتراض (سكوت)", "sans objection (silence)", "no objection (silence)"), "good"),
    Stage(VETOED, W("معترض عليه", "rejeté", "objected to"), "bad", final=True),
)  # fmt: skip
MISSION_STAGES = (
    Stage("planned", W("مبرمجة", "programmée", "planned"), "waiting", Side.OTHERS),
    Stage("held", W("منجزة، في انتظار التقرير", "effectuée, rapport attendu", "held, report awaited"), "moving", Side.HOLDER),
    Stage("reported", W("في انتظار التقييم", "à évaluer", "to be evaluated"), "moving", Side.OTHERS),
    Stage("evaluated", W("مقيّمة", "évaluée", "evaluated"), "good", final=True),
    Stage("cancelled", W("ملغاة", "annulée", "cancelled"), "quiet", final=True),
)  # fmt: skip
EQUIPMENT_STAGES = (
    Stage("handed-over", W("مسلَّمة، في انتظار شهادة الاستعمال", "remis, attestation attendue", "handed over, certificate awaited"), "waiting", Side.OTHERS),
    Stage("in-service", W("في الخدمة", "en service", "in service"), "good"),
    Stage("out-of-service", W("خارج الخدمة", "hors service", "out of service"), "bad"),
)  # fmt: skip


# Consultation


def _consulted(state: State, entry: Entry) -> Iterable[Item]:
    """What is asked for is consulted on; what is sensitive is held, whoever asks or offers."""
    if entry.opens:
        begins = "agreed" if entry.says.get("way") == "offer" else OPEN
        yield Item("", state.opener, HELD if entry.says.get("sensitive") else begins, (entry,))


def silence_at(state: State) -> datetime | None:
    """When silence agrees, while nothing else has been said; never for what is held."""
    consultation = state.item("consultation")
    return _over_at(state) if consultation is not None and consultation.stage == OPEN else None


def _over_at(state: State) -> datetime | None:
    """Midnight UTC after the day stated, five days after it was asked at the earliest, so that no node agrees at once by
    a day that was over already.
    """
    day = str(state.opening.says.get("answer_by", ""))
    if not is_day(day):
        return None
    over_at = datetime.combine(date.fromisoformat(day), time(), UTC) + timedelta(days=1)
    return max(over_at, state.opening.at + SHORTEST_SILENCE)


def _answer_days(state: State, _: Item) -> Iterable[tuple[str, str]]:
    over_at = _over_at(state)
    if over_at is not None:
        yield "", written_at(over_at)


def _answering(state: State, item: Item) -> frozenset[str]:
    """Whose answer is awaited, or came: whoever was silent until that agreed owes none any more."""
    return frozenset(
        party for party in state.parties if item.stage == OPEN or _answer(state, item, "", party)
    )


def _answer(_: State, item: Item, __: str, party: str) -> Entry | None:
    return next((each for step in ANSWERED for each in item.all(step) if each.author == party), None)


def _silent(state: State, entry: Entry) -> str | None:
    over_at = silence_at(state)
    return "tacit" if over_at is not None and entry.at >= over_at else None


def _cleared(state: State, entry: Entry) -> str:
    """All three functions of every party have cleared it, this entry among them."""
    held = state.items("consultation")[""]
    given = {(each.step, each.author) for each in (*held.entries, entry)}
    return "agreed" if given >= {(step, party) for step in CLEARS for party in state.parties} else HELD


def _uncleared(step: str, state: State, held: Item) -> frozenset[str]:
    return frozenset(state.parties) - {entry.author for entry in held.all(step)}


def _may_object(state: State, item: Item) -> frozenset[str]:
    """Whoever is consulted; of what is held everybody, who began it among them."""
    return frozenset(state.parties) - (frozenset({state.opener}) if item.stage == OPEN else frozenset())


def _consultation_waits_for(state: State, item: Item) -> Iterable[str]:
    if item.stage == OPEN:
        return (party for party in state.parties if party not in item.yes | {state.opener})
    if item.stage == HELD:
        return frozenset().union(*(_uncleared(step, state, item) for step in CLEARS))
    return ()


CONSULTING: dict[str, dict[str, Target]] = {
    OPEN: {
        "agree-consultation": Every("agreed", creator_counts=True),
        "object": VETOED,
        "state-silence": _silent,
    },
    HELD: {**dict.fromkeys(CLEARS, _cleared), "object": VETOED},
}


def stage(state: State) -> str:
    """How the support stands, once nothing holds it."""
    support, consultation = state.item("support"), state.item("consultation")
    if support is None or consultation is None:
        return OPEN
    ended = any(each.final for each in STAGES if each.name == support.stage)
    return support.stage if ended or consultation.stage in AGREED else consultation.stage


# Missions and equipment


def _support(state: State) -> Item | None:
    return state.item("support")


def _provides(state: State) -> frozenset[str]:
    support = _support(state)
    return frozenset({provider(support)}) if support else frozenset()


def helped(state: State, _: Item) -> frozenset[str]:
    support = _support(state)
    return takers(support) if support else frozenset()


def _inspected(_: State, entry: Entry) -> str:
    return "in-service" if entry.says.get("in_service") is True else "out-of-service"


def _inspection_days(_: State, item: Item) -> Iterable[tuple[str, str]]:
    yield "", str(item.entries[0].says.get("inspect_on", ""))


def _inspection(_: State, item: Item, __: str, party: str) -> Entry | None:
    return next((each for each in item.all("inspect-equipment") if each.author == party), None)


MISSIONS: dict[str, dict[str, Target]] = {
    "": {"plan-mission": "planned"},
    "planned": {"confirm-held": "held", "cancel-mission": "cancelled"},
    "held": {"report-mission": "reported"},
    "reported": {"evaluate-mission": "evaluated"},
}
EQUIPPING: dict[str, dict[str, Target]] = {
    "": {"hand-over-equipment": "handed-over"},
    "handed-over": {"certify-end-use": "in-service"},
    "in-service": {"inspect-equipment": _inspected},
    "out-of-service": {"inspect-equipment": _inspected},
}


def read(state: State, bodies: Bodies) -> Reading:
    public, support = state.opening.says, _support(state)
    decision = support.latest(OFFER) if support else None
    axis, form = str(public.get("axis", "")), str(public.get("format", ""))
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        axis=axis,
        columns={
            "way": str(public.get("way", "")),
            "format": form,
            "score": str(decision.says.get("score", "")) if decision else "",
        },
        facets=(("axis", axis), ("format", form)),
    )


# The declaration

SUPPORT = assisting(
    Step("begin-assistance", "support", Side.OPENER, W("طلب مساعدة تقنية أو عرضها", "Demander ou proposer une assistance", "Ask for assistance, or offer it"),
         W("طلبت مساعدة تقنية أو عرضتها", "a demandé ou proposé une assistance technique", "asked for assistance, or offered it"),
         W("تُستشار الأطراف أولا؛ والتقنية الحساسة موقوفة إلى حين الإذن", "Les parties sont d’abord consultées ; une technologie sensible est suspendue jusqu’à accord",
           "The parties are consulted first; a sensitive technology is held until it is cleared"),
         sections=(*says.BEGIN, SERVES), functions=MANAGERS, checks=(check_begin, check_product)),
    W("المساعدة", "assistance", "assistance"), functions=MANAGERS, term="assistance_effect", key=Key.ONCE,
    told={
        OFFER: Told(sections=says.DECISION, checks=(check_decision,), when=frozenset({"asked"}), given=says.given_decision),
        ACCEPT: Told(sections=says.ACCEPTANCE, checks=(check_match, check_product), when=frozenset({"offered", "accepted"})),
        DECLINE: Told(sections=says.DECLINED, checks=(check_ground,), when=frozenset({"asked", "offered"})),
        DELIVER: Told(checks=(check_delivery,), ready=lambda state, _: is_evaluated(state)),
        EFFECT: Told(sections=says.EFFECT, checks=(check_effect,)),
    },
)  # fmt: skip
BUTTONS: Mapping[str, Words] = {
    "clear-as-head": W(
        "الإذن باسم رئيس المصلحة", "Donner l’accord du chef de service", "Clear as head of service"
    ),
    "clear-as-legal": W("الإذن القانوني", "Donner l’accord juridique", "Clear as legal adviser"),
    "clear-as-rights": W(
        "الإذن من حيث احترام الحقوق", "Donner l’accord au titre des droits", "Clear as rights reviewer"
    ),
}
CLEARED_BY = dict(zip(CLEARS, ("head-of-service", "legal-adviser", "rights-reviewer"), strict=True))


def _clear(step: str) -> Step:
    return Step(
        step, "consultation", Side.ANY, BUTTONS[step], W("أذنت في التقنية الحساسة", "a donné un accord à la technologie sensible", "cleared the sensitive technology"),
        W("يلزم إذن المهام الثلاث لدى كل طرف، من ثلاثة أشخاص", "Il faut l’accord des trois fonctions de chaque partie, par trois personnes", "It takes all three functions of each party, by three persons"),
        sections=says.CLEARANCE, functions=frozenset({CLEARED_BY[step]}), who=lambda state, item: _uncleared(step, state, item), apart=frozenset(CLEARS) - {step},
    )  # fmt: skip


KIND = enter(Kind(
    name="assistance",
    mark="TAS",
    edition=1,
    words=W("مساعدة تقنية", "assistance technique", "technical assistance"),
    plural=W("المساعدة التقنية", "assistance technique", "technical assistance"),
    help=W("الحاجة أولا، ثم التتبع إلى حين الاستعمال", "le besoin d’abord, puis le suivi jusqu’à l’usage", "the need first, then followed to its use"),
    opening="begin-assistance",
    stages=(*CONSULTATION_STAGES[:2], CONSULTATION_STAGES[4], *STAGES),
    stage=stage,
    tracks=(
        SUPPORT.track,
        Track("consultation", W("الاستشارة", "consultation", "consultation"), CONSULTATION_STAGES, CONSULTING, upon=_consulted, waits_for=_consultation_waits_for),
        Track("mission", W("المهام", "missions", "missions"), MISSION_STAGES, MISSIONS, key=Key.ITEM),
        Track("equipment", W("المعدات", "équipements", "equipment"), EQUIPMENT_STAGES, EQUIPPING, key=Key.ITEM),
    ),
    steps=(
        *SUPPORT.steps,
        Step("agree-consultation", "consultation", Side.PARTNER, W("لا اعتراض", "Ne pas s’opposer", "Do not object"), W("لم تعترض", "ne s’est pas opposée", "did not object"), functions=MANAGERS),
        Step("object", "consultation", Side.ANY, W("الاعتراض", "S’opposer", "Object"), W("اعترضت", "s’est opposée", "objected"), sections=says.REASON, precedence=-5,
             functions=MANAGERS | {*CLEARED_BY.values()}, who=_may_object),
        Step("state-silence", "consultation", Side.ANY, W("إثبات السكوت", "Constater le silence", "State the silence"), W("أثبتت أن السكوت يُعد موافقة", "a constaté que le silence vaut accord", "stated that silence agrees"),
             lapse_at=silence_at, heard_for=SHORTEST_SILENCE),
        *map(_clear, CLEARS),
        Step("plan-mission", "mission", Side.ANY, W("برمجة مهمة", "Programmer une mission", "Plan a mission"), W("برمجت مهمة", "a programmé une mission", "planned a mission"), sections=says.MISSION, functions=MANAGERS, when=WORK, creators=_provides, checks=(check_mission,)),
        Step("confirm-held", "mission", Side.OTHERS, W("تأكيد إنجاز المهمة", "Confirmer la tenue", "Confirm that it was held"), W("أكدت إنجاز المهمة", "a confirmé la tenue de la mission", "confirmed that the mission was held"), functions=MANAGERS, who=helped),
        Step("report-mission", "mission", Side.HOLDER, W("تقديم التقرير", "Remettre le rapport", "Report"), W("قدمت تقرير المهمة", "a remis le rapport de mission", "reported on the mission"), sections=says.REPORT, functions=MANAGERS),
        Step("evaluate-mission", "mission", Side.OTHERS, W("تقييم المهمة", "Évaluer la mission", "Evaluate"), W("قيمت المهمة", "a évalué la mission", "evaluated the mission"), sections=says.EVALUATION, functions=MANAGERS, who=helped, checks=(check_evaluation,)),
        Step("cancel-mission", "mission", Side.HOLDER, W("إلغاء المهمة", "Annuler la mission", "Cancel the mission"), W("ألغت المهمة", "a annulé la mission", "cancelled the mission"), functions=MANAGERS, precedence=-5, who=lambda _, item: frozenset({item.holder})),
        Step("hand-over-equipment", "equipment", Side.ANY, W("تسليم معدات", "Remettre un équipement", "Hand equipment over"), W("سلمت معدات", "a remis un équipement", "handed equipment over"), sections=says.EQUIPMENT, functions=MANAGERS, when=WORK, creators=_provides),
        Step("certify-end-use", "equipment", Side.OTHERS, W("شهادة الاستعمال النهائي", "Attester l’utilisation finale", "Certify the end use"), W("أدلت بشهادة الاستعمال النهائي", "a attesté l’utilisation finale", "certified the end use"), sections=says.END_USE, functions=MANAGERS, who=helped),
        Step("inspect-equipment", "equipment", Side.OTHERS, W("إثبات الفحص", "Constater l’inspection", "Record the inspection"), W("أثبتت فحص المعدات", "a constaté l’inspection de l’équipement", "recorded the inspection"), sections=says.INSPECTION, functions=MANAGERS, who=helped),
    ),
    read=read,
    counts_as=("activity",),
    answers=frozenset({OFFER}),
    refuses={DECLINE: "ground"},
    duties=(
        SUPPORT.duty,
        Duty("mission-report", W("تقرير المهمة", "rapport de mission", "report of the mission"), "mission", frozenset({"confirm-held"}), frozenset({"report-mission"}), Side.HOLDER, lambda *_: "mission_report", reminders=REMIND),
        Duty("mission-evaluation", W("تقييم المهمة", "évaluation de la mission", "evaluation of the mission"), "mission", frozenset({"report-mission"}), frozenset({"evaluate-mission"}), Side.OTHERS,
             lambda *_: "mission_evaluation", who=helped, reminders=REMIND),
    ),
    dated=(
        Dated("answer", W("الجواب على الاستشارة", "réponse à la consultation", "answer to the consultation"), "consultation", Side.PARTNER, _answer_days, _answer,
              ends=frozenset(ANSWERED), who=_answering, reminders=(Reminder(timedelta(days=-5), MANAGERS), Reminder(timedelta(days=-1), frozenset({"head-of-service"})))),
        Dated("inspection", W("فحص المعدات", "inspection de l’équipement", "inspecting the equipment"), "equipment", Side.OTHERS, _inspection_days, _inspection,
              ends=frozenset({"inspect-equipment"}), who=helped, reminders=REMIND),
    ),
    columns=(
        Column("way", W("طلب أم عرض", "demande ou offre", "request or offer"), codes="assistance-ways", priority=1),
        Column("format", W("الصيغة", "format", "format"), codes="assistance-formats", filters=True),
        Column("score", W("المجموع من 30", "total sur 30", "score of 30"), priority=3),
    ),
    empty=W("لا توجد مساعدة تقنية. ابدأ بحاجة.", "Aucune assistance technique. Commencez par un besoin.", "No technical assistance yet. Begin with a need."),
))  # fmt: skip
