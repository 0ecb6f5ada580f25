"""Only a demonstration or a test may live at another time."""

from datetime import UTC, datetime, timedelta

import pytest

from mithaq.node import clock


def test_a_product_node_cannot_be_moved(settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / clock.OFFSET_FILE).write_text("86400")
    assert clock.offset() == timedelta()
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("written", "moved"), [("86400", timedelta(days=1)), ("", timedelta()), (None, timedelta())]
)
def test_a_movable_clock_reads_how_far_it_is_ahead(settings, tmp_path, written, moved):
    settings.HOME, settings.MOVABLE_CLOCK = tmp_path, True
    if written is not None:
        (tmp_path / clock.OFFSET_FILE).write_text(written)
    assert clock.offset() == moved
