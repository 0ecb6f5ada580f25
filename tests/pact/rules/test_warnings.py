"""Warnings: words to look at twice in three languages, minors, and problems that hold nothing personal."""

import tomllib
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.rules.fields import Field, Type
from mithaq.pact.rules.inquiries import KIND
from mithaq.pact.rules.warnings import (
    FOR_DPO,
    FOR_RIGHTS_REVIEWER,
    TOPICS,
    may_be_a_minor,
    mentions,
    warnings,
)
from mithaq.pact.rules.words import LANGUAGES, W

TODAY = date(2026, 11, 23)
NAME = W("حقل", "champ", "field")
PROSE = Field("text", Type.PROSE, NAME)


@pytest.mark.law("L22")
@pytest.mark.parametrize(
    ("topic", "text"),
    [
        pytest.param("health", "Il serait atteint d'un CANCER depuis 2020.", id="health, French"),
        pytest.param("health", "المعني بالأمر مصاب بمرض مزمن", id="health, Arabic with a joined particle"),
        pytest.param("health", "He is treated by a psychiatrist.", id="health, English"),
        pytest.param(
            "religion", "Il fréquente la mosquee du quartier", id="religion, French without accents"
        ),
        pytest.param("religion", "معروف بكونه متدينا", id="religion, Arabic"),
        pytest.param("religion", "He converted to another faith", id="religion, English"),
        pytest.param("opinion", "militant syndical connu", id="opinion, French"),
        pytest.param("opinion", "من الناشطين في النقابات", id="opinion, Arabic with the article"),
        pytest.param("opinion", "a known activist", id="opinion, English"),
        pytest.param("origin", "individu de type maghrébin", id="origin, French"),
        pytest.param("sex-life", "son orientation sexuelle", id="sex life, French"),
        pytest.param("profession", "والمحامية المذكورة", id="profession, Arabic"),
        pytest.param("profession", "il est journaliste", id="profession, French"),
        pytest.param("classified", "extrait d'une note TRÈS SECRET", id="a classified source"),
        pytest.param(
            "broad", "المرجو موافاتنا بكل المعلومات", id="everything, Arabic with a joined particle"
        ),
    ],
)
def test_words_are_found_as_officers_write_them(topic, text):
    assert mentions(topic, text)


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        pytest.param("health", "حامل لجواز سفر مغربي", id="carrying a passport is not carrying a child"),
        pytest.param("health", "vu près de l'enceinte sportive", id="the walls of a stadium"),
        pytest.param("health", "aids and abets", id="helping is no illness"),
        pytest.param("religion", "جواز سفر مسلم بالرباط", id="a passport issued in Rabat"),
        pytest.param("origin", "véhicule de marque Tracer", id="inside another word"),
        pytest.param("profession", "على يد قاضي التحقيق", id="the judge of the case"),
        pytest.param("broad", "Le véhicule est-il entré le 5 janvier ?", id="a precise question"),
    ],
)
def test_everyday_words_of_police_texts_raise_no_doubt(topic, text):
    assert not mentions(topic, text)


def test_every_topic_has_words_in_every_language():
    table = tomllib.loads((files("mithaq.pact.rules") / "tables" / "doubtful-words.toml").read_text("utf-8"))
    assert set(table) == {*TOPICS, "broad", "membership", "act", "community"}
    for topic, words in table.items():
        assert set(words) == set(LANGUAGES)
        for language in LANGUAGES:
            assert words[language]
            assert len(set(words[language])) == len(words[language])
            assert all(mentions(topic, one.replace("*", "")) for one in words[language])


def test_every_doubt_has_somebody_who_is_told():
    assert {*TOPICS.values(), "rules.may-be-a-minor"} == FOR_DPO | FOR_RIGHTS_REVIEWER
    assert FOR_DPO.isdisjoint(FOR_RIGHTS_REVIEWER)


@pytest.mark.law("L22")
def test_a_request_is_looked_through_row_by_row_and_every_problem_is_soft():
    body = {
        "purpose": "Savoir si l'intéressé est malade.",
        "questions": [{"text": "Quelle est sa religion ?"}, {"text": "Est-il entré le 5 janvier ?"}],
        "subjects": [{"sort": "person", "name": "MALADE Jean", "born": "2012", "link": "auteur"}],
    }
    found = list(warnings(KIND.step("ask").fields, body, TODAY))
    assert {(each.code, each.path) for each in found} == {
        ("rules.words-of-health", ("purpose",)),
        ("rules.words-of-religion", ("questions", "0", "text")),
        ("rules.may-be-a-minor", ("subjects", "0", "born")),  # and never the name: it is a name
    }
    assert all(each.soft and not each.facts for each in found)


@pytest.mark.law("L22")
@pytest.mark.parametrize(
    ("born", "minor"),
    [
        pytest.param("2008-11-23", False, id="eighteen today"),
        pytest.param("2008-11-24", True, id="eighteen tomorrow"),
        pytest.param("2008-11", True, id="eighteen this month, perhaps not yet"),
        pytest.param("2007", False, id="at least eighteen"),
        pytest.param("2008", True, id="perhaps not yet"),
        pytest.param("200X", True, id="born between 2000 and 2009"),
        pytest.param("199X", False, id="born in the nineties"),
        pytest.param("", False, id="unknown"),
        pytest.param(2012, False, id="a number, which the form refuses elsewhere"),
    ],
)
def test_of_an_uncertain_birth_the_youngest_age_counts(born, minor):
    assert may_be_a_minor(born, TODAY) is minor


anything = st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=4)


@given(st.dictionaries(st.sampled_from(["purpose", "questions", "subjects", "title"]), anything))
def test_any_values_are_looked_through_and_nothing_breaks(values):
    assert all(each.soft for each in warnings(KIND.step("ask").fields, values, TODAY))


@given(st.text(), st.sampled_from(sorted(TOPICS)))
def test_writing_a_text_twice_raises_the_same_doubt(text, topic):
    assert mentions(topic, text) <= mentions(topic, f"{text} {text}")


LAW, LOI = "تلتزم السلطتان بتبادل المعلومات.", "Les deux autorités échangent des informations."
IN_BOTH = tuple(Field(f"title_{language}", Type.LINE, NAME) for language in LANGUAGES)
LANGUAGE = Field("language", Type.CODE, NAME, codes="languages")
ROWS = Field("texts", Type.GROUP, NAME, fields=(LANGUAGE, PROSE))


@pytest.mark.parametrize(
    ("values", "places"),
    [
        pytest.param({"title_ar": LAW, "title_fr": LOI, "title_en": "An exchange"}, [], id="as asked for"),
        pytest.param(
            {"title_ar": LOI, "title_fr": LAW}, [("title_ar",), ("title_fr",)], id="two fields swapped"
        ),
        pytest.param({"title_ar": f"{LAW} (INTERPOL)"}, [], id="a foreign word in it"),
        pytest.param({"title_ar": "2026-03", "title_fr": "3 / 4"}, [], id="no letters"),
        pytest.param({"title_ar": None, "title_fr": 3}, [], id="no text"),
        pytest.param(
            {"texts": [{"language": "ar", "text": LOI}, {"language": "fr", "text": LAW}]},
            [("texts", "0", "text"), ("texts", "1", "text")],
            id="two rows swapped",
        ),
        pytest.param(
            {"texts": [{"language": "ar", "text": LAW}, {"language": "fr", "text": LOI}]}, [],
            id="two rows as they say",
        ),
        pytest.param({"texts": [{"language": "zgh", "text": LAW}, "row"]}, [], id="letters of any sort"),
    ],
)  # fmt: skip
def test_a_text_in_the_letters_of_another_language_is_a_doubt(values, places):
    found = [each for each in warnings((*IN_BOTH, ROWS), values, TODAY) if each.code == "rules.other-letters"]
    assert [each.path for each in found] == places
    assert all(each.soft for each in found)


def test_a_language_that_is_asked_for_beside_a_text_says_nothing_of_its_letters():
    """An inquiry names the language it would be answered in."""
    assert not list(warnings((LANGUAGE, PROSE), {"language": "fr", "text": LAW}, TODAY))
