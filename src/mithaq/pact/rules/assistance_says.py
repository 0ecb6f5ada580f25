"""What is said of technical assistance: the need, the decision on it, its missions, its equipment, its effect.

A need is a problem and never a product. Dates, counts and the score are public; what is needed, from whom and for which
unit is not, and of equipment whose technology is sensitive nobody learns the name from a header.
"""

from collections.abc import Mapping
from typing import Any

from mithaq.pact.codes import code_list
from mithaq.pact.rules.assisting import WAY
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.reading import Bodies
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W, Words

MOST_PEOPLE = 40
HIGHEST = 3  # of one criterion


def _count(
    name: str, words: Words, *, least: int = 0, most: int = MOST_PEOPLE, required: bool = True
) -> Field:
    return Field(name, Type.NUMBER, words, required=required, public=True, least=least, most=most)


def total(body: Mapping[str, Any]) -> int:
    """What the criteria add up to. Shape: whatever a form holds."""
    rows = body.get("criteria")
    scores = (
        [row.get("score") for row in rows if isinstance(row, Mapping)]
        if isinstance(rows, list | tuple)
        else []
    )
    return sum(score for score in scores if isinstance(score, int) and not isinstance(score, bool))


def given_decision(_: State, __: str, ___: Bodies) -> Mapping[str, Any]:
    """A row for each criterion, in the order of the list."""
    return {"criteria": [{"criterion": each} for each in code_list("assistance-criteria").values]}


NEED = Field(
    "need", Type.PROSE, W("الحاجة: المشكل المطروح لا المنتوج", "besoin : le problème, non le produit", "need: the problem, not the product"), least=40, most=4000,
    help=W("إلزامية في الطلب، وعند قبول عرض", "obligatoire pour une demande, et pour accepter une offre", "required of a request, and to accept an offer"),
)  # fmt: skip
BEGIN = (
    Section(W("المساعدة التقنية", "Assistance technique", "Technical assistance"), (
        WAY,
        Field("title", Type.LINE, W("الموضوع", "objet", "subject"), required=True, least=5, most=160, wide=True),
        Field("format", Type.CODE, W("الصيغة", "format", "format"), required=True, public=True, codes="assistance-formats"),
        Field("axis", Type.CODE, W("المحور", "axe", "axis"), required=True, public=True, codes="axes"),
    )),
    Section(W("الحاجة", "Besoin", "Need"), (
        NEED,
        Field("expected", Type.PROSE, W("النتيجة المنتظرة وكيف تُقاس", "résultat attendu et sa mesure", "expected result, and how it is measured"), required=True, least=20, most=2000),
        Field("earlier", Type.PROSE, W("مساعدة سابقة وجهات مانحة أخرى", "assistance antérieure et autres bailleurs", "earlier assistance and other donors"), most=2000),
        Field("no_conflict", Type.FLAG, W("صرح بعدم وجود تضارب مصالح مع مورد", "absence d’intérêt chez un fournisseur déclarée", "declares no interest in a supplier"), public=True, default=False),
    )),
    Section(W("التنظيم", "Organisation", "Arrangements"), (
        Field("wished_from", Type.DAY, W("الفترة المفضلة ابتداء من", "période souhaitée, du", "preferred dates, from"), public=True),
        Field("wished_until", Type.DAY, W("إلى غاية", "au", "until"), public=True),
        _count("participants", W("عدد المستفيدين", "nombre de bénéficiaires", "people helped"), least=1),
        Field("languages", Type.CODES, W("اللغات", "langues", "languages"), public=True, codes="languages", default=("ar", "fr")),
        Field("answer_by", Type.DAY, W("يُعد السكوت موافقة بعد", "silence valant accord après le", "silence agrees after"), public=True,
              help=W("إلزامي في الطلب؛ خمسة أيام عمل على الأقل، ولا يسري على تقنية حساسة", "obligatoire pour une demande ; cinq jours ouvrables au moins ; jamais pour une technologie sensible",
                     "required of a request; five working days at least; never for a sensitive technology")),
        Field("sensitive", Type.CODES, W("تقنيات حساسة", "technologies sensibles", "sensitive technologies"), public=True, codes="sensitive-technologies"),
        Field("end_user", Type.LINE, W("المصلحة المستعملة", "service utilisateur final", "end user"), most=200, help=W("إلزامي للمعدات والبرمجيات", "obligatoire pour un équipement ou un logiciel", "required for equipment and software")),
    )),
)  # fmt: skip
DECISION = (Section(W("القرار", "Décision", "Decision"), (
    Field("decided_on", Type.DAY, W("تاريخ اجتماع القرار", "date de la réunion de décision", "day of the decision meeting"), required=True, public=True),
    Field("criteria", Type.GROUP, W("المعايير من 0 إلى 3", "critères, de 0 à 3", "criteria, 0 to 3"), required=True, least=10, most=10, fields=(
        Field("criterion", Type.CODE, W("المعيار", "critère", "criterion"), required=True, codes="assistance-criteria"),
        Field("score", Type.NUMBER, W("النقطة", "note", "score"), required=True, least=0, most=HIGHEST))),
    Field("score", Type.NUMBER, W("المجموع من 30", "total sur 30", "total of 30"), public=True, derived=total),
    Field("conditions", Type.PROSE, W("الشروط", "conditions", "conditions"), most=2000),
)),)  # fmt: skip
DECLINED = (Section(W("السبب", "Motif", "Reason"), (
    # Not required by the fold: what was declined before grounds were listed still counts. Our own forms ask for it.
    Field("ground", Type.CODE, W("السبب", "motif", "ground"), public=True, codes="assistance-declines"),
    Field("reason", Type.PROSE, W("توضيح", "précisions", "explanation"), required=True, least=10, most=2000),
)),)  # fmt: skip
ACCEPTANCE = (Section(W("القبول", "Acceptation", "Acceptance"), (NEED,)),)
REASON = (Section(W("السبب", "Motif", "Reason"), (
    Field("reason", Type.PROSE, W("السبب", "motif", "reason"), required=True, least=10, most=2000),
)),)  # fmt: skip
CLEARANCE = (Section(W("الإذن", "Accord", "Clearance"), (
    Field("reason", Type.PROSE, W("ما تم التحقق منه", "ce qui a été vérifié", "what was checked"), required=True, least=20, most=2000),
)),)  # fmt: skip
MISSION = (Section(W("المهمة", "Mission", "Mission"), (
    Field("starts_on", Type.DAY, W("البداية", "début", "starts"), required=True, public=True),
    Field("ends_on", Type.DAY, W("النهاية", "fin", "ends"), required=True, public=True),
    Field("city", Type.LINE, W("المدينة", "ville", "city"), required=True, most=120),
    _count("experts", W("عدد الخبراء", "nombre d’experts", "experts"), least=1, most=10),
    _count("people", W("عدد المشاركين", "nombre de participants", "participants"), least=1),
    Field("agenda", Type.PROSE, W("برنامج المهمة", "programme de la mission", "agenda"), required=True, least=20, most=4000),
)),)  # fmt: skip
REPORT = (Section(W("تقرير المهمة", "Rapport de mission", "Report"), (
    Field("report", Type.PROSE, W("التقرير", "rapport", "report"), required=True, least=40, most=10000),
    _count("recommendations", W("عدد التوصيات", "nombre de recommandations", "recommendations"), most=99),
)),)  # fmt: skip
EVALUATION = (Section(W("تقييم المستفيد", "Évaluation du bénéficiaire", "Evaluation by who was helped"), (
    _count("asked", W("عدد من سُئل", "personnes interrogées", "people asked")),
    _count("answered", W("عدد من أجاب", "personnes ayant répondu", "people who answered")),
    Field("satisfaction", Type.DECIMAL, W("متوسط الرضا من 1 إلى 6", "satisfaction moyenne, de 1 à 6", "mean satisfaction, 1 to 6"), public=True, least=1, most=6),
    Field("remarks", Type.PROSE, W("ملاحظات", "observations", "remarks"), most=2000),
)),)  # fmt: skip
EQUIPMENT = (Section(W("المعدات", "Équipement", "Equipment"), (
    Field("what", Type.LINE, W("النوع", "nature", "what it is"), required=True, least=3, most=200, wide=True),
    Field("serial", Type.LINE, W("الرقم التسلسلي", "numéro de série", "serial number"), required=True, most=60),
    Field("end_user", Type.LINE, W("المصلحة المستعملة", "service utilisateur final", "end user"), required=True, least=3, most=200),
    Field("maintenance", Type.PROSE, W("الصيانة والتكوين على الاستعمال", "maintenance et formation à l’usage", "maintenance and training to use it"), required=True, least=20, most=2000),
    Field("inspect_on", Type.DAY, W("تُفحص في أجل أقصاه", "à inspecter au plus tard le", "to be inspected by"), required=True, public=True),
)),)  # fmt: skip
END_USE = (Section(W("شهادة الاستعمال النهائي", "Attestation d’utilisation finale", "End-use certificate"), (
    Field("undertaking", Type.PROSE, W("التعهد بالاستعمال", "engagement d’utilisation", "undertaking"), required=True, least=20, most=2000),
)),)  # fmt: skip
INSPECTION = (Section(W("الفحص", "Inspection", "Inspection"), (
    Field("inspected_on", Type.DAY, W("تاريخ الفحص", "inspecté le", "inspected on"), required=True, public=True),
    Field("in_service", Type.FLAG, W("في الخدمة", "en service", "in service"), required=True, public=True),
    Field("found", Type.PROSE, W("المعاينة", "constat", "what was found"), most=2000),
)),)  # fmt: skip
EFFECT = (Section(W("الأثر", "Effet", "Effect"), (
    _count("implemented", W("توصيات منفذة", "recommandations appliquées", "recommendations implemented"), most=99),
    _count("trained_others", W("أشخاص كونهم المستفيدون", "personnes formées à leur tour", "people trained in turn"), most=9999, required=False),
    Field("result", Type.PROSE, W("ما تحقق من النتيجة المنتظرة", "résultat atteint au regard du résultat attendu", "what came of the expected result"), required=True, least=20, most=4000),
)),)  # fmt: skip
