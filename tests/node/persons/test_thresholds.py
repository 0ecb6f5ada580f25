"""What a choice of bands costs is what was measured, and the choices are the bands there are."""

import re

from mithaq.node.persons.compare import AT_LEAST
from mithaq.node.persons.find import BANDS, SHOWN
from mithaq.node.persons.thresholds import DUPLICATES, THRESHOLDS
from tests.architecture.sources import ROOT


def test_the_figures_are_those_of_the_performance_page():
    page = (ROOT / "docs" / "reference" / "performance.md").read_text("utf-8")
    for each in THRESHOLDS:
        row = re.search(rf"^\| {each.words} \|(.*)\|$", page, re.MULTILINE)
        assert row, each.words
        costs = [tuple(map(int, cell.split("·"))) for cell in row[1].split("|")]
        assert costs == [each.cost, *each.by_origin]


def test_less_is_kept_and_less_shown_for_nothing_the_higher_the_band():
    assert [each.band for each in THRESHOLDS] == list(BANDS[: BANDS.index(SHOWN) + 1])
    costs = [each.cost for each in THRESHOLDS]
    assert costs == sorted(costs)
    assert [cost.shown for cost in costs] == sorted(cost.shown for cost in costs)


def test_the_figures_of_duplicates_are_those_of_the_performance_page():
    page = (ROOT / "docs" / "reference" / "performance.md").read_text("utf-8").partition("duplicates cost")[2]
    for each in DUPLICATES:
        row = re.search(rf"^\| {each.words} \|(.*)\|$", page, re.MULTILINE)
        assert row, each.words
        assert [tuple(map(int, cell.split("·"))) for cell in row[1].split("|")] == [each.chance, each.found]
    assert [each.band for each in DUPLICATES] == list(BANDS[: BANDS.index(AT_LEAST["duplicates"]) + 1])
