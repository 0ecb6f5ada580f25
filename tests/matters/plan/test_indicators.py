"""Indicators: how much of the way was gone, and the chart that shows it."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.matters.plan.chart import HEIGHT, Point, chart
from mithaq.matters.plan.indicators import Achievement, achievement

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = st.decimals(-1_000_000, 1_000_000, places=2)


@pytest.mark.parametrize(
    ("baseline", "target", "actual", "raw", "capped"),
    [
        pytest.param("20", "120", "70", 50, 50, id="half the way"),
        pytest.param("20", "60", "70", 125, 100, id="more than the whole"),
        pytest.param("20", "60", "10", -25, 0, id="backwards"),
        pytest.param("90", "30", "60", 50, 50, id="what should fall"),
        pytest.param(None, "80", "40", 50, 50, id="from zero where no baseline was stated"),
        pytest.param("0", "3", "1", 33, 33, id="rounded"),
    ],
)
def test_achievement_is_the_way_gone_of_the_way_there_was(baseline, target, actual, raw, capped):
    found = achievement(Decimal(baseline) if baseline else None, Decimal(target), Decimal(actual))
    assert (found.raw, found.capped) == (raw, capped)


@pytest.mark.parametrize(
    ("baseline", "target", "actual"),
    [
        pytest.param("20", "20", "30", id="target is baseline"),
        pytest.param(None, "0", "5", id="target is zero, no baseline"),
        pytest.param("20", None, "30", id="not targeted"),
        pytest.param("20", "60", None, id="no figure yet"),
    ],
)
def test_where_there_was_no_way_there_is_no_achievement_and_never_infinity(baseline, target, actual):
    figures = [Decimal(each) if each is not None else None for each in (baseline, target, actual)]
    assert achievement(*figures) is None


@given(FIGURES, FIGURES)
def test_who_reaches_the_target_has_gone_the_whole_way(baseline, target):
    found = achievement(baseline, target, target)
    assert found == (None if baseline == target else Achievement(100))


def of(*points, language="fr", baseline=None, **said):
    return ET.fromstring(str(chart("Trained", points, language=language, baseline=baseline, **said)))


def columns(drawn):
    found = [each for each in drawn.iter(f"{SVG}rect") if (each.get("class") or "").startswith("actual")]
    return [
        (float(each.get("x")), float(each.get("y")), float(each.get("height")), each.get("class"))
        for each in found
    ]


YEARS = (
    Point("2025", Decimal(60), Decimal(70), verified=True),
    Point("2026", Decimal(120), Decimal(80)),
    Point("2027", Decimal(160), None),
)


@pytest.mark.parametrize(("language", "first_is_right"), [("ar", True), ("fr", False), ("en", False)])
def test_time_runs_as_the_reader_reads(language, first_is_right):
    first, then = columns(of(*YEARS, language=language))
    assert (first[0] > then[0]) is first_is_right


def test_what_was_verified_differs_in_more_than_colour():
    first, then = columns(of(*YEARS))
    assert (first[3], then[3]) == ("actual", "actual-unchecked")


def test_figures_are_read_without_the_drawing():
    drawn = of(*YEARS, language="en")
    said = [each.text for each in drawn.iter(f"{SVG}title")]
    assert said == [
        "2025: target 60, actual 70", "2026: target 120, actual 80", "2027: target 160, actual none",
    ]  # fmt: skip


@given(
    st.lists(st.tuples(st.none() | FIGURES, st.none() | FIGURES), min_size=1, max_size=30),
    st.none() | FIGURES,
)
def test_every_figure_has_its_place_in_the_picture(pairs, baseline):
    points = [Point(str(number), *pair) for number, pair in enumerate(pairs)]
    for _, y, height, _ in columns(of(*points, baseline=baseline)):
        assert 0 <= y <= HEIGHT
        assert y + height <= HEIGHT


def test_a_title_that_looks_like_markup_is_text():
    drawn = of(Point("<script>x</script>", Decimal(1), Decimal(2)))
    assert not list(drawn.iter(f"{SVG}script"))
    alone = str(chart("<b>", YEARS, language="ar", alone=True))
    assert "class=" not in alone
    assert "<b>" not in alone


@pytest.mark.parametrize(("target", "actual"), [("5", "4.5"), ("4", "4.8"), ("50", "4"), ("4", "4")])
def test_the_line_of_the_target_never_crosses_the_figure_of_its_column(target, actual):
    picture = of(Point("2026", Decimal(target), Decimal(actual), verified=True))
    name = "{http://www.w3.org/2000/svg}"
    [figure] = [each for each in picture.iter(f"{name}text") if each.get("class") == "value"]
    [line] = [each for each in picture.iter(f"{name}path") if each.get("class") == "target"]
    foot, height = float(figure.get("y")), 10
    crossed = float(line.get("d").split()[1])
    assert not foot - height < crossed < foot
