"""Screens are tested on a node with keys, a confirmed partner and an agreement in force."""

import pytest

from tests.node.agreements import in_agreement
from tests.node.people import officer, unit
from tests.node.simulated import ourselves


@pytest.fixture
def own_keys(tmp_path, settings, db):
    """Our own keys and card, in a folder of the test."""
    return ourselves(tmp_path, settings)


@pytest.fixture
def paris(own_keys):
    """Paris, with which an agreement is in force."""
    return in_agreement()


@pytest.fixture
def salma(db):
    """A duty officer of a unit."""
    return officer("duty-officer", unit=unit(), language="fr", zone="Africa/Casablanca")


@pytest.fixture
def karim(db):
    """Who approves, of the same unit."""
    return officer(
        "approver", "duty-officer", unit=unit(), language="ar", zone="Africa/Casablanca",
        family_name="Bennani", given_name="Karim", family_name_ar="بناني", given_name_ar="كريم",
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _without_a_second_factor(settings):
    """The approver of these tests has no telephone."""
    settings.SECOND_FACTOR_REQUIRED = False
