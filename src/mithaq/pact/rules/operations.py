"""Operations: what authorities do at one time, each on its own soil, under its own law and its own command.

A concept is agreed by all. Each party clears it for itself: by law, against its own operations, with an order of its own; each
leg is authorised by whose soil it crosses. All give their go, which holds for 24 hours; whoever is in charge on any side aborts at
once, with a word. Decisions are logged, results are claimed by each side and counted once, and each gives its review.

Nobody commands the other: no step of one party sets another's clearance, order or go. Deliberately absent: tactics, covert means,
informants, where officers are. They never leave the house.

Source: UN Convention against Transnational Organized Crime, articles 4, 19 and 20; UN Convention of 1988, article 11; domain model of
operations; design decisions D2, D5, D20.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import operations_say as said
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.kind import Dated, Every, Key, Kind, Side, Stage, Step, Target, Track
from mithaq.pact.rules.operation_gates import GO_HOLDS, all_go, given, go_over_at, obstacles
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

PLANS = frozenset({"operations-planner"})
COMMANDS = frozenset({"operations-commander"})
LAW = frozenset({"legal-adviser"})
IN_CHARGE = COMMANDS | LAW | {"duty-officer"}
STAFF = PLANS | COMMANDS
PLANNED, BEFORE, RUNNING = frozenset({"planned"}), frozenset({"planned", "go"}), frozenset({"running"})
OVER = frozenset({"ended", "aborted"})
HAPPENED = RUNNING | OVER
DEBRIEFED_WITHIN = timedelta(days=30)
OUTCOME_AFTER = timedelta(days=365)
TAKES_BACK = frozenset(
    {"withdraw-legal-ok", "state-conflict", "withdraw-authorisation", "refuse-leg", "propose-leg"}
)

# Stages

STAGES = (
    Stage("proposed", W("مقترحة", "proposée", "proposed"), "waiting", Side.OTHERS),
    Stage("planned", W("قيد التحضير", "en préparation", "being prepared"), "waiting"),
    Stage("go", W("مأذون بانطلاقها", "feu vert", "go"), "moving", Side.ANY),
    Stage("running", W("جارية", "en cours", "running"), "moving"),
    Stage("ended", W("منتهية", "terminée", "ended"), "good", Side.ANY),
    Stage("aborted", W("موقفة", "interrompue", "aborted"), "bad", Side.ANY),
    Stage("closed", W("مغلقة", "close", "closed"), "quiet", final=True),
    Stage("declined", W("مرفوضة", "déclinée", "declined"), "quiet", final=True),
)
LEG_STAGES = (
    Stage("planned", W("في انتظار الإذن", "à autoriser", "to be authorised"), "waiting", Side.HOLDER),
    Stage("authorised", W("مأذون بها", "autorisée", "authorised"), "good"),
    Stage("refused", W("مرفوضة", "refusée", "refused"), "bad"),
    Stage("passed", W("تمت", "franchie", "passed"), "good", final=True),
    Stage("lost", W("فُقدت السيطرة", "contrôle perdu", "control lost"), "bad", final=True),
    Stage("dropped", W("متخلى عنها", "abandonnée", "dropped"), "quiet", final=True),
)
RESULT_STAGES = (
    Stage("claimed", W("مصرح بها", "déclaré", "claimed"), "waiting", Side.OTHERS),
    Stage("validated", W("معتمدة من الجميع", "validé par tous", "validated by all"), "good"),
    Stage("disputed", W("متنازع فيها", "contesté", "disputed"), "bad", Side.HOLDER),
    Stage("withdrawn", W("مسحوبة", "retiré", "withdrawn"), "quiet", final=True),
)
AWAITED = Stage("awaited", W("منتظر", "attendu", "awaited"), "waiting")


def stage(state: State) -> str:
    return state.at("operation", "proposed")


# What leads where


def _go(state: State, entry: Entry) -> str | None:
    """A go counts where nothing is missing when it is given, as its author had seen it or not."""
    return None if obstacles(state, entry.at) else "given"


def _begun(state: State, entry: Entry) -> str | None:
    """It begins while every go holds."""
    over_at = go_over_at(state)
    return "running" if over_at is not None and all_go(state) and entry.at < over_at else None


def _lapsed(state: State, entry: Entry) -> str | None:
    """A go that nobody used in its time is none any more."""
    over_at = go_over_at(state)
    return "planned" if over_at is not None and entry.at >= over_at else None


def _closed(state: State, _: Entry) -> str | None:
    """It is closed when every side has given its review."""
    return "closed" if all(item.stage == "given" for item in state.items("debrief").values()) else None


def _of_gos(state: State, entry: Entry) -> Iterable[Item]:
    """Which gos fall: all where something they stood on is gone, those whose time is over where a node has stated it."""
    whole = state.item("operation")
    if whole is None or whole.stage not in BEFORE:
        return
    for party, stated in given(state).items():
        lapsed = entry.step == "state-go-lapse" and entry.at >= stated.at + GO_HOLDS
        if lapsed or entry.step in TAKES_BACK:
            yield replace(state.items("go")[party], stage="awaited")


def _whole(state: State, _: Entry) -> Iterable[Item]:
    """The operation has its go while every party's holds."""
    whole = state.item("operation")
    if whole is not None and whole.stage in BEFORE:
        stands = "go" if all_go(state) else "planned"
        if stands != whole.stage:
            yield replace(whole, stage=stands)


OPERATION: dict[str, dict[str, Target]] = {
    "": {"propose-operation": "proposed"},
    "proposed": {
        "agree-concept": Every("planned", creator_counts=True),
        "decline-concept": "declined",
        "abort": "aborted",
    },
    "planned": {"state-go-lapse": _lapsed, "abort": "aborted"},
    "go": {"begin": _begun, "state-go-lapse": _lapsed, "abort": "aborted"},
    "running": {"end-operation": "ended", "abort": "aborted"},
    "ended": {"close-operation": Every(_closed)},
    "aborted": {"close-operation": Every(_closed)},
}


def may_drop(_: State, leg: Item) -> frozenset[str]:
    """Who drops a leg: whose soil it crosses, or who proposed it."""
    return frozenset({leg.holder, leg.creator})


# What is owed


def debrief_day(state: State, _: Item) -> Iterable[tuple[str, str]]:
    """Thirty days after the end each side has given its review."""
    whole = state.item("operation")
    ended = whole.latest("end-operation", "abort") if whole else None
    if ended is not None:
        yield "", (ended.at.date() + DEBRIEFED_WITHIN).isoformat()


def debrief_of(_: State, debrief: Item, __: str, ___: str) -> Entry | None:
    return debrief.latest("give-debrief")


def outcome_day(_: State, result: Item) -> Iterable[tuple[str, str]]:
    """A year after an arrest it is told what the courts made of it."""
    says = result.entries[0].says
    if result.stage == "validated" and says.get("sort") == "arrest" and is_day(says.get("found_on")):
        yield "", (date.fromisoformat(str(says["found_on"])) + OUTCOME_AFTER).isoformat()


def outcome_of(_: State, result: Item, __: str, ___: str) -> Entry | None:
    return result.latest("report-outcome")


def read(state: State, bodies: Bodies) -> Reading:
    says = state.opening.says
    missing = len(obstacles(state, datetime.min.replace(tzinfo=UTC))) if stage(state) in BEFORE else 0
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        axis=str(says.get("axis", "")),
        columns={
            "sort": str(says.get("sort", "")),
            "starts": str(says.get("starts_at", ""))[:10],
            "missing": str(missing),
        },
        facets=(("axis", str(says.get("axis", ""))), ("sort", str(says.get("sort", "")))),
    )


# The declaration

KIND = enter(Kind(
    name="operation",
    mark="OPE",
    edition=1,
    words=W("عملية مشتركة", "opération conjointe", "joint operation"),
    plural=W("العمليات المشتركة", "opérations conjointes", "joint operations"),
    help=W("لا انطلاق قبل موافقة قانونية من كل طرف وإذن بكل مرحلة", "aucun départ sans avis juridique de chaque partie et autorisation de chaque étape",
           "nothing starts without every side’s legal clearance and every leg’s authorisation"),
    opening="propose-operation",
    answers=frozenset({"agree-concept"}),
    refuses={"decline-concept": ""},
    stages=STAGES,
    stage=stage,
    tracks=(
        Track("legal", W("الموافقة القانونية", "avis juridique", "legal clearance"),
              (AWAITED, Stage("given", W("موافقة", "favorable", "given"), "good"), Stage("withheld", W("غير موافقة", "défavorable", "withheld"), "bad")),
              {"awaited": {"give-legal-ok": "given", "withhold-legal-ok": "withheld"}, "withheld": {"give-legal-ok": "given"},
               "given": {"give-legal-ok": "given", "withdraw-legal-ok": "withheld"}}, key=Key.PARTY, start="awaited", shows=("valid_until",)),
        Track("check", W("تفادي التضارب", "déconfliction", "deconfliction"),
              (AWAITED, Stage("clear", W("لا تضارب", "sans conflit", "clear"), "good"), Stage("conflict", W("تضارب", "conflit", "conflict"), "bad")),
              {"awaited": {"state-clear": "clear", "state-conflict": "conflict"}, "conflict": {"state-clear": "clear"},
               "clear": {"state-clear": "clear", "state-conflict": "conflict"}}, key=Key.PARTY, start="awaited", shows=("checked_at",)),
        Track("order", W("أمر العملية", "ordre d’opération", "operation order"),
              (AWAITED, Stage("signed", W("موقع", "signé", "signed"), "good")),
              {"awaited": {"sign-order": "signed"}, "signed": {"sign-order": "signed"}}, key=Key.PARTY, start="awaited"),
        Track("leg", W("المراحل", "étapes", "legs"), LEG_STAGES,
              {"": {"propose-leg": "planned"},
               "planned": {"authorise-leg": "authorised", "refuse-leg": "refused", "drop-leg": "dropped"},
               "authorised": {"authorise-leg": "authorised", "withdraw-authorisation": "planned", "drop-leg": "dropped",
                              "report-passed": "passed", "report-lost": "lost"},
               "refused": {"authorise-leg": "authorised", "drop-leg": "dropped"}}, key=Key.ITEM, held_by="authority",
              shows=("number", "departs_at", "arrives_at", "valid_until")),
        Track("go", W("الإذن بالانطلاق", "feu vert", "go"), (AWAITED, Stage("given", W("أُعطي", "donné", "given"), "good")),
              {"awaited": {"give-go": _go}, "given": {"withdraw-go": "awaited"}}, key=Key.PARTY, start="awaited", upon=_of_gos),
        Track("operation", W("العملية", "opération", "operation"), STAGES, OPERATION, upon=_whole),
        Track("decision", W("سجل القرارات", "journal des décisions", "decision log"),
              (Stage("logged", W("مسجل", "consignée", "logged"), "quiet"),), {"": {"log-decision": "logged"}}, key=Key.ITEM,
              shows=("sort", "decided_at")),
        Track("result", W("النتائج", "résultats", "results"), RESULT_STAGES,
              {"": {"state-result": "claimed"},
               "claimed": {"validate-result": Every("validated", creator_counts=True), "dispute-result": "disputed", "withdraw-result": "withdrawn"},
               "disputed": {"validate-result": Every("validated", creator_counts=True), "withdraw-result": "withdrawn"},
               "validated": {"report-outcome": "validated"}}, key=Key.ITEM, shows=("sort", "quantity", "unit", "product")),
        Track("debrief", W("التقييم البعدي", "retour d’expérience", "after-action review"),
              (AWAITED, Stage("given", W("مقدم", "remis", "given"), "good", final=True)), {"awaited": {"give-debrief": "given"}}, key=Key.PARTY, start="awaited"),
    ),
    steps=(
        Step("propose-operation", "operation", Side.OPENER, W("اقتراح عملية", "Proposer une opération", "Propose an operation"),
             W("اقترحت عملية مشتركة", "a proposé une opération conjointe", "proposed a joint operation"),
             sections=(*said.CONCEPT, SERVES), functions=PLANS, checks=(said.check_concept,)),
        Step("agree-concept", "operation", Side.PARTNER, W("الموافقة على التصور", "Approuver le concept", "Agree to the concept"),
             W("وافقت على تصور العملية", "a approuvé le concept", "agreed to the concept"), functions=STAFF),
        Step("decline-concept", "operation", Side.PARTNER, W("رفض التصور", "Décliner le concept", "Decline the concept"),
             W("رفضت تصور العملية", "a décliné le concept", "declined the concept"), functions=STAFF),
        Step("give-legal-ok", "legal", Side.HOLDER, W("إبداء الموافقة القانونية", "Donner l’avis favorable", "Clear it by law"),
             W("أبدت موافقتها القانونية", "a donné un avis juridique favorable", "cleared it by law"), sections=said.LEGAL_OK, functions=LAW, when=BEFORE),
        Step("withhold-legal-ok", "legal", Side.HOLDER, W("عدم الموافقة", "Donner un avis défavorable", "Withhold the clearance"),
             W("أبدت رأيا قانونيا غير موافق", "a donné un avis juridique défavorable", "withheld its legal clearance"), sections=said.WHY_NOT, functions=LAW, when=BEFORE),
        Step("withdraw-legal-ok", "legal", Side.HOLDER, W("سحب الموافقة", "Retirer l’avis favorable", "Withdraw the clearance"),
             W("سحبت موافقتها القانونية", "a retiré son avis favorable", "withdrew its legal clearance"),
             W("يسقط الإذن بالانطلاق لدى الجميع", "Tout feu vert tombe", "Every go falls"), functions=LAW, when=BEFORE, precedence=-10),
        Step("state-clear", "check", Side.HOLDER, W("التصريح بعدم وجود تضارب", "Déclarer l’absence de conflit", "State that it is clear"),
             W("صرحت بعدم وجود تضارب", "a déclaré l’absence de conflit", "stated that nothing of its own collides"), sections=said.CHECKED, functions=STAFF, when=BEFORE),
        Step("state-conflict", "check", Side.HOLDER, W("التصريح بوجود تضارب", "Signaler un conflit", "State a conflict"),
             W("صرحت بوجود تضارب؛ يتصل المكلفون فيما بينهم", "a signalé un conflit ; les responsables se parlent", "stated a conflict; those in charge talk"),
             sections=said.CHECKED, functions=STAFF | {"duty-officer"}, when=BEFORE, precedence=-10),
        Step("sign-order", "order", Side.HOLDER, W("توقيع الأمر", "Signer l’ordre", "Sign the order"),
             W("وقع قائدها أمره", "a signé son ordre", "signed its own order"), W("لا يلزم الأمر إلا مصالح من وقعه", "Il n’engage que les services de son signataire", "It binds the signatory’s own services alone"),
             sections=said.ORDER_SAYS, functions=COMMANDS, when=BEFORE),
        Step("propose-leg", "leg", Side.ANY, W("إضافة مرحلة", "Ajouter une étape", "Add a leg"), W("أضافت مرحلة", "a ajouté une étape", "added a leg"),
             sections=said.LEG_SAYS, functions=PLANS, when=BEFORE, checks=(said.check_leg,)),
        Step("authorise-leg", "leg", Side.HOLDER, W("تسجيل الإذن", "Consigner l’autorisation", "Record the authorisation"),
             W("سجلت الإذن القضائي بالمرحلة", "a consigné l’autorisation judiciaire de l’étape", "recorded the judicial authorisation of a leg"),
             sections=said.AUTHORISATION, functions=LAW, when=BEFORE | RUNNING, checks=(said.check_authorisation,)),
        Step("refuse-leg", "leg", Side.HOLDER, W("رفض الإذن", "Refuser l’autorisation", "Refuse the authorisation"),
             W("رفضت الإذن بالمرحلة", "a refusé l’autorisation de l’étape", "refused to authorise a leg"), sections=said.WHY_NOT, functions=LAW, when=BEFORE),
        Step("withdraw-authorisation", "leg", Side.HOLDER, W("سحب الإذن", "Retirer l’autorisation", "Withdraw the authorisation"),
             W("سحبت الإذن بالمرحلة", "a retiré l’autorisation de l’étape", "withdrew the authorisation of a leg"), functions=LAW, when=BEFORE, precedence=-10),
        Step("drop-leg", "leg", Side.ANY, W("التخلي عن المرحلة", "Abandonner l’étape", "Drop the leg"), W("تخلت عن مرحلة", "a abandonné une étape", "dropped a leg"),
             functions=PLANS, when=BEFORE, who=may_drop),
        Step("report-passed", "leg", Side.HOLDER, W("إثبات العبور", "Constater le passage", "Report it passed"), W("أثبتت إتمام المرحلة", "a constaté le franchissement de l’étape", "reported a leg passed"),
             functions=STAFF | {"duty-officer"}, when=RUNNING),
        Step("report-lost", "leg", Side.HOLDER, W("إعلان فقدان السيطرة", "Signaler la perte de contrôle", "Report that control is lost"),
             W("أعلنت فقدان السيطرة", "a signalé la perte de contrôle", "reported that control is lost"), functions=STAFF | {"duty-officer"}, when=RUNNING, precedence=-10),
        Step("give-go", "go", Side.HOLDER, W("إعطاء الإذن بالانطلاق", "Donner le feu vert", "Give the go"), W("أعطت الإذن بالانطلاق", "a donné son feu vert", "gave its go"),
             W("يسري أربعا وعشرين ساعة", "Il vaut vingt-quatre heures", "It holds for twenty-four hours"), functions=COMMANDS, when=BEFORE, checks=(said.check_go,)),
        Step("withdraw-go", "go", Side.HOLDER, W("سحب الإذن بالانطلاق", "Retirer le feu vert", "Take the go back"), W("سحبت إذنها بالانطلاق", "a retiré son feu vert", "took its go back"),
             functions=IN_CHARGE, when=BEFORE, precedence=-10),
        Step("state-go-lapse", "operation", Side.ANY, W("إثبات انقضاء الإذن", "Constater l’expiration du feu vert", "State that the go is over"),
             W("أثبتت انقضاء أجل الإذن بالانطلاق", "a constaté l’expiration du feu vert", "stated that the go is over"), lapse_at=go_over_at),
        Step("begin", "operation", Side.ANY, W("إعلان الانطلاق", "Déclarer le début", "Begin"), W("أعلنت انطلاق العملية", "a déclaré le début de l’opération", "began the operation"), functions=COMMANDS),
        Step("abort", "operation", Side.ANY, W("إيقاف فوري", "Interrompre immédiatement", "Abort at once"), W("أوقفت العملية فورا", "a interrompu l’opération", "aborted the operation"),
             W("تتوقف العملية لدى جميع الأطراف", "L’opération s’arrête pour toutes les parties", "It stops for every party"), sections=said.ABORT, functions=IN_CHARGE, precedence=-20),
        Step("end-operation", "operation", Side.ANY, W("إعلان النهاية", "Déclarer la fin", "End"), W("أعلنت نهاية العملية", "a déclaré la fin de l’opération", "ended the operation"), functions=COMMANDS),
        Step("log-decision", "decision", Side.ANY, W("تسجيل قرار", "Consigner une décision", "Log a decision"), W("سجلت قرارا اتخذته", "a consigné une décision", "logged a decision of its own"),
             sections=said.DECISION, functions=STAFF, when=BEFORE | HAPPENED),
        Step("state-result", "result", Side.ANY, W("التصريح بنتيجة", "Déclarer un résultat", "State a result"), W("صرحت بنتيجة", "a déclaré un résultat", "stated a result"),
             sections=said.RESULT, functions=STAFF, when=HAPPENED, checks=(said.check_result,)),
        Step("validate-result", "result", Side.OTHERS, W("اعتماد النتيجة", "Valider le résultat", "Validate"), W("اعتمدت النتيجة", "a validé le résultat", "validated the result"), functions=PLANS),
        Step("dispute-result", "result", Side.OTHERS, W("المنازعة في النتيجة", "Contester le résultat", "Dispute"), W("نازعت في النتيجة", "a contesté le résultat", "disputed the result"),
             sections=said.WHY_NOT, functions=PLANS, precedence=-5),
        Step("withdraw-result", "result", Side.HOLDER, W("سحب النتيجة", "Retirer le résultat", "Withdraw"), W("سحبت نتيجتها", "a retiré son résultat", "withdrew its result"), functions=STAFF, precedence=-5),
        Step("report-outcome", "result", Side.HOLDER, W("التصريح بالمآل القضائي", "Déclarer la suite judiciaire", "Report the legal outcome"),
             W("صرحت بالمآل القضائي", "a déclaré la suite judiciaire", "reported the legal outcome"), sections=said.OUTCOME, functions=STAFF),
        Step("give-debrief", "debrief", Side.HOLDER, W("تقديم التقييم البعدي", "Remettre le retour d’expérience", "Give the review"),
             W("قدمت تقييمها البعدي", "a remis son retour d’expérience", "gave its after-action review"), sections=said.DEBRIEF, functions=STAFF, when=OVER),
        Step("close-operation", "operation", Side.ANY, W("إغلاق العملية", "Clore l’opération", "Close"), W("وافقت على إغلاق العملية", "a accepté la clôture", "agreed to close"),
             functions=PLANS, settled=True),
    ),
    read=read,
    dated=(
        Dated("debrief", W("تقديم التقييم البعدي", "remettre le retour d’expérience", "give the review"), "debrief", Side.HOLDER, debrief_day, debrief_of,
              ends=frozenset({"give-debrief"})),
        Dated("outcome", W("التصريح بالمآل القضائي", "déclarer la suite judiciaire", "report the legal outcome"), "result", Side.HOLDER, outcome_day, outcome_of,
              ends=frozenset({"report-outcome"})),
    ),
    columns=(
        Column("sort", W("النوع", "nature", "sort"), codes="operation-kinds", priority=1, filters=True),
        Column("axis", W("الميدان", "domaine", "field"), codes="axes", filters=True),
        Column("starts", W("البداية", "début", "start"), priority=1),
        Column("missing", W("ما ينقص للانطلاق", "manque pour le départ", "missing for the go")),
    ),
    empty=W("لا توجد عمليات. ابدأ باقتراح واحدة.", "Aucune opération. Commencez par en proposer une.", "No operations yet. Begin by proposing one."),
))  # fmt: skip
