"""What is said of a sports event: the event, its venues and matches, forms, levels, delegations, incidents.

Groups are counted and never named: there is no field in which a supporter could be put, by name, number, picture or file.
Of an officer in a delegation a number within it is stated, never a name. What raises a risk is a code for what groups do.
Counts, hours and codes are public, since deadlines and figures are read from them on every node; texts are not.
"""

from typing import Any

from mithaq.pact.rules.assisting import WAY
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.lessons import HEADING, LESSON
from mithaq.pact.rules.matches import MOST_SPOTTERS
from mithaq.pact.rules.words import NOTHING, W, Words

MOST_SEATS = 200_000
MOST_IN_DELEGATION = MOST_SPOTTERS


def _count(
    name: str, words: Words, *, most: int = MOST_SEATS, required: bool = False, **more: Any
) -> Field:  # fmt: skip
    return Field(name, Type.NUMBER, words, required=required, public=True, least=0, most=most, **more)


def _code(name: str, words: Words, codes: str, *, required: bool = True, help_: Words = NOTHING) -> Field:
    return Field(name, Type.CODE, words, required=required, public=True, codes=codes, help=help_)


def _match(*, required: bool) -> Field:
    return Field(
        "match",
        Type.ENTRY,
        W("المباراة", "match", "match"),
        required=required,
        public=True,
        of=("schedule-match",),
    )


FACTORS = Field(
    "factors",
    Type.CODES,
    W(
        "عوامل الخطر: سلوك لا هوية",
        "facteurs : des comportements, jamais des identités",
        "factors: behaviour, never identity",
    ),
    public=True,
    codes="event-risk-factors",
)
PHASE = _code(
    "phase", W("مرحلة التقييم", "phase de l’évaluation", "phase of the assessment"), "event-risk-phases"
)
LEVEL = W("مستوى الخطر", "niveau de risque", "risk level")
CONFIDENCE = _code("confidence", W("درجة اليقين", "degré de confiance", "confidence"), "confidence")
EVENT = (
    Section(W("التظاهرة", "Manifestation", "Event"), (
        Field("title", Type.LINE, W("اسم التظاهرة", "nom de la manifestation", "name of the event"), required=True, least=3, most=160, wide=True),
        _code("tier", W("النوع", "nature", "sort"), "event-tiers"),
        _code("sport", W("الرياضة", "sport", "sport"), "event-sports"),
        Field("starts_on", Type.DAY, W("البداية", "début", "starts"), required=True, public=True),
        Field("ends_on", Type.DAY, W("النهاية", "fin", "ends"), required=True, public=True),
        Field("bid", Type.FLAG, W("ترشيح لم يُحسم بعد", "candidature, pas encore attribuée", "a bid, not awarded yet"), public=True, default=False),
    )),
)  # fmt: skip
VENUE = (
    Section(W("الملعب", "Enceinte", "Venue"), (
        Field("title", Type.LINE, W("الملعب والمدينة", "enceinte et ville", "venue and city"), required=True, least=3, most=160, wide=True),
        Field("latitude", Type.DECIMAL, W("خط العرض", "latitude", "latitude"), required=True, public=True, least=-90, most=90, example="33.575"),
        Field("longitude", Type.DECIMAL, W("خط الطول", "longitude", "longitude"), required=True, public=True, least=-180, most=180, example="-7.700"),
    )),
    Section(W("الطاقة الاستيعابية", "Capacité", "Capacity"), (
        _count("gross", W("عدد المقاعد", "nombre de places", "seats"), required=True),
        _count("entry", W("ما تسمح به المداخل", "selon les accès", "by its entries"), required=True),
        _count("holding", W("ما تتسع له المدرجات بأمان", "selon les tribunes", "by its stands"), required=True),
        _count("exit", W("ما تسمح به المخارج", "selon les sorties", "by its exits"), required=True),
        _count("emergency", W("ما يسمح به الإخلاء", "selon l’évacuation", "by its evacuation"), required=True),
        Field("certificate_until", Type.DAY, W("شهادة السلامة صالحة إلى غاية", "certificat de sécurité valable jusqu’au", "safety certificate valid until"), public=True),
        Field("judicial_bureau", Type.FLAG, W("مكتب قضائي بالملعب", "bureau judiciaire au stade", "judicial bureau at the stadium"), public=True, default=False),
    ), help=W("الطاقة الآمنة هي أصغر هذه الأعداد", "la capacité sûre est le plus petit de ces nombres", "the safe capacity is the least of these")),
)  # fmt: skip
MATCH = (
    Section(W("المباراة", "Match", "Match"), (
        Field("title", Type.LINE, W("الفريقان", "équipes", "teams"), required=True, least=3, most=160, wide=True),
        _code("round", W("الدور", "tour", "round"), "match-rounds"),
        Field("venue", Type.ENTRY, W("الملعب", "enceinte", "venue"), required=True, public=True, of=("add-venue",)),
        Field("played_on", Type.DAY, W("يوم المباراة بتوقيت الملعب", "jour du match, heure du stade", "day of the match at the venue"), required=True, public=True),
        Field("kickoff_at", Type.INSTANT, W("ضربة البداية", "coup d’envoi", "kick-off"), required=True, public=True,
              help=W("تُعرض الساعة بتوقيت كل طرف؛ تأكدوا من اليوم", "l’heure est montrée à l’heure de chaque partie ; vérifiez le jour", "shown by every side’s clock; look at the day too")),
    )),
    Section(W("التذاكر", "Billets", "Tickets"), (
        _count("home_tickets", W("للمحليين", "recevants", "home"), required=True),
        _count("away_tickets", W("للزوار", "visiteurs", "away"), required=True),
        _count("neutral_tickets", W("لغيرهم", "neutres", "neutral"), required=True),
    )),
    Section(W("من يتابع المشجعين", "Qui suit les supporters", "Who follows the supporters"), (
        Field("first_point", Type.AUTHORITY, W("نقطة المعلومات للفريق الأول", "point d’information de la première équipe", "information point of the first team"), public=True),
        Field("second_point", Type.AUTHORITY, W("نقطة المعلومات للفريق الثاني", "point d’information de la seconde équipe", "information point of the second team"), public=True),
        Field("fan_languages", Type.CODES, W("لغات إرشاد المشجعين", "langues d’information des supporters", "languages fans are informed in"), public=True, codes="languages"),
    )),
)  # fmt: skip
REASON = (Section(W("السبب", "Motif", "Reason"), (
    Field("reason", Type.PROSE, W("السبب", "motif", "reason"), required=True, least=10, most=1000),
)),)  # fmt: skip
FIGURES = (Section(W("أعداد المباراة", "Chiffres du match", "Figures of the match"), (
    _count("spectators", W("عدد المتفرجين", "spectateurs", "spectators"), required=True),
    _count("away_came", W("عدد المشجعين الزوار", "supporters visiteurs présents", "away supporters who came"), required=True),
)),)  # fmt: skip
GROUP = Section(W("مجموعة المشجعين: أعداد لا أشخاص", "Groupe de supporters : des nombres, pas des personnes", "Supporter group: numbers, not people"), (
    _count("expected", W("عدد المنتظرين", "nombre attendu", "expected"), required=True),
    _count("risk", W("منهم ذوو خطورة محتملة", "dont à risque", "of which risk supporters")),
    _count("non_risk", W("منهم من لا يشكلون خطورة محتملة", "dont sans risque", "of which non-risk supporters")),
    _count("ticketless", W("تقدير من لا تذاكر لهم", "estimation des personnes sans billet", "estimate of those without tickets")),
    _code("travel", W("وسيلة السفر", "mode de déplacement", "how they travel"), "travel-modes", required=False),
    Field("arrives_from", Type.INSTANT, W("الوصول ابتداء من", "arrivée à partir de", "arriving from"), public=True),
    Field("arrives_until", Type.INSTANT, W("الوصول إلى غاية", "arrivée jusqu’à", "arriving until"), public=True),
    Field("families", Type.FLAG, W("عائلات وأطفال", "familles et enfants", "families and children"), public=True, default=False),
))  # fmt: skip
ASSESSED = (
    _code(
        "view",
        W("مستوى الخطر في نظرنا", "niveau de risque selon nous", "risk level as we see it"),
        "event-risk-levels",
    ),
    FACTORS,
    CONFIDENCE,
)
ANALYSIS = (
    Section(W("التحليل القبلي", "Analyse préalable", "Advance analysis"), (
        Field("match", Type.ENTRY, W("المباراة", "match", "match"), public=True, of=("schedule-match",),
              help=W("يُترك فارغا إن كان التحليل للدورة كلها", "laissez vide pour le tournoi entier", "leave empty for the whole tournament")),
        *ASSESSED,
        Field("assessment", Type.PROSE, W("التحليل: أفعال وسوابق مباريات", "analyse : comportements et précédents", "analysis: behaviour and earlier matches"), required=True, least=40, most=4000),
    )),
    GROUP,
)  # fmt: skip
UPDATE = (Section(W("التحيين", "Mise à jour", "Update"), (_match(required=True), PHASE, *ASSESSED)), GROUP)
POST_REPORT = (Section(W("التقرير البعدي", "Rapport d’après-match", "Post-match report"), (
    _match(required=True),
    _count("travelled", W("عدد المشجعين الذين سافروا", "supporters déplacés", "supporters who travelled")),
    _count("complaints", W("شكايات المشجعين", "réclamations de supporters", "complaints from supporters"), most=9999),
    Field("account", Type.PROSE, W("ما جرى وما يُستفاد منه", "déroulement et enseignements", "what happened, and what to learn"), required=True, least=40, most=4000),
)),)  # fmt: skip
SET_LEVEL = (Section(LEVEL, (
    _match(required=True), PHASE, _code("level", LEVEL, "event-risk-levels"), FACTORS, CONFIDENCE,
)),)  # fmt: skip
DISAGREEMENT = (Section(W("رأي مخالف", "Avis différent", "Another view"), (
    Field("grounds", Type.CODES, W("الأسباب", "motifs", "grounds"), required=True, public=True, codes="event-disagreements"),
    _code("view", W("مستوى الخطر في نظرنا", "niveau de risque selon nous", "risk level as we see it"), "event-risk-levels"),
    Field("note", Type.PROSE, W("التوضيح", "précisions", "explanation"), most=1000),
)),)  # fmt: skip
DELEGATION = (Section(W("الوفد", "Délégation", "Delegation"), (
    WAY,
    Field("arrives_on", Type.DAY, W("الوصول", "arrivée", "arrives"), required=True, public=True),
    Field("leaves_on", Type.DAY, W("المغادرة", "départ", "leaves"), required=True, public=True),
    _count("liaison_officers", W("ضباط الاتصال", "officiers de liaison", "liaison officers"), most=MOST_IN_DELEGATION, required=True, default=2),
    _count("spotters", W("المراقبون (Spotters)", "spotters", "spotters"), most=MOST_IN_DELEGATION, required=True, default=3),
    _count("escorts", W("مرافقون بالزي الرسمي", "accompagnateurs en tenue", "uniformed escorts"), most=MOST_IN_DELEGATION),
    Field("languages", Type.CODES, W("اللغات", "langues", "languages"), public=True, codes="languages"),
)),)  # fmt: skip
ACCREDITATION = (Section(W("الاعتماد", "Accréditation", "Accreditation"), (
    Field("accreditation", Type.LINE, W("مرجع وزارة البلد المنظم", "référence du ministère du pays hôte", "reference of the host’s ministry"), most=120),
)),)  # fmt: skip
EFFECT = (Section(W("ما أفاد به الوفد", "Apport de la délégation", "What the delegation brought"), (
    Field("result", Type.PROSE, W("النتيجة", "résultat", "result"), required=True, least=20, most=4000),
)),)  # fmt: skip
POSTING = (Section(W("تكليف مراقب", "Affectation d’un spotter", "Posting of a spotter"), (
    Field("delegation", Type.ENTRY, W("الوفد", "délégation", "delegation"), required=True, public=True, of=("begin-delegation",)),
    _match(required=True),
    Field("spotter", Type.NUMBER, W("رقم المراقب في الوفد", "numéro du spotter dans la délégation", "number of the spotter in the delegation"), required=True, public=True, least=1, most=MOST_IN_DELEGATION),
), help=W("رقم لا اسم؛ بشارة ظاهرة: إعلام وحوار وتهدئة", "un numéro, pas un nom ; identité visible : information, dialogue, désescalade", "a number, not a name; visibly identified: information, dialogue, de-escalation")),)  # fmt: skip
INCIDENT = (Section(W("الحادث", "Incident", "Incident"), (
    _code("sort", W("النوع", "nature", "sort"), "event-incidents"),
    Field("happened_at", Type.INSTANT, W("الوقت", "heure", "when"), required=True, public=True),
    Field("match", Type.ENTRY, W("المباراة", "match", "match"), public=True, of=("schedule-match",)),
    _code("zone", W("المنطقة", "zone", "zone"), "event-zones"),
    _count("injured", W("أشخاص مصابون", "personnes blessées", "persons injured"), most=99_999),
    _count("ejected", W("أشخاص تم إخراجهم", "personnes expulsées", "persons ejected"), most=99_999),
    _count("arrested", W("أشخاص تم توقيفهم", "personnes interpellées", "persons arrested"), most=99_999),
    _count("offences", W("جرائم", "infractions", "offences"), most=99_999),
    Field("judicial", Type.FLAG, W("المآل القضائي", "suite judiciaire", "judicial follow-up"), public=True, default=False),
), help=W("أعداد فقط: عدد الأشخاص وعدد الجرائم لا يُجمعان", "des nombres seulement : personnes et infractions ne s’additionnent pas", "numbers only: persons and offences are never added up")),)  # fmt: skip
LINE = (Section(W("قائمة المراجعة", "Liste de contrôle", "Checklist"), (
    _code("line", W("النقطة", "point", "line"), "event-checklist"),
)),)  # fmt: skip
LESSONS = (Section(HEADING, (
    LESSON,
    Field("apply_by", Type.DAY, W("يُعمل به قبل", "à appliquer avant le", "to be applied by"), required=True, public=True),
)),)  # fmt: skip
