"""Sentences of refusals: facts set apart, and never a crash."""

import re

import pytest
from django import forms
from django.utils import translation

from mithaq.node.web.sentences import sentence, sentences

FACT = {"authority": "MA"}


def test_a_fact_is_set_apart_from_the_sentence():
    assert "\u2068MA\u2069" in sentence("partners.unknown-key", FACT, "ar")


def test_a_missing_fact_leaves_an_ellipsis():
    assert "…" in sentence("partners.unknown-key", {}, "fr")


def test_a_code_nobody_wrote_a_sentence_for_is_shown_itself():
    assert sentence("nothing.of-this-name", {}, "ar") == "nothing.of-this-name"


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "20 فبراير 2026"), ("fr", "20 févr. 2026"), ("en", "20 Feb 2026")]
)
def test_a_fact_that_is_a_day_or_an_instant_is_said_in_the_readers_language(language, said):
    for fact in ("2026-02-20", "2026-02-20T09:30:00+00:00"):
        assert said in sentence("partners.unknown-key", {"authority": fact}, language)


@pytest.mark.parametrize("code", sorted(sentences()))
def test_no_sentence_holds_a_bare_day_that_arabic_would_turn_round(code):
    assert not any(re.search(r"\d{4}-\d\d", text) for text in sentences()[code].values())


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_that_a_field_is_required_is_said_in_one_sentence(language):
    with translation.override(language):
        assert str(forms.CharField().error_messages["required"]) == sentence("rules.required", {}, language)


def test_a_month_is_said_in_words_too():
    assert "décembre 1972" in sentence("partners.unknown-key", {"authority": "1972-12"}, "fr")
    assert "دجنبر 1972" in sentence("partners.unknown-key", {"authority": "1972-12"}, "ar")


def test_a_day_to_be_typed_stands_as_it_is_typed():
    assert "\u20682026-02-20\u2069" in sentence("rules.no-such-day-there", {"number": "2"}, "ar")


@pytest.mark.parametrize("code", sorted(sentences()))
def test_every_language_names_the_same_facts(code):
    import string

    def facts(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    said = sentences()[code]
    assert set(said) == {"ar", "fr", "en"}
    assert facts(said["ar"]) == facts(said["fr"]) == facts(said["en"])
