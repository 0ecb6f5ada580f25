"""The plan's room is tested on a node with keys, a partner, an agreement with calendars, and a plan in
force.
"""

import pytest

from mithaq.node import clock
from tests.matters.plan.planned import BEGUN, Planned, calendars, in_force
from tests.node.again import again
from tests.node.agreements import agreed
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated, ourselves


@pytest.fixture
def paris(tmp_path, settings, db):
    """Paris, with which an agreement opens the field of plans."""
    ourselves(tmp_path, settings)

    def make():
        partner = Simulated("FR").introduced()
        terms = agreed(partner, kinds=("plan",), now=BEGUN)
        calendars(partner, terms.matter)
        return partner

    return again("a partner in plans", make, copied=Simulated.copied)


@pytest.fixture
def today(monkeypatch):
    """The day the pages are looked at."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return NOW.date()


@pytest.fixture
def planned(paris, today):
    """A plan in force: one axis, one objective, three actions of which the third waits for the second."""
    made = again("a plan in force", lambda: in_force(paris), copied=Planned.copied)
    if made.paris is not paris:
        vars(paris).update(vars(made.paris))
        made.paris = paris
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
