"""What stays at home is tested on a node with keys and a partner."""

import pytest

from tests.matters.plan.conftest import paris  # noqa: F401 (a fixture)


@pytest.fixture(autouse=True)
def _without_a_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False
