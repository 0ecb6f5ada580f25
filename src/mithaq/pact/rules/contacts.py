"""Contacts: the directory of who answers on every side, and of the mechanisms they work through.

One matter is one directory, kept by all its parties. Each publishes its own contacts, by field and hour, and nobody else's;
a contact is confirmed every quarter, tested by whoever calls it, and succeeded before it leaves, or the gap is counted. Mechanisms,
those that are older than the directory too, are agreed by all; officers posted to another side have no powers there but
those of their host.

Deliberately absent: private telephones, home leave, how well somebody speaks a language. They stay at home.

Source: Directive (EU) 2023/977, articles 14 and 15; domain model of mechanisms and contact points; design decision D2.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import contacts_say as said
from mithaq.pact.rules.adopted import STAGES, adopted
from mithaq.pact.rules.answering import says, successors
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.kind import Dated, Every, Key, Kind, Side, Stage, Step, Target, Track
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

COORDINATION = frozenset({"plan-coordinator"})
DESK = COORDINATION | {"duty-officer", "liaison-officer"}
USED = frozenset({"in-use"})
ONE_DAY = timedelta(days=1)
RELIEVED_BEFORE = timedelta(days=30)  # the end of a posting

# Stages

CONTACT_STAGES = (
    Stage("published", W("منشور، في انتظار التأكيد", "publié, à confirmer", "published, to be confirmed"), "waiting", Side.HOLDER),
    Stage("confirmed", W("مؤكد", "confirmé", "confirmed"), "good"),
    Stage("left", W("غادر دون خلف", "parti, sans successeur", "left, nobody succeeds"), "bad", Side.HOLDER),
    Stage("replaced", W("خلفه غيره", "remplacé", "succeeded"), "quiet", final=True),
    Stage("ended", W("ألغي", "supprimé", "ended"), "quiet", final=True),
)  # fmt: skip
MECHANISM_STAGES = (
    Stage("proposed", W("مقترحة", "proposé", "proposed"), "waiting", Side.OTHERS),
    Stage("active", W("نشيطة", "actif", "active"), "good"),
    Stage("declined", W("مرفوضة", "décliné", "declined"), "quiet", final=True),
    Stage("ended", W("منتهية", "terminé", "ended"), "quiet", final=True),
)
POSTING_STAGES = (
    Stage("posted", W("معين، في انتظار الاعتماد", "affecté, à accréditer", "posted, to be accredited"), "waiting", Side.OTHERS),
    Stage("accredited", W("معتمد", "accrédité", "accredited"), "good"),
    Stage("ended", W("انتهت المهمة", "mission terminée", "ended"), "quiet", final=True),
)  # fmt: skip
TEST_STAGES = (
    Stage("passed", W("ناجح", "réussi", "passed"), "good", final=True),
    Stage("failed", W("غير ناجح", "échoué", "failed"), "bad", Side.ANY),
    Stage("deputy-answered", W("أجاب النائب", "le suppléant a répondu", "the deputy answered"), "moving", Side.ANY),
    Stage("nobody-answered", W("لم يجب أحد", "personne n’a répondu", "nobody answered"), "bad", Side.ANY),
    Stage("explained", W("قُدم التوضيح", "expliqué", "explained"), "quiet", final=True),
)  # fmt: skip


def stage(state: State) -> str:
    return state.at("directory", "proposed")


def _published(state: State, entry: Entry) -> str | None:
    """A contact succeeds, and is stood in for by, contacts of its own side alone."""
    named = (state.item("contact", str(entry.says.get(name, ""))) for name in ("deputy", "succeeds"))
    return None if any(item is not None and item.holder != entry.author for item in named) else "published"


def _left(_: State, entry: Entry) -> str:
    """Who leaves is to be succeeded, unless nobody is meant to be."""
    return "ended" if entry.says.get("not_replaced") is True else "left"


def _succeeded(state: State, entry: Entry) -> Iterable[Item]:
    """Who is succeeded is owed to nobody any more; what is left of its time it still answers."""
    former = (
        state.item("contact", str(entry.says.get("succeeds", "")))
        if entry.step == "publish-contact"
        else None
    )
    if former is not None and former.stage in ("published", "confirmed", "left"):
        yield replace(former, stage="replaced")


def _answered_in(seconds: object, state: State) -> bool:
    most = state.opening.says.get("pickup_seconds")
    return isinstance(seconds, int) and isinstance(most, int) and seconds <= most


def _tested(state: State, entry: Entry) -> str:
    in_time = entry.says.get("answered") is True and _answered_in(entry.says.get("seconds"), state)
    return "passed" if in_time else "failed"


def _failed_over(state: State, entry: Entry) -> str:
    in_time = entry.says.get("answered") is True and _answered_in(entry.says.get("seconds"), state)
    return "deputy-answered" if in_time else "nobody-answered"


CONTACT: dict[str, dict[str, Target]] = {
    "": {"publish-contact": _published},
    "published": {"confirm-contact": "confirmed", "end-contact": _left},
    "confirmed": {"confirm-contact": "confirmed", "end-contact": _left},
    "left": {"end-contact": _left},
}
TEST: dict[str, dict[str, Target]] = {
    "": {"test-channel": _tested},
    "failed": {"log-failover": _failed_over, "explain-test": "explained"},
    "deputy-answered": {"explain-test": "explained"},
    "nobody-answered": {"explain-test": "explained"},
}


def tested_contact(state: State, test: Item) -> Item | None:
    return state.item("contact", str(test.entries[0].says.get("contact", "")))


def of_owner(state: State, test: Item) -> frozenset[str]:
    """Who explains a test: the side whose line was tried."""
    contact = tested_contact(state, test)
    return frozenset({contact.holder}) if contact else frozenset()


def of_tester(_: State, test: Item) -> frozenset[str]:
    return frozenset({test.creator})


def of_sender(_: State, posting: Item) -> frozenset[str]:
    return frozenset({posting.holder})


def of_host(_: State, posting: Item) -> frozenset[str]:
    return frozenset({str(posting.entries[0].says.get("host", ""))})


# What is owed


def _number(state: State, name: str, otherwise: int) -> int:
    value = state.opening.says.get(name)
    return value if isinstance(value, int) and 0 < value <= 3660 else otherwise


def confirm_days(state: State, contact: Item) -> Iterable[tuple[str, str]]:
    """A quarter after each confirmation the next is due."""
    every = timedelta(days=_number(state, "confirm_every_days", 92))
    for entry in contact.all("publish-contact", "confirm-contact"):
        yield entry.at.date().isoformat(), (entry.at.date() + every).isoformat()


def next_confirmation(_: State, contact: Item, about: str, __: str) -> Entry | None:
    return next(
        (entry for entry in contact.all("confirm-contact") if entry.at.date().isoformat() > about), None
    )


def leaving_day(_: State, contact: Item) -> Iterable[tuple[str, str]]:
    """By the last day of a contact there is a successor."""
    left = contact.latest("end-contact")
    days = (left.says.get("left_on") if left else "", says(contact, "until_on"))
    known = [str(day) for day in days if is_day(day)]
    if known and contact.stage != "ended":
        yield "", min(known)


def succession(state: State, contact: Item, _: str, __: str) -> Entry | None:
    return next((item.entries[0] for item in successors(state, contact)), None)


def relief_day(_: State, posting: Item) -> Iterable[tuple[str, str]]:
    """A month before a posting ends it is known who comes next."""
    until = posting.entries[0].says.get("until_on")
    if is_day(until) and str(until) > "1901":
        yield "", (date.fromisoformat(str(until)) - RELIEVED_BEFORE).isoformat()


def relief(state: State, posting: Item, _: str, party: str) -> Entry | None:
    """The next posting of the same side to the same host."""
    own, host = posting.entries[0], posting.entries[0].says.get("host")
    later = (item.entries[0] for item in state.items("posting").values() if item.holder == party)
    follows = (
        each
        for each in later
        if each.says.get("host") == host and str(each.says.get("from_on")) > str(own.says.get("from_on"))
    )
    return next(follows, None)


def read(state: State, bodies: Bodies) -> Reading:
    live = [item for item in state.items("contact").values() if item.stage in ("published", "confirmed")]
    left = [item for item in state.items("contact").values() if item.stage == "left"]
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        axis="INS",
        columns={"contacts": str(len(live)), "gaps": str(len(left))},
        facets=(("axis", "INS"),),
    )


# The declaration


KIND = enter(Kind(
    name="contacts",
    mark="CTC",
    edition=1,
    words=W("دليل نقط الاتصال", "annuaire des points de contact", "directory of contacts"),
    plural=W("أدلة نقط الاتصال", "annuaires des points de contact", "directories of contacts"),
    help=W("من يجيب الآن لدى كل طرف، في كل ميدان، ليلا ونهارا", "qui répond, maintenant, de chaque côté, par domaine, jour et nuit",
           "who answers now on every side, by field, day and night"),
    opening="open-directory",
    stages=STAGES,
    stage=stage,
    tracks=(
        adopted("directory", W("الدليل", "annuaire", "directory"), propose="open-directory", adopt="adopt-directory", decline="decline-directory", end="end-directory"),
        Track("contact", W("نقط الاتصال", "points de contact", "contacts"), CONTACT_STAGES, CONTACT, key=Key.ITEM,
              shows=("function", "axes", "until_on"), upon=_succeeded),
        Track("mechanism", W("آليات التعاون", "mécanismes de coopération", "mechanisms"), MECHANISM_STAGES,
              {"": {"propose-mechanism": "proposed"},
               "proposed": {"agree-mechanism": Every("active", creator_counts=True), "decline-mechanism": "declined"},
               "active": {"report-activity": "active", "end-mechanism": Every("ended")}}, key=Key.ITEM, shows=("sort", "since_on")),
        Track("posting", W("التعيينات", "affectations", "postings"), POSTING_STAGES,
              {"": {"post-officer": "posted"}, "posted": {"accredit-posting": "accredited", "end-posting": "ended"},
               "accredited": {"end-posting": "ended"}}, key=Key.ITEM, shows=("host", "until_on", "powers")),
        Track("test", W("اختبارات القنوات", "essais des canaux", "channel tests"), TEST_STAGES, TEST, key=Key.ITEM,
              shows=("sort", "tested_at", "seconds")),
    ),
    steps=(
        Step("open-directory", "directory", Side.OPENER, W("اقتراح دليل", "Proposer un annuaire", "Propose a directory"),
              W("اقترحت دليلا لنقط الاتصال", "a proposé un annuaire des points de contact", "proposed a directory of contacts"), functions=COORDINATION,
              consequence=W("يُعمل به عندما تعتمده جميع الأطراف", "Il vaut quand toutes les parties l’ont adopté", "It is in use once every party has adopted it"),
              sections=(*said.DIRECTORY, SERVES)),
        Step("adopt-directory", "directory", Side.PARTNER, W("اعتماد الدليل", "Adopter l’annuaire", "Adopt the directory"),
              W("اعتمدت الدليل", "a adopté l’annuaire", "adopted the directory"), functions=COORDINATION),
        Step("decline-directory", "directory", Side.PARTNER, W("رفض الدليل", "Décliner l’annuaire", "Decline the directory"),
              W("رفضت الدليل", "a décliné l’annuaire", "declined the directory"), functions=COORDINATION),
        Step("end-directory", "directory", Side.ANY, W("إنهاء الدليل", "Clore l’annuaire", "End the directory"),
              W("طلبت إنهاء الدليل", "a demandé la clôture de l’annuaire", "asked to end the directory"), functions=COORDINATION, usual=frozenset(), settled=True),
        Step("publish-contact", "contact", Side.ANY, W("نشر نقطة اتصال", "Publier un contact", "Publish a contact"),
              W("نشرت نقطة اتصال", "a publié un point de contact", "published a contact"), functions=COORDINATION,
              sections=said.CONTACT, when=USED, checks=(said.check_contact,)),
        Step("confirm-contact", "contact", Side.HOLDER, W("تأكيد نقطة الاتصال", "Confirmer le contact", "Confirm the contact"),
              W("أكدت نقطة اتصال", "a confirmé un point de contact", "confirmed a contact"), functions=DESK, when=USED,
              consequence=W("التأكيد التالي بعد ثلاثة أشهر", "À confirmer de nouveau dans un trimestre", "To be confirmed again in a quarter")),
        Step("end-contact", "contact", Side.HOLDER, W("إعلان المغادرة", "Annoncer le départ", "Say that it leaves"),
              W("أعلنت مغادرة نقطة اتصال", "a annoncé le départ d’un point de contact", "said that a contact leaves"), functions=COORDINATION,
              sections=said.LEAVING, precedence=-5),
        Step("propose-mechanism", "mechanism", Side.ANY, W("تسجيل آلية", "Inscrire un mécanisme", "Record a mechanism"),
              W("اقترحت تسجيل آلية تعاون", "a proposé d’inscrire un mécanisme", "proposed to record a mechanism"), functions=COORDINATION,
              sections=said.MECHANISM, when=USED, checks=(said.check_mechanism,)),
        Step("agree-mechanism", "mechanism", Side.OTHERS, W("الموافقة على الآلية", "Approuver le mécanisme", "Agree to the mechanism"),
              W("وافقت على الآلية", "a approuvé le mécanisme", "agreed to the mechanism"), functions=COORDINATION),
        Step("decline-mechanism", "mechanism", Side.OTHERS, W("رفض الآلية", "Décliner le mécanisme", "Decline the mechanism"),
              W("رفضت الآلية", "a décliné le mécanisme", "declined the mechanism"), functions=COORDINATION),
        Step("report-activity", "mechanism", Side.ANY, W("التصريح بنشاط", "Déclarer une activité", "Report activity"),
              W("صرحت بنشاط الآلية", "a déclaré une activité du mécanisme", "reported what the mechanism did"), functions=DESK,
              sections=said.ACTIVITY, when=USED),
        Step("end-mechanism", "mechanism", Side.ANY, W("إنهاء الآلية", "Mettre fin au mécanisme", "End the mechanism"),
              W("طلبت إنهاء الآلية", "a demandé la fin du mécanisme", "asked to end the mechanism"), functions=COORDINATION, when=USED),
        Step("post-officer", "posting", Side.ANY, W("تعيين موظف لدى طرف آخر", "Affecter un agent", "Post an officer"),
              W("عينت موظفا لدى طرف آخر", "a affecté un agent auprès d’une autre partie", "posted an officer to another party"), functions=COORDINATION,
              sections=said.POSTING, when=USED, checks=(said.check_posting,)),
        Step("accredit-posting", "posting", Side.OTHERS, W("اعتماد الموظف", "Accréditer", "Accredit"),
              W("اعتمدت الموظف المعين", "a accrédité l’agent affecté", "accredited the officer"), functions=COORDINATION, when=USED, who=of_host),
        Step("end-posting", "posting", Side.HOLDER, W("إنهاء المهمة", "Mettre fin à l’affectation", "End the posting"),
              W("أنهت مهمة موظفها", "a mis fin à l’affectation", "ended the posting"), functions=COORDINATION, precedence=-5, who=of_sender),
        Step("test-channel", "test", Side.ANY, W("تسجيل اختبار", "Consigner un essai", "Record a test"),
              W("اختبرت إحدى نقط الاتصال", "a essayé un point de contact", "tried a contact"), functions=DESK,
              sections=said.TEST, when=USED, checks=(said.check_test,)),
        Step("log-failover", "test", Side.ANY, W("تسجيل الاتصال بالنائب", "Consigner l’appel au suppléant", "Record the call to the deputy"),
              W("سجلت الاتصال بالنائب", "a consigné l’appel au suppléant", "recorded the call to the deputy"), functions=DESK,
              sections=said.FAILOVER, when=USED, who=of_tester),
        Step("explain-test", "test", Side.ANY, W("تقديم توضيح", "Expliquer", "Explain"),
              W("قدمت توضيحا بشأن الاختبار", "a expliqué le résultat de l’essai", "explained the outcome of the test"), functions=DESK,
              sections=said.EXPLANATION, when=USED, who=of_owner),
    ),
    read=read,
    dated=(
        Dated("confirm", W("تأكيد نقطة الاتصال", "confirmer le contact", "confirm the contact"), "contact", Side.HOLDER, confirm_days, next_confirmation,
              ends=frozenset({"confirm-contact"})),
        Dated("succession", W("تعيين خلف", "désigner un successeur", "name a successor"), "contact", Side.HOLDER, leaving_day, succession,
              ends=frozenset({"publish-contact"})),
        Dated("relief", W("تعيين من يخلف الموظف", "désigner la relève", "name who relieves"), "posting", Side.HOLDER, relief_day, relief,
              ends=frozenset({"post-officer"})),
    ),
    columns=(
        Column("contacts", W("نقط الاتصال", "contacts", "contacts"), priority=1),
        Column("gaps", W("مغادرون دون خلف", "départs sans successeur", "left without successor"), priority=1),
    ),
    empty=W("لا يوجد دليل بعد. ابدأ باقتراح واحد.", "Aucun annuaire. Commencez par en proposer un.", "No directory yet. Begin by proposing one."),
))  # fmt: skip
