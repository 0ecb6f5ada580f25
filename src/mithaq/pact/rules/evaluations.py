"""Evaluations: how the parties judge the level of their cooperation, each for itself first, then together.

A round looks at one period by one version of the instrument. Every party seals its scores without knowing the others' (`blind`);
when all have, the nodes open them by themselves. A consensus, in whole scores, is proposed and accepted by all; where the scores
differed it says why. All sign, recommend, and follow what was recommended until the round is closed.

What each side thought of itself stays beside the consensus for ever. No index is made of the dimensions: the only verdict is that
something has to be done where rights and data protection are below two, whatever the rest says.

Source: domain model of the evaluation of cooperation; design decisions D3, D20.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import blind, proposals
from mithaq.pact.rules import evaluations_say as says
from mithaq.pact.rules.days import is_over, is_to_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.evaluations_say import DIMENSIONS, SCORES
from mithaq.pact.rules.following import REASON, check_asked, due_day
from mithaq.pact.rules.kind import (  # fmt: skip
    Dated,
    Every,
    Key,
    Kind,
    Proposals,
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
from mithaq.pact.rules.words import W

COORDINATION = frozenset({"plan-coordinator"})
SIGNS = COORDINATION | {"head-of-service"}
SEAL, OPEN = "seal-scores", "open-scores"
EVIDENCED, ENOUGH = 3, 2  # from which score on something shows it; below which rights ask for action
REMINDERS = tuple(Reminder(timedelta(days=days), COORDINATION) for days in (-14, -3, 7))

STAGES = (
    Stage("scoring", W("في انتظار النقط المختومة", "notes à sceller", "scores to be sealed"), "waiting"),
    Stage("revealing", W("قيد الكشف", "révélation en cours", "being revealed"), "moving"),
    Stage("comparing", W("في انتظار التوافق", "consensus à établir", "consensus to be found"), "waiting"),
    Stage("agreed", W("متفق عليه، في انتظار التوقيع", "convenue, à signer", "agreed, to be signed"), "moving"),
    Stage("signed", W("موقع، قيد تتبع التوصيات", "signée, recommandations suivies", "signed, being followed"), "good"),
    Stage("closed", W("مغلق", "close", "closed"), "quiet", final=True),
    Stage("cancelled", W("ملغى", "annulée", "cancelled"), "quiet", final=True),
)  # fmt: skip
ROUND_STAGES = (Stage("open", W("مفتوح", "ouverte", "open"), "waiting"), *STAGES[5:])
SIGNATURE_STAGES = (
    Stage("unsigned", W("غير موقع", "non signée", "not signed"), "waiting"),
    Stage("signed", W("موقع", "signée", "signed"), "good"),
)
OWN_STAGES = (
    Stage("awaited", W("في انتظار ختمها", "à sceller", "to be sealed"), "waiting", Side.HOLDER),
    Stage("sealed", W("مختومة", "scellées", "sealed"), "moving"),
    Stage("opened", W("مكشوفة", "révélées", "revealed"), "good"),
)
RECOMMENDATION_STAGES = (
    Stage("open", W("قيد التنفيذ", "à mettre en œuvre", "to be followed"), "waiting", Side.HOLDER),
    Stage("done", W("منفذة، في انتظار القبول", "mise en œuvre, à accepter", "done, to be accepted"), "moving", Side.OTHERS),
    Stage("followed", W("منفذة ومقبولة", "suivie d’effet", "followed"), "good", final=True),
    Stage("dropped", W("متخلى عنها باتفاق الجميع", "abandonnée d’un commun accord", "dropped by all"), "quiet", final=True),
)  # fmt: skip
BEFORE_SIGNING = frozenset({"scoring", "revealing", "comparing", "agreed"})


def stage(state: State) -> str:
    whole = state.item("round")
    if whole is None or whole.stage != "open":
        return whole.stage if whole else "scoring"
    own = {item.stage for item in state.items("own").values()}
    if not own or "awaited" in own:
        return "scoring"
    if "sealed" in own:
        return "revealing"
    if proposals.in_force(state, "consensus") is None:
        return "comparing"
    return "signed" if all(item.stage == "signed" for item in state.items("signature").values()) else "agreed"


def opened(state: State) -> dict[str, Mapping[str, int]]:
    """The scores of each party that has opened, by dimension; what it left out is not there."""
    items = state.items("own").items()
    return {party: scores_of(entry) for party, item in items if (entry := item.latest(OPEN))}


def consensus(state: State) -> Mapping[str, int]:
    """The scores that all agreed on; empty while there are none."""
    adopted = proposals.in_force(state, "consensus")
    return scores_of(adopted) if adopted else {}


def scores_of(entry: Entry) -> dict[str, int]:
    """The scores that an entry states in public. A code nobody knows is no score."""
    return {name: int(str(entry.says[name])) for name in DIMENSIONS if entry.says.get(name) in SCORES}


def gap(state: State, dimension: str) -> int | None:
    """How far apart the parties see one dimension; None where fewer than two scored it."""
    told = [scores[dimension] for scores in opened(state).values() if dimension in scores]
    return max(told) - min(told) if len(told) > 1 else None


def needs_action(state: State) -> bool:
    """Rights and data protection below two: something has to be done, whatever the rest says."""
    return consensus(state).get("rights", ENOUGH) < ENOUGH


# What leads where


def _opened(state: State, entry: Entry) -> str | None:
    return "opened" if blind.may_open(state, entry, "own", SEAL, DIMENSIONS) else None


def _sealed(state: State, entry: Entry) -> str | None:
    return "sealed" if blind.is_no_copy(state, entry, "own", SEAL) else None


def _may_open(state: State, own: Item) -> frozenset[str]:
    return frozenset() if blind.sealed_twice(state, own, SEAL) else frozenset({own.holder})


def _opens_at(state: State) -> datetime | None:
    whole = state.item("round")
    return blind.opens_at(state, "own", SEAL, OPEN) if whole is not None and whole.stage == "open" else None


def _of_signatures(state: State, entry: Entry) -> Iterable[Item]:
    """Whoever signs, signs the consensus it has seen: another one that all accept meanwhile is to be signed anew."""
    adopted = proposals.in_force(state, "consensus")
    for item in (
        list(state.items("signature").values()) if entry.step == "accept-consensus" and adopted else ()
    ):
        signed = item.latest("sign-evaluation")
        if item.stage == "signed" and signed and adopted and not state.saw(signed, adopted.id):
            yield replace(item, stage="unsigned")


def _waits_for(state: State, whole: Item) -> Iterable[str]:
    """Anybody may propose a consensus while none is proposed."""
    proposed = any(item.stage == proposals.OPEN for item in state.items("consensus").values())
    return state.parties if whole.stage == "open" and state.stage == "comparing" and not proposed else ()


def _to_sign(state: State, signature: Item) -> Iterable[str]:
    return (signature.holder,) if signature.stage == "unsigned" and state.stage == "agreed" else ()


ROUND: dict[str, dict[str, Target]] = {
    "": {"open-evaluation": "open"},
    "open": {"cancel-evaluation": Every("cancelled"), "close-evaluation": Every("closed")},
}
RECOMMENDING: dict[str, dict[str, Target]] = {
    "": {"recommend": "open"},
    "open": {"report-followed": "done", "drop-recommendation": Every("dropped")},
    "done": {"accept-followed": "followed", "ask-for-more": "open"},
}


# What is owed by a day


def _scores_day(state: State, _: Item) -> Iterable[tuple[str, str]]:
    yield "", str(state.opening.says.get("scores_by", ""))


def _sealed_by(_: State, own: Item, __: str, ___: str) -> Entry | None:
    return own.latest(SEAL)


def _followed_by(_: State, recommendation: Item, __: str, ___: str) -> Entry | None:
    return recommendation.latest("report-followed") if recommendation.stage != "open" else None


# What is checked beyond the fields


def check_round(saying: Saying) -> Iterable[Problem]:
    begins, ends, due = (str(saying.says.get(name) or "") for name in ("from_on", "until_on", "scores_by"))
    if begins and ends and ends <= begins:
        yield Problem("rules.ends-before-it-begins", ("until_on",))
    if is_to_come(ends, saying):
        yield Problem("evaluations.period-not-over", ("until_on",), soft=True)
    if is_over(due, saying):
        yield Problem("rules.in-the-past", ("scores_by",))


def check_scores(saying: Saying) -> Iterable[Problem]:
    """Each dimension once; from three on something shows it; not nothing at all."""
    rows, named = saying.body.get("scores"), set[str]()
    for number, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
        if not isinstance(row, Mapping):
            continue
        dimension, score = str(row.get("dimension") or ""), str(row.get("score") or "")
        if dimension and dimension in named:
            yield Problem("evaluations.dimension-twice", ("scores", str(number), "dimension"))
        named.add(dimension)
        if score in SCORES[EVIDENCED:] and not str(row.get("evidence") or "").strip():
            yield Problem("evaluations.evidence-missing", ("scores", str(number), "evidence"))
    if rows and not says.shown(saying.body):
        yield Problem("evaluations.nothing-scored", ("scores",))


def check_consensus(saying: Saying) -> Iterable[Problem]:
    """A dimension is agreed on where somebody scored it, and a note says why wherever the scores differed."""
    if saying.state is None:
        return
    each_own, notes = opened(saying.state), _noted(saying.body.get("notes"))
    for name in DIMENSIONS:
        told = [scores[name] for scores in each_own.values() if name in scores]
        agreed = int(str(saying.says[name])) if saying.says.get(name) in SCORES else None
        if agreed is None:
            if told:
                yield Problem("evaluations.dimension-left-out", (name,))
        elif not told:
            yield Problem("evaluations.nobody-scored", (name,))
        elif (len(set(told)) > 1 or len(told) < len(each_own) or agreed != told[0]) and name not in notes:
            yield Problem("evaluations.note-missing", (name,))
        elif not min(told) <= agreed <= max(told):
            yield Problem("evaluations.outside-what-was-scored", (name,), soft=True)


def _noted(rows: object) -> frozenset[str]:
    told = (row for row in (rows if isinstance(rows, list | tuple) else ()) if isinstance(row, Mapping))
    return frozenset(str(row.get("dimension")) for row in told if str(row.get("note") or "").strip())


def check_close(saying: Saying) -> Iterable[Problem]:
    items = saying.state.items("recommendation").values() if saying.state else ()
    if any(item.stage in ("open", "done") for item in items):
        yield Problem("evaluations.still-to-follow", soft=True)


# What forms begin with, and what lists show


def given_scores(_: State, __: str, ___: Bodies) -> Mapping[str, object]:
    return {"scores": [{"dimension": name} for name in DIMENSIONS]}


def given_consensus(state: State, _: str, __: Bodies) -> Mapping[str, object]:
    """Where all scored alike, that score; the rest is for people to find."""
    found = {}
    for name in DIMENSIONS:
        told = {scores.get(name) for scores in opened(state).values()}
        if len(told) == 1 and (score := told.pop()) is not None:
            found[name] = str(score)
    differ = [name for name in DIMENSIONS if name not in found and any(name in own for own in opened(state).values())]  # fmt: skip
    return {**found, "notes": [{"dimension": name} for name in differ]} if differ else found


def read(state: State, bodies: Bodies) -> Reading:
    public = state.opening.says
    live = [item for item in state.items("recommendation").values() if item.stage in ("open", "done")]
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        axis="INS",
        columns={
            "until": str(public.get("until_on", "")),
            "instrument": str(public.get("instrument", "")),
            "verdict": "needs-action" if needs_action(state) else "",
            "recommendations": str(len(live)) if live else "",
        },
        facets=(
            ("axis", "INS"),
            ("instrument", str(public.get("instrument", ""))),
            *carried_by(state.items("recommendation").values()),
        ),
    )


# The declaration

KIND = enter(Kind(
    name="evaluation",
    mark="EVA",
    edition=1,
    words=W("تقييم مستوى التعاون", "évaluation de la coopération", "evaluation of cooperation"),
    plural=W("تقييم مستوى التعاون", "évaluations de la coopération", "evaluations of cooperation"),
    help=W("نقط ذاتية مختومة تُكشف معا، ثم توافق وتوصيات متتبعة", "des auto-évaluations scellées puis révélées ensemble, un consensus, des recommandations suivies",
           "own scores sealed, then revealed together; a consensus; recommendations that are followed"),
    opening="open-evaluation",
    stages=STAGES,
    stage=stage,
    tracks=(
        Track("round", W("التقييم", "évaluation", "evaluation"), ROUND_STAGES, ROUND, waits_for=_waits_for),
        Track("own", W("التقييم الذاتي", "auto-évaluations", "own scores"), OWN_STAGES, {"awaited": {SEAL: _sealed}, "sealed": {OPEN: _opened}}, key=Key.PARTY, start="awaited"),
        Proposals("consensus", W("التوافق", "consensus", "consensus"), "propose-consensus", "accept-consensus", "decline-consensus", "withdraw-consensus"),
        Track("signature", W("التوقيعات", "signatures", "signatures"), SIGNATURE_STAGES,
              {"unsigned": {"sign-evaluation": "signed"}}, key=Key.PARTY, start="unsigned", upon=_of_signatures, waits_for=_to_sign),
        Track("recommendation", W("التوصيات", "recommandations", "recommendations"), RECOMMENDATION_STAGES, RECOMMENDING, key=Key.ITEM, held_by="owner", shows=("about", "due_on")),
    ),
    steps=(
        Step("open-evaluation", "round", Side.OPENER, W("فتح تقييم", "Ouvrir une évaluation", "Open an evaluation"), W("فتحت تقييما لمستوى التعاون", "a ouvert une évaluation de la coopération", "opened an evaluation of cooperation"),
             W("يختم كل طرف نقطه دون أن يعرف نقط غيره", "Chaque partie scelle ses notes sans connaître celles des autres", "Every party seals its scores without knowing the others’"),
             sections=(*says.ROUND, SERVES), functions=COORDINATION, checks=(check_round,)),
        Step(SEAL, "own", Side.HOLDER, W("ختم النقط", "Sceller nos notes", "Seal our scores"), W("ختمت نقطها", "a scellé ses notes", "sealed its scores"),
             W("لا رجعة فيها؛ تُكشف للجميع حالما يختم آخر طرف", "Sans retour ; révélées à tous dès que la dernière partie a scellé", "For good; revealed to all as soon as the last party has sealed"),
             sections=says.SEALED, functions=COORDINATION, when=frozenset({"scoring"}), checks=(check_scores,), given=given_scores, held_back=True),
        Step(OPEN, "own", Side.HOLDER, W("كشف النقط", "Révéler les notes", "Reveal the scores"), W("كشفت نقطها المختومة", "a révélé ses notes scellées", "revealed the scores it had sealed"),
             sections=says.OPENED, functions=frozenset(), lapse_at=_opens_at, opens=SEAL, who=_may_open),
        Step("propose-consensus", "consensus", Side.ANY, W("اقتراح نقط مشتركة", "Proposer un consensus", "Propose a consensus"), W("اقترحت نقطا مشتركة", "a proposé des notes communes", "proposed common scores"),
             W("تبقى النقط الذاتية ظاهرة بجانبها", "Les auto-évaluations restent visibles à côté", "What each side scored stays visible beside it"),
             sections=says.CONSENSUS, functions=COORDINATION, when=frozenset({"comparing", "agreed"}), checks=(check_consensus,), given=given_consensus),
        Step("accept-consensus", "consensus", Side.OTHERS, W("قبول النقط المشتركة", "Accepter le consensus", "Accept the consensus"), W("قبلت النقط المشتركة", "a accepté les notes communes", "accepted the common scores"), functions=COORDINATION, when=frozenset({"comparing", "agreed"})),
        Step("decline-consensus", "consensus", Side.OTHERS, W("رفض النقط المشتركة", "Décliner le consensus", "Decline the consensus"), W("رفضت النقط المشتركة", "a décliné les notes communes", "declined the common scores"), functions=COORDINATION, when=frozenset({"comparing", "agreed"})),
        Step("withdraw-consensus", "consensus", Side.HOLDER, W("سحب الاقتراح", "Retirer la proposition", "Withdraw the proposal"), W("سحبت اقتراحها", "a retiré sa proposition", "withdrew its proposal"), functions=COORDINATION),
        Step("sign-evaluation", "signature", Side.HOLDER, W("توقيع التقييم", "Signer l’évaluation", "Sign the evaluation"), W("وقعت التقييم", "a signé l’évaluation", "signed the evaluation"),
             W("يُختتم التقييم عندما توقعه جميع الأطراف", "Elle est arrêtée quand toutes les parties l’ont signée", "It is final once every party has signed"), functions=SIGNS, when=frozenset({"agreed"}), settled=True),
        Step("recommend", "recommendation", Side.ANY, W("تقديم توصية", "Formuler une recommandation", "Recommend"), W("قدمت توصية", "a formulé une recommandation", "made a recommendation"), sections=says.RECOMMENDATION, functions=COORDINATION, when=frozenset({"agreed", "signed"}), checks=(check_asked,)),
        Step("report-followed", "recommendation", Side.HOLDER, W("إثبات التنفيذ", "Rendre compte de la suite donnée", "Report it followed"), W("أثبتت تنفيذ توصية", "a rendu compte de la suite donnée à une recommandation", "reported a recommendation followed"), sections=says.FOLLOWED, functions=COORDINATION),
        Step("accept-followed", "recommendation", Side.OTHERS, W("قبول التنفيذ", "Accepter la suite donnée", "Accept it"), W("قبلت تنفيذ توصية", "a accepté la suite donnée à une recommandation", "accepted a recommendation as followed"), functions=COORDINATION),
        Step("ask-for-more", "recommendation", Side.OTHERS, W("طلب استكمال التنفيذ", "Demander un complément", "Ask for more"), W("طلبت استكمال تنفيذ توصية", "a demandé un complément", "asked for more"), sections=REASON, functions=COORDINATION, precedence=-5),
        Step("drop-recommendation", "recommendation", Side.ANY, W("التخلي عن التوصية", "Abandonner la recommandation", "Drop it"), W("وافقت على التخلي عن توصية", "a accepté d’abandonner une recommandation", "agreed to drop a recommendation"),
             W("لا يُتخلى عنها إلا باتفاق الجميع", "Elle ne s’abandonne que d’un commun accord", "It is dropped by all alone"), functions=COORDINATION),
        Step("cancel-evaluation", "round", Side.ANY, W("إلغاء التقييم", "Annuler l’évaluation", "Cancel the evaluation"), W("وافقت على إلغاء التقييم", "a accepté d’annuler l’évaluation", "agreed to cancel the evaluation"),
             W("يُلغى عندما توافق جميع الأطراف", "Elle est annulée quand toutes les parties l’ont accepté", "It is cancelled once every party has agreed"), functions=COORDINATION, when=BEFORE_SIGNING, usual=frozenset()),
        Step("close-evaluation", "round", Side.ANY, W("إغلاق التقييم", "Clore l’évaluation", "Close the evaluation"), W("وافقت على إغلاق التقييم", "a accepté la clôture", "agreed to close the evaluation"), functions=COORDINATION, when=frozenset({"signed"}), checks=(check_close,), settled=True),
    ),
    read=read,
    counts_as=("activity",),
    dated=(
        Dated("scores", W("ختم النقط", "sceller les notes", "seal the scores"), "own", Side.HOLDER, _scores_day, _sealed_by, ends=frozenset({SEAL}), reminders=REMINDERS),
        Dated("recommendation", W("تنفيذ التوصية", "suivre la recommandation", "follow the recommendation"), "recommendation", Side.HOLDER, due_day, _followed_by,
              ends=frozenset({"report-followed"}), reminders=REMINDERS),
    ),
    columns=(
        Column("until", W("نهاية الفترة", "fin de la période", "period until"), priority=1),
        Column("instrument", W("الشبكة", "grille", "instrument"), codes="evaluation-instruments", priority=3, filters=True),
        Column("verdict", W("الخلاصة", "constat", "verdict"), codes="evaluation-verdicts", priority=1),
        Column("recommendations", W("توصيات قيد التتبع", "recommandations en cours", "recommendations open")),
    ),
    empty=W("لا يوجد تقييم بعد.", "Aucune évaluation.", "No evaluations yet."),
))  # fmt: skip
