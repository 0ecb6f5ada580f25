"""What is said of an operation: its concept, its legs, what each party clears, what came of it; what is checked beyond.

Times, authorities and figures are public, since a go depends on them; places, goods, references and reasons are not. Tactics,
covert means, informants and the position of officers are no field here: they stay at home.
"""

from collections.abc import Iterable
from decimal import Decimal

from mithaq.pact.rules.days import is_to_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type, instant
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.operation_gates import (
    CHECK,
    LEG,
    LEGAL,
    NO_LEG,
    ORDER,
    Obstacle,
    arrives_at,
    departs_at,
    lapsing,
    legs,
    number_of,
    obstacles,
)
from mithaq.pact.rules.operation_results import exhibit_key, in_base
from mithaq.pact.rules.words import W

NECESSITY = 100  # characters: a word is no reason
UNITS_OF = {"arrest": ("person",), "victim-identified": ("person",), "asset-frozen": ("EUR", "MAD")}
NO_GO = {
    LEGAL: "operations.no-go-legal", CHECK: "operations.no-go-check", ORDER: "operations.no-go-order",
    LEG: "operations.no-go-leg", NO_LEG: "operations.no-go-no-leg",
}  # fmt: skip
DOUBTFUL = Decimal(10_000_000)  # grams or millilitres: ten tonnes are more often a wrong unit

CONCEPT = (
    Section(W("العملية", "Opération", "Operation"), (
        Field("title", Type.LINE, W("الاسم الرمزي", "nom de code", "code name"), required=True, least=3, most=60, wide=True,
              help=W("لا يدل على الموضوع ولا على الأشخاص", "sans rapport avec l’objet ni les personnes", "says nothing of the subject or of persons")),
        Field("sort", Type.CODE, W("النوع", "nature", "sort"), required=True, public=True, codes="operation-kinds"),
        Field("axis", Type.CODE, W("الميدان", "domaine", "field"), required=True, public=True, codes="axes"),
        Field("starts_at", Type.INSTANT, W("البداية", "début", "start"), required=True, public=True),
        Field("ends_at", Type.INSTANT, W("النهاية", "fin", "end"), required=True, public=True),
        Field("aim", Type.PROSE, W("الغاية", "objectif", "aim"), required=True, least=40, most=4000),
        Field("coordination", Type.LINE, W("مكان التنسيق", "lieu de coordination", "where it is coordinated"), most=200, wide=True),
    ), help=W("يعمل كل طرف فوق ترابه ووفق قانونه؛ ولا يأمر طرف طرفا آخر", "chacun agit sur son sol, selon sa loi ; nul ne commande l’autre",
              "each acts on its own soil under its own law; nobody commands the other")),
    Section(W("الحقوق الأساسية", "Droits fondamentaux", "Fundamental rights"), (
        Field("necessity", Type.PROSE, W("الضرورة والتناسب", "nécessité et proportionnalité", "necessity and proportion"), required=True, least=NECESSITY, most=4000),
        Field("guest_powers", Type.CODE, W("صلاحيات موظفي الطرف الآخر", "pouvoirs des agents de l’autre partie", "powers of officers of the other side"),
              required=True, public=True, codes="guest-powers", default="none"),
        Field("media", Type.PROSE, W("التواصل مع الإعلام", "communication avec les médias", "media"), most=1000),
    )),
    Section(W("التسليم المراقب", "Livraison surveillée", "Controlled delivery"), (
        Field("goods", Type.LINE, W("البضاعة", "marchandises", "goods"), most=300, wide=True),
        Field("substitution", Type.CODE, W("الاستبدال", "substitution", "substitution"), public=True, codes="substitutions"),
        Field("loss_plan", Type.PROSE, W("التدبير عند فقدان السيطرة", "conduite à tenir en cas de perte de contrôle", "what is done when control is lost"), most=2000),
    )),
)  # fmt: skip
LEG_SAYS = (Section(W("المرحلة", "Étape", "Leg"), (
    Field("number", Type.NUMBER, W("الرقم", "numéro", "number"), required=True, public=True, least=1, most=20),
    Field("authority", Type.AUTHORITY, W("الطرف المسؤول", "partie responsable", "authority in charge"), required=True, public=True),
    Field("mode", Type.CODE, W("وسيلة النقل", "mode", "mode"), required=True, public=True, codes="transport-modes"),
    Field("departs_at", Type.INSTANT, W("الانطلاق", "départ", "departs"), required=True, public=True),
    Field("arrives_at", Type.INSTANT, W("الوصول", "arrivée", "arrives"), required=True, public=True),
    Field("from_place", Type.LINE, W("من", "de", "from"), required=True, most=120),
    Field("to_place", Type.LINE, W("إلى", "à", "to"), required=True, most=120),
    Field("country", Type.LINE, W("البلد المعبور", "pays traversé", "country crossed"), most=80,
          help=W("إذا لم يكن طرفا: يسجل الطرف المسؤول إذن ذلك البلد", "s’il n’est pas partie : la partie responsable consigne son autorisation", "if it is no party: the authority in charge records its authorisation")),
    Field("handover", Type.LINE, W("جهة الاتصال عند التسليم", "contact pour le passage de relais", "contact at the handover"), most=200),
)),)  # fmt: skip
AUTHORISATION = (Section(W("الإذن القضائي", "Autorisation judiciaire", "Judicial authorisation"), (
    Field("reference", Type.LINE, W("المرجع", "référence", "reference"), required=True, least=3, most=200),
    Field("valid_from", Type.INSTANT, W("صالح ابتداء من", "valable du", "valid from"), required=True, public=True),
    Field("valid_until", Type.INSTANT, W("صالح إلى غاية", "valable jusqu’au", "valid until"), required=True, public=True),
    Field("conditions", Type.PROSE, W("الشروط", "conditions", "conditions"), most=1000),
)),)  # fmt: skip
LEGAL_OK = (Section(W("الرأي القانوني", "Avis juridique", "Legal opinion"), (
    Field("legal_basis", Type.CODE, W("السند القانوني", "base juridique", "legal basis"), required=True, public=True, codes="legal-bases"),
    Field("valid_until", Type.INSTANT, W("صالح إلى غاية", "valable jusqu’au", "valid until"), public=True),
    Field("opinion", Type.PROSE, W("الرأي والشروط", "avis et conditions", "opinion and conditions"), required=True, least=20, most=4000),
)),)  # fmt: skip
WHY_NOT = (Section(W("الأسباب", "Motifs", "Reasons"), (
    Field("reason", Type.PROSE, W("السبب", "motif", "reason"), required=True, least=10, most=2000),
)),)  # fmt: skip
CHECKED = (Section(W("تفادي التضارب", "Déconfliction", "Deconfliction"), (
    Field("checked_at", Type.INSTANT, W("وقت التحقق", "vérifié le", "checked at"), required=True, public=True,
          help=W("لا يُكشف مضمون أي عملية أخرى", "rien n’est dit d’une autre opération", "nothing is said of any other operation")),
)),)  # fmt: skip
ORDER_SAYS = (Section(W("أمر العملية", "Ordre d’opération", "Operation order"), (
    Field("number", Type.LINE, W("رقم الأمر", "numéro de l’ordre", "number of the order"), required=True, most=60),
    Field("text", Type.FINGERPRINT, W("بصمة الأمر", "empreinte de l’ordre", "fingerprint of the order"), public=True,
          help=W("يبقى الأمر لدى صاحبه", "l’ordre lui-même reste chez son auteur", "the order itself stays at home")),
    Field("destroy_on", Type.DAY, W("يُتلف قبل", "à détruire avant le", "to be destroyed by"), public=True),
)),)  # fmt: skip
ABORT = (Section(W("إيقاف العملية", "Arrêt immédiat", "Abort"), (
    Field("ground", Type.CODE, W("السبب", "motif", "ground"), required=True, public=True, codes="abort-grounds", default="danger"),
)),)  # fmt: skip
DECISION = (Section(W("القرار", "Décision", "Decision"), (
    Field("sort", Type.CODE, W("الموضوع", "objet", "about"), required=True, public=True, codes="operation-decisions"),
    Field("decided_at", Type.INSTANT, W("وقت القرار", "prise à", "decided at"), required=True, public=True),
    Field("options", Type.PROSE, W("الخيارات المدروسة", "options examinées", "options looked at"), required=True, least=10, most=2000),
    Field("reason", Type.PROSE, W("القرار وتعليله", "décision et motifs", "decision and reason"), required=True, least=20, most=2000),
)),)  # fmt: skip
RESULT = (
    Section(W("النتيجة", "Résultat", "Result"), (
        Field("sort", Type.CODE, W("النوع", "nature", "sort"), required=True, public=True, codes="operation-results"),
        Field("quantity", Type.DECIMAL, W("الكمية", "quantité", "quantity"), required=True, public=True, least=0, most=999_999_999),
        Field("unit", Type.CODE, W("الوحدة", "unité", "unit"), required=True, public=True, codes="units"),
        Field("product", Type.CODE, W("المادة", "produit", "product"), public=True, codes="seized-products"),
        Field("found_on", Type.DAY, W("التاريخ", "date", "day"), required=True, public=True),
        Field("place", Type.LINE, W("المكان", "lieu", "place"), required=True, least=2, most=200),
        Field("minors", Type.NUMBER, W("منهم قاصرون", "dont mineurs", "of them minors"), public=True, least=0, most=9999, default=0),
        Field("counsel", Type.FLAG, W("بحضور الولي أو المحامي", "représentant légal ou avocat présent", "guardian or counsel present"), public=True, default=False),
    )),
    Section(W("تُحتسب مرة واحدة", "Comptée une fois", "Counted once"), (
        Field("exhibit", Type.LINE, W("رقم المحجوز أو الختم", "numéro du scellé", "number of the exhibit or seal"), most=120,
              help=W("إذا ذكره الطرفان احتُسبت النتيجة مرة واحدة", "si les deux parties le citent, le résultat n’est compté qu’une fois", "where both sides name it, the result is counted once")),
        Field("key", Type.FINGERPRINT, W("مفتاح الاحتساب", "clé de dédoublonnage", "key"), public=True, derived=exhibit_key),
        Field("same_as", Type.ENTRY, W("هي نفسها", "identique à", "the same as"), public=True, of=("state-result",)),
    )),
)  # fmt: skip
OUTCOME = (Section(W("المآل القضائي", "Suite judiciaire", "Legal outcome"), (
    Field("charged", Type.NUMBER, W("المتابعون", "personnes poursuivies", "persons charged"), required=True, public=True, least=0, most=9999),
)),)  # fmt: skip
DEBRIEF = (Section(W("التقييم البعدي", "Retour d’expérience", "After-action review"), (
    Field("worked", Type.PROSE, W("ما نجح", "ce qui a fonctionné", "what worked"), required=True, least=20, most=4000),
    Field("to_change", Type.PROSE, W("ما ينبغي تغييره", "ce qu’il faut changer", "what should change"), required=True, least=20, most=4000),
    Field("recommendations", Type.NUMBER, W("عدد التوصيات", "nombre de recommandations", "recommendations"), public=True, least=0, most=99, default=0),
    Field("injured", Type.NUMBER, W("المصابون", "blessés", "injured"), required=True, public=True, least=0, most=9999, default=0),
    Field("complaints", Type.NUMBER, W("الشكايات", "plaintes", "complaints"), required=True, public=True, least=0, most=9999, default=0),
)),)  # fmt: skip


# What is checked beyond the fields


def check_concept(saying: Saying) -> Iterable[Problem]:
    starts, ends = instant(saying.says.get("starts_at")), instant(saying.says.get("ends_at"))
    if starts and ends and ends <= starts:
        yield Problem("rules.ends-before-it-begins", ("ends_at",))
    if saying.says.get("sort") == "controlled-delivery":
        for name in ("goods", "loss_plan"):
            if not str(saying.body.get(name) or "").strip():
                yield Problem("operations.delivery-says-it", (name,))
        if not saying.says.get("substitution"):
            yield Problem("operations.delivery-says-it", ("substitution",))


def check_leg(saying: Saying) -> Iterable[Problem]:
    starts, ends = instant(saying.says.get("departs_at")), instant(saying.says.get("arrives_at"))
    if starts and ends and ends <= starts:
        yield Problem("rules.ends-before-it-begins", ("arrives_at",))
    if saying.state is None:
        return
    if saying.says.get("authority") and saying.says["authority"] not in saying.state.parties:
        yield Problem("rules.not-a-party", ("authority",))
    for leg in legs(saying.state):
        if number_of(leg) == saying.says.get("number"):
            yield Problem("operations.leg-number-taken", ("number",))
        begins, over = departs_at(leg), arrives_at(leg)
        if starts and ends and begins and over and starts < over and begins < ends:
            yield Problem("operations.legs-overlap", ("departs_at",), soft=True)
            return


def check_authorisation(saying: Saying) -> Iterable[Problem]:
    begins, over = instant(saying.says.get("valid_from")), instant(saying.says.get("valid_until"))
    if begins and over and over <= begins:
        yield Problem("rules.ends-before-it-begins", ("valid_until",))
    elif over and over <= saying.now:
        yield Problem("rules.in-the-past", ("valid_until",))
    leg = saying.state.item("leg", saying.item) if saying.state else None
    if leg is None:
        return
    arrives, departs = arrives_at(leg), departs_at(leg)
    if (over and arrives and over < arrives) or (begins and departs and departs < begins):
        yield Problem("operations.authorisation-too-short", ("valid_until",), soft=True)


def check_go(saying: Saying) -> Iterable[Problem]:
    """Nobody gives a go over what is missing, and nobody overlooks what lapses on the way."""
    if saying.state is None:
        return
    for each in obstacles(saying.state, saying.now):
        yield Problem(NO_GO[each.gate], facts=_facts(each))
    for leg in lapsing(saying.state):
        yield Problem(
            "operations.authorisation-lapses",
            soft=True,
            facts={"number": str(number_of(leg)), "party": leg.holder},
        )


def _facts(each: Obstacle) -> dict[str, str]:
    return {"party": each.party} | ({"number": str(each.number)} if each.number else {})


def check_result(saying: Saying) -> Iterable[Problem]:
    said = saying.says
    measured = in_base(said.get("quantity"), said.get("unit"))
    if measured and measured[1] <= 0:
        yield Problem("operations.nothing-counted", ("quantity",))
    if measured and measured[0] in ("g", "ml") and measured[1] >= DOUBTFUL:
        yield Problem("operations.is-it-the-unit", ("unit",), soft=True)
    fitting = UNITS_OF.get(str(said.get("sort")))
    if fitting and said.get("unit") and said["unit"] not in fitting:
        yield Problem("operations.counted-otherwise", ("unit",))
    if is_to_come(str(said.get("found_on") or ""), saying):
        yield Problem("operations.not-found-yet", ("found_on",))
    minors = said.get("minors") if isinstance(said.get("minors"), int) else 0
    if minors and measured and measured[0] == "person" and int(str(minors)) > measured[1]:
        yield Problem("operations.more-minors-than-persons", ("minors",))
    if minors and not said.get("counsel"):
        yield Problem("operations.minor-without-counsel", ("counsel",))
