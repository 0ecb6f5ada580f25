"""A gallery: descriptions of many persons, found by any of their names or by what only one person shares.

Names are found through the index. Beside it stand keys that are looked up exactly: a document's number, and a
folded name together with a day of birth, so that somebody is found among ever so many of the same name.
A gallery is made once and never changed; saved, it is mapped by several processes. Whatever order its rows
came in, it comes out the same.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names.birth import Birth, as_numbers, read_birth
from mithaq.pact.names.index import Index
from mithaq.pact.names.normalise import name_key
from mithaq.pact.names.person import Description, Document

NEAREST = 10  # names found for each name sought
COMPARED = 16  # names compared in full; fewer than in a search: births and keys tell more than a far spelling
SHARING = 50  # persons looked at who share one exact key
NAMES = 8  # names of one description that are sought; all are compared
Places = NDArray[np.int64]
_WHOLE = "whole"  # another word whenever what is saved changes


@dataclass(frozen=True, slots=True)
class Row:
    """One description and the id it is known by."""

    id: str
    said: Description


class Near(NamedTuple):
    """Those near to what was sought: for each what it is near to, its place, and what its name scores.

    `by_code` is what each of `CODES` says of the names, as `Rows` has it.
    """

    sought: Places
    places: Places
    scores: Places
    by_code: NDArray[np.int32]


class Gallery:
    """Rows by place, in the order of their ids."""

    def __init__(self, names: Index, arrays: dict[str, Any]) -> None:
        self._names, self._arrays = names, arrays

    def __len__(self) -> int:
        return len(self._arrays["starts"]) - 1

    @classmethod
    def build(cls, rows: Iterable[Row], *, bearers: Iterable[str] | None = None) -> "Gallery":
        """A gallery of these rows; of two with one id, the one whose text is later in the alphabet counts.

        `bearers` are the folded names (`name_key`) of the persons among whom pairs are found, if those are
        others than the gallery's: then rows are of that register, and the gallery is not.
        """
        lines = sorted(dict(sorted((row.id, written(row)) for row in rows)).items())
        names: list[tuple[str, str]] = []
        keys: list[tuple[str, int]] = []
        own: list[str] = []
        born: list[Birth | None] = []
        for place, (_, line) in enumerate(lines):
            said = _read(line).said
            born.append(read_birth(said.born))
            names += ((f"{place}:{number}", name) for number, name in enumerate(said.names))
            keys += ((key, place) for key in _keys(said))
            own += {name_key(name) for name in said.names}
        borne = np.fromiter(map(_number, own if bearers is None else bearers), dtype=np.uint64)
        arrays = {
            "lines": np.frombuffer(b"".join(line for _, line in lines), dtype=np.uint8),
            "starts": np.cumsum([0, *(len(line) for _, line in lines)], dtype=np.int64),
            "bearers": np.sort(borne),
            "counts_itself": np.array([bearers is None]),
            "places": np.array(
                [int(name_id.partition(":")[0]) for name_id, _ in sorted(names)], dtype=np.int32
            ),
            "born": as_numbers(born),
            **_table("ids", [(row_id, place) for place, (row_id, _) in enumerate(lines)]),
            **_table("keys", keys),
        }
        return cls(Index.build(names), arrays)

    def save(self, folder: Path) -> None:
        """Write the gallery into a folder of its own; before it is whole, it is none."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        for name, array in self._arrays.items():
            np.save(folder / f"{name}.npy", array)
        self._names.save(folder / "names")
        (folder / _WHOLE).touch()

    @classmethod
    def open(cls, folder: Path) -> "Gallery":
        """The gallery saved here, mapped into memory rather than read."""
        arrays = {
            path.stem: np.load(path, mmap_mode="r").view(np.ndarray) for path in sorted(folder.glob("*.npy"))
        }
        return cls(Index.open(folder / "names"), arrays)

    @staticmethod
    def is_saved(folder: Path) -> bool:
        """Whether a whole gallery lies here."""
        return (folder / _WHOLE).exists()

    def row(self, place: int) -> Row:
        """The row at this place."""
        starts = self._arrays["starts"]
        return _read(bytes(self._arrays["lines"][starts[place] : starts[place + 1]]))

    @property
    def counts_itself(self) -> bool:
        """Whether the gallery's own rows are among the persons who are counted."""
        return bool(self._arrays["counts_itself"][0])

    def places(self, ids: Sequence[str]) -> dict[str, int]:
        """The places of the rows of these ids, of those that the gallery has."""
        looked_up = zip(ids, self._looked_up("ids", ids), strict=True)
        return {row_id: place for row_id, some in looked_up for place in some if self.row(place).id == row_id}

    def bearers(self, key: str) -> int:
        """How many persons bear this folded name."""
        borne, number = self._arrays["bearers"], np.uint64(_number(key))
        return int(borne.searchsorted(number, side="right") - borne.searchsorted(number))

    def near(self, names: Sequence[str]) -> Near:
        """Those nearest to each of these names, in the order of the names."""
        found = self._names.nearest(names, most=NEAREST, compared=COMPARED)
        filled = np.arange(NEAREST) < found.many[:, None]
        places = self._arrays["places"][found.rows[filled]].astype(np.int64)
        return Near(
            np.nonzero(filled)[0], places, found.scores[filled].astype(np.int64), found.by_code[filled]
        )

    def births(self, places: Places) -> NDArray[np.int16]:
        """When those at these places were born, as `birth.as_numbers` has it."""
        births: NDArray[np.int16] = self._arrays["born"][places]
        return births

    def has_one_name(self, places: Places) -> NDArray[np.bool_]:
        """Whether those at these places have one name and no other."""
        has_one: NDArray[np.bool_] = self._has_one_name[places]
        return has_one

    @cached_property
    def _has_one_name(self) -> NDArray[np.bool_]:
        has_one: NDArray[np.bool_] = np.bincount(self._arrays["places"], minlength=len(self)) == 1
        return has_one

    def sharing(self, some: Sequence[Description]) -> list[set[int]]:
        """Places of those who share an exact key with each description; some of them if they are many."""
        keys = [[*_keys(said)] for said in some]
        found = iter(self._looked_up("keys", [key for of_one in keys for key in of_one]))
        return [{place for _ in of_one for place in next(found)[:SHARING]} for of_one in keys]

    def _looked_up(self, table: str, keys: Sequence[str]) -> Iterator[list[int]]:
        """For each key the places it leads to."""
        numbers, places = self._arrays[table], self._arrays[f"{table}_places"]
        sought = np.fromiter(map(_number, keys), dtype=np.uint64, count=len(keys))
        bounds = (numbers.searchsorted(sought, side).tolist() for side in ("left", "right"))
        return (
            places[first:last].tolist() if first < last else [] for first, last in zip(*bounds, strict=True)
        )


@cache
def opened(folder: str) -> Gallery:
    """The gallery saved in this folder: opened once a process, since it is never changed."""
    return Gallery.open(Path(folder))


def written(row: Row) -> bytes:
    """A row as a gallery keeps it; equal rows are written alike."""
    said = row.said
    documents = sorted([each.number, each.country, each.lasting] for each in said.documents)
    content = [row.id, said.names, said.born, said.sex, documents, sorted(said.nationalities)]
    return json.dumps(content, separators=(",", ":")).encode("ascii")


def _read(line: bytes) -> Row:
    row_id, names, born, sex, documents, nationalities = json.loads(line)
    return Row(
        row_id,
        Description(
            tuple(names), born, sex, tuple(Document(*each) for each in documents), frozenset(nationalities)
        ),
    )


def _keys(said: Description) -> Iterator[str]:
    """What hardly two persons share."""
    for document in said.documents:
        yield f"document {document.number}"
    born = read_birth(said.born)
    if born and born.day:
        for key in sorted({name_key(name) for name in said.names} - {""}):
            yield f"{born.first}-{born.month}-{born.day} {key}"


def _table(name: str, keys: list[tuple[str, int]]) -> dict[str, Any]:
    """Keys as numbers in their order, and the places they lead to."""
    numbered = sorted((_number(key), place) for key, place in keys)
    return {
        name: np.array([number for number, _ in numbered], dtype=np.uint64),
        f"{name}_places": np.array([place for _, place in numbered], dtype=np.int32),
    }


def _number(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
