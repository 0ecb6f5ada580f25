"""The figures of a half-yearly report: counted from what serves the action, and shown where typed over."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from mithaq.matters.plan import figures
from mithaq.node.ledger.models import Matter
from tests.matters.plan.planned import titles
from tests.node.officers.screens import signed_in, text_of

pytestmark = pytest.mark.django_db
ACHIEVED = "Douze officiers formés à Rabat."


def serving(action, day, number, kind="inquiry", **said):
    at = datetime.fromisoformat(day).replace(tzinfo=UTC)
    return Matter.objects.create(
        id=f"{number:064x}", kind=kind, edition=1, reference=f"MA-INQ-2026-{number:05d}", opener="MA",
        opened_at=at, moved_at=at, plan_action=action, **said,
    )  # fmt: skip


@pytest.fixture
def counting(planned):
    """The first action has an indicator of exchanges; three requests of the first half-year serve it, one of
    the second.
    """
    title = titles("الطلبات المتبادلة", "Demandes échangées", "Requests exchanged")
    planned.exchanged = planned.indicator(planned.one, subject="exchange", **title)
    for number, day in enumerate(("2026-01-01", "2026-03-05T12:00", "2026-06-30T23:59", "2026-07-01")):
        serving(planned.one.id, day, number)
    serving(planned.two.id, "2026-03-05", 8)
    serving(planned.one.id, "2026-03-05", 9, kind="group")
    return planned


def form(planned, officer, action):
    address = reverse("web:step", args=[planned.reference, "submit-report"])
    return signed_in(officer).get(f"{address}?about={action.id}")


def test_what_can_be_counted_is_filled_in_with_its_source(counting, salma):
    page = form(counting, salma, counting.one).content.decode()
    for value in ("Demandes échangées", 'value="3"', 'value="2026"', "2026-H1"):
        assert value in page, value
    assert "Enquêteurs formés" not in page.split("Ajouter")[0].split("figures")[-1]


@pytest.mark.parametrize(
    ("half", "number"), [((2026, 1), 3), ((2026, 2), 1), ((2025, 2), 0), ((2027, 1), 0)], ids=str
)
def test_a_half_year_counts_what_was_opened_in_it_to_the_last_minute(counting, half, number):
    counted = {"information": 0, "inquiry": number, "threat": 0, "trend": 0}
    assert figures.count(counting.one.id, "exchange", half) == counted


def test_what_no_kind_counts_for_is_not_filled_in(counting):
    assert figures.count(counting.one.id, "training", (2026, 1)) == {"training": 0}
    assert figures.count(counting.one.id, "arrests", (2026, 1)) == {}


def test_an_action_without_such_an_indicator_begins_with_its_half_year_alone(counting, salma):
    page = form(counting, salma, counting.three)
    assert page.status_code == 200
    assert "2026-H" not in page.content.decode().split("figures-0")[-1].split("</fieldset>")[0]


def submitted(counting, figure):
    row = {"indicator": "Demandes échangées", "figure": figure, "counted": "3", "source": "Affaires liées"}
    values = {"action": counting.one.id, "year": 2026, "half": 1, "achieved": ACHIEVED, "figures": [row]}
    return counting.we("submit-report", values)


@pytest.mark.parametrize(("figure", "differs"), [("3", False), ("3.0", False), ("9", True)])
def test_a_figure_that_was_typed_over_is_shown_as_differing(counting, salma, figure, differs):
    submitted(counting, figure)
    page = text_of(signed_in(salma).get(reverse("plan:action", args=[counting.reference, counting.one.id])))
    assert "Affaires liées" in page
    assert ("s’écarte du compte (3)" in page) is differs
