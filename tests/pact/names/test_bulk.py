"""Many against a gallery at once: the same pairs whatever the order, and fewer where more agree by chance."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.pact.names import Description, Document, bulk, kernel
from mithaq.pact.names.birth import AGREEMENT, agreement, as_numbers, points, points_between, read_birth
from mithaq.pact.names.bulk import among_many, likenesses
from mithaq.pact.names.gallery import SHARING, Gallery, Row, opened, written
from mithaq.pact.names.person import beside, most_beside, resemble

ROWS = [
    Row("a", Description(("Idriss Ouzzahra", "إدريس أوزهرة"), "1972-12-03", "m")),
    Row("b", Description(("OUZAHRA Driss",), "1972-12-03")),
    Row(
        "c", Description(("Houria Maaroufi",), "1991-08-02", "f", (Document("ZZ000431", "MA", lasting=True),))
    ),
    Row("d", Description(("Marouf Houriya",), "1991", "f", (Document("ZZ000431", "MA", lasting=True),))),
    Row("e", Description(("نادية العمراني",), "1950-01-05", "f")),
    Row("f", Description(("Ferran Vilaret",), "1968-05-30")),
    Row("g", Description(("",), "1968-05-30")),
    Row("h", Description((), "soon", "", (Document("XT0000171"),))),
    Row("i", Description(("😀", "\ud800", "x" * 300), "1972")),
]
GALLERY = Gallery.build(ROWS)


def pairs(found):
    return {(pair.id, pair.other) for pair in found}


def test_one_person_s_records_find_each_other_whatever_they_are_written_in():
    found = pairs(likenesses(ROWS, GALLERY))
    assert found == {("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")}


def test_a_pair_says_why_the_heaviest_first():
    (pair,) = [each for each in likenesses(ROWS, GALLERY) if (each.id, each.other) == ("c", "d")]
    assert pair.band == "likely"
    assert pair.reasons[0] == "document-same"
    assert "born-year-agrees" in pair.reasons
    assert "document-differs" not in pair.against


@given(st.permutations(ROWS), st.integers(1, 9))
@settings(max_examples=8, deadline=None)
def test_neither_the_order_nor_the_batches_change_anything(rows, size):
    whole = likenesses(ROWS, GALLERY)
    gallery, batches = Gallery.build(rows), [rows[at : at + size] for at in range(0, len(rows), size)]
    found = [pair for some in batches for pair in likenesses(some, gallery)]
    assert sorted(found, key=lambda pair: (pair.id, pair.other)) == whole


@given(st.lists(st.sampled_from(ROWS), max_size=12))
@settings(max_examples=12, deadline=None)
def test_a_batch_finds_what_each_row_finds_alone(rows):
    alone = [pair for row in rows for pair in likenesses([row], GALLERY)]
    assert likenesses(rows, GALLERY) == sorted(alone, key=lambda pair: (pair.id, pair.other))


NAMED = [name for row in ROWS for name in row.said.names]
NAMED += ["محمد العلوي", "Mohamed ALAOUI", "mohamed " * 20, "ALAOUI", "M. Alaoui", "علي رضا"]
PERSONS = st.builds(
    Description,
    st.lists(st.sampled_from(NAMED), max_size=3, unique=True).map(tuple),
    st.sampled_from(["", "1972-12-03", "1972", "1991-08-02"]),
)


@given(st.lists(PERSONS, max_size=12), st.lists(PERSONS, max_size=12), st.sampled_from([True, False]))
@settings(max_examples=60, deadline=None)
def test_a_batch_finds_what_each_row_finds_alone_with_its_reasons_compared_anew(some, held, compiled):
    gallery = Gallery.build(Row(f"{place}", said) for place, said in enumerate(held))
    rows = [Row(f"{place:02}", said) for place, said in enumerate(some)]
    with pytest.MonkeyPatch.context() as patch:
        if not compiled:
            patch.setattr(kernel, "LIBRARY", None)
        found = likenesses(rows, gallery)
        alone = [pair for row in rows for pair in likenesses([row], gallery)]
        assert found == sorted(alone, key=lambda pair: (pair.id, pair.other))
        patch.setattr(bulk, "_names_say", _compared_anew)
        assert found == likenesses(rows, gallery)


def _compared_anew(sought, _, other):
    (one,), (another,) = sought.row.said.names, other.said.names
    names = resemble(Description((one,)), Description((another,)))
    return [(reason.code, reason.points) for reason in names.reasons]


@given(
    st.lists(st.tuples(st.sampled_from(ROWS[:6]), st.dates(date(1970, 1, 1), date(1973, 1, 9))), max_size=12)
)
@settings(max_examples=12, deadline=None)
def test_who_is_passed_over_for_their_birth_would_have_been_no_pair(born):
    rows = [Row(f"{place}", Description(row.said.names, f"{day}")) for place, (row, day) in enumerate(born)]
    gallery = Gallery.build(rows)
    found = likenesses(rows, gallery)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "points_between", lambda *_: 10_000)
        assert found == likenesses(rows, gallery)


@given(st.lists(st.sampled_from(ROWS[:6]), max_size=12), st.sampled_from([-220, 0, 220]))
@settings(max_examples=12, deadline=None)
def test_who_is_passed_over_since_others_bear_the_name_would_have_been_no_pair(some, least):
    rows = [Row(f"{n}", Description(one.said.names[:1], one.said.born)) for n, one in enumerate(some)]
    gallery = Gallery.build(rows)
    found = likenesses(rows, gallery, least=least)
    whole = [pair for pair in likenesses(rows, gallery, least=-2_000) if pair.score >= least]
    assert found == whole


STATED = ["", "soon", "1972", "1973-01-01", "197X", "1972~", "1980/1985", "1972-12", "1972-11", "1972-12-03"]
STATED += [
    "1972-03-12",
    "1972-12-04",
    "1972-11-03",
    "1972-12-20",
    "1972-05-20",
    "1973-12-03",
    "1975-12-03",
    "1990",
]


def test_births_are_weighed_together_as_one_by_one():
    births = [read_birth(said) for said in STATED]
    ones, others = ([pair[side] for pair in product(births, births)] for side in (0, 1))
    said = points_between(as_numbers(ones), as_numbers(others)).tolist()
    alone = [points(agreement(a, b)) if a and b else 0 for a, b in zip(ones, others, strict=True)]
    assert said == alone
    assert len(set(alone)) > len(AGREEMENT) - 3


def test_a_gallery_comes_back_from_disk_as_it_was(tmp_path):
    GALLERY.save(tmp_path / "gallery")
    assert Gallery.is_saved(tmp_path / "gallery")
    assert likenesses(ROWS, opened(str(tmp_path / "gallery"))) == likenesses(ROWS, GALLERY)
    assert not Gallery.is_saved(tmp_path)


def test_homonyms_speak_against_a_pair_and_one_alone_is_no_homonym():
    twice, many = "Ferran Vilaret", "Mohamed Alaoui"
    rows = [Row(f"{n:02}", Description((many,))) for n in range(30)]
    rows += [Row("a", Description((twice,))), Row("b", Description(("VILARET Ferran",)))]
    assert pairs(likenesses(rows, Gallery.build(rows))) == {("a", "b"), ("b", "a")}
    assert among_many(0) == 0 > among_many(1) > among_many(2)


def test_nobody_is_a_homonym_of_themselves_by_another_of_their_names():
    rows = [
        Row("a", Description(("Idriss Ouzzahra", "Driss Ouzahra", "Idris Wazahra"))),
        Row("b", Description(("WAZAHRA Idris",))),
    ]
    assert [pair.against for pair in likenesses(rows, Gallery.build(rows))] == [(), ()]


def test_homonyms_are_counted_where_the_record_is_from():
    sought = Row("s", Description(("Mohamed Alaoui",)))
    alone, common = (Gallery.build([sought], bearers=["alaoui mohamed"] * many) for many in (1, 500))
    assert pairs(likenesses([Row("r", sought.said)], alone)) == {("r", "s")}
    assert likenesses([Row("r", sought.said)], common) == []
    born = Row("r", Description(sought.said.names, "1984-06-24"))
    dated = Gallery.build([Row("s", born.said)], bearers=["alaoui mohamed"] * 500)
    assert pairs(likenesses([born], dated)) == {("r", "s")}


def test_who_has_a_common_name_is_found_by_the_day_of_birth_among_ever_so_many():
    homonyms = [
        Row(f"{n:04}", Description(("Mohamed Alaoui",), f"19{n % 90 + 10}-03-0{n % 7 + 2}"))
        for n in range(150)
    ]
    gallery = Gallery.build([*homonyms, Row("x", Description(("ALAOUI Mohamed",), "2001-07-19"))])
    found = likenesses([Row("y", Description(("Mohamed Alaoui",), "2001-07-19"))], gallery)
    assert ("y", "x") in pairs(found)


def test_who_shares_a_key_with_very_many_is_not_compared_with_all():
    rows = [
        Row(f"{n:04}", Description((f"Nom{n}",), "", "", (Document("AA11"),))) for n in range(3 * SHARING)
    ]
    assert [*map(len, Gallery.build(rows).sharing([row.said for row in rows]))] == [SHARING] * len(rows)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_no_more_is_said_beside_the_names_than_the_most(row):
    others = [each.said for each in ROWS if not each.said.documents]
    assert all(sum(one.points for one in beside(row.said, said)) <= most_beside(row.said) for said in others)


def test_of_two_rows_with_one_id_one_counts_whatever_the_order():
    twice = [Row("a", Description(("Idriss",))), Row("a", Description(("Driss",)))]
    one, other = Gallery.build(twice), Gallery.build(twice[::-1])
    assert len(one) == len(other) == 1
    assert written(one.row(0)) == written(other.row(0))


def test_nobody_is_like_anybody_in_an_empty_gallery():
    assert likenesses(ROWS, Gallery.build([])) == []
    assert likenesses([], GALLERY) == []
