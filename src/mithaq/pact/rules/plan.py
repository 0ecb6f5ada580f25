"""Plan: the joint action plan, from its first axis to its evaluation.

A plan has parts: axes, their objectives, the actions under them, and of an action its deliverables, its indicators with
what is aimed at in a period, and what it waits for. Every part is proposed by one party and stands once all have agreed.
Afterwards it changes by proposal and acceptance alone (D3): other dates, on hold, dropped, other words. An action is run by
the party that leads it, delivered with evidence, verified by another party, and closed by all. Every half-year the lead
reports and the co-lead countersigns; whoever owes is late, and nobody else.

The dates first agreed are the baseline and never move. How an action is doing is computed (`roadmap`), never typed.
What is below an action (tasks, means, remarks) is each authority's own and stays at home.

Arrests, extraditions and seizures are reported, never targeted. No person is named in a plan.

Source: joint action plan of 24 June 2025; EMPACT operational action plans; design decisions D2, D3, D7, D20.
"""

from datetime import timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import plan_checks as checks
from mithaq.pact.rules import plan_says as says
from mithaq.pact.rules import proposals, roadmap
from mithaq.pact.rules.fields import Section
from mithaq.pact.rules.kind import (
    Check,
    Dated,
    Every,
    Key,
    Kind,
    Proposals,
    Reminder,
    Side,
    Sound,
    Stage,
    Step,
    Target,
    Track,
)
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

COORDINATION = frozenset({"plan-coordinator"})
LEADS = COORDINATION | {"liaison-officer", "group-chair", "event-planner"}
ALIVE = frozenset({"negotiation", "in-force", "suspended"})
NAMED = ("open-plan", *says.PARTS)
NEGOTIATED = frozenset({"negotiation"})
RUNNING = frozenset({"in-force"})
REPORTED = frozenset({"in-force", "suspended"})

# Where things stand

OWN_STAGES = (
    Stage("open", W("مفتوح", "ouvert", "open")),
    Stage("suspended", W("معلق", "suspendu", "suspended"), "bad", Side.ANY),
    Stage("evaluated", W("تم تقييمه", "évalué", "evaluated"), "moving", Side.ANY),
    Stage("renewed", W("مجدد", "reconduit", "renewed"), "good", final=True),
    Stage("expired", W("منتهٍ", "arrivé à échéance", "expired"), "quiet", final=True),
    Stage("abandoned", W("متخلى عنه", "abandonné", "abandoned"), "quiet", final=True),
)
STAGES = (
    Stage("negotiation", W("قيد التفاوض", "en négociation", "being negotiated"), "waiting"),
    Stage("in-force", W("ساري المفعول", "en vigueur", "in force"), "good"),
    *OWN_STAGES[1:],
)
PART_STAGES = (
    Stage("proposed", W("مقترح", "en attente d’accord", "proposed"), "waiting", Side.ANY),
    Stage("agreed", W("متفق عليه", "convenu", "agreed"), "good"),
    Stage("planned", W("مبرمج", "programmée", "planned"), "waiting"),
    Stage("running", W("قيد الإنجاز", "en cours", "running"), "moving"),
    Stage("on-hold", W("معلق", "en suspens", "on hold"), "bad"),
    Stage("delivered", W("منجز، في انتظار التحقق", "livrée, à vérifier", "delivered, to be verified"), "moving", Side.OTHERS),
    Stage("verified", W("تم التحقق منه", "vérifiée", "verified"), "good"),
    Stage("closed", W("مغلق", "close", "closed"), "quiet", final=True),
    Stage("due", W("مستحق", "attendu", "due"), "waiting"),
    Stage("handed-over", W("مسلَّم، في انتظار القبول", "remis, à accepter", "handed over, to be accepted"), "moving", Side.OTHERS),
    Stage("accepted", W("مقبول", "accepté", "accepted"), "good", final=True),
    Stage("awaited", W("في انتظار القيمة المحققة", "réalisé attendu", "actual awaited"), "waiting"),
    Stage("stated", W("مصرح به، في انتظار التحقق", "déclaré, à vérifier", "stated, to be verified"), "moving", Side.OTHERS),
    Stage("checked", W("تم التحقق من القيمة", "réalisé vérifié", "actual verified"), "good"),
    Stage("circular", W("تعارُض: تتابع دائري", "impossible : dépendance circulaire", "impossible: circular"), "bad", final=True),
    Stage("dropped", W("متخلى عنه", "sans suite", "dropped"), "quiet", final=True),
    Stage("declined", W("غير معتمد", "sans accord", "not agreed"), "quiet", final=True),
)  # fmt: skip
AGREED_AS = {"propose-action": "planned", "propose-deliverable": "due", "propose-target": "awaited"}
REPORT_STAGES = (
    Stage("submitted", W("مقدم، في انتظار التوقيع", "remis, à contresigner", "submitted, to be countersigned"), "moving", Side.OTHERS),
    Stage("returned", W("معاد", "renvoyé", "returned"), "bad", Side.HOLDER),
    Stage("locked", W("مقفل", "verrouillé", "locked"), "good", final=True),
)  # fmt: skip


def _agreed(state: State, entry: Entry) -> str | None:
    """Where a part stands once every party has agreed; what would make actions wait in a circle does not stand."""
    part = state.item("part", entry.item)
    assert part is not None  # the fold has refused a step on a part that is not there
    if part.created_by == "propose-dependency" and roadmap.closes_a_circle(state, part):
        return "circular"
    return AGREED_AS.get(part.created_by, "agreed")


def _submitted(state: State, entry: Entry) -> str | None:
    """The lead reports on an action that was agreed, once a half-year until the report is locked."""
    action = state.item("part", str(entry.says["action"]))
    if action is None or action.holder != entry.author or action.stage in ("proposed", "declined"):
        return None
    earlier = roadmap.reports_on(state, action.key, roadmap.half_of(entry))
    return None if any(report.stage != "locked" for report in earlier) else "submitted"


PARTS_FOLLOW: dict[str, dict[str, Target]] = {
    "": dict.fromkeys(says.PARTS, "proposed"),
    "proposed": {"agree-part": Every(_agreed, creator_counts=True), "decline-part": "declined"},
    "planned": {"start-action": "running"},
    "running": {"report-progress": "running", "deliver-action": "delivered"},
    "delivered": {"verify-action": "verified", "return-action": "running"},
    "verified": {"close-action": Every("closed")},
    "due": {"hand-over": "handed-over"},
    "handed-over": {"accept-deliverable": "accepted", "return-deliverable": "due"},
    "awaited": {"state-actual": "stated"},
    "stated": {"state-actual": "stated", "verify-actual": "checked"},
    "checked": {"state-actual": "stated"},
}


def stage(state: State) -> str:
    """In force once every party has signed; what was stated of the whole plan otherwise."""
    own = state.item("plan")
    if own is not None and own.stage != "open":
        return own.stage
    return "in-force" if proposals.in_force(state, "signature") else "negotiation"


def _has_expired(state: State, entry: Entry) -> str | None:
    over_at = roadmap.plan_over_at(state)
    return "expired" if over_at is not None and entry.at >= over_at else None


def of_co_lead(state: State, report: Item) -> frozenset[str]:
    """Who countersigns a report: the co-lead of its action."""
    action = state.item("part", str(report.entries[0].says.get("action", "")))
    return frozenset({str(action.entries[0].says.get("co_lead", ""))}) if action else frozenset()


def read(state: State, bodies: Bodies) -> Reading:
    said, public = bodies.get(state.opening.id, {}), state.opening.says
    titles = [str(said[name]) for name in ("title_ar", "title_fr") if said.get(name)]
    actions = [item for _, item in state.created(("propose-action",)) if not roadmap.is_over(item)]
    return Reading(
        title=" · ".join(titles),
        names={item.key: roadmap.titles(state, item, bodies) for _, item in state.created(NAMED)},
        columns={
            "from": str(public.get("from_on", "")),
            "until": str(public.get("until_on", "")),
            "actions": str(len(actions)),
        },
    )


def stands_now(state: State, name: str, bodies: Bodies) -> dict[str, str]:
    """What a change of a part would replace, as it stands: the dates of an action, and what the part is called."""
    part = state.item("part", name)
    if part is None:
        return {}
    titles = {f"title_{language}": said for language, said in roadmap.titles(state, part, bodies).items()}
    action = next((each for each in roadmap.actions(state) if each.id == name), None)
    return titles | ({"starts_on": action.starts_on, "ends_on": action.ends_on} if action else {})


# The declaration


def _propose(
    part: str, sections: tuple[Section, ...], words: W, *own: Check, sound: Sound | None = None
) -> Step:
    """The step that proposes a part: all are proposed alike, and belong to the founding of a plan."""
    return Step(
        f"propose-{part}", "part", Side.ANY,
        W(f"اقتراح {words.ar}", f"Proposer {words.fr}", f"Propose {words.en}"),
        W(f"اقترحت: {words.ar}", f"a proposé {words.fr}", f"proposed {words.en}"),
        W("يصبح جزءا من المخطط عندما توافق عليه جميع الأطراف", "L’élément fait partie du plan quand toutes les parties l’ont accepté",
          "It is part of the plan once every party has agreed"),
        sections=sections, functions=LEADS, when=ALIVE, checks=(*own, checks.check_mentions), sound=sound, usual=NEGOTIATED,
    )  # fmt: skip


STEPS = (
    Step("open-plan", "plan", Side.OPENER, W("فتح مخطط", "Ouvrir un plan", "Open a plan"), W("فتحت المخطط", "a ouvert le plan", "opened the plan"),
         W("تتفاوض الأطراف على أجزائه ثم توقعه", "Les parties en négocient les éléments, puis le signent", "The parties negotiate its parts, then sign it"),
         sections=says.PLAN, functions=COORDINATION, checks=(checks.check_period, checks.check_mentions)),
    Step("abandon-plan", "plan", Side.ANY, W("التخلي عن المخطط", "Abandonner le plan", "Abandon the plan"), W("طلبت التخلي عن المخطط", "a demandé l’abandon du plan", "asked to abandon the plan"),
         W("يُتخلى عنه عندما تطلب ذلك جميع الأطراف", "Il est abandonné quand toutes les parties l’ont demandé", "It is abandoned once every party has asked"), functions=COORDINATION, settled=True),
    Step("suspend-plan", "plan", Side.ANY, W("تعليق المخطط", "Suspendre le plan", "Suspend the plan"), W("علقت المخطط", "a suspendu le plan", "suspended the plan"), functions=COORDINATION, when=RUNNING, precedence=-10),
    Step("resume-plan", "plan", Side.ANY, W("استئناف المخطط", "Reprendre le plan", "Resume the plan"), W("وافقت على استئناف المخطط", "a accepté la reprise du plan", "agreed to resume the plan"), functions=COORDINATION),
    Step("evaluate-plan", "plan", Side.ANY, W("إثبات تقييم المخطط", "Constater l’évaluation du plan", "Record the evaluation"), W("أثبتت تقييم المخطط", "a constaté l’évaluation du plan", "recorded the evaluation of the plan"),
         W("يُعتبر المخطط مقيما عندما تثبت ذلك جميع الأطراف", "Le plan est évalué quand toutes les parties l’ont constaté", "It is evaluated once every party has recorded it"), functions=COORDINATION, when=RUNNING),
    Step("renew-plan", "plan", Side.ANY, W("تجديد المخطط", "Reconduire le plan", "Renew the plan"), W("وافقت على تجديد المخطط", "a accepté la reconduction du plan", "agreed to renew the plan"), functions=COORDINATION, settled=True),
    Step("state-expiry", "plan", Side.ANY, W("إثبات انتهاء المخطط", "Constater l’échéance du plan", "State the expiry"), W("أثبتت انتهاء مدة المخطط", "a constaté l’échéance du plan", "stated that the plan has expired"), lapse_at=roadmap.plan_over_at),
    Step("propose-signature", "signature", Side.ANY, W("إثبات التوقيع", "Constater la signature", "Record the signature"), W("أثبتت توقيع المخطط", "a constaté la signature du plan", "recorded the signature of the plan"),
         W("يسري المخطط عندما تؤكد ذلك جميع الأطراف", "Le plan entre en vigueur quand toutes les parties l’ont confirmé", "The plan is in force once every party has confirmed"), sections=says.SIGNATURE, functions=COORDINATION, when=NEGOTIATED),
    Step("accept-signature", "signature", Side.OTHERS, W("تأكيد التوقيع", "Confirmer la signature", "Confirm the signature"), W("أكدت توقيع المخطط", "a confirmé la signature du plan", "confirmed the signature"), functions=COORDINATION),
    Step("decline-signature", "signature", Side.OTHERS, W("الاعتراض على الإثبات", "Contester le constat", "Contest the record"), W("اعترضت على إثبات التوقيع", "a contesté le constat de signature", "contested the record of the signature"), functions=COORDINATION),
    Step("withdraw-signature", "signature", Side.HOLDER, W("سحب الإثبات", "Retirer le constat", "Withdraw the record"), W("سحبت إثبات التوقيع", "a retiré le constat de signature", "withdrew the record of the signature"), functions=COORDINATION),
    _propose("axis", says.AXIS, W("محور", "un axe", "an axis"), checks.check_axis),
    _propose("objective", says.OBJECTIVE, W("هدف استراتيجي", "un objectif stratégique", "a strategic objective")),
    _propose("action", says.ACTION, W("إجراء", "une action", "an action"), checks.check_period, checks.check_leads, sound=checks.is_led_by_two),
    _propose("deliverable", says.DELIVERABLE, W("منتوج", "un livrable", "a deliverable"), checks.check_leads),
    _propose("indicator", says.INDICATOR, W("مؤشر", "un indicateur", "an indicator")),
    _propose("target", says.TARGET, W("فترة لمؤشر", "une période d’indicateur", "a period of an indicator"), checks.check_period, checks.check_leads, checks.check_target),
    _propose("dependency", says.DEPENDENCY, W("تتابع بين إجراءين", "une dépendance", "a dependency"), checks.check_dependency),
    Step("agree-part", "part", Side.ANY, W("الموافقة", "Accepter", "Agree"), W("وافقت على جزء من المخطط", "a accepté un élément du plan", "agreed to a part of the plan"), functions=COORDINATION, when=ALIVE),
    Step("decline-part", "part", Side.ANY, W("عدم الاعتماد", "Ne pas retenir", "Do not agree"), W("لم تعتمد جزءا من المخطط", "n’a pas retenu un élément du plan", "did not agree to a part of the plan"), functions=COORDINATION, when=ALIVE),
    Step("start-action", "part", Side.HOLDER, W("الشروع في الإجراء", "Démarrer l’action", "Start the action"), W("شرعت في الإجراء", "a démarré l’action", "started the action"), functions=LEADS, when=RUNNING),
    Step("report-progress", "part", Side.HOLDER, W("بيان التقدم", "Indiquer l’avancement", "Report progress"), W("بينت تقدم الإجراء", "a indiqué l’avancement de l’action", "reported progress"), sections=says.PROGRESS, functions=LEADS, when=RUNNING, checks=(checks.check_progress, checks.check_mentions)),
    Step("deliver-action", "part", Side.HOLDER, W("إعلان الإنجاز", "Déclarer l’action livrée", "Declare it delivered"), W("أعلنت إنجاز الإجراء", "a déclaré l’action livrée", "declared the action delivered"), sections=says.EVIDENCE, functions=LEADS, when=RUNNING, checks=(checks.check_mentions,)),
    Step("verify-action", "part", Side.OTHERS, W("إثبات التحقق", "Attester la vérification", "Verify"), W("تحققت من إنجاز الإجراء", "a vérifié l’action", "verified the action"), functions=LEADS, checks=(checks.check_verified,)),
    Step("return-action", "part", Side.OTHERS, W("إعادة الإجراء", "Renvoyer l’action", "Send it back"), W("أعادت الإجراء لاستكماله", "a renvoyé l’action à compléter", "sent the action back"), sections=says.REASON, functions=LEADS),
    Step("close-action", "part", Side.ANY, W("إغلاق الإجراء", "Clore l’action", "Close the action"), W("وافقت على إغلاق الإجراء", "a accepté la clôture de l’action", "agreed to close the action"),
         W("يُغلق الإجراء عندما توافق جميع الأطراف", "L’action est close quand toutes les parties l’ont accepté", "It is closed once every party has agreed"), functions=COORDINATION),
    Step("hand-over", "part", Side.HOLDER, W("تسليم المنتوج", "Remettre le livrable", "Hand it over"), W("سلمت المنتوج", "a remis le livrable", "handed the deliverable over"), sections=says.EVIDENCE, functions=LEADS, when=RUNNING, checks=(checks.check_mentions,)),
    Step("accept-deliverable", "part", Side.OTHERS, W("قبول المنتوج", "Accepter le livrable", "Accept it"), W("قبلت المنتوج", "a accepté le livrable", "accepted the deliverable"), functions=LEADS),
    Step("return-deliverable", "part", Side.OTHERS, W("إعادة المنتوج", "Renvoyer le livrable", "Send it back"), W("أعادت المنتوج", "a renvoyé le livrable", "sent the deliverable back"), sections=says.REASON, functions=LEADS),
    Step("state-actual", "part", Side.HOLDER, W("التصريح بالقيمة المحققة", "Déclarer le réalisé", "State the actual"), W("صرحت بالقيمة المحققة", "a déclaré le réalisé", "stated the actual"), sections=says.ACTUAL, functions=LEADS, when=RUNNING, checks=(checks.check_actual, checks.check_mentions)),
    Step("verify-actual", "part", Side.OTHERS, W("التحقق من القيمة", "Vérifier le réalisé", "Verify the actual"), W("تحققت من القيمة المحققة", "a vérifié le réalisé", "verified the actual"), functions=LEADS),
    Step("propose-change", "change", Side.ANY, W("اقتراح تغيير", "Proposer une modification", "Propose a change"), W("اقترحت تغييرا", "a proposé une modification", "proposed a change"),
         W("لا يتغير شيء قبل قبول جميع الأطراف", "Rien ne change avant l’accord de toutes les parties", "Nothing changes until every party has accepted"), sections=says.CHANGE, functions=LEADS, when=ALIVE, checks=(checks.check_change, checks.check_period, checks.check_mentions)),
    Step("accept-change", "change", Side.OTHERS, W("قبول التغيير", "Accepter la modification", "Accept the change"), W("قبلت التغيير", "a accepté la modification", "accepted the change"), functions=COORDINATION, when=ALIVE),
    Step("decline-change", "change", Side.OTHERS, W("رفض التغيير", "Décliner la modification", "Decline the change"), W("رفضت التغيير", "a décliné la modification", "declined the change"), functions=COORDINATION),
    Step("counter-change", "change", Side.OTHERS, W("اقتراح مقابل", "Contre-proposer", "Counter"), W("قدمت اقتراحا مقابلا", "a fait une contre-proposition", "made a counter-proposal"), sections=says.CHANGE, functions=COORDINATION, when=ALIVE, checks=(checks.check_change, checks.check_period, checks.check_mentions)),
    Step("withdraw-change", "change", Side.HOLDER, W("سحب الاقتراح", "Retirer la proposition", "Withdraw the proposal"), W("سحبت اقتراحها", "a retiré sa proposition", "withdrew its proposal"), functions=LEADS),
    Step("submit-report", "report", Side.ANY, W("تقديم التقرير", "Remettre le rapport", "Submit the report"), W("قدمت التقرير نصف السنوي", "a remis le rapport semestriel", "submitted the half-yearly report"),
         W("يوقعه الطرف المشرف المشارك، ثم يُقفل", "La partie copilote le contresigne, puis il est verrouillé", "The co-lead countersigns it, then it is locked"), sections=says.REPORT, functions=LEADS, when=REPORTED, checks=(checks.check_report, says.check_figures, checks.check_mentions)),
    Step("countersign-report", "report", Side.OTHERS, W("توقيع التقرير", "Contresigner", "Countersign"), W("وقعت التقرير", "a contresigné le rapport", "countersigned the report"), functions=LEADS, who=of_co_lead),
    Step("return-report", "report", Side.OTHERS, W("إعادة التقرير", "Renvoyer le rapport", "Send it back"), W("أعادت التقرير", "a renvoyé le rapport", "sent the report back"), sections=says.REASON, functions=LEADS, who=of_co_lead),
    Step("submit-again", "report", Side.HOLDER, W("تقديم التقرير من جديد", "Remettre de nouveau", "Submit again"), W("قدمت التقرير من جديد", "a remis de nouveau le rapport", "submitted the report again"), sections=says.REPORT[1:], functions=LEADS, checks=(says.check_figures, checks.check_mentions)),
)  # fmt: skip
BEFORE = tuple(Reminder(-timedelta(days=days), LEADS) for days in (30, 7, 0))
LATE = (Reminder(timedelta(days=7), COORDINATION),)
DATED = (
    Dated("report", W("التقرير نصف السنوي", "rapport semestriel", "half-yearly report"), "part", Side.HOLDER, roadmap.report_days, roadmap.reported, ends=frozenset({"submit-report", "submit-again"}), reminders=BEFORE + LATE),
    Dated("countersignature", W("توقيع التقرير نصف السنوي", "contreseing du rapport semestriel", "countersigning the half-yearly report"), "report", Side.OTHERS,
          roadmap.countersign_days, roadmap.countersigned, ends=frozenset({"countersign-report"}), who=of_co_lead, reminders=BEFORE[1:] + LATE),
    Dated("deliverable", W("تسليم المنتوج", "remise du livrable", "handing over the deliverable"), "part", Side.HOLDER, roadmap.deliverable_days, roadmap.handed_over, ends=frozenset({"hand-over"}), reminders=BEFORE[2:] + LATE),
)  # fmt: skip
KIND = enter(Kind(
    name="plan",
    mark="PLN",
    edition=1,
    words=W("مخطط عمل مشترك", "plan d’action conjoint", "joint action plan"),
    plural=W("مخططات العمل المشتركة", "plans d’action conjoints", "joint action plans"),
    help=W("خارطة طريق مشتركة: محاور وأهداف وإجراءات بآجال ومسؤولين", "la feuille de route commune : axes, objectifs, actions, échéances et responsables",
           "the joint roadmap: axes, objectives, actions, with who leads and by when"),
    opening="open-plan",
    stages=STAGES,
    stage=stage,
    tracks=(
        Track("plan", W("المخطط", "plan", "plan"), OWN_STAGES, {
            "": {"open-plan": "open"},
            "open": {"suspend-plan": "suspended", "abandon-plan": Every("abandoned"), "evaluate-plan": Every("evaluated"), "state-expiry": _has_expired},
            "suspended": {"resume-plan": Every("open"), "abandon-plan": Every("abandoned")},
            "evaluated": {"renew-plan": Every("renewed"), "state-expiry": _has_expired},
        }),
        Proposals("signature", W("التوقيع", "signature", "signature"), "propose-signature", "accept-signature", "decline-signature", "withdraw-signature"),
        Track("part", W("أجزاء المخطط", "éléments du plan", "parts of the plan"), PART_STAGES, PARTS_FOLLOW, key=Key.ITEM, held_by="lead"),
        Proposals("change", W("التغييرات", "modifications", "changes"), "propose-change", "accept-change", "decline-change", "withdraw-change", "counter-change",
                  subject_field="part", change_field="change", holds={"hold": "on-hold", "drop": "dropped"}, frees=frozenset({"resume"}),
                  replaces=says.REPLACES, stands=stands_now),
        Track("report", W("التقارير نصف السنوية", "rapports semestriels", "half-yearly reports"), REPORT_STAGES, {
            "": {"submit-report": _submitted},
            "submitted": {"countersign-report": "locked", "return-report": "returned"},
            "returned": {"submit-again": "submitted"},
        }, key=Key.ITEM),
    ),
    steps=STEPS,
    read=read,
    dated=DATED,
    open_at_home=True,
    columns=(
        Column("from", W("ابتداء من", "à compter du", "from"), priority=1),
        Column("until", W("إلى غاية", "jusqu’au", "until")),
        Column("actions", W("الإجراءات", "actions", "actions"), priority=1),
    ),
    empty=W("لا يوجد مخطط بعد. افتحوا واحدا واقترحوا محاوره.", "Aucun plan. Ouvrez-en un et proposez ses axes.", "No plan yet. Open one and propose its axes."),
))  # fmt: skip
