"""What is said of readiness: risks, what controls leave of them, capabilities, exercises, what is to be improved.

Scores, days and counts are public: both sides draw the same picture from them. What a risk is about, what shows a level and what went
wrong are not. Vulnerabilities in detail have no field at all: they never leave the house.
"""

from collections.abc import Mapping
from typing import Any

from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.following import ASKED, OWNER, done
from mithaq.pact.rules.readiness_levels import CRITERIA, IMPACTS
from mithaq.pact.rules.serving import CARRIED
from mithaq.pact.rules.words import W, Words

MOST_OBJECTIVES = 20
_IMPACT = {
    "people": W("على الأشخاص", "sur les personnes", "on people"),
    "continuity": W("على استمرارية المرفق", "sur la continuité du service", "on continuity"),
    "rights": W("على الحقوق", "sur les droits", "on rights"),
    "confidence": W("على الثقة", "sur la confiance", "on trust"),
}
_CRITERION = {
    "staff": W("الموارد البشرية", "effectifs", "people"),
    "procedures": W("المساطر", "procédures", "procedures"),
    "equipment": W("المعدات", "équipement", "equipment"),
    "training": W("التكوين", "formation", "training"),
    "exercised": W("التمرين", "mise à l’épreuve", "exercised"),
}


def _score(name: str, words: Words, least: int, most: int) -> Field:
    return Field(name, Type.NUMBER, words, required=True, public=True, least=least, most=most)


def _marked(*marks: str) -> Any:
    """How many objectives were marked so, from the rows of a body, however badly said."""

    def count(body: Mapping[str, Any]) -> int:
        rows = body.get("results")
        told = [row for row in (rows if isinstance(rows, list | tuple) else ()) if isinstance(row, Mapping)]
        return sum(row.get("result") in marks for row in told)

    return count


def _count(name: str, words: Words, *marks: str) -> Field:
    return Field(name, Type.NUMBER, words, required=True, public=True, derived=_marked(*marks))


REGISTER = (Section(W("سجل الجاهزية", "Registre de préparation", "Register of readiness"), (
    Field("title", Type.LINE, W("عنوان السجل", "intitulé", "title"), required=True, least=5, most=120, wide=True),
    Field("axis", Type.CODE, W("المحور", "axe", "axis"), required=True, public=True, codes="axes"),
)),)  # fmt: skip
RISK = (
    Section(W("الخطر", "Risque", "Risk"), (
        Field("event", Type.LINE, W("الحدث: ما قد يقع", "événement : ce qui peut arriver", "event: what may happen"), required=True, least=15, most=200, wide=True,
              help=W("فعل أو صنف من الأماكن أو نظام؛ لا فئة من الناس ولا جنسية", "un comportement, un type de lieu ou un système ; jamais un groupe ni une nationalité",
                     "conduct, a class of places or a system; never a group of people or a nationality")),
        Field("subject", Type.CODE, W("موضوعه", "porte sur", "it is about"), required=True, public=True, codes="risk-subjects"),
        Field("cause", Type.PROSE, W("السبب", "cause", "cause"), required=True, least=10, most=1000),
        Field("consequence", Type.PROSE, W("النتيجة", "conséquence", "consequence"), required=True, least=10, most=1000),
        OWNER,
    )),
)  # fmt: skip
ASSESSMENT = (
    Section(W("دون تدابير", "Sans mesures de maîtrise", "Without controls"), (
        _score("likelihood", W("الاحتمال", "vraisemblance", "likelihood"), 1, 5),
        *(_score(name, _IMPACT[name], 1, 5) for name in IMPACTS),
    ), help=W("من 1 إلى 5؛ ويُعتمد أعلى الآثار", "de 1 à 5 ; le plus élevé des impacts compte", "1 to 5; the highest impact counts")),
    Section(W("بعد التدابير", "Avec les mesures de maîtrise", "With controls"), (
        _score("left_likelihood", W("الاحتمال المتبقي", "vraisemblance résiduelle", "likelihood left"), 1, 5),
        _score("left_impact", W("الأثر المتبقي", "impact résiduel", "impact left"), 1, 5),
        Field("controls_until", Type.DAY, W("ما يثبت التدابير صالح إلى غاية", "mesures établies jusqu’au", "controls are shown until"), public=True,
              help=W("بعد هذا اليوم لا يُعتد بالتدابير", "passé ce jour, elles ne comptent plus", "after that day they count for nothing")),
        Field("controls", Type.PROSE, W("التدابير وما يثبتها", "mesures, et ce qui les établit", "controls, and what shows them"), most=2000),
        Field("note", Type.PROSE, W("توضيح إذا زاد الخطر المتبقي", "explication si le risque résiduel est plus élevé", "a note if what is left is higher"), most=1000),
        Field("review_on", Type.DAY, W("المراجعة المقبلة", "prochaine revue", "next review"), required=True, public=True),
    )),
)  # fmt: skip
TREATMENT = (Section(W("المعالجة", "Traitement", "Treatment"), (
    Field("treatment", Type.CODE, W("طريقة المعالجة", "mode de traitement", "treatment"), required=True, public=True, codes="risk-treatments"),
    Field("plan", Type.PROSE, W("ما تقرر", "ce qui est décidé", "what is decided"), required=True, least=10, most=2000),
    CARRIED,
)),)  # fmt: skip
CAPABILITY = (Section(W("القدرة", "Capacité", "Capability"), (
    Field("name", Type.LINE, W("اسم القدرة", "nom de la capacité", "name"), required=True, least=3, most=120, wide=True),
    Field("critical", Type.FLAG, W("قدرة حاسمة: يُعتمد أضعف معاييرها", "critique : le plus faible critère compte", "critical: its weakest criterion counts"), public=True, default=False),
)),)  # fmt: skip
EVIDENCE = (Section(W("المستوى وما يثبته", "Niveau, et ce qui l’établit", "Level, and what shows it"), (
    *(_score(name, _CRITERION[name], 0, 4) for name in CRITERIA),
    Field("valid_until", Type.DAY, W("صالح إلى غاية", "valable jusqu’au", "valid until"), required=True, public=True),
    Field("evidence", Type.PROSE, W("ما يثبته", "ce qui l’établit", "what shows it"), required=True, least=10, most=2000),
), help=W("المعايير من 0 (لا شيء) إلى 4 (مكتمل ومجرب)", "critères de 0 (rien) à 4 (complet et éprouvé)", "criteria from 0 (nothing) to 4 (complete and proven)")),)  # fmt: skip
OBSERVED = (Section(W("المعاينة", "Observation", "Observation"), (
    Field("observed", Type.PROSE, W("ما عاينه مراقبنا", "ce que notre observateur a constaté", "what our observer saw"), required=True, least=10, most=2000),
)),)  # fmt: skip
EXERCISE = (
    Section(W("التمرين", "Exercice", "Exercise"), (
        Field("scenario", Type.LINE, W("السيناريو", "scénario", "scenario"), required=True, least=5, most=160, wide=True),
        Field("sort", Type.CODE, W("النوع", "nature", "sort"), required=True, public=True, codes="exercise-types"),
        Field("held_on", Type.DAY, W("التاريخ", "date", "date"), required=True, public=True),
        Field("capability", Type.ENTRY, W("القدرة موضوع التمرين", "capacité éprouvée", "capability exercised"), public=True, of=("declare-capability",)),
    )),
    Section(W("الأهداف", "Objectifs", "Objectives"), (
        Field("objectives", Type.GROUP, W("الأهداف", "objectifs", "objectives"), required=True, least=1, most=MOST_OBJECTIVES, fields=(
            Field("text", Type.LINE, W("الهدف", "objectif", "objective"), required=True, least=5, most=200, wide=True),)),
    )),
)  # fmt: skip
RUN = (Section(W("النتائج", "Résultats", "Results"), (
    Field("results", Type.GROUP, W("نتيجة كل هدف", "résultat de chaque objectif", "result of each objective"), required=True, least=1, most=MOST_OBJECTIVES, fields=(
        Field("text", Type.LINE, W("الهدف", "objectif", "objective"), required=True, least=5, most=200, wide=True),
        Field("result", Type.CODE, W("النتيجة", "résultat", "result"), required=True, codes="exercise-results"),)),
    _count("performed", W("أهداف دون صعوبات", "objectifs sans difficulté", "objectives without issue"), "P"),
    _count("some", W("أهداف مع بعض الصعوبات", "objectifs avec quelques difficultés", "objectives with some issues"), "S"),
    _count("major", W("أهداف مع صعوبات كبيرة", "objectifs avec de grandes difficultés", "objectives with major issues"), "M"),
    _count("unable", W("أهداف لم تتحقق", "objectifs non atteints", "objectives that could not be met"), "U"),
)),)  # fmt: skip
REVIEW = (Section(W("التقييم البعدي", "Retour d’expérience", "After-action review"), (
    Field("review", Type.PROSE, W("ما استُخلص", "constats", "what was found"), required=True, least=20, most=6000),
)),)  # fmt: skip
IMPROVEMENT = (Section(W("التحسين", "Amélioration", "Improvement"), (
    Field("exercise", Type.ENTRY, W("التمرين", "exercice", "exercise"), required=True, public=True, of=("plan-exercise",)),
    Field("text", Type.LINE, W("ما ينبغي تحسينه", "ce qui est à améliorer", "what is to be improved"), required=True, least=10, most=300, wide=True),
    *ASKED,
)),)  # fmt: skip
IMPROVED = done("done", W("ما تغير", "ce qui a changé", "what has changed"))
