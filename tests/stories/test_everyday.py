"""Rabat and Paris teach and help each other, know whom to call, and review their group half-way.

Source: acceptance stories AS-M3-1 and -2, AS-M4-1 and -2, AS-M6-1 and -2, AS-M8-1 and -2. One stage serves
them all; each has a matter of its own, and none needs what another has left.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.stories.sides import Side, be_at, let_pass, reference, state_lapses
from tests.stories.stage import ZONES, assert_alike, staged, state_calendars
from tests.two_nodes import deliver_all

pytestmark = pytest.mark.slow

MINUTES_A_DAY = 24 * 60
WITNESS = {"family_name": "Témoin", "given_name": "Claire"}
TERMS = {"training_effect": 150 * MINUTES_A_DAY, "silence_days": 5}
WORKS_IN = ("training-manager", "assistance-manager", "rights-reviewer")
DUTY = (
    "[[row.owed_by, row.due_at.isoformat(), bool(row.done_at)] "
    "for row in Duty.objects.filter(name={name!r}, matter={matter!r}).order_by('due_at')]"
)


@pytest.fixture(scope="module")
def stage():
    with staged("MA", "FR", kinds=("training", "assistance", "contacts", "group"), terms=TERMS) as made:
        state_calendars(made)
        for node in made:
            node.act("also_holds", username="first", functions=WORKS_IN)
            node.act("engage", username="chief", functions=["head-of-service", "duty-officer"])
            node.act("engage", username="reviewer", functions=["rights-reviewer", "duty-officer"])
            node.act("engage", username="outsider", functions=["translator"])
            node.act("engage", username="witness", functions=["translator"], **WITNESS)
        yield made


@pytest.fixture(scope="module")
def sides(stage):
    return tuple(Side(node) for node in stage)


def owed(side: Side, matter: str, name: str) -> list[list]:
    return list(side.node.act("run", code=DUTY.format(name=name, matter=side.id_of(matter))))


def hidden_from(side: Side, matter: str, *words: str) -> None:
    """Who has no need to know opens no page of it, and finds none of these words in any list."""
    side.window("outsider").open(matter)
    assert side.window("outsider").status == 404
    for path in ("/matters/", "/desk/", f"/matters/?text={reference(matter)}"):
        assert not [word for word in words if word in side.reads(path, "outsider")]


# Training

COURSE = {
    "title": "Identification de victimes de catastrophes", "axis": "PTS", "level": "practitioner",
    "language": "fr", "objectives-0-text": "Relever une empreinte selon la norme commune",
    "hours": "30", "rights_hours": "3", "on-parties": ["MA"],
}  # fmt: skip
NOMINEE = {
    "language_level": "B2", "endorsed": True, "post": "Commissaire",
    "relevance": "Dirige le laboratoire concerné.",
}  # fmt: skip
HELD = {
    "attended": "18", "reaction_answers": "12", "reaction_mean": "5.1", "tested": "18", "before_mean": "40",
    "after_mean": "70",
}  # fmt: skip


def session(side: Side) -> dict[str, str]:
    return {
        "way": "offer", "starts_on": side.day(days=30), "ends_on": side.day(days=34), "place": "Lyon",
        "capacity": "20", "host_quota": "10", "guest_quota": "10", "nominate_by": side.day(days=7),
    }  # fmt: skip


def course_with_session(stage, rabat: Side, paris: Side) -> tuple[str, str]:
    """A course of Paris in the catalogue, a session of it that Rabat has accepted."""
    course = paris.open("training", **COURSE)
    key = paris.take(course, "plan-session", **session(paris))
    deliver_all(stage)
    rabat.take(course, "accept-help", key)
    deliver_all(stage)
    return course, key


def nominees(side: Side, course: str, key: str, ranks: range) -> list[str]:
    return [
        side.states(
            "training", "nominate", course, handling=["H1"], basis="instrument",
            values={**NOMINEE, "name": f"EXEMPLE Numéro {rank}", "priority": rank, "session": key},
        )
        for rank in ranks
    ]  # fmt: skip


def early_in_a_half_year(sides) -> None:
    """Figures are shown by half-year: what a story counts lies in one."""
    while sides[0].now().month in (6, 12):
        let_pass(sides, days=15)


@pytest.mark.law("AS-M6-1")
def test_as_m6_1_seats_that_paris_leaves_free_go_to_reserves_of_rabat_after_its_deadline(stage, sides):
    rabat, paris = sides
    early_in_a_half_year(sides)
    course, key = course_with_session(stage, rabat, paris)
    typed = {name: said if isinstance(said, str) else "on" for name, said in NOMINEE.items()}
    first = rabat.take(
        course, "nominate", **typed, name="CANARI Testnom", priority="1", session=key,
        **{"on-handling": ["H1"], "on-basis": "instrument"},
    )  # fmt: skip
    ours = [first, *nominees(rabat, course, key, range(2, 13))]
    theirs = nominees(paris, course, key, range(1, 9))
    deliver_all(stage)
    assert "CANARI Testnom" in paris.reads(course)
    hidden_from(rabat, course, "CANARI", COURSE["title"])
    for each in (*ours[1:10], *theirs):
        if each == ours[1]:  # nobody is passed over
            passed = paris.begins(course, "select", each)
            assert "La partie a classé une autre personne avant celle-ci" in passed
            paris.take(course, "select", first)
        paris.states("training", "select", course, item=each)
    assert "Il n’y a plus de place pour cette partie" in paris.begins(course, "select", ours[10])
    for each in ours[10:]:
        paris.take(course, "keep-in-reserve", each)
    deliver_all(stage)
    for side in sides:
        assert Counter(side.items(course, "nomination")) == {"selected": 18, "reserve": 2}

    let_pass(sides, days=9)
    for each in ours[10:]:
        paris.take(course, "select", each)
    deliver_all(stage)
    for side in sides:
        assert Counter(side.items(course, "nomination")) == {"selected": 20}
        figures = side.reads("/indicators/training/")
        assert "Paris 8" in figures
        assert "Rabat 12" in figures
    assert_alike(stage)


@pytest.mark.law("AS-M6-2")
def test_as_m6_2_six_answers_of_eighteen_are_shown_as_such_on_both_sides(stage, sides):
    rabat, paris = sides
    course, key = course_with_session(stage, rabat, paris)
    let_pass(sides, days=35)
    paris.take(course, "deliver-help", key, **HELD)
    deliver_all(stage)
    [(by, due_at, done)] = owed(rabat, course, "effect")
    assert (by, done) == ("MA", False)
    assert abs(datetime.fromisoformat(due_at) - rabat.now() - timedelta(days=150)) < timedelta(minutes=5)
    let_pass(sides, days=150)
    assert "constater l’effet" in rabat.reads("/desk/")
    said = {"invited": "18", "answered": "6", "used": "4", "result": "Deux laboratoires suivent la norme."}
    rabat.take(course, "report-effect", key, **said)
    deliver_all(stage)
    for side in sides:
        assert side.items(course, "session") == ["effect-known"]
        figures = side.reads("/indicators/training/")
        assert "67 %" in figures
        assert "6/18" in figures
        assert "33 %" in figures
        assert "peu de réponses" in figures
    assert_alike(stage)


# Technical assistance

ASKED = {
    "way": "ask", "format": "peer-review", "axis": "PTS", "participants": "6", "no_conflict": "on",
    "title": "Examen du laboratoire d’identification", "on-parties": ["FR"],
    "need": "Le laboratoire n’a pas de procédure commune pour identifier les victimes d’une catastrophe.",
    "expected": "Une procédure adoptée et éprouvée lors d’un exercice.",
}  # fmt: skip
CLEARED = {"reason": "Le droit applicable et l’usage prévu ont été vérifiés."}


@pytest.mark.law("AS-M8-1")
def test_as_m8_1_silence_agrees_and_paris_still_decides_with_24_of_30(stage, sides):
    rabat, paris = sides
    asked = rabat.open("assistance", **ASKED, answer_by=rabat.day(days=9))
    deliver_all(stage)
    let_pass(sides, days=8)
    assert "state-silence" not in state_lapses(sides)
    let_pass(sides, days=2)
    assert "state-silence" in state_lapses(sides)
    deliver_all(stage)
    for side in sides:
        assert (side.stage(asked), side.items(asked, "consultation")) == ("asked", ["tacit"])
        assert "sans objection (silence)" in side.reads(asked)
    assert not rabat.may(asked, "accept-help")  # silence decides nothing
    scores = {f"criteria-{place}-score": "3" if place < 4 else "2" for place in range(10)}
    paris.take(asked, "offer-help", decided_on=paris.day(), conditions="Deux experts CANARI.", **scores)
    assert "CANARI" not in rabat.reads(asked)
    deliver_all(stage)
    assert "CANARI" in rabat.reads(asked)
    rabat.take(asked, "accept-help")
    deliver_all(stage)
    for side in sides:
        assert side.stage(asked) == "accepted"
        assert (
            "24" in side.reads(f"/matters/?kind=assistance&text={reference(asked)}").split(ASKED["title"])[-1]
        )
    assert_alike(stage)


@pytest.mark.law("AS-M8-2")
def test_as_m8_2_an_interception_device_is_held_until_three_functions_of_each_side_clear_it(stage, sides):
    rabat, paris = sides
    title = "Localisation de téléphones lors de secours"
    values = ASKED | {"title": title, "sensitive": ["interception"], "answer_by": rabat.day(days=9)}
    held = rabat.open("assistance", **values)
    deliver_all(stage)
    hidden_from(paris, held, title)
    hidden_from(rabat, held, title)
    let_pass(sides, days=11)
    state_lapses(sides)
    assert not paris.may(held, "agree-consultation")
    for side in sides:
        assert side.stage(held) == "held"
        assert "suspendu : technologie sensible" in side.reads(held)
        assert not side.may(held, "clear-as-head")  # the manager is not the head
        for step, by in (
            ("clear-as-legal", "first"),
            ("clear-as-rights", "reviewer"),
            ("clear-as-head", "chief"),
        ):
            assert side.stage(held) == "held"
            side.take(held, step, "", by, **CLEARED)
            # Who is a rights reviewer too, and has cleared it already, is refused: it takes three persons.
            assert not side.may(held, "clear-as-rights", "", "first")
            assert "Il faut une personne différente" in side.reads(f"{held}steps/clear-as-rights/")
        deliver_all(stage)
    for side in sides:
        assert side.stage(held) == "asked"
        assert not side.may(held, "clear-as-head", "", "chief")
    assert_alike(stage)


# Who answers

DIRECTORY = {
    "title": "Annuaire commun",
    "confirm_every_days": "92",
    "stale_after_days": "100",
    "pickup_seconds": "300",
}
DAY = {
    "function": "primary", "axes": ["FUG"], "name": "Permanence de jour", "from_hour": "8",
    "until_hour": "18", "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "on-basis": "instrument",
}  # fmt: skip
NIGHT = DAY | {"function": "duty", "name": "Permanence de nuit", "from_hour": "18", "until_hour": "8"}


def directory(stage, rabat: Side, paris: Side) -> str:
    matter = rabat.open("contacts", **DIRECTORY, **{"on-parties": ["FR"]})
    deliver_all(stage)
    paris.take(matter, "adopt-directory")
    deliver_all(stage)
    return matter


def contact(side: Side, matter: str, said: dict, /, **changes) -> str:
    number = {"MA": "+212 5 37 00 00 00", "FR": "+33 1 40 00 00 00"}[side.node.code]
    where = {"zone": ZONES[side.node.code], "from_on": side.day(days=-30), "phones-0-number": number}
    return side.take(matter, "publish-contact", **where, **said, **changes)


@pytest.mark.law("AS-M3-1")
def test_as_m3_1_the_night_desk_left_its_deputy_stands_in_and_paris_is_late_from_midnight(stage, sides):
    rabat, paris = sides
    matter = directory(stage, rabat, paris)
    day = contact(paris, matter, DAY)
    last = (paris.now() + timedelta(days=3)).date()
    contact(paris, matter, NIGHT, until_on=last.isoformat(), deputy=day)
    deliver_all(stage)
    midnight = datetime.combine(last + timedelta(days=1), time(), ZoneInfo("Europe/Paris"))
    be_at(sides, midnight - timedelta(minutes=5))
    assert "Maintenant · 23:55 Permanence de nuit" in rabat.room(matter, "/contacts/")
    assert not late(paris, matter)
    be_at(sides, midnight + timedelta(hours=2))
    page = rabat.room(matter, "/contacts/")
    now = page.partition("Maintenant · 02:00 Permanence de jour")[2].partition("Cette nuit")[0]
    assert "son suppléant le remplace" in now
    assert "sans successeur depuis 1 jour" in now
    [(by, due_at, done)] = owed(rabat, matter, "succession")
    assert (by, datetime.fromisoformat(due_at), done) == ("FR", midnight, False)
    for side, who in ((paris, "nous"), (rabat, "Paris")):
        assert late(side, matter).startswith(who)
    assert_alike(stage)


def late(side: Side, matter: str) -> str:
    """What the desk says is late of a successor in this matter: by whom; "" where nothing is."""
    _, _, told = side.reads("/desk/").partition("En retard")
    before, found, after = told.partition(reference(matter))
    return " ".join(before.split()[-1:]) if found and "désigner un successeur" in after[:200] else ""


@pytest.mark.law("AS-M3-2")
def test_as_m3_2_an_unanswered_call_at_half_past_three_in_ramadan_fails_on_both_clocks(stage, sides):
    rabat, paris = sides
    matter = directory(stage, rabat, paris)
    deputy = contact(rabat, matter, DAY | {"function": "deputy", "name": "Adjoint"})
    line = contact(rabat, matter, DAY | {"name": "Ligne permanente", "h24": "on"}, deputy=deputy)
    deliver_all(stage)
    at = last_ramadan(paris.now())
    assert paris.typed(at).endswith("T04:30")
    tried = paris.take(
        matter, "test-channel", contact=line, sort="call", tested_at=paris.typed(at), seconds="300"
    )
    paris.take(matter, "log-failover", tried, answered="on", seconds="45")
    deliver_all(stage)
    rabat.take(matter, "explain-test", tried, text="Panne CANARI du standard, réparée à l’aube.")
    deliver_all(stage)
    for side in sides:
        stated = f"EntryRow.objects.get(entry={tried!r}).header"
        assert f'"tested_at":"{at:%Y-%m-%dT%H:%M}Z"' in str(
            side.node.act("run", code=f"bytes({stated}).decode()")
        )
        page = side.reads(matter)
        assert "CANARI" in page
        assert f"{at.astimezone(ZoneInfo(ZONES[side.node.code])):%H:%M}" in page
        assert "0/1 essais ayant reçu réponse à temps" in side.room(matter, "/contacts/")
        assert side.items(matter, "test") == ["explained"]
        hidden_from(side, matter, "CANARI")
    assert_alike(stage)


# A night in each Ramadan: Rabat keeps UTC+0 then, whatever it keeps otherwise, and Paris its winter.
RAMADANS = (
    date(2025, 3, 15), date(2026, 3, 1), date(2027, 2, 20), date(2028, 2, 10), date(2029, 1, 30),
    date(2030, 1, 20), date(2031, 1, 10), date(2031, 12, 31), date(2032, 12, 20),
)  # fmt: skip


def last_ramadan(now: datetime) -> datetime:
    """Half past three at night by Rabat's clock in the last Ramadan."""
    night = max(night for night in RAMADANS if night < now.date())
    return datetime.combine(night, time(3, 30), ZoneInfo(ZONES["MA"]))


# Working groups

CHARTER = {
    "title": "Recherche des fugitifs", "sort": "thematic", "axis": "FUG", "quorum": "1", "rhythm_days": "200",
    "mandate": "Comparer les procédures de localisation et fixer des points de contact chez chacun.",
    "objectives-0-text": "Un point de contact joignable chez chaque partie", "on-parties": ["MA"],
}  # fmt: skip
MEMBER = {"role": "co-chair", "no_conflict": "on", "on-basis": "instrument"}
REVIEW = {
    "score": "4",
    "proposes": "extend",
    "findings": "Les contacts sont joignables ; la comparaison reste à faire.",
}


def group(stage, rabat: Side, paris: Side) -> tuple[str, str]:
    """A group of twelve months with a member of each side; and the member of Paris."""
    matter = paris.open("group", **CHARTER, sunset_on=paris.day(days=365))
    deliver_all(stage)
    rabat.take(matter, "adopt-charter")
    deliver_all(stage)
    rabat.take(matter, "name-member", name="MEMBRE De Rabat", **MEMBER)
    deliver_all(stage)
    member = paris.take(matter, "name-member", name="MEMBRE De Paris", **MEMBER)
    deliver_all(stage)
    return matter, member


@pytest.mark.law("AS-M4-1")
def test_as_m4_1_after_six_months_both_review_and_nobody_extends_before(stage, sides):
    rabat, paris = sides
    matter, _ = group(stage, rabat, paris)
    state_lapses(sides)
    assert rabat.stage(matter) == "active"
    let_pass(sides, days=184)
    assert "state-half-time" in state_lapses(sides)
    deliver_all(stage)
    for side in sides:
        assert side.stage(matter) == "in-review"
        assert (
            f"{reference(matter)} {CHARTER['title']} groupe de travail conjoint évaluation à mi-parcours"
            in side.reads("/desk/")
        )
        assert "ne l’est plus" not in side.first.page.text  # both nodes have stated it: nobody saw otherwise
        assert not side.may(matter, "propose-extension")
        side.take(matter, "submit-review", **REVIEW)
        deliver_all(stage)
    for side in sides:
        assert side.stage(matter) == "reviewed"
        assert side.may(matter, "propose-extension")
    assert_alike(stage)


PENDING = {"ar": "معلق لعدم اكتمال النصاب", "fr": "en attente de quorum", "en": "pending quorum"}


@pytest.mark.law("AS-M4-2")
def test_as_m4_2_without_a_member_of_paris_decisions_wait_for_quorum_in_three_languages(stage, sides):
    rabat, paris = sides
    matter, member = group(stage, rabat, paris)
    paris.take(matter, "name-member", name="TÉMOIN Claire", **MEMBER | {"role": "observer"})
    paris.take(matter, "end-membership", member)  # who observes is no member
    deliver_all(stage)
    rabat.take(
        matter, "table-decision", text="Vérifier toute adresse en trois jours.", owner="FR",
        in_mandate="on", due_on=rabat.day(days=30), weighed="1",
    )  # fmt: skip
    deliver_all(stage)
    for side in sides:
        assert side.items(matter, "decision") == ["pending-quorum"]
        assert not side.may(matter, "support-decision")
        for language, words in PENDING.items():
            side.node.act("speaks", language=language)
            assert words in side.reads(matter)
        side.node.act("speaks", language="fr")
    starts = rabat.now() + timedelta(days=10)
    rabat.take(
        matter, "call-meeting", starts_at=rabat.typed(starts), place="Salle CANARI",
        ends_at=rabat.typed(starts + timedelta(hours=2)), **{"agenda-0-text": "Points de contact"},
    )  # fmt: skip
    deliver_all(stage)
    told = paris.reads("/observed/", "witness")
    assert "Points de contact" in told
    assert not [word for word in ("CANARI", CHARTER["title"], "adresse") if word in told]
    paris.window("witness").open(matter)
    assert paris.window("witness").status == 404
    assert reference(matter) not in paris.reads("/matters/", "witness")
    assert "Points de contact" not in rabat.reads("/observed/", "witness")
    assert_alike(stage)
