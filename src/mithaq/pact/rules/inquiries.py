"""Inquiries: one authority asks, the others answer, within the time agreed.

The request is asked once; each authority asked has its own answer, so one request can go to several. Who is asked
takes it up, may ask for clarification (which stops its clock), waits for a judge, answers in part or in whole, or refuses on
a listed ground. Who asked says what became of the information. The owner of what was stated may correct or recall it,
and every recipient confirms, also after the close.

Deliberately absent: bulk lists (at most 20 subjects), and reopening (a new request, linked).

Source: Directive (EU) 2023/977, arts. 4–6, borrowed as a bilateral default; design decisions D1, D2, D7.
"""

from collections.abc import Iterable, Mapping

from mithaq.pact.rules import corrections
from mithaq.pact.rules.answers import (  # fmt: skip
    ANSWER,
    MOST_QUESTIONS,
    REFUSE,
    check_answer,
    check_ground,
    check_whole,
    refused_for,
    rows_of,
)
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type, instant
from mithaq.pact.rules.given import ATTACHED, FEED_BACK
from mithaq.pact.rules.kind import (  # fmt: skip
    Duty,
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
from mithaq.pact.rules.subjects import MOST_SUBJECTS, SUBJECT, check_subjects, read_subjects
from mithaq.pact.rules.warnings import mentions
from mithaq.pact.rules.words import W

DESK = frozenset({"duty-officer", "liaison-officer", "fugitive-officer"})

# Where an answer stands, for each authority asked

ANSWER_STAGES = (
    Stage("awaiting", W("في انتظار التكفل", "à prendre en charge", "awaiting"), "waiting", Side.HOLDER, first="take-up"),
    Stage("in-progress", W("قيد المعالجة", "en cours de traitement", "in progress"), "moving", Side.HOLDER),
    Stage("clarifying", W("في انتظار توضيح", "précisions demandées", "clarification asked"), "waiting", Side.OPENER),
    Stage("pending-judge", W("في انتظار إذن قضائي", "en attente d’autorisation judiciaire", "awaiting a judge"), "waiting", Side.HOLDER),
    Stage("answered-part", W("جواب جزئي", "réponse partielle", "answered in part"), "moving", Side.HOLDER),
    Stage("answered", W("تم الجواب", "répondu", "answered"), "good", Side.OPENER),
    Stage("refused", W("مرفوض", "refusé", "refused"), "bad", Side.OPENER),
    Stage("fed-back", W("تمت الإفادة بالنتيجة", "retour donné", "outcome reported"), "good", final=True),
)  # fmt: skip
ENDS = (
    Stage("closed", W("مغلق", "clos", "closed"), "quiet", final=True),
    Stage("withdrawn", W("مسحوب", "retiré", "withdrawn"), "quiet", final=True),
)
BY_URGENCY = [stage.name for stage in (ANSWER_STAGES[2], *ANSWER_STAGES[:2], *ANSWER_STAGES[3:])]
OPEN = frozenset(BY_URGENCY)  # neither closed nor withdrawn: what crosses the end is set aside

_MOVES: dict[str, Target] = {
    "ask-clarification": "clarifying", "await-judge": "pending-judge",
    "answer-part": "answered-part", "answer": "answered", "refuse": "refused",
}  # fmt: skip
ANSWERING: dict[str, dict[str, Target]] = {
    "awaiting": {"take-up": "in-progress", **_MOVES},
    "in-progress": {"take-up": "in-progress", **_MOVES},
    "clarifying": {"clarify": "in-progress", "refuse": "refused"},
    "pending-judge": {"take-up": "in-progress", **_MOVES},
    "answered-part": _MOVES,
    "answered": {"feed-back": "fed-back"},
    "refused": {"feed-back": "fed-back"},
}
REQUESTING: dict[str, dict[str, Target]] = {
    "": {"ask": "asked"},
    "asked": {"close": "closed", "withdraw": "withdrawn"},
}


def stage(state: State) -> str:
    """The matter's stage: how the request ended, else the answer that needs something first."""
    request = state.item("request")
    if request is None or request.stage in ("closed", "withdrawn"):
        return request.stage if request else "awaiting"
    standing = {item.stage for item in state.items("answer").values()}
    return next((name for name in BY_URGENCY if name in standing), "awaiting")


def term(state: State, answer: Item) -> str:
    """Which deadline of the agreement an answer has: urgent and direct until its author says indirect."""
    urgency = str(state.opening.says.get("urgency", "normal"))
    if urgency == "life":
        return "answer_life"
    if urgency != "urgent":
        return "answer_normal"
    taken_up = answer.latest("take-up")
    indirect = taken_up is not None and taken_up.says.get("access") == "indirect"
    return "answer_urgent_indirect" if indirect else "answer_urgent_direct"


# What is said

ASK = (
    Section(W("الموضوع", "Objet", "Subject"), (
        Field("title", Type.LINE, W("الموضوع", "objet", "subject"), required=True, least=5, most=120, wide=True),
        Field("axis", Type.CODE, W("المحور", "axe", "axis"), required=True, public=True, codes="axes"),
        Field("urgency", Type.CODE, W("درجة الاستعجال", "urgence", "urgency"), required=True, public=True, codes="urgency", default="normal"),
        Field("urgency_ground", Type.CODE, W("سبب الاستعجال", "motif d’urgence", "ground of urgency"), public=True, codes="urgency-grounds",
              help=W("إلزامي إذا كان الطلب مستعجلا", "obligatoire si la demande est urgente", "required for an urgent request")),
        Field("urgency_reason", Type.LINE, W("تعليل الاستعجال", "justification de l’urgence", "why it is urgent"), most=500, wide=True),
    )),
    Section(W("الغرض والوقائع", "Finalité et faits", "Purpose and facts"), (
        Field("offence", Type.CODE, W("الجريمة", "infraction", "offence"), required=True, public=True, codes="offences"),
        Field("purpose", Type.PROSE, W("الغرض من الطلب", "finalité de la demande", "purpose"), required=True, least=40, most=2000,
              help=W("الغاية من استعمال المعلومات ولماذا هي ضرورية", "à quoi serviront les informations et pourquoi elles sont nécessaires",
                     "what the information is for, and why it is necessary")),
        Field("facts", Type.PROSE, W("ملخص الوقائع", "exposé des faits", "facts"), required=True, least=20, most=4000),
        Field("why_you", Type.PROSE, W("لماذا يُحتمل أن تتوفر لديكم المعلومات", "pourquoi l’autorité requise en disposerait", "why the authority asked may have it"),
              required=True, least=20, most=1000),
    )),
    Section(W("الأسئلة", "Questions", "Questions"), (
        Field("questions", Type.GROUP, W("الأسئلة", "questions", "questions"), required=True, least=1, most=MOST_QUESTIONS, fields=(
            Field("text", Type.LINE, W("السؤال", "question", "question"), required=True, least=10, most=500, wide=True),
        )),
        Field("question_count", Type.NUMBER, W("عدد الأسئلة", "nombre de questions", "number of questions"), public=True,
              derived=lambda body: len(body.get("questions") or ())),
    ), help=W("سؤال محدد في كل سطر", "une question précise par ligne", "one precise question a line")),
    Section(W("الأشخاص والأشياء", "Personnes et objets", "Persons and objects"), (
        Field("subjects", Type.GROUP, W("الأشخاص والأشياء", "personnes et objets", "persons and objects"), most=MOST_SUBJECTS, fields=SUBJECT),
    ), help=W("عشرون على الأكثر", "vingt au plus", "twenty at most")),
    Section(W("شروط الاستعمال", "Conditions d’usage", "Conditions"), (
        Field("restrictions", Type.PROSE, W("قيود على استعمال مضمون الطلب", "restrictions d’usage du contenu de la demande", "restrictions on using this request"), most=1000),
        Field("language", Type.CODE, W("لغة الجواب", "langue de la réponse", "language of the answer"), public=True, codes="languages"),
    )),
)  # fmt: skip

TAKE_UP = (Section(W("التكفل", "Prise en charge", "Taking up"), (
    Field("access", Type.CODE, W("الولوج إلى المعلومات", "accès aux informations", "access to the information"), required=True, public=True, codes="direct-access", default="direct"),
    Field("unit", Type.CODE, W("المصلحة المعالجة", "service traitant", "service in charge"), public=True, codes="services"),
)),)  # fmt: skip


def _prose(name: str, words: W, *, least: int, most: int = 2000) -> tuple[Section, ...]:
    return (Section(words, (Field(name, Type.PROSE, words, required=True, least=least, most=most),)),)


CLARIFICATION = W("التوضيحات المطلوبة", "précisions demandées", "what is unclear")
PRECISION = W("التوضيح", "précisions", "clarification")
JUDGE = (Section(W("الإذن القضائي", "Autorisation judiciaire", "Judicial authorisation"), (
    Field("until", Type.INSTANT, W("الأجل المتوقع", "délai prévisible", "expected by"), required=True, public=True),
    Field("reason", Type.PROSE, W("الأسباب", "motifs", "reasons"), required=True, least=20, most=1000),
)),)  # fmt: skip
# What is checked beyond the fields


def check_request(saying: Saying) -> Iterable[Problem]:
    """A request that could be refused for its form is stopped at home (L04, L05)."""
    urgency = saying.says.get("urgency")
    if urgency in ("urgent", "life"):
        if not saying.says.get("urgency_ground"):
            yield Problem("inquiries.urgency-without-ground", ("urgency_ground",))
        if len(str(saying.body.get("urgency_reason") or "").strip()) < 20:
            yield Problem("inquiries.urgency-without-reason", ("urgency_reason",))
    yield from check_subjects("subjects", saying.body.get("subjects"))
    yield from _too_broad(saying.body.get("questions"))


def _too_broad(questions: object) -> Iterable[Problem]:
    """A question that asks for everything about somebody is fishing, and nobody can answer it."""
    for number, row in enumerate(rows_of(questions)):
        if mentions("broad", str(row.get("text") or "")):
            yield Problem("inquiries.too-broad", ("questions", str(number), "text"), soft=True)


def check_rounds(saying: Saying) -> Iterable[Problem]:
    most = saying.terms.number("clarification_rounds")
    answer = saying.state.item("answer", saying.item or saying.author) if saying.state else None
    if most is not None and answer and len(answer.all("ask-clarification")) >= most:
        yield Problem("inquiries.no-more-clarification", facts={"most": str(most)})


def check_until(saying: Saying) -> Iterable[Problem]:
    until = instant(saying.says.get("until"))
    if until is not None and until <= saying.now:
        yield Problem("rules.in-the-past", ("until",))


def is_life(says: object) -> bool:
    return isinstance(says, Mapping) and says.get("urgency") == "life"


# What lists and searches show


def read(state: State, bodies: Bodies) -> Reading:
    says, body = state.opening.says, bodies.get(state.opening.id, {})
    return Reading(
        title=str(body.get("title", "")),
        urgency=str(says.get("urgency", "")),
        axis=str(says.get("axis", "")),
        columns={"offence": str(says.get("offence", ""))},
        facets=(
            ("urgency", str(says.get("urgency", ""))),
            ("axis", str(says.get("axis", ""))),
            ("offence", str(says.get("offence", ""))),
            *(("refused", ground) for ground in refused_for(state)),
        ),
        subjects=read_subjects(body.get("subjects"), state.opening.id),
    )


# The declaration

KIND = enter(Kind(
    name="inquiry",
    mark="INQ",
    edition=1,
    words=W("طلب معلومات", "demande d’informations", "information request"),
    plural=W("طلبات المعلومات", "demandes d’informations", "information requests"),
    help=W("سؤال دقيق، لغرض محدد، داخل أجل متفق عليه", "une question précise, une finalité, un délai convenu",
           "a precise question, a purpose, an agreed time"),
    counts_as=("exchange",),
    answers=frozenset({"answer"}),
    refuses={"refuse": "ground", "answer": "refused_for"},
    opening="ask",
    stages=(*ANSWER_STAGES, *ENDS),
    stage=stage,
    tracks=(
        Track("request", W("الطلب", "demande", "request"),
              (Stage("asked", W("موجه", "adressée", "asked"), "moving"), *ENDS), REQUESTING),
        Track("answer", W("الجواب", "réponse", "answer"), ANSWER_STAGES, ANSWERING,
              key=Key.PARTY, parties=Side.PARTNER, start="awaiting"),
        corrections.TRACK,
    ),
    steps=(
        Step("ask", "request", Side.OPENER, W("توجيه الطلب", "Adresser la demande", "Send the request"),
             W("وجهت طلب معلومات", "a demandé des informations", "asked for information"),
             W("يبدأ سريان الأجل عند التوصل", "Le délai court à compter de la réception", "The time runs from receipt"),
             sections=(*ASK, SERVES, ATTACHED), functions=DESK, conveys=True, alone=is_life, checks=(check_request,)),
        Step("take-up", "answer", Side.HOLDER, W("التكفل بالطلب", "Prendre en charge", "Take up"),
             W("تكفلت بالطلب", "a pris la demande en charge", "took up the request"),
             W("يُبلَّغ الطالب بالمصلحة المعالجة", "Le demandeur est informé du service traitant", "The asking side learns who works on it"),
             sections=TAKE_UP, functions=DESK, when=OPEN),
        Step("ask-clarification", "answer", Side.HOLDER, W("طلب توضيح", "Demander des précisions", "Ask for clarification"),
             W("طلبت توضيحات", "a demandé des précisions", "asked for clarification"),
             W("يتوقف الأجل إلى حين التوصل بالتوضيح", "Le délai est suspendu jusqu’à réception des précisions", "The time stops until the clarification is received"),
             sections=(*_prose("unclear", CLARIFICATION, least=20), RESTRICTED), functions=DESK, when=OPEN, conveys=True, checks=(check_rounds,)),
        Step("clarify", "answer", Side.OPENER, W("تقديم التوضيح", "Apporter les précisions", "Clarify"),
             W("قدمت التوضيحات", "a apporté les précisions", "clarified"),
             W("يستأنف الأجل عند التوصل", "Le délai reprend à la réception", "The time runs again from receipt"),
             sections=(*_prose("clarification", PRECISION, least=5, most=4000), RESTRICTED), functions=DESK, when=OPEN, conveys=True),
        Step("await-judge", "answer", Side.HOLDER, W("انتظار إذن قضائي", "Attendre l’autorisation judiciaire", "Await a judge"),
             W("أعلنت انتظار إذن قضائي", "attend une autorisation judiciaire", "awaits a judicial authorisation"),
             W("يُمدد الأجل إلى التاريخ المبين ويُحصى التمديد", "Le délai est porté à la date indiquée et la prolongation est comptée",
               "The time is extended to the date stated, and the extension is counted"),
             sections=JUDGE, functions=DESK, when=OPEN, checks=(check_until,)),
        Step("answer-part", "answer", Side.HOLDER, W("جواب جزئي", "Répondre en partie", "Answer in part"),
             W("أجابت جزئيا", "a répondu en partie", "answered in part"),
             W("يستمر الأجل بالنسبة للباقي", "Le délai continue de courir pour le reste", "The time runs on for the rest"),
             sections=(*ANSWER, RESTRICTED, ATTACHED), functions=DESK, when=OPEN, conveys=True, checks=(check_answer,)),
        Step("answer", "answer", Side.HOLDER, W("جواب كامل", "Répondre", "Answer"),
             W("أجابت", "a répondu", "answered"),
             W("يُعتبر الطلب مجابا عنه", "La demande est satisfaite", "The request is answered"),
             sections=(*ANSWER, RESTRICTED, ATTACHED), functions=DESK, when=OPEN, conveys=True, checks=(check_answer, check_whole)),
        Step("refuse", "answer", Side.HOLDER, W("رفض لسبب من الأسباب المحددة", "Refuser pour un motif prévu", "Refuse on a ground"),
             W("رفضت الطلب", "a refusé", "refused"),
             W("يُبلَّغ السبب إلى الطالب ويُحصى", "Le motif est communiqué au demandeur et compté", "The ground is told to the asking side and counted"),
             sections=(*REFUSE, RESTRICTED), functions=DESK, when=OPEN, conveys=True, checks=(check_ground,)),
        Step("feed-back", "answer", Side.OPENER, W("الإفادة بالنتيجة", "Faire retour", "Report the outcome"),
             W("أفادت بالنتيجة", "a fait retour sur l’exploitation", "reported the outcome"),
             sections=(*FEED_BACK, RESTRICTED), functions=DESK, when=OPEN, conveys=True),
        Step("close", "request", Side.OPENER, W("إغلاق الطلب", "Clore la demande", "Close"),
             W("أغلقت الطلب", "a clos la demande", "closed the request"),
             W("لا تُتخذ أي خطوة بعد الإغلاق؛ ويبدأ أجل المراجعة", "Plus aucun acte ensuite ; le délai de réexamen commence",
               "No further step; the review time begins"),
             functions=DESK, when=frozenset({"answered", "refused", "fed-back"}), settled=True),
        Step("withdraw", "request", Side.OPENER, W("سحب الطلب", "Retirer la demande", "Withdraw"),
             W("سحبت الطلب", "a retiré la demande", "withdrew the request"),
             W("يتوقف الطرف المطلوب عن المعالجة", "L’autorité requise cesse le traitement", "The authority asked stops working on it"),
             functions=DESK, precedence=-10, when=OPEN),
        *corrections.steps(DESK),
    ),
    read=read,
    duties=(
        Duty("answer", W("الجواب", "répondre", "answer"), "answer", frozenset({"ask"}), frozenset({"answer", "refuse"}),
             Side.HOLDER, term, pauses=(("ask-clarification", "clarify"),), rounds="clarification_rounds", extends={"await-judge": "until"}),
        corrections.DUTY,
    ),
    columns=(
        Column("urgency", W("الاستعجال", "urgence", "urgency"), codes="urgency", priority=1, filters=True),
        Column("axis", W("المحور", "axe", "axis"), codes="axes", filters=True),
        Column("offence", W("الجريمة", "infraction", "offence"), codes="offences", priority=3, filters=True),
    ),
    empty=W("لا توجد طلبات معلومات. ابدأ بتوجيه طلب.", "Aucune demande d’informations. Commencez par en adresser une.",
            "No information requests yet. Begin by asking."),
))  # fmt: skip
