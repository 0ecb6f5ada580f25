"""Every test of the ledger starts with keys of our own and partners that were confirmed."""

import pytest

from tests.node.agreements import in_agreement
from tests.node.people import officer, unit
from tests.node.simulated import ourselves


@pytest.fixture(autouse=True)
def own_keys(tmp_path, settings):
    """Our own keys, in a folder of the test."""
    return ourselves(tmp_path, settings)


@pytest.fixture
def paris(db):
    """Paris, with which an agreement is in force."""
    return in_agreement()


@pytest.fixture
def salma(db):
    """A duty officer of a unit."""
    return officer("duty-officer", unit=unit())


@pytest.fixture
def karim(db):
    """Who approves, of the same unit."""
    return officer("approver", "duty-officer", unit=unit())
