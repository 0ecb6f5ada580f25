"""What went out and what came in, word by word, in any script."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.matters.instruments.differences import IN, OUT, SAME, Piece, difference

texts = st.text(st.sampled_from("ab لجنةَان .،'\n12"), max_size=60)


def told(old: str, new: str) -> list[tuple[str, str]]:
    return [(piece.what, piece.text) for piece in difference(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        pytest.param(
            "تحدث لجنة.",
            "تحدث لجان.",
            [(SAME, "تحدث "), (OUT, "لجنة"), (IN, "لجان"), (SAME, ".")],
            id="a word in Arabic",
        ),
        pytest.param("لجنة", "لَجنة", [(OUT, "لجنة"), (IN, "لَجنة")], id="a vowel sign marks its word"),
        pytest.param(
            "un comité mixte", "un comité", [(SAME, "un comité"), (OUT, " mixte")], id="a word less"
        ),
        pytest.param(
            "l’accord", "l’accord du 30 mai", [(SAME, "l’accord"), (IN, " du 30 mai")], id="words more"
        ),
        pytest.param("", "Article", [(IN, "Article")], id="from nothing"),
        pytest.param(
            "a b c",
            "x y c",
            [(OUT, "a b"), (IN, "x y"), (SAME, " c")],
            id="words that were rewritten are one change",
        ),
        pytest.param("même", "même", [(SAME, "même")], id="no change"),
        pytest.param("", "", [], id="nothing at all"),
    ],
)
def test_what_changed_is_told_by_words(old, new, found):
    assert told(old, new) == found


@given(texts, texts)
def test_both_texts_can_be_read_from_their_difference(old, new):
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.what != IN) == old
    assert "".join(piece.text for piece in pieces if piece.what != OUT) == new


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert difference(text, text) == ((Piece(SAME, text),) if text else ())


@given(texts, texts)
def test_no_piece_is_empty_and_what_goes_out_comes_before_what_comes_in(old, new):
    pieces = difference(old, new)
    assert all(piece.text for piece in pieces)
    assert all((one.what, two.what) != (IN, OUT) for one, two in pairwise(pieces))
