"""Groups: a joint working group, from its charter to its final report.

The charter is adopted by every party once; an adoption beats a withdrawal it had not seen. Each party names its own members;
the group meets, and decides by consensus while each party has as many members as the charter asks (its quorum). A decision
tabled or supported without quorum is kept and shown as *pending quorum*: it binds nobody. When the sunset day is over, a node states so and
the group is closing; every party confirms the close.

Edition 2 adds the review half-way, dormancy and the pause (`group_reviews`), edition 3 observers (`group_observers`).

A working group is not a joint investigation team: it takes no evidence and coerces nobody. It commands no party.

Source: model agreement for joint investigation teams, borrowed for form; design decisions D2, D3, D7.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.names.normalise import name_key
from mithaq.pact.rules import proposals
from mithaq.pact.rules.days import day_of, has_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type, instant
from mithaq.pact.rules.group_observers import third
from mithaq.pact.rules.group_reviews import in_charge, second
from mithaq.pact.rules.kind import Every, Key, Kind, Proposals, Saying, Side, Stage, Step, Target, Track
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

CHAIRS = frozenset({"group-chair", "plan-coordinator"})
DESK = CHAIRS | {"group-secretary"}
LONGEST = timedelta(days=731)  # 24 months, as joint teams are chartered
LONGEST_MEETING = timedelta(days=5)  # a working week
AT_WORK = frozenset({"active", "closing"})
OBSERVER = "observer"

# Stages

CHARTER_STAGES = (
    Stage("proposed", W("ميثاق مقترح", "charte proposée", "charter proposed"), "waiting", Side.OTHERS),
    Stage("active", W("نشيطة", "active", "active"), "good"),
    Stage("closing", W("قيد الإغلاق", "en clôture", "closing"), "waiting", Side.ANY),
    Stage("closed", W("مغلقة", "close", "closed"), "quiet", final=True),
    Stage("declined", W("ميثاق مرفوض", "charte déclinée", "charter declined"), "bad", final=True),
    Stage("withdrawn", W("مسحوبة", "retirée", "withdrawn"), "quiet", final=True),
)


def _after_sunset(state: State, entry: Entry) -> str | None:
    """A node may state the sunset only once it is over; before, the statement counts for nothing."""
    over_at = sunset_at(state)
    return "closing" if over_at is not None and entry.at >= over_at else None


def _adopted_unseen(state: State, entry: Entry) -> str | None:
    """Nobody takes back what every party adopts without knowing that it was withdrawn (D3)."""
    charter = state.item("charter")
    withdrawal = charter.latest("withdraw-charter") if charter else None
    if charter is None or withdrawal is None or state.saw(entry, withdrawal.id):
        return None
    adopted = {state.opener, entry.author, *(each.author for each in charter.all("adopt-charter"))}
    return "active" if adopted >= set(state.parties) else "withdrawn"


CHARTERING: dict[str, dict[str, Target]] = {
    "": {"propose-charter": "proposed"},
    "proposed": {
        "adopt-charter": Every("active", creator_counts=True),
        "decline-charter": "declined",
        "withdraw-charter": "withdrawn",
    },
    "withdrawn": {"adopt-charter": _adopted_unseen},
    "active": {"state-sunset": _after_sunset, "begin-closing": "closing"},
    "closing": {"confirm-close": Every("closed")},
}


def quorum(state: State) -> dict[str, int]:
    """How many of each party must be present, by the charter; at least one."""
    stated = state.opening.says.get("quorum", 1)
    return {party: max(1, stated if isinstance(stated, int) else 1) for party in state.parties}


def members(state: State) -> dict[str, int]:
    """How many members each party has now."""
    at_work = [item.holder for item in state.items("member").values() if item.stage == "member"]
    return {party: at_work.count(party) for party in state.parties}


def is_observer(says: Mapping[str, Any]) -> bool:
    """Whether whoever is named observes the group, and is none of its members."""
    return says.get("role") == OBSERVER


def co_chairs(state: State) -> frozenset[str]:
    """The parties that have named their co-chair: each names one, so no party holds both chairs."""
    at_work = (item for item in state.items("member").values() if item.stage == "member")
    return frozenset(item.holder for item in at_work if item.entries[0].says.get("role") == "co-chair")


def has_quorum(state: State) -> bool:
    """Whether each party has the members that its quorum asks for."""
    present = members(state)
    return all(present[party] >= needed for party, needed in quorum(state).items())


def _decided(state: State, _: Entry) -> str:
    return "tabled" if has_quorum(state) else "pending-quorum"


def _supported(state: State, _: Entry) -> str:
    """A quorum that was lost after a decision was tabled is needed again before it is adopted."""
    return "adopted" if has_quorum(state) else "pending-quorum"


def _tabled_again(state: State, _: Entry) -> str | None:
    return "tabled" if has_quorum(state) else None


def sunset_at(state: State) -> datetime | None:
    """When the charter ends: midnight UTC after the sunset day in force; None if no day can be read."""
    extension = proposals.in_force(state, "extension")
    day = (extension or state.opening).says.get("sunset_on", "")
    try:
        return datetime.combine(date.fromisoformat(str(day)) + timedelta(days=1), time(0), UTC)
    except (ValueError, OverflowError):
        return None


def stage(state: State) -> str:
    return state.at("charter", "proposed")


# What is said

CHARTER = (
    Section(W("المجموعة", "Groupe", "Group"), (
        Field("title", Type.LINE, W("اسم المجموعة", "nom du groupe", "name of the group"), required=True, least=5, most=120, wide=True),
        Field("sort", Type.CODE, W("النوع", "nature", "sort"), required=True, public=True, codes="group-kinds", default="thematic"),
        Field("axis", Type.CODE, W("المحور", "axe", "axis"), required=True, public=True, codes="axes"),
    )),
    Section(W("الميثاق", "Charte", "Charter"), (
        Field("mandate", Type.PROSE, W("المهمة", "mandat", "mandate"), required=True, least=40, most=4000),
        Field("objectives", Type.GROUP, W("الأهداف", "objectifs", "objectives"), required=True, least=1, most=12, fields=(
            Field("text", Type.LINE, W("الهدف", "objectif", "objective"), required=True, least=5, most=300, wide=True),)),
        Field("deliverables", Type.PROSE, W("النتائج المنتظرة", "livrables", "deliverables"), most=2000),
        Field("languages", Type.CODES, W("لغات العمل", "langues de travail", "working languages"), public=True, codes="languages", default=("ar", "fr")),
        Field("confidentiality", Type.PROSE, W("السرية والتواصل مع الإعلام", "confidentialité et relations avec les médias", "confidentiality and media"), most=1000),
    )),
    Section(W("المدة والنصاب", "Durée et quorum", "Duration and quorum"), (
        Field("sunset_on", Type.DAY, W("تاريخ الانتهاء", "date d’échéance", "sunset"), required=True, public=True,
              help=W("24 شهرا على الأكثر", "24 mois au plus", "24 months at most")),
        Field("quorum", Type.NUMBER, W("النصاب عن كل طرف", "quorum par partie", "quorum for each party"), required=True, public=True, least=1, most=20, default=1),
        Field("rhythm_days", Type.NUMBER, W("وتيرة الاجتماعات بالأيام", "rythme des réunions, en jours", "days between meetings"), public=True, least=1, most=366, default=90),
    )),
)  # fmt: skip
MEMBER = (Section(W("العضو", "Membre", "Member"), (
    Field("name", Type.NAME, W("الاسم بالحروف اللاتينية", "NOM Prénom", "name in Latin letters"), required=True, most=120, script="Latn"),
    Field("name_ar", Type.NAME, W("الاسم بالعربية", "nom en arabe", "name in Arabic"), most=120, script="Arab"),
    Field("role", Type.CODE, W("الدور", "rôle", "role"), required=True, public=True, codes="group-roles", default="member"),
    Field("no_conflict", Type.FLAG, W("صرح بعدم وجود تضارب مصالح", "absence de conflit d’intérêts déclarée", "declares no conflict of interest"), public=True, default=False),
)),)  # fmt: skip
MEETING = (Section(W("الاجتماع", "Réunion", "Meeting"), (
    Field("starts_at", Type.INSTANT, W("البداية", "début", "starts"), required=True, public=True, observed=True),
    Field("ends_at", Type.INSTANT, W("النهاية", "fin", "ends"), required=True, public=True, observed=True),
    Field("place", Type.LINE, W("المكان", "lieu", "place"), required=True, most=200),
    Field("agenda", Type.GROUP, W("جدول الأعمال", "ordre du jour", "agenda"), required=True, least=1, most=30, observed=True, fields=(
        Field("text", Type.LINE, W("النقطة", "point", "point"), required=True, least=3, most=300, wide=True),)),
)),)  # fmt: skip
MINUTES = (Section(W("المحضر", "Procès-verbal", "Minutes"), (
    Field("minutes", Type.PROSE, W("المحضر", "procès-verbal", "minutes"), required=True, least=20, most=10000),
)),)  # fmt: skip
DECISION = (Section(W("القرار", "Décision", "Decision"), (
    Field("text", Type.PROSE, W("نص القرار", "texte de la décision", "text"), required=True, least=10, most=2000),
    Field("owner", Type.AUTHORITY, W("الطرف المكلف", "partie responsable", "party in charge"), required=True, public=True),
    Field("due_on", Type.DAY, W("الأجل", "échéance", "due"), required=True, public=True),
)),)  # fmt: skip
EXTENSION = (Section(W("التمديد", "Prorogation", "Extension"), (
    Field("sunset_on", Type.DAY, W("تاريخ الانتهاء الجديد", "nouvelle échéance", "new sunset"), required=True, public=True),
    Field("reason", Type.PROSE, W("السبب", "motif", "reason"), required=True, least=20, most=1000),
    Field("base", Type.ENTRY, W("المقترح السابق", "proposition précédente", "made on"), public=True),
)),)  # fmt: skip
REPORT = (Section(W("التقرير النهائي", "Rapport final", "Final report"), (
    Field("report", Type.PROSE, W("التقرير النهائي والتقييم", "rapport final et évaluation", "final report and evaluation"), required=True, least=40, most=10000),
    Field("score", Type.NUMBER, W("التقييم الذاتي من 1 إلى 5", "auto-évaluation de 1 à 5", "self-evaluation, 1 to 5"), required=True, public=True, least=1, most=5),
)),)  # fmt: skip


# What is checked beyond the fields


def check_sunset(saying: Saying) -> Iterable[Problem]:
    sunset = str(saying.says.get("sunset_on") or "")
    if has_come(sunset, saying):
        yield Problem("rules.in-the-past", ("sunset_on",))
    elif sunset > day_of(saying.now + LONGEST, saying):
        yield Problem("groups.longer-than-24-months", ("sunset_on",))


def check_meeting(saying: Saying) -> Iterable[Problem]:
    starts, ends = instant(saying.says.get("starts_at")), instant(saying.says.get("ends_at"))
    if starts and ends and ends <= starts:
        yield Problem("rules.ends-before-it-begins", ("ends_at",))
    elif starts and ends and ends - starts > LONGEST_MEETING:
        yield Problem("groups.meeting-of-many-days", ("ends_at",), soft=True)
    sunset = sunset_at(saying.state) if saying.state else None
    if starts and starts <= saying.now:
        yield Problem("rules.in-the-past", ("starts_at",))
    elif starts and sunset and starts >= sunset > saying.now:  # once it is over, the group meets to close
        yield Problem("groups.meets-after-sunset", ("starts_at",))


def check_decision(saying: Saying) -> Iterable[Problem]:
    owner = saying.says.get("owner")
    if saying.state and owner and owner not in saying.state.parties:
        yield Problem("rules.not-a-party", ("owner",))
    if has_come(str(saying.says.get("due_on") or ""), saying):
        yield Problem("rules.in-the-past", ("due_on",))
    if saying.state and not has_quorum(saying.state):
        yield Problem("groups.no-quorum", soft=True)


def reporters(state: State, decision: Item) -> frozenset[str]:
    """Who says that a decision was carried out: the party in charge; anybody where that is no party."""
    return in_charge(state, decision) & frozenset(state.parties) or frozenset(state.parties)


def check_in_charge(saying: Saying) -> Iterable[Problem]:
    decision = saying.state.item("decision", saying.item) if saying.state else None
    if saying.state and decision and saying.author not in reporters(saying.state, decision):
        yield Problem("groups.not-in-charge")


def check_member(saying: Saying) -> Iterable[Problem]:
    if not saying.says.get("no_conflict"):
        yield Problem("groups.conflict-not-declared", ("no_conflict",), soft=True)
    if saying.state and saying.says.get("role") == "co-chair" and saying.author in co_chairs(saying.state):
        yield Problem("groups.co-chair-named-already", ("role",))
    if saying.state and _names(saying.body) & _members_of_others(saying):
        yield Problem("groups.member-of-another-party", ("name",), soft=True)


def _members_of_others(saying: Saying) -> frozenset[str]:
    items = saying.state.items("member").values() if saying.state else ()
    others = [item for item in items if item.stage == "member" and item.holder != saying.author]
    bodies = saying.bodies() if others else {}
    return frozenset().union(*(_names(bodies.get(item.key, {})) for item in others))


def _names(body: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name_key(str(body.get(name) or "")) for name in ("name", "name_ar")) - {""}


def read(state: State, bodies: Bodies) -> Reading:
    says = state.opening.says
    ends_at = sunset_at(state)
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        axis=str(says.get("axis", "")),
        columns={
            "sort": str(says.get("sort", "")),
            "sunset": (ends_at - timedelta(days=1)).date().isoformat() if ends_at else "",
        },
        facets=(("axis", str(says.get("axis", ""))), ("sort", str(says.get("sort", "")))),
    )


# The declaration

KIND = enter(Kind(
    name="group",
    mark="GRP",
    edition=1,
    words=W("مجموعة عمل مشتركة", "groupe de travail conjoint", "joint working group"),
    plural=W("مجموعات العمل المشتركة", "groupes de travail conjoints", "joint working groups"),
    help=W("ميثاق معتمد من جميع الأطراف، ومدة محددة، وقرارات متتبعة", "une charte adoptée par toutes les parties, une échéance, des décisions suivies",
           "a charter every party adopted, a sunset, decisions that are followed"),
    counts_as=("activity",),
    answers=frozenset({"adopt-charter"}),
    refuses={"decline-charter": ""},
    opening="propose-charter",
    stages=CHARTER_STAGES,
    stage=stage,
    tracks=(
        Track("charter", W("الميثاق", "charte", "charter"), CHARTER_STAGES, CHARTERING),
        Track("member", W("الأعضاء", "membres", "members"),
              (Stage("member", W("عضو", "membre", "member"), "good"), Stage("left", W("غادر", "parti", "left"), "quiet", final=True)),
              {"": {"name-member": "member"}, "member": {"end-membership": "left"}}, key=Key.ITEM),
        Track("meeting", W("الاجتماعات", "réunions", "meetings"),
              (Stage("called", W("مبرمج", "convoquée", "called"), "waiting"), Stage("held", W("منعقد", "tenue", "held"), "moving", Side.OTHERS),
               Stage("agreed", W("محضر مصادق عليه", "procès-verbal approuvé", "minutes agreed"), "good", final=True),
               Stage("cancelled", W("ملغى", "annulée", "cancelled"), "quiet", final=True)),
              {"": {"call-meeting": "called"}, "called": {"hold-meeting": "held", "cancel-meeting": "cancelled"},
               "held": {"agree-minutes": Every("agreed", creator_counts=True)}}, key=Key.ITEM),
        Track("decision", W("القرارات", "décisions", "decisions"),
              (Stage("tabled", W("معروض", "soumise", "tabled"), "waiting", Side.OTHERS),
               Stage("pending-quorum", W("معلق لعدم اكتمال النصاب", "en attente de quorum", "pending quorum"), "bad"),
               Stage("adopted", W("معتمد", "adoptée", "adopted"), "good"),
               Stage("not-adopted", W("غير معتمد", "non adoptée", "not adopted"), "bad", final=True),
               Stage("done", W("منفذ", "exécutée", "done"), "good", final=True)),
              {"": {"table-decision": _decided}, "pending-quorum": {"table-again": _tabled_again},
               "tabled": {"support-decision": Every(_supported, creator_counts=True), "oppose-decision": "not-adopted"},
               "adopted": {"report-done": "done"}}, key=Key.ITEM),
        Proposals("extension", W("التمديد", "prorogation", "extension"),
                  "propose-extension", "accept-extension", "decline-extension", "withdraw-extension"),
    ),
    steps=(
        Step("propose-charter", "charter", Side.OPENER, W("اقتراح ميثاق", "Proposer une charte", "Propose a charter"),
             W("اقترحت ميثاق المجموعة", "a proposé la charte du groupe", "proposed the charter"),
             W("تنشأ المجموعة عندما يعتمد الميثاقَ جميع الأطراف", "Le groupe existe quand toutes les parties ont adopté la charte", "The group exists once every party has adopted the charter"),
             sections=(*CHARTER, SERVES), functions=CHAIRS, checks=(check_sunset,)),
        Step("adopt-charter", "charter", Side.PARTNER, W("اعتماد الميثاق", "Adopter la charte", "Adopt the charter"),
             W("اعتمدت الميثاق", "a adopté la charte", "adopted the charter"), functions=CHAIRS),
        Step("decline-charter", "charter", Side.PARTNER, W("رفض الميثاق", "Décliner la charte", "Decline the charter"),
             W("رفضت الميثاق", "a décliné la charte", "declined the charter"), functions=CHAIRS),
        Step("withdraw-charter", "charter", Side.OPENER, W("سحب الميثاق", "Retirer la charte", "Withdraw the charter"),
             W("سحبت الميثاق", "a retiré la charte", "withdrew the charter"), functions=CHAIRS, usual=frozenset(), precedence=-10),
        Step("name-member", "member", Side.ANY, W("تعيين عضو", "Désigner un membre", "Name a member"),
             W("عينت عضوا", "a désigné un membre", "named a member"), sections=MEMBER, functions=DESK, when=AT_WORK, checks=(check_member,), seats="name", observes=is_observer),
        Step("end-membership", "member", Side.HOLDER, W("إنهاء العضوية", "Mettre fin à la qualité de membre", "End the membership"),
             W("أنهت عضوية أحد أعضائها", "a mis fin à la qualité d’un de ses membres", "ended a membership"), functions=DESK, precedence=-5, seats="name", unseats=True),
        Step("call-meeting", "meeting", Side.ANY, W("الدعوة إلى اجتماع", "Convoquer une réunion", "Call a meeting"),
             W("دعت إلى اجتماع", "a convoqué une réunion", "called a meeting"), sections=MEETING, functions=DESK, when=AT_WORK, checks=(check_meeting,)),
        Step("hold-meeting", "meeting", Side.HOLDER, W("إثبات الانعقاد", "Constater la tenue", "Record the meeting"),
             W("أثبتت انعقاد الاجتماع وقدمت المحضر", "a constaté la tenue et présenté le procès-verbal", "recorded the meeting and its minutes"), sections=MINUTES, functions=DESK, when=AT_WORK),
        Step("cancel-meeting", "meeting", Side.HOLDER, W("إلغاء الاجتماع", "Annuler la réunion", "Cancel the meeting"),
             W("ألغت الاجتماع", "a annulé la réunion", "cancelled the meeting"), functions=DESK, precedence=-5),
        Step("agree-minutes", "meeting", Side.OTHERS, W("المصادقة على المحضر", "Approuver le procès-verbal", "Agree the minutes"),
             W("صادقت على المحضر", "a approuvé le procès-verbal", "agreed the minutes"), functions=CHAIRS),
        Step("table-decision", "decision", Side.ANY, W("عرض قرار", "Soumettre une décision", "Table a decision"),
             W("عرضت قرارا", "a soumis une décision", "tabled a decision"),
             W("يُعتمد بتوافق جميع الأطراف وباكتمال النصاب", "Elle est adoptée par consensus, si le quorum est réuni", "It is adopted by consensus, with quorum"),
             sections=DECISION, functions=DESK, when=AT_WORK, checks=(check_decision,)),
        Step("table-again", "decision", Side.HOLDER, W("إعادة عرض القرار", "Soumettre de nouveau", "Table again"),
             W("أعادت عرض القرار بعد اكتمال النصاب", "a soumis de nouveau, le quorum étant réuni", "tabled it again with quorum"), functions=DESK, when=AT_WORK),
        Step("support-decision", "decision", Side.OTHERS, W("الموافقة على القرار", "Approuver la décision", "Support the decision"),
             W("وافقت على القرار", "a approuvé la décision", "supported the decision"), functions=CHAIRS, when=AT_WORK),
        Step("oppose-decision", "decision", Side.OTHERS, W("الاعتراض على القرار", "S’opposer à la décision", "Oppose the decision"),
             W("اعترضت على القرار", "s’est opposée à la décision", "opposed the decision"), functions=CHAIRS, when=AT_WORK),
        Step("report-done", "decision", Side.ANY, W("إثبات التنفيذ", "Constater l’exécution", "Report it done"),
             W("أثبتت تنفيذ القرار", "a constaté l’exécution de la décision", "reported the decision done"), functions=DESK, checks=(check_in_charge,), meant_for=reporters),
        Step("propose-extension", "extension", Side.ANY, W("اقتراح تمديد", "Proposer une prorogation", "Propose an extension"),
             W("اقترحت تمديد المجموعة", "a proposé de proroger le groupe", "proposed an extension"), sections=EXTENSION, functions=CHAIRS,
             when=frozenset({"active"}), checks=(check_sunset,)),
        Step("accept-extension", "extension", Side.OTHERS, W("قبول التمديد", "Accepter la prorogation", "Accept the extension"),
             W("قبلت التمديد", "a accepté la prorogation", "accepted the extension"), functions=CHAIRS),
        Step("decline-extension", "extension", Side.OTHERS, W("رفض التمديد", "Décliner la prorogation", "Decline the extension"),
             W("رفضت التمديد", "a décliné la prorogation", "declined the extension"), functions=CHAIRS),
        Step("withdraw-extension", "extension", Side.HOLDER, W("سحب الاقتراح", "Retirer la proposition", "Withdraw the proposal"),
             W("سحبت اقتراح التمديد", "a retiré sa proposition", "withdrew its proposal"), functions=CHAIRS),
        Step("begin-closing", "charter", Side.ANY, W("الشروع في الإغلاق", "Engager la clôture", "Begin closing"),
             W("شرعت في إغلاق المجموعة", "a engagé la clôture", "began closing the group"), functions=CHAIRS),
        Step("state-sunset", "charter", Side.ANY, W("إثبات حلول الأجل", "Constater l’échéance", "State the sunset"),
             W("أثبتت حلول أجل المجموعة", "a constaté l’échéance du groupe", "stated that the sunset has passed"), lapse_at=sunset_at),
        Step("confirm-close", "charter", Side.ANY, W("تأكيد الإغلاق", "Confirmer la clôture", "Confirm the close"),
             W("أكدت الإغلاق وقدمت تقريرها", "a confirmé la clôture et remis son rapport", "confirmed the close and gave its report"),
             W("تُغلق المجموعة عندما يؤكد جميع الأطراف", "Le groupe est clos quand toutes les parties ont confirmé", "The group is closed once every party has confirmed"),
             sections=REPORT, functions=CHAIRS, settled=True),
    ),
    read=read,
    columns=(
        Column("axis", W("المحور", "axe", "axis"), codes="axes", priority=1, filters=True),
        Column("sort", W("النوع", "nature", "sort"), codes="group-kinds", filters=True),
        Column("sunset", W("الأجل", "échéance", "sunset")),
    ),
    empty=W("لا توجد مجموعات عمل.", "Aucun groupe de travail.", "No working groups yet."),
))  # fmt: skip
SECOND = enter(second(KIND))
THIRD = enter(third(SECOND))
