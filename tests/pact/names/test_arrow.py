"""The bulk check as Arrow and Spark run it: the same pairs as without, and bad rows stop nothing."""

import importlib.util
import shutil

import pyarrow as pa
import pytest

from mithaq.pact.names import Description, Document, arrow
from mithaq.pact.names.bulk import likenesses
from mithaq.pact.names.gallery import Gallery, Row

ROWS = [
    Row("1", Description(("Idriss Ouzzahra", "إدريس أوزهرة"), "1972-12-03", "m")),
    Row(
        "2", Description(("OUZAHRA Driss",), "1972-12-03", "m", (Document("XT171", "MA"),), frozenset({"MA"}))
    ),
    Row("3", Description(("Ferran Vilaret",), "1968-05-30")),
]
ROWS_IN_SPARK = (
    "id string, names array<string>, born string, sex string, "
    "documents array<struct<number: string, country: string, lasting: boolean>>, nationalities array<string>"
)


def _batch(*said):
    return pa.RecordBatch.from_pylist(list(said), schema=arrow.row_schema())


def _said(row):
    documents = [
        {"number": each.number, "country": each.country, "lasting": False} for each in row.said.documents
    ]
    return {
        "id": row.id, "names": list(row.said.names), "born": row.said.born, "sex": row.said.sex.upper(),
        "documents": documents, "nationalities": list(row.said.nationalities),
    }  # fmt: skip


BATCH = _batch(*map(_said, ROWS))


def test_a_batch_of_rows_becomes_a_batch_of_pairs():
    gallery = Gallery.build(ROWS)
    found = arrow.pairs(BATCH, gallery)
    assert found.schema == arrow.pair_schema()
    assert found.to_pylist() == [
        {
            "id": pair.id, "other": pair.other, "score": pair.score, "band": pair.band,
            "reasons": list(pair.reasons), "against": list(pair.against),
        }
        for pair in likenesses(ROWS, gallery)
    ]  # fmt: skip
    assert found.num_rows == 2


def test_rows_are_read_as_they_were_said():
    assert list(arrow.rows(BATCH)) == ROWS


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"id": "x"}, id="an id alone"),
        pytest.param({"id": "x", "names": [None, ""], "nationalities": [None]}, id="empty cells"),
        pytest.param({"id": "x", "names": ["a" * 10_000], "born": "١٤٤٦"}, id="endless, and no date"),
        pytest.param(
            {"id": "x", "sex": "?", "documents": [None, {"number": "no digit"}]}, id="no such codes"
        ),
    ],
)
def test_a_bad_row_says_nothing_and_stops_nothing(said):
    found = arrow.pairs(_batch(said, _said(ROWS[0])), Gallery.build(ROWS))
    assert [pair["other"] for pair in found.to_pylist()] == ["2"]


def test_columns_that_are_missing_say_nothing():
    names = BATCH.select(["id", "names"])
    assert [row.said.born for row in arrow.rows(names)] == ["", "", ""]
    assert arrow.pairs(names, Gallery.build(ROWS)).schema == arrow.pair_schema()


def test_batch_by_batch_it_is_the_same_as_at_once(tmp_path):
    Gallery.build(ROWS).save(tmp_path / "gallery")
    one_by_one = [BATCH.slice(place, 1) for place in range(3)]
    found = pa.Table.from_batches(arrow.in_batches(tmp_path / "gallery")(iter(one_by_one)))
    assert found.to_pylist() == arrow.pairs(BATCH, Gallery.build(ROWS)).to_pylist()


@pytest.mark.filterwarnings("ignore")  # Spark's own, about editions of pandas
def test_spark_runs_the_same_function(tmp_path):
    missing = [name for name in ("pyspark", "pandas") if importlib.util.find_spec(name) is None]
    if missing or shutil.which("java") is None:
        pytest.skip("pyspark, its pandas or Java is not here: the function is tested batch by batch above")
    from pyspark.sql import SparkSession

    Gallery.build(ROWS).save(tmp_path / "gallery")
    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    try:
        rows = spark.createDataFrame([tuple(row.values()) for row in BATCH.to_pylist()], ROWS_IN_SPARK)
        found = rows.mapInArrow(arrow.in_batches(tmp_path / "gallery"), arrow.PAIRS_IN_SPARK).collect()
        assert sorted((pair.id, pair.other) for pair in found) == [("1", "2"), ("2", "1")]
    finally:
        spark.stop()
