"""The plan's room is tested on a node with keys, a partner, an agreement with calendars, and a plan in
force.
"""

import pytest

from mithaq.node import clock
from tests.matters.plan.planned import BEGUN, Planned, calendars, titles
from tests.node.agreements import agreed
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated, ourselves


@pytest.fixture
def paris(tmp_path, settings, db):
    """Paris, with which an agreement opens the field of plans."""
    ourselves(tmp_path, settings)
    partner = Simulated("FR").introduced()
    terms = agreed(partner, kinds=("plan",), now=BEGUN)
    calendars(partner, terms.matter)
    return partner


@pytest.fixture
def today(monkeypatch):
    """The day the pages are looked at."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return NOW.date()


@pytest.fixture
def planned(paris, today):
    """A plan in force: one axis, one objective, three actions of which the third waits for the second."""
    made = Planned(paris)
    made.signed()
    made.first_axis = made.axis()
    made.first_objective = made.objective(made.first_axis)
    made.one = made.action(made.first_objective)
    two = titles("مسطرة موحدة للتبليغ", "Procédure commune de diffusion", "Common procedure")
    made.two = made.action(
        made.first_objective, "2026-03-01", "2026-09-30", sort="procedure", lead="FR", co_lead="MA", **two
    )
    three = titles(
        "منصة تبادل <مؤمنة>", "Plateforme <b>sécurisée</b> & suivie", "Secure <script>platform</script>"
    )
    made.three = made.action(made.first_objective, "2026-10-01", "2027-06-30", sort="equipment", **three)
    made.depends(made.two, made.three)
    made.we("start-action", item=made.one)
    made.we("report-progress", {"progress": 60, "forecast_on": "2027-01-10"}, item=made.one)
    made.handbook = made.deliverable(made.one)
    made.indicator_one = made.indicator(made.one)
    last, this = (("2025-01-01", "2025-12-31"), ("2026-01-01", "2026-12-31"))
    made.measured(made.period(made.indicator_one, *last, target="60"), "70")
    made.measured(made.period(made.indicator_one, *this, target="120"), "80", verified=False)
    made.period(made.indicator_one, "2027-01-01", "2027-12-31", target="160")
    made.drop = made.they(
        "propose-change", {"part": made.two.id, "change": "drop", "reason": "Faute de moyens."}
    )
    counter = {
        "part": made.two.id,
        "change": "hold",
        "ends_on": "2027-06-30",
        "reason": "Attendre le budget.",
    }
    made.hold = made.we("counter-change", counter, item=made.drop)
    made.later = made.changed(made.three, "reschedule", starts_on="2026-12-01", ends_on="2027-09-30")
    return made


@pytest.fixture
def salma(db):
    """A plan coordinator of ours."""
    return officer("plan-coordinator", unit=unit(), language="fr", zone="Africa/Casablanca")


@pytest.fixture
def dounia(db):
    """An officer of ours with no function in plans but that of reading them."""
    return officer("duty-officer", unit=unit(), language="ar", zone="Africa/Casablanca")


@pytest.fixture(autouse=True)
def _without_a_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False
