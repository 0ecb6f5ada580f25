"""Presence: who is in one cell within one hour has a token in common; a number is one in any spelling."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from mithaq.pact.exchange.blinding import MOST_POINTS
from mithaq.pact.rules.presence import LARGEST_M, token_of_identifier, tokens_of_place

QUAY = Decimal("35.889400"), Decimal("-5.502000")
TWO = datetime(2026, 4, 5, 14, tzinfo=UTC)


def there(latitude=QUAY[0], longitude=QUAY[1], radius=100, begins=TWO, hours=4):
    return {*tokens_of_place(latitude, longitude, radius, begins, begins + timedelta(hours=hours))}


def test_two_services_at_one_quay_within_one_hour_have_a_token_in_common():
    assert there() & there(begins=TWO + timedelta(hours=2, minutes=10), hours=1)


@pytest.mark.parametrize(
    "elsewhere",
    [
        pytest.param({"latitude": Decimal("35.92")}, id="three kilometres north"),
        pytest.param({"longitude": Decimal("5.502")}, id="in the east"),
        pytest.param({"begins": TWO + timedelta(hours=4)}, id="when the first has left"),
        pytest.param({"begins": TWO + timedelta(days=1)}, id="the next day"),
    ],
)
def test_who_is_elsewhere_or_at_another_hour_has_none(elsewhere):
    assert not there() & there(**elsewhere)


def test_two_on_either_side_of_the_edge_of_a_cell_still_meet():
    edge = Decimal("35.892000")  # 7976 cells of 0.0045°
    near = Decimal("0.0004")  # 45 m
    assert there(latitude=edge - near) & there(latitude=edge + near)


def test_an_hour_that_has_begun_counts_and_one_that_has_not_does_not():
    hours = {token.rsplit("|", 1)[1] for token in there(begins=TWO + timedelta(minutes=59), hours=1)}
    assert len(hours) == 2
    assert len({token.rsplit("|", 1)[1] for token in there(hours=1)}) == 1


def test_the_token_of_a_place_is_what_every_implementation_comes_to():
    assert "place 1|7975|-1223|493166" in there()


def test_the_widest_circle_fits_a_submission_for_three_hours():
    assert len(there(latitude=Decimal("48.85"), radius=LARGEST_M, hours=3)) <= MOST_POINTS


@pytest.mark.parametrize("written", ["12345-أ-6", "١٢٣٤٥ أ ٦", "12345 | أ | 6"])
def test_a_plate_is_one_however_it_is_written(written):
    assert token_of_identifier("vehicle", written) == token_of_identifier("vehicle", "12345أ6")


def test_a_number_of_another_sort_is_another_thing():
    assert token_of_identifier("phone", "+212 600-000") == token_of_identifier("phone", "+212600000")
    assert token_of_identifier("phone", "212600000") != token_of_identifier("account", "212600000")
