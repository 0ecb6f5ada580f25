"""One name, one key, however a clerk wrote it within one script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.names.normalise import name_key, normalise
from mithaq.pact.names.script import script_of

# The letters names really come in, so that the laws meet more than they would by chance.
LETTERS = st.text(
    st.characters(codec="utf-8", min_codepoint=0x20, max_codepoint=0x6FF)
    | st.sampled_from("ـ\u200f\u202eءأإآىةگ٣۴ʿ'’-ﷺﻻßŒİıﬁ\ud800")
)
NAMES = LETTERS | st.text()


@given(NAMES)
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


@given(NAMES)
def test_the_key_of_a_key_is_the_key(text):
    assert name_key(name_key(text)) == name_key(text)


@given(NAMES)
def test_nothing_unseen_is_left(text):
    folded = normalise(text)
    assert folded == " ".join(folded.split())
    assert not any(unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Po", "Pd") for mark in folded)


@given(st.lists(NAMES), st.randoms())
def test_the_order_of_the_words_does_not_matter(words, random):
    shuffled = random.sample(words, k=len(words))
    assert name_key(" ".join(words)) == name_key(" ".join(shuffled))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("أحمد", "احمد", id="hamza left out"),
        pytest.param("إبراهيم", "ابراهيم", id="hamza below left out"),
        pytest.param("آمنة", "امنه", id="madda, and ta marbuta without its dots"),
        pytest.param("على", "علي", id="final ya without its dots"),
        pytest.param("فؤاد", "فواد", id="hamza on waw"),
        pytest.param("مُحَمَّد", "محمد", id="short vowels written"),
        pytest.param("محـــمد", "محمد", id="lengthening stroke"),
        pytest.param("علاء", "علا", id="hamza at the end"),
        pytest.param("یوسف", "يوسف", id="Persian ya"),
        pytest.param("أڭادير", "اكادير", id="Moroccan g"),
        pytest.param("ﻣﺤﻤﺪ", "محمد", id="presentation forms"),
        pytest.param("\u200fمحمد\u202c", "محمد", id="direction marks"),
        pytest.param("BENZITOUN Mohammed", "benzitoun mohammed", id="capitals"),
        pytest.param("Aït-Ouarab", "ait ouarab", id="diaeresis and hyphen"),
        pytest.param("O’Neil", "O'Neil", id="curly apostrophe"),
        pytest.param("Strauß", "STRAUSS", id="sharp s"),
        pytest.param("Sørensen", "Sorensen", id="stroke"),
        pytest.param("ʿAlī", "Ali", id="scholars' signs"),
        pytest.param("مجموعة ١٢", "مجموعه 12", id="Arabic-Indic digits"),
    ],
)
def test_what_clerks_write_either_way_is_the_same(one, other):
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("حسن", "حسين", id="Hassan is not Hussein"),
        pytest.param("سالم", "سليم", id="Salim is not Salem"),
        pytest.param("Martin", "Marin", id="a letter less"),
        pytest.param("Ben Ali", "Benali", id="one word or two: a later module's question"),
        pytest.param("محمد", "mohammed", id="across scripts: a later module's question"),
        pytest.param("कमल", "कमला", id="vowel signs are letters"),
    ],
)
def test_what_tells_names_apart_is_kept(one, other):
    assert normalise(one) != normalise(other)


def test_a_text_without_letters_has_an_empty_key():
    assert name_key(" -- \u202e ؟ ") == ""


@pytest.mark.parametrize(
    ("text", "script"),
    [
        pytest.param("محمد Mo", "Arab", id="mostly Arabic"),
        pytest.param("Éric", "Latn", id="Latin with accents"),
        pytest.param("ﻣﺤﻤﺪ", "Arab", id="presentation forms"),
        pytest.param("ⵎⵓⵃⴰⵎⵎⴷ", "Tfng", id="Tifinagh"),
        pytest.param("Хасан", "Cyrl", id="Cyrillic"),
        pytest.param("12-34", "Zyyy", id="no letter"),
        pytest.param("", "Zyyy", id="nothing"),
    ],
)
def test_the_script_is_that_of_most_letters(text, script):
    assert script_of(text) == script
