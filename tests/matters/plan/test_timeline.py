"""The timeline as a picture: mirrored in Arabic, read without colour, safe whatever a title says."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.contrib.staticfiles import finders
from hypothesis import given
from hypothesis import strategies as st

from mithaq.matters.plan.timeline import DESK, PAPER, PHONE, Bar, Group, Holidays, Link, Timeline, draw
from mithaq.matters.plan.window import SCALES, UNITS, Window
from mithaq.node.web.looks import ARABIC, LATIN, LOOKS
from mithaq.node.web.pen import PRINTED, broken, in_faces, isolated, width_of

SVG = "{http://www.w3.org/2000/svg}"
TODAY = date(2026, 4, 20)
SHEETS = [pytest.param(DESK, id="desk"), pytest.param(PHONE, id="phone"), pytest.param(PAPER, id="paper")]
LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr", "en"])


def bar(number=1, starts=date(2026, 1, 1), ends=date(2026, 4, 20), **said) -> Bar:
    given = {"title": f"Action {number}", "lead": "MA", "stage": "running", "rag": "amber", "progress": 40}
    return Bar(
        id=str(number), starts=starts, ends=ends, baseline=(starts, date(2026, 3, 31)), url=f"/a/{number}/",
        **{**given, **said},
    )  # fmt: skip


def of(*bars: Bar, **said) -> Timeline:
    given = {
        "name": "Timeline", "groups": (Group("Axis", bars),), "window": Window.at("month", date(2026, 1, 1)),
        "today": TODAY,
    }  # fmt: skip
    return Timeline(**{**given, **said})


def tree(drawn: str) -> ET.Element:
    return ET.fromstring(str(drawn))


def faces(drawn: str, look: str) -> list[dict[str, float]]:
    found = [each for each in tree(drawn).iter(f"{SVG}rect") if each.get("class") == look]
    return [{name: float(each.get(name)) for name in ("x", "y", "width", "height")} for each in found]


def words(drawn: str) -> str:
    return " ".join("".join(each.itertext()) for each in tree(drawn).iter(f"{SVG}text"))


def test_the_first_start_lies_to_the_left_in_french_and_to_the_right_in_arabic():
    two = of(bar(1), bar(2, date(2026, 7, 1), date(2026, 9, 1)))
    (first, then) = faces(draw(two, language="fr"), "bar-run")
    assert first["x"] < then["x"]
    (first, then) = faces(draw(two, language="ar"), "bar-run")
    assert first["x"] > then["x"]


@given(st.dates(date(2025, 1, 1), date(2028, 1, 1)), st.integers(0, 900), st.sampled_from(SCALES))
def test_the_arabic_picture_is_the_french_one_mirrored(starts, days, scale):
    drawn = of(bar(1, starts, starts + timedelta(days=days)), window=Window.at(scale, date(2026, 1, 1)))
    for look in ("bar-run", "baseline", "progress"):
        left, right = faces(draw(drawn, language="fr"), look), faces(draw(drawn, language="ar"), look)
        assert len(left) == len(right)
        for one, other in zip(left, right, strict=True):
            assert DESK.width - one["x"] - one["width"] == pytest.approx(other["x"], abs=0.2)
            assert (one["y"], one["width"]) == (other["y"], other["width"])


def test_as_m1_1_the_baseline_is_a_ghost_under_the_bar():
    drawn = draw(of(bar()), language="fr")
    (own,), (ghost,) = faces(drawn, "bar-run"), faces(drawn, "baseline")
    assert ghost["x"] == own["x"]
    assert ghost["width"] < own["width"]  # first agreed until 31 March, expected on 20 April
    assert ghost["y"] > own["y"] + own["height"]


def test_progress_fills_its_part_of_the_bar():
    drawn = draw(of(bar(progress=40)), language="fr")
    whole, done = faces(drawn, "bar-run")[0]["width"], faces(drawn, "progress")[0]["width"]
    assert done == pytest.approx(0.4 * whole, rel=0.02)


@pytest.mark.parametrize(("day", "shown"), [(TODAY, True), (date(2030, 1, 1), False)])
def test_the_line_of_today_stands_in_its_window_alone(day, shown):
    assert ('class="today"' in draw(of(bar(), today=day), language="fr")) is shown


def test_every_side_has_its_strip_its_pattern_and_its_name():
    sides = (
        Holidays("MA", "الأمن الوطني", frozenset({date(2026, 1, 11)})),
        Holidays("FR", "Police nationale", frozenset({date(2026, 5, 1), date(2031, 1, 1)})),
    )
    drawn = draw(of(bar(), holidays=sides), language="fr")
    patterns = [each.get("d") for each in tree(drawn).iterfind(f".//{SVG}pattern/{SVG}path")]
    assert len(set(patterns)) == 2
    assert all(side.name in words(drawn) for side in sides)
    assert len(faces(drawn, "holiday-mark")) == 2  # the one of 2031 lies elsewhere


@LANGUAGES
@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("alone", [False, True])
def test_what_a_title_says_is_never_markup(sheet, alone, language):
    hostile = 'x"><script>alert(1)</script>&\u202e\x00]]><style>*{}</style>'
    bars = of(bar(title=hostile, lead=hostile, stage=hostile))
    drawn = draw(bars, language=language, sheet=sheet, alone=alone)
    tags = {each.tag.removeprefix(SVG) for each in tree(drawn).iter()}
    assert tags <= {"svg", "g", "a", "rect", "path", "text", "tspan", "title", "pattern", "circle"}
    assert "\u202e" not in drawn
    assert "\x00" not in drawn


def test_each_action_is_a_link_with_its_whole_name():
    drawn = draw(of(bar(1), bar(2)), language="en")
    links = tree(drawn).findall(f"{SVG}a")
    assert [each.get("href") for each in links] == ["/a/1/", "/a/2/"]
    said = links[0].get("aria-label")
    parts = ("Action 1", "MA", "running", "Slipping", "40%", "1 Jan 2026", "31 Mar 2026")
    assert all(part in said for part in parts)


def test_how_an_action_is_doing_differs_in_shape_and_word():
    seen = {}
    for rag in ("green", "amber", "red", "grey", "none"):
        drawn = draw(of(bar(rag=rag)), language="en")
        seen[rag] = [
            (each.tag, each.get("r"), each.get("d", "")[-1:])
            for each in tree(drawn).iter() if (each.get("class") or "").startswith("rag-")
        ]  # fmt: skip
    assert len({str(shape) for shape in seen.values()}) == 5


def test_a_picture_that_stands_alone_needs_no_sheet_and_leads_nowhere():
    drawn = draw(of(bar()), language="ar", sheet=PAPER, alone=True)
    assert "class=" not in drawn
    assert "href" not in drawn
    assert tree(drawn).get("width") == "1040"
    assert tree(drawn).get("role") == "img"


def test_every_look_has_its_rule_in_the_sheet():
    rules = Path(finders.find("plan/drawn.css")).read_text("utf-8")
    assert not [look for look in LOOKS if look not in ("picture", "row") and f".{look} " not in rules]


@pytest.mark.parametrize(
    ("relation", "from_end", "to_end"),
    [
        ("FS", True, False),
        ("SS", False, False),
        ("FF", True, True),
        ("SF", False, True),
        ("BLOCKS", True, False),
    ],
)
def test_an_arrow_leaves_and_reaches_the_right_ends(relation, from_end, to_end):
    first, then = bar(1), bar(2, date(2026, 6, 1), date(2026, 9, 1))
    drawn = draw(of(first, then, links=(Link("1", "2", relation),)), language="fr")
    (path,) = [each.get("d") for each in tree(drawn).iter(f"{SVG}path") if each.get("class") == "depends"]
    numbers = [float(each) for each in path.removeprefix("M").split()]
    one, other = faces(drawn, "bar-run")
    assert numbers[0] == pytest.approx(one["x"] + (one["width"] if from_end else 0), abs=0.2)
    assert numbers[-2] == pytest.approx(other["x"] + (other["width"] if to_end else 0), abs=0.2)
    turned = zip(numbers[:-2:2], numbers[1:-2:2], numbers[2::2], numbers[3::2], strict=True)
    assert all(x == x2 or y == y2 for x, y, x2, y2 in turned)  # right angles only


def test_what_is_related_or_outside_has_no_arrow_head():
    related = draw(of(bar(1), bar(2), links=(Link("1", "2", "RELATES"), Link("1", "9", "FS"))), language="fr")
    assert 'class="relates"' in related
    assert 'class="depends' not in related


def test_a_bar_that_goes_on_outside_says_so():
    long = draw(of(bar(1, date(2024, 1, 1), date(2029, 1, 1))), language="fr")
    assert long.count('class="arrow-out"') == 2
    assert faces(long, "bar-run")[0]["x"] >= DESK.column


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_months_are_called_as_in_morocco(language):
    said = words(draw(of(bar()), language=language))
    assert ("غشت" in said and "يوليوز" in said) if language == "ar" else "août" in said


@given(st.sampled_from(SCALES), st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_window_holds_whole_units_and_its_neighbours_overlap(scale, day):
    window = Window.at(scale, day)
    assert len(list(window.units("fr", 800))) == UNITS[scale]
    assert window.place(window.first) == 0
    assert window.place(window.end) == 1
    later = Window.at(scale, window.after)
    assert window.first <= later.first <= window.last
    assert scale != "week" or window.first.weekday() == 0


@given(st.text(max_size=80), st.floats(40, 400), st.integers(1, 3))
def test_broken_lines_fit_and_hold_nothing_else(text, width, lines):
    made = broken(text, 13, width, lines)
    assert len(made) <= lines
    assert all(width_of(line, 13) <= width + 13 for line in made)


@pytest.mark.parametrize(
    ("text", "mark"),
    [("Plan", "\u2066"), ("مخطط", "\u2067"), ("EMPACT – خارطة الطريق", "\u2067"), ("", "\u2066")],
)
def test_words_are_set_apart_by_their_letters(text, mark):
    assert isolated(text).startswith(mark)


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        pytest.param("Plan", [LATIN], id="one face"),
        pytest.param("EMPACT – خارطة", [ARABIC, LATIN, ARABIC, LATIN, ARABIC], id="both"),
        pytest.param("24 نونبر 2026", [ARABIC, LATIN, ARABIC, LATIN, ARABIC], id="digits"),
    ],
)
def test_on_paper_each_run_names_the_face_that_has_its_letters(text, faces):
    made = ET.fromstring(f"<text>{in_faces(text)}</text>")
    assert [each.get("font-family") for each in made] == faces
    assert "".join(made.itertext()) == isolated(text)


@given(st.text(max_size=40))
def test_on_paper_there_is_no_letter_that_no_face_has(text):
    letters = set("".join(ET.fromstring(f"<text>{in_faces(text)}</text>").itertext())) - set(
        "\u2066\u2067\u2069"
    )
    assert all(PRINTED.match(letter) for letter in letters)


def test_an_empty_plan_is_a_picture_all_the_same():
    assert tree(draw(replace(of(), groups=()), language="ar")) is not None
