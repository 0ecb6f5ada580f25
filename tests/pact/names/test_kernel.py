"""With compiled loops or without, the same is found at the same costs."""

import pytest

from mithaq.pact.names import Index, kernel, match
from mithaq.pact.names.tables import scales
from mithaq.pact.names.trie import Trie, Walk

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


@pytest.mark.skipif(kernel.LIBRARY is None, reason="the loops were not compiled here")
@pytest.mark.parametrize("word", ["محمد", "لوجيي", "x", "خ" * 60])
def test_walks_and_costs_are_the_same_with_the_kernel_and_without(without, word):
    table = scales().costs["Arab", "Latn"]
    walk = Walk(Trie.of(WORDS), table, 1)
    near, plain = without(lambda: walk.near(word, 20))
    assert near == plain
    faced, plain_faced = without(lambda: walk.face(word, range(len(WORDS)), WORDS))
    assert faced == plain_faced
    assert faced == without(lambda: table.compare([(word, other) for other in WORDS]).tolist())[1]


def test_what_a_search_scores_is_what_comparing_the_names_scores():
    index = Index.build(ROWS)
    found = [one for name in NAMES for one in index.search(name)]
    assert found
    assert [one.score for one in found] == [match(one.sought, one.name).score for one in found]
