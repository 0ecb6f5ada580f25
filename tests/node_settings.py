"""Settings of a node in tests: the product's, and a clock that can be moved."""

from mithaq.front.config.settings import *  # noqa: F403

MOVABLE_CLOCK = True
