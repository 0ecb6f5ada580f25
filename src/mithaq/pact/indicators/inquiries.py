"""What information requests add up to: how soon they are answered, how well they are asked, what they were worth.

Source: information exchange (domain file M7), its key figures; whether answers came in time is counted for every field
(`statistics`).
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, How, Seen, hours
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.indicators.statistics import NOT_URGENT
from mithaq.pact.rules.state import Item
from mithaq.pact.rules.words import W

KIND = "inquiry"
DECIDES = ("answer", "refuse")


def took(case: Case) -> Iterator[Seen]:
    """How long each answer took on the clock of who answers, what stood still left out; nothing while it is owed."""
    for owed in case.owed:
        duration = owed.took() if owed.duty == "answer" else None
        if owed.done_at is not None:
            yield Seen(owed.by, owed.done_at, hours(duration) if duration is not None else None)


def first_time_right(case: Case) -> Iterator[Seen]:
    """Requests answered without a question asked back: a figure of who asked."""
    for item in _asked(case):
        if decided := item.latest(*DECIDES):
            yield Seen(case.state.opener, decided.at, float(not item.all("ask-clarification")))


def refusals(case: Case) -> Iterator[Seen]:
    """What was refused, of what was answered or refused."""
    for item in _asked(case):
        if decided := item.latest(*DECIDES):
            yield Seen(item.holder, decided.at, float(decided.step == "refuse"))


def fed_back(case: Case) -> Iterator[Seen]:
    """Answers of which who asked has said what came of them."""
    for item in _asked(case):
        if answered := item.latest("answer"):
            yield Seen(case.state.opener, answered.at, float(item.latest("feed-back") is not None))


def usefulness(case: Case) -> Iterator[Seen]:
    """How useful who asked found an answer, 1 to 5: a figure of who answered."""
    for item in _asked(case):
        told = item.latest("feed-back")
        stated = str(told.says.get("usefulness", "")) if told else ""
        if told:
            yield Seen(item.holder, told.at, float(stated) if stated in {"1", "2", "3", "4", "5"} else None)


def urgent(case: Case) -> Iterator[Seen]:
    """Requests that are called urgent, of all that were made."""
    opening = case.state.opening
    yield Seen(opening.author, opening.at, float(opening.says.get("urgency", "") not in NOT_URGENT))


def made(case: Case) -> Iterator[Seen]:
    """The request, for who made it."""
    yield Seen(case.state.opener, case.state.opening.at)


def _asked(case: Case) -> Iterator[Item]:
    yield from case.state.items("answer").values()


INDICATORS = tuple(map(enter, (
    Indicator(
        "inquiry-hours", KIND, Unit.HOURS,
        W("مدة الجواب", "délai de réponse", "time to answer"),
        W("وسيط المدة بين التوصل والجواب، دون ما توقف فيه الأجل", "médiane entre réception et réponse, hors temps suspendu", "median from receipt to answer, what stood still left out"),
        W("الأجوبة وحالات الرفض في الفترة، حسب الطرف المجيب", "les réponses et refus de la période, par partie qui répond", "answers and refusals in the period, by who answers"),
        W("ما لا إشعار بالتوصل به", "ce dont la réception n’est pas attestée", "what there is no receipt of"),
        Gathered(took, How.MEDIAN),
    ),
    Indicator(
        "inquiry-first-time-right", KIND, Unit.PERCENT,
        W("طلبات مكتملة من أول مرة", "demandes complètes dès l’envoi", "complete the first time"),
        W("طلبات لم تتطلب توضيحا ÷ ما أُجيب عنه أو رُفض", "demandes sans précision demandée ÷ répondues ou refusées", "requests without a question asked back ÷ answered or refused"),
        W("ما تم البت فيه في الفترة، حسب الطرف الطالب", "ce qui est tranché dans la période, par partie qui demande", "what was decided in the period, by who asked"),
        W("ما لم يُبت فيه بعد", "ce qui n’est pas encore tranché", "what is not decided yet"),
        Gathered(first_time_right),
    ),
    Indicator(
        "inquiry-refusals", KIND, Unit.PERCENT,
        W("نسبة الرفض", "taux de refus", "rate of refusal"),
        W("ما رُفض ÷ ما أُجيب عنه أو رُفض", "refusées ÷ répondues ou refusées", "refused ÷ answered or refused"),
        W("ما تم البت فيه في الفترة، حسب الطرف المجيب", "ce qui est tranché dans la période, par partie qui répond", "what was decided in the period, by who answers"),
        W("ما لم يُبت فيه بعد", "ce qui n’est pas encore tranché", "what is not decided yet"),
        Gathered(refusals),
    ),
    Indicator(
        "inquiry-feedback", KIND, Unit.PERCENT,
        W("الإفادة بالنتيجة", "retours donnés", "outcomes reported"),
        W("أجوبة أُفيد بنتيجتها ÷ الأجوبة", "réponses ayant reçu un retour ÷ réponses", "answers whose outcome was reported ÷ answers"),
        W("أجوبة الفترة، حسب الطرف الطالب الذي يفيد", "les réponses de la période, par partie qui a demandé", "answers of the period, by who asked"),
        W("ما رُفض", "ce qui a été refusé", "what was refused"),
        Gathered(fed_back),
    ),
    Indicator(
        "inquiry-usefulness", KIND, Unit.NUMBER,
        W("فائدة الأجوبة، من 1 إلى 5", "utilité des réponses, de 1 à 5", "usefulness of answers, 1 to 5"),
        W("متوسط تقدير الطرف الطالب", "moyenne de l’appréciation du demandeur", "mean of what who asked thought of them"),
        W("الإفادات في الفترة، حسب الطرف المجيب", "les retours de la période, par partie qui a répondu", "outcomes reported in the period, by who answered"),
        W("إفادات بلا تقدير", "les retours sans appréciation", "outcomes without a rating"),
        Gathered(usefulness, How.MEAN),
    ),
    Indicator(
        "inquiry-urgent", KIND, Unit.PERCENT,
        W("نسبة المستعجل", "part d’urgences", "share called urgent"),
        W("طلبات مستعجلة أو بخطر على الحياة ÷ جميع الطلبات", "demandes urgentes ou vitales ÷ toutes", "urgent or danger to life ÷ all requests"),
        W("طلبات الفترة، حسب الطرف الطالب", "les demandes de la période, par partie qui demande", "requests of the period, by who asked"),
        W("لا شيء", "rien", "nothing"),
        Gathered(urgent),
    ),
    Indicator(
        "inquiry-reciprocity", KIND, Unit.PERCENT,
        W("المعاملة بالمثل", "réciprocité", "reciprocity"),
        W("أقل عدد طلبات لدى طرف ÷ أكبر عدد", "plus petit nombre de demandes d’une partie ÷ plus grand", "the fewest requests of a side ÷ the most"),
        W("طلبات الفترة، حسب الطرف الطالب", "les demandes de la période, par partie qui demande", "requests of the period, by who asked"),
        W("لا شيء", "rien", "nothing"),
        Gathered(made, How.EVEN), unit_by=Unit.NUMBER,
    ),
)))  # fmt: skip
