"""Extents: a place that was typed the other way round is told from one that lies elsewhere."""

import pytest

from mithaq.pact.rules.extents import is_outside, looks_swapped

BOTH = ("FR", "MA")


@pytest.mark.parametrize(
    ("countries", "place", "found"),
    [
        pytest.param(BOTH, ("33.583", "-7.700"), (False, False), id="Casablanca"),
        pytest.param(BOTH, ("43.700", "7.260"), (False, False), id="Nice"),
        pytest.param(BOTH, ("-7.700", "33.583"), (True, True), id="Casablanca the other way round"),
        pytest.param(BOTH, ("2.350", "48.860"), (True, True), id="Paris the other way round"),
        pytest.param(BOTH, ("0", "0"), (True, False), id="in the sea"),
        pytest.param((*BOTH, "XX"), ("0", "0"), (False, False), id="a country that is not known"),
        pytest.param(BOTH, ("", None), (False, False), id="nothing"),
        pytest.param(BOTH, ("NaN", "Infinity"), (False, False), id="no number"),
    ],
)
def test_a_place_lies_in_one_of_the_countries_or_the_other_way_round(countries, place, found):
    assert (is_outside(countries, *place), looks_swapped(countries, *place)) == found
