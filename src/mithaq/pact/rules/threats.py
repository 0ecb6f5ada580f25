"""Threats: a warning of a threat, police to police, acknowledged in minutes where lives are at risk.

One party warns; each that is warned acknowledges, assesses, and says what it did, or why it did nothing. A warning of danger
to life leaves without a second person and is owed its acknowledgement at once, also while cooperation is suspended: its
clock is never stopped (`spared`). After an attack help is asked for or offered unasked (`assisting`). What was learnt
is recorded and closed; every party closes the warning. Edition 2 adds the checklist of a crisis and the review of a share of
what is over (`threat_reviews`).

A warning describes conduct, never belief: a text that tells of membership or belief and of no act is stopped. Whoever warns
declares that the information was not obtained by ill-treatment. Intelligence services have channels of their own; what is
classified has no place here.

Deliberately absent: fields for persons (they are named in a request, with its purpose), lists, matching.

Source: domain model of counter-terrorism support; Convention against Torture, article 15; design decisions D4, D15, D21.
"""

from collections.abc import Iterable, Mapping

from mithaq.pact.rules import corrections, lessons
from mithaq.pact.rules import threats_says as says
from mithaq.pact.rules.assisting import DECLINE, DELIVER, EFFECT, OFFER, Told, assisting
from mithaq.pact.rules.conduct import check_texts
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import instant
from mithaq.pact.rules.kind import (  # fmt: skip
    Duty,
    Every,
    Key,
    Kind,
    Saying,
    Side,
    Stage,
    Step,
    Target,
    Track,
)
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.restrictions import RESTRICTED
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.threat_reviews import second
from mithaq.pact.rules.words import W

DESK = frozenset({"duty-officer", "counter-terrorism-officer"})
NAMELESS = ("title", "conduct", "asked")

RECEPTION_STAGES = (
    Stage("unacknowledged", W("في انتظار الإشعار بالتوصل", "accusé de réception attendu", "to be acknowledged"), "bad", Side.HOLDER),
    Stage("acknowledged", W("تم التوصل به", "reçue", "acknowledged"), "moving", Side.HOLDER),
    Stage("assessed", W("تم تقييمه", "évaluée", "assessed"), "moving", Side.HOLDER),
    Stage("acted", W("اتُّخذت تدابير", "mesures prises", "acted upon"), "good"),
    Stage("no-action", W("دون تدبير", "sans suite", "no action"), "quiet"),
)  # fmt: skip
ENDS = (
    Stage("closed", W("مغلق", "close", "closed"), "quiet", final=True),
    Stage("called-back", W("مسحوب", "retirée", "called back"), "quiet", final=True),
)
BY_URGENCY = [stage.name for stage in RECEPTION_STAGES]
OPEN = frozenset(BY_URGENCY)

_OUTCOMES: dict[str, Target] = {"report-action": "acted", "report-no-action": "no-action"}
RECEIVING: dict[str, dict[str, Target]] = {
    "unacknowledged": {"acknowledge": "acknowledged"},
    "acknowledged": {"assess": "assessed", **_OUTCOMES},
    "assessed": {"assess": "assessed", **_OUTCOMES},
    "no-action": {"report-action": "acted"},
}


def is_life(said: Mapping[str, object]) -> bool:
    return said.get("life_at_risk") is True


def _is_life(state: State, _: Item) -> bool:
    return is_life(state.opening.says)


def _within(state: State, _: Item) -> str:
    return "warning_life" if is_life(state.opening.says) else "warning_other"


def stage(state: State) -> str:
    """How the warning ended, else what one of those warned has to do first."""
    warning = state.item("warning")
    if warning is None or warning.stage != "sent":
        return warning.stage if warning else "unacknowledged"
    standing = {item.stage for item in state.items("reception").values()}
    return next((name for name in BY_URGENCY if name in standing), "unacknowledged")


# What is checked beyond the fields


def check_warning(saying: Saying) -> Iterable[Problem]:
    begins, ends = instant(saying.says.get("from_at")), instant(saying.says.get("until_at"))
    if begins and ends and ends <= begins:
        yield Problem("rules.ends-before-it-begins", ("until_at",))
    if ends and ends < saying.now and saying.says.get("sort") != "event":
        yield Problem("threats.window-has-passed", ("until_at",))
    if not saying.says.get("lawful_origin"):
        yield Problem("threats.origin-not-declared", ("lawful_origin",))
    yield from check_texts(saying, nameless=NAMELESS, conduct=("conduct",))


def read(state: State, bodies: Bodies) -> Reading:
    public = state.opening.says
    sort, life = str(public.get("sort", "")), is_life(public)
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        urgency="life" if life else "urgent",
        axis="TER",
        columns={
            "sort": sort,
            "target": str(public.get("target", "")),
            "until": str(public.get("until_at", ""))[:10],
        },
        facets=(("urgency", "life" if life else "urgent"), ("sort", sort)),
    )


# The declaration

SUPPORT = assisting(
    Step("begin-support", "support", Side.ANY, W("طلب دعم عند الأزمات أو عرضه", "Demander ou proposer un appui en cas de crise", "Ask for crisis support, or offer it"),
         W("طلبت دعما أو عرضته", "a demandé ou proposé un appui en cas de crise", "asked for crisis support, or offered it"), sections=says.SUPPORT, functions=DESK, when=OPEN),
    W("الدعم عند الأزمات", "appui en cas de crise", "crisis support"), functions=DESK, term="support_effect",
    told={
        OFFER: Told(sections=says.OFFERED, consequence=W("يُقبل العرض ثم يُثبت وصول الفريق", "L’offre est acceptée, puis l’arrivée de l’équipe est constatée", "The offer is accepted, then the team’s arrival is recorded")),
        DELIVER: Told(sections=says.DEPLOYED),
        EFFECT: Told(sections=says.EFFECT),
    },
)  # fmt: skip
KIND = enter(Kind(
    name="threat",
    mark="THR",
    edition=1,
    words=W("إنذار بخطر", "alerte sur une menace", "threat warning"),
    plural=W("الإنذارات بالأخطار", "alertes sur des menaces", "threat warnings"),
    help=W("من شرطة إلى شرطة: أفعال لا معتقدات، وإشعار بالتوصل في ظرف دقائق", "de police à police : des actes, non des croyances ; reçue en quelques minutes",
           "police to police: conduct, never belief; acknowledged in minutes"),
    opening="warn",
    stages=(*RECEPTION_STAGES, *ENDS),
    stage=stage,
    tracks=(
        Track("warning", W("الإنذار", "alerte", "warning"), (Stage("sent", W("موجه", "adressée", "sent"), "moving"), *ENDS),
              {"": {"warn": "sent"}, "sent": {"close-warning": Every("closed"), "call-back": "called-back"}}),
        Track("reception", W("لدى من تم إنذاره", "chez les destinataires", "where it arrived"), RECEPTION_STAGES, RECEIVING, key=Key.PARTY, parties=Side.PARTNER, start="unacknowledged", shows=("read_back", "outcome", "ground")),
        SUPPORT.track,
        lessons.TRACK,
        corrections.TRACK,
    ),
    steps=(
        Step("warn", "warning", Side.OPENER, W("توجيه إنذار", "Adresser une alerte", "Warn"), W("وجهت إنذارا", "a adressé une alerte", "warned"),
             W("إن كان خطرا على الحياة أُرسل حالا، ولو كان التعاون معلقا", "En cas de danger pour la vie, elle part aussitôt, même si la coopération est suspendue", "If life is at risk it leaves at once, also while cooperation is suspended"),
             sections=(*says.WARNING, SERVES, RESTRICTED), functions=DESK, conveys=True, alone=is_life, checks=(check_warning,)),
        Step("acknowledge", "reception", Side.HOLDER, W("الإشعار بالتوصل", "Accuser réception", "Acknowledge"), W("أشعرت بالتوصل", "a accusé réception", "acknowledged the warning"), sections=says.ACKNOWLEDGED, functions=DESK, when=OPEN),
        Step("assess", "reception", Side.HOLDER, W("التقييم", "Évaluer", "Assess"), W("قيمت الخطر", "a évalué le danger", "assessed the threat"), sections=says.ASSESSED, functions=DESK, when=OPEN),
        Step("report-action", "reception", Side.HOLDER, W("بيان التدابير المتخذة", "Indiquer les suites données", "Report what was done"), W("بينت ما قامت به", "a indiqué les suites données", "reported what it did"), sections=says.ACTED, functions=DESK, when=OPEN),
        Step("report-no-action", "reception", Side.HOLDER, W("بيان عدم اتخاذ تدبير", "Indiquer l’absence de suite", "Report that nothing was done"), W("بينت أنها لم تتخذ تدبيرا", "a indiqué ne pas donner suite", "reported that it did nothing"), sections=says.NOT_ACTED, functions=DESK, when=OPEN),
        *SUPPORT.steps,
        *lessons.steps(DESK, when=OPEN),
        Step("close-warning", "warning", Side.ANY, W("إغلاق الإنذار", "Clore l’alerte", "Close"), W("وافقت على إغلاق الإنذار", "a accepté la clôture de l’alerte", "agreed to close the warning"),
             W("يُغلق عندما توافق جميع الأطراف", "Elle est close quand toutes les parties l’ont accepté", "It is closed once every party has agreed"), functions=DESK, when=frozenset({"acted", "no-action"}), settled=True),
        Step("call-back", "warning", Side.OPENER, W("سحب الإنذار", "Retirer l’alerte", "Call the warning back"), W("سحبت الإنذار", "a retiré l’alerte", "called the warning back"), sections=says.REASON, functions=DESK, precedence=-10, when=OPEN),
        *corrections.steps(DESK),
    ),
    read=read,
    counts_as=("exchange",),
    asks=frozenset({"warn", "begin-support"}),
    answers=frozenset({"acknowledge", OFFER}),
    refuses={DECLINE: ""},
    urgent=True,
    duties=(
        Duty("acknowledge", W("الإشعار بالتوصل", "accuser réception", "acknowledging"), "reception", frozenset({"warn"}), frozenset({"acknowledge"}), Side.HOLDER, _within, spared=_is_life),
        SUPPORT.duty,
        corrections.DUTY,
    ),
    columns=(
        Column("sort", W("النوع", "nature", "sort"), codes="threat-kinds", priority=1, filters=True),
        Column("target", W("صنف الهدف", "type de cible", "target"), codes="target-classes", priority=3),
        Column("until", W("إلى غاية", "jusqu’au", "until")),
    ),
    empty=W("لا توجد إنذارات.", "Aucune alerte.", "No warnings."),
))  # fmt: skip
SECOND = enter(second(KIND, DESK, OPEN))
