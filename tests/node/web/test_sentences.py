"""Sentences of refusals: facts set apart, and never a crash."""

import pytest

from mithaq.node.web.sentences import sentence, sentences

FACT = {"authority": "MA"}


def test_a_fact_is_set_apart_from_the_sentence():
    assert "\u2068MA\u2069" in sentence("partners.unknown-key", FACT, "ar")


def test_a_missing_fact_leaves_an_ellipsis():
    assert "…" in sentence("partners.unknown-key", {}, "fr")


def test_a_code_nobody_wrote_a_sentence_for_is_shown_itself():
    assert sentence("nothing.of-this-name", {}, "ar") == "nothing.of-this-name"


@pytest.mark.parametrize("code", sorted(sentences()))
def test_every_language_names_the_same_facts(code):
    import string

    def facts(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    said = sentences()[code]
    assert set(said) == {"ar", "fr", "en"}
    assert facts(said["ar"]) == facts(said["fr"]) == facts(said["en"])
