"""One name alone says what its frequency allows: a frequent given name little, a rare family name more."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.pact.names import Description, match, resemble

WORDS = ["محمد", "Marie", "Laugier", "بن", "Alaoui", "لوجيي", "M.", "Hajj", "عبد اللطيف", "Karim"]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)


def _resembling(one, other):
    return resemble(Description((one,)), Description((other,)))


def _codes(one, other):
    return [reason.code for reason in _resembling(one, other).reasons]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("محمد", "Mohamed Alaoui", id="the most frequent, across scripts"),
        pytest.param("Marie", "Marie Dupont", id="within Latin letters"),
        pytest.param("Marie", "Anne-Marie Dupont", id="the second of two given names"),
        pytest.param("Mohamed El", "Mohamed El Alaoui", id="a particle is no name"),
        pytest.param("فاطمة", "Fatima Zahra Mansouri", id="the first of two given names"),
        pytest.param("Karim", "Karim Benali", id="not quite so frequent"),
    ],
)
def test_a_frequent_given_name_alone_makes_nobody_more_than_weak(one, other):
    assert _resembling(one, other).band == "weak"
    assert "one-name-only" in _codes(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Laugier", "Louis Laugier", id="a rare family name"),
        pytest.param("بنزيتون", "محمد بنزيتون", id="in Arabic letters, joined"),
        pytest.param("Alaoui", "Mohamed Alaoui", id="a family name that many bear"),
        pytest.param("M. Alaoui", "Mohamed Alaoui", id="an initial is no name: brothers share it"),
        pytest.param("Mr Poulenc", "Mr Ghazali Poulenc", id="nor is a title"),
    ],
)
def test_a_family_name_alone_is_possible_and_never_likely(one, other):
    assert _resembling(one, other).band == "possible"
    assert "one-name-only" in _codes(one, other)


def test_the_rarer_a_name_alone_the_more_it_says():
    said = [_resembling(name, f"Zineb {name}").score for name in ("Mohamed", "Alaoui", "Laugier")]
    assert said == sorted(set(said))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ⵎⵓⵃⴰⵎⵎⴷ", "Mohamed", id="both known by one name"),
        pytest.param("Mohamed Alaoui", "Mohamed Ali Alaoui", id="two names met"),
        pytest.param("Mr Begum", "Mr Begum", id="a title changes nothing"),
        pytest.param("Driss Alaoui", "Mohamed Alaoui", id="each says what the other does not"),
    ],
)
def test_nothing_is_taken_off_where_more_is_given_or_nothing_is_left_out(one, other):
    assert "one-name-only" not in _codes(one, other)


def test_of_several_names_the_one_that_is_given_alone_on_both_sides_counts():
    found = resemble(Description(("Marie",)), Description(("Marie Dupont", "Marie")))
    assert found.names.pairing.other[0].letters == "marie"
    assert len(found.names.pairing.other) == 1


def test_a_day_of_birth_makes_a_lone_name_sure():
    one, other = Description(("Marie",), born="1984-06-24"), Description(("Marie Dupont",), born="1984-06-24")
    assert resemble(one, other).band == "likely"


@given(NAMES, NAMES)
@settings(max_examples=80, deadline=None)
def test_a_lone_name_only_lowers_adds_up_and_is_the_same_both_ways_round(one, other):
    found = _resembling(one, other)
    lone = [reason for reason in found.reasons if reason.code == "one-name-only"]
    assert sum(reason.points for reason in found.reasons) == found.score == _resembling(other, one).score
    assert found.score - sum(reason.points for reason in lone) == match(one, other).score
    assert all(reason.points < 0 and found.band in ("possible", "weak") for reason in lone)
