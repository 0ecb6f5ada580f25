"""Trends: a note on how a threat develops, without a person in it, read by the groups it names.

One party states what was observed in general, over which time, how reliable the source is, under which handling, and what it
takes it to mean. It names the working groups that it is for; at home their members read it, and whoever watches over
counter-terrorism. The author names further groups, replaces what the note says by a new note, or calls it back; its owner
corrects it and every recipient confirms.

A note describes conduct, never belief, and asks nothing of anybody: whoever needs an act sends a warning, whoever needs to
know of a person sends a request, with its purpose.

Deliberately absent: fields for persons, a list of them, a clock.

Source: domain model of counter-terrorism support (trend notes: no persons); Directive (EU) 2016/680, article 7.
"""

from collections.abc import Iterable

from mithaq.pact.rules import corrections
from mithaq.pact.rules.conduct import check_texts
from mithaq.pact.rules.days import is_to_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.kind import Key, Kind, Saying, Side, Stage, Step, Track
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.restrictions import RESTRICTED
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W

DESK = frozenset({"duty-officer", "counter-terrorism-officer"})
TEXTS = ("title", "observed", "meaning")
OPEN = frozenset({"issued"})
STAGES = (
    Stage("issued", W("سارية", "en vigueur", "in force"), "good"),
    Stage("replaced", W("معوضة", "remplacée", "replaced"), "quiet", final=True),
    Stage("called-back", W("مسحوبة", "retirée", "called back"), "quiet", final=True),
)


def _group() -> Field:
    return Field(
        "group", Type.ENTRY, W("مجموعة العمل التي تقرؤها", "groupe de travail qui la lit", "working group that reads it"),
        required=True, public=True, of=("propose-charter",), in_kind="group",
        help=W("يطلع عليها أعضاء المجموعة لدى كل طرف", "ses membres la lisent, chez chaque partie", "its members read it, on every side"),
    )  # fmt: skip


NOTE = (
    Section(W("المذكرة", "Note", "Note"), (
        Field("title", Type.LINE, W("الموضوع", "objet", "subject"), required=True, least=5, most=120, wide=True),
        Field("sort", Type.CODE, W("النوع", "nature", "sort"), required=True, public=True, codes="threat-kinds"),
        _group(),
        Field("from_on", Type.DAY, W("الفترة ابتداء من", "période, du", "period, from"), required=True, public=True),
        Field("until_on", Type.DAY, W("إلى غاية", "au", "until"), required=True, public=True),
    )),
    Section(W("ما رُصد ومصدره", "Ce qui est observé et son origine", "What was observed, and its source"), (
        Field("observed", Type.PROSE, W("ما رُصد عموما", "observé de façon générale", "observed in general"), required=True, least=40, most=8000,
              help=W("أساليب وأهداف ووسائل؛ لا أشخاص ولا معتقدات", "modes d’action, cibles, moyens ; ni personnes ni croyances", "ways of acting, targets, means; neither persons nor beliefs")),
        Field("source", Type.CODE, W("موثوقية المصدر", "fiabilité de la source", "reliability of the source"), required=True, public=True, codes="source"),
        Field("accuracy", Type.CODE, W("دقة المعلومة", "exactitude", "accuracy"), required=True, public=True, codes="accuracy"),
        Field("meaning", Type.PROSE, W("تقديرنا", "notre appréciation", "what we take it to mean"), required=True, least=20, most=4000),
    )),
)  # fmt: skip
NAMED = (Section(W("من يقرؤها", "Lecteurs", "Who reads it"), (_group(),)),)
REASON = (Section(W("السبب", "Motif", "Reason"), (
    Field("reason", Type.PROSE, W("السبب", "motif", "reason"), required=True, least=10, most=1000),
)),)  # fmt: skip


def check_note(saying: Saying) -> Iterable[Problem]:
    """A period that has been; conduct, never belief; nobody named."""
    begins, ends = str(saying.says.get("from_on") or ""), str(saying.says.get("until_on") or "")
    if begins and ends and ends < begins:
        yield Problem("rules.ends-before-it-begins", ("until_on",))
    if is_to_come(ends, saying):
        yield Problem("trends.not-over", ("until_on",))
    yield from check_texts(saying, nameless=TEXTS, conduct=("observed", "meaning"))


def check_named(saying: Saying) -> Iterable[Problem]:
    """A group is named once."""
    group = str(saying.says.get("group") or "")
    if saying.state and group and any(saying.state.naming(group)):
        yield Problem("trends.named-already", ("group",))


def stage(state: State) -> str:
    return state.at("note", "issued")


def read(state: State, bodies: Bodies) -> Reading:
    says = state.opening.says
    sort = str(says.get("sort", ""))
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        axis="TER",
        columns={
            "sort": sort,
            "until": str(says.get("until_on", "")),
            "worth": f"{says.get('source', '')}{says.get('accuracy', '')}",
        },
        facets=(("sort", sort),),
    )


KIND = enter(Kind(
    name="trend",
    mark="TRD",
    edition=1,
    words=W("مذكرة اتجاهات", "note de tendance", "trend note"),
    plural=W("مذكرات الاتجاهات", "notes de tendance", "trend notes"),
    help=W("كيف يتطور خطر ما، دون ذكر أي شخص، لمجموعات عمل معينة", "comment une menace évolue, sans nommer personne, pour des groupes de travail désignés",
           "how a threat develops, with nobody named, for the working groups it is meant for"),
    counts_as=("exchange",),
    opening="issue-note",
    read_by=frozenset({"group"}),
    stages=STAGES,
    stage=stage,
    tracks=(
        Track("note", W("المذكرة", "note", "note"), STAGES,
              {"": {"issue-note": "issued"}, "issued": {"replace-note": "replaced", "call-back": "called-back"}}),
        Track("reader", W("المجموعات القارئة", "groupes lecteurs", "groups that read it"),
              (Stage("named", W("معينة", "désigné", "named"), "good"),), {"": {"name-group": "named"}}, key=Key.ITEM),
        corrections.TRACK,
    ),
    steps=(
        Step("issue-note", "note", Side.OPENER, W("إصدار مذكرة اتجاهات", "Diffuser une note de tendance", "Issue a trend note"),
             W("أصدرت مذكرة اتجاهات", "a diffusé une note de tendance", "issued a trend note"),
             W("تقرؤها مجموعة العمل المعينة لدى كل طرف؛ ولا يترتب عنها أي أجل", "Le groupe désigné la lit chez chaque partie ; aucun délai ne court", "The group it names reads it on every side; nothing is owed"),
             sections=(*NOTE, SERVES, RESTRICTED), functions=DESK, conveys=True, checks=(check_note,)),
        Step("name-group", "reader", Side.OPENER, W("تعيين مجموعة أخرى", "Désigner un autre groupe", "Name another group"),
             W("عينت مجموعة أخرى لقراءة المذكرة", "a désigné un autre groupe lecteur", "named another group to read it"),
             sections=NAMED, functions=DESK, when=OPEN, checks=(check_named,)),
        Step("replace-note", "note", Side.OPENER, W("بيان أنها معوضة", "Déclarer la note remplacée", "Say that it is replaced"),
             W("بينت أن مذكرة أحدث عوضتها", "a déclaré qu’une note plus récente la remplace", "said that a later note replaces it"), functions=DESK),
        Step("call-back", "note", Side.OPENER, W("سحب المذكرة", "Retirer la note", "Call the note back"), W("سحبت المذكرة", "a retiré la note", "called the note back"),
             W("لا يجوز استعمالها بعد السحب", "Elle ne doit plus être utilisée", "It may not be used any more"), sections=REASON, functions=DESK, precedence=-10),
        *corrections.steps(DESK),
    ),
    read=read,
    duties=(corrections.DUTY,),
    columns=(
        Column("sort", W("النوع", "nature", "sort"), codes="threat-kinds", priority=1, filters=True),
        Column("until", W("الفترة إلى غاية", "période, jusqu’au", "period until"), priority=2),
        Column("worth", W("المصدر والدقة", "source et exactitude", "source and accuracy"), priority=3),
    ),
    empty=W("لا توجد مذكرات اتجاهات.", "Aucune note de tendance.", "No trend notes."),
))  # fmt: skip
