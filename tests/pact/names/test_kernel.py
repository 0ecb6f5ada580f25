"""With compiled loops or without, the same is found at the same costs."""

import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.pact.names import Description, Index, finder, index, kernel, match, near, resemble
from mithaq.pact.names.compare import scored
from mithaq.pact.names.letters import script
from mithaq.pact.names.near import Near
from mithaq.pact.names.parts import parts
from mithaq.pact.names.tables import scales
from mithaq.pact.names.trie import Trie
from mithaq.pact.names.weigher import CODES, KINDS, NOT_WEIGHED, weigher

SPELT = """
mohamed mohammed mahmoud hamid ahmed hassan hussein hosni alaoui alawi fassi benali benjelloun laugier
lecourtier hammouchi abdellatif christophe louis karim omar ammar amrani omrani nadim nassim reza ali
"""
WORDS = sorted(SPELT.split())
NAMES = [
    "عبد اللطيف حموشي",
    "محمد العلوي",
    "حسن بنعلي",
    "علی رضا",
    "Владимир Иванов",
    "Mohamed ALAOUI",
    "س",
    "😀",
]
ROWS = [
    (f"{place:03}", f"{one} {other}")
    for place, (one, other) in enumerate(zip(WORDS, WORDS[7:], strict=False))
]
ROWS += [
    ("101", "Abdellatif HAMMOUCHI"),
    ("102", "محمد علوي"),
    ("103", "Abdelkader Benali"),
    ("104", "Ali Reza"),
]


FOUND = Index.build(ROWS)


@pytest.fixture
def without(monkeypatch):
    """What is asked runs with the kernel first, then without it."""

    def both(ask):
        compiled = ask()
        with monkeypatch.context() as patch:
            patch.setattr(kernel, "LIBRARY", None)
            return compiled, ask()

    return both


@pytest.mark.skipif(kernel.LIBRARY is None, reason="the loops were not compiled here")
def test_a_search_gives_the_same_with_the_kernel_and_without(without):
    def ask():
        index = Index.build(ROWS)
        return [[(one.id, one.score, one.weight) for one in index.search(name)] for name in NAMES]

    compiled, plain = without(ask)
    assert compiled == plain
    assert compiled[0][0][0] == "101"


MANY = [" ".join(random.Random(place).choices(WORDS, k=1 + place % 4)) for place in range(400)]
MANY += ["", "😀", "x" * 60, "Abd", "محمد علي", "علي رضا محمدی", "mohamed " * 20]


@pytest.mark.skipif(kernel.LIBRARY is None, reason="the loops were not compiled here")
@given(
    held=st.lists(st.sampled_from(MANY), max_size=60),
    name=st.one_of(st.sampled_from([*NAMES, *MANY]), st.text("محدعليحسنab ", max_size=60)),
    looked_at=st.sampled_from([1, 3, 8, 100]),
    gone=st.sets(st.integers(0, 59), max_size=3),
)
@settings(max_examples=40, deadline=None)
def test_of_many_rows_the_same_are_looked_at_with_the_kernel_and_without(held, name, looked_at, gone):
    def ask():
        rows = Index.build((f"{place:02}", one) for place, one in enumerate(held))
        for place in gone:
            rows.remove(f"{place:02}")
        return [(one.id, one.score, one.weight) for one in rows.search(name, most=3)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "LOOKED_AT", looked_at)
        compiled = ask()
        patch.setattr(kernel, "LIBRARY", None)
        assert compiled == ask()


@pytest.mark.skipif(kernel.LIBRARY is None, reason="the loops were not compiled here")
@pytest.mark.parametrize("word", ["محمد", "لوجيي", "x", "خ" * 60, "عبدالمهيمن السلام"])
def test_walks_and_costs_are_the_same_with_the_kernel_and_without(without, word):
    table = scales().costs["Arab", "Latn"]

    def ask():
        (found,) = Near({"Latn": WORDS}, {"Latn": Trie.of(WORDS)}).of_words([("Arab", word)]).values()
        return found.told.tolist(), table.compare([(word, other) for other in WORDS]).tolist()

    compiled, plain = without(ask)
    assert compiled == plain


@pytest.mark.skipif(kernel.LIBRARY is None, reason="the loops were not compiled here")
def test_a_search_asked_again_later_is_answered_alike_whatever_was_asked_between():
    index = Index.build([*ROWS, ("105", "mohamed " * 12), ("106", "Владимир Иванов")])
    first = {name: index.search(name, most=3) for name in [*NAMES, *MANY[:60]]}
    index.remove("101")
    index.add("101", "Abdellatif HAMMOUCHI")
    assert {name: index.search(name, most=3) for name in reversed(first)} == first


@pytest.mark.skipif(kernel.LIBRARY is None, reason="the loops were not compiled here")
@given(
    st.sampled_from([*scales().costs]), st.text("محدعلabdhkлив", max_size=30), st.text("abdsyʟخ", max_size=30)
)
@settings(max_examples=80, deadline=None)
def test_two_words_say_the_same_with_the_kernel_and_without(scripts, a, b):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "LIBRARY", None)
        table = scales().costs[scripts]
        (cost,) = table.compare([(a, b)]).tolist()
        plain = scales().evidence(scripts, a, b, cost)
    assert weigher().evidence(scripts, a, b) == plain


PARTS = """
عبد القادر محمد علي رضا bin بن الحاج Dr al-Hadj ʟ Иван م m 漢字 ⵎⵓⵃⴰⵎⵎⴷ
"""
SPELLINGS = st.one_of(
    st.sampled_from([*WORDS, *PARTS.split(), "x" * 30, "خ" * 60]),
    st.text("محدعليحسنابجخ", min_size=1, max_size=7),
    st.text("abdelmohkrsyʟ", min_size=1, max_size=9),
    st.text("иванрусмxéß", min_size=1, max_size=5),
)


@pytest.mark.skipif(kernel.LIBRARY is None, reason="the loops were not compiled here")
@given(st.lists(SPELLINGS, max_size=6), st.lists(SPELLINGS, min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_two_names_say_the_same_with_the_kernel_and_without(one, other):
    sought, words = parts(" ".join(one)), parts(" ".join(other))
    held = np.arange(len(words), dtype=np.int32), np.array([0, len(words)], dtype=np.int64)
    letters, scripts, kinds = ([part[place] for part in words] for place in range(3))
    spelling = weigher().spelling(letters, scripts, [KINDS.index(kind) for kind in kinds])
    (said,) = weigher().score(sought, spelling, held, np.zeros(1, dtype=np.int32))
    assert said is None or said == scored(sought, words)
    assert said or max(len(part.letters) for part in [*sought, *words]) > 20


@pytest.mark.skipif(kernel.LIBRARY is None, reason="the loops were not compiled here")
def test_words_that_would_be_kept_in_one_place_are_told_apart():
    far = 1 << 14  # words kept from one comparison to the next
    words = ["karim", *["x"] * (far - 1), "benali"]
    spelling = weigher().spelling(words, ["Latn"] * len(words), [0] * len(words))
    held = np.array([0, far, far, 0], dtype=np.int32), np.array([0, 2, 4], dtype=np.int64)
    expected = [scored(parts("كريم بنعلي"), parts(row)) for row in ("karim benali", "benali karim")]
    for rows in ([0, 1], [1, 0], [1], [0, 0]):
        said = weigher().score(parts("كريم بنعلي"), spelling, held, np.array(rows, dtype=np.int32))
        assert said == [expected[row] for row in rows]


@given(st.permutations([*NAMES, *MANY[:20]]), st.integers(1, 9))
@settings(max_examples=8, deadline=None)
def test_neither_the_order_nor_how_many_are_sought_at_once_changes_anything(names, at_once):
    expected = dict(zip(names, FOUND.search_many(names), strict=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "_AT_ONCE", at_once)
        patch.setattr(near, "KEPT", 5)
        patch.setattr(finder, "_AGAIN", 40)
        fresh = Index.build(ROWS)
        assert {name: fresh.search(name) for name in names} == expected
        assert dict(zip(names, fresh.search_many(names), strict=True)) == expected


@given(st.lists(st.lists(SPELLINGS, max_size=6), max_size=4), st.lists(SPELLINGS, max_size=6))
@settings(max_examples=80, deadline=None)
def test_what_a_search_tells_by_code_is_what_the_reasons_say(held, sought):
    rows = Index.build((f"{place}", " ".join(words)) for place, words in enumerate(held))
    many, places, scores, weights, by_code = (
        said[0].tolist() for said in rows.nearest([" ".join(sought)], most=4)
    )
    assert many == len(rows.search(" ".join(sought)))
    for place, score, weight, told in list(zip(places, scores, weights, by_code, strict=True))[:many]:
        name, persons = (
            " ".join(held[place]),
            [Description((" ".join(words),)) for words in (held[place], sought)],
        )
        assert (score, weight) == scored(parts(" ".join(sought)), parts(name))
        if told[0] != NOT_WEIGHED:
            said = Counter()
            for reason in resemble(*persons[::-1]).reasons:
                said[reason.code] += reason.points
            assert {c: p for c, p in zip(CODES, told, strict=True) if p} == {
                c: p for c, p in said.items() if p
            }
        else:
            assert kernel.LIBRARY is None or max(map(len, [*held[place], *sought])) > 20


@pytest.mark.skipif(kernel.LIBRARY is None, reason="the loops were not compiled here")
@given(SPELLINGS)
@settings(max_examples=40, deadline=None)
def test_the_same_words_are_near_and_weigh_as_much_with_the_kernel_and_without(word):
    def ask():
        vocabularies = {"Arab": ["علي", "محمد"], "Latn": WORDS}
        tries = {script: Trie.of(words) for script, words in vocabularies.items()}
        (found,) = Near(vocabularies, tries).of_words([(script(word), word)]).values()
        return [column.tolist() for column in (found.numbers, found.weights, found.points)]

    with pytest.MonkeyPatch.context() as patch:
        compiled = ask()
        patch.setattr(kernel, "LIBRARY", None)
        assert compiled == ask()


def test_what_a_search_scores_is_what_comparing_the_names_scores():
    index = Index.build(ROWS)
    found = [one for name in NAMES for one in index.search(name)]
    assert found
    assert [one.score for one in found] == [match(one.sought, one.name).score for one in found]
