"""French is set with spaces at which no line breaks; the other languages are left as they are."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.pact.codes import code_list
from mithaq.pact.codes.code_list import names
from mithaq.pact.codes.spacing import as_printed
from mithaq.pact.rules import register

BREAKS = re.compile(r" [:;?!»]|« |\d %")


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        pytest.param("Objet : vol", "Objet\xa0: vol", id="colon"),
        pytest.param("Le dossier « Ambre » est clos.", "Le dossier «\xa0Ambre\xa0» est clos.", id="quotes"),
        pytest.param("plafonnée à 100 %", "plafonnée à 100\xa0%", id="per cent"),
        pytest.param("il reste %(count)d jours", "il reste %(count)d jours", id="a placeholder"),
        pytest.param("à 14:00", "à 14:00", id="an hour"),
    ],
)
def test_a_line_never_breaks_before_a_mark(written, printed):
    assert as_printed(written, "fr") == printed
    assert as_printed(written, "en") == written


@settings(max_examples=50)
@given(st.text())
def test_printing_twice_changes_nothing_and_only_spaces_change(text):
    once = as_printed(text, "fr")
    assert as_printed(once, "fr") == once
    assert once.replace("\xa0", " ") == text.replace("\xa0", " ")
    assert as_printed(text, "ar") == text


def test_every_label_and_every_word_of_a_kind_is_printed():
    said = [code_list(name).label(value, "fr") for name in names() for value in code_list(name).values]
    said += [code_list(name).note(value, "fr") for name in names() for value in code_list(name).values]
    said += [step.button.say("fr") for kind in register.kinds() for step in kind.steps]
    assert [text for text in said if BREAKS.search(text)] == []
