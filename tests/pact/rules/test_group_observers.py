"""Groups, edition 3: observers beside the members, counted for nothing."""

import pytest

from mithaq.pact.indicators import groups as indicators
from mithaq.pact.rules.groups import SECOND, THIRD, has_quorum, members
from mithaq.pact.rules.register import kind
from tests.pact.rules.telling import Told

CHARTER = {"sort": "thematic", "axis": "FUG", "sunset_on": "2027-01-05", "quorum": 1}


def chartered(under) -> Told:
    told = Told(under, "MA", "FR", says=CHARTER)
    told.say("FR", "adopt-charter")
    return told


def test_new_groups_are_of_this_edition():
    assert kind("group") is THIRD


@pytest.mark.parametrize(("under", "counted"), [(SECOND, 1), (THIRD, 0)])
def test_an_observer_counts_for_no_quorum_and_no_parity(under, counted):
    told = chartered(under)
    told.say("MA", "name-member", says={"role": "member"})
    observer = told.say("FR", "name-member", says={"role": "observer"})
    assert members(told.state) == {"MA": 1, "FR": counted}
    assert has_quorum(told.state) is bool(counted)
    assert indicators.parity(told.state) == counted
    assert told.item("member", observer).stage == ("observing" if under is THIRD else "member")
    told.say("FR", "end-membership", item=observer)
    assert told.item("member", observer).stage == "left"
