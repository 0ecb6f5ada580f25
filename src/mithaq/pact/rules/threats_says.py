"""What is said of a threat: the warning, what became of it where it arrived, what was learnt.

The window, the class of the target and how sure the source is are public; the place, the conduct and what is asked are not. There is
no field for a person: whoever has to be named is named in a request, with its purpose and its basis.
"""

from mithaq.pact.rules.assisting import WAY
from mithaq.pact.rules.fields import Field, Section, Type
from mithaq.pact.rules.words import W

WARNING = (
    Section(W("الإنذار", "Alerte", "Warning"), (
        Field("title", Type.LINE, W("الموضوع، دون مكان ولا اسم", "objet, sans lieu ni nom", "subject, without a place or a name"), required=True, least=5, most=120, wide=True),
        Field("sort", Type.CODE, W("النوع", "nature", "sort"), required=True, public=True, codes="threat-kinds"),
        Field("life_at_risk", Type.FLAG, W("خطر على الحياة", "danger pour la vie", "danger to life"), public=True, default=False,
              help=W("يُرسَل حالا ويُراجَع داخل 24 ساعة؛ ويُشعَر بالتوصل داخل 30 دقيقة", "part aussitôt et est revu sous 24 heures ; accusé de réception sous 30 minutes",
                     "leaves at once and is reviewed within 24 hours; acknowledged within 30 minutes")),
        Field("offence", Type.CODE, W("الجريمة", "infraction", "offence"), required=True, public=True, codes="offences"),
    )),
    Section(W("متى وأين", "Quand et où", "When and where"), (
        Field("from_at", Type.INSTANT, W("ابتداء من", "à partir de", "from"), required=True, public=True),
        Field("until_at", Type.INSTANT, W("إلى غاية", "jusqu’à", "until"), required=True, public=True),
        Field("place", Type.LINE, W("المكان", "lieu", "place"), required=True, least=2, most=200),
        Field("target", Type.CODE, W("صنف الهدف", "type de cible", "class of the target"), required=True, public=True, codes="target-classes"),
    )),
    Section(W("الوقائع ومصدرها", "Faits et origine", "Facts and their source"), (
        Field("conduct", Type.PROSE, W("الأفعال المرصودة", "comportement constaté", "conduct observed"), required=True, least=40, most=4000,
              help=W("صفوا أفعالا لا معتقدات ولا انتماءات", "décrivez des actes, non des croyances ni des appartenances", "describe conduct, never belief or membership")),
        Field("source", Type.CODE, W("موثوقية المصدر", "fiabilité de la source", "reliability of the source"), required=True, public=True, codes="source"),
        Field("accuracy", Type.CODE, W("دقة المعلومة", "exactitude", "accuracy"), required=True, public=True, codes="accuracy"),
        Field("lawful_origin", Type.FLAG, W("نصرح بأن المعلومة لم تُنتزع بسوء المعاملة", "nous déclarons que l’information n’a pas été obtenue par de mauvais traitements",
              "we declare that this was not obtained by ill-treatment"), public=True, default=False),
    )),
    Section(W("ما يُطلب", "Ce qui est demandé", "What is asked"), (
        Field("asked", Type.PROSE, W("الإجراء المطلوب", "mesure demandée", "what is asked"), required=True, least=10, most=2000),
        Field("reach_back", Type.LINE, W("كيف يُتصل بنا حالا", "comment nous joindre aussitôt", "how to reach us at once"), required=True, least=5, most=200,
              help=W("وظيفة ورقم المداومة، لا اسم", "fonction et numéro de permanence, sans nom", "a function and a duty number, no name")),
    )),
)  # fmt: skip
ACKNOWLEDGED = (Section(W("الإشعار بالتوصل", "Accusé de réception", "Acknowledgement"), (
    Field("read_back", Type.FLAG, W("قُرئت عبارة التأكيد عبر الهاتف", "phrase de contrôle relue au téléphone", "the phrase was read back by telephone"), public=True, default=False,
          help=W("الكلمات معروضة في صفحة «قائمة الأزمة»، وهي نفسها لدى الطرفين", "les mots sont à la page « Liste de crise », les mêmes des deux côtés", "the words stand on the page “Crisis checklist”, the same on both sides")),
)),)  # fmt: skip
ASSESSED = (Section(W("التقييم", "Évaluation", "Assessment"), (
    Field("assessment", Type.PROSE, W("تقييم الخطر", "évaluation du danger", "assessment"), required=True, least=20, most=4000),
)),)  # fmt: skip
ACTED = (Section(W("ما تم القيام به", "Suites données", "What was done"), (
    Field("outcome", Type.CODE, W("النتيجة", "résultat", "outcome"), required=True, public=True, codes="warning-outcomes"),
    Field("done", Type.PROSE, W("التدابير المتخذة", "mesures prises", "measures taken"), required=True, least=10, most=4000),
    Field("arrested", Type.NUMBER, W("أشخاص تم توقيفهم", "personnes interpellées", "persons arrested"), public=True, least=0, most=999),
)),)  # fmt: skip
NOT_ACTED = (Section(W("لماذا لم يُتخذ تدبير", "Pourquoi aucune suite", "Why nothing was done"), (
    Field("ground", Type.CODE, W("السبب", "motif", "reason"), required=True, public=True, codes="no-action-reasons"),
    Field("reason", Type.PROSE, W("التوضيح", "précisions", "explanation"), required=True, least=10, most=2000),
)),)  # fmt: skip
SUPPORT = (Section(W("الدعم عند الأزمات", "Appui en cas de crise", "Crisis support"), (
    WAY,
    Field("support", Type.CODE, W("نوع الدعم", "appui", "support"), required=True, public=True, codes="crisis-support"),
    Field("people", Type.NUMBER, W("عدد الأشخاص", "nombre de personnes", "people"), required=True, public=True, least=1, most=200),
    Field("details", Type.PROSE, W("التفاصيل", "précisions", "details"), required=True, least=20, most=4000),
), help=W(
    "الساعة 0: الاتصال بالمداومة وقراءة عبارة التأكيد. الساعة 1: تحديد نوع الدعم وعدد الأشخاص. الساعة 6: الفريق في الطريق ومكان استقباله معلوم. الساعة 24: أول تقييم، وتناوب الفرق، والتواصل مع الضحايا وذويهم ومع القنصليات.",
    "Heure 0 : appeler la permanence, phrase de contrôle relue. Heure 1 : préciser l’appui et le nombre de personnes. Heure 6 : équipe en route, lieu d’accueil connu. Heure 24 : premier bilan, relève, liaison avec les victimes, leurs proches et les consulats.",
    "Hour 0: call the duty desk, the phrase read back. Hour 1: say which support, and how many people. Hour 6: the team is under way, and it is known where it is received. Hour 24: first assessment, relief, liaison with victims, their relatives and the consulates.",
)),)  # fmt: skip
# What follows is free of prose, so that one person may state it at any hour: who comes, when, and until when.
OFFERED = (Section(W("الفريق المعروض", "Équipe proposée", "The team that is offered"), (
    Field("team", Type.NUMBER, W("عدد أعضاء الفريق", "effectif de l’équipe", "people in the team"), least=1, most=500),
    Field("arrives_at", Type.INSTANT, W("الوصول المتوقع", "arrivée prévue", "expected to arrive")),
    Field("languages", Type.CODES, W("لغات العمل", "langues de travail", "working languages"), codes="languages"),
    Field("sustains_days", Type.NUMBER, W("أيام الاكتفاء الذاتي", "jours d’autonomie", "days without needing supplies"), least=0, most=90),
)),)  # fmt: skip
DEPLOYED = (Section(W("الفريق الموفد", "Équipe déployée", "The team that is there"), (
    Field("arrived_at", Type.INSTANT, W("وقت الوصول", "arrivée", "arrived")),
    Field("team", Type.NUMBER, W("عدد أعضاء الفريق", "effectif de l’équipe", "people in the team"), least=1, most=500),
    Field("relieved_at", Type.INSTANT, W("موعد التناوب", "relève prévue", "to be relieved")),
)),)  # fmt: skip
EFFECT = (Section(W("ما تحقق بفضل الدعم", "Effet de l’appui", "What the support achieved"), (
    Field("ended_at", Type.INSTANT, W("وقت انتهاء الدعم", "fin de l’appui", "when it ended")),
    Field("result", Type.PROSE, W("النتيجة", "résultat", "result"), required=True, least=20, most=4000),
)),)  # fmt: skip
REASON = (Section(W("السبب", "Motif", "Reason"), (
    Field("reason", Type.PROSE, W("السبب", "motif", "reason"), required=True, least=10, most=1000),
)),)  # fmt: skip
