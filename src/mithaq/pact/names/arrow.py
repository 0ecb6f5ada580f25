"""The bulk check with its rows and pairs as Arrow has them: one function, from RecordBatch to RecordBatch.

For registers beyond one machine: `in_batches` is what Spark's `mapInArrow` takes, and Spark is not needed to
run it. Arrow itself is an extra (`pip install 'mithaq[bulk]'`); nothing else of the pact asks for it.

What stands in a batch was written by somebody else: what cannot be read says nothing, and no row stops the
others.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from mithaq.pact.names.bulk import LEAST, likenesses
from mithaq.pact.names.errors import DocumentNotUnderstood
from mithaq.pact.names.gallery import Gallery, Row, opened
from mithaq.pact.names.identifiers import normalise_document
from mithaq.pact.names.person import Description, Document

Batch = Any  # a pyarrow.RecordBatch: Arrow brings no types
PAIRS_IN_SPARK = (
    "id string, other string, score int, band string, reasons array<string>, against array<string>"
)
SEXES = {"f": "f", "F": "f", "m": "m", "M": "m"}


def pairs(batch: Batch, gallery: Gallery, *, least: int = LEAST) -> Batch:
    """The likenesses of a batch of rows (`row_schema`) to a gallery, as a batch of pairs (`pair_schema`)."""
    import pyarrow as pa

    found = likenesses(rows(batch), gallery, least=least)
    columns = [
        [pair.id for pair in found],
        [pair.other for pair in found],
        [pair.score for pair in found],
        [pair.band for pair in found],
        [list(pair.reasons) for pair in found],
        [list(pair.against) for pair in found],
    ]
    schema = pair_schema()
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def in_batches(folder: Path, *, least: int = LEAST) -> Callable[[Iterable[Batch]], Iterator[Batch]]:
    """For `mapInArrow`: pairs, batch by batch, against the gallery in a folder that every process reaches."""

    def pairs_of(batches: Iterable[Batch]) -> Iterator[Batch]:
        gallery = opened(str(folder))
        for batch in batches:
            yield pairs(batch, gallery, least=least)

    return pairs_of


def rows(batch: Batch) -> Iterator[Row]:
    """The rows of a batch; columns that are missing say nothing, and a row without an id is none."""
    for said in batch.to_pylist():
        if said.get("id"):
            yield Row(str(said["id"]), _description(said))


def row_schema() -> Any:
    """What a batch of rows says of each person; everything but the id may be left out."""
    import pyarrow as pa

    texts = pa.list_(pa.string())
    document = [("number", pa.string()), ("country", pa.string()), ("lasting", pa.bool_())]
    return pa.schema(
        [
            ("id", pa.string()),
            ("names", texts),
            ("born", pa.string()),
            ("sex", pa.string()),
            ("documents", pa.list_(pa.struct(document))),
            ("nationalities", texts),
        ]
    )


def pair_schema() -> Any:
    """What a batch of pairs says: scores in hundredths of a nat, reasons as codes, the heaviest first."""
    import pyarrow as pa

    texts = pa.list_(pa.string())
    ids = [("id", pa.string()), ("other", pa.string())]
    return pa.schema(
        [*ids, ("score", pa.int32()), ("band", pa.string()), ("reasons", texts), ("against", texts)]
    )


def _description(said: Mapping[str, Any]) -> Description:
    return Description(
        names=tuple(name for name in said.get("names") or () if name),
        born=said.get("born") or "",
        sex=SEXES.get(said.get("sex") or "", ""),
        documents=tuple(_documents(said.get("documents") or ())),
        nationalities=frozenset(country for country in said.get("nationalities") or () if country),
    )


def _documents(said: Iterable[Mapping[str, Any] | None]) -> Iterator[Document]:
    for each in said:
        with suppress(DocumentNotUnderstood):
            if each and each.get("number"):
                number = normalise_document(each["number"])
                yield Document(number, each.get("country") or "", bool(each.get("lasting")))
