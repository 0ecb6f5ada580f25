"""Information given unasked: what one authority knows and another needs, sent on its own initiative.

One party gives; each that receives takes note of it and, within the time agreed, says what it was worth. Whoever gives says
why it concerns who receives it, what offence it serves to prevent, detect or investigate, how reliable the source is, and
whether it may be used in proceedings. The owner may correct it or call it back, also after the close, and every recipient
confirms. Whom it names is looked up where it arrives, as in a request.

Deliberately absent: a refusal (nothing was asked, so nothing is owed but what it was worth), an urgency (danger to life is a
warning, with its own clock), and bulk lists.

Source: Directive (EU) 2023/977, articles 7 (own initiative) and 16(1)(c); Directive (EU) 2016/680, articles 6 and 7; domain
model of information exchange.
"""

from collections.abc import Iterable

from mithaq.pact.rules import corrections
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.given import ATTACHED, FEED_BACK
from mithaq.pact.rules.kind import Duty, Key, Kind, Saying, Side, Stage, Step, Target, Track
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.restrictions import RESTRICTED
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import State
from mithaq.pact.rules.subjects import MOST_SUBJECTS, SUBJECT, check_subjects, read_subjects
from mithaq.pact.rules.words import W

DESK = frozenset({"duty-officer", "liaison-officer", "fugitive-officer"})

RECEPTION_STAGES = (
    Stage("arrived", W("في انتظار الاطلاع", "à prendre en compte", "to be taken note of"), "waiting", Side.HOLDER, first="take-note"),
    Stage("noted", W("تم الاطلاع عليها", "prise en compte", "taken note of"), "moving", Side.HOLDER),
    Stage("fed-back", W("أُفيد بنتيجتها", "retour donné", "outcome reported"), "good"),
)  # fmt: skip
ENDS = (
    Stage("closed", W("مغلق", "close", "closed"), "quiet", final=True),
    Stage("called-back", W("مسحوب", "retirée", "called back"), "quiet", final=True),
)
BY_URGENCY = [stage.name for stage in RECEPTION_STAGES]
OPEN = frozenset(BY_URGENCY)
RECEIVING: dict[str, dict[str, Target]] = {
    "arrived": {"take-note": "noted", "feed-back": "fed-back"},
    "noted": {"feed-back": "fed-back"},
    "fed-back": {"feed-back": "fed-back"},
}
GIVING: dict[str, dict[str, Target]] = {
    "": {"give": "given"},
    "given": {"close": "closed", "call-back": "called-back"},
}


def stage(state: State) -> str:
    """How it ended, else what one of those who received it has to do first."""
    given = state.item("information")
    if given is None or given.stage != "given":
        return given.stage if given else "arrived"
    standing = {item.stage for item in state.items("reception").values()}
    return next((name for name in BY_URGENCY if name in standing), "arrived")


GIVE = (
    Section(W("الموضوع", "Objet", "Subject"), (
        Field("title", Type.LINE, W("الموضوع", "objet", "subject"), required=True, least=5, most=120, wide=True),
        Field("axis", Type.CODE, W("المحور", "axe", "axis"), required=True, public=True, codes="axes"),
        Field("offence", Type.CODE, W("الجريمة", "infraction", "offence"), required=True, public=True, codes="offences"),
    )),
    Section(W("المعلومات", "Informations", "The information"), (
        Field("why_you", Type.PROSE, W("لماذا تهمكم هذه المعلومات", "pourquoi ces informations vous concernent", "why it concerns you"), required=True, least=40, most=2000,
              help=W("ما ستفيد فيه: منع الجريمة أو كشفها أو البحث فيها", "ce à quoi elles serviront : prévenir l’infraction, la déceler ou enquêter", "what it will serve: to prevent the offence, detect it or investigate")),
        Field("content", Type.PROSE, W("مضمون المعلومات", "contenu", "what is known"), required=True, least=20, most=8000),
        Field("source", Type.CODE, W("موثوقية المصدر", "fiabilité de la source", "reliability of the source"), required=True, public=True, codes="source", default="X"),
        Field("accuracy", Type.CODE, W("دقة المعلومة", "exactitude", "accuracy"), required=True, public=True, codes="accuracy", default="4"),
        Field("nature", Type.CODE, W("وقائع أم تقدير شخصي", "fait ou appréciation", "fact or assessment"), required=True, public=True, codes="fact-or-assessment", default="fact"),
    )),
    Section(W("الأشخاص والأشياء", "Personnes et objets", "Persons and objects"), (
        Field("subjects", Type.GROUP, W("الأشخاص والأشياء", "personnes et objets", "persons and objects"), most=MOST_SUBJECTS, fields=SUBJECT),
    ), help=W("عشرون على الأكثر", "vingt au plus", "twenty at most")),
    Section(W("شروط الاستعمال", "Conditions d’usage", "Conditions"), (
        Field("evidence_use", Type.CODE, W("الاستعمال في المسطرة القضائية", "usage en procédure", "use in proceedings"), required=True, public=True, codes="evidence-use", default="ask"),
        Field("language", Type.CODE, W("لغة الإفادة بالنتيجة", "langue du retour", "language of the outcome"), public=True, codes="languages"),
    )),
)  # fmt: skip
CALLED_BACK = (Section(W("السبب", "Motif", "Reason"), (
    Field("reason", Type.PROSE, W("السبب", "motif", "reason"), required=True, least=10, most=1000),
)),)  # fmt: skip


def check_given(saying: Saying) -> Iterable[Problem]:
    yield from check_subjects("subjects", saying.body.get("subjects"))


def read(state: State, bodies: Bodies) -> Reading:
    says, body = state.opening.says, bodies.get(state.opening.id, {})
    axis, offence = str(says.get("axis", "")), str(says.get("offence", ""))
    return Reading(
        title=str(body.get("title", "")),
        axis=axis,
        columns={"axis": axis, "offence": offence, "evidence_use": str(says.get("evidence_use", ""))},
        facets=(("axis", axis), ("offence", offence)),
        subjects=read_subjects(body.get("subjects"), state.opening.id),
    )


KIND = enter(Kind(
    name="information",
    mark="INF",
    edition=1,
    words=W("معلومات تلقائية", "information spontanée", "information given unasked"),
    plural=W("المعلومات التلقائية", "informations spontanées", "information given unasked"),
    help=W("ما تعلمه سلطة وتحتاجه أخرى، دون انتظار طلب", "ce qu’une autorité sait et dont une autre a besoin, sans attendre sa demande",
           "what one authority knows and another needs, without waiting to be asked"),
    counts_as=("exchange",),
    opening="give",
    stages=(*RECEPTION_STAGES, *ENDS),
    stage=stage,
    tracks=(
        Track("information", W("المعلومات", "information", "information"), (Stage("given", W("مقدمة", "transmise", "given")), *ENDS), GIVING),
        Track("reception", W("لدى المتوصل", "chez les destinataires", "where it arrived"), RECEPTION_STAGES, RECEIVING, key=Key.PARTY, parties=Side.PARTNER, start="arrived", shows=("usefulness", "outcome")),
        corrections.TRACK,
    ),
    steps=(
        Step("give", "information", Side.OPENER, W("تقديم معلومات", "Transmettre d’initiative", "Give information"), W("قدمت معلومات تلقائية", "a transmis des informations d’initiative", "gave information unasked"),
             W("يُخبر المتوصل بما استفاد منها داخل الأجل المتفق عليه", "Le destinataire en dit l’utilité dans le délai convenu", "Who receives it says what it was worth, within the time agreed"),
             sections=(*GIVE, SERVES, RESTRICTED, ATTACHED), functions=DESK, conveys=True, checks=(check_given,)),
        Step("take-note", "reception", Side.HOLDER, W("الاطلاع", "Prendre en compte", "Take note"), W("اطلعت على المعلومات", "a pris les informations en compte", "took note of the information"), functions=DESK, when=OPEN),
        Step("feed-back", "reception", Side.HOLDER, W("الإفادة بالنتيجة", "Faire retour", "Report the outcome"), W("أفادت بالنتيجة", "a fait retour sur l’exploitation", "reported the outcome"),
             sections=(*FEED_BACK, RESTRICTED), functions=DESK, when=OPEN, conveys=True),
        Step("close", "information", Side.OPENER, W("إغلاق الملف", "Clore l’affaire", "Close the matter"), W("أغلقت الملف", "a clos le dossier", "closed the matter"),
             W("لا تُتخذ أي خطوة بعد الإغلاق؛ ويبدأ أجل المراجعة", "Plus aucun acte ensuite ; le délai de réexamen commence", "No further step; the review time begins"),
             functions=DESK, when=frozenset({"noted", "fed-back"}), settled=True),
        Step("call-back", "information", Side.OPENER, W("سحب المعلومات", "Retirer les informations", "Call it back"), W("سحبت المعلومات", "a retiré les informations", "called the information back"),
             W("لا يجوز استعمالها بعد السحب", "Elles ne doivent plus être utilisées", "It may not be used any more"), sections=CALLED_BACK, functions=DESK, precedence=-10, when=OPEN),
        *corrections.steps(DESK),
    ),
    read=read,
    duties=(
        Duty("feed-back", W("الإفادة بالنتيجة", "faire retour", "report the outcome"), "reception", frozenset({"give"}), frozenset({"feed-back"}), Side.HOLDER, lambda *_: "information_feedback"),
        corrections.DUTY,
    ),
    columns=(
        Column("axis", W("المحور", "axe", "axis"), codes="axes", priority=1, filters=True),
        Column("offence", W("الجريمة", "infraction", "offence"), codes="offences", priority=2, filters=True),
        Column("evidence_use", W("الاستعمال في المسطرة", "usage en procédure", "use in proceedings"), codes="evidence-use", priority=3),
    ),
    empty=W("لا توجد معلومات تلقائية.", "Aucune information spontanée.", "No information given unasked."),
))  # fmt: skip
