"""The hash of a content: what counts is what is read, in each language, and nothing else."""

import unicodedata
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.rules.content import Part, content_hash, folded, read_aloud

ARTICLE = {"ar": ("اللجنة", "تحدث لجنة مشتركة."), "fr": ("Comité", "Il est créé un comité mixte.")}
texts = st.dictionaries(
    st.sampled_from(["ar", "fr", "es"]), st.tuples(st.text(max_size=20), st.text(max_size=60)), max_size=3
)
parts = st.lists(st.builds(Part, st.integers(-2, 9), texts), max_size=4, unique_by=lambda part: part.number)


def of(ar_text: str, fr_text: str = ARTICLE["fr"][1], number: int = 1) -> str:
    return content_hash(("ar", "fr"), [Part(number, {"ar": ("", ar_text), "fr": ("", fr_text)})])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("تحدث لجنة", "تحدث لجان", id="a letter"),
        pytest.param("تحدث لجنة", "تحدث لَجنة", id="a vowel sign"),
        pytest.param("الأمن", "الامن", id="a hamza"),
        pytest.param("على", "علي", id="final ya"),
        pytest.param("لجنة", "لجـنة", id="a stretched letter"),
        pytest.param("لجنة", "لجن\u200bة", id="a hidden mark"),
    ],
)
def test_letters_and_harakat_count(one, other):
    assert of(one) != of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("تحدث لجنة", " تحدث\u00a0\n  لجنة\t", id="spaces"),
        pytest.param("آلية", unicodedata.normalize("NFD", "آلية"), id="composition"),
    ],
)
def test_spaces_and_composition_do_not(one, other):
    assert of(one) == of(other)


def test_french_spacing_and_accents_are_no_difference_but_letters_are():
    assert of("", "Article 2\u202f: définitions") == of(
        "", unicodedata.normalize("NFD", "Article 2 : définitions")
    )
    assert of("", "créé") != of("", "cree")


@given(parts, st.randoms(use_true_random=False))
def test_the_order_of_collecting_does_not_count(some, random):
    assert content_hash(("ar", "fr"), random.sample(some, len(some))) == content_hash(("fr", "ar"), some)


@given(parts, parts)
def test_two_contents_have_one_hash_only_if_they_read_alike(some, others):
    def read(held):
        return {
            part.number: [tuple(map(folded, part.texts.get(language, ("", "")))) for language in ("ar", "fr")]
            for part in held
        }

    same = content_hash(("ar", "fr"), some) == content_hash(("ar", "fr"), others)
    assert same == (read(some) == read(others))


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)


def test_moving_words_from_one_language_or_article_to_another_counts():
    one = [Part(1, {"ar": ("", "أ ب"), "fr": ("", "a")}), Part(2, {"fr": ("b", "c")})]
    assert content_hash(("ar", "fr"), one) != content_hash(
        ("ar", "fr"), [Part(1, {"ar": ("", "أ"), "fr": ("", "ب a")}), Part(2, {"fr": ("b", "c")})]
    )
    assert content_hash(("ar", "fr"), one) != content_hash(("ar", "fr"), [one[0], Part(3, one[1].texts)])
    assert content_hash(("ar", "fr"), one) != content_hash(("ar", "fr", "es"), one)


def test_terms_are_signed_with_the_text():
    assert content_hash(("ar",), [], {"notice_months": 6}) != content_hash(("ar",), [], {"notice_months": 7})
    assert content_hash(("ar",), [], {"notice_months": ""}) == content_hash(("ar",), [])


def test_it_is_read_aloud_in_sixteen_groups():
    assert read_aloud(of("")) == tuple(of("")[place : place + 4] for place in range(0, 64, 4))
    assert len(read_aloud(of(""))) == 16


def test_a_second_implementation_comes_to_the_same():
    arabic = '["ar","اللجنة","تحدث لجنة مشتركة."]'
    french = '["fr","Comité","Il est créé un comité mixte."]'
    written = f'[["ar","fr"],[["notice_months",6]],[[1,[{arabic},{french}]]]]'
    found = content_hash(("fr", "ar"), [Part(1, ARTICLE)], {"notice_months": 6})
    assert found == sha256(written.encode()).hexdigest()
