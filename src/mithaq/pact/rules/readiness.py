"""Readiness: one register of risks, of capabilities to meet them, and of exercises that try these.

Each party states its own risks and capabilities; both see the same picture, rounded to scores. What shows a control or a level runs out
on its day: a node states so, the control counts for nothing from then on, and what is left of a critical risk is accepted by the head
of the service alone. A capability is validated by an observer of another party. An exercise is reviewed, and closed by
all once every objective that was not met without issue has an improvement with somebody in charge; an improvement names the
action of the plan that carries it, and the action shows it.

A risk is about conduct, a class of places or a system: a text that makes a group of people or a nationality the risk is stopped.
Deliberately absent: vulnerabilities in detail, injects of exercises. They never leave the house.

Source: ISO 31000; FEMA, Homeland Security Exercise and Evaluation Program; domain model of readiness; design decisions D2, D21.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import readiness_levels as levels
from mithaq.pact.rules import readiness_says as says
from mithaq.pact.rules.days import day_of, is_over
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.following import REASON, check_asked, check_owner, due_day
from mithaq.pact.rules.kind import (  # fmt: skip
    Dated,
    Every,
    Key,
    Kind,
    Reminder,
    Saying,
    Side,
    Stage,
    Step,
    Target,
    Track,
)
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.serving import SERVES, carried_by
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.warnings import mentions
from mithaq.pact.rules.words import W

COORDINATION = frozenset({"plan-coordinator"})
PLANS = COORDINATION | {"operations-planner", "event-planner"}
HEAD = frozenset({"head-of-service"})
LIVE = frozenset({"in-use", "attention"})
REVIEWED_WITHIN = timedelta(days=30)
NAMED = {
    "identify-risk": "event",
    "declare-capability": "name",
    "plan-exercise": "scenario",
    "ask-improvement": "text",
}
LONGEST_VALID = timedelta(days=3 * 366)
GROUPS_OF_PEOPLE = ("community", "membership", "religion", "opinion", "origin")

STAGES = (
    Stage("in-use", W("معمول به", "en usage", "in use"), "good"),
    Stage("attention", W("يستدعي الانتباه", "appelle l’attention", "needs attention"), "bad"),
    Stage("ended", W("منتهٍ", "clos", "ended"), "quiet", final=True),
)
RISK_STAGES = (
    Stage("identified", W("محدد، في انتظار التقييم", "identifié, à évaluer", "identified, to be assessed"), "waiting", Side.HOLDER),
    Stage("assessed", W("مقيَّم، في انتظار المعالجة", "évalué, à traiter", "assessed, to be treated"), "moving", Side.HOLDER),
    Stage("treated", W("معالَج", "traité", "treated"), "moving"),
    Stage("accepted", W("مقبول", "accepté", "accepted"), "good"),
    Stage("uncontrolled", W("لم تعد تدابيره مثبتة", "maîtrise non établie", "controls no longer shown"), "bad", Side.HOLDER),
    Stage("stale", W("فات أجل مراجعته", "revue échue", "review overdue"), "bad", Side.HOLDER),
    Stage("closed", W("زال", "clos", "closed"), "quiet", final=True),
)  # fmt: skip
CAPABILITY_STAGES = (
    Stage("declared", W("مصرح بها، في انتظار ما يثبتها", "déclarée, à établir", "declared, to be shown"), "waiting", Side.HOLDER),
    Stage("evidenced", W("مثبتة", "établie", "shown"), "moving"),
    Stage("exercised", W("مجربة في تمرين", "éprouvée par un exercice", "exercised"), "moving"),
    Stage("validated", W("عاينها الطرف الآخر", "validée par l’autre partie", "validated by another party"), "good"),
    Stage("expired", W("انقضت صلاحية ما يثبتها", "éléments périmés", "evidence has run out"), "bad", Side.HOLDER),
    Stage("retired", W("مسحوبة", "retirée", "retired"), "quiet", final=True),
)  # fmt: skip
EXERCISE_STAGES = (
    Stage("planned", W("مبرمج، في انتظار الموافقة", "prévu, à approuver", "planned, to be approved"), "waiting", Side.OTHERS),
    Stage("approved", W("موافق عليه", "approuvé", "approved"), "moving"),
    Stage("run", W("منجز، في انتظار التقييم البعدي", "tenu, retour d’expérience attendu", "run, to be reviewed"), "waiting", Side.HOLDER),
    Stage("reviewed", W("مقيَّم، قيد التتبع", "analysé, suites en cours", "reviewed, being followed"), "moving"),
    Stage("closed", W("مغلق", "clos", "closed"), "good", final=True),
    Stage("cancelled", W("ملغى", "annulé", "cancelled"), "quiet", final=True),
)  # fmt: skip
IMPROVEMENT_STAGES = (
    Stage("open", W("قيد الإنجاز", "en cours", "open"), "waiting", Side.HOLDER),
    Stage("done", W("منجز", "réalisée", "done"), "good", final=True),
)


def stage(state: State) -> str:
    register = state.item("register")
    if register is None or register.stage == "ended":
        return register.stage if register else "in-use"
    bad = any(item.stage in ("uncontrolled", "stale") for item in state.items("risk").values())
    return "attention" if bad or any(item.stage == "expired" for item in state.items("capability").values()) else "in-use"  # fmt: skip


# What leads where


def _ran_out(state: State, entry: Entry) -> str | None:
    """A node may state that something has run out only once it has; before, the statement counts for nothing."""
    at = levels.runs_out_at(state)
    return "stated" if at is not None and entry.at >= at else None


def _risks(state: State, entry: Entry) -> Iterable[Item]:
    """A risk whose controls have run out, or whose review is overdue, stands elsewhere once a node has stated it."""
    for risk in list(state.items("risk").values()) if entry.step == "state-expiry" else ():
        if stands := levels.expired_risk(risk, entry.at):
            yield replace(risk, stage=stands)


def _capabilities(state: State, entry: Entry) -> Iterable[Item]:
    """What ran out shows nothing any more; what was tried in an exercise has been exercised."""
    if entry.step == "state-expiry":
        for capability in list(state.items("capability").values()):
            until = levels.capability_holds_until(capability)
            if until is not None and until < entry.at.date():
                yield replace(capability, stage="expired")
    elif entry.step == "run-exercise" and (exercise := state.item("exercise", entry.item)):
        tried = state.item("capability", str(exercise.entries[0].says.get("capability", "")))
        if tried is not None and tried.stage in ("evidenced", "validated"):
            yield replace(tried, stage="exercised")


def _closed(state: State, entry: Entry) -> str | None:
    """An exercise is closed once each objective that was not met without issue has an improvement."""
    exercise = state.items("exercise")[entry.item]
    return "closed" if not missing_improvements(state, exercise) else None


def missing_improvements(state: State, exercise: Item) -> int:
    return max(levels.to_improve(exercise) - len(levels.improvements(state, exercise)), 0)


def _usually(_: State, risk: Item) -> frozenset[str]:
    return frozenset() if levels.is_critical(risk) else frozenset({risk.holder})


def _by_the_head(_: State, risk: Item) -> frozenset[str]:
    return frozenset({risk.holder}) if levels.is_critical(risk) else frozenset()


_ENDS: dict[str, Target] = {
    "accept-risk": "accepted",
    "accept-critical-risk": "accepted",
    "close-risk": "closed",
}
RISK: dict[str, dict[str, Target]] = {
    "": {"identify-risk": "identified"},
    "identified": {"assess-risk": "assessed", "close-risk": "closed"},
    "assessed": {"assess-risk": "assessed", "treat-risk": "treated", **_ENDS},
    "treated": {"assess-risk": "assessed", "treat-risk": "treated", **_ENDS},
    "accepted": {"assess-risk": "assessed", "close-risk": "closed"},
    "uncontrolled": {"assess-risk": "assessed", **_ENDS},
    "stale": {"assess-risk": "assessed", "close-risk": "closed"},
}
_SHOWN: dict[str, Target] = {"give-evidence": "evidenced", "retire-capability": "retired"}
_VALIDATED: dict[str, Target] = {"validate-capability": "validated", **_SHOWN}
CAPABILITY: dict[str, dict[str, Target]] = {
    "": {"declare-capability": "declared"},
    "declared": _SHOWN, "evidenced": _VALIDATED, "exercised": _VALIDATED, "validated": _SHOWN, "expired": _SHOWN,
}  # fmt: skip
EXERCISE: dict[str, dict[str, Target]] = {
    "": {"plan-exercise": "planned"},
    "planned": {"approve-exercise": "approved", "cancel-exercise": "cancelled"},
    "approved": {"run-exercise": "run", "cancel-exercise": "cancelled"},
    "run": {"give-review": "reviewed"},
    "reviewed": {"close-exercise": Every(_closed)},
}


# What is owed by a day


def _review_day(_: State, risk: Item) -> Iterable[tuple[str, str]]:
    """Each assessment says by when the risk is looked at again."""
    for entry in risk.all("assess-risk"):
        yield entry.id[:16], str(entry.says.get("review_on", ""))


def _reassessed(_: State, risk: Item, about: str, __: str) -> Entry | None:
    made = [entry.id[:16] for entry in risk.all("assess-risk")]
    later = risk.all("assess-risk")[made.index(about) + 1 :] if about in made else ()
    return next(iter(later), None)


def _evidence_day(_: State, capability: Item) -> Iterable[tuple[str, str]]:
    for entry in capability.all("give-evidence"):
        yield entry.id[:16], str(entry.says.get("valid_until", ""))


def _renewed(_: State, capability: Item, about: str, __: str) -> Entry | None:
    made = [entry.id[:16] for entry in capability.all("give-evidence")]
    later = capability.all("give-evidence")[made.index(about) + 1 :] if about in made else ()
    return next(iter(later), None)


def _review_of_exercise(_: State, exercise: Item) -> Iterable[tuple[str, str]]:
    if run := exercise.latest("run-exercise"):
        yield "", (run.at.date() + REVIEWED_WITHIN).isoformat()


def _reviewed(_: State, exercise: Item, __: str, ___: str) -> Entry | None:
    return exercise.latest("give-review")


def _improved(_: State, improvement: Item, __: str, ___: str) -> Entry | None:
    return improvement.latest("report-improved")


def _before(*days: int) -> tuple[Reminder, ...]:
    return tuple(Reminder(timedelta(days=each), PLANS) for each in days)


# What is checked beyond the fields


def check_risk(saying: Saying) -> Iterable[Problem]:
    """Conduct, places, systems: never a group of people."""
    event = str(saying.body.get("event") or "")
    if any(mentions(topic, event) for topic in GROUPS_OF_PEOPLE):
        yield Problem("readiness.not-a-group-of-people", ("event",))
    yield from check_owner(saying)


def check_assessment(saying: Saying) -> Iterable[Problem]:
    said = saying.says
    scores = [said.get(name) for name in ("likelihood", "left_likelihood", "left_impact", *levels.IMPACTS)]
    if all(isinstance(each, int) for each in scores):
        chance, left, harm, *impacts = (int(str(each)) for each in scores)
        if left * harm > chance * max(impacts) and not str(saying.body.get("note") or "").strip():
            yield Problem("readiness.more-left-than-there-was", ("note",))
        if left * harm < chance * max(impacts) and not (
            said.get("controls_until") and saying.body.get("controls")
        ):
            yield Problem("readiness.controls-not-shown", ("controls",))
    for name in ("controls_until", "review_on"):
        if is_over(str(said.get(name) or ""), saying):
            yield Problem("rules.in-the-past", (name,))


def check_evidence(saying: Saying) -> Iterable[Problem]:
    until = str(saying.says.get("valid_until") or "")
    if is_over(until, saying):
        yield Problem("rules.in-the-past", ("valid_until",))
    elif is_day(until) and until > day_of(saying.now + LONGEST_VALID, saying):
        yield Problem("readiness.valid-too-long", ("valid_until",))


def check_exercise(saying: Saying) -> Iterable[Problem]:
    if is_over(str(saying.says.get("held_on") or ""), saying):
        yield Problem("rules.in-the-past", ("held_on",))


def check_close(saying: Saying) -> Iterable[Problem]:
    exercise = saying.state.item("exercise", saying.item) if saying.state else None
    missing = missing_improvements(saying.state, exercise) if saying.state and exercise else 0
    if missing:
        yield Problem("readiness.improvements-missing", facts={"missing": str(missing)})


def given_exercise(state: State, _: str, __: Bodies) -> dict[str, object]:
    """The exercise that still asks for something, if there is one."""
    asking = (item.key for item in state.items("exercise").values() if missing_improvements(state, item))
    return {"exercise": found} if (found := next(asking, "")) else {}


def title_of(item: Item, bodies: Bodies) -> str:
    """What a risk, a capability, an exercise or an improvement is called; "" where that is not here."""
    return str(bodies.get(item.key, {}).get(NAMED.get(item.created_by, ""), ""))


def given_results(state: State, item: str, bodies: Bodies) -> dict[str, object]:
    """A row for each objective of the exercise."""
    exercise = state.item("exercise", item)
    rows = bodies.get(exercise.key, {}).get("objectives") if exercise else ()
    return {"results": [{"text": row.get("text", "")} for row in rows or () if isinstance(row, dict)]}


def read(state: State, bodies: Bodies) -> Reading:
    axis = str(state.opening.says.get("axis", ""))
    assessed = [
        item for item in state.items("risk").values() if item.stage != "closed" and levels.is_assessed(item)
    ]
    critical = sum(levels.is_critical(item) for item in assessed)
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        names={
            item.key: {"": called} for _, item in state.created(NAMED) if (called := title_of(item, bodies))
        },
        axis=axis,
        columns={
            "axis": axis,
            "risks": str(len(assessed)),
            "critical": str(critical) if critical else "",
            "improvements": str(sum(item.stage == "open" for item in state.items("improvement").values())),
        },
        facets=(("axis", axis), *carried_by(state.items("improvement").values())),
    )


# The declaration

KIND = enter(Kind(
    name="readiness",
    mark="RDY",
    edition=1,
    words=W("سجل الجاهزية", "registre de préparation", "register of readiness"),
    plural=W("الجاهزية", "préparation", "readiness"),
    help=W("مخاطر وقدرات وتمارين: كل نقص يصبح إجراء بأجل", "risques, capacités, exercices : chaque lacune devient une action datée", "risks, capabilities, exercises: each gap becomes an action with a day"),
    opening="open-register",
    stages=STAGES,
    stage=stage,
    tracks=(
        Track("register", W("السجل", "registre", "register"), (STAGES[0], STAGES[2]), {"": {"open-register": "in-use"}, "in-use": {"end-register": Every("ended")}}),
        Track("expiry", W("ما انقضى أجله", "échéances passées", "what has run out"), (Stage("stated", W("مصرح به", "constatée", "stated"), "quiet"),),
              {"": {"state-expiry": _ran_out}, "stated": {"state-expiry": _ran_out}}),
        Track("risk", W("المخاطر", "risques", "risks"), RISK_STAGES, RISK, key=Key.ITEM, held_by="owner", shows=("review_on",), upon=_risks),
        Track("capability", W("القدرات", "capacités", "capabilities"), CAPABILITY_STAGES, CAPABILITY, key=Key.ITEM, shows=("valid_until",), upon=_capabilities),
        Track("exercise", W("التمارين", "exercices", "exercises"), EXERCISE_STAGES, EXERCISE, key=Key.ITEM, shows=("sort", "held_on")),
        Track("improvement", W("التحسينات", "améliorations", "improvements"), IMPROVEMENT_STAGES, {"": {"ask-improvement": "open"}, "open": {"report-improved": "done"}}, key=Key.ITEM, held_by="owner", shows=("due_on",)),
    ),
    steps=(
        Step("open-register", "register", Side.OPENER, W("فتح سجل", "Ouvrir un registre", "Open a register"), W("فتحت سجلا للجاهزية", "a ouvert un registre de préparation", "opened a register of readiness"), sections=(*says.REGISTER, SERVES), functions=PLANS),
        Step("end-register", "register", Side.ANY, W("إنهاء السجل", "Clore le registre", "End the register"), W("وافقت على إنهاء السجل", "a accepté la clôture du registre", "agreed to end the register"), functions=COORDINATION, settled=True, usual=frozenset()),
        Step("identify-risk", "risk", Side.ANY, W("تحديد خطر", "Identifier un risque", "Identify a risk"), W("حددت خطرا", "a identifié un risque", "identified a risk"), sections=says.RISK, functions=PLANS, when=LIVE, checks=(check_risk,)),
        Step("assess-risk", "risk", Side.HOLDER, W("تقييم الخطر", "Évaluer le risque", "Assess the risk"), W("قيمت خطرا", "a évalué un risque", "assessed a risk"), sections=says.ASSESSMENT, functions=PLANS, when=LIVE, checks=(check_assessment,)),
        Step("treat-risk", "risk", Side.HOLDER, W("معالجة الخطر", "Traiter le risque", "Treat the risk"), W("قررت معالجة خطر", "a décidé du traitement d’un risque", "decided how a risk is treated"), sections=says.TREATMENT, functions=PLANS, when=LIVE),
        Step("accept-risk", "risk", Side.HOLDER, W("قبول ما تبقى من الخطر", "Accepter le risque résiduel", "Accept what is left"), W("قبلت ما تبقى من خطر", "a accepté un risque résiduel", "accepted what is left of a risk"), functions=PLANS, when=LIVE, who=_usually),
        Step("accept-critical-risk", "risk", Side.HOLDER, W("قبول خطر بالغ", "Accepter un risque critique", "Accept a critical risk"), W("قبل رئيسها خطرا بالغا", "a accepté, par son chef, un risque critique", "accepted a critical risk, by its head"),
             W("رئيس المصلحة وحده يقبله", "Seul le chef de service l’accepte", "The head of the service alone accepts it"), sections=REASON, functions=HEAD, when=LIVE, who=_by_the_head),
        Step("close-risk", "risk", Side.HOLDER, W("إغلاق الخطر", "Clore le risque", "Close the risk"), W("أغلقت خطرا زال", "a clos un risque disparu", "closed a risk that is gone"), sections=REASON, functions=PLANS, when=LIVE),
        Step("declare-capability", "capability", Side.ANY, W("التصريح بقدرة", "Déclarer une capacité", "Declare a capability"), W("صرحت بقدرة", "a déclaré une capacité", "declared a capability"), sections=says.CAPABILITY, functions=PLANS, when=LIVE),
        Step("give-evidence", "capability", Side.HOLDER, W("إثبات المستوى", "Établir le niveau", "Show its level"), W("أثبتت مستوى قدرة", "a établi le niveau d’une capacité", "showed the level of a capability"), sections=says.EVIDENCE, functions=PLANS, when=LIVE, checks=(check_evidence,)),
        Step("validate-capability", "capability", Side.OTHERS, W("اعتماد القدرة", "Valider la capacité", "Validate"), W("اعتمدت قدرة عاينها مراقبها", "a validé une capacité que son observateur a vue", "validated a capability its observer saw"), sections=says.OBSERVED, functions=PLANS, when=LIVE),
        Step("retire-capability", "capability", Side.HOLDER, W("سحب القدرة", "Retirer la capacité", "Retire it"), W("سحبت قدرة", "a retiré une capacité", "retired a capability"), functions=PLANS, when=LIVE),
        Step("plan-exercise", "exercise", Side.ANY, W("برمجة تمرين", "Prévoir un exercice", "Plan an exercise"), W("برمجت تمرينا", "a prévu un exercice", "planned an exercise"), sections=says.EXERCISE, functions=PLANS, when=LIVE, checks=(check_exercise,)),
        Step("approve-exercise", "exercise", Side.OTHERS, W("الموافقة على التمرين", "Approuver l’exercice", "Approve the exercise"), W("وافقت على تمرين", "a approuvé un exercice", "approved an exercise"), functions=PLANS, when=LIVE),
        Step("cancel-exercise", "exercise", Side.HOLDER, W("إلغاء التمرين", "Annuler l’exercice", "Cancel the exercise"), W("ألغت تمرينا", "a annulé un exercice", "cancelled an exercise"), functions=PLANS, when=LIVE, precedence=-5),
        Step("run-exercise", "exercise", Side.HOLDER, W("بيان النتائج", "Consigner les résultats", "Record the results"), W("بينت نتائج تمرين", "a consigné les résultats d’un exercice", "recorded the results of an exercise"),
             W("كل هدف لم يتحقق دون صعوبات يستدعي تحسينا", "Chaque objectif non atteint sans difficulté appelle une amélioration", "Each objective not met without issue asks for an improvement"), sections=says.RUN, functions=PLANS, when=LIVE, given=given_results),
        Step("give-review", "exercise", Side.HOLDER, W("تقديم التقييم البعدي", "Remettre le retour d’expérience", "Give the review"), W("قدمت تقييما بعديا", "a remis un retour d’expérience", "gave an after-action review"), sections=says.REVIEW, functions=PLANS, when=LIVE),
        Step("close-exercise", "exercise", Side.ANY, W("إغلاق التمرين", "Clore l’exercice", "Close the exercise"), W("وافقت على إغلاق تمرين", "a accepté la clôture d’un exercice", "agreed to close an exercise"), functions=PLANS, when=LIVE, checks=(check_close,)),
        Step("ask-improvement", "improvement", Side.ANY, W("إضافة تحسين", "Ajouter une amélioration", "Add an improvement"), W("أضافت تحسينا", "a ajouté une amélioration", "added an improvement"), sections=says.IMPROVEMENT, functions=PLANS, when=LIVE, checks=(check_asked,), given=given_exercise),
        Step("report-improved", "improvement", Side.HOLDER, W("إثبات التحسين", "Rendre compte de l’amélioration", "Report it done"), W("أثبتت إنجاز تحسين", "a rendu compte d’une amélioration", "reported an improvement done"), sections=says.IMPROVED, functions=PLANS, when=LIVE),
        Step("state-expiry", "expiry", Side.ANY, W("إثبات انقضاء الأجل", "Constater une échéance", "State what has run out"), W("أثبتت انقضاء أجل ما كان يثبت تدبيرا أو قدرة، أو فوات أجل مراجعة", "a constaté qu’un élément de preuve est périmé, ou une revue échue", "stated that something shown has run out, or a review is overdue"), lapse_at=levels.runs_out_at),
    ),
    read=read,
    counts_as=("activity",),
    dated=(
        Dated("review", W("مراجعة الخطر", "revoir le risque", "review the risk"), "risk", Side.HOLDER, _review_day, _reassessed, ends=frozenset({"assess-risk"}), reminders=_before(-14, 0)),
        Dated("evidence", W("تجديد ما يثبت القدرة", "renouveler les éléments", "renew what shows it"), "capability", Side.HOLDER, _evidence_day, _renewed, ends=frozenset({"give-evidence"}), reminders=_before(-60, -7)),
        Dated("after-action", W("تقديم التقييم البعدي", "remettre le retour d’expérience", "give the review"), "exercise", Side.HOLDER, _review_of_exercise, _reviewed, ends=frozenset({"give-review"})),
        Dated("improvement", W("إنجاز التحسين", "réaliser l’amélioration", "carry out the improvement"), "improvement", Side.HOLDER, due_day, _improved, ends=frozenset({"report-improved"}), reminders=_before(-14, 7)),
    ),
    columns=(
        Column("axis", W("المحور", "axe", "axis"), codes="axes", priority=1, filters=True),
        Column("risks", W("المخاطر", "risques", "risks"), priority=1),
        Column("critical", W("منها بالغة", "dont critiques", "of which critical")),
        Column("improvements", W("تحسينات قيد الإنجاز", "améliorations en cours", "improvements open")),
    ),
    empty=W("لا يوجد سجل جاهزية.", "Aucun registre de préparation.", "No register of readiness yet."),
))  # fmt: skip
