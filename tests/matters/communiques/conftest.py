"""The room is tested on a node with keys, a confirmed partner and an agreement that opens its kinds."""

import pytest

from tests.node.agreements import agreed
from tests.node.simulated import Simulated, ourselves


@pytest.fixture
def paris(tmp_path, settings, db):
    """Paris, with which an agreement is in force."""
    ourselves(tmp_path, settings)
    settings.WITHOUT_SECOND_FACTOR = True
    partner = Simulated("FR").introduced()
    partner.terms = agreed(partner, kinds=("instrument", "communique")).id
    return partner
