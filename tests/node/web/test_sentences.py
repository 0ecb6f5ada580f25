"""Sentences: every code the rules can name has one in each language, and each keeps its facts."""

import ast
import re
import string
from pathlib import Path

import pytest

from mithaq.node.web.sentences import sentence, sentences
from mithaq.pact import rules
from mithaq.pact.rules.words import LANGUAGES

CODE = re.compile(r"(rules|inquiries|groups|agreement|names)\.[a-z0-9]+(-[a-z0-9]+)*")


def codes_in_the_rules() -> set[str]:
    """Every string of the rules that is a code: of a problem, a refusal, or why an entry is set aside."""
    return {
        node.value
        for path in Path(rules.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value)
    }


def facts_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_the_scan_finds_problems_refusals_and_reasons():
    assert {"rules.required", "rules.unknown-kind", "rules.not-a-party", "rules.words-of-health"} <= (
        codes_in_the_rules()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_the_rules_has_a_sentence(language):
    written = sentences()
    assert not sorted(code for code in codes_in_the_rules() if not written.get(code, {}).get(language))


def test_no_sentence_is_left_of_a_code_the_rules_dropped():
    ours = {code for code in sentences() if CODE.fullmatch(code) and not code.startswith("names.")}
    assert ours <= codes_in_the_rules()


def test_a_sentence_tells_the_same_facts_in_every_language():
    assert not sorted(
        code
        for code, said in sentences().items()
        if len({frozenset(facts_of(said[language])) for language in LANGUAGES}) > 1
    )


def test_a_sentence_ends_as_sentences_do_and_is_not_the_same_in_two_languages():
    for code, said in sentences().items():
        assert all(said[language].rstrip()[-1] in ".!?؟…" for language in LANGUAGES), code
        assert len(set(said.values())) == len(said), code


def test_a_fact_stands_apart_so_that_it_cannot_turn_the_sentence_round():
    said = sentence("rules.too-many-rows", {"most": "20", "given": "\u202e35"}, "ar")
    assert "\u2068\u202e35\u2069" in said


def test_a_fact_that_is_missing_is_an_ellipsis_and_an_unknown_code_is_itself():
    assert "…" in sentence("rules.too-many-rows", {}, "fr")
    assert sentence("rules.unheard-of", {}, "fr") == "rules.unheard-of"
