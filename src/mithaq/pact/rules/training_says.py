"""What is said in a course: of the course, its sessions, who is nominated, what became of them.

Dates, seats, ranks and counts are public, since seats are given by them on every node alike. Who is nominated is not, and no
score of a person is said here at all: what is joint is a mean, with the number of people behind it.
"""

from mithaq.pact.rules.assisting import WAY
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.words import W, Words

MOST_SEATS = 200


def _count(
    name: str, words: Words, *, most: int = MOST_SEATS, required: bool = True, least: int = 0
) -> Field:
    return Field(name, Type.NUMBER, words, required=required, public=True, least=least, most=most)


def _mean(name: str, words: Words, *, least: int, most: int) -> Field:
    return Field(name, Type.DECIMAL, words, public=True, least=least, most=most)


COURSE = (
    Section(W("الدورة التكوينية", "Stage de formation", "Course"), (
        Field("title", Type.LINE, W("عنوان الدورة", "intitulé du stage", "title"), required=True, least=5, most=160, wide=True),
        Field("axis", Type.CODE, W("المحور", "axe", "axis"), required=True, public=True, codes="axes"),
        Field("level", Type.CODE, W("المستوى", "niveau", "level"), required=True, public=True, codes="course-levels"),
        Field("format", Type.CODE, W("الصيغة", "format", "format"), required=True, public=True, codes="course-formats", default="in-person"),
        Field("language", Type.CODE, W("لغة الدورة", "langue du stage", "language"), required=True, public=True, codes="languages"),
    )),
    Section(W("المضمون", "Contenu", "Content"), (
        Field("objectives", Type.GROUP, W("الأهداف: ما يصبح المتدرب قادرا على إنجازه", "objectifs : ce que le stagiaire saura faire", "objectives: what trainees will be able to do"),
              required=True, least=1, most=12, fields=(
            Field("text", Type.LINE, W("الهدف", "objectif", "objective"), required=True, least=5, most=300, wide=True),)),
        Field("prerequisites", Type.PROSE, W("الشروط المسبقة", "prérequis", "prerequisites"), most=1000),
        _count("hours", W("عدد الساعات", "durée en heures", "hours"), most=400, least=1),
        _count("rights_hours", W("منها ساعات حقوق الإنسان", "dont heures consacrées aux droits de l’homme", "of which hours on human rights"), most=400),
    )),
)  # fmt: skip
SESSION = (
    Section(W("الدورة وتاريخها", "Session", "Session"), (
        WAY,
        Field("starts_on", Type.DAY, W("البداية", "début", "starts"), required=True, public=True),
        Field("ends_on", Type.DAY, W("النهاية", "fin", "ends"), required=True, public=True),
        Field("place", Type.LINE, W("المكان", "lieu", "place"), required=True, most=200),
        Field("interpreted", Type.FLAG, W("ترجمة فورية متوفرة", "interprétation assurée", "interpretation is provided"), public=True, default=False),
        Field("costs", Type.PROSE, W("توزيع المصاريف", "répartition des frais", "who bears which costs"), most=1000),
    )),
    Section(W("المقاعد", "Places", "Seats"), (
        _count("capacity", W("عدد المقاعد", "nombre de places", "seats"), least=1),
        _count("host_quota", W("منها للطرف المنظم", "dont pour la partie organisatrice", "of which for the party that holds it")),
        _count("guest_quota", W("منها لكل طرف آخر", "dont pour chaque autre partie", "of which for each other party")),
        Field("nominate_by", Type.DAY, W("آخر أجل للترشيحات", "désignations au plus tard le", "nominations by"), required=True, public=True,
              help=W("بعد هذا الأجل تُمنح المقاعد الشاغرة للمسجلين في لائحة الاحتياط لدى الأطراف الأخرى", "passé ce jour, les places libres vont aux réservistes des autres parties",
                     "after that day, seats left free go to reserves of other parties")),
    )),
)  # fmt: skip
HELD = (
    Section(W("التقييم عند نهاية الدورة", "Évaluation en fin de stage", "Evaluation at the end"), (
        _count("attended", W("عدد الحاضرين", "participants présents", "people who attended")),
        _count("reaction_answers", W("عدد من أجاب عن الاستبيان", "réponses au questionnaire", "answers to the questionnaire")),
        _mean("reaction_mean", W("متوسط الرضا من 1 إلى 6", "satisfaction moyenne, de 1 à 6", "mean satisfaction, 1 to 6"), least=1, most=6),
        _count("tested", W("عدد من اجتاز الاختبارين", "participants testés avant et après", "people tested before and after"), required=False),
        _mean("before_mean", W("متوسط النقط قبل الدورة، من 100", "note moyenne avant, sur 100", "mean score before, of 100"), least=0, most=100),
        _mean("after_mean", W("متوسط النقط بعد الدورة، من 100", "note moyenne après, sur 100", "mean score after, of 100"), least=0, most=100),
    ), help=W("متوسطات فقط، مع عدد من أجاب؛ ولا نقطة لشخص بعينه", "des moyennes seulement, avec le nombre de réponses ; jamais la note d’une personne",
              "means only, with how many answered; never the score of one person")),
)  # fmt: skip
EFFECT = (Section(W("الأثر على العمل", "Effet sur le poste", "Effect on the job"), (
    _count("invited", W("عدد من سُئل", "personnes interrogées", "people asked")),
    _count("answered", W("عدد من أجاب", "personnes ayant répondu", "people who answered")),
    _count("managers_answered", W("عدد من أجاب من رؤسائهم", "supérieurs ayant répondu", "line managers who answered"), required=False),
    _count("used", W("عدد من استعمل ما تعلمه", "personnes ayant utilisé leurs acquis", "people who use what they learnt")),
    Field("result", Type.PROSE, W("ما تغير في العمل", "ce qui a changé dans le travail", "what changed at work"), most=2000),
)),)  # fmt: skip
OF_SESSION = Field(
    "session", Type.ENTRY, W("الدورة", "session", "session"), required=True, public=True, of=("plan-session",)
)
NOMINATION = (
    Section(W("المرشح", "Personne désignée", "Nominee"), (
        OF_SESSION,
        Field("name", Type.NAME, W("الاسم بالحروف اللاتينية", "NOM Prénom", "name in Latin letters"), required=True, most=120, script="Latn"),
        Field("name_ar", Type.NAME, W("الاسم بالعربية", "nom en arabe", "name in Arabic"), most=120, script="Arab"),
        Field("post", Type.LINE, W("الرتبة والمصلحة", "grade et service", "rank and service"), required=True, most=200),
    )),
    Section(W("الترشيح", "Désignation", "Nomination"), (
        _count("priority", W("الترتيب ضمن مرشحي الطرف", "rang parmi les désignés de la partie", "rank among the party’s nominees"), least=1),
        Field("language_level", Type.CODE, W("المستوى في لغة الدورة", "niveau dans la langue du stage", "level in the language of the course"), required=True, public=True, codes="language-levels"),
        Field("relevance", Type.PROSE, W("صلة الدورة بمهامه", "utilité pour le poste", "why this course, for this post"), required=True, least=20, most=1000),
        Field("endorsed", Type.FLAG, W("وافق عليه رئيسه المباشر", "accord du supérieur hiérarchique", "endorsed by the line manager"), public=True, default=False),
        _count("recent_courses", W("الدورات خلال آخر 24 شهرا", "stages suivis en 24 mois", "courses in the last 24 months"), most=50, required=False),
        Field("vetted", Type.CODE, W("تصريح التحقق من السوابق", "déclaration de vérification", "vetting declaration"), public=True, codes="vetting",
              help=W("إلزامي للتكوين في مكافحة الإرهاب والنظام العام", "obligatoire pour la lutte contre le terrorisme et l’ordre public", "required for counter-terrorism and public order")),
    )),
)  # fmt: skip
REASON = (Section(W("السبب", "Motif", "Reason"), (
    Field("reason", Type.PROSE, W("السبب", "motif", "reason"), required=True, least=10, most=1000),
)),)  # fmt: skip
ATTENDANCE = (Section(W("الحضور", "Présence", "Attendance"), (
    _count("half_days", W("أنصاف الأيام المنجزة", "demi-journées suivies", "half-days attended"), most=800),
    _count("half_days_held", W("أنصاف الأيام المبرمجة", "demi-journées organisées", "half-days held"), most=800, least=1),
)),)  # fmt: skip
CERTIFICATE = (Section(W("الشهادة", "Attestation", "Certificate"), (
    Field("issued_on", Type.DAY, W("تاريخ التسليم", "délivrée le", "issued on"), required=True, public=True),
    _count("certified_hours", W("عدد الساعات", "nombre d’heures", "hours"), most=400, least=1),
    Field("languages", Type.CODES, W("لغات الشهادة", "langues de l’attestation", "languages of the certificate"), required=True, public=True, codes="languages", default=("ar", "fr")),
)),)  # fmt: skip
