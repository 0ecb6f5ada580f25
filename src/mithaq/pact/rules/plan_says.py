"""What is said in a joint plan: the fields of its parts, of a report, of a change.

Titles are said in Arabic and French, since what is joint is said in both. Dates, leads and figures that count are public; words
and budgets are not.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import DECIMAL, Field, Section, Type
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.words import W

PARTS = (
    "propose-axis", "propose-objective", "propose-action", "propose-deliverable", "propose-indicator",
    "propose-target", "propose-dependency",
)  # fmt: skip

TITLES = (
    Field("title_ar", Type.LINE, W("العنوان بالعربية", "intitulé en arabe", "title in Arabic"), required=True, least=3, most=200, wide=True),
    Field("title_fr", Type.LINE, W("العنوان بالفرنسية", "intitulé en français", "title in French"), required=True, least=3, most=200, wide=True),
    Field("title_en", Type.LINE, W("العنوان بالإنجليزية", "intitulé en anglais", "title in English"), most=200, wide=True),
)  # fmt: skip
LEAD = Field("lead", Type.AUTHORITY, W("الطرف المشرف", "partie pilote", "lead"), required=True, public=True)
DUE_ON = Field("due_on", Type.DAY, W("الأجل", "échéance", "due"), required=True, public=True)
STARTS_ON = Field("starts_on", Type.DAY, W("البداية", "début", "start"), required=True, public=True)
ENDS_ON = Field("ends_on", Type.DAY, W("النهاية", "fin", "end"), required=True, public=True)
WHY = Field("reason", Type.PROSE, W("السبب", "motif", "reason"), required=True, least=10, most=2000)
EVIDENCE = (Section(W("الإثبات", "Justification", "Evidence"), (
    Field("evidence", Type.PROSE, W("الإثبات", "justification", "evidence"), required=True, least=10, most=4000,
          help=W("المراجع والوثائق، دون أسماء أشخاص", "références et documents, sans nom de personne", "references and documents, no names of persons")),
    Field("attachments", Type.ATTACHMENT, W("الوثائق", "pièces jointes", "files")),
)),)  # fmt: skip
REASON = (Section(W("السبب", "Motif", "Reason"), (WHY,)),)


def _action(words: W) -> Field:
    return Field("action", Type.ENTRY, words, required=True, public=True, of=("propose-action",))


OF_ACTION = _action(W("الإجراء", "action", "action"))
PLAN = (
    Section(W("المخطط", "Plan", "Plan"), (
        *TITLES,
        Field("summary", Type.PROSE, W("التقديم", "présentation", "summary"), most=4000),
        Field("from_on", Type.DAY, W("ابتداء من", "à compter du", "from"), required=True, public=True),
        Field("until_on", Type.DAY, W("إلى غاية", "jusqu’au", "until"), public=True,
              help=W("يُترك فارغا إذا لم تُحدد المدة", "laissez vide si la durée n’est pas fixée", "leave empty if it has no end")),
    )),
)  # fmt: skip
SIGNATURE = (Section(W("التوقيع", "Signature", "Signature"), (
    Field("signed_on", Type.DAY, W("تاريخ التوقيع", "date de signature", "signed on"), required=True, public=True),
    Field("text", Type.FINGERPRINT, W("بصمة النص الموقع", "empreinte du texte signé", "fingerprint of the signed text"), public=True),
    Field("place", Type.LINE, W("مكان التوقيع", "lieu de signature", "place of signature"), required=True, most=120),
)),)  # fmt: skip
AXIS = (Section(W("المحور", "Axe", "Axis"), (
    Field("axis", Type.CODE, W("الميدان", "domaine", "field"), required=True, public=True, codes="axes"),
    Field("order", Type.NUMBER, W("الترتيب", "rang", "order"), public=True, least=1, most=99),
    *TITLES,
)),)  # fmt: skip
OBJECTIVE = (Section(W("الهدف الاستراتيجي", "Objectif stratégique", "Strategic objective"), (
    Field("axis", Type.ENTRY, W("المحور", "axe", "axis"), required=True, public=True, of=("propose-axis",)),
    *(Field(f"title_{language}", Type.LINE, words, required=language != "en", least=3, most=300, wide=True) for language, words in (
        ("ar", W("نص الهدف بالعربية", "énoncé en arabe", "statement in Arabic")),
        ("fr", W("نص الهدف بالفرنسية", "énoncé en français", "statement in French")),
        ("en", W("نص الهدف بالإنجليزية", "énoncé en anglais", "statement in English")))),
    Field("rationale", Type.PROSE, W("التعليل", "justification", "rationale"), most=2000),
)),)  # fmt: skip
ACTION = (
    Section(W("الإجراء", "Action", "Action"), (
        Field("objective", Type.ENTRY, W("الهدف", "objectif", "objective"), required=True, public=True, of=("propose-objective",)),
        *TITLES,
        Field("sort", Type.CODE, W("النوع", "nature", "sort"), required=True, public=True, codes="action-types"),
        Field("description", Type.PROSE, W("الوصف", "description", "description"), most=2000),
        Field("preconditions", Type.PROSE, W("الشروط المسبقة", "conditions préalables", "preconditions"), most=2000),
    )),
    Section(W("الإشراف والمدة", "Pilotage et durée", "Lead and time"), (
        LEAD,
        Field("co_lead", Type.AUTHORITY, W("الطرف المشرف المشارك", "partie copilote", "co-lead"), required=True, public=True),
        STARTS_ON, ENDS_ON,
    )),
    Section(W("الميزانية", "Budget", "Budget"), (
        Field("budget", Type.GROUP, W("حسب الطرف", "par partie", "by authority"), most=10, fields=(
            Field("authority", Type.AUTHORITY, W("الطرف", "partie", "authority"), required=True),
            Field("amount", Type.DECIMAL, W("المبلغ", "montant", "amount"), required=True, least=0),
            Field("currency", Type.CODE, W("العملة", "monnaie", "currency"), required=True, codes="currencies"))),
    ), help=W("لا تُجمع مبالغ عملات مختلفة أبدا", "des montants de monnaies différentes ne sont jamais additionnés", "amounts of different currencies are never added")),
)  # fmt: skip
DELIVERABLE = (Section(W("المنتوج", "Livrable", "Deliverable"), (OF_ACTION, *TITLES, LEAD, DUE_ON)),)
INDICATOR = (Section(W("المؤشر", "Indicateur", "Indicator"), (
    _action(W("الإجراء", "action", "action")),
    *TITLES,
    Field("subject", Type.CODE, W("ما يُحتسب", "objet", "what it counts"), required=True, public=True, codes="indicator-subjects"),
    Field("level", Type.CODE, W("المستوى", "niveau", "level"), required=True, public=True, codes="indicator-levels", default="output"),
    Field("measure", Type.CODE, W("القياس", "mesure", "measure"), required=True, public=True, codes="indicator-measures", default="unit"),
    Field("ascending", Type.FLAG, W("الارتفاع تحسن", "une hausse est un progrès", "more is better"), public=True, default=True),
    Field("baseline_year", Type.NUMBER, W("السنة المرجعية", "année de référence", "baseline year"), public=True, least=1990, most=2100),
    Field("baseline", Type.DECIMAL, W("القيمة المرجعية", "valeur de référence", "baseline"), public=True),
)),)  # fmt: skip
TARGET = (Section(W("الفترة", "Période", "Period"), (
    Field("indicator", Type.ENTRY, W("المؤشر", "indicateur", "indicator"), required=True, public=True, of=("propose-indicator",)),
    STARTS_ON, ENDS_ON,
    Field("target", Type.DECIMAL, W("القيمة المستهدفة", "cible", "target"), public=True),
    Field("lead", Type.AUTHORITY, W("من يحتسب", "partie qui compte", "counted by"), required=True, public=True),
)),)  # fmt: skip
ACTUAL = (Section(W("القيمة المحققة", "Réalisé", "Actual"), (
    Field("actual", Type.DECIMAL, W("القيمة المحققة", "valeur réalisée", "actual"), required=True, public=True),
    Field("source", Type.LINE, W("المصدر", "source", "source"), required=True, least=3, most=300, wide=True),
    Field("comment", Type.PROSE, W("ملاحظة", "commentaire", "comment"), most=2000),
)),)  # fmt: skip
DEPENDENCY = (Section(W("التتابع", "Dépendance", "Dependency"), (
    Field("then", Type.ENTRY, W("الإجراء", "action", "action"), required=True, public=True, of=("propose-action",)),
    Field("relation", Type.CODE, W("العلاقة", "lien", "relation"), required=True, public=True, codes="dependency-kinds", default="FS"),
    Field("first", Type.ENTRY, W("الإجراء السابق", "action dont elle dépend", "action it depends on"), required=True, public=True, of=("propose-action",)),
    Field("lag_days", Type.NUMBER, W("الفاصل بالأيام", "décalage en jours", "lag in days"), public=True, least=-365, most=365, default=0),
)),)  # fmt: skip
PROGRESS = (Section(W("التقدم", "Avancement", "Progress"), (
    Field("progress", Type.NUMBER, W("نسبة الإنجاز", "avancement (%)", "progress (%)"), required=True, public=True, least=0, most=100),
    Field("forecast_on", Type.DAY, W("النهاية المتوقعة", "fin prévue", "forecast end"), required=True, public=True),
    Field("confidence", Type.CODE, W("الثقة", "confiance", "confidence"), public=True, codes="confidence", default="medium"),
    Field("note", Type.PROSE, W("ملاحظة", "commentaire", "note"), most=2000),
)),)  # fmt: skip
CHANGE = (Section(W("التغيير المقترح", "Modification proposée", "Proposed change"), (
    Field("part", Type.ENTRY, W("الجزء المعني", "élément concerné", "part"), required=True, public=True, of=PARTS),
    Field("change", Type.CODE, W("التغيير", "modification", "change"), required=True, public=True, codes="plan-changes"),
    Field("starts_on", Type.DAY, W("البداية الجديدة", "nouveau début", "new start"), public=True),
    Field("ends_on", Type.DAY, W("النهاية الجديدة أو تاريخ المراجعة", "nouvelle fin, ou date de réexamen", "new end, or review date"), public=True),
    *(Field(f"title_{language}", Type.LINE, words, most=300, wide=True) for language, words in (
        ("ar", W("الصياغة الجديدة بالعربية", "nouvelle rédaction en arabe", "new wording in Arabic")),
        ("fr", W("الصياغة الجديدة بالفرنسية", "nouvelle rédaction en français", "new wording in French")),
        ("en", W("الصياغة الجديدة بالإنجليزية", "nouvelle rédaction en anglais", "new wording in English")))),
    WHY,
    Field("base", Type.ENTRY, W("المقترح السابق", "proposition précédente", "made on"), public=True),
)),)  # fmt: skip
REPLACES = {
    "reschedule": ("starts_on", "ends_on"),
    "reword": ("title_ar", "title_fr", "title_en"),
}
REPORT = (
    Section(W("الفترة", "Période", "Period"), (
        OF_ACTION,
        Field("year", Type.NUMBER, W("السنة", "année", "year"), required=True, public=True, least=2000, most=2100),
        Field("half", Type.NUMBER, W("النصف", "semestre", "half"), required=True, public=True, least=1, most=2, help=W("1 أو 2", "1 ou 2", "1 or 2")),
    )),
    Section(W("الأرقام", "Chiffres", "Figures"), (
        Field("figures", Type.GROUP, W("الأرقام", "chiffres", "figures"), most=30, fields=(
            Field("indicator", Type.LINE, W("المؤشر", "indicateur", "indicator"), required=True, most=300, wide=True),
            Field("figure", Type.DECIMAL, W("القيمة", "chiffre", "figure"), required=True),
            Field("counted", Type.DECIMAL, W("المحتسب", "compté", "counted")),
            Field("source", Type.LINE, W("المصدر", "source", "source"), most=300, wide=True))),
    ), help=W("ما يمكن احتسابه من الملفات التي تخدم الإجراء محتسب مسبقا؛ كل رقم يخالف العد يظهر مخالفا",
              "ce que les affaires qui servent l’action permettent de compter est déjà compté ; un chiffre qui s’écarte du compte est montré comme tel",
              "what the matters that serve the action allow to count is counted already; a figure that differs from the count is shown as differing")),
    Section(W("التقرير", "Rapport", "Report"), tuple(
        Field(name, Type.PROSE, words, required=name == "achieved", least=10 if name == "achieved" else None, most=4000) for name, words in (
            ("achieved", W("ما أُنجز", "réalisé", "achieved")),
            ("not_achieved", W("ما لم يُنجز", "non réalisé", "not achieved")),
            ("why", W("الأسباب", "raisons", "why")),
            ("added_value", W("القيمة المضافة للتعاون", "apport de la coopération", "added value of cooperation")),
            ("next", W("المرحلة المقبلة", "suite", "next")),
            ("needs", W("الحاجيات", "besoins", "needs"))))),
)  # fmt: skip


def check_figures(saying: Saying) -> Iterable[Problem]:
    """A figure that was typed over what was counted: the officer is asked to look again, the reader sees both."""
    rows = saying.body.get("figures")
    for number, row in enumerate(rows if isinstance(rows, list | tuple) else ()):
        if differs(row):
            facts = {"counted": str(row["counted"])}
            yield Problem(
                "plan.differs-from-count", ("figures", str(number), "figure"), soft=True, facts=facts
            )


def differs(row: object) -> bool:
    """Whether the figure of a report is another than what was counted for it."""
    if not isinstance(row, Mapping) or not row.get("counted"):
        return False
    told = [str(row.get(name) or "") for name in ("figure", "counted")]
    return all(DECIMAL.fullmatch(each) for each in told) and Decimal(told[0]) != Decimal(told[1])
