"""What is late names the part it is owed of, and leads to the step on that part and no other."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mithaq.front.desk.desk import desk
from mithaq.front.desk.summary import summary
from mithaq.node.ledger import standstill
from mithaq.node.ledger.models import Duty
from tests.matters.plan.planned import BEGUN, Planned, calendars, titles
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated, ourselves

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=30)
NAMES = {
    "ar": ("دليل المساطر", "معجم مشترك"),
    "fr": ("Guide des procédures", "Lexique commun"),
    "en": ("Handbook", "Common glossary"),
}


@pytest.fixture
def planned(tmp_path, settings, db):
    """A plan in which two deliverables of ours are late."""
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    paris = Simulated("FR").introduced()
    calendars(paris, agreed(paris, kinds=("plan",), now=BEGUN).matter)
    made = Planned(paris).signed()
    made.one = made.action(made.objective(made.axis()))
    made.we("start-action", item=made.one)
    made.handbook = made.deliverable(made.one)
    glossary = titles("معجم مشترك", "Lexique commun", "Common glossary")
    made.glossary = made.deliverable(made.one, "2026-12-07", **glossary)
    return made


def coordinator(language="fr"):
    return officer("plan-coordinator", "liaison-officer", unit=unit(), language=language)


def test_two_that_are_owed_alike_are_told_apart_by_what_they_are_of(planned):
    late = desk(coordinator(), now=LATER).late_ours
    ours = {each.move.url.partition("item=")[2]: each.item for each in late if each.item in NAMES["en"]}
    assert ours == {planned.handbook.id: "Handbook", planned.glossary.id: "Common glossary"}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_it_is_named_in_the_officers_language(planned, language, monkeypatch):
    monkeypatch.setattr("mithaq.node.clock.now", lambda: LATER)
    page = " ".join(text_of(signed_in(coordinator(language)).get("/desk/")).split())
    for name in NAMES[language]:
        assert f"– {name}" in page


def test_names_cost_the_same_however_many_are_late(planned, monkeypatch):
    monkeypatch.setattr("mithaq.front.desk.desk.SOON", timedelta())  # what is due soon is another row
    reader, asked = coordinator(), []
    for now in (LATER, NOW + timedelta(days=8), LATER):  # the first reads what was kept, once
        with CaptureQueriesContext(connection) as counted:
            found = desk(reader, now=now)
        asked.append((len([each for each in found.late_ours if each.item in NAMES["en"]]), len(counted)))
    assert [late for late, _ in asked] == [2, 1, 2]
    assert asked[1][1] == asked[2][1]


def test_what_is_due_within_a_week_waits_for_us_whoever_moves_otherwise(planned):
    reader = coordinator()
    owed = Duty.objects.filter(owed_by="MA", done_at=None, moot=False, due_at__isnull=False)
    due = owed.earliest("due_at").due_at

    def waits(now):
        told = desk(reader, now=now)
        assert summary(reader, now=now).waiting == len(told.waiting.rows)
        return [row.move.url for row in told.waiting.own if row.row.matter.id == planned.matter.id]

    assert not planned.matter.our_turn
    assert not waits(due - timedelta(days=7, seconds=1))
    assert len(waits(due - timedelta(days=6))) == 1


def test_a_node_that_is_behind_names_nothing(planned):
    standstill.begin("restored", now=NOW)
    assert {each.item for each in desk(coordinator(), now=LATER).late} == {""}
