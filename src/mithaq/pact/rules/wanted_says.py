"""What is said of a wanted person: the fields of a note, of its screening, and of every step after it.

A note names one person, as far as is needed to recognise that person and nobody else. There is, on purpose, no field for
parents, spouses, children or friends; none for a biometric template, only for whether prints are held and can be asked
for; and none for where the person might go next.

Source: INTERPOL Rules on the Processing of Data, articles 83 and 84; Directive (EU) 2016/680, articles 5 to 7 and 10; design
decision D21.
"""

from mithaq.pact.exchange.attachment import IN_BODY, MOST_FILES
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.restrictions import RESTRICTED
from mithaq.pact.rules.wanted_gates import QUESTIONS, finding, screened_as
from mithaq.pact.rules.words import W

NOTE = (
    Section(W("البحث", "Recherche", "Search"), (
        Field("purpose", Type.CODE, W("الغرض", "finalité", "purpose"), required=True, public=True, codes="wanted-purposes", default="prosecution"),
        Field("path", Type.CODE, W("المطلوب", "mesure demandée", "what is asked"), required=True, public=True, codes="wanted-paths", default="extradition",
              help=W("لا يُسلَّم المواطن: تُقدَّم شكاية رسمية إلى النيابة العامة لدولته", "un national n’est pas extradé : les faits sont dénoncés à son propre parquet",
                     "a national is not extradited: the facts are denounced to their own prosecutor")),
        Field("priority", Type.CODE, W("الأولوية", "priorité", "priority"), required=True, public=True, codes="wanted-priorities", default="P3"),
        Field("urgency", Type.CODE, W("درجة الاستعجال", "urgence", "urgency"), required=True, public=True, codes="urgency", default="normal"),
        Field("offence", Type.CODE, W("الجريمة", "infraction", "offence"), required=True, public=True, codes="offences"),
        Field("channel", Type.CODE, W("القناة الرئيسية", "canal principal", "lead channel"), public=True, codes="channels", default="node"),
        Field("notice", Type.CODE, W("نشرة الإنتربول", "notice INTERPOL", "INTERPOL notice"), public=True, codes="wanted-notices", default="none"),
        Field("notice_ref", Type.IDENTIFIER, W("مرجع الإنتربول", "référence INTERPOL", "INTERPOL reference"), most=40),
        Field("review_by", Type.DAY, W("تُراجَع قبل", "à réexaminer avant le", "to be reviewed by"), required=True, public=True,
              help=W("داخل أجل سنة؛ وإلا توقف البحث", "dans l’année ; à défaut la recherche est suspendue", "within a year; otherwise the search is suspended")),
        Field("group", Type.ENTRY, W("مجموعة العمل", "groupe de travail", "working group"), public=True, of=("propose-charter",), in_kind="group"),
    )),
    Section(W("الهوية", "Identité", "Identity"), (
        Field("family", Type.NAME, W("الاسم العائلي بالحروف اللاتينية", "nom de famille", "family name in Latin letters"), required=True, most=80, script="Latn"),
        Field("given", Type.NAME, W("الاسم الشخصي بالحروف اللاتينية", "prénoms", "given names in Latin letters"), required=True, most=80, script="Latn"),
        Field("family_ar", Type.NAME, W("الاسم العائلي بالعربية", "nom en arabe", "family name in Arabic"), most=80, script="Arab"),
        Field("given_ar", Type.NAME, W("الاسم الشخصي بالعربية", "prénoms en arabe", "given names in Arabic"), most=80, script="Arab"),
        Field("sex", Type.CODE, W("الجنس", "sexe", "sex"), required=True, codes="sexes"),
        Field("born", Type.BIRTH, W("تاريخ الازدياد", "date de naissance", "date of birth"), required=True,
              help=W("السنة على الأقل، بالتقويم الميلادي", "l’année au moins, en calendrier grégorien", "at least the year, in the Gregorian calendar")),
        Field("born_at", Type.LINE, W("مكان الازدياد", "lieu de naissance", "place of birth"), most=120),
        Field("nationalities", Type.GROUP, W("الجنسيات", "nationalités", "nationalities"), most=6, fields=(
            Field("country", Type.LINE, W("الدولة", "pays", "country"), required=True, least=2, most=2, example="MA"),
            Field("at_facts", Type.CODE, W("هل كان يحملها وقت الأفعال؟", "détenue à la date des faits ?", "held at the date of the facts?"), required=True, codes="screening-answers", default="UNKNOWN"),
        )),
        Field("aliases", Type.GROUP, W("أسماء أخرى", "alias", "aliases"), most=20, fields=(
            Field("name", Type.NAME, W("الاسم", "nom", "name"), required=True, most=120),)),
        Field("documents", Type.GROUP, W("الوثائق", "documents d’identité", "documents"), most=10, fields=(
            Field("sort", Type.CODE, W("النوع", "nature", "sort"), required=True, codes="document-kinds"),
            Field("number", Type.IDENTIFIER, W("الرقم", "numéro", "number"), required=True, most=40),)),
        Field("description", Type.PROSE, W("الأوصاف", "signalement", "description"), most=1000,
              help=W("ما يُرى ويميز، دون الأصل أو المعتقد", "ce qui se voit et distingue, jamais l’origine ni la croyance", "what is seen and tells apart, never origin or belief")),
        Field("prints_held", Type.FLAG, W("البصمات محفوظة لدينا وتُطلب بصفة مستقلة", "empreintes détenues, à demander séparément", "prints are held, to be asked for separately"), default=False),
    ), help=W("لا معطيات عن الأقارب، ولا معطيات بيومترية", "ni données de proches, ni données biométriques", "no data on relatives, no biometric data")),
    Section(W("المعطيات القضائية", "Données judiciaires", "Judicial data"), (
        Field("facts", Type.PROSE, W("ملخص الأفعال", "exposé des faits", "facts"), required=True, least=200, most=4000),
        Field("facts_from", Type.DAY, W("تاريخ الأفعال، من", "faits commis à partir du", "facts from"), required=True),
        Field("facts_to", Type.DAY, W("إلى", "jusqu’au", "to")),
        Field("facts_place", Type.LINE, W("مكان الأفعال", "lieu des faits", "place of the facts"), required=True, least=2, most=200),
        Field("offence_label", Type.LINE, W("التكييف القانوني", "qualification", "charge"), required=True, least=3, most=300, wide=True),
        Field("provisions", Type.PROSE, W("النصوص القانونية", "textes applicables", "provisions"), required=True, least=5, most=2000),
        Field("max_penalty_months", Type.NUMBER, W("أقصى عقوبة مقررة، بالأشهر", "peine maximale encourue, en mois", "maximum penalty, in months"), required=True, least=0, most=1200,
              help=W("1200 للسجن المؤبد", "1200 pour la perpétuité", "1200 for life")),
        Field("sentence_months", Type.NUMBER, W("العقوبة المحكوم بها، بالأشهر", "peine prononcée, en mois", "sentence, in months"), least=0, most=1200),
        Field("remaining_months", Type.NUMBER, W("المدة الباقية للتنفيذ، بالأشهر", "reliquat, en mois", "left to serve, in months"), least=0, most=1200),
        Field("warrant_ref", Type.LINE, W("مرجع الأمر بإلقاء القبض", "référence du mandat", "reference of the warrant"), required=True, most=80),
        Field("warrant_by", Type.LINE, W("السلطة التي أصدرته", "autorité émettrice", "issued by"), required=True, least=3, most=200),
        Field("warrant_judicial", Type.FLAG, W("صادر عن قاض أو محكمة", "émis par un juge ou une juridiction", "issued by a judge or a court"), default=False),
        Field("warrant_on", Type.DAY, W("تاريخ الأمر", "date du mandat", "date of the warrant"), required=True),
        Field("in_absentia", Type.FLAG, W("حكم غيابي", "jugement par défaut", "tried in absentia"), default=False),
        Field("retrial", Type.FLAG, W("الحق في محاكمة جديدة مضمون", "droit à un nouveau procès garanti", "a retrial is guaranteed"), default=False),
        Field("limitation_on", Type.DAY, W("تاريخ التقادم", "date de prescription", "time-barred from")),
        Field("death_penalty", Type.FLAG, W("عقوبة الإعدام مقررة", "peine de mort encourue", "the death penalty may be imposed"), default=False),
        Field("death_note", Type.PROSE, W("الضمانة: استبدال العقوبة بقوة القانون", "garantie : substitution de plein droit", "assurance: replaced by operation of law"), least=20, most=1000),
        Field("extradition_sought", Type.FLAG, W("نلتزم بطلب التسليم رسميا عند الإيقاف", "l’extradition sera demandée en cas d’arrestation", "extradition will be sought on arrest"), default=False),
    )),
)  # fmt: skip
SCREENING = Section(W("التدقيق", "Contrôle de conformité", "Screening"), (
    *(Field(screened_as(each.code), Type.CODE, each.words, required=True, codes="screening-answers", default="UNKNOWN") for each in QUESTIONS),
    Field("minor_agreed", Type.FLAG, W("وافق قاضي الأحداث", "accord du magistrat des mineurs", "the juvenile magistrate agrees"), default=False),
    Field("finding", Type.CODE, W("النتيجة", "conclusion", "finding"), public=True, codes="screening-findings", derived=finding),
), help=W("يُجاب عن كل سؤال قبل الإرسال؛ والجواب بنعم يستلزم قرار قاض", "chaque question reçoit une réponse avant l’envoi ; un oui appelle la décision d’un magistrat",
          "every question is answered before anything is sent; a yes needs a magistrate's decision"))  # fmt: skip
MAGISTRATE = Section(W("قرار القاضي", "Décision du magistrat", "The magistrate's decision"), (
    Field("magistrate", Type.LINE, W("الصفة والمحكمة", "qualité et juridiction", "office and court"), least=5, most=200),
    Field("decided_on", Type.DAY, W("تاريخ القرار", "date de la décision", "decided on")),
    Field("decision", Type.PROSE, W("مضمون القرار وتعليله", "sens et motifs", "decision and reasons"), least=20, most=2000),
), help=W("لازم إذا أثار التدقيق مانعا", "requise si le contrôle relève un obstacle", "needed where the screening found an obstacle"))  # fmt: skip
REVIEWED = Section(W("المراجعة قبل الإرسال", "Examen avant envoi", "Review before sending"), (
    Field("legal_reviewed", Type.FLAG, W("راجعها المستشار القانوني", "revu par le conseiller juridique", "reviewed by the legal adviser"), reviewed_by="legal-adviser"),
    Field("rights_reviewed", Type.FLAG, W("راجعها مراجع الحقوق الأساسية", "revu par le contrôleur des droits fondamentaux", "reviewed by the rights reviewer"), reviewed_by="rights-reviewer"),
))  # fmt: skip
PICTURES = Section(W("المرفقات", "Pièces jointes", "Attachments"), (
    Field(IN_BODY, Type.ATTACHMENT, W("نسخة الأمر والصور", "copie du mandat et photographies", "copy of the warrant and photographs"), most=MOST_FILES, wide=True),
))  # fmt: skip
SCREEN = (SCREENING, MAGISTRATE, RESTRICTED)


def _words(name: str, words: W, *, least: int, most: int = 2000, required: bool = True) -> Field:
    return Field(name, Type.PROSE, words, required=required, least=least, most=most)


DECLINE = (Section(W("الرفض", "Rejet", "Declining"), (
    Field("ground", Type.CODE, W("السبب", "motif", "ground"), required=True, public=True, codes="wanted-declines"),
    _words("reason", W("التعليل", "motivation", "reason"), least=20),
)), RESTRICTED)  # fmt: skip
ASK = (Section(W("التوضيح", "Précisions", "Clarification"), (
    _words("unclear", W("التوضيحات المطلوبة", "précisions demandées", "what is unclear"), least=20),
)), RESTRICTED)  # fmt: skip
CLARIFY = (Section(W("التوضيح", "Précisions", "Clarification"), (
    _words("clarification", W("التوضيح", "précisions", "clarification"), least=5, most=4000),
)), RESTRICTED)  # fmt: skip
HIT = (Section(W("المشاهدة", "Signalement", "Sighting"), (
    Field("place", Type.LINE, W("المكان", "lieu", "place"), required=True, least=2, most=200, wide=True),
    Field("seen_from", Type.INSTANT, W("من", "à partir de", "seen from"), required=True),
    Field("seen_to", Type.INSTANT, W("إلى", "jusqu’à", "seen to")),
    Field("radius_m", Type.NUMBER, W("الدقة بالأمتار", "précision, en mètres", "within, in metres"), least=50, most=50000, default=500),
    Field("source", Type.CODE, W("موثوقية المصدر", "fiabilité de la source", "source"), required=True, codes="source", default="X"),
    Field("accuracy", Type.CODE, W("دقة المعلومة", "exactitude", "accuracy"), required=True, codes="accuracy", default="4"),
    _words("what", W("ما شوهد", "ce qui a été constaté", "what was seen"), least=10),
), help=W("ما شوهد فقط، دون توقع للتحركات", "ce qui a été vu, sans supputer les déplacements", "what was seen, with no guess at movements")), RESTRICTED)  # fmt: skip
RULE_OUT = (Section(W("الاستبعاد", "Mise hors de cause", "Ruling out"), (
    _words("why", W("لماذا ليس هو الشخص المبحوث عنه", "pourquoi ce n’est pas la personne recherchée", "why it is not the person sought"), least=10),
)), RESTRICTED)  # fmt: skip
ARREST = (Section(W("الإيقاف", "Arrestation", "Arrest"), (
    Field("arrested_at", Type.INSTANT, W("وقت الإيقاف", "date et heure de l’arrestation", "arrested at"), required=True, public=True),
    Field("place", Type.LINE, W("المكان", "lieu", "place"), required=True, least=2, most=200),
    Field("identified", Type.LINE, W("كيف تأكدت الهوية", "comment l’identité a été vérifiée", "how the identity was verified"), required=True, least=5, most=300, wide=True),
    Field("held_by", Type.LINE, W("الجهة المسؤولة عن الاحتجاز", "autorité responsable de la détention", "answerable for the detention"), required=True, least=3, most=200, wide=True),
), help=W("يسري أجل الاعتقال المؤقت من وقت الإيقاف", "le délai d’arrestation provisoire court à compter de l’arrestation", "the time of provisional arrest runs from the arrest")), RESTRICTED)  # fmt: skip
RELEASE = (Section(W("الإفراج", "Remise en liberté", "Release"), (
    Field("released_at", Type.INSTANT, W("وقت الإفراج", "date et heure", "released at"), required=True, public=True),
    Field("reason", Type.CODE, W("السبب", "motif", "reason"), required=True, public=True, codes="release-reasons"),
)),)  # fmt: skip
FORMAL = (Section(W("الطلب الرسمي", "Demande formelle", "Formal request"), (
    Field("sent_on", Type.DAY, W("تاريخ الإرسال", "envoyée le", "sent on"), required=True, public=True),
    Field("channel", Type.CODE, W("القناة", "voie", "channel"), required=True, public=True, codes="channels", default="diplomatic"),
    Field("request_ref", Type.LINE, W("المرجع", "référence", "reference"), required=True, most=80),
)), RESTRICTED)  # fmt: skip
MILESTONE = (Section(W("المرحلة", "Étape", "Milestone"), (
    Field("milestone", Type.CODE, W("المرحلة", "étape", "milestone"), required=True, public=True, codes="extradition-milestones"),
    Field("reached_on", Type.DAY, W("التاريخ", "date", "on"), required=True, public=True,
          help=W("يوم المرحلة؛ وإن كان المرسوم منتظرا فاليوم المرتقب لصدوره", "jour de l’étape ; pour un décret attendu, le jour où il est prévu", "the day of the step; for a decree that is awaited, the day on which it is expected")),
)),)  # fmt: skip
DECISION = (Section(W("القرار", "Décision", "Decision"), (
    Field("outcome", Type.CODE, W("القرار", "décision", "decision"), required=True, public=True, codes="extradition-decisions"),
    Field("decided_on", Type.DAY, W("التاريخ", "date", "on"), required=True, public=True),
    Field("court", Type.LINE, W("المحكمة أو السلطة", "juridiction ou autorité", "court or authority"), required=True, least=3, most=200, wide=True),
)), RESTRICTED)  # fmt: skip
SURRENDER = (Section(W("التسليم", "Remise", "Surrender"), (
    Field("surrender_on", Type.DAY, W("يوم التسليم", "jour de la remise", "day of surrender"), required=True, public=True),
    Field("place", Type.LINE, W("المكان", "lieu", "place"), required=True, least=2, most=200),
)), RESTRICTED)  # fmt: skip
SUSPEND = (Section(W("التعليق", "Suspension", "Suspension"), (
    Field("reason", Type.CODE, W("السبب", "motif", "reason"), required=True, public=True, codes="suspension-reasons"),
)),)  # fmt: skip
REVIEW = (Section(W("المراجعة", "Réexamen", "Review"), (
    Field("review_by", Type.DAY, W("تُراجَع قبل", "à réexaminer avant le", "to be reviewed by"), required=True, public=True),
)),)  # fmt: skip
CANCEL = (Section(W("الإلغاء", "Annulation", "Cancellation"), (
    Field("reason", Type.CODE, W("السبب", "motif", "reason"), required=True, public=True, codes="cancellation-reasons"),
    Field("withdrawn_at", Type.INSTANT, W("متى زال سبب البحث", "quand le motif a disparu", "when the reason ended"), required=True, public=True,
          help=W("وقت سحب الأمر مثلا، لا وقت هذا الإلغاء", "par exemple l’heure du retrait du mandat, non celle de cette annulation", "when the warrant was withdrawn, say, not when this is cancelled")),
)),)  # fmt: skip
STOPPED = (Section(W("وقف البحث", "Cessation de recherche", "The search has stopped"), (
    Field("systems", Type.CODES, W("أُوقف البحث في", "recherche levée dans", "stopped in"), required=True, public=True, codes="cleared-systems"),
    Field("nobody_held", Type.FLAG, W("لا أحد محتجز على أساس هذه المذكرة", "nul n’est détenu sur la base de cet avis", "nobody is held on this note"), public=True, default=False),
)),)  # fmt: skip
