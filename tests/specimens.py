"""Specimens: what a document looks like, shared by whoever issues it and confirmed by whoever checks it.

A field that no part of Mithaq knows: one file, as an authority would write its own, brought in by MITHAQ_KINDS. The
how-to `open-a-field` tells of it line by line.

One authority shares the specimen of a document; every other confirms that its border posts have it, by the day the
document is first issued. A specimen that was shared by mistake is withdrawn.

Source: invented.
"""

from collections.abc import Iterable

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type, is_day
from mithaq.pact.rules.kind import Dated, Every, Kind, Saying, Side, Stage, Step, Track
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

DESK = frozenset({"duty-officer", "liaison-officer"})

STAGES = (
    Stage("shared", W("معروض", "communiqué", "shared"), "waiting", Side.OTHERS),
    Stage("confirmed", W("مؤكد", "confirmé", "confirmed"), "good", final=True),
    Stage("withdrawn", W("مسحوب", "retiré", "withdrawn"), "quiet", final=True),
)
SPECIMEN = (Section(W("النموذج", "Spécimen", "Specimen"), (
    Field("title", Type.LINE, W("تسمية الوثيقة", "désignation du document", "name of the document"), required=True, least=5, most=120, wide=True),
    Field("document", Type.CODE, W("نوع الوثيقة", "type de document", "sort of document"), required=True, public=True, codes="document-kinds"),
    Field("issued_from", Type.DAY, W("تاريخ بداية الإصدار", "délivré à partir du", "issued from"), required=True, public=True),
    Field("features", Type.PROSE, W("علامات الأمان", "éléments de sécurité", "security features"), required=True, least=20, most=2000),
)),)  # fmt: skip


def stage(state: State) -> str:
    return state.at("specimen", "shared")


def check_day(saying: Saying) -> Iterable[Problem]:
    """Nobody can confirm in time what is issued already."""
    issued = str(saying.says.get("issued_from") or "")
    if issued and issued < saying.now.date().isoformat():
        yield Problem("rules.in-the-past", ("issued_from",), soft=True)


def issue_day(state: State, _: Item) -> Iterable[tuple[str, str]]:
    day = state.opening.says.get("issued_from")
    if is_day(day):
        yield "", str(day)


def confirmation(_: State, specimen: Item, __: str, party: str) -> Entry | None:
    return next((entry for entry in specimen.all("confirm-specimen") if entry.author == party), None)


def read(state: State, bodies: Bodies) -> Reading:
    says = state.opening.says
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        axis="FAU",
        columns={
            "document": str(says.get("document", "")),
            "issued_from": str(says.get("issued_from", "")),
        },
        facets=(("document", str(says.get("document", ""))),),
    )


KIND = enter(Kind(
    name="specimen",
    mark="SPC",
    edition=1,
    words=W("نموذج وثيقة", "spécimen de document", "specimen of a document"),
    plural=W("نماذج الوثائق", "spécimens de documents", "specimens of documents"),
    help=W("كيف تبدو وثيقة جديدة، قبل أن تُعرض على أول شرطي", "à quoi ressemble un document, avant qu’un policier ne le voie",
           "what a document looks like, before an officer is shown one"),
    opening="share-specimen",
    stages=STAGES,
    stage=stage,
    tracks=(
        Track("specimen", W("النموذج", "spécimen", "specimen"), STAGES,
              {"": {"share-specimen": "shared"},
               "shared": {"confirm-specimen": Every("confirmed", creator_counts=True), "withdraw-specimen": "withdrawn"}}),
    ),
    steps=(
        Step("share-specimen", "specimen", Side.OPENER, W("إرسال نموذج", "Communiquer un spécimen", "Share a specimen"),
             W("أرسلت نموذج وثيقة", "a communiqué un spécimen", "shared a specimen"), sections=SPECIMEN, functions=DESK, checks=(check_day,)),
        Step("confirm-specimen", "specimen", Side.PARTNER, W("تأكيد التعميم", "Confirmer la diffusion", "Confirm that posts have it"),
             W("أكدت تعميم النموذج على مراكزها", "a confirmé la diffusion à ses postes", "confirmed that its posts have it"), functions=DESK),
        Step("withdraw-specimen", "specimen", Side.OPENER, W("سحب النموذج", "Retirer le spécimen", "Withdraw the specimen"),
             W("سحبت نموذجها", "a retiré son spécimen", "withdrew its specimen"), functions=DESK, precedence=-10),
    ),
    read=read,
    dated=(
        Dated("confirmation", W("تأكيد التعميم", "confirmer la diffusion", "confirm that posts have it"), "specimen", Side.OTHERS, issue_day,
              confirmation, ends=frozenset({"confirm-specimen"})),
    ),
    columns=(
        Column("document", W("نوع الوثيقة", "type de document", "sort of document"), codes="document-kinds", priority=1, filters=True),
        Column("issued_from", W("بداية الإصدار", "délivré à partir du", "issued from"), priority=1),
    ),
    needs_terms=True,
    empty=W("لا توجد نماذج.", "Aucun spécimen.", "No specimens yet."),
))  # fmt: skip
