"""Groups, edition 2: a working group is reviewed half-way, is said to be dormant, and can be paused for its scope.

What edition 1 says holds (`groups`), and beyond it: when half of its time is over a node states so, and every party
reviews the group; no extension can be proposed before all have. After 120 days without a meeting or a decision, or the charter's own
rhythm if that is longer, a node states that the group is dormant; whatever the group does next wakes it. The rights reviewer
of any party pauses a group that leaves its mandate; who paused lifts the pause. A decision that was adopted is owed by its day by
the party in charge.

Source: model agreement for joint investigation teams (mid-term evaluation); domain model of working groups (half-time
review, 120 days, pause for scope).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.days import has_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type, is_day
from mithaq.pact.rules.kind import Dated, Every, Key, Kind, Saying, Side, Stage, Step, Target, Track
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

ONE_DAY = timedelta(days=1)
SILENT_AFTER = timedelta(days=120)
REVIEWED_WITHIN = timedelta(days=30)  # of the day on which half of the time is over
REVIEWERS = frozenset({"rights-reviewer"})
MEETS = frozenset({"active", "in-review", "reviewed"})
AT_WORK = MEETS | {"dormant", "closing"}
WAKING = (
    "call-meeting",
    "hold-meeting",
    "table-decision",
    "table-again",
    "support-decision",
    "submit-review",
)

# Stages

IN_REVIEW = Stage(
    "in-review", W("تقييم مرحلي", "évaluation à mi-parcours", "mid-term review"), "waiting", Side.ANY
)
REVIEWED = Stage(
    "reviewed", W("نشيطة بعد التقييم المرحلي", "active, évaluée à mi-parcours", "active, reviewed"), "good"
)
DORMANT = Stage("dormant", W("خامدة", "en sommeil", "dormant"), "bad", Side.ANY)
PAUSED = Stage("paused", W("موقوفة مؤقتا", "suspendue", "paused"), "bad")


def half_on(state: State) -> str:
    """The day on which half of the time is over: what the charter says, else the middle of its time; "" if nobody can tell."""
    says, opened = state.opening.says, state.opening.at.date()
    sunset, stated = says.get("sunset_on"), says.get("review_on")
    if not is_day(sunset):
        return ""
    if is_day(stated) and str(stated) < str(sunset):
        return str(stated)
    return (opened + (date.fromisoformat(str(sunset)) - opened) // 2).isoformat()


def half_at(state: State) -> datetime | None:
    """The instant at which half of the time is over, while nobody has stated it: midnight UTC after the day."""
    charter, day = state.item("charter"), half_on(state)
    if charter is None or charter.stage != "active" or not day:
        return None
    return datetime.combine(date.fromisoformat(day) + ONE_DAY, time(0), UTC)


def last_active_at(state: State) -> datetime:
    """When the group last did something: met, decided, reviewed itself, or was chartered."""
    done = (
        entry
        for track in ("charter", "meeting", "decision")
        for item in state.items(track).values()
        for entry in item.entries
        if entry.step in ("adopt-charter", *WAKING)
    )
    return max((entry.at for entry in done), default=state.opening.at)


def silent_at(state: State) -> datetime | None:
    """When the group falls dormant if nothing happens; None where it is not at work, or is dormant already."""
    charter, activity = state.item("charter"), state.item("activity")
    if charter is None or charter.stage not in MEETS or (activity and activity.stage == "dormant"):
        return None
    rhythm = state.opening.says.get("rhythm_days", 0)
    days = rhythm if isinstance(rhythm, int) and 0 < rhythm <= 366 else 0
    return last_active_at(state) + max(SILENT_AFTER, timedelta(days=days))


def _half_over(state: State, entry: Entry) -> str | None:
    over_at = half_at(state)
    return "in-review" if over_at is not None and entry.at >= over_at else None


def _fell_silent(state: State, entry: Entry) -> str | None:
    over_at = silent_at(state)
    return "dormant" if over_at is not None and entry.at >= over_at else None


def _wake(state: State, entry: Entry) -> Iterable[Item]:
    """Whatever the group does wakes it."""
    activity = state.item("activity")
    if activity is not None and activity.stage == "dormant" and entry.step in WAKING:
        yield replace(activity, stage="awake")


def _follows(first: Track) -> Mapping[str, Mapping[str, Target]]:
    """Where the charter leads: half-time lies between its work and its end."""
    ends = {step: first.follows["active"][step] for step in ("state-sunset", "begin-closing")}
    return {
        **first.follows,
        "active": {"state-half-time": _half_over, **ends},
        "in-review": {"submit-review": Every("reviewed"), **ends},
        "reviewed": ends,
    }


def is_paused(state: State) -> bool:
    return any(item.stage == "paused" for item in state.items("pause").values())


def stage(state: State) -> str:
    """Where the charter stands; while the group is at work, whether it is paused or dormant comes first."""
    whole, activity = state.item("charter"), state.item("activity")
    charter = whole.stage if whole else "proposed"
    if charter in MEETS and is_paused(state):
        return "paused"
    return "dormant" if charter in MEETS and activity and activity.stage == "dormant" else charter


# What is owed


def review_days(state: State, charter: Item) -> Iterable[tuple[str, str]]:
    """Every party reviews within thirty days of half-time, once a node has stated it."""
    day = half_on(state)
    if day and charter.latest("state-half-time") is not None:
        yield "", (date.fromisoformat(day) + REVIEWED_WITHIN).isoformat()


def review_of(_: State, charter: Item, __: str, party: str) -> Entry | None:
    return next((entry for entry in charter.all("submit-review") if entry.author == party), None)


def decision_days(_: State, decision: Item) -> Iterable[tuple[str, str]]:
    if decision.stage in ("adopted", "done"):
        yield "", str(decision.entries[0].says.get("due_on", ""))


def done_by_anybody(_: State, decision: Item, __: str, ___: str) -> Entry | None:
    return decision.latest("report-done")


def in_charge(_: State, decision: Item) -> frozenset[str]:
    return frozenset({str(decision.entries[0].says.get("owner", ""))})


# What is said

_MANDATE = Field("in_mandate", Type.FLAG, W("يدخل في مهمة المجموعة", "relève du mandat du groupe", "is within the mandate"), public=True, default=False)  # fmt: skip
_PERIOD = (
    Field("review_on", Type.DAY, W("تاريخ التقييم المرحلي", "évaluation à mi-parcours le", "mid-term review on"), public=True,
          help=W("في منتصف المدة إذا تُرك فارغا", "à la moitié de la durée si rien n’est indiqué", "half-way if left empty")),
    Field("deliverable_count", Type.NUMBER, W("عدد النتائج المنتظرة", "nombre de livrables", "number of deliverables"), public=True, least=0, most=99),
)  # fmt: skip
_DELIVERED = Field("delivered", Type.NUMBER, W("عدد النتائج المنجزة", "livrables remis", "deliverables delivered"), public=True, least=0, most=99)  # fmt: skip
REVIEW = (Section(W("التقييم المرحلي", "Évaluation à mi-parcours", "Mid-term review"), (
    Field("score", Type.NUMBER, W("التقييم الذاتي من 1 إلى 5", "auto-évaluation de 1 à 5", "self-evaluation, 1 to 5"), required=True, public=True, least=1, most=5),
    Field("proposes", Type.CODE, W("الاقتراح", "proposition", "proposes"), required=True, public=True, codes="review-outcomes", default="continue"),
    Field("findings", Type.PROSE, W("الخلاصات", "constats", "findings"), required=True, least=40, most=4000),
)),)  # fmt: skip
PAUSE = (Section(W("التوقيف المؤقت", "Suspension", "Pause"), (
    Field("reason", Type.PROSE, W("ما يتجاوز مهمة المجموعة", "ce qui sort du mandat", "what leaves the mandate"), required=True, least=20, most=2000),
)),)  # fmt: skip


def check_review_day(saying: Saying) -> Iterable[Problem]:
    review, sunset = (str(saying.says.get(name) or "") for name in ("review_on", "sunset_on"))
    if has_come(review, saying):
        yield Problem("rules.in-the-past", ("review_on",))
    if review and sunset and review >= sunset:
        yield Problem("groups.review-after-sunset", ("review_on",))


def check_mandate(saying: Saying) -> Iterable[Problem]:
    """A group that begins to list what its charter does not name is asked to look at its mandate."""
    if not saying.says.get("in_mandate"):
        yield Problem("groups.outside-mandate", ("in_mandate",), soft=True)


# The declaration


def _new(chairs: frozenset[str]) -> tuple[Step, ...]:
    return (
    Step("state-half-time", "charter", Side.ANY, W("إثبات انقضاء نصف المدة", "Constater la mi-parcours", "State half-time"),
         W("أثبتت انقضاء نصف مدة المجموعة", "a constaté que le groupe est à mi-parcours", "stated that half of the time is over"), lapse_at=half_at),
    Step("submit-review", "charter", Side.ANY, W("تقديم التقييم المرحلي", "Remettre l’évaluation à mi-parcours", "Submit the review"),
         W("قدمت تقييمها المرحلي", "a remis son évaluation à mi-parcours", "submitted its mid-term review"),
         W("لا يمكن اقتراح أي تمديد قبل أن تقدم جميع الأطراف تقييمها", "Aucune prorogation avant que toutes les parties aient remis la leur", "No extension before every party has submitted its own"),
         sections=REVIEW, functions=chairs),
    Step("state-dormancy", "activity", Side.ANY, W("إثبات خمود المجموعة", "Constater la mise en sommeil", "State dormancy"),
         W("أثبتت أن المجموعة لم تجتمع ولم تقرر شيئا منذ مدة طويلة", "a constaté que le groupe ne s’est ni réuni ni prononcé depuis longtemps",
           "stated that the group has neither met nor decided for long"), lapse_at=silent_at),
    Step("pause-group", "pause", Side.ANY, W("توقيف المجموعة مؤقتا", "Suspendre le groupe", "Pause the group"),
         W("أوقفت أشغال المجموعة مؤقتا لتجاوزها مهمتها", "a suspendu le groupe, sorti de son mandat", "paused the group, which leaves its mandate"),
         W("لا اجتماعات ولا قرارات إلى حين رفع التوقيف", "Ni réunion ni décision avant la levée", "No meeting and no decision until it is lifted"),
         sections=PAUSE, functions=REVIEWERS, precedence=-10, when=MEETS | {"dormant", "paused"}),
    Step("lift-pause", "pause", Side.HOLDER, W("رفع التوقيف", "Lever la suspension", "Lift the pause"),
         W("رفعت توقيف المجموعة", "a levé la suspension", "lifted the pause"), functions=REVIEWERS),
    )  # fmt: skip


def _with(step: Step, place: int, *more: Field) -> tuple[Section, ...]:
    """The sections of a step, one of them with further fields."""
    return tuple(
        replace(section, fields=(*section.fields, *more)) if number == place else section
        for number, section in enumerate(step.sections)
    )


def _step(step: Step) -> Step:
    """A step of edition 1 as it is in this one."""
    if step.name == "propose-charter":
        return replace(step, sections=_with(step, 2, *_PERIOD), checks=(*step.checks, check_review_day))
    if step.name == "confirm-close":
        return replace(step, sections=_with(step, 0, _DELIVERED))
    if step.name == "propose-extension":
        return replace(step, when=frozenset({"reviewed"}))
    if step.name == "table-decision":
        step = replace(step, sections=_with(step, 0, _MANDATE), checks=(*step.checks, check_mandate))
    return replace(step, when=AT_WORK) if step.when else step


def second(first: Kind) -> Kind:
    """Edition 2, made of the first."""
    charter, *others = first.tracks
    assert isinstance(charter, Track)
    stages = (*charter.stages, IN_REVIEW, REVIEWED)
    adopts = next(step for step in first.steps if step.name == "adopt-charter")
    return replace(
        first,
        edition=2,
        stages=(*stages, DORMANT, PAUSED),
        stage=stage,
        tracks=(
            replace(charter, stages=stages, follows=_follows(charter)),
            *others,
            Track("activity", W("النشاط", "activité", "activity"), (DORMANT, Stage("awake", W("نشيطة", "active", "at work"), "good")),
                  {"": {"state-dormancy": _fell_silent}, "awake": {"state-dormancy": _fell_silent}}, upon=_wake),
            Track("pause", W("التوقيفات المؤقتة", "suspensions", "pauses"),
                  (PAUSED, Stage("lifted", W("مرفوع", "levée", "lifted"), "quiet", final=True)),
                  {"": {"pause-group": "paused"}, "paused": {"lift-pause": "lifted"}}, key=Key.ITEM),
        ),
        steps=(*map(_step, first.steps), *_new(adopts.functions)),
        dated=(
            Dated("review", W("التقييم المرحلي", "évaluer à mi-parcours", "review half-way"), "charter", Side.ANY, review_days, review_of,
                  ends=frozenset({"submit-review"})),
            Dated("decision", W("تنفيذ القرار", "exécuter la décision", "carry out the decision"), "decision", Side.ANY, decision_days, done_by_anybody,
                  ends=frozenset({"report-done"}), who=in_charge),
        ),
    )  # fmt: skip
