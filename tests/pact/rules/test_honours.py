"""Honours: nothing leaves before the instrument, nothing is worn before it is permitted."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import open_steps, turn
from mithaq.pact.rules.honours import KIND, may_wear_from, pending_days, presentations
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.telling import Told, codes, problems

AWARD = {
    "order": "arch", "grade": "officer", "instrument_on": "2025-12-20", "recipient_of": "FR", "cleared": True,
}  # fmt: skip
MERIT = (
    "A conduit avec ses homologues une opération dont les résultats ont été validés par les deux parties. "
)
FORM = {
    **AWARD, "instrument": "Dahir n° 1.25.000", "name": "MARTEL Louis", "name_ar": "لويس مارتيل",
    "office_ar": "رائد، رئيس مصلحة", "office_fr": "Commandant, chef de service",
    "merit_ar": "قاد مع نظرائه عملية اعتمد الطرفان نتائجها، وأسهم في وضع مسطرة مشتركة للتعاون. " * 3,
    "merit_fr": MERIT * 2,
}  # fmt: skip
TERMS = Terms("a" * 64, {}, calendars={party: Calendar(party, "Europe/Paris") for party in ("MA", "FR")})


def entered(**changes):
    told = Told(KIND, "MA", "FR", says={"permission_days": 60})
    return told, told.say("MA", "enter-award", says=AWARD | changes)


@pytest.mark.law("AS-M12-1")
def test_as_m12_1_a_foreign_decoration_may_not_be_worn_until_the_day_it_is_permitted():
    told, award = entered()
    item = told.item("award", award)
    stage = KIND.track("award").stage(item.stage)
    assert (stage.words.fr, stage.words.en) == ("port non autorisé à ce jour", "may not be worn yet")
    assert (may_wear_from(item), turn(told.standing)) == ("", {"FR"})
    ceremony = {"award": award.id, "presented_on": "2026-01-05", "worn": True, "place": "Rabat"}
    assert codes(problems(KIND, "record-presentation", ceremony, about=told)) == ["honours.may-not-be-worn"]
    assert not problems(KIND, "record-presentation", ceremony | {"worn": False}, about=told)
    told.say("MA", "record-presentation", says={"award": award.id, "presented_on": "2026-01-05"})
    assert len(presentations(told.state, told.item("award", award))) == 1
    assert told.item("award", award).stage == "issued"  # handed over, and still not worn
    told.say("FR", "permit", item=award, says={"permitted_on": "2026-01-04"})
    assert may_wear_from(told.item("award", award)) == "2026-01-04"
    assert not problems(KIND, "record-presentation", ceremony, about=told)
    early = ceremony | {"presented_on": "2026-01-03"}
    assert codes(problems(KIND, "record-presentation", early, about=told)) == ["honours.may-not-be-worn"]


@pytest.mark.law("AS-M12-2")
def test_as_m12_2_what_cites_an_operation_under_complaint_is_on_hold():
    told, _ = entered()
    assert not problems(KIND, "enter-award", FORM, about=told)
    held = problems(KIND, "enter-award", FORM | {"cleared": False}, about=told)
    assert [(each.code, each.soft) for each in held] == [("honours.on-hold", False)]


BAD = [
    pytest.param({"grade": "gold"}, "honours.not-a-grade-of-it", id="no grade of that order"),
    pytest.param({"instrument_on": "2026-03-01"}, "honours.before-its-instrument", id="not signed yet"),
    pytest.param({"instrument_on": ""}, "rules.required", id="no instrument"),
    pytest.param({"instrument_on": "1950-01-01"}, "honours.before-it-was-instituted", id="before the order"),
    pytest.param(
        {"order": "legion-honneur", "former_on": "2018-02-01"}, "honours.too-few-years", id="eight years"
    ),
    pytest.param({"name_ar": ""}, "rules.required", id="in one script"),
    pytest.param({"office_ar": ""}, "rules.required", id="rank in one language"),
    pytest.param({"recipient_of": "MA"}, "honours.own-officer", id="our own"),
    pytest.param({"recipient_of": "XX"}, "rules.not-a-party", id="of nobody here"),
    pytest.param({"merit_fr": "Merci."}, "rules.too-short", id="no merit"),
]


@pytest.mark.parametrize(("changes", "code"), BAD)
def test_an_award_that_is_badly_said_is_answered(changes, code):
    told, _ = entered()
    assert code in codes(problems(KIND, "enter-award", FORM | changes, about=told))


def test_years_in_the_grade_are_not_asked_for_what_is_exceptional_or_long_ago():
    told, _ = entered()
    form = FORM | {"order": "legion-honneur", "former_on": "2018-02-01"}
    assert not problems(KIND, "enter-award", form | {"exceptional": True}, about=told)
    assert not problems(KIND, "enter-award", form | {"former_on": "2017-12-20"}, about=told)


def test_an_order_whose_grades_nobody_told_us_is_not_checked():
    told, _ = entered()
    assert not problems(KIND, "enter-award", FORM | {"order": "istihqaq", "grade": "gold"}, about=told)


def test_a_permission_that_is_older_than_its_request_is_a_doubt():
    told, award = entered()
    form = {"permitted_on": "2025-12-28", "reference": "Arrêté du 28 décembre"}
    assert not problems(KIND, "permit", form, by="FR", about=told, item=award.id)
    told.say("FR", "ask-permission", item=award, at=datetime(2026, 1, 4, 9, tzinfo=UTC))
    assert codes(problems(KIND, "permit", form, by="FR", about=told, item=award.id)) == [
        "honours.permitted-before-it-was-asked-for?"
    ]
    same_day = form | {"permitted_on": "2026-01-04"}
    assert not problems(KIND, "permit", same_day, by="FR", about=told, item=award.id)


def test_a_permission_is_neither_before_the_award_nor_in_the_future():
    told, award = entered()
    form = {"permitted_on": "2025-12-01", "reference": "Arrêté du 1er décembre"}
    found = problems(KIND, "permit", form, by="FR", about=told, item=award.id)
    assert codes(found) == ["honours.permitted-before-it-was-given"]
    later = problems(
        KIND, "permit", form | {"permitted_on": "2026-02-01"}, by="FR", about=told, item=award.id
    )
    assert codes(later) == ["honours.permitted-in-the-future"]
    early = {"award": award.id, "presented_on": "2025-12-01", "place": "Paris"}
    assert codes(problems(KIND, "record-presentation", early, about=told)) == [
        "honours.presented-before-it-was-given"
    ]


def test_the_side_of_the_recipient_owes_a_decision_in_sixty_days():
    told, award = entered()
    [owed] = duties(told.standing, {}, TERMS)
    assert (owed.by, owed.day, owed.late(datetime(2026, 3, 8, tzinfo=UTC))) == ("FR", "2026-03-06", True)
    assert pending_days(told.item("award", award), date(2026, 1, 5) + timedelta(days=61)) == 61
    told.say("FR", "refuse-permission", item=award)
    [owed] = duties(told.standing, {}, TERMS)
    assert owed.done_at is not None
    assert pending_days(told.item("award", award), date(2026, 3, 8)) == 0


def test_who_conferred_it_revokes_it_and_the_other_side_does_not():
    told, award = entered()
    ways = {each.step.name: each.item for each in open_steps(told.standing, "FR")}
    assert "revoke-award" not in ways
    told.say("MA", "revoke-award", item=award)
    assert (told.item("award", award).stage, turn(told.standing)) == ("revoked", frozenset())
