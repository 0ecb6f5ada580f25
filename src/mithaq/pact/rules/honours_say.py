"""What is said in a register of honours: an award in both scripts, its permission, its presentation; what is checked beyond.

Which order, which grade and on which day it was signed is public, since both sides count by it; who was honoured and for what
is not. The day of the instrument and that of the ceremony are two days, and are never taken for one another.
"""

from collections.abc import Iterable
from datetime import date

from mithaq.pact.rules.bilingual import in_two
from mithaq.pact.rules.days import earliest_day, is_to_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type, is_day
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.state import Item
from mithaq.pact.rules.words import W

ORDER = frozenset({"knight", "officer", "commander", "grand-officer", "grand-cross"})
MEDAL = frozenset({"gold", "silver", "bronze"})
GRADES = {
    "legion-honneur": ORDER,
    "merite-national": ORDER,
    "arch": ORDER,
    "medaille-police": MEDAL,
    "letter": frozenset({"none"}),
    "plaque": frozenset({"none"}),
}
"""The grades an order has. One that is not named here is not checked: nobody has told us its grades."""
INSTITUTED = {"medaille-police": 1903, "merite-national": 1963, "arch": 1963}
YEARS_IN_GRADE = {("legion-honneur", "officer"): 8, ("legion-honneur", "commander"): 5}

REGISTER = (Section(W("السجل", "Registre", "Register"), (
    Field("title", Type.LINE, W("العنوان", "intitulé", "title"), required=True, least=5, most=120, wide=True),
    Field("permission_days", Type.NUMBER, W("أجل البت في الترخيص بالحمل (بالأيام)", "délai pour statuer sur le port, en jours", "days to decide whether it may be worn"),
          required=True, public=True, least=1, most=730, default=60),
)),)  # fmt: skip
AWARD = (
    Section(W("الوسام", "Distinction", "Award"), (
        Field("order", Type.CODE, W("الوسام أو الميدالية", "ordre ou médaille", "order or medal"), required=True, public=True, codes="honour-orders"),
        Field("grade", Type.CODE, W("الدرجة", "grade", "grade"), required=True, public=True, codes="honour-grades"),
        Field("instrument_on", Type.DAY, W("تاريخ القرار", "date de l’acte", "day of the instrument"), required=True, public=True,
              help=W("لا تاريخ الحفل. يبقى المقترح مسودة إلى حين صدور القرار", "et non de la cérémonie. Tant que l’acte n’est pas pris, la proposition reste un brouillon", "not of the ceremony. Until it is signed the proposal stays a draft")),
        Field("instrument", Type.LINE, W("مرجع القرار (ظهير أو مرسوم أو قرار)", "référence de l’acte (décret, dahir, arrêté)", "reference of the instrument (decree, dahir, order)"), required=True, most=200, wide=True),
        Field("publication", Type.LINE, W("النشر", "publication", "publication"), most=200, wide=True),
    )),
    Section(W("المكرَّم", "Récipiendaire", "Recipient"), (
        Field("recipient_of", Type.AUTHORITY, W("ينتمي إلى", "relève de", "officer of"), required=True, public=True),
        Field("name", Type.NAME, W("الاسم بالحروف اللاتينية", "NOM Prénom", "name in Latin letters"), required=True, most=120, script="Latn"),
        Field("name_ar", Type.NAME, W("الاسم بالعربية", "nom en arabe", "name in Arabic"), required=True, most=120, script="Arab"),
        *in_two("office", W("الرتبة والمنصب", "grade et fonction", "rank and office")),
        Field("former_on", Type.DAY, W("تاريخ الدرجة السابقة في الوسام نفسه", "date du grade précédent dans le même ordre", "day of the grade before in the same order")),
        Field("exceptional", Type.FLAG, W("بصفة استثنائية أو لأجنبي", "à titre exceptionnel, ou étranger", "exceptionally, or as a foreigner"), public=True, default=False),
    )),
    Section(W("الاستحقاق", "Mérites", "Merit"), (
        *in_two("merit", W("بيان الاستحقاق", "exposé des mérites", "merit"), type=Type.PROSE, least=200, most=1500),
        Field("action", Type.ENTRY, W("إجراء منجز تم التحقق منه", "action exécutée et vérifiée", "action that was done and verified"), public=True, of=("propose-action",), in_kind="plan",
              beside=True, stands=("verified", "closed")),
        Field("operation", Type.ENTRY, W("عملية مشتركة منتهية", "opération conjointe achevée", "joint operation that has ended"), public=True, of=("propose-operation",), in_kind="operation",
              beside=True, stands=("ended", "closed")),
        Field("cleared", Type.FLAG, W("لا شكاية ولا قضية جارية ولا بحث يتعلق بما يُستند إليه", "ni plainte, ni affaire en cours, ni enquête ne concerne ce qui est cité", "no complaint, no live case and no enquiry concerns what is cited"), public=True, default=False,
              help=W("وإلا يبقى المقترح موقوفا إلى حين رأي المدقق", "à défaut, la proposition est suspendue jusqu’à l’avis de l’auditeur", "otherwise the proposal is on hold until the auditor has given a note")),
    )),
)  # fmt: skip
PERMISSION = (Section(W("الترخيص", "Autorisation", "Permission"), (
    Field("permitted_on", Type.DAY, W("تاريخ القرار المرخص بالحمل", "date de l’arrêté d’autorisation", "day of the order that permits it"), required=True, public=True),
    Field("reference", Type.LINE, W("مرجعه", "référence", "reference"), required=True, most=200, wide=True),
)),)  # fmt: skip
REVOCATION = (Section(W("السحب", "Retrait", "Revocation"), (
    Field("reference", Type.LINE, W("مرجع القرار", "référence de l’acte", "reference of the instrument"), required=True, most=200, wide=True),
)),)  # fmt: skip
CEREMONY = (Section(W("الحفل", "Cérémonie", "Ceremony"), (
    Field("award", Type.ENTRY, W("الوسام", "distinction", "award"), required=True, public=True, of=("enter-award",)),
    Field("presented_on", Type.DAY, W("تاريخ التسليم", "date de la remise", "day of the presentation"), required=True, public=True),
    Field("worn", Type.FLAG, W("يُحمل الوسام ابتداء من الحفل", "la distinction est portée à compter de la cérémonie", "it is worn from the ceremony on"), public=True, default=False),
    Field("place", Type.LINE, W("المكان", "lieu", "place"), required=True, most=200, wide=True),
    Field("presenter", Type.NAME, W("سلمه", "remise par", "presented by"), most=120),
)),)  # fmt: skip


def issued_on(award: Item) -> str:
    """The day of the instrument; "" if nobody can tell."""
    day = award.entries[0].says.get("instrument_on")
    return str(day) if is_day(day) else ""


# What is checked beyond the fields


def check_award(saying: Saying) -> Iterable[Problem]:
    """A grade the order has, since it has existed; an instrument that was signed; nothing that is on hold."""
    given = saying.says
    order, grade, day = (str(given.get(name) or "") for name in ("order", "grade", "instrument_on"))
    if grade and order in GRADES and grade not in GRADES[order]:
        yield Problem("honours.not-a-grade-of-it", ("grade",))
    if is_day(day):
        if is_to_come(day, saying):
            yield Problem("honours.before-its-instrument", ("instrument_on",))
        if int(day[:4]) < INSTITUTED.get(order, 0):
            yield Problem(
                "honours.before-it-was-instituted", ("instrument_on",), facts={"year": str(INSTITUTED[order])}
            )
    if not given.get("cleared"):
        yield Problem("honours.on-hold", ("cleared",))
    yield from _check_years(saying, order, grade, day)
    recipient = given.get("recipient_of")
    if saying.state and recipient and recipient not in saying.state.parties:
        yield Problem("rules.not-a-party", ("recipient_of",))
    if recipient == saying.author:
        yield Problem("honours.own-officer", ("recipient_of",))


def _check_years(saying: Saying, order: str, grade: str, day: str) -> Iterable[Problem]:
    """So many years in the grade before, unless it is given exceptionally."""
    years, former = YEARS_IN_GRADE.get((order, grade), 0), saying.body.get("former_on")
    if saying.says.get("exceptional") or not years or not is_day(former) or not is_day(day):
        return
    since = date.fromisoformat(str(former))
    if f"{since.year + years}{str(former)[4:]}" > day:
        yield Problem("honours.too-few-years", ("former_on",), facts={"years": str(years)})


def check_permission(saying: Saying) -> Iterable[Problem]:
    day = str(saying.says.get("permitted_on") or "")
    award = saying.state.item("award", saying.item) if saying.state else None
    if is_to_come(day, saying):
        yield Problem("honours.permitted-in-the-future", ("permitted_on",))
    if award and day and day < issued_on(award):
        yield Problem("honours.permitted-before-it-was-given", ("permitted_on",))
        return
    asked = award.latest("ask-permission") if award else None
    if asked and is_day(day) and day < earliest_day(asked.at, saying):  # maybe on paper before
        yield Problem("honours.permitted-before-it-was-asked-for", ("permitted_on",), soft=True)


def check_ceremony(saying: Saying) -> Iterable[Problem]:
    """Presented after it was given; worn only from the day on which that was permitted."""
    day = str(saying.says.get("presented_on") or "")
    award = saying.state.item("award", str(saying.says.get("award") or "")) if saying.state else None
    if award is None or not day:
        return
    if day < issued_on(award):
        yield Problem("honours.presented-before-it-was-given", ("presented_on",))
    permitted = award.latest("permit") if award.stage == "permitted" else None
    if saying.says.get("worn") and (permitted is None or str(permitted.says.get("permitted_on", "")) > day):
        yield Problem("honours.may-not-be-worn", ("worn",))
