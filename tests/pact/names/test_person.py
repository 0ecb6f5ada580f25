"""Names, birth, sex and documents add up to one answer that explains itself."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.pact.names import Description, Document, resemble
from mithaq.pact.names.birth import AGREEMENT, agreement, points, read_birth

DATES = st.dates().map(str) | st.sampled_from(
    ["1984", "1984-06", "198X", "19XX", "1984~", "1980/1985", "1984-XX-XX", "soon", "", "1984-01-01"]
)
DOCUMENTS = st.builds(
    Document, st.text("AB12", min_size=3, max_size=8), st.sampled_from(["", "MA", "FR"]), st.booleans()
)
DESCRIPTIONS = st.builds(
    Description,
    names=st.lists(st.sampled_from(["محمد العلوي", "Mohamed Alaoui", "Hassan Benali", ""]), max_size=2).map(
        tuple
    ),
    born=DATES,
    sex=st.sampled_from(["", "f", "m"]),
    documents=st.lists(DOCUMENTS, max_size=2).map(tuple),
    nationalities=st.frozensets(st.sampled_from(["MA", "FR", "ES"])),
)


@given(DESCRIPTIONS, DESCRIPTIONS)
@settings(max_examples=60, deadline=None)
def test_the_reasons_add_up_and_it_is_the_same_both_ways_round(one, other):
    found = resemble(one, other)
    assert sum(reason.points for reason in found.reasons) == found.score
    assert resemble(other, one).score == found.score


@given(DESCRIPTIONS, DESCRIPTIONS)
@settings(max_examples=40, deadline=None)
def test_a_nationality_never_speaks_against(one, other):
    found = resemble(one, other)
    assert all(reason.points >= 0 for reason in found.reasons if reason.code == "nationality-shared")
    unstated = Description(one.names, one.born, one.sex, one.documents)
    assert resemble(unstated, other).score <= found.score


@pytest.mark.parametrize(
    ("one", "other", "way"),
    [
        pytest.param("1984-06-24", "1984-06-24", "born-same-day", id="the day itself"),
        pytest.param("1984-06-05", "1984-05-06", "born-day-and-month-swapped", id="day and month swapped"),
        pytest.param("1984-06-24", "1984-06-25", "born-one-off", id="a day off"),
        pytest.param("1984-06-24", "1985-06-24", "born-one-off", id="a year off"),
        pytest.param("1984-06-24", "1984-07-24", "born-one-off", id="a month off"),
        pytest.param("1984-06-24", "1984", "born-year-agrees", id="the year only"),
        pytest.param(
            "1984-01-01", "1984-06-24", "born-year-agrees", id="1 January is written for a year alone"
        ),
        pytest.param("1984", "1985", "born-next-year", id="years that touch"),
        pytest.param("1984~", "1986-03-02", "born-years-may-agree", id="about"),
        pytest.param("198X", "1986-03-02", "born-years-may-agree", id="a decade"),
        pytest.param("1980/1982", "1986", "born-other-year", id="between, and outside"),
        pytest.param("1984-06-24", "1984-11-03", "born-same-year", id="another day of the year"),
        pytest.param("1984-06-24", "1979-02-11", "born-other-day", id="another day"),
        pytest.param("1984-06-24", "1954-06-24", "born-far-apart", id="father and son of one name"),
    ],
)
def test_births_agree_in_known_ways(one, other, way):
    assert agreement(read_birth(one), read_birth(other)) == way
    assert agreement(read_birth(other), read_birth(one)) == way


def test_closer_births_say_more():
    ways = ["born-same-day", "born-day-and-month-swapped", "born-one-off", "born-same-year", "born-other-day"]
    said = [points(way) for way in ways]
    assert said == sorted(said, reverse=True)
    assert said[0] > 0 > said[-1]
    assert points("born-far-apart") < points("born-other-day")
    assert all(same > 0 and anyone > 0 for same, anyone in AGREEMENT.values())


def test_a_birth_that_cannot_be_read_says_nothing():
    one = Description(("Hassan Benali",), born="in spring")
    assert resemble(one, one).score == resemble(Description(one.names), Description(one.names)).score


def test_a_frequent_name_becomes_sure_by_its_birth_and_falls_by_another():
    mohamed = Description(("محمد العلوي",), born="1984-06-24")
    same = Description(("Mohamed Alaoui",), born="1984-06-24")
    son = Description(("Mohamed Alaoui",), born="2014-02-03")
    named = resemble(Description(mohamed.names), Description(same.names))
    assert resemble(mohamed, same).score > named.score > resemble(mohamed, son).score
    assert resemble(mohamed, son).band != "likely"
    assert resemble(mohamed, son).against[0].code == "born-far-apart"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param("AB123456", "document-same", id="the number itself"),
        pytest.param("AB123465", "document-one-sign-off", id="two signs swapped"),
        pytest.param("AB12345", "document-one-sign-off", id="a sign left out"),
        pytest.param("AB123756", "document-one-sign-off", id="a sign misread"),
        pytest.param("CD998877", "document-differs", id="another identity number"),
    ],
)
def test_documents_speak_by_their_numbers(number, code):
    one, other = (Description((), documents=(Document(n, "MA", lasting=True),)) for n in ("AB123456", number))
    assert [reason.code for reason in resemble(one, other).reasons] == [code]


def test_two_passports_of_one_person_may_differ():
    one, other = (Description((), documents=(Document(n, "FR"),)) for n in ("12AB34567", "99ZZ11111"))
    assert resemble(one, other).reasons == ()
