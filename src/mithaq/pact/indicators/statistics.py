"""Statistics: what a contact point must count of every field, whatever its kind.

What was asked and by whom, what was answered, what was refused and on which ground, what was done in its time and whose
time was extended. They are entered for every field (`kind` ""); what asks, what answers and what refuses each kind says
itself (`Kind.requests`, `Kind.answers`, `Kind.refuses`). Help that is offered unasked is no request, and accepting it no
answer; and in many fields nobody asks anybody: what is proposed to all is adopted by all, or it is not. They name
nobody, and both sides count the same.

Source: Directive (EU) 2023/977, article 18(2) (L41): requests sent; received and answered, by urgency and by state; refused, by
state and by ground; deviations from the deadlines, by state.
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, How, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules.assisting import ASK, WAY
from mithaq.pact.rules.clocks import Owed
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

EVERY_FIELD = ""
URGENT = "urgent"  # seen about what is; nothing about the rest
NOT_URGENT = ("", "normal")


def sent(case: Case) -> Iterator[Seen]:
    """The opening, once for each authority it went to."""
    opening = case.state.opening
    for party in _others(case.state, opening.author):
        yield Seen(opening.author, opening.at, toward=party, about=_urgency(case.state))


def asked(case: Case) -> Iterator[Seen]:
    """Each request, once for each authority it went to."""
    state, requests = case.state, case.state.kind.requests
    made = [state.opening] if state.opening.step in requests else []
    made += [item.entries[0] for _, item in state.created(requests) if not item.entries[0].opens]
    for entry in filter(_is_request, made):
        for party in _others(state, entry.author):
            yield Seen(entry.author, entry.at, toward=party, about=_urgency(state))


def answered(case: Case) -> Iterator[Seen]:
    """The first answer of each authority on each item."""
    for asks, entry in _first(case.state, case.state.kind.answers):
        yield Seen(entry.author, entry.at, toward=asks, about=_urgency(case.state))


def refused(case: Case) -> Iterator[Seen]:
    """The first refusal of each authority on each item, by its ground."""
    kind = case.state.kind
    for asks, entry in _first(case.state, kind.refuses.keys() - kind.answers):
        for ground in _grounds(entry, kind.refuses[entry.step])[:1]:
            yield Seen(entry.author, entry.at, toward=asks, about=ground)


def refused_in_part(case: Case) -> Iterator[Seen]:
    """What an answer leaves out on a ground, each ground once."""
    kind = case.state.kind
    for asks, entry in _first(case.state, kind.answers & kind.refuses.keys()):
        for ground in _grounds(entry, kind.refuses[entry.step]):
            if ground:
                yield Seen(entry.author, entry.at, toward=asks, about=ground)


def in_time(case: Case) -> Iterator[Seen]:
    """What was owed within a time: 1 if it was done before the time was over, 0 from when it was over."""
    for owed in case.owed:
        if owed.moot or owed.from_at is None:
            continue
        if owed.due_at is None:
            if owed.paused_at is None:
                yield Seen(owed.by, owed.from_at, None, _toward(case.state, owed), owed.duty)
            continue
        met = owed.done_at is not None and owed.done_at <= owed.due_at
        at = min(owed.done_at or owed.due_at, owed.due_at)
        yield Seen(owed.by, at, float(met), _toward(case.state, owed), owed.duty)


def extended(case: Case) -> Iterator[Seen]:
    """What was given more time, as a judge's leave asks: counted when it was first due or done."""
    for owed in case.owed:
        if owed.extended and owed.from_at is not None:
            yield Seen(owed.by, owed.from_at, toward=_toward(case.state, owed), about=owed.duty)


def ended(case: Case) -> Iterator[Seen]:
    """The matter, when the last of its steps was taken, for whoever opened it."""
    state = case.state
    if state.kind.place(state.stage).final:
        at = max((entry.at for items in state.tracks.values() for item in items.values() for entry in item.entries), default=state.opening.at)  # fmt: skip
        yield Seen(state.opener, at)


def _first(state: State, steps: frozenset[str] | set[str]) -> Iterator[tuple[str, Entry]]:
    """Of every item in which somebody was asked, who asked, and the first entry of each other that took one of these
    steps.
    """
    if not steps:
        return
    for items in state.tracks.values():
        for item in items.values():
            asks = _asker(state, item)
            told = {asks}
            for entry in item.entries:
                if asks and entry.step in steps and entry.author not in told:
                    told.add(entry.author)
                    yield asks, entry


def _asker(state: State, item: Item) -> str:
    """Who asked for what the steps of an item answer: by what created it, or by the opening; "" if nobody did."""
    asks = item.entries[0] if item.created_by in state.kind.requests else state.opening
    return asks.author if asks.step in state.kind.requests and _is_request(asks) else ""


def _is_request(entry: Entry) -> bool:
    """Whether it asks for something: help may be offered as well."""
    return entry.says.get(WAY.name, ASK) == ASK


def _grounds(entry: Entry, field: str) -> tuple[str, ...]:
    stated = entry.says.get(field, "")
    listed = stated if isinstance(stated, tuple) else (stated,)
    return tuple(each if isinstance(each, str) else "" for each in listed) or ("",)


def _toward(state: State, owed: Owed) -> str:
    """Who waits for what is owed: the opener, where it does not owe it itself."""
    others = _others(state, owed.by)
    return next((party for party in (state.opener, *others) if party in others), "")


def _others(state: State, party: str) -> tuple[str, ...]:
    return tuple(each for each in state.parties if each != party)


def _urgency(state: State) -> str:
    is_urgent = state.kind.urgent or state.opening.says.get("urgency", "") not in NOT_URGENT
    return URGENT if is_urgent else ""


SENT = enter(Indicator(
    "sent", EVERY_FIELD, Unit.NUMBER,
    W("ملفات تم توجيهها", "affaires adressées", "matters sent"),
    W("عدد الملفات المفتوحة × عدد الأطراف الموجهة إليها", "affaires ouvertes × parties destinataires", "matters opened × parties they were sent to"),
    W("ما فُتح في الفترة، حسب الطرف الذي فتحه", "ce qui a été ouvert dans la période, par partie qui l’a ouvert", "what was opened in the period, by who opened it"),
    W("لا شيء", "rien", "nothing"),
    Gathered(sent, How.SUM),
))  # fmt: skip
ASKED = enter(Indicator(
    "asked", EVERY_FIELD, Unit.NUMBER,
    W("طلبات موجهة", "demandes adressées", "requests made"),
    W("عدد الطلبات × عدد الأطراف الموجهة إليها", "demandes × parties destinataires", "requests × parties they went to"),
    W("ما طُلب في الفترة، حسب الطرف الطالب", "ce qui est demandé dans la période, par partie qui demande", "what was asked in the period, by who asked"),
    W("ما عُرض دون طلب، وما لا طلب فيه في هذا الميدان", "ce qui est offert sans demande, et ce qui n’est pas une demande dans ce domaine", "what was offered unasked, and what is no request in this field"),
    Gathered(asked, How.SUM),
))  # fmt: skip
ANSWERED = enter(Indicator(
    "answered", EVERY_FIELD, Unit.NUMBER,
    W("ما تم الجواب عنه", "réponses données", "answered"),
    W("عدد الأجوبة الأولى لكل طرف", "premières réponses de chaque partie", "first answers of each side"),
    W("أول جواب في كل ملف أو جزء منه، حسب الطرف المجيب", "la première réponse sur chaque affaire ou partie d’affaire, par partie qui répond", "the first answer on each matter or part of one, by who answers"),
    W("الأجوبة الجزئية التي تليها أجوبة، وما لا جواب فيه في هذا الميدان", "les réponses partielles, et ce qui n’appelle pas de réponse dans ce domaine", "answers in part, and what asks for no answer in this field"),
    Gathered(answered, How.SUM),
))  # fmt: skip
REFUSED = enter(Indicator(
    "refused", EVERY_FIELD, Unit.NUMBER,
    W("حالات الرفض", "refus", "refused"),
    W("عدد حالات الرفض الكلي", "refus de l’ensemble", "refusals of the whole"),
    W("أول رفض لكل طرف، حسب سببه", "le premier refus de chaque partie, par motif", "the first refusal of each side, by its ground"),
    W("الرفض الجزئي، ويُحصى على حدة", "les refus partiels, comptés à part", "refusals in part, which are counted apart"),
    Gathered(refused, How.SUM),
))  # fmt: skip
REFUSED_IN_PART = enter(Indicator(
    "refused-in-part", EVERY_FIELD, Unit.NUMBER,
    W("حالات الرفض الجزئي", "refus partiels", "refused in part"),
    W("عدد الأسباب المذكورة في الأجوبة", "motifs énoncés dans les réponses", "grounds stated in answers"),
    W("كل سبب في كل جواب مرة واحدة", "chaque motif une fois par réponse", "each ground once an answer"),
    W("الرفض الكلي", "les refus de l’ensemble", "refusals of the whole"),
    Gathered(refused_in_part, How.SUM),
))  # fmt: skip
IN_TIME = enter(Indicator(
    "in-time", EVERY_FIELD, Unit.PERCENT,
    W("ما أُنجز داخل الأجل", "fait dans les délais", "done in time"),
    W("ما أُنجز داخل أجله ÷ ما انقضى أجله أو أُنجز", "fait avant l’échéance ÷ échu ou fait", "done before it was due ÷ due or done"),
    W("كل ما كان على كل طرف، محسوبا بساعته", "tout ce que chaque partie devait, à son horloge", "everything each side owed, on its own clock"),
    W("ما لم يحدد له الاتفاق أجلا؛ ولا يُحصى ما توقف أجله أو لم يعد واجبا", "ce pour quoi l’accord ne fixe pas de délai ; ce qui est suspendu ou n’est plus dû n’est pas compté", "what the agreement sets no time for; what stands still or is no longer owed is not counted"),
    Gathered(in_time, How.SHARE),
))  # fmt: skip
EXTENDED = enter(Indicator(
    "extended", EVERY_FIELD, Unit.NUMBER,
    W("ما مُدد أجله", "délais prolongés", "deadlines extended"),
    W("عدد الآجال الممددة بسبب معلن", "délais prolongés pour un motif annoncé", "deadlines extended for a reason that was told"),
    W("ما بدأ سريانه في الفترة، حسب الطرف الملزم به", "ce dont le délai a commencé dans la période, par partie débitrice", "what began to run in the period, by who owes it"),
    W("لا شيء", "rien", "nothing"),
    Gathered(extended, How.SUM),
))  # fmt: skip
ENDED = enter(Indicator(
    "ended", EVERY_FIELD, Unit.NUMBER,
    W("ملفات منتهية", "affaires terminées", "matters ended"),
    W("عدد الملفات التي لم يعد يُنتظر فيها شيء", "affaires où plus rien n’est attendu", "matters in which nothing more is expected"),
    W("ما اتُّخذت آخر خطوة فيه في الفترة، حسب الطرف الذي فتحه", "ce dont le dernier acte est dans la période, par partie qui l’a ouvert", "whose last step lies in the period, by who opened it"),
    W("ما لا يزال جاريا", "ce qui est encore en cours", "what is still running"),
    Gathered(ended, How.SUM),
))  # fmt: skip
