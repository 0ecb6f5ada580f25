"""The room is tested on a node with keys, a confirmed partner and an agreement that opens its field."""

import pytest

from tests.node.agreements import in_agreement
from tests.node.simulated import ourselves


@pytest.fixture
def paris(tmp_path, settings, db):
    """Paris, with which an agreement is in force."""
    ourselves(tmp_path, settings)
    settings.SECOND_FACTOR_REQUIRED = False
    return in_agreement(kinds=("wanted",))
