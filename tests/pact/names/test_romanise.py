"""A name is read out in another alphabet: usual spellings first, else letter by letter."""

import pytest

from mithaq.pact.names.romanise import arabise, romanise


@pytest.mark.parametrize(
    ("name", "french", "english"),
    [
        pytest.param("محمد", "Mohamed", "Mohamed", id="the usual spelling"),
        pytest.param("يوسف", "Youssef", "Yusuf", id="ou in French, u in English"),
        pytest.param("Laugier", "Laugier", "Laugier", id="Latin letters stay"),
        pytest.param("", "", "", id="nothing"),
    ],
)
def test_a_name_is_written_in_the_manner_asked(name, french, english):
    assert romanise(name, "fr") == french
    assert romanise(name, "en") == english


def test_a_latin_name_is_written_in_arabic_letters():
    assert arabise("Louis") == "لويس"
    assert arabise("Macron").startswith("ماكر")
    assert arabise("محمد") == "محمد"


@pytest.mark.parametrize("text", ["😀", "\ud800", "x" * 5_000, "Али", "中文"])
def test_any_text_is_answered(text):
    assert isinstance(romanise(text), str)
    assert isinstance(arabise(text), str)
