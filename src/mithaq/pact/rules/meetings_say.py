"""What is said in a series of meetings: a topic, a session, its agenda, a delegation, minutes, a decision; what is checked beyond.

When and where a session is, and by when a decision is due, is public, since both sides are measured by it; who comes and what
was said is not. Of delegates no more is asked than how they are called, placed and addressed: no diet, no health, no photograph.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from mithaq.pact.rules import bilingual
from mithaq.pact.rules.answers import rows_of
from mithaq.pact.rules.articles import codes_of
from mithaq.pact.rules.bilingual import in_two
from mithaq.pact.rules.carried import begins_at, in_order, open_decisions, open_topics, unfinished
from mithaq.pact.rules.content import Part, content_hash
from mithaq.pact.rules.days import has_come
from mithaq.pact.rules.drafting import TEXT_LANGUAGE
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import Field, Section, Type, instant
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.reading import Bodies
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

FOLLOW_UP = {"ar": "تتبع القرارات السابقة", "fr": "Suivi des décisions antérieures"}
COMING = frozenset({"proposed", "agreed"})


def _order(body: Mapping[str, Any]) -> bool:
    """Whether the points stand in one order in every language of the agenda."""
    languages = bilingual.written_in(body, "points", "title")
    orders = [tuple(row.get("number") for row in of(body, language)) for language in languages]
    return len(set(orders)) == 1


def of(body: Mapping[str, Any], language: str) -> list[Mapping[str, Any]]:
    """The points of an agenda in one language, in their order."""
    return bilingual.of_language(body.get("points"), language)


def _hash(body: Mapping[str, Any]) -> str:
    """The hash of the minutes in all their languages: what both sides sign."""
    texts = {str(row.get("language")): ("", str(row.get("text") or "")) for row in rows_of(body.get("texts"))}
    return content_hash(texts, [Part(1, texts)])


SESSION = Field("session", Type.ENTRY, W("الاجتماع", "réunion", "meeting"), required=True, public=True, of=("propose-session",))  # fmt: skip
BASE = Field("base", Type.ENTRY, W("المقترح السابق", "proposition précédente", "made on"), public=True)
SERIES = (
    Section(W("سلسلة الاجتماعات", "Cycle de réunions", "Series of meetings"), (
        Field("title", Type.LINE, W("العنوان", "intitulé", "title"), required=True, least=5, most=120, wide=True),
        Field("languages", Type.CODES, W("لغات المحاضر", "langues des procès-verbaux", "languages of the minutes"), required=True, public=True, codes="languages", default=("ar", "fr")),
        Field("hosting", Type.CODE, W("الاستضافة", "accueil", "hosting"), required=True, public=True, codes="chair-rules", default="alternating"),
    )),
    Section(W("الآجال", "Délais", "Times"), (
        Field("agenda_days", Type.NUMBER, W("جدول الأعمال نهائي قبل الاجتماع بـ (أيام)", "ordre du jour arrêté avant la réunion, en jours", "days before a meeting at which its agenda is settled"),
              required=True, public=True, least=1, most=60, default=7),
        Field("minutes_days", Type.NUMBER, W("توقيع المحضر بعد الاجتماع داخل (أيام)", "procès-verbal signé après la réunion, en jours", "days after a meeting within which its minutes are signed"),
              required=True, public=True, least=1, most=366, default=30),
    )),
)  # fmt: skip
TOPIC = (Section(W("موضوع ذو اهتمام مشترك", "Sujet d’intérêt commun", "Topic of common interest"), (
    *in_two("title", W("الموضوع", "sujet", "topic")),
    Field("axis", Type.CODE, W("المحور", "axe", "axis"), required=True, public=True, codes="axes"),
    Field("aim", Type.PROSE, W("ما يُنتظر من مناقشته", "ce qui en est attendu", "what is expected of it"), required=True, least=10, most=2000),
)),)  # fmt: skip
MEETING = (
    Section(W("الاجتماع", "Réunion", "Meeting"), (
        *in_two("title", W("العنوان", "intitulé", "title")),
        Field("sort", Type.CODE, W("النوع", "nature", "sort"), required=True, public=True, codes="meeting-kinds"),
        Field("host", Type.AUTHORITY, W("الطرف المضيف", "partie hôte", "host"), required=True, public=True),
        Field("place", Type.LINE, W("المكان", "lieu", "place"), required=True, most=200, wide=True),
    )),
    Section(W("الموعد", "Date", "When"), (
        Field("starts_at", Type.INSTANT, W("البداية", "début", "starts"), required=True, public=True),
        Field("ends_at", Type.INSTANT, W("النهاية", "fin", "ends"), required=True, public=True),
        Field("zone", Type.CODE, W("المنطقة الزمنية", "fuseau horaire", "time zone"), required=True, public=True, codes="zones"),
        Field("interpreted", Type.CODES, W("لغات الترجمة الفورية", "langues interprétées", "interpreted languages"), public=True, codes="languages"),
    )),
)  # fmt: skip
AGENDA = (Section(W("جدول الأعمال", "Ordre du jour", "Agenda"), (
    SESSION,
    Field("points", Type.GROUP, W("النقط بكل لغة، بترتيبها", "points dans chaque langue, dans l’ordre", "points in each language, in their order"), required=True, least=1, most=60, fields=(
        TEXT_LANGUAGE,
        Field("number", Type.NUMBER, W("رقم النقطة", "numéro du point", "number of the point"), required=True, least=1, most=30),
        Field("title", Type.LINE, W("النقطة", "point", "point"), required=True, least=3, most=300, wide=True),
        Field("minutes", Type.NUMBER, W("المدة بالدقائق", "durée en minutes", "minutes"), least=5, most=600),
    )),
    Field("written_in", Type.CODES, W("اللغات المحررة", "langues rédigées", "languages written"), public=True, codes="languages",
          derived=lambda body: bilingual.written_in(body, "points", "title")),
    Field("one_order", Type.FLAG, W("ترتيب واحد بكل اللغات", "même ordre dans chaque langue", "one order in every language"), public=True, derived=_order),
    BASE,
)),)  # fmt: skip
DELEGATION = (Section(W("الوفد", "Délégation", "Delegation"), (
    SESSION,
    Field("members", Type.GROUP, W("الأعضاء حسب ترتيب الأسبقية", "membres, par ordre de préséance", "members, in order of precedence"), required=True, least=1, most=40, fields=(
        Field("role", Type.CODE, W("الصفة", "qualité", "as"), required=True, codes="delegation-roles", default="member"),
        Field("name", Type.NAME, W("الاسم بالحروف اللاتينية", "NOM Prénom", "name in Latin letters"), required=True, most=120, script="Latn"),
        Field("name_ar", Type.NAME, W("الاسم بالعربية", "nom en arabe", "name in Arabic"), most=120, script="Arab"),
        Field("office", Type.LINE, W("المنصب", "fonction", "office"), required=True, most=200),
    ), help=W("دون معطيات صحية أو غذائية أو صور", "ni données de santé, ni régime alimentaire, ni photographie", "no health, no diet, no photograph")),
    Field("people", Type.NUMBER, W("عدد الأعضاء", "nombre de membres", "number of members"), public=True, derived=lambda body: len(rows_of(body.get("members")))),
    Field("arrives_on", Type.DAY, W("الوصول", "arrivée", "arrives"), public=True),
    Field("leaves_on", Type.DAY, W("المغادرة", "départ", "leaves"), public=True),
)),)  # fmt: skip
CHANGED_DELEGATION = tuple(Section(each.words, tuple(field for field in each.fields if field is not SESSION)) for each in DELEGATION)  # fmt: skip
MINUTES = (Section(W("المحضر", "Procès-verbal", "Minutes"), (
    SESSION,
    Field("texts", Type.GROUP, W("النص بكل لغة", "texte dans chaque langue", "text in each language"), required=True, least=1, most=6, fields=(
        TEXT_LANGUAGE,
        Field("text", Type.PROSE, W("النص", "texte", "text"), required=True, least=20, most=20_000, wide=True),
    )),
    Field("written_in", Type.CODES, W("اللغات المحررة", "langues rédigées", "languages written"), public=True, codes="languages", derived=bilingual.written_in),
    Field("hash", Type.FINGERPRINT, W("بصمة النصوص", "empreinte des textes", "hash of the texts"), public=True, derived=_hash),
    BASE,
)),)  # fmt: skip
DECISION = (Section(W("القرار", "Décision", "Decision"), (
    SESSION,
    *in_two("text", W("نص القرار", "texte", "text"), least=10, most=600),
    Field("owner", Type.AUTHORITY, W("الطرف المكلف", "partie responsable", "party in charge"), required=True, public=True),
    Field("due_on", Type.DAY, W("الأجل", "échéance", "due"), required=True, public=True),
    Field("action", Type.ENTRY, W("إجراء المخطط المعني", "action du plan concernée", "action of the plan concerned"), public=True,
          of=("propose-action",), in_kind="plan", beside=True),
)),)  # fmt: skip
DONE = (Section(W("التنفيذ", "Exécution", "Done"), (
    Field("evidence", Type.PROSE, W("ما أُنجز وما يثبته", "ce qui a été fait, et ce qui l’établit", "what was done, and what shows it"), required=True, least=10, most=2000),
)),)  # fmt: skip
REASON = (Section(W("التعليل", "Motif", "Reason"), (
    Field("reason", Type.PROSE, W("السبب", "motif", "reason"), required=True, least=10, most=2000),
)),)  # fmt: skip


# What an empty form begins with


def given_agenda(state: State, _: str, bodies: Bodies) -> Mapping[str, Any]:
    """What was left open: the decisions before, then each topic; in every language, in one order."""
    languages, topics = codes_of(state.opening, "languages"), open_topics(state)
    first = [FOLLOW_UP] if open_decisions(state) else []
    titles = [*first, *(_titles(topic, bodies) for topic in topics)]
    return {
        "points": [
            {"language": language, "number": number, "title": title.get(language, "")}
            for language in languages
            for number, title in enumerate(titles, start=1)
        ]
    }


def given_minutes(state: State, _: str, __: Bodies) -> Mapping[str, Any]:
    return {"texts": [{"language": language} for language in codes_of(state.opening, "languages")]}


def _titles(item: Item, bodies: Bodies) -> dict[str, str]:
    body = bodies.get(item.key, {})
    return {language: str(body.get(f"title_{language}") or "") for language in bilingual.LANGUAGES}


# What is checked beyond the fields


def check_session(saying: Saying) -> Iterable[Problem]:
    starts, ends = instant(saying.says.get("starts_at")), instant(saying.says.get("ends_at"))
    host, state = saying.says.get("host"), saying.state
    if starts and ends and ends <= starts:
        yield Problem("rules.ends-before-it-begins", ("ends_at",))
    if state is None:
        return
    if host and host not in state.parties:
        yield Problem("rules.not-a-party", ("host",))
    before = in_order(item for item in state.items("session").values() if item.stage != "declined")
    last = before[-1] if before else None
    turns = state.opening.says.get("hosting") == "alternating" and saying.says.get("sort") != "video"
    if turns and host and last and last.stage != "cancelled" and last.entries[0].says.get("host") == host:
        yield Problem("meetings.same-host-twice", ("host",), soft=True)


def _named(saying: Saying) -> Item | None:
    return saying.state.item("session", str(saying.says.get("session") or "")) if saying.state else None


def check_agenda(saying: Saying) -> Iterable[Problem]:
    """Of a meeting that is to come; in each language, and in one order, or it cannot be settled."""
    session = _named(saying)
    if session and session.stage not in COMING:
        yield Problem("meetings.not-to-come", ("session",))
    if saying.state and saying.body.get("points"):
        yield from _doubts(saying.state, bilingual.written_in(saying.body, "points", "title"), "points")
        if not _order(saying.body):
            yield Problem("meetings.order-differs", ("points",), soft=True)


def _doubts(state: State, written: tuple[str, ...], name: str) -> Iterable[Problem]:
    """A draft may stand in one language for a while, and is sent on to be completed."""
    if set(written) < set(codes_of(state.opening, "languages")):
        yield Problem("meetings.one-language-missing", (name,), soft=True)


def check_minutes(saying: Saying) -> Iterable[Problem]:
    session = _named(saying)
    if session and session.stage in COMING:
        yield Problem("meetings.not-held", ("session",))
    if saying.state and saying.body.get("texts"):
        written = bilingual.written_in(saying.body)
        yield from _doubts(saying.state, written, "texts")
        if len(rows_of(saying.body["texts"])) > len(written):
            yield Problem("meetings.language-twice", ("texts",))


def check_begun(saying: Saying) -> Iterable[Problem]:
    """Nothing is said to have been held, or decided, before it began."""
    key = saying.item or str(saying.says.get("session") or "")
    session = saying.state.item("session", key) if saying.state else None
    begins = begins_at(session) if session else None
    if begins is not None and saying.now < begins:
        yield Problem("meetings.not-begun", ("session",) if saying.says.get("session") else ())


def check_delegation(saying: Saying) -> Iterable[Problem]:
    heads = [row for row in rows_of(saying.body.get("members")) if row.get("role") == "head"]
    if saying.body.get("members") and len(heads) != 1:
        yield Problem("meetings.two-heads" if heads else "meetings.no-head", ("members",))
    arrives, leaves = (str(saying.says.get(name) or "") for name in ("arrives_on", "leaves_on"))
    if arrives and leaves and leaves < arrives:
        yield Problem("rules.ends-before-it-begins", ("leaves_on",))
    others = saying.state.items("delegation").values() if saying.state and not saying.item else ()
    session = saying.says.get("session")
    if session and any(
        each.holder == saying.author and each.entries[0].says.get("session") == session for each in others
    ):
        yield Problem("meetings.delegation-named-already", ("session",))


def check_decision(saying: Saying) -> Iterable[Problem]:
    owner, due = saying.says.get("owner"), str(saying.says.get("due_on") or "")
    if saying.state and owner and owner not in saying.state.parties:
        yield Problem("rules.not-a-party", ("owner",))
    if has_come(due, saying):
        yield Problem("rules.in-the-past", ("due_on",))


def check_close(saying: Saying) -> Iterable[Problem]:
    """What was decided is not buried with the series."""
    left = unfinished(saying.state) if saying.state else []
    if left:
        yield Problem("meetings.decisions-open", facts={"number": str(len(left))})
