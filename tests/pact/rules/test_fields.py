"""Fields: what a value must be, in which form it is compared, and that hostile values are only refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.rules import register
from mithaq.pact.rules.fields import (
    PERSONAL_TYPES,
    PUBLIC_TYPES,
    Field,
    Type,
    check_form,
    check_values,
    instant,
)
from mithaq.pact.rules.words import W

NAME = W("حقل", "champ", "field")


def found(each: Field, value) -> list[str]:
    return [problem.code for problem in check_values((each,), {each.name: value})]


def a(sort: Type, **parts) -> Field:
    return Field("it", sort, NAME, **parts)


@pytest.mark.parametrize(
    ("each", "value", "codes"),
    [
        pytest.param(a(Type.DAY), "2026-02-20", [], id="a day"),
        pytest.param(a(Type.DAY), "2026-02-31", ["rules.no-such-day"], id="31 February"),
        pytest.param(a(Type.DAY), "20260220", ["rules.no-such-day"], id="a day written otherwise"),
        pytest.param(a(Type.DAY), "2026-W08-5", ["rules.no-such-day"], id="a day by week"),
        pytest.param(a(Type.DAY), "٢٠٢٦-٠٢-٢٠", ["rules.no-such-day"], id="digits of another script"),
        pytest.param(a(Type.DAY), "1899-12-31", ["rules.year-out-of-range"], id="before 1900"),
        pytest.param(a(Type.DAY), "2101-01-01", ["rules.year-out-of-range"], id="after 2100"),
        pytest.param(a(Type.DAY), 20260220, ["rules.no-such-day"], id="a day as a number"),
        pytest.param(a(Type.INSTANT), "2026-02-20T15:00Z", [], id="an instant"),
        pytest.param(a(Type.INSTANT), "2026-02-20T16:00:00.000+01:00", [], id="an instant of Paris"),
        pytest.param(a(Type.INSTANT), "2026-02-20T15:00", ["rules.no-such-instant"], id="without a zone"),
        pytest.param(a(Type.INSTANT), "2026-02-20T25:00Z", ["rules.no-such-instant"], id="hour 25"),
        pytest.param(a(Type.INSTANT), "2026-02-20T24:00Z", ["rules.no-such-instant"], id="hour 24"),
        pytest.param(a(Type.INSTANT), "2026-02-20T10:00+22:99", ["rules.no-such-instant"], id="no such zone"),
        pytest.param(a(Type.INSTANT), "0001-01-01T00:00+14:00", ["rules.no-such-instant"], id="the year one"),
        pytest.param(a(Type.BIRTH), "1984-06-24", [], id="born on a day"),
        pytest.param(a(Type.BIRTH), "1984-06", [], id="born in a month"),
        pytest.param(a(Type.BIRTH), "1984", [], id="born in a year"),
        pytest.param(a(Type.BIRTH), "198X", [], id="born in the eighties"),
        pytest.param(a(Type.BIRTH), "1984-13", ["rules.no-such-day"], id="month 13"),
        pytest.param(a(Type.BIRTH), "1980-02-31", ["rules.no-such-day"], id="born on 31 February"),
        pytest.param(a(Type.BIRTH), "84", ["rules.no-such-day"], id="two digits"),
        pytest.param(a(Type.BIRTH), "1784", ["rules.year-out-of-range"], id="born in 1784"),
        pytest.param(a(Type.NUMBER, least=1, most=5), 3, [], id="a number"),
        pytest.param(a(Type.NUMBER, least=1, most=5), 6, ["rules.number-out-of-range"], id="too much"),
        pytest.param(a(Type.DECIMAL), "1 200,5x", ["rules.not-a-decimal"], id="a number with a letter"),
        pytest.param(a(Type.NUMBER), "3", ["rules.not-a-number"], id="a number in quotes"),
        pytest.param(a(Type.NUMBER), True, ["rules.not-a-number"], id="yes is no number"),
        pytest.param(a(Type.NUMBER), 1.5, ["rules.not-a-number"], id="a broken number"),
        pytest.param(a(Type.FLAG), False, [], id="no"),
        pytest.param(a(Type.FLAG), "no", ["rules.not-yes-or-no"], id="no in words"),
        pytest.param(a(Type.DAYS), ["2026-02-20", "2026-07-30"], [], id="days"),
        pytest.param(a(Type.DAYS), "2026-02-20", ["rules.not-days"], id="one day, not in a list"),
        pytest.param(a(Type.DAYS), ["2026-02-20", 7], ["rules.not-days"], id="a number among days"),
        pytest.param(
            a(Type.DAYS),
            ["2026-02-20", "2026-02-31"],
            ["rules.no-such-day-there"],
            id="31 February among days",
        ),
        pytest.param(a(Type.DAYS), ["2101-01-01"], ["rules.year-out-of-range"], id="days after 2100"),
        pytest.param(
            a(Type.DAYS), ["2026-07-30", "2026-02-20"], ["rules.days-out-of-order"], id="days in no order"
        ),
        pytest.param(a(Type.DAYS), ["2026-07-30"] * 2, ["rules.days-out-of-order"], id="a day twice"),
        pytest.param(
            a(Type.DAYS, most=1), ["2026-02-20", "2026-07-30"], ["rules.too-many-days"], id="a day too many"
        ),
        pytest.param(a(Type.CODE, codes="urgency"), "urgent", [], id="a code"),
        pytest.param(
            a(Type.CODE, codes="urgency"), "Urgent", ["rules.unknown-code"], id="a label is no code"
        ),
        pytest.param(a(Type.CODE, codes="urgency"), 7, ["rules.not-a-code"], id="a number is no code"),
        pytest.param(a(Type.CODES, codes="handling"), ["H1", "H2"], [], id="codes"),
        pytest.param(
            a(Type.CODES, codes="handling"), ["H1", "H1"], ["rules.unknown-code"], id="a code twice"
        ),
        pytest.param(
            a(Type.CODES, codes="handling"), "H1", ["rules.not-a-code"], id="one code, not in a list"
        ),
        pytest.param(a(Type.CODES, codes="handling"), 5, ["rules.not-a-code"], id="a number for a list"),
        pytest.param(a(Type.CODES, codes="handling"), [["H1"]], ["rules.not-a-code"], id="a list in a list"),
        pytest.param(a(Type.AUTHORITY), "MA", [], id="an authority"),
        pytest.param(a(Type.AUTHORITY), "ма", ["rules.unknown-authority"], id="Cyrillic that looks like MA"),
        pytest.param(a(Type.ENTRY), "a" * 64, [], id="an entry"),
        pytest.param(a(Type.ENTRY), "A" * 64, ["rules.no-such-entry"], id="an entry in capitals"),
        pytest.param(a(Type.KIND), "inquiry", [], id="a kind"),
        pytest.param(a(Type.KIND), "Inquiry!", ["rules.unknown-kind"], id="no kind"),
        pytest.param(a(Type.FINGERPRINT), "0f" * 16, [], id="a fingerprint"),
        pytest.param(a(Type.FINGERPRINT), "xyz", ["rules.not-a-fingerprint"], id="no fingerprint"),
        pytest.param(a(Type.ATTACHMENT), "photo.svg", ["rules.no-such-attachment"], id="a file name"),
        pytest.param(a(Type.ATTACHMENT), [{"id": "x"}], ["rules.no-such-attachment"], id="no manifest"),
        pytest.param(a(Type.ATTACHMENT), [{}] * 11, ["rules.too-many-files"], id="eleven files"),
        pytest.param(a(Type.LINE), "Objet : vol", [], id="a line"),
        pytest.param(a(Type.LINE), "deux\nlignes", ["rules.one-line-only"], id="two lines"),
        pytest.param(a(Type.PROSE), "deux\nlignes", [], id="prose"),
        pytest.param(a(Type.LINE, least=5), "  ab  ", ["rules.too-short"], id="blanks do not count"),
        pytest.param(a(Type.LINE), "x" * 301, ["rules.too-long"], id="a long line"),
        pytest.param(a(Type.PROSE), "x" * 10_000_000, ["rules.too-long"], id="ten megabytes pasted"),
        pytest.param(a(Type.LINE), "a\x00b", ["rules.hidden-characters"], id="NUL"),
        pytest.param(a(Type.LINE), "a\u202eb", ["rules.hidden-characters"], id="text turned round"),
        pytest.param(a(Type.LINE), "a\u2067b", ["rules.hidden-characters"], id="an isolate"),
        pytest.param(a(Type.LINE), "a\ud800b", ["rules.hidden-characters"], id="a lone surrogate"),
        pytest.param(a(Type.NAME), "بنعلي\u200e كريم", [], id="a mark of direction is how Arabic is typed"),
        pytest.param(a(Type.LINE), 5, ["rules.not-text"], id="a number for a text"),
    ],
)
def test_what_a_value_must_be(each, value, codes):
    assert found(each, value) == codes


@pytest.mark.parametrize("nothing", [None, "", "   ", "\t\n", (), []])
def test_what_is_empty_is_missing_where_it_is_required_and_nothing_where_not(nothing):
    assert found(a(Type.LINE, required=True), nothing) == ["rules.required"]
    assert found(a(Type.LINE), nothing) == []


@pytest.mark.parametrize("value", [False, 0])
def test_no_and_nought_are_answers(value):
    sort = Type.FLAG if value is False else Type.NUMBER
    assert found(a(sort, required=True), value) == []


def test_a_problem_in_a_row_names_its_place():
    rows = a(Type.GROUP, fields=(Field("born", Type.BIRTH, NAME),), most=2)
    [problem] = check_values((rows,), {"it": [{"born": "1984"}, {"born": "1984-02-31"}]})
    assert problem.path == ("it", "1", "born")


def test_rows_beyond_the_most_are_counted_and_not_read():
    rows = a(Type.GROUP, fields=(Field("born", Type.BIRTH, NAME),), most=2)
    found_there = check_values((rows,), {"it": [{"born": "1984"}, {"born": "1985"}, {"born": "never"}]})
    assert [(each.code, each.facts) for each in found_there] == [
        ("rules.too-many-rows", {"most": "2", "given": "3"})
    ]


def test_free_text_and_personal_data_are_never_public():
    for sort in set(Type) - PUBLIC_TYPES:
        with pytest.raises(ValueError, match="never stand in the header"):
            a(sort, public=True, fields=(a(Type.LINE),) if sort is Type.GROUP else ())
    assert PERSONAL_TYPES.isdisjoint(PUBLIC_TYPES)


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.name) for kind in register.kinds()])
def test_no_step_of_a_shipped_kind_states_free_text_in_the_header(kind):
    """Design, D1: the header can never be erased."""
    assert all(each.type in PUBLIC_TYPES for step in kind.steps for each in step.public_fields)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)


@given(value=anything, sort=st.sampled_from(Type))
def test_any_value_is_judged_and_nothing_breaks(value, sort):
    columns = (a(Type.CODE, codes="urgency"),) if sort is Type.GROUP else ()
    codes = "urgency" if sort in (Type.CODE, Type.CODES) else ""
    each = a(sort, codes=codes, fields=columns)
    judged = check_values((each,), {"it": value})
    assert check_form((each,), {"it": value}) <= bool(judged)


def test_a_code_that_a_later_list_adds_is_well_formed_and_a_number_in_its_place_is_not():
    """Two nodes with lists of different age set aside the same entries."""
    each = a(Type.CODE, codes="urgency")
    assert not check_form((each,), {"it": "from-a-later-list"})
    assert check_form((each,), {"it": 5})
    assert not check_form((each,), {"another": "field"})


def test_more_days_than_may_be_are_well_formed_and_days_in_no_order_are_not():
    each = a(Type.DAYS, most=1)
    assert not check_form((each,), {"it": ("2026-02-20", "2026-07-30")})
    assert check_form((each,), {"it": ("2026-07-30", "2026-02-20")})


@pytest.mark.parametrize("text", ["", "soon", "2026-02-30T12:00Z", "2026-02-20T12:00", None, 5])
def test_what_states_no_instant_is_none(text):
    assert instant(text) is None


def test_the_same_instant_in_two_zones_is_the_same():
    assert instant("2026-02-20T16:00+01:00") == instant("2026-02-20T15:00Z")
