"""Who is reminded of what our side owes in a plan; and the indicators of the field, as pages."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.node.ledger.models import Duty, Matter
from mithaq.node.web.clocks import Clock
from mithaq.node.web.reminders import Reminded, reminders, together
from mithaq.pact.indicators.indicator import indicators_of
from mithaq.pact.indicators.statistics import EVERY_FIELD
from mithaq.pact.rules import plan as rules
from mithaq.pact.rules import register
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
EVERY_LANGUAGE = pytest.mark.parametrize("language", ["ar", "fr", "en"])


@pytest.fixture
def waiting(planned):
    """Paris has reported on an action it leads; our countersignature has been late for twelve days."""
    says = {"action": planned.two.id, "year": 2026, "half": 1}
    planned.report = planned.they("submit-report", says | {"achieved": "Procédure rédigée."})
    return planned


def recalled(officer, what, now=NOW):
    return [
        (each.about, each.count) for each in reminders(officer, now=now) if each.words.en.startswith(what)
    ]


def of_countersigning(officer, now=NOW):
    return recalled(officer, "countersigning", now)


def test_as_m1_2_seven_days_late_the_coordinator_is_reminded(waiting, salma):
    assert of_countersigning(salma) == [("2026-H1", 1)]
    assert "Rappel" in text_of(signed_in(salma).get("/"))


def test_reminders_begin_a_week_before_the_day_and_stay_until_it_is_done(waiting, salma):
    due = Duty.objects.get(name="countersignature", owed_by="MA").due_at
    for days, reminded in ((-8, []), (-6, [("2026-H1", 1)]), (8, [("2026-H1", 1)])):
        assert of_countersigning(salma, due + timedelta(days=days)) == reminded, days
    assert not of_countersigning(officer("duty-officer"))


@pytest.mark.law("L12")
def test_who_only_coordinates_is_reminded_after_seven_days_alone(waiting, monkeypatch):
    due = Duty.objects.get(name="countersignature", owed_by="MA").due_at
    late = tuple(each for each in rules.LATE)
    owed = replace(rules.KIND.owed["countersignature"], reminders=late)
    others = [each for each in rules.KIND.dated if each.name != owed.name]
    monkeypatch.setattr(register, "kinds", lambda: (replace(rules.KIND, dated=(*others, owed)),))
    coordinator = officer("plan-coordinator")
    assert of_countersigning(coordinator, due + timedelta(days=6, hours=23)) == []
    assert of_countersigning(coordinator, due + timedelta(days=7)) == [("2026-H1", 1)]


def test_what_is_done_is_no_longer_recalled(waiting, salma):
    waiting.we("countersign-report", item=waiting.report)
    assert of_countersigning(salma) == []


def test_what_others_owe_is_for_their_node_to_recall(planned, salma):
    values = {"action": planned.one.id, "year": 2026, "half": 1, "achieved": "Douze officiers formés."}
    planned.we("submit-report", values)
    assert Duty.objects.filter(name="countersignature", owed_by="FR", due_at__lt=NOW).exists()
    assert of_countersigning(salma) == []


@EVERY_LANGUAGE
def test_the_indicators_of_a_field_are_a_page(waiting, salma, language):
    salma.language = language
    salma.save()
    client = signed_in(salma)
    page = client.get(reverse("plan:indicators", args=[waiting.reference])).content.decode()
    address = reverse("web:indicators", args=["plan"])
    assert f'href="{address}"' in page
    shown = client.get(address)
    assert shown.context["field"].matters == 1
    shown_of = [each.indicator.name for each in shown.context["field"].measured]
    assert shown_of == [each.name for each in (*indicators_of("plan"), *indicators_of(EVERY_FIELD))]
    named = {each.indicator.name: each.figure for each in shown.context["field"].measured}
    assert named["plan-balance"].by["MA"].counted == 2
    (balance,) = (each for each in shown.context["field"].measured if each.indicator.name == "plan-balance")
    assert "%" not in balance.by[0][1]
    assert client.get(reverse("web:indicators", args=["instrument"])).status_code == 200


@pytest.mark.parametrize(("kind", "query", "status"), [
    ("plan", "?half=2026-H1", 200), ("plan", "?half=9999-H9", 200), ("plan", "?half=%00", 200),
    ("inquiry", "", 200), ("nothing", "", 404),
])  # fmt: skip
def test_an_odd_address_gets_an_answer(waiting, salma, kind, query, status):
    assert signed_in(salma).get(reverse("web:indicators", args=[kind]) + query).status_code == status


def test_who_reads_no_content_gets_no_figures(waiting):
    field = signed_in(officer("auditor")).get(reverse("web:indicators", args=["plan"])).context["field"]
    assert (field.matters, {each.figure.counted for each in field.measured}) == (0, {0})


def late_in(*references, words=rules.KIND.owed["report"].words, tone="bad"):
    """Reminders as they are found: one sort, in several matters."""
    clock = Clock(tone, 1, "en retard de 3 jours", "urgent")
    return [Reminded(Matter(kind="plan", reference=each), words, "", NOW, clock, 1) for each in references]


def test_what_is_late_is_one_notice_and_what_will_be_another():
    other = rules.KIND.owed["deliverable"].words
    found = [*late_in("A", tone="waiting"), *late_in("B"), *late_in("C", words=other)]
    told = [(each.tone, [one.matter.reference for one in each.each]) for each in together(found)]
    assert told == [("bad", ["B", "C"]), ("waiting", ["A"])]
    assert together([]) == []


@EVERY_LANGUAGE
def test_several_that_are_late_are_one_notice_with_a_list_behind_it(waiting, salma, language, monkeypatch):
    salma.language = language
    salma.save()
    several = [f"MA-PLN-2026-{number:05}" for number in range(1, 6)]
    monkeypatch.setattr("mithaq.front.desk.desk.reminders", lambda *_, **__: late_in(*several))
    page = signed_in(salma).get("/").content.decode()
    [behind] = re.findall(r"<details>\s*<summary>(.*?)</details>", page, re.DOTALL)
    assert "5" in behind.partition("</summary>")[0]
    assert all(each in behind.partition("</summary>")[2] for each in several)
