"""Wanted: from the note one authority issues to the surrender, or to the day the search stops everywhere.

One matter is one person sought by one authority. Each authority asked acknowledges the note, screens it itself, takes the search
up or declines it, reports a sighting, an arrest, the steps of its courts; who issued it sends the formal request and takes
the person over. Rules advise and block; a magistrate decides. Whoever learns that the search must not go on suspends it, and
it goes on only when every party has screened anew and agreed. Who issued the note cancels it alone and at once: a cancellation
goes before everything else on the line and in the order, so a sighting that crossed it is set aside on all sides alike. It stays
red until every authority has said in which systems the search has stopped. Then nobody is named here any more.

What happened to a person's liberty counts also while the search is suspended: an arrest runs on its clock.

Deliberately absent: data on relatives, biometric data, any guess at where somebody will go; reopening (a new note).

Source: INTERPOL Rules on the Processing of Data, articles 81 to 97; Franco-Moroccan extradition convention of 2008; the field's
own model (domain file M5); design decisions D1, D2, D7, D21.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import corrections
from mithaq.pact.rules.days import earliest_day, is_over, is_to_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import instant, is_day
from mithaq.pact.rules.kind import (  # fmt: skip
    Dated,
    Duty,
    Key,
    Kind,
    Reminder,
    Saying,
    Side,
    Stage,
    Step,
    Track,
)
from mithaq.pact.rules.reading import Bodies, Column, Reading, Subject
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.restrictions import RESTRICTED
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.wanted_gates import UNKNOWN, check_note, check_review, check_screening, screened_as
from mithaq.pact.rules.wanted_says import (  # fmt: skip
    ARREST,
    ASK,
    CANCEL,
    CLARIFY,
    DECISION,
    DECLINE,
    FORMAL,
    HIT,
    MAGISTRATE,
    MILESTONE,
    NOTE,
    PICTURES,
    RELEASE,
    REVIEW,
    REVIEWED,
    RULE_OUT,
    SCREEN,
    SCREENING,
    STOPPED,
    SURRENDER,
    SUSPEND,
)
from mithaq.pact.rules.wanted_stages import (  # fmt: skip
    ALIVE,
    ENDS,
    NOTING,
    RUNNING,
    SEARCH_ENDED,
    SEARCH_STAGES,
    SEARCHING,
    SOUGHT,
    is_off,
    look_again,
    review_ends_at,
    screening,
    screening_first,
    searching,
    stage,
)
from mithaq.pact.rules.words import W

DESK = frozenset({"fugitive-officer", "duty-officer"})
COURTS = frozenset({"legal-adviser", "fugitive-officer"})
REVIEWERS = frozenset({"rights-reviewer", "legal-adviser"})
SUSPENDERS = DESK | REVIEWERS
ASKED_AGAIN = ("HR", "ASY")  # whatever else changed, these are never taken over from before a suspension

# What is checked beyond the fields


def check_screened(saying: Saying) -> Iterable[Problem]:
    """A search is taken up, and a suspension lifted, by who has screened the note; whoever has ended its search need not."""
    search = saying.state.item("search", saying.author) if saying.state else None
    if search is not None and search.stage in SEARCH_ENDED:
        return
    screening = saying.state.item("screening", saying.author) if saying.state else None
    if screening is None or screening.stage in ("to-screen", "reopened"):
        yield Problem("wanted.screen-first")
    elif screening.stage == "doubtful":
        yield Problem("wanted.undecided")


def check_happened(saying: Saying) -> Iterable[Problem]:
    """An arrest, a release, the end of a reason, what is stated has happened, and in its order."""
    for name in ("arrested_at", "released_at", "withdrawn_at", "seen_from", "seen_to"):
        at = instant(saying.says.get(name) or saying.body.get(name))
        if at is not None and at > saying.now:
            yield Problem("wanted.not-yet", (name,))
    arrested_at, released_at = _arrested_at(saying), instant(saying.says.get("released_at"))
    if arrested_at and released_at and released_at < arrested_at:
        yield Problem("wanted.before-the-arrest", ("released_at",))


def check_day(saying: Saying) -> Iterable[Problem]:
    """A step of the courts has had its day, and not before the arrest it follows. What is awaited is expected: where its
    day is over, whoever says so looks again. A court may have decided to prosecute at home before anybody was sought.
    """
    name = next((each for each in ("reached_on", "decided_on") if saying.says.get(each)), "")
    day, arrested_at = str(saying.says.get(name) or ""), _arrested_at(saying)
    awaited = saying.says.get("milestone") == "decree-awaited"
    at_home = saying.says.get("outcome") == "local-prosecution"
    if not is_day(day):
        return
    if is_to_come(day, saying) and not awaited:
        yield Problem("wanted.day-to-come", (name,))
    elif arrested_at and not at_home and day < earliest_day(arrested_at, saying):
        yield Problem("wanted.before-the-arrest", (name,))
    elif awaited and is_over(day, saying):
        yield Problem("wanted.awaited-day-is-over", (name,), soft=True)


def check_sent(saying: Saying) -> Iterable[Problem]:
    """A formal request follows the note. One that had left before the arrest is possible, and rare enough to look again."""
    day, arrested_at = str(saying.says.get("sent_on") or ""), _arrested_at(saying)
    if not is_day(day) or saying.state is None:
        return
    begun = [earliest_day(at, saying) for at in (saying.state.opening.at, arrested_at) if at]
    if is_to_come(day, saying):
        yield Problem("wanted.day-to-come", ("sent_on",))
    elif day < min(begun):
        yield Problem("wanted.before-the-note", ("sent_on",))
    elif arrested_at and day < earliest_day(arrested_at, saying):
        yield Problem("wanted.sent-before-the-arrest", ("sent_on",), soft=True)


def _arrested_at(saying: Saying) -> datetime | None:
    """When the person was arrested on this search, last; None where nobody was."""
    search = saying.state.item("search", saying.item) if saying.state else None
    stated = search.latest("report-arrest") if search else None
    return instant(stated.says.get("arrested_at")) if stated else None


def check_surrender(saying: Saying) -> Iterable[Problem]:
    if is_over(str(saying.says.get("surrender_on") or ""), saying):
        yield Problem("rules.in-the-past", ("surrender_on",))


def check_stopped(saying: Saying) -> Iterable[Problem]:
    """Entered nowhere is not stopped somewhere; and whoever is still held on the note is not free."""
    systems = saying.says.get("systems")
    if isinstance(systems, list | tuple) and "never-entered" in systems and len(systems) > 1:
        yield Problem("wanted.never-entered-alone", ("systems",))
    if not saying.says.get("nobody_held"):
        yield Problem("wanted.somebody-held", ("nobody_held",), soft=True)


def given_again(state: State, _: str, bodies: Bodies) -> dict[str, Any]:
    """A screening begins with the last one of this matter that is held here, but what must be asked again is unknown."""
    screenings = [item for item in state.items("screening").values() if item.entries]
    said = bodies.get(state.opening.id, {})
    answered = {name: value for name, value in said.items() if name.startswith("screen_")}
    reopened = any(item.stage == "reopened" for item in screenings)
    return answered | {screened_as(code): UNKNOWN for code in ASKED_AGAIN} if reopened else {}


# What lists and searches show


def read(state: State, bodies: Bodies) -> Reading:
    """Whoever is not sought any more is named by nothing: neither in lists nor in what the cross-check looks up."""
    says, body = state.opening.says, bodies.get(state.opening.id, {})
    shown = {} if is_off(state) else body
    columns = {name: str(says.get(name, "")) for name in ("priority", "path", "offence")}
    return Reading(
        title=" · ".join(name for name in (_name(shown, ""), _name(shown, "_ar")) if name),
        urgency=str(says.get("urgency", "")),
        axis="FUG",
        columns=columns,
        facets=(
            *columns.items(),
            *(("declined", str(entry.says.get("ground", ""))) for entry in _all(state, "decline-search")),
        ),
        subjects=_subjects(shown, state.opening.id, searching(state)),
    )


def _name(body: Any, script: str) -> str:
    return " ".join(str(body.get(f"{part}{script}") or "") for part in ("family", "given")).strip()


def _subjects(body: Any, entry: str, sought_by: tuple[str, ...]) -> tuple[Subject, ...]:
    names = tuple(name for name in (_name(body, ""), _name(body, "_ar")) if name)
    if not names:
        return ()
    aliases = [str(row.get("name") or "") for row in body.get("aliases") or () if isinstance(row, dict)]
    born = str(body.get("born") or "")
    return tuple(
        Subject("person", each, born, "", entry, sought_by)
        for each in (names, *((name,) for name in aliases if name))
    )


def _all(state: State, step: str) -> Iterable[Entry]:
    return (entry for item in state.items("search").values() for entry in item.all(step))


def _surrender_days(_: State, item: Item) -> Iterable[tuple[str, str]]:
    stated = item.latest("set-surrender")
    return [("", str(stated.says.get("surrender_on", "")))] if stated else []


def _taken_over(_: State, item: Item, __: str, party: str) -> Entry | None:
    done = item.latest("confirm-surrender")
    return done if done and done.author == party else None


def _no_longer_held(_: State, item: Item) -> bool:
    """Whoever was arrested is free again, or before a court that has the request."""
    return item.stage != "arrested"


CUSTODY = tuple(Reminder(-timedelta(days=days), COURTS) for days in (10, 5, 2, 1))
STILL_SOUGHT = (Reminder(-timedelta(hours=12), DESK), Reminder(timedelta(hours=1), DESK | REVIEWERS))

# Why a list names nobody
CANCELLED = W("الاسم محجوب: أُلغي البحث", "nom masqué : recherche annulée", "name withheld: search cancelled")
CLOSED = W("الاسم محجوب: أُغلق الملف", "nom masqué : affaire close", "name withheld: matter closed")

# What an erasure here does not stop
STILL_HELD = W(
    "تتوفر الأطراف الأخرى على المذكرة وتواصل البحث عن الشخص، ولو مُحيت هنا. على من أصدرها أن يلغيها أولا، وأن ينتظر تأكيد وقف البحث لدى الجميع.",
    "Les autres parties détiennent l’avis et continuent de rechercher la personne, même s’il est effacé ici. Qui l’a émis l’annule d’abord, puis attend que chacune ait confirmé la cessation.",
    "The other parties hold the note and go on searching for the person, though it is erased here. Whoever issued it cancels it first, and waits until each has confirmed that its search has stopped.",
)  # fmt: skip
NOT_STOPPED = W(
    "لم تؤكد كل الأطراف وقف البحث: قد يظل الشخص مبحوثا عنه لديها.",
    "Toutes les parties n’ont pas confirmé la cessation : la personne peut y être encore recherchée.",
    "Not every party has confirmed that its search has stopped: the person may still be sought there.",
)

# The declaration

KIND = enter(Kind(
    name="wanted",
    mark="WNT",
    edition=1,
    words=W("مذكرة بحث", "avis de recherche", "wanted note"),
    plural=W("مذكرات البحث", "avis de recherche", "wanted notes"),
    help=W("بحث مشروع ومكتمل وقابل للإلغاء، وله آجال", "une recherche licite, complète, annulable, avec ses délais", "a lawful, complete, cancellable search, with its clocks"),
    opening="issue",
    answers=frozenset({"accept-search"}),
    refuses={"decline-search": "ground"},
    stages=(*SEARCH_STAGES, *ENDS),
    stage=stage,
    tracks=(
        Track("note", W("المذكرة", "avis", "note"),
              (Stage("issued", W("صادرة", "émis", "issued"), "moving"), ENDS[0], replace(ENDS[1], turn=Side.OTHERS, final=False), *ENDS[2:]), NOTING),
        Track("search", W("البحث", "recherche", "search"), SEARCH_STAGES, SEARCHING, key=Key.PARTY, parties=Side.PARTNER, start="awaiting"),
        Track("screening", W("التدقيق", "contrôle de conformité", "screening"),
              (Stage("to-screen", W("لم يُجر بعد", "à faire", "to be done"), "quiet"),
               Stage("screened", W("تم", "fait", "done"), "good"),
               Stage("doubtful", W("مانع محتمل، ينتظر قرار قاض", "obstacle possible, à trancher", "possible obstacle, to be decided"), "bad", Side.HOLDER),
               Stage("reopened", W("يجب إعادته", "à refaire", "to be done again"), "waiting", Side.HOLDER)),
              {name: {"screen": screening} for name in ("to-screen", "screened", "doubtful", "reopened")},
              key=Key.PARTY, start="to-screen", shows=("finding",), upon=look_again),
        corrections.TRACK,
    ),
    steps=(
        Step("issue", "note", Side.OPENER, W("إصدار مذكرة بحث", "Émettre l’avis", "Issue the note"),
             W("أصدرت مذكرة بحث", "a émis un avis de recherche", "issued a wanted note"),
             W("يُشعر كل طرف بالتوصل ثم يدقق بنفسه", "Chaque autorité accuse réception, puis contrôle elle-même", "Each authority acknowledges it, then screens it itself"),
             sections=(*NOTE, SCREENING, MAGISTRATE, REVIEWED, SERVES, PICTURES, RESTRICTED), functions=frozenset({"fugitive-officer"}), conveys=True,
             checks=(check_note, check_screening, check_review)),
        Step("acknowledge", "search", Side.HOLDER, W("الإشعار بالتوصل", "Accuser réception", "Acknowledge"),
             W("أشعرت بالتوصل بالمذكرة", "a accusé réception de l’avis", "acknowledged the note"), functions=DESK, when=RUNNING),
        Step("screen", "screening", Side.HOLDER, W("إجراء التدقيق", "Contrôler la conformité", "Screen"),
             W("أجرت التدقيق", "a contrôlé la conformité de l’avis", "screened the note"),
             W("لا يُقبل البحث قبل التدقيق", "Aucune recherche n’est acceptée avant ce contrôle", "No search is taken up before this"),
             sections=SCREEN, functions=REVIEWERS, when=ALIVE, conveys=True, checks=(check_screening,), given=given_again),
        Step("accept-search", "search", Side.HOLDER, W("قبول البحث", "Accepter la recherche", "Take up the search"),
             W("قبلت البحث", "a accepté la recherche", "took up the search"), functions=DESK, when=RUNNING, checks=(check_screened,), behind=screening_first),
        Step("decline-search", "search", Side.HOLDER, W("رفض البحث لسبب محدد", "Rejeter pour un motif prévu", "Decline on a ground"),
             W("رفضت البحث", "a rejeté la recherche", "declined the search"),
             W("يُبلَّغ السبب ويُحصى", "Le motif est communiqué et compté", "The ground is told and counted"),
             sections=DECLINE, functions=DESK, when=RUNNING, conveys=True),
        Step("ask-clarification", "search", Side.HOLDER, W("طلب توضيح", "Demander des précisions", "Ask for clarification"),
             W("طلبت توضيحات", "a demandé des précisions", "asked for clarification"), sections=ASK, functions=DESK, when=RUNNING, conveys=True),
        Step("clarify", "search", Side.OPENER, W("تقديم التوضيح", "Apporter les précisions", "Clarify"),
             W("قدمت التوضيحات", "a apporté les précisions", "clarified"), sections=CLARIFY, functions=DESK, when=RUNNING, conveys=True),
        Step("report-hit", "search", Side.HOLDER, W("الإبلاغ عن مشاهدة", "Signaler une localisation", "Report a hit"),
             W("أبلغت عن مشاهدة", "a signalé une localisation", "reported a hit"), sections=HIT, functions=DESK, when=RUNNING, conveys=True, checks=(check_happened,)),
        Step("rule-out", "search", Side.ANY, W("استبعاد الشخص", "Mettre hors de cause", "Rule out"),
             W("استبعدت الشخص الذي عُثر عليه", "a mis hors de cause la personne trouvée", "ruled out the person found"), sections=RULE_OUT, functions=DESK, when=RUNNING, conveys=True),
        Step("report-arrest", "search", Side.HOLDER, W("الإبلاغ عن إيقاف", "Signaler l’arrestation", "Report the arrest"),
             W("أبلغت عن الإيقاف", "a signalé l’arrestation", "reported the arrest"),
             sections=ARREST, functions=DESK, when=ALIVE, conveys=True, checks=(check_happened,)),
        Step("report-release", "search", Side.HOLDER, W("الإبلاغ عن الإفراج", "Signaler la remise en liberté", "Report the release"),
             W("أبلغت عن الإفراج", "a signalé la remise en liberté", "reported the release"), sections=RELEASE, functions=DESK, when=ALIVE, precedence=-3, checks=(check_happened,)),
        Step("send-formal-request", "search", Side.OPENER, W("إرسال الطلب الرسمي", "Adresser la demande formelle", "Send the formal request"),
             W("أرسلت الطلب الرسمي للتسليم", "a adressé la demande formelle d’extradition", "sent the formal request"), sections=FORMAL, functions=COURTS, when=ALIVE, conveys=True, checks=(check_sent,)),
        Step("record-milestone", "search", Side.HOLDER, W("تسجيل مرحلة قضائية", "Consigner une étape judiciaire", "Record a step of the courts"),
             W("سجلت مرحلة من المسطرة", "a consigné une étape de la procédure", "recorded a step of the procedure"), sections=MILESTONE, functions=COURTS, when=ALIVE, checks=(check_day,)),
        Step("record-decision", "search", Side.HOLDER, W("تسجيل القرار", "Consigner la décision", "Record the decision"),
             W("سجلت القرار", "a consigné la décision", "recorded the decision"), sections=DECISION, functions=COURTS, when=ALIVE, conveys=True, checks=(check_day,)),
        Step("set-surrender", "search", Side.HOLDER, W("تحديد يوم التسليم", "Fixer la remise", "Set the surrender"),
             W("حددت يوم التسليم", "a fixé la remise", "set the surrender"), sections=SURRENDER, functions=COURTS, when=RUNNING, conveys=True, checks=(check_surrender,)),
        Step("confirm-surrender", "search", Side.OPENER, W("تأكيد التسلم", "Confirmer la remise", "Confirm the surrender"),
             W("أكدت تسلم الشخص", "a confirmé la remise de la personne", "confirmed the surrender"), functions=DESK, when=RUNNING),
        Step("suspend-note", "note", Side.ANY, W("تعليق البحث", "Suspendre la recherche", "Suspend the search"),
             W("علقت البحث", "a suspendu la recherche", "suspended the search"),
             W("يُعاد التدقيق لدى الجميع؛ وتستمر آجال الاحتجاز", "Le contrôle est refait partout ; les délais de détention continuent", "Everybody screens anew; the times of detention run on"),
             sections=SUSPEND, functions=SUSPENDERS, precedence=-5),
        Step("lift-suspension", "note", Side.ANY, W("الموافقة على استئناف البحث", "Accepter la reprise", "Agree to resume"),
             W("وافقت على استئناف البحث", "a accepté la reprise de la recherche", "agreed to resume the search"),
             W("يُستأنف البحث عندما يوافق جميع الأطراف بعد تدقيق جديد", "La recherche reprend quand toutes les parties l’acceptent après un nouveau contrôle", "The search resumes once every party has screened anew and agreed"),
             functions=REVIEWERS, checks=(check_screened,), behind=screening_first),
        Step("review-note", "note", Side.OPENER, W("إثبات المراجعة", "Confirmer après réexamen", "Confirm after review"),
             W("راجعت المذكرة وأكدتها", "a réexaminé et confirmé l’avis", "reviewed and confirmed the note"), sections=REVIEW, functions=frozenset({"fugitive-officer", "rights-reviewer"}), checks=(check_review,)),
        Step("state-lapse", "note", Side.ANY, W("إثبات عدم المراجعة", "Constater le défaut de réexamen", "State that it was not reviewed"),
             W("أثبتت عدم مراجعة المذكرة في أجلها", "a constaté que l’avis n’a pas été réexaminé à temps", "stated that the note was not reviewed in time"), precedence=-5, lapse_at=review_ends_at),
        Step("cancel-note", "note", Side.OPENER, W("إلغاء المذكرة: وقف البحث", "Annuler : cessation de recherche", "Cancel: stop the search"),
             W("ألغت المذكرة وطلبت وقف البحث", "a annulé l’avis et demandé la cessation de recherche", "cancelled the note: the search stops"),
             W("يسبق كل ما سواه؛ ويبقى بالأحمر إلى أن يؤكد كل طرف وقف البحث", "Passe avant tout le reste ; reste en rouge tant que chacun n’a pas confirmé", "Goes before everything else; stays red until everybody has confirmed"),
             sections=CANCEL, functions=DESK | COURTS, precedence=-10, checks=(check_happened,)),
        Step("confirm-stopped", "note", Side.OTHERS, W("تأكيد وقف البحث", "Confirmer la cessation", "Confirm that the search has stopped"),
             W("أكدت وقف البحث", "a confirmé la cessation de recherche", "confirmed that the search has stopped"), sections=STOPPED, functions=DESK, checks=(check_stopped,)),
        Step("close-note", "note", Side.OPENER, W("إغلاق الملف", "Clore l’affaire", "Close the matter"), W("أغلقت الملف", "a clos l’affaire", "closed the matter"),
             functions=DESK, when=SEARCH_ENDED, settled=True),
        *corrections.steps(DESK),
    ),
    read=read,
    unsure_when_behind=True,
    elsewhere=dict.fromkeys(sorted(SOUGHT), STILL_HELD) | {"cancelled": NOT_STOPPED},
    nameless=dict.fromkeys(("cancelled", "cleared"), CANCELLED) | {"closed": CLOSED},
    duties=(
        Duty("acknowledge", W("الإشعار بالتوصل", "accuser réception", "acknowledge"), "search", frozenset({"issue"}),
             frozenset({"acknowledge", "decline-search"}), Side.HOLDER, lambda *_: "wanted_receive"),
        Duty("decide", W("قبول البحث أو رفضه", "accepter ou rejeter la recherche", "take up or decline the search"), "search", frozenset({"issue"}),
             frozenset({"accept-search", "decline-search"}), Side.HOLDER, lambda *_: "wanted_decide", pauses=(("ask-clarification", "clarify"),)),
        Duty("formal-request", W("إرسال الطلب الرسمي قبل نهاية الاعتقال المؤقت", "adresser la demande formelle avant la fin de l’arrestation provisoire", "send the formal request before provisional arrest ends"),
             "search", frozenset({"report-arrest"}), frozenset({"send-formal-request"}), Side.OPENER, lambda *_: "wanted_provisional_arrest",
             since="arrested_at", lapsed=_no_longer_held, reminders=CUSTODY),
        Duty("confirm-stopped", W("تأكيد وقف البحث", "confirmer la cessation de recherche", "confirm that the search has stopped"), "note",
             frozenset({"cancel-note"}), frozenset({"confirm-stopped"}), Side.OTHERS, lambda *_: "wanted_stop", outlives=True, reminders=STILL_SOUGHT),
        corrections.DUTY,
    ),
    dated=(
        Dated("take-over", W("تسلم الشخص", "prendre en charge la personne remise", "take the person over"), "search", Side.OPENER,
              _surrender_days, _taken_over, ends=frozenset({"confirm-surrender"})),
    ),
    columns=(
        Column("priority", W("الأولوية", "priorité", "priority"), codes="wanted-priorities", priority=1, filters=True),
        Column("path", W("المطلوب", "mesure", "asked"), codes="wanted-paths", filters=True),
        Column("offence", W("الجريمة", "infraction", "offence"), codes="offences", priority=3, filters=True),
    ),
    empty=W("لا توجد مذكرات بحث.", "Aucun avis de recherche.", "No wanted notes."),
))  # fmt: skip
