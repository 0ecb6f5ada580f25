"""A candidate explained: every code has its sentence, and the bars add up to the whole."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.node.persons.explain import AREA, CODES, LETTERS, OF_RARITY, STRENGTHS, explain, strength
from mithaq.node.web.sentences import sentence, sentences
from mithaq.pact.names import Description, Resemblance, resemble
from mithaq.pact.names.birth import AGREEMENT
from mithaq.pact.names.compare import BANDS
from mithaq.pact.names.explain import WAYS
from mithaq.pact.names.score import Reason
from tests.pact.names.test_person import DESCRIPTIONS

LANGUAGES = ("ar", "fr", "en")
OF_LETTERS = {
    *(f"{LETTERS}{way}" for way in WAYS if way not in ("same", "usual")),
    *(f"{LETTERS}{way}-alone" for way in ("doubled", "article")),
}


def test_every_reason_and_every_way_of_writing_has_words_in_three_languages():
    written = sentences()
    codes = {AREA + code for code in (*CODES, *OF_RARITY)} | OF_LETTERS
    assert not [(code, to) for code in codes for to in LANGUAGES if not written.get(code, {}).get(to)]
    # And no sentence stands there for nothing.
    assert {code for code in written if code.startswith((AREA, LETTERS))} == codes
    assert {f"{AREA}{way}" for way in AGREEMENT} <= codes


@given(DESCRIPTIONS, DESCRIPTIONS)
@settings(max_examples=40, deadline=None)
def test_the_bars_add_up_and_every_sentence_has_its_facts(one, other):
    found = resemble(one, other)
    shown = explain(found)
    at = shown.zero
    for line in shown.weighed:
        first, last = line.bar.start, line.bar.start + line.bar.length
        assert at == (last if line.bar.speaks == "against" else first)
        at = first if line.bar.speaks == "against" else last
    assert at in (shown.whole.start, shown.whole.start + shown.whole.length)
    for line in (*shown.parts, *shown.weighed):
        for said in (line, *line.notes):
            needed = {name for _, name, _, _ in string.Formatter().parse(sentences()[said.code]["en"])}
            assert needed - {None} <= set(said.facts), said.code
            assert "…" not in sentence(said.code, said.facts, "en").replace("de…", "")
    assert {line.reason for line in (*shown.parts, *shown.weighed)} <= set(CODES)


@given(st.lists(st.integers(-3000, 3000), min_size=1, max_size=8))
@settings(max_examples=30)
def test_the_whole_lies_in_the_band_it_is_called(points):
    found = Resemblance(sum(points), tuple(Reason("sex-agrees", each) for each in points), None)
    shown = explain(found)
    end = shown.whole.start + shown.whole.length if found.score > 0 else shown.whole.start
    for (_band, least), mark in zip(BANDS, shown.marks, strict=True):
        assert end >= mark if found.score >= least else end <= mark


def test_what_weighs_more_is_called_more():
    called = [strength(points) for points in (-3000, -200, -50, 0, 50, 200, 3000)]
    assert len(set(map(str, called))) == 2 * len(STRENGTHS) + 1


def test_what_speaks_against_stands_apart_the_heaviest_first():
    asked = Description(("Hassan Benali",), born="1950-02-03", sex="m")
    shown = explain(resemble(asked, Description(("Hussein Benali",), born="1984-06-24", sex="f")))
    codes = [line.reason for line in shown.against]
    assert {"parts-known-apart", "born-far-apart", "sex-differs"} <= set(codes)
    assert codes[0] == "parts-known-apart"
    lengths = [line.bar.length for line in shown.against if line.bar]
    assert lengths == sorted(lengths, reverse=True)


def test_a_time_of_birth_is_said_as_it_is_known():
    ours = Description(("Hassan Benali",), born="1984~")
    [line] = [
        line
        for line in explain(resemble(ours, Description(("Hassan Benali",), born="1980/1985"))).weighed
        if line.reason.startswith("born-")
    ]
    assert line.facts == {"one": "about 1984", "other": "between 1980 and 1985"}


@pytest.mark.parametrize(
    ("one", "other", "direction"),
    [
        pytest.param("خالد", "خالد", "rtl", id="both from the right"),
        pytest.param("Khaled", "Халед", "ltr", id="both from the left"),
        pytest.param("خالد", "Khaled", "", id="against each other"),
    ],
)
def test_letters_run_as_their_words_do(one, other, direction):
    shown = explain(resemble(Description((one,)), Description((other,))))
    assert shown.of_letters[0].direction == direction
