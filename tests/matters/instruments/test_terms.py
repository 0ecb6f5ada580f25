"""Agreed terms that are rendered otherwise."""

import pytest

from mithaq.matters.instruments.terms import doubts


def found(fr: str, ar: str) -> list[str]:
    return [doubt.found for doubt in doubts({"fr": fr, "ar": ar})]


@pytest.mark.parametrize(
    ("fr", "ar", "doubted"),
    [
        pytest.param("Il est créé un comité mixte.", "تحدث اللجنة المختلطة.", [], id="as agreed"),
        pytest.param("Il est créé un comité mixte.", "تحدث لجنة مختلطة.", [], id="without the article"),
        pytest.param(
            "Le comité mixte se réunit.",
            "وباللجنة المختلطة يجتمع الطرفان.",
            [],
            id="with what Arabic joins to a word",
        ),
        pytest.param(
            "Les comités mixtes.", "تحدث لجنة مشتركة.", ["comité mixte"], id="another word, and a plural"
        ),
        pytest.param("COMITÉ MIXTE", "لجنة مشتركة", ["comité mixte"], id="in capitals"),
        pytest.param(
            "Une commission.", "تحدث اللجنة المختلطة.", ["اللجنة المختلطة"], id="the other way round"
        ),
        pytest.param("Le renforcement des capacités.", "تعزيز القدرات.", [], id="one of two agreed forms"),
        pytest.param(
            "L’échange d’informations.",
            "تبادل البيانات.",
            ["échange d'informations"],
            id="typographic apostrophes",
        ),
        pytest.param("", "", [], id="nothing"),
    ],
)
def test_a_term_rendered_otherwise_is_doubted(fr, ar, doubted):
    assert found(fr, ar) == doubted


def test_a_text_that_lacks_a_language_is_not_judged():
    assert doubts({"fr": "Un comité mixte."}) == ()
    assert doubts({"fr": "Un comité mixte.", "es": "Un comité mixto."}) == ()


def test_a_doubt_says_what_is_agreed_and_where_it_is_missing():
    [doubt] = doubts({"fr": "Un comité mixte.", "ar": "لجنة مشتركة."})
    assert (doubt.language, doubt.other, doubt.agreed) == ("fr", "ar", ("اللجنة المختلطة",))
