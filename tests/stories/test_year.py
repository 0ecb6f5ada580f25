"""A year of Rabat and Paris: they meet and decide, judge their cooperation, prepare a tournament, and honour.

Source: acceptance stories AS-M12-1 and -2, AS-M13-1 to -3, AS-M14-1 to -3. One stage serves them all; each
has a matter of its own, and none needs what another has left.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.stories.sides import Side, be_at, let_pass, reference, state_lapses
from tests.stories.stage import ZONES, assert_alike, staged, state_calendars
from tests.two_nodes import deliver_all

pytestmark = pytest.mark.slow

WORKS_IN = ("protocol-officer", "honours-officer", "translator", "training-manager")


@pytest.fixture(scope="module")
def stage():
    with staged("MA", "FR", kinds=("meeting", "evaluation", "honour", "readiness")) as made:
        state_calendars(made)
        for node in made:
            node.act("also_holds", username="first", functions=WORKS_IN)
            node.act("engage", username="chief", functions=["head-of-service", "duty-officer"])
            node.act("engage", username="watch", functions=["duty-officer"])
        yield made


@pytest.fixture(scope="module")
def sides(stage):
    return tuple(Side(node) for node in stage)


# Meetings

SERIES = {
    "title": "Comité mixte de coopération", "languages": ["ar", "fr"], "hosting": "alternating",
    "agenda_days": "7", "minutes_days": "30", "on-parties": ["FR"],
}  # fmt: skip
POINTS = (("ar", "تتبع القرارات"), ("ar", "الموانئ"), ("fr", "Suivi des décisions"), ("fr", "Ports"))


def session(side: Side, days: int, host: str) -> dict[str, str]:
    starts = (side.now() + timedelta(days=days)).replace(hour=9, minute=0)
    return {
        "title_ar": "دورة اللجنة المختلطة", "title_fr": "Session du comité", "sort": "joint-committee",
        "host": host, "place": "Rabat", "zone": ZONES["MA"], "starts_at": side.typed(starts),
        "ends_at": side.typed(starts + timedelta(hours=4)),
    }  # fmt: skip


def agreed_session(stage, matter: str, sides: tuple[Side, Side], days: int, host: str) -> str:
    rabat, paris = sides
    key = rabat.take(matter, "propose-session", **session(rabat, days, host))
    deliver_all(stage)
    paris.take(matter, "agree-session", key)
    deliver_all(stage)
    return key


def agenda(*numbers: int) -> dict[str, str]:
    """The points in both languages, with these numbers."""
    said = {}
    for row, ((language, title), number) in enumerate(zip(POINTS, numbers, strict=True)):
        cells = {"language": language, "number": str(number), "title": title}
        said |= {f"points-{row}-{name}": value for name, value in cells.items()}
    return said


@pytest.mark.law("AS-M13-2")
def test_as_m13_2_a_decision_is_carried_over_382_days_late_and_only_both_sides_cancel_it(stage, sides):
    rabat, paris = sides
    matter = rabat.open("meeting", **SERIES)
    deliver_all(stage)
    first = agreed_session(stage, matter, sides, 1, "MA")
    let_pass(sides, days=2)
    rabat.take(matter, "hold-session", first)
    due = (rabat.now() + timedelta(days=2)).date()
    decision = rabat.take(
        matter, "record-decision", session=first, owner="FR", due_on=due.isoformat(),
        text_ar="إعداد نموذج موحد للطلبات", text_fr="Établir un formulaire commun",
    )  # fmt: skip
    deliver_all(stage)
    paris.take(matter, "agree-decision", decision)
    deliver_all(stage)
    second = agreed_session(stage, matter, sides, 384, "FR")
    noon = datetime.combine(due + timedelta(days=382), datetime.min.time(), ZoneInfo("UTC"))
    be_at(sides, noon + timedelta(hours=12))
    rabat.take(matter, "hold-session", second)
    deliver_all(stage)
    for side in sides:
        page = side.room(matter, "/meetings/")
        assert "382 jours de retard" in page
        assert "1 fois" in page
        row = page.rpartition("Établir un formulaire commun")[2]  # in the table, after the drawing
        assert row.split()[0] == "Paris"
    assert not rabat.may(matter, "report-done", decision)
    rabat.take(matter, "cancel-decision", decision, reason="Le formulaire existe désormais ailleurs.")
    deliver_all(stage)
    for side in sides:  # one side alone takes nothing off the list
        assert side.items(matter, "decision") == ["open"]
        assert "382 jours de retard" in side.room(matter, "/meetings/")
    paris.take(matter, "cancel-decision", decision, reason="Nous sommes du même avis.")
    deliver_all(stage)
    for side in sides:
        assert side.items(matter, "decision") == ["cancelled"]
    assert_alike(stage)


@pytest.mark.law("AS-M13-3")
def test_as_m13_3_an_agenda_in_another_order_is_a_doubt_and_paris_cannot_settle_it(stage, sides):
    rabat, paris = sides
    matter = rabat.open("meeting", **SERIES)
    deliver_all(stage)
    key = agreed_session(stage, matter, sides, 20, "MA")
    doubted = rabat.begins(matter, "propose-agenda", session=key, **agenda(1, 2, 2, 1))
    assert "Les points ne sont pas dans le même ordre" in doubted
    crooked = rabat.take(matter, "propose-agenda", session=key, weighed="1", **agenda(1, 2, 2, 1))
    deliver_all(stage)
    assert not paris.may(matter, "accept-agenda", crooked)
    for side in sides:
        assert "ne peut être arrêté" in side.room(matter, "/meetings/")
    paris.take(matter, "decline-agenda", crooked)
    deliver_all(stage)
    straight = rabat.take(matter, "propose-agenda", session=key, **agenda(1, 2, 1, 2))
    deliver_all(stage)
    paris.take(matter, "accept-agenda", straight)
    deliver_all(stage)
    for side in sides:
        assert side.items(matter, "agenda") == ["declined", "adopted"]
        assert "ne peut être arrêté" not in side.room(matter, "/meetings/")
    assert_alike(stage)


# Evaluation

ROUND = {"title": "Premier semestre", "instrument": "2026", "on-parties": ["FR"]}
SHOWN = "Neuf réponses sur dix CANARI à temps."


@pytest.mark.law("AS-M13-1")
def test_as_m13_1_each_scores_alone_then_3_and_2_are_agreed_as_2_with_a_note(stage, sides):
    rabat, paris = sides
    days = {"from_on": rabat.day(days=-200), "until_on": rabat.day(days=-20), "scores_by": rabat.day(days=20)}
    matter = rabat.open("evaluation", **ROUND, **days)
    deliver_all(stage)
    bare = rabat.begins(matter, "seal-scores", **{"scores-1-score": "3"})
    assert "Une note de 3 ou 4 s’établit" in bare
    rabat.take(matter, "seal-scores", **{"scores-1-score": "3", "scores-1-evidence": SHOWN})
    deliver_all(stage)
    state_lapses(sides)
    assert rabat.items(matter, "own") == ["awaited", "sealed"]
    assert "CANARI" in rabat.room(matter, "/evaluations/")
    assert "attendue" in paris.room(matter, "/evaluations/")
    assert "CANARI" not in paris.reads(matter) + paris.room(matter, "/evaluations/")
    assert "CANARI" not in " ".join(paris.node.act("all_said", matter=paris.id_of(matter)))
    paris.take(matter, "seal-scores", **{"scores-1-score": "2", "scores-1-evidence": "Trois retards."})
    deliver_all(stage)
    for _ in sides:  # whoever has all seals opens its own
        state_lapses(sides)
        deliver_all(stage)
    for side in sides:
        assert side.stage(matter) == "comparing"
        assert "CANARI" in side.room(matter, "/evaluations/")
    half = rabat.begins(matter, "propose-consensus", timeliness="2.5")
    assert "/steps/propose-consensus/" in rabat.first.path
    assert half
    without = rabat.begins(matter, "propose-consensus", timeliness="2")
    assert "Expliquez pourquoi cette note" in without
    note = {"notes-0-dimension": "timeliness", "notes-0-note": "Une réponse tardive de chaque côté."}
    proposed = rabat.take(matter, "propose-consensus", timeliness="2", **note)
    deliver_all(stage)
    paris.take(matter, "accept-consensus", proposed)
    deliver_all(stage)
    for side, scores in ((rabat, "3 2"), (paris, "2 3")):  # each has its own first
        page = side.room(matter, "/evaluations/")
        assert f"Respect des délais {scores} 1 2" in page
        assert "Confiance et satisfaction s. o. s. o. – –" in page
        assert "Une réponse tardive de chaque côté." in page
    assert_alike(stage)


# Honours

AWARD = {
    "order": "arch", "grade": "officer", "instrument": "Dahir n° 0.00.000", "recipient_of": "FR",
    "name": "CANARI Testnom", "name_ar": "كناري تستنوم", "office_ar": "رائد", "office_fr": "Commandant",
    "merit_ar": "أسهم في نتائج اعتمدها الطرفان معا وفق القانون. " * 6, "exceptional": "on",
    "merit_fr": "A contribué à des résultats validés par les deux parties. " * 5, "on-basis": "instrument",
}  # fmt: skip


def register(stage, rabat: Side) -> str:
    matter = rabat.open("honour", title="Distinctions", permission_days="60", **{"on-parties": ["FR"]})
    deliver_all(stage)
    return matter


@pytest.mark.law("AS-M12-1")
def test_as_m12_1_a_wissam_may_not_be_worn_until_paris_says_so_and_protocol_alone_reads_it(stage, sides):
    rabat, paris = sides
    matter = register(stage, rabat)
    award = rabat.take(matter, "enter-award", **AWARD, cleared="on", instrument_on=rabat.day(days=-20))
    deliver_all(stage)
    for side in sides:
        page = side.room(matter, "/honours/")
        assert "كناري تستنوم CANARI Testnom" in page
        assert "port non autorisé à ce jour" in page.casefold()
        watch = side.window("watch")  # who has the register on the desk, and prepares no ceremony
        watch.open(matter)
        assert not [link for link in watch.page.links if link.startswith("/honours/")]
        watch.open(f"/honours/{reference(matter)}/")
        assert watch.status == 403
        assert "port non" not in watch.page.text.casefold()
    assert not rabat.may(matter, "permit", award)
    paris.take(matter, "ask-permission", award)
    paris.take(matter, "permit", award, permitted_on=paris.day(), reference="Arrêté n° 12")
    deliver_all(stage)
    for side in sides:
        page = side.room(matter, "/honours/").casefold()
        assert "port autorisé" in page
        assert "port non autorisé" not in page
    assert_alike(stage)


@pytest.mark.law("AS-M12-2")
def test_as_m12_2_a_proposal_on_hold_stays_with_who_prepares_it_and_paris_sees_nothing(stage, sides):
    rabat, paris = sides
    matter = register(stage, rabat)
    day = rabat.day(days=-20)
    assert "Proposition suspendue" in rabat.begins(matter, "enter-award", **AWARD, instrument_on=day)
    rabat.first.press("save", "1")
    kept = rabat.first.path
    assert kept.startswith("/drafts/")
    watch = rabat.window("watch")
    watch.open(kept)
    assert watch.status == 404
    assert "CANARI" not in watch.page.text + rabat.reads("/drafts/", "watch") + rabat.reads(matter, "watch")
    deliver_all(stage)
    assert paris.items(matter, "award") == []
    assert "CANARI" not in paris.reads(matter) + paris.reads("/desk/") + paris.room(matter, "/honours/")
    rabat.first.open(f"{kept}?edit=1")
    rabat.first.send(cleared="on")  # with the auditor's note at hand
    rabat.second.open(rabat.first.path)
    rabat.second.send("/approve/")
    rabat.second.send("/send/")
    deliver_all(stage)
    for side in sides:
        assert side.items(matter, "award") == ["issued"]
    assert_alike(stage)


# Readiness

RISK = {
    "subject": "conduct",
    "owner": "MA",
    "cause": "Vente de faux billets.",
    "consequence": "Poussée aux portes.",
}
LATE = "Arrivée tardive de plus de 5 000 personnes sans billet"
ASSESSED = {
    "likelihood": "4", "people": "5", "continuity": "3", "rights": "2", "confidence": "4",
    "left_likelihood": "2", "left_impact": "4", "controls": "Filtrage en deux lignes.",
}  # fmt: skip
LEVELS = {
    "staff": "3",
    "procedures": "4",
    "equipment": "3",
    "training": "3",
    "exercised": "3",
    "evidence": "Inspection conjointe.",
}
OBJECTIVES = ("Arrêter l’afflux", "Ouvrir les portes", "Alerter ensemble")


def readiness(stage, rabat: Side) -> str:
    matter = rabat.open("readiness", title="Avant le tournoi", axis="EVT", **{"on-parties": ["FR"]})
    deliver_all(stage)
    return matter


@pytest.mark.law("AS-M14-1")
def test_as_m14_1_a_control_ran_out_yesterday_and_the_head_alone_accepts_20_of_25(stage, sides):
    rabat, paris = sides
    matter = readiness(stage, rabat)
    risk = rabat.take(matter, "identify-risk", event=LATE, **RISK)
    rabat.take(
        matter,
        "assess-risk",
        risk,
        **ASSESSED,
        controls_until=rabat.day(days=1),
        review_on=rabat.day(days=90),
    )
    deliver_all(stage)
    for side in sides:
        assert "8 – " in side.room(matter, "/readiness/")
    state_lapses(sides)
    assert paris.items(matter, "risk") == ["assessed"]
    let_pass(sides, days=2)
    state_lapses((paris,))
    deliver_all(stage)
    for side in sides:
        page = side.room(matter, "/readiness/")
        assert "les mesures ne comptent plus" in page
        assert "20 – " in page
        assert side.stage(matter) == "attention"
    assert "a constaté qu’un élément de preuve est périmé" in rabat.reads("/desk/")
    assert not rabat.may(matter, "accept-risk", risk)
    assert not rabat.may(matter, "accept-critical-risk", risk)
    assert not paris.may(matter, "accept-critical-risk", risk, "chief")
    reason = "Le filtrage sera rétabli avant le premier match."
    rabat.take(matter, "accept-critical-risk", risk, "chief", reason=reason)
    deliver_all(stage)
    for side in sides:
        assert side.items(matter, "risk") == ["accepted"]
        assert "20 – " in side.room(matter, "/readiness/")  # accepted as it is
    assert_alike(stage)


@pytest.mark.law("AS-M14-2")
def test_as_m14_2_what_was_not_met_lowers_the_capability_and_is_improved_before_the_close(stage, sides):
    rabat, paris = sides
    matter = readiness(stage, rabat)
    capability = rabat.take(matter, "declare-capability", name="Maîtrise des flux", critical="on")
    rabat.take(matter, "give-evidence", capability, **LEVELS, valid_until=rabat.day(days=300))
    objectives = {f"objectives-{row}-text": text for row, text in enumerate(OBJECTIVES)}
    exercise = rabat.take(
        matter, "plan-exercise", scenario="Mouvement de foule", sort="tabletop", held_on=rabat.day(),
        capability=capability, **objectives,
    )  # fmt: skip
    deliver_all(stage)
    paris.take(matter, "approve-exercise", exercise)
    deliver_all(stage)
    assert ready(paris.room(matter, "/readiness/")) == "3"
    results = {f"results-{row}-result": mark for row, mark in enumerate("PSU")}
    rabat.take(matter, "run-exercise", exercise, **results)
    rabat.take(matter, "give-review", exercise, review="L’alerte commune n’est pas partie à temps.")
    deliver_all(stage)
    for side in sides:
        page = side.room(matter, "/readiness/")
        assert "Améliorations manquantes : 2" in page
        assert ready(page) == "1"
    assert "Il en manque : 2" in paris.begins(matter, "close-exercise", exercise)
    asked = {"exercise": exercise, "due_on": rabat.day(days=60)}
    nobody = paris.begins(matter, "ask-improvement", text="Doubler la ligne d’alerte", **asked)
    assert "/steps/ask-improvement/" in paris.first.path
    assert nobody
    for side, text in ((paris, "Doubler la ligne d’alerte"), (rabat, "Former les stadiers aux portes")):
        side.take(matter, "ask-improvement", text=text, owner="MA", **asked)
        deliver_all(stage)
    for side in sides:
        side.take(matter, "close-exercise", exercise)
        deliver_all(stage)
    for side in sides:
        assert side.items(matter, "exercise") == ["closed"]
        assert side.items(matter, "improvement") == ["open", "open"]
    assert_alike(stage)


def ready(page: str) -> str:
    """How ready the capability is, in the last cell of its levels."""
    levels = page.rpartition("Maîtrise des flux critique Rabat")[2].split()
    return levels[5]


@pytest.mark.law("AS-M14-3")
def test_as_m14_3_supporters_of_a_country_are_no_risk_and_late_arrival_is(stage, sides):
    rabat, _ = sides
    matter = readiness(stage, rabat)
    refused = rabat.begins(matter, "identify-risk", event="Supporters du pays X en tribune", **RISK)
    assert "Un groupe de personnes ou une nationalité n’est pas un risque" in refused
    rabat.take(matter, "identify-risk", event=LATE, **RISK)
    deliver_all(stage)
    for side in sides:
        assert side.items(matter, "risk") == ["identified"]
        assert LATE in side.room(matter, "/readiness/")
        assert "Supporters" not in side.reads(matter)
    assert_alike(stage)
