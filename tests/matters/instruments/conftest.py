"""The room is tested on a node with keys, a confirmed partner and an agreement that opens its kinds."""

import pytest

from tests.node.agreements import in_agreement
from tests.node.simulated import ourselves


@pytest.fixture
def paris(tmp_path, settings, db):
    """Paris, with which an agreement is in force."""
    ourselves(tmp_path, settings)
    settings.WITHOUT_SECOND_FACTOR = True
    return in_agreement(kinds=("instrument", "communique"))
