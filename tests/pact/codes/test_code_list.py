"""Every word the sides agreed on is labelled in every language, and has a source."""

import re
import unicodedata
from datetime import date

import pytest

from mithaq.pact.codes import code_list, names
from mithaq.pact.codes.code_list import LANGUAGES, read_list

VALUE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*|[A-Z0-9]{1,9}|[A-Z][a-z]+/[A-Z][a-z]+")
# What the kinds and the node lean on: a list may come, none of these may go.
WANTED = {
    *("accuracy", "axes", "channels", "correction-reasons", "decision-outcomes", "direct-access"),
    *("document-kinds", "evidence-use", "fact-or-assessment", "feedback-outcomes", "functions"),
    *("group-kinds", "group-roles", "handling", "languages", "legal-bases", "markings", "offences"),
    *("outcomes", "purposes", "refusal-grounds", "services", "sexes", "source", "subject-categories"),
    *("subject-kinds", "transfer-bases", "units", "urgency", "urgency-grounds", "usefulness", "zones"),
}


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_labelled_in_every_language(name, language):
    codes = code_list(name)
    for value in codes.values:
        label = codes.label(value, language)
        assert label == label.strip() != "", value
        assert not any(unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Mn") for letter in label), value
        is_arabic = any("ARABIC" in unicodedata.name(letter) for letter in label)
        assert is_arabic == (language == "ar"), value


@pytest.mark.parametrize("name", names())
def test_values_are_kebab_or_the_code_the_trade_knows(name):
    assert all(VALUE.fullmatch(value) for value in code_list(name).values)


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_values_of_a_list_read_the_same(name, language):
    codes = code_list(name)
    assert len({codes.label(value, language) for value in codes.values}) == len(codes.values)


@pytest.mark.parametrize("name", names())
def test_every_list_says_what_it_is_and_where_it_comes_from(name):
    assert code_list(name).about.endswith(".")
    assert len(code_list(name).source) > 10


def test_the_lists_the_kinds_lean_on_are_there():
    assert set(names()) >= WANTED


def test_the_order_is_the_order_of_the_file():
    assert code_list("urgency").values == ("normal", "urgent", "life")
    assert code_list("handling").values == ("H0", "H1", "H2", "H3")


def test_a_note_is_in_three_languages_or_none():
    for name in names():
        for code in code_list(name).codes.values():
            assert set(code.notes) in (set(), set(LANGUAGES))


def test_an_unknown_value_is_shown_as_it_came():
    assert code_list("urgency").label("immediate", "fr") == "immediate"
    assert code_list("urgency").note("immediate", "fr") == ""


def test_services_belong_to_an_authority():
    assert "fr-fugitives" in code_list("services").of("FR")
    assert "fr-fugitives" not in code_list("services").of("MA")
    assert "other" in code_list("services").of("MA")


RETIRED = """# What a thing is.
# Source: an invented list.

[old]
ar = "قديم"
fr = "ancien"
en = "old"
until = 2031-01-01
"""


def test_a_retired_value_keeps_its_label_and_cannot_be_chosen():
    codes = read_list("things", RETIRED)
    assert codes.label("old", "fr") == "ancien"
    assert codes.open(date(2030, 12, 31)) == ("old",)
    assert codes.open(date(2031, 1, 1)) == ()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(RETIRED.replace('fr = "ancien"\n', ""), id="a language missing"),
        pytest.param(RETIRED.replace('"ancien"', '""'), id="a language empty"),
        pytest.param(RETIRED.replace("# Source: an invented list.\n", ""), id="no source"),
        pytest.param(RETIRED + 'colour = "red"\n', id="a key that means nothing"),
        pytest.param(RETIRED.replace("2031-01-01", "2031-01-01T00:00:00"), id="until an instant"),
    ],
)
def test_a_list_at_fault_is_not_read(text):
    with pytest.raises(ValueError, match="things"):
        read_list("things", text)


@pytest.mark.parametrize("name", ["nothing", "../functions", "", "urgency.toml"])
def test_there_is_no_list_by_another_name(name):
    with pytest.raises(ValueError, match="no code list"):
        code_list(name)
