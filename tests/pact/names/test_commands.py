"""Files of names in, files of answers out: one line an answer, in the order asked."""

import pytest

from mithaq.pact.names import commands
from mithaq.pact.names.costs import LetterCosts
from mithaq.pact.names.errors import NamesColumnsMissing, NamesCountNotNumber, NamesNotText, NothingToLearn


def test_pairs_are_scored_line_by_line(tmp_path):
    source, target = tmp_path / "pairs.tsv", tmp_path / "scores.tsv"
    source.write_text("p1\tLouis LAUGIER\tلوي لوجيي\np2\tHassan Benali\tحسين بنعلي\np3\tonly one\n", "utf-8")
    commands.pairs(source, target)
    scores = [line.split("\t") for line in target.read_text("utf-8").splitlines()]
    assert [row_id for row_id, _ in scores] == ["p1", "p2", "p3"]
    assert float(scores[0][1]) > float(scores[1][1])


def test_a_search_writes_rank_id_and_score(tmp_path):
    gallery, queries, target = tmp_path / "g.tsv", tmp_path / "q.tsv", tmp_path / "out.tsv"
    gallery.write_text("g1\tLouis LAUGIER\ng2\tAbdellatif HAMMOUCHI\n", "utf-8")
    queries.write_text("q1\tعبد اللطيف حموشي\nq2\t\n", "utf-8")
    commands.search(gallery, queries, target)
    first = target.read_text("utf-8").splitlines()[0].split("\t")
    assert first[:3] == ["q1", "1", "g2"]
    assert float(first[3]) > 0


def test_a_table_is_learned_from_pairs_and_says_from_what(tmp_path):
    source, target = tmp_path / "pairs.tsv", tmp_path / "table.tsv"
    words = [("محمد", "mohamed"), ("خالد", "khaled"), ("احمد", "ahmed"), ("كريم", "karim")] * 4
    source.write_text("".join(f"{a}\t{b}\t{place + 2}\n" for place, (a, b) in enumerate(words)), "utf-8")
    assert commands.learn(source, target, made_from="Written for a test; CC0.") == 4
    text = target.read_text("utf-8")
    assert "CC0" in text.splitlines()[0]
    table = LetterCosts.read(text)
    same, other = table.compare([("محمد", "mohamed"), ("محمد", "karim")])
    assert same < other


NO_FILES_OF_NAMES = [
    pytest.param(b"p1\t\x7fELF\x00\x01\t\n", NamesNotText, id="a program"),
    pytest.param(b"id;name;name\n1;Ali;Aly\n", NamesColumnsMissing, id="semicolons"),
]


@pytest.mark.parametrize(("content", "refusal"), NO_FILES_OF_NAMES)
def test_what_is_no_file_of_names_is_refused_and_nothing_is_written(tmp_path, content, refusal):
    source, good, target = tmp_path / "bad", tmp_path / "good.tsv", tmp_path / "out.tsv"
    source.write_bytes(content)
    good.write_text("g1\tLouis LAUGIER\n", "utf-8")
    for work in (
        lambda: commands.pairs(source, target),
        lambda: commands.search(source, good, target),
        lambda: commands.search(good, source, target),
        lambda: commands.learn(source, target, made_from="A test"),
    ):
        with pytest.raises(refusal):
            work()
        assert not target.exists()


@pytest.mark.parametrize("pairs", ["Louis Philippe\tلوي فيليب\n", "a\tb\n", "Louis\t\n"])
def test_from_too_few_pairs_of_words_nothing_is_learned(tmp_path, pairs):
    source = tmp_path / "pairs.tsv"
    source.write_text(pairs, "utf-8")
    with pytest.raises(NothingToLearn):
        commands.learn(source, tmp_path / "table.tsv", made_from="A test")


@pytest.mark.parametrize("count", ["Ali", "-1", "1.5", "9" * 5000])
def test_a_count_that_is_none_is_refused_with_its_line(tmp_path, count):
    source = tmp_path / "pairs.tsv"
    source.write_text(f"محمد\tmohamed\t3\nعلي\tali\t{count}\n", "utf-8")
    with pytest.raises(NamesCountNotNumber) as refused:
        commands.learn(source, tmp_path / "table.tsv", made_from="A test")
    assert refused.value.facts == {"line": "2"}


def test_an_empty_file_is_answered_with_an_empty_one_and_broken_letters_like_any(tmp_path):
    source, target = tmp_path / "pairs.tsv", tmp_path / "scores.tsv"
    source.write_bytes(b"")
    commands.pairs(source, target)
    assert target.read_bytes() == b""
    source.write_bytes(b"p1\tMohamed\tM\xed\xa0\x80hamed\n")
    commands.pairs(source, target)
    assert target.read_bytes().startswith(b"p1\t")
