"""Days and spans of time in words."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from mithaq.node.web import dates
from mithaq.node.web.items import called
from mithaq.pact.rules.calendars import zone_of


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (timedelta(minutes=5), "5 minutes"),
        (timedelta(hours=3, minutes=20), "3 hours 20 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(days=2, hours=4, minutes=59), "2 days 4 hours"),
        (timedelta(days=3), "3 days"),
        (timedelta(days=-1), "1 day"),
        (timedelta(seconds=3), "0 minutes"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(length, said):
    assert dates.span(length).replace(dates.NO_BREAK, " ") == said


@pytest.mark.parametrize(
    ("language", "days", "said"),
    [
        ("ar", 1, "يوم واحد"),
        ("ar", 2, "يومان"),
        ("ar", 3, "3 أيام"),
        ("ar", 11, "11 يوما"),
        ("ar", 100, "100 يوم"),
        ("fr", 1, "1 jour"),
        ("fr", 2, "2 jours"),
    ],
)
def test_plurals_are_those_of_the_language(language, days, said):
    with translation.override(language):
        assert dates.span(timedelta(days=days)).replace(dates.NO_BREAK, " ") == said


def test_a_number_stays_beside_its_unit():
    assert dates.span(timedelta(days=2, hours=4)).split(" ") == [
        "2\N{NO-BREAK SPACE}days",
        "4\N{NO-BREAK SPACE}hours",
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1984-06-24", "24 June 1984"),
        ("1984-06", "June 1984"),
        ("1984", "1984"),
        ("198X", "1980–1989"),
        ("?", "?"),
    ],
)
def test_a_birth_known_in_part_is_shown_as_far_as_it_is_known(written, said):
    assert dates.birth(written, "en") == said


@pytest.mark.parametrize(
    ("told", "language", "said"),
    [
        pytest.param("2026-H1", "ar", "النصف الأول من سنة 2026", id="a half-year"),
        pytest.param("2026-H2", "fr", "2e semestre 2026", id="another"),
        pytest.param("2026-08-24", "ar", "24 غشت 2026", id="a day"),
        pytest.param("980a34221c127ee4", "fr", "", id="what names an entry"),
        pytest.param("STU-1", "fr", "STU-1", id="a code"),
        pytest.param("", "fr", "", id="nothing"),
    ],
)
def test_what_a_duty_is_about_is_said_in_words(told, language, said):
    assert dates.about(told, language) == said


@pytest.mark.parametrize(
    ("day", "language", "said"),
    [
        pytest.param("2027-01-01", "fr", "1er janv. 2027", id="the first, in French"),
        pytest.param("2027-01-11", "fr", "11 janv. 2027", id="the eleventh"),
        pytest.param("2027-01-01", "ar", "1 يناير 2027", id="the first, in Arabic"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(day, language, said):
    assert dates.day(day, language) == said


def test_the_name_of_a_month_or_of_a_weekday_is_no_day_of_the_month():
    assert dates.day("2027-01-01", "fr", "LLLL") == "janvier"
    assert dates.day("2027-01-01", "fr", "EEEE d MMMM") == "vendredi 1 janvier"


def test_pages_and_rules_read_the_clock_of_a_country_alike():
    """Morocco has changed its clock since the zones of this machine may have been made."""
    for zone in ("Africa/Casablanca", "Europe/Paris"):
        for month in range(1, 13):
            at = datetime(2026, month, 28, 23, 30, tzinfo=UTC)
            assert at.astimezone(ZoneInfo(zone)).utcoffset() == at.astimezone(zone_of(zone)).utcoffset()


def test_after_midnight_in_paris_it_is_the_new_day_there():
    """What a form proposes as today is the officer's day, not that of Greenwich."""
    at = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Paris")):
        said = SimpleNamespace(says={}, at=at, author="FR")
        line = SimpleNamespace(entry=said, body=SimpleNamespace(values={}), step=None)
        assert "28 Nov 2026" in called(line, {})
