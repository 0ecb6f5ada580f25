"""Every test of the exchange starts with keys of our own and two partners that were confirmed."""

import pytest

from mithaq.node.exchange import limits
from tests.node.simulated import Simulated, ourselves


@pytest.fixture(autouse=True)
def own_keys(tmp_path, settings):
    """Our own keys; and no address has been refused yet."""
    limits.failures.__init__()
    return ourselves(tmp_path, settings)


@pytest.fixture
def paris(db):
    return Simulated("FR").introduced()


@pytest.fixture
def madrid(db):
    return Simulated("ES").introduced()
