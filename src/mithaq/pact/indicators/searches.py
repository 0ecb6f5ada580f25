"""What wanted notes add up to over a period: acknowledged, complete, declined, stopped, surrendered.

Arrests and surrenders are reported and never targeted. Each sees one note at a time; the measures of a whole list stand
in `wanted`.

Source: wanted persons (domain file M5), its key figures.
"""

from collections.abc import Iterator
from datetime import timedelta

from mithaq.pact.indicators import wanted
from mithaq.pact.indicators.gathered import Gathered, How, Seen, hours
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules.fields import instant
from mithaq.pact.rules.state import Item
from mithaq.pact.rules.words import W

KIND = "wanted"
DECIDES = ("accept-search", "decline-search")
COHORT = timedelta(days=365)


def acknowledged(case: Case) -> Iterator[Seen]:
    """How long each authority took to acknowledge a note, on its own clock."""
    for owed in case.owed:
        duration = owed.took() if owed.duty == "acknowledge" else None
        if duration is not None and owed.done_at is not None:
            yield Seen(owed.by, owed.done_at, hours(duration))


def complete(case: Case) -> Iterator[Seen]:
    """Searches taken up without a question asked back, of what was decided: a figure of who issued the note."""
    for item in _searches(case):
        if decided := item.latest(*DECIDES):
            right = decided.step == "accept-search" and not item.all("ask-clarification")
            yield Seen(case.state.opener, decided.at, float(right))


def declined(case: Case) -> Iterator[Seen]:
    for item in _searches(case):
        if decided := item.latest(*DECIDES):
            yield Seen(item.holder, decided.at, float(decided.step == "decline-search"))


def stopped(case: Case) -> Iterator[Seen]:
    """From the end of the reason until each authority had stopped; who cannot say when it ended is left out."""
    note = case.state.item("note")
    cancelled = note.latest("cancel-note") if note else None
    if note and cancelled:
        for entry in note.all("confirm-stopped"):
            latency = wanted.cancel_latency(cancelled, entry)
            yield Seen(entry.author, entry.at, hours(latency) if latency is not None else None)


def surrendered(case: Case) -> Iterator[Seen]:
    """Persons surrendered, of extraditions granted."""
    for item in _searches(case):
        granted = [each for each in item.all("record-decision") if each.says.get("outcome") == "granted"]
        if granted:
            yield Seen(item.holder, granted[-1].at, float(item.stage == "surrendered"))


def found(case: Case) -> Iterator[Seen]:
    """Notes on which somebody was arrested within a year; a note counts once its year is over, or at the arrest."""
    issued_at = case.state.opening.at
    arrests = [
        at
        for item in _searches(case)
        for entry in item.all("report-arrest")
        if (at := instant(entry.says.get("arrested_at"))) is not None and at <= issued_at + COHORT
    ]
    yield Seen(case.state.opener, min(arrests, default=issued_at + COHORT), float(bool(arrests)))


def _searches(case: Case) -> Iterator[Item]:
    yield from case.state.items("search").values()


INDICATORS = tuple(map(enter, (
    Indicator(
        "wanted-acknowledged", KIND, Unit.HOURS,
        W("مدة الإشعار بالتوصل", "délai d’accusé de réception", "time to acknowledge"),
        W("وسيط المدة بين التوصل بالمذكرة والإشعار به", "médiane entre réception de l’avis et accusé", "median from receipt of a note to its acknowledgement"),
        W("ما أُشعر بالتوصل به في الفترة، حسب الطرف الموجه إليه", "les accusés de la période, par partie destinataire", "acknowledgements in the period, by who received the note"),
        W("لا شيء", "rien", "nothing"),
        Gathered(acknowledged, How.MEDIAN),
    ),
    Indicator(
        "wanted-complete", KIND, Unit.PERCENT,
        W("مذكرات مكتملة من أول مرة", "avis complets dès l’envoi", "complete the first time"),
        W("أبحاث قُبلت دون توضيح ÷ ما قُبل أو رُفض", "recherches acceptées sans précision ÷ acceptées ou rejetées", "searches taken up without a question ÷ taken up or declined"),
        W("ما تم البت فيه في الفترة، حسب الطرف المصدر", "ce qui est tranché dans la période, par partie émettrice", "what was decided in the period, by who issued the note"),
        W("ما لم يُبت فيه بعد", "ce qui n’est pas encore tranché", "what is not decided yet"),
        Gathered(complete),
    ),
    Indicator(
        "wanted-declined", KIND, Unit.PERCENT,
        W("أبحاث مرفوضة", "recherches rejetées", "searches declined"),
        W("ما رُفض ÷ ما قُبل أو رُفض", "rejetées ÷ acceptées ou rejetées", "declined ÷ taken up or declined"),
        W("ما تم البت فيه في الفترة، حسب الطرف الموجه إليه", "ce qui est tranché dans la période, par partie requise", "what was decided in the period, by who was asked"),
        W("ما لم يُبت فيه بعد", "ce qui n’est pas encore tranché", "what is not decided yet"),
        Gathered(declined),
    ),
    Indicator(
        "wanted-stopped", KIND, Unit.HOURS,
        W("مدة وقف البحث", "délai de cessation de recherche", "time to stop searching"),
        W("المدة التي لا تتجاوزها 95% من حالات الوقف، منذ زوال السبب", "durée que 95 % des cessations ne dépassent pas, depuis la fin du motif", "what 95% of stops do not exceed, from the end of the reason"),
        W("تأكيدات الوقف في الفترة، حسب الطرف الذي أوقف", "les confirmations de la période, par partie qui a cessé", "confirmations in the period, by who stopped"),
        W("ما لا يُعرف متى زال سببه", "ce dont la date de fin du motif est inconnue", "where it is not known when the reason ended"),
        Gathered(stopped, How.MOST),
    ),
    Indicator(
        "wanted-surrendered", KIND, Unit.PERCENT,
        W("تنفيذ قرارات التسليم", "extraditions accordées exécutées", "granted extraditions carried out"),
        W("من تم تسليمهم ÷ قرارات التسليم الموافق عليها", "personnes remises ÷ extraditions accordées", "persons surrendered ÷ extraditions granted"),
        W("قرارات الموافقة في الفترة، حسب الطرف الذي قرر", "les décisions favorables de la période, par partie qui a décidé", "decisions in the period that granted it, by who decided"),
        W("ما لم يُقرر", "ce qui n’est pas décidé", "what is not decided"),
        Gathered(surrendered),
    ),
    Indicator(
        "wanted-found", KIND, Unit.PERCENT,
        W("من عُثر عليهم خلال سنة", "personnes trouvées dans l’année", "found within a year"),
        W("مذكرات أدت إلى إيقاف خلال سنة ÷ مذكرات انقضت سنتها أو أدت إلى إيقاف", "avis suivis d’une arrestation dans l’année ÷ avis d’un an révolu ou suivis d’une arrestation", "notes with an arrest within a year ÷ notes whose year is over or that led to one"),
        W("حسب الطرف المصدر؛ للعلم لا كهدف", "par partie émettrice ; pour information, jamais comme cible", "by who issued them; reported, never a target"),
        W("مذكرات لم تنقض سنتها", "les avis de moins d’un an", "notes whose year is not over"),
        Gathered(found),
    ),
)))  # fmt: skip
