"""Training: a course of the joint catalogue, its sessions, and who is sent to them.

A course is in the catalogue once a party has put it there. A session of it is asked for or offered, accepted, held, and
months later each party says how many of its people use what they learnt (`assisting`). Each party's training manager
nominates and ranks; the host selects within that ranking (`seats`), records who attended, and certifies whoever was there
for four fifths of it. A certificate is an entry like any other: whoever holds its proof checks it without a node.

No score of a person stands here. A mean is stated with how many answered; what an indicator shows of it has both.

Source: domain model of training (the levels of evaluation are Kirkpatrick's, as CEPOL applies them); design decision D2.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.names.normalise import name_key
from mithaq.pact.rules import seats
from mithaq.pact.rules import training_says as says
from mithaq.pact.rules.assisting import (
    ACCEPT,
    DECLINE,
    DELIVER,
    EFFECT,
    OFFER,
    UNDER_WAY,
    Told,
    assisting,
    provider,
    takers,
    takes_part,
)
from mithaq.pact.rules.days import day_of, days_between, has_come, is_over, is_to_come
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import is_day
from mithaq.pact.rules.kind import (  # fmt: skip
    Dated,
    Key,
    Kind,
    Reminder,
    Saying,
    Side,
    Stage,
    Step,
    Target,
    Track,
)
from mithaq.pact.rules.reading import Bodies, Column, Reading
from mithaq.pact.rules.register import enter
from mithaq.pact.rules.restrictions import RESTRICTED
from mithaq.pact.rules.serving import SERVES
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

MANAGERS = frozenset({"training-manager"})
LISTED = frozenset({"listed", "running", "follow-up"})
SENSITIVE = frozenset({"TER", "ORP"})  # courses before which each party says whom it has vetted
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
OFTEN = 3  # courses in 24 months
REMINDERS = tuple(Reminder(timedelta(days=-days), MANAGERS) for days in (21, 7))

STAGES = (
    Stage("listed", W("في الفهرس", "au catalogue", "in the catalogue")),
    Stage("running", W("دورة متفق عليها", "session convenue", "a session is agreed"), "moving"),
    Stage("follow-up", W("في انتظار بيان الأثر", "effet à constater", "effect to be reported"), "waiting"),
    Stage("retired", W("مسحوبة من الفهرس", "retirée du catalogue", "retired"), "quiet", final=True),
)
NOMINATION_STAGES = (
    Stage("nominated", W("مرشح", "désigné", "nominated"), "waiting"),
    Stage("reserve", W("احتياطي", "en réserve", "in reserve"), "waiting"),
    Stage("selected", W("مقبول", "retenu", "selected"), "moving", Side.HOLDER),
    Stage("confirmed", W("مؤكد", "confirmé", "confirmed"), "moving"),
    Stage("attended", W("حضر", "présent", "attended"), "good"),
    Stage("certified", W("نال الشهادة", "attestation délivrée", "certified"), "good", final=True),
    Stage("no-show", W("لم يحضر", "absent", "did not attend"), "bad", final=True),
    Stage("turned-down", W("غير مقبول", "non retenu", "turned down"), "quiet", final=True),
    Stage("given-up", W("تم التخلي عن المقعد", "place rendue", "seat given up"), "quiet", final=True),
)


# What leads where


def _nominated(state: State, entry: Entry) -> str | None:
    """Whoever takes part in a session that is under way may nominate for it."""
    session = state.item("session", str(entry.says.get("session", "")))
    under_way = session is not None and session.stage == "accepted"
    return "nominated" if session and under_way and entry.author in takes_part(session) else None


def _may_nominate(state: State) -> frozenset[str]:
    """Whoever takes part in any session that is under way."""
    under_way = (item for item in state.items("session").values() if item.stage == "accepted")
    return frozenset().union(*map(takes_part, under_way))


def _selected(state: State, entry: Entry) -> str | None:
    nomination = state.items("nomination")[entry.item]
    return "selected" if seats.may_seat(state, nomination, entry.at) else None


def _attended(_: State, entry: Entry) -> str:
    return "attended" if seats.number(entry, "half_days") > 0 else "no-show"


def _certified(state: State, entry: Entry) -> str | None:
    return "certified" if was_there(state.items("nomination")[entry.item]) else None


def was_there(nomination: Item) -> bool:
    """Whether somebody attended four fifths of a session."""
    recorded = nomination.latest("record-attendance")
    if recorded is None:
        return False
    held = seats.number(recorded, "half_days_held")
    return held > 0 and 5 * seats.number(recorded, "half_days") >= 4 * held


def host(state: State, nomination: Item) -> frozenset[str]:
    session = seats.session_of(state, nomination)
    return frozenset({provider(session)}) if session else frozenset()


def _waits_for(state: State, nomination: Item) -> Iterable[str]:
    if nomination.stage == "selected":
        return (nomination.holder,)
    ended = nomination.stage in ("certified", "no-show", "turned-down", "given-up")
    session = seats.session_of(state, nomination)
    over = session is None or session.stage not in UNDER_WAY
    return () if ended or over or nomination.stage == "attended" else host(state, nomination)


NOMINATING: dict[str, dict[str, Target]] = {
    "": {"nominate": _nominated},
    "nominated": {"select": _selected, "keep-in-reserve": "reserve", "turn-down": "turned-down", "give-up": "given-up"},
    "reserve": {"select": _selected, "turn-down": "turned-down", "give-up": "given-up"},
    "selected": {"confirm-seat": "confirmed", "give-up": "given-up"},
    "confirmed": {"give-up": "given-up", "record-attendance": _attended},
    "attended": {"certify": _certified},
}  # fmt: skip


def stage(state: State) -> str:
    """What is under way with the course; in the catalogue while nothing is."""
    course = state.item("course")
    sessions = {item.stage for item in state.items("session").values()}
    if course is None or course.stage == "retired":
        return course.stage if course else "listed"
    return "running" if "accepted" in sessions else "follow-up" if "delivered" in sessions else "listed"


# What is owed by a day


def _nomination_days(_: State, session: Item) -> Iterable[tuple[str, str]]:
    if session.stage in UNDER_WAY:
        yield "", str(session.entries[0].says.get("nominate_by", ""))


def _first_nomination(state: State, session: Item, _: str, party: str) -> Entry | None:
    own = (item for item in seats.nominees(state, session.key) if item.holder == party)
    return next((item.entries[0] for item in own), None)


# What is checked beyond the fields


def check_course(saying: Saying) -> Iterable[Problem]:
    """A tenth of a course on the use of force or on terrorism is about human rights."""
    hours, rights = saying.says.get("hours"), saying.says.get("rights_hours")
    if not (isinstance(hours, int) and isinstance(rights, int)):
        return
    if rights > hours:
        yield Problem("training.more-than-the-course", ("rights_hours",))
    elif saying.says.get("axis") in SENSITIVE and 10 * rights < hours:
        yield Problem("training.rights-hours-missing", ("rights_hours",))


def check_session(saying: Saying) -> Iterable[Problem]:
    starts, ends = str(saying.says.get("starts_on") or ""), str(saying.says.get("ends_on") or "")
    due = str(saying.says.get("nominate_by") or "")
    if has_come(starts, saying):
        yield Problem("rules.in-the-past", ("starts_on",))
    if starts and ends and ends < starts:
        yield Problem("rules.ends-before-it-begins", ("ends_on",))
    if is_over(due, saying) or (due and starts and due >= starts):
        yield Problem("training.nominations-too-late", ("nominate_by",))
    seats_said = [saying.says.get(name) for name in ("capacity", "host_quota", "guest_quota")]
    if saying.state and all(isinstance(each, int) for each in seats_said):
        capacity, ours, theirs = (int(str(each)) for each in seats_said)
        if ours + theirs * (len(saying.state.parties) - 1) > capacity:
            yield Problem("training.more-seats-than-there-are", ("guest_quota",))


def check_nomination(saying: Saying) -> Iterable[Problem]:
    session = saying.state.item("session", str(saying.says.get("session") or "")) if saying.state else None
    if saying.state is None or session is None:
        return
    if not saying.says.get("endorsed"):
        yield Problem("training.not-endorsed", ("endorsed",))
    level = str(saying.says.get("language_level") or "C2")
    if not session.entries[0].says.get("interpreted") and level in LEVELS[:2]:
        yield Problem("training.language-not-understood", ("language_level",))
    if saying.state.opening.says.get("axis") in SENSITIVE and saying.says.get("vetted") != "cleared":
        yield Problem("training.vetting-missing", ("vetted",))
    recent = saying.says.get("recent_courses")
    if isinstance(recent, int) and recent >= OFTEN:
        yield Problem("training.sent-often", ("recent_courses",), soft=True)
    if seats.has_closed(session, saying.now):
        yield Problem("training.nominations-have-closed", ("session",), soft=True)
    if _named(saying.body) & _nominated_at_once(saying, session):
        yield Problem("training.nominated-already", ("name",))


def _named(body: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name_key(str(body.get(name) or "")) for name in ("name", "name_ar")) - {""}


def _nominated_at_once(saying: Saying, session: Item) -> frozenset[str]:
    """Who of ours has or may get a seat in a session of the same days."""
    assert saying.state is not None  # asked by the caller
    live = (
        item
        for item in saying.state.items("nomination").values()
        if item.stage in seats.SEATED | seats.WAITING
    )
    ours = [item for item in live if item.holder == saying.author]
    bodies = saying.bodies() if ours else {}
    at_once = (item for item in ours if _overlap(seats.session_of(saying.state, item), session))
    return frozenset().union(*(_named(bodies.get(item.key, {})) for item in at_once))


def _overlap(one: Item | None, other: Item) -> bool:
    if one is None:
        return False
    first, second = one.entries[0].says, other.entries[0].says
    return str(first.get("starts_on")) <= str(second.get("ends_on")) and str(second.get("starts_on")) <= str(first.get("ends_on"))  # fmt: skip


def check_selection(saying: Saying) -> Iterable[Problem]:
    nomination = saying.state.item("nomination", saying.item) if saying.state else None
    session = seats.session_of(saying.state, nomination) if saying.state and nomination else None
    if saying.state is None or nomination is None or session is None:
        return
    if seats.passed_over(saying.state, nomination):
        yield Problem("training.passes-over-another")
    elif seats.free(saying.state, session, nomination.holder, saying.now) <= 0:
        yield Problem("training.no-seat-left")


def check_attendance(saying: Saying) -> Iterable[Problem]:
    there, held = saying.says.get("half_days"), saying.says.get("half_days_held")
    if isinstance(there, int) and isinstance(held, int) and there > held:
        yield Problem("training.more-than-was-held", ("half_days",))
    nomination = saying.state.item("nomination", saying.item) if saying.state else None
    session = seats.session_of(saying.state, nomination) if saying.state and nomination else None
    starts, ends = _days(session) if session else ("", "")
    if not is_day(starts) or not is_day(ends):
        return
    passed = 2 * days_between(starts, min(ends, day_of(saying.now, saying)))
    if is_to_come(starts, saying):
        yield Problem("training.not-begun-yet")
    elif isinstance(held, int) and held > passed > 0:
        yield Problem("training.more-than-has-passed", ("half_days_held",), facts={"most": str(passed)})


def check_held(saying: Saying) -> Iterable[Problem]:
    """What came of a session is told once it has begun."""
    session = saying.state.item("session", saying.item) if saying.state else None
    if session and is_to_come(_days(session)[0], saying):
        yield Problem("training.not-begun-yet")


def _days(session: Item) -> tuple[str, str]:
    says = session.entries[0].says
    return str(says.get("starts_on", "")), str(says.get("ends_on", ""))


def check_certificate(saying: Saying) -> Iterable[Problem]:
    nomination = saying.state.item("nomination", saying.item) if saying.state else None
    if nomination is not None and not was_there(nomination):
        yield Problem("training.not-there-enough")


def check_counts(saying: Saying) -> Iterable[Problem]:
    """More people never answer than were asked, and a mean of nobody is no mean."""
    for part, whole in (("reaction_answers", "attended"), ("tested", "attended"), ("answered", "invited"),
                        ("used", "answered"), ("managers_answered", "invited")):  # fmt: skip
        few, many = saying.says.get(part), saying.says.get(whole)
        if isinstance(few, int) and isinstance(many, int) and few > many:
            yield Problem("training.more-than-there-are", (part,))
    for mean, count in (
        ("reaction_mean", "reaction_answers"),
        ("before_mean", "tested"),
        ("after_mean", "tested"),
    ):
        if bool(saying.says.get(count)) != (_decimal(saying.says.get(mean)) is not None):
            yield Problem("training.mean-without-number", (mean,))


def _decimal(stated: Any) -> Decimal | None:
    try:
        return Decimal(stated) if isinstance(stated, str) and stated else None
    except InvalidOperation:
        return None


def read(state: State, bodies: Bodies) -> Reading:
    public = state.opening.says
    sessions = state.items("session").values()
    days = sorted(
        str(each.entries[0].says.get("starts_on", ""))
        for each in sessions
        if each.stage in ("offered", "asked", "accepted")
    )
    axis, level = str(public.get("axis", "")), str(public.get("level", ""))
    return Reading(
        title=str(bodies.get(state.opening.id, {}).get("title", "")),
        axis=axis,
        columns={"level": level, "format": str(public.get("format", "")), "next": days[0] if days else ""},
        facets=(("axis", axis), ("level", level)),
    )  # fmt: skip


# The declaration

SESSIONS = assisting(
    Step("plan-session", "session", Side.ANY, W("برمجة دورة أو طلبها", "Proposer ou demander une session", "Offer or ask for a session"),
         W("برمجت دورة أو طلبتها", "a proposé ou demandé une session", "offered or asked for a session"),
         sections=says.SESSION, functions=MANAGERS, when=LISTED, checks=(check_session,)),
    W("الدورات", "sessions", "sessions"), functions=MANAGERS, term="training_effect",
    told={
        ACCEPT: Told(when=LISTED, consequence=W("يمكن لكل طرف بعد ذلك أن يرشح موظفيه", "Chaque partie peut ensuite désigner ses agents", "Each party may then nominate its people")),
        DELIVER: Told(sections=says.HELD, checks=(check_counts, check_held), consequence=W("يبدأ أجل بيان الأثر عند التوصل", "Le délai pour constater l’effet court à compter de la réception", "The time to report the effect runs from receipt")),
        EFFECT: Told(sections=says.EFFECT, checks=(check_counts,)),
    },
)  # fmt: skip
KIND = enter(Kind(
    name="training",
    mark="TRN",
    edition=1,
    words=W("دورة تكوينية", "stage de formation", "training course"),
    plural=W("التكوين والتدريب", "formation", "training"),
    help=W("من الترشيح إلى الأثر على العمل: دورات ومقاعد وشهادات", "de la désignation à l’effet sur le poste : sessions, places, attestations",
           "from nomination to effect on the job: sessions, seats, certificates"),
    opening="open-course",
    stages=STAGES,
    stage=stage,
    tracks=(
        Track("course", W("الدورة", "stage", "course"), (STAGES[0], STAGES[3]), {"": {"open-course": "listed"}, "listed": {"retire-course": "retired"}}),
        SESSIONS.track,
        Track("nomination", W("الترشيحات", "désignations", "nominations"), NOMINATION_STAGES, NOMINATING, key=Key.ITEM, waits_for=_waits_for),
    ),
    steps=(
        Step("open-course", "course", Side.OPENER, W("إدراج دورة في الفهرس", "Inscrire un stage au catalogue", "Put a course in the catalogue"),
             W("أدرجت دورة في الفهرس", "a inscrit un stage au catalogue", "put a course in the catalogue"),
             sections=(*says.COURSE, SERVES), functions=MANAGERS, checks=(check_course,)),
        Step("retire-course", "course", Side.OPENER, W("السحب من الفهرس", "Retirer du catalogue", "Retire the course"),
             W("سحبت الدورة من الفهرس", "a retiré le stage du catalogue", "retired the course"), functions=MANAGERS, usual=frozenset(), when=frozenset({"listed"}), settled=True),
        *SESSIONS.steps,
        Step("nominate", "nomination", Side.ANY, W("الترشيح", "Désigner", "Nominate"), W("رشحت موظفا", "a désigné un agent", "nominated somebody"),
             W("يختار الطرف المنظم حسب ترتيبكم", "La partie organisatrice choisit dans l’ordre de votre classement", "The host selects within your ranking"),
             sections=(*says.NOMINATION, RESTRICTED), functions=MANAGERS, checks=(check_nomination,), conveys=True, creators=_may_nominate),
        Step("select", "nomination", Side.ANY, W("منح مقعد", "Retenir", "Select"), W("منحت مقعدا", "a retenu une personne", "gave a seat"),
             functions=MANAGERS, who=host, checks=(check_selection,)),
        Step("keep-in-reserve", "nomination", Side.ANY, W("وضع في لائحة الاحتياط", "Mettre en réserve", "Keep in reserve"), W("وضعت مرشحا في لائحة الاحتياط", "a mis une personne en réserve", "kept somebody in reserve"),
             functions=MANAGERS, who=host),
        Step("turn-down", "nomination", Side.ANY, W("عدم قبول الترشيح", "Ne pas retenir", "Turn down"), W("لم تقبل ترشيحا", "n’a pas retenu une personne", "turned a nomination down"),
             sections=says.REASON, functions=MANAGERS, who=host),
        Step("confirm-seat", "nomination", Side.HOLDER, W("تأكيد المقعد", "Confirmer la place", "Confirm the seat"), W("أكدت مقعدا", "a confirmé une place", "confirmed a seat"), functions=MANAGERS),
        Step("give-up", "nomination", Side.HOLDER, W("التخلي عن المقعد", "Rendre la place", "Give the seat up"), W("تخلت عن مقعد", "a rendu une place", "gave a seat up"), functions=MANAGERS, precedence=-5),
        Step("record-attendance", "nomination", Side.ANY, W("إثبات الحضور", "Constater la présence", "Record attendance"), W("أثبتت الحضور", "a constaté la présence", "recorded attendance"),
             sections=says.ATTENDANCE, functions=MANAGERS, who=host, checks=(check_attendance,)),
        Step("certify", "nomination", Side.ANY, W("تسليم شهادة", "Délivrer une attestation", "Certify"), W("سلمت شهادة", "a délivré une attestation", "issued a certificate"),
             W("تُسلَّم لمن حضر أربعة أخماس الدورة", "À qui a suivi les quatre cinquièmes du stage", "For whoever was there for four fifths of it"),
             sections=says.CERTIFICATE, functions=MANAGERS, who=host, checks=(check_certificate,),
             attests=W("شهادة تكوين", "Attestation de formation", "Training certificate")),
    ),
    read=read,
    duties=(SESSIONS.duty,),
    counts_as=("training",),
    asks=frozenset({"plan-session"}),
    answers=frozenset({OFFER}),
    refuses={DECLINE: ""},
    dated=(
        Dated("nominations", W("الترشيحات", "désignations", "nominations"), "session", Side.ANY, _nomination_days, _first_nomination,
              ends=frozenset({"nominate"}), who=lambda _, session: takers(session), reminders=REMINDERS),
    ),
    columns=(
        Column("level", W("المستوى", "niveau", "level"), codes="course-levels", filters=True),
        Column("format", W("الصيغة", "format", "format"), codes="course-formats", priority=3),
        Column("next", W("الدورة المقبلة", "prochaine session", "next session"), priority=1),
    ),
    empty=W("لا توجد دورات في الفهرس.", "Aucun stage au catalogue.", "No courses in the catalogue yet."),
))  # fmt: skip
