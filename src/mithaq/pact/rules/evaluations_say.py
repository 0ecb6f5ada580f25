"""What is said of the level of cooperation: the round, the scores that are sealed, the consensus, what is recommended.

A score is a code from 0 to 4 with a written anchor, never a sum: no index over all dimensions is made. The scores that were opened
and the consensus are public, since both sides count by them; what shows them is not.
"""

from collections.abc import Mapping
from typing import Any

from mithaq.pact.ledger.entry import Said
from mithaq.pact.rules import blind
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.following import ASKED, done
from mithaq.pact.rules.words import W

# Of edition 1, in the order of the drawing; the code list has their labels.
DIMENSIONS = ("volume", "timeliness", "quality", "outcomes", "reciprocity", "institution", "rights", "trust")
SCORES = ("0", "1", "2", "3", "4")
_LABELS = {
    "volume": W("حجم التعاون وتنوعه", "volume et diversité", "volume and mix"),
    "timeliness": W("احترام الآجال", "respect des délais", "timeliness"),
    "quality": W("الجودة", "qualité", "quality"),
    "outcomes": W("النتائج المثبتة", "résultats vérifiés", "verified outcomes"),
    "reciprocity": W("المعاملة بالمثل", "réciprocité", "reciprocity"),
    "institution": W("الانتظام المؤسسي", "ancrage institutionnel", "institutional regularity"),
    "rights": W("الحقوق وحماية المعطيات", "droits et données personnelles", "rights and data protection"),
    "trust": W("الثقة والرضا", "confiance et satisfaction", "trust and satisfaction"),
}


def shown(body: Mapping[str, Any]) -> dict[str, Said]:
    """The score of each dimension that has one, from the rows of a body, however badly said."""
    rows = body.get("scores")
    found: dict[str, Said] = {}
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, Mapping) and row.get("dimension") in DIMENSIONS and row.get("score") in SCORES:
            found.setdefault(str(row["dimension"]), str(row["score"]))
    return found


def scores() -> tuple[Field, ...]:
    """A score for each dimension; one that is left out is not applicable."""
    return tuple(
        Field(name, Type.CODE, _LABELS[name], public=True, codes="evaluation-scores") for name in DIMENSIONS
    )


_DIMENSION = Field("dimension", Type.CODE, W("البعد", "dimension", "dimension"), required=True, codes="evaluation-dimensions")  # fmt: skip

ROUND = (
    Section(W("التقييم", "Évaluation", "Evaluation"), (
        Field("title", Type.LINE, W("عنوان التقييم", "intitulé", "title"), required=True, least=5, most=120, wide=True),
        Field("instrument", Type.CODE, W("صيغة شبكة التقييم", "version de la grille", "version of the instrument"), required=True, public=True,
              codes="evaluation-instruments", default="2026",
              help=W("لا يقارَن تقييمان إلا إذا كانت الشبكة واحدة", "deux évaluations ne se comparent que sur la même grille", "two rounds compare on one version alone")),
    )),
    Section(W("الفترة والأجل", "Période et échéance", "Period and time"), (
        Field("from_on", Type.DAY, W("الفترة من", "période du", "period from"), required=True, public=True),
        Field("until_on", Type.DAY, W("إلى", "au", "until"), required=True, public=True),
        Field("scores_by", Type.DAY, W("آخر أجل لختم النقط", "notes à sceller au plus tard le", "scores sealed by"), required=True, public=True),
    )),
)  # fmt: skip
SCORING = (Section(
    W("تقييمنا الذاتي", "Notre auto-évaluation", "Our own scores"),
    (
        blind.secret_field(),
        Field("scores", Type.GROUP, W("النقط", "notes", "scores"), required=True, least=1, most=len(DIMENSIONS), fields=(
            _DIMENSION,
            Field("score", Type.CODE, W("النقطة", "note", "score"), codes="evaluation-scores",
                  help=W("تُترك فارغة إذا تعذر التقييم", "à laisser vide si la dimension ne s’apprécie pas", "leave empty what cannot be scored")),
            Field("evidence", Type.PROSE, W("ما يثبتها: مؤشرات، ملفات بمراجعها", "ce qui l’établit : indicateurs, affaires par leur référence", "what shows it: indicators, matters by their reference"),
                  most=1000, help=W("إلزامي ابتداء من 3", "obligatoire à partir de 3", "required from 3 on")),
        )),
    ),
    help=W("تبقى مختومة لديكم إلى أن يختم الجميع، ثم تُكشف معا. والمؤشرات تقترح، والتنقيط يعود إلى الموظفين",
           "scellées chez vous jusqu’à ce que toutes les parties aient scellé, puis révélées ensemble. Les indicateurs proposent, les agents notent",
           "sealed at home until every party has sealed, then revealed together. Indicators propose, people score"),
),)  # fmt: skip
SEALED = (*SCORING, Section(W("الالتزام", "Engagement", "Commitment"), (blind.sealed_field(shown),)))
OPENED = (*SCORING, Section(W("ما تم كشفه", "Ce qui est révélé", "What is revealed"), blind.opened_fields(shown, scores())))  # fmt: skip
CONSENSUS = (
    Section(W("النقط المتفق عليها", "Notes arrêtées en commun", "Agreed scores"), (
        *scores(),
        Field("base", Type.ENTRY, W("المقترح السابق", "proposition précédente", "made on"), public=True),
    ), help=W("أعداد صحيحة؛ وما لم ينقطه أحد يُسجَّل: لا ينطبق", "des notes entières ; ce que personne n’a noté reste sans objet", "whole scores; what nobody scored stays not applicable")),
    Section(W("حيث اختلف التقييم", "Là où les notes diffèrent", "Where the scores differ"), (
        Field("notes", Type.GROUP, W("التوضيحات", "explications", "notes"), most=len(DIMENSIONS), fields=(
            _DIMENSION,
            Field("note", Type.PROSE, W("سبب منح هذه النقطة", "pourquoi cette note", "why this score"), required=True, least=10, most=1000, wide=True),
        )),
    )),
)  # fmt: skip
RECOMMENDATION = (Section(W("التوصية", "Recommandation", "Recommendation"), (
    Field("text", Type.PROSE, W("نص التوصية", "texte de la recommandation", "text"), required=True, least=10, most=2000),
    Field("about", Type.CODE, W("البعد المعني", "dimension concernée", "dimension it is about"), required=True, public=True, codes="evaluation-dimensions"),
    *ASKED,
)),)  # fmt: skip
FOLLOWED = done("evidence", W("ما يثبت التنفيذ", "ce qui l’établit", "what shows it"))
