"""A year of the plan on one sheet."""

import re
from datetime import date

import pytest
from django.urls import reverse

from mithaq.matters.plan.milestones import DELIVERABLE, END, Milestone
from mithaq.matters.plan.months import year, year_of
from mithaq.matters.plan.timeline import Holidays
from tests.matters.plan.test_pages import speaking

THRONE_DAY, BASTILLE_DAY = date(2026, 7, 30), date(2026, 7, 14)
SIDES = (
    Holidays("MA", "Rabat", frozenset({THRONE_DAY})),
    Holidays("FR", "Paris", frozenset({BASTILLE_DAY})),
)


def test_every_day_of_the_year_is_there_once_with_what_falls_on_it():
    due = Milestone(date(2026, 2, 28), DELIVERABLE, "Guide", "FR", "d", "a")
    ends = Milestone(date(2027, 1, 1), END, "Exercise", "MA", "b", "b")
    months = year(2026, [due, ends], SIDES, today=date(2026, 7, 1))
    days = [day for month in months for week in month.weeks for day in week if day.inside]
    assert [day.day for day in days] == sorted({day.day for day in days})
    assert len(days) == 365
    assert [day.day for day in days if day.all] == [due.day]
    assert {day.day: [side.code for side in day.holidays] for day in days if day.holidays} == {
        THRONE_DAY: ["MA"],
        BASTILLE_DAY: ["FR"],
    }
    assert [month.last.day for month in months] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def test_ramadan_is_where_the_hijri_year_has_it():
    months = year(2026, [], (), today=date(2026, 1, 1))
    found = [day.day for month in months for week in month.weeks for day in week if day.is_ramadan]
    assert date(2026, 2, 17) <= found[0] <= date(2026, 2, 20)
    assert len(set(found)) in (29, 30)


@pytest.mark.parametrize(
    ("text", "number"),
    [("2027", 2027), ("", 2026), ("٢٠٢٧", 2026), ("0001", 1990), ("9999", 2100), ("-202", 2026)],
)
def test_an_address_names_a_year_or_this_one(text, number):
    assert year_of(text, date(2026, 11, 26)) == number


@pytest.mark.parametrize(
    ("language", "month", "hijri"), [("ar", "غشت", "رجب"), ("fr", "août", "rejeb"), ("en", "August", "Rajab")]
)
def test_the_sheet_says_its_months_and_those_of_the_hijri_year(planned, salma, language, month, hijri):
    page = speaking(salma, language).get(reverse("plan:year", args=[planned.reference]), {"year": "2026"})
    html = page.content.decode()
    assert month in html
    assert hijri in html
    assert len(re.findall(r"<time datetime=\"2026-\d\d-\d\d\"", html)) == 365
    assert "2,026" not in html
