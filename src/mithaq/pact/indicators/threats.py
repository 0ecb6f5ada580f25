"""What warnings add up to: acknowledged in time or not, their outcome, how soon help came, lessons acted on, rights
reviewed.

Functions of standings and of the receipts both sides hold. A share is (part, whole); None while there is
nothing to measure. A false alarm is a lesson and never a target: who is judged by it stops warning.

Source: domain model of counter-terrorism support (its KPI).
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from statistics import median

from mithaq.pact.indicators.gathered import Gathered, How, Seen, hours
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules.assisting import ACCEPT, DELIVER
from mithaq.pact.rules.clocks import Owed, Receipts
from mithaq.pact.rules.state import State
from mithaq.pact.rules.threat_reviews import REVIEW
from mithaq.pact.rules.threats import is_life
from mithaq.pact.rules.words import W

KIND = "threat"
IN_TIME = timedelta(minutes=30)
Share = tuple[int, int]


def acknowledged_in_time(
    states: Iterable[State], receipts: Receipts, within: timedelta = IN_TIME
) -> Share | None:
    """Warnings of danger to life acknowledged in time ÷ those received. Units: receptions."""
    took: list[timedelta | None] = []
    for state in states:
        if is_life(state.opening.says):
            for party, item in state.items("reception").items():
                received_at = receipts.get((state.opening.id, party))
                if received_at is not None:
                    done = item.latest("acknowledge")
                    took.append(done.at - received_at if done else None)
    return (sum(each is not None and each <= within for each in took), len(took)) if took else None


def false_alarms(states: Iterable[State]) -> Share | None:
    """Warnings said to have been false alarms ÷ those whose outcome was stated. Units: receptions."""
    said = [
        entry.says.get("outcome")
        for state in states
        for item in state.items("reception").values()
        if (entry := item.latest("report-action"))
    ]
    return (said.count("false-alarm"), len(said)) if said else None


def support_after(states: Iterable[State]) -> timedelta | None:
    """The median of how long it took from a support's acceptance to its being there."""
    took = [
        (delivered.at - accepted.at).total_seconds()
        for state in states
        for item in state.items("support").values()
        if (accepted := item.latest(ACCEPT)) and (delivered := item.latest(DELIVER))
    ]
    return timedelta(seconds=median(took)) if took else None


def lessons(states: Iterable[State]) -> Share | None:
    """Lessons acted on ÷ lessons recorded."""
    stages = [item.stage for state in states for item in state.items("lesson").values()]
    return (stages.count("learnt"), len(stages)) if stages else None


def unlawful_origins(states: Iterable[State]) -> int:
    """How often the information was suspected of unlawful origin. Units: receptions."""
    grounds = (
        entry.says.get("ground")
        for state in states
        for item in state.items("reception").values()
        for entry in item.all("report-no-action")
    )
    return sum(ground == "unlawful-origin" for ground in grounds)


# Over a period, one warning at a time


def acknowledged(case: Case) -> Iterator[Seen]:
    """Receptions of warnings of danger to life, and whether they were acknowledged before their time was over."""
    if is_life(case.state.opening.says):
        yield from _in_time(each for each in case.owed if each.duty == "acknowledge")


def _in_time(every: Iterable[Owed]) -> Iterator[Seen]:
    """What was owed and had begun, and whether it was done before its time was over: by who owed it."""
    for owed in every:
        if owed.from_at is not None:
            met = owed.done_at is not None and owed.due_at is not None and owed.done_at <= owed.due_at
            at = owed.from_at if met or owed.due_at is None else owed.due_at
            yield Seen(owed.by, at, float(met) if owed.due_at is not None else None)


def false(case: Case) -> Iterator[Seen]:
    """Outcomes that were stated, and whether they were false alarms: of who warned."""
    for item in case.state.items("reception").values():
        if told := item.latest("report-action"):
            yield Seen(case.state.opener, told.at, float(told.says.get("outcome") == "false-alarm"))


def helped(case: Case) -> Iterator[Seen]:
    """Hours from a support's acceptance to its being there, by who helps."""
    for item in case.state.items("support").values():
        accepted, delivered = item.latest(ACCEPT), item.latest(DELIVER)
        if accepted and delivered:
            yield Seen(delivered.author, delivered.at, hours(delivered.at - accepted.at))


def learnt(case: Case) -> Iterator[Seen]:
    """Lessons, and whether they were acted on, by who drew them."""
    for item in case.state.items("lesson").values():
        yield Seen(item.creator, item.entries[0].at, float(item.stage == "learnt"))


def seen_to(case: Case) -> Iterator[Seen]:
    """Lines of a crisis, and whether each was seen to before its hour was over: by whose line it is."""
    yield from _in_time(each for each in case.owed if each.duty.startswith("crisis-") and not each.moot)


def reviewed(case: Case) -> Iterator[Seen]:
    """Reviews of rights that were drawn, and whether they were done before their time was over."""
    yield from _in_time(each for each in case.owed if each.duty == "rights-review")


def referred(case: Case) -> Iterator[Seen]:
    """Reviews of rights that referred what they found, by who reviewed."""
    for item in case.state.items("rights").values():
        yield from (
            Seen(entry.author, entry.at) for entry in item.all(REVIEW) if entry.says.get("referred") is True
        )


measure = Gathered(acknowledged)
INDICATORS = tuple(map(enter, (
    Indicator(
        "threat-acknowledged", KIND, Unit.PERCENT,
        W("الإشعار بالتوصل داخل الأجل", "accusés de réception à temps", "acknowledged in time"),
        W("إنذارات بخطر على الحياة أُشعر بالتوصل بها داخل الأجل ÷ ما تم التوصل به", "alertes de danger pour la vie dont la réception a été accusée à temps ÷ alertes reçues", "warnings of danger to life acknowledged in time ÷ warnings received"),
        W("كل طرف تم إنذاره، عن كل إنذار، ولو كان التعاون معلقا", "chaque partie alertée, pour chaque alerte, même si la coopération est suspendue", "each side that was warned, for each warning, also while cooperation is suspended"),
        W("ما لا أجل له في الاتفاق", "ce pour quoi l’accord ne fixe aucun délai", "what the agreement sets no time for"),
        measure,
    ),
    Indicator(
        "threat-false-alarms", KIND, Unit.PERCENT,
        W("إنذارات كاذبة", "fausses alertes", "false alarms"),
        W("المآلات المصرح فيها بإنذار كاذب ÷ المآلات المصرح بها", "issues de fausse alerte ÷ issues déclarées", "outcomes said to be false alarms ÷ outcomes stated"),
        W("للتعلم لا كهدف؛ حسب الطرف المنذر", "pour apprendre, jamais comme cible ; par partie qui alerte", "a lesson, never a target; by who warned"),
        W("ما لم يُصرح بمآله", "ce dont l’issue n’est pas déclarée", "what has no outcome stated"),
        Gathered(false),
    ),
    Indicator(
        "threat-support", KIND, Unit.HOURS,
        W("مدة وصول الدعم", "délai d’arrivée de l’appui", "time until support was there"),
        W("وسيط المدة بين قبول الدعم ووصوله", "médiane entre l’acceptation de l’appui et son arrivée", "median from a support’s acceptance to its being there"),
        W("ما وصل في الفترة، حسب الطرف الداعم", "les appuis arrivés dans la période, par partie qui aide", "supports that arrived in the period, by who helps"),
        W("ما لم يصل", "ceux qui ne sont pas arrivés", "what has not arrived"),
        Gathered(helped, How.MEDIAN),
    ),
    Indicator(
        "threat-lessons", KIND, Unit.PERCENT,
        W("دروس تم الأخذ بها", "enseignements mis en œuvre", "lessons acted on"),
        W("دروس تم الأخذ بها ÷ دروس مسجلة", "enseignements mis en œuvre ÷ tirés", "lessons acted on ÷ recorded"),
        W("دروس الفترة، حسب الطرف الذي سجلها", "les enseignements de la période, par partie qui les a tirés", "lessons of the period, by who drew them"),
        W("لا شيء", "rien", "nothing"),
        Gathered(learnt),
    ),
    Indicator(
        "threat-crisis-lines", KIND, Unit.PERCENT,
        W("نقط الأزمة المنجزة في ساعتها", "points de crise traités à l’heure", "crisis lines seen to in their hour"),
        W("نقط القائمة المثبتة أو غير المنطبقة داخل الأجل ÷ نقط القوائم", "points cochés ou dits sans objet à temps ÷ points des listes", "lines ticked, or said not to apply, in time ÷ lines of the lists"),
        W("نقط كل طرف في كل أزمة معلنة", "les points de chaque partie, pour chaque crise déclarée", "the lines of each side, for each crisis declared"),
        W("ما لا أجل له في الاتفاق، وما أُغلق قبل إنجازه", "ceux pour lesquels l’accord ne fixe aucun délai, ou clos avant d’être traités", "what the agreement sets no time for, or what was over before it was seen to"),
        Gathered(seen_to),
    ),
    Indicator(
        "threat-rights-reviewed", KIND, Unit.PERCENT,
        W("مراجعات الحقوق بالعينة", "contrôles des droits par sondage", "reviews of rights by sample"),
        W("مراجعات تمت داخل الأجل ÷ مراجعات أفرزتها القرعة", "contrôles effectués à temps ÷ contrôles tirés au sort", "reviews done in time ÷ reviews drawn"),
        W("كل طرف عن كل إنذار منتهٍ أفرزته القرعة", "chaque partie, pour chaque alerte terminée tirée au sort", "each side, for each warning that is over and was drawn"),
        W("ما لا أجل له في الاتفاق", "ce pour quoi l’accord ne fixe aucun délai", "what the agreement sets no time for"),
        Gathered(reviewed),
    ),
    Indicator(
        "threat-rights-referred", KIND, Unit.NUMBER,
        W("إحالات متعلقة بالحقوق", "transmissions au titre des droits", "rights referrals"),
        W("مجموع المراجعات المحالة على الجهة المختصة", "total des contrôles transmis à l’autorité compétente", "sum of reviews referred to the competent authority"),
        W("مراجعات الفترة، حسب الطرف المراجع", "les contrôles de la période, par partie qui contrôle", "reviews of the period, by who reviewed"),
        W("لا شيء", "rien", "nothing"),
        Gathered(referred, How.SUM),
    ),
)))  # fmt: skip
