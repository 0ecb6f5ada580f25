"""How values stand in a line of another script."""

import re
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone, translation

from mithaq.node.web.idents import SORTS, ident
from mithaq.pact.rules.fields import Type


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        pytest.param("12345-أ-6", ["12345", "أ", "6"], id="Moroccan"),
        pytest.param("12345أ6", ["12345", "أ", "6"], id="Moroccan without dashes"),
        pytest.param("AA-123-AA", ["AA", "123", "AA"], id="French"),
        pytest.param("ب / 12345", ["ب", "12345"], id="letter first"),
    ],
)
def test_a_plate_is_isolated_component_by_component(typed, parts):
    shown = ident("plate", typed)
    assert shown.startswith('<bdi dir="ltr"')
    assert [part for part in parts if f"<bdi>{part}</bdi>" in shown] == parts


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        pytest.param("+212 5 37 00 00 02", "+212537000002", id="with its country"),
        pytest.param("00 33 (0)1 40 00 00 01", "+33140000001", id="as it is dialled from abroad"),
        pytest.param("0537 00 00 02", "", id="without its country: nobody's number"),
        pytest.param('+212"><script>', "", id="no number"),
    ],
)
def test_a_services_telephone_is_called_from_where_it_stands(number, dialled):
    with translation.override("fr"):
        shown = str(ident("phone", number))
    assert "<script>" not in shown
    assert re.findall(r'href="([^"]*)"', shown) == ([f"tel:{dialled}"] if dialled else [])
    assert re.findall(r'aria-label="([^"]*)"', shown) == (
        [f"Appeler le \u2066{number}\u2069"] if dialled else []
    )
    assert '<bdi dir="ltr"' in shown


def test_a_private_persons_number_is_no_link():
    assert "tel:" not in str(ident("identifier", "+212 6 00 00 00 00"))


@pytest.mark.parametrize("sort", [one.value for one in Type if one is not Type.GROUP])
def test_whatever_a_step_can_say_can_be_shown(sort):
    ends_of_time = ("0001-01-01", "9999-12-31", "1900-01-01T00:00+23:59", "2100-12-31T23:59-23:59")
    whole = (7, True, None, 2**53 - 1, 1 - 2**53)
    for value in (*ends_of_time, "2026-02-20", "<script>", "x" * 80, *whole, ["H1", "H2"], ("H1",), (), ""):
        assert "<script>" not in str(ident(sort, value))


def test_the_sorts_of_the_rules_are_known():
    lists = {Type.GROUP, Type.CODE, Type.CODES, Type.KIND, Type.ATTACHMENT}
    assert {one.value for one in Type if one not in lists} <= set(SORTS)


@pytest.mark.parametrize(
    ("language", "said"),
    [("ar", "24 غشت 2026"), ("fr", "24 août 2026"), ("en", "24 Aug 2026")],
)
def test_months_are_those_of_the_country(language, said):
    with translation.override(language):
        assert said in ident("day", date(2026, 8, 24))


def test_an_instant_is_shown_in_the_officers_zone():
    with timezone.override("Africa/Casablanca"):
        assert ">15:00<" in ident("instant", datetime(2026, 7, 1, 14, 0, tzinfo=UTC))
        assert ">14:00<" in ident("instant", datetime(2026, 11, 24, 14, 0, tzinfo=UTC))  # since 20 September
    with timezone.override("Africa/Casablanca"):  # Ramadan: an hour earlier
        assert ">14:00<" in ident("instant", datetime(2026, 2, 24, 14, 0, tzinfo=UTC))


def test_a_missing_value_is_a_dash():
    assert "–" in ident("name", "")
