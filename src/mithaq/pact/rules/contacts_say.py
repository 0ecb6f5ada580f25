"""What is said in a directory of contacts: the fields of a contact, a mechanism, a posting, a test; what is checked beyond.

Hours, fields, languages and channels are public, since who answers depends on them; names and numbers are not.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from mithaq.pact.names.normalise import name_key
from mithaq.pact.rules.answering import first_day_of_successor, last_day
from mithaq.pact.rules.answers import rows_of
from mithaq.pact.rules.conduct import check_texts
from mithaq.pact.rules.days import is_to_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type, instant, is_day
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W

PHONE = re.compile(r"\+[1-9][\d \u202f().-]{6,20}", re.ASCII)
RETURNEES = "returnee-contact"

DIRECTORY = (
    Section(W("الدليل", "Annuaire", "Directory"), (
        Field("title", Type.LINE, W("العنوان", "intitulé", "title"), required=True, least=5, most=120, wide=True),
    )),
    Section(W("القواعد", "Règles", "Rules"), (
        Field("confirm_every_days", Type.NUMBER, W("تأكيد كل نقطة اتصال كل (بالأيام)", "confirmation de chaque contact, en jours", "days between confirmations"),
              required=True, public=True, least=7, most=366, default=92),
        Field("stale_after_days", Type.NUMBER, W("تعتبر متقادمة بعد (بالأيام)", "contact réputé périmé après, en jours", "days until it counts as stale"),
              required=True, public=True, least=8, most=400, default=100),
        Field("pickup_seconds", Type.NUMBER, W("أجل الرد على المكالمة بالثواني", "délai de décroché, en secondes", "seconds to answer"),
              required=True, public=True, least=10, most=3600, default=300),
    )),
)  # fmt: skip
CONTACT = (
    Section(W("نقطة الاتصال", "Point de contact", "Contact"), (
        Field("function", Type.CODE, W("الصفة", "qualité", "answers as"), required=True, public=True, codes="contact-functions", default="primary"),
        Field("service", Type.CODE, W("المصلحة", "service", "service"), public=True, codes="services"),
        Field("axes", Type.CODES, W("الميادين", "domaines", "fields"), required=True, public=True, codes="axes"),
        Field("name", Type.NAME, W("الاسم أو اسم المكتب", "nom, ou nom du bureau", "name, or name of the desk"), required=True, most=120),
        Field("phones", Type.GROUP, W("الهواتف المهنية", "téléphones de service", "service telephones"), required=True, least=1, most=5, fields=(
            Field("number", Type.PHONE, W("الرقم", "numéro", "number"), required=True, most=24, example="+212 5 37 00 00 00"),)),
        Field("mail", Type.IDENTIFIER, W("البريد المهني المؤمن", "messagerie sécurisée de service", "secure service e-mail"), most=120),
        Field("channels", Type.CODES, W("القنوات", "canaux", "channels"), public=True, codes="channels"),
        Field("languages", Type.CODES, W("اللغات", "langues", "languages"), required=True, public=True, codes="languages", default=("ar", "fr")),
    ), help=W("أرقام العمل وحدها؛ لا أرقام خاصة", "numéros de service uniquement, jamais de numéro privé", "service numbers alone, never private ones")),
    Section(W("الأوقات", "Horaires", "Hours"), (
        Field("h24", Type.FLAG, W("ليلا ونهارا، طيلة الأسبوع", "jour et nuit, toute la semaine", "day and night, all week"), public=True, default=False,
              help=W("يلزم تحديد نائب", "un suppléant est alors obligatoire", "a deputy is then required")),
        Field("days", Type.CODES, W("الأيام", "jours", "days"), public=True, codes="weekdays", default=("mon", "tue", "wed", "thu", "fri")),
        Field("from_hour", Type.NUMBER, W("من الساعة", "de (heure)", "from (hour)"), public=True, least=0, most=23, default=8),
        Field("until_hour", Type.NUMBER, W("إلى الساعة", "à (heure)", "until (hour)"), public=True, least=0, most=24, default=18,
              help=W("أصغر من الأولى إذا تجاوزت منتصف الليل", "plus petite que la première si le service passe minuit", "smaller than the first if it runs over midnight")),
        Field("zone", Type.CODE, W("المنطقة الزمنية", "fuseau horaire", "time zone"), required=True, public=True, codes="zones"),
    )),
    Section(W("المدة والتعويض", "Durée et suppléance", "Time and deputies"), (
        Field("from_on", Type.DAY, W("ابتداء من", "à compter du", "from"), required=True, public=True),
        Field("until_on", Type.DAY, W("إلى غاية", "jusqu’au", "until"), public=True),
        Field("deputy", Type.ENTRY, W("النائب", "suppléant", "deputy"), public=True, of=("publish-contact",)),
        Field("succeeds", Type.ENTRY, W("يخلف", "succède à", "succeeds"), public=True, of=("publish-contact",)),
    )),
)  # fmt: skip
LEAVING = (Section(W("المغادرة", "Départ", "Leaving"), (
    Field("left_on", Type.DAY, W("آخر يوم", "dernier jour", "last day"), required=True, public=True),
    Field("not_replaced", Type.FLAG, W("لن يُعين خلف", "ne sera pas remplacé", "will not be succeeded"), public=True, default=False),
)),)  # fmt: skip
MECHANISM = (
    Section(W("الآلية", "Mécanisme", "Mechanism"), (
        Field("sort", Type.CODE, W("النوع", "nature", "sort"), required=True, public=True, codes="mechanism-kinds"),
        *(Field(f"title_{language}", Type.LINE, words, required=language != "en", least=3, most=200, wide=True) for language, words in (
            ("ar", W("الاسم بالعربية", "nom en arabe", "name in Arabic")), ("fr", W("الاسم بالفرنسية", "nom en français", "name in French")),
            ("en", W("الاسم بالإنجليزية", "nom en anglais", "name in English")))),
        Field("mandate", Type.PROSE, W("المهمة", "mandat", "mandate"), required=True, least=20, most=2000),
    )),
    Section(W("الأساس والسير", "Fondement et fonctionnement", "Basis and working"), (
        Field("since_on", Type.DAY, W("منذ", "depuis le", "since"), required=True, public=True,
              help=W("يجوز أن يسبق الدليل: تُسجل الآليات القائمة بتاريخها", "peut précéder l’annuaire : un mécanisme ancien garde sa date", "may be older than the directory")),
        Field("legal_basis", Type.CODE, W("السند القانوني", "base juridique", "legal basis"), required=True, public=True, codes="legal-bases"),
        Field("instrument", Type.ENTRY, W("النص المسجل هنا", "instrument enregistré ici", "instrument held here"), public=True, of=("propose-instrument",), in_kind="instrument"),
        Field("reference", Type.LINE, W("مرجع النص القديم", "référence du texte antérieur", "reference of an older text"), most=300, wide=True),
        Field("chair", Type.CODE, W("الرئاسة", "présidence", "chair"), public=True, codes="chair-rules", default="alternating"),
        Field("every_days", Type.NUMBER, W("الدورية بالأيام", "périodicité, en jours", "days between meetings"), public=True, least=1, most=1100),
        Field("flow", Type.GROUP, W("تسلسل الاتصالات", "ordre des appels", "order of calls"), most=12, fields=(
            Field("called", Type.AUTHORITY, W("الطرف المتصل به", "partie appelée", "party called"), required=True),
            Field("function", Type.CODE, W("الصفة", "qualité", "answers as"), required=True, codes="contact-functions"),
            Field("channel", Type.CODE, W("القناة", "canal", "channel"), required=True, codes="channels"),
            Field("minutes", Type.NUMBER, W("في أجل (بالدقائق)", "dans un délai de (minutes)", "within (minutes)"), required=True, least=1, most=10080),
        ), help=W("من يُتصل به وبأي قناة؛ لا أشخاص معنيين", "qui est appelé, par quel canal ; aucune personne concernée", "who is called and how; never whom it is about")),
    )),
)  # fmt: skip
ACTIVITY = (Section(W("النشاط", "Activité", "Activity"), (
    Field("done_on", Type.DAY, W("التاريخ", "date", "day"), required=True, public=True),
    Field("text", Type.PROSE, W("ما تم إنجازه", "ce qui a été fait", "what was done"), required=True, least=10, most=2000),
)),)  # fmt: skip
POSTING = (
    Section(W("الموظف", "Agent", "Officer"), (
        Field("name", Type.NAME, W("الاسم", "nom", "name"), required=True, most=120),
        Field("sort", Type.CODE, W("الصفة", "qualité", "sort"), required=True, public=True, codes="posting-kinds", default="liaison"),
        Field("host", Type.AUTHORITY, W("الطرف المضيف", "partie hôte", "host"), required=True, public=True),
        Field("service", Type.CODE, W("المصلحة المضيفة", "service d’accueil", "host service"), public=True, codes="services"),
    )),
    Section(W("المدة والصلاحيات", "Durée et pouvoirs", "Time and powers"), (
        Field("from_on", Type.DAY, W("البداية", "début", "start"), required=True, public=True),
        Field("until_on", Type.DAY, W("النهاية", "fin", "end"), required=True, public=True),
        Field("powers", Type.CODE, W("الصلاحيات", "pouvoirs", "powers"), required=True, public=True, codes="guest-powers", default="none"),
        Field("accreditation", Type.LINE, W("مرجع الاعتماد", "référence d’accréditation", "accreditation reference"), most=120),
    )),
)  # fmt: skip
TEST = (Section(W("الاختبار", "Essai", "Test"), (
    Field("contact", Type.ENTRY, W("نقطة الاتصال", "contact", "contact"), required=True, public=True, of=("publish-contact",)),
    Field("sort", Type.CODE, W("النوع", "nature", "sort"), required=True, public=True, codes="channel-tests", default="call"),
    Field("tested_at", Type.INSTANT, W("وقت الاختبار", "heure de l’essai", "tried at"), required=True, public=True),
    Field("answered", Type.FLAG, W("تم الرد", "réponse obtenue", "answered"), public=True, default=False),
    Field("seconds", Type.NUMBER, W("الثواني إلى الرد أو إلى التخلي", "secondes jusqu’à la réponse ou l’abandon", "seconds until the answer, or until given up"),
          required=True, public=True, least=0, most=86400),
)),)  # fmt: skip
FAILOVER = (Section(W("الاتصال بالنائب", "Appel au suppléant", "Call to the deputy"), (
    Field("answered", Type.FLAG, W("أجاب النائب", "le suppléant a répondu", "the deputy answered"), public=True, default=False),
    Field("seconds", Type.NUMBER, W("الثواني", "secondes", "seconds"), required=True, public=True, least=0, most=86400),
)),)  # fmt: skip
EXPLANATION = (Section(W("التوضيح", "Explication", "Explanation"), (
    Field("text", Type.PROSE, W("السبب والإجراء المتخذ", "cause et mesure prise", "cause and what was done"), required=True, least=10, most=1000),
)),)  # fmt: skip


# What is checked beyond the fields


def check_contact(saying: Saying) -> Iterable[Problem]:
    given = saying.says
    yield from _check_hours(given)
    if given.get("h24") and not given.get("deputy"):
        yield Problem("contacts.open-day-and-night-without-deputy", ("deputy",))
    if str(given.get("until_on") or "9999") < str(given.get("from_on") or ""):
        yield Problem("rules.ends-before-it-begins", ("until_on",))
    for number, row in enumerate(rows_of(saying.body.get("phones"))):
        phone = str(row.get("number") or "").strip()
        if phone and not PHONE.fullmatch(phone):
            yield Problem("contacts.phone-without-country-code", ("phones", str(number), "number"))
    if saying.state is not None:
        yield from _check_named(saying, saying.state)


def _check_hours(given: Mapping[str, Any]) -> Iterable[Problem]:
    if given.get("h24"):
        return
    for name in ("from_hour", "until_hour", "days"):
        if given.get(name) in (None, "", (), []):
            yield Problem("rules.required", (name,))
    if given.get("from_hour") is not None and given.get("from_hour") == given.get("until_hour"):
        yield Problem("contacts.no-hours", ("until_hour",))


def _check_named(saying: Saying, state: State) -> Iterable[Problem]:
    """Deputies and predecessors are of one's own side; nobody stands in for themselves; a gap is a doubt."""
    named = {name: state.item("contact", str(saying.says.get(name) or "")) for name in ("deputy", "succeeds")}
    for name, item in named.items():
        if item is not None and item.holder != saying.author:
            yield Problem("contacts.of-another-side", (name,))
    deputy, former = named["deputy"], named["succeeds"]
    own = name_key(str(saying.body.get("name") or ""))
    if (
        deputy is not None
        and own
        and own == name_key(str(saying.bodies().get(deputy.key, {}).get("name") or ""))
    ):
        yield Problem("contacts.deputy-of-oneself", ("deputy",))
    last = last_day(state, former) if former else ""
    begins = saying.says.get("from_on")
    if former and last and is_day(begins) and not first_day_of_successor(state, former):
        days = (date.fromisoformat(str(begins)) - date.fromisoformat(last)).days - 1
        if days > 0:
            yield Problem("contacts.handover-gap", ("from_on",), soft=True, facts={"days": str(days)})


def check_posting(saying: Saying) -> Iterable[Problem]:
    begins, ends, host = (str(saying.says.get(name) or "") for name in ("from_on", "until_on", "host"))
    if ends and ends < begins:
        yield Problem("rules.ends-before-it-begins", ("until_on",))
    if host == saying.author or (saying.state and host and host not in saying.state.parties):
        yield Problem("contacts.posted-nowhere-else", ("host",))
    others = saying.state.items("posting").values() if saying.state else ()
    own = [item.entries[0].says for item in others if item.holder == saying.author and item.stage != "ended"]
    same = (each for each in own if each.get("host") == host and each.get("sort") == saying.says.get("sort"))
    if (
        begins
        and ends
        and any(str(each.get("from_on")) <= ends and begins <= str(each.get("until_on")) for each in same)
    ):
        yield Problem("contacts.postings-overlap", ("from_on",), soft=True)


def check_test(saying: Saying) -> Iterable[Problem]:
    at = instant(saying.says.get("tested_at"))
    if at is not None and at > saying.now:
        yield Problem("contacts.tested-in-the-future", ("tested_at",))


def check_mechanism(saying: Saying) -> Iterable[Problem]:
    """What is older than the directory is told as such; a protocol on returnees is a flow of contacts, and no text of it
    speaks of anybody.
    """
    yield from _check_since(saying)
    if saying.says.get("sort") == RETURNEES:
        if not rows_of(saying.body.get("flow")):
            yield Problem("contacts.protocol-without-flow", ("flow",))
        yield from check_texts(saying, nameless=("mandate",), conduct=("mandate",))


def _check_since(saying: Saying) -> Iterable[Problem]:
    if saying.body.get("reference") and is_to_come(str(saying.says.get("since_on") or ""), saying):
        yield Problem("contacts.recorded-before-it-began", ("since_on",), soft=True)
