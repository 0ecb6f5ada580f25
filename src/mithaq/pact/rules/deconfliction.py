"""Deconfliction: whether two authorities are about to be in each other's way, found without telling where.

One matter is one register that all its parties have joined. Each submits its activities as blinded points; every node multiplies
the other's points by its own secret and gives them back to whoever submitted them. Who holds both products sees whether they
meet, and then gives nothing but whom to call. Places, times, telephones and plates never leave a node.

Deliberately absent: any content of an activity, the number of points that met, live positions. A match commands
nobody: two colleagues talk, and each side decides for itself.

Source: deconfliction of operations (domain file M9), AS-M9-2; pact/exchange/blinding.
"""

from collections.abc import Iterable
from dataclasses import replace

from mithaq.pact.exchange.blinding import read_points
from mithaq.pact.exchange.errors import BadPoints
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.adopted import STAGES as TABLE_STAGES
from mithaq.pact.rules.adopted import adopted
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.kind import Key, Kind, Saying, Side, Stage, Step, Track
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

COORDINATION = frozenset({"plan-coordinator"})
PLANS = frozenset({"operations-planner", "liaison-officer"})
KEPT = frozenset({"in-use", "match"})

STAGES = (
    *TABLE_STAGES[:2],
    Stage("match", W("تضارب: اتصلوا بزملائكم", "conflit : appelez vos collègues", "collision: call your colleagues"), "bad", Side.ANY),
    *TABLE_STAGES[2:],
)  # fmt: skip
ACTIVITY_STAGES = (
    Stage("submitted", W("مودع", "déposée", "submitted"), "waiting"),
    Stage("compared", W("تمت مقارنته", "comparée", "compared"), "good"),
    Stage("match", W("تضارب", "conflit", "collision"), "bad", Side.HOLDER),
    Stage("over", W("منتهٍ", "terminée", "over"), "quiet", final=True),
)
LIVE = frozenset({"submitted", "compared", "match"})


def stage(state: State) -> str:
    """That of the register; a collision that nobody has ended shows on all of it."""
    stands = state.at("register", "proposed")
    meets = any(item.stage == "match" for item in state.items("activity").values())
    return "match" if stands == "in-use" and meets else stands


def of_author(state: State, entry: Entry) -> bool:
    """Whoever compares, compares with an activity of its own; one that is not there is another flaw."""
    own = state.item("activity", str(entry.says.get("own", "")))
    return own is None or own.holder == entry.author


def met(state: State, entry: Entry) -> Iterable[Item]:
    """What meets stands in a collision on both sides."""
    own = state.item("activity", str(entry.says.get("own", ""))) if entry.step == "state-match" else None
    if own is not None and own.stage in LIVE:
        yield replace(own, stage="match")


def check_points(saying: Saying) -> Iterable[Problem]:
    try:
        read_points(str(saying.body.get("points") or ""))
    except BadPoints:
        yield Problem("deconfliction.no-points", ("points",))


REGISTER = (Section(W("السجل", "Registre", "Register"), (
    Field("title", Type.LINE, W("العنوان", "intitulé", "title"), required=True, least=5, most=120, wide=True),
)), SERVES)  # fmt: skip
_POINTS = Field(
    "points",
    Type.BYTES,
    W("نقط محجوبة", "points masqués", "blinded points"),
    required=True,
    least=44,
    most=20_000,
)
_OWN = Field("own", Type.ENTRY, W("نشاط من أجرى المقارنة", "activité de l’auteur", "activity of the author"), required=True, public=True,
             of=("submit-activity",))  # fmt: skip
SUBMITTED = (Section(W("النشاط", "Activité", "Activity"), (
    Field("expires_on", Type.DAY, W("يُقارَن إلى غاية", "à comparer jusqu’au", "compared until"), required=True, public=True),
    _POINTS,
)),)  # fmt: skip
COMPARED = (Section(W("المقارنة", "Comparaison", "Comparison"), (_OWN, _POINTS)),)
MATCHED = (Section(W("من يُتصل به", "Qui appeler", "Whom to call"), (
    _OWN,
    Field("contact", Type.LINE, W("الزميل ورقم المداومة", "collègue et numéro de permanence", "colleague and duty number"), required=True, least=5, most=200),
)),)  # fmt: skip


def read(state: State, bodies: Bodies) -> Reading:
    live = [item for item in state.items("activity").values() if item.stage in LIVE]
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        columns={
            "activities": str(len(live)),
            "meeting": str(sum(item.stage == "match" for item in live)),
        },
    )


KIND = enter(Kind(
    name="deconfliction",
    mark="DCF",
    edition=1,
    words=W("سجل تفادي التضارب", "registre de déconfliction", "deconfliction register"),
    plural=W("سجلات تفادي التضارب", "registres de déconfliction", "deconfliction registers"),
    help=W("هل يتعارض عمل مصلحتين؟ مقارنة لا تكشف مكانا ولا رقما", "deux services se gênent-ils ? comparé sans révéler ni lieu ni numéro",
           "are two services in each other’s way? compared without telling a place or a number"),
    opening="open-register",
    stages=STAGES,
    stage=stage,
    tracks=(
        adopted("register", W("السجل", "registre", "register"), propose="open-register", adopt="join-register", decline="decline-register", end="end-register"),
        Track("activity", W("الأنشطة", "activités", "activities"), ACTIVITY_STAGES,
              {"": {"submit-activity": "submitted"},
               "submitted": {"compare-activity": "compared", "end-activity": "over"},
               "compared": {"compare-activity": "compared", "state-match": "match", "end-activity": "over"},
               "match": {"compare-activity": "match", "state-match": "match", "end-activity": "over"}},
              key=Key.ITEM, shows=("expires_on",), upon=met),
    ),
    steps=(
        Step("open-register", "register", Side.OPENER, W("اقتراح سجل", "Proposer un registre", "Propose a register"),
             W("اقترحت سجلا لتفادي التضارب", "a proposé un registre de déconfliction", "proposed a deconfliction register"),
             W("تبدأ المقارنة عندما تنضم إليه جميع الأطراف", "On compare quand toutes les parties l’ont rejoint", "Comparing begins once every party has joined"),
             sections=REGISTER, functions=COORDINATION),
        Step("join-register", "register", Side.PARTNER, W("الانضمام إلى السجل", "Rejoindre le registre", "Join the register"),
             W("انضمت إلى السجل", "a rejoint le registre", "joined the register"),
             W("تقارن عقدتنا من تلقاء نفسها ما نودعه نحن بما يودعه غيرنا", "Notre nœud compare de lui-même ce que nous déposons à ce que déposent les autres",
               "Our node compares by itself what we submit with what others submit"), functions=COORDINATION),
        Step("decline-register", "register", Side.PARTNER, W("رفض السجل", "Décliner le registre", "Decline the register"),
             W("رفضت السجل", "a décliné le registre", "declined the register"), functions=COORDINATION),
        Step("end-register", "register", Side.ANY, W("إنهاء السجل", "Clore le registre", "End the register"),
             W("طلبت إنهاء السجل", "a demandé la clôture du registre", "asked to end the register"), functions=COORDINATION, usual=frozenset()),
        Step("submit-activity", "activity", Side.ANY, W("إيداع نشاط", "Déposer une activité", "Submit an activity"),
             W("أودعت نشاطا محجوبا", "a déposé une activité masquée", "submitted a blinded activity"), sections=SUBMITTED, when=KEPT,
             checks=(check_points,), functions=PLANS, unattended=True),
        Step("compare-activity", "activity", Side.OTHERS, W("المقارنة", "Comparer", "Compare"),
             W("قارنت نشاطا بنشاط لها", "a comparé une activité avec une des siennes", "compared an activity with one of its own"), sections=COMPARED,
             when=KEPT, checks=(check_points,), functions=PLANS, unattended=True, sound=of_author),
        Step("state-match", "activity", Side.OTHERS, W("إثبات تضارب", "Constater un conflit", "State a collision"),
             W("أثبتت تضاربا وذكرت من يُتصل به", "a constaté un conflit et dit qui appeler", "stated a collision, and whom to call"), sections=MATCHED,
             when=KEPT, functions=PLANS, unattended=True, sound=of_author),
        Step("end-activity", "activity", Side.HOLDER, W("إنهاء النشاط", "Terminer l’activité", "End the activity"),
             W("أنهت نشاطا", "a terminé une activité", "ended an activity"), when=KEPT, functions=PLANS),
    ),
    read=read,
    columns=(
        Column("activities", W("أنشطة قيد المقارنة", "activités à comparer", "activities compared"), priority=1),
        Column("meeting", W("في تضارب", "en conflit", "in collision"), priority=1),
    ),
    empty=W("لا يوجد سجل بعد.", "Aucun registre.", "No registers yet."),
))  # fmt: skip
