"""Many names, searched for those that may be one person's, in whatever script either is written.

A name is found by its words: the tree of all words of a script gives those near each word
sought, lists say which names hold them, and the names that hold the most, and the rarest, are then
compared in full. The index is rebuilt from rows at will and comes out the same in whatever order
they came; it is saved as arrays that several processes map at once.
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names.compare import Match, matches, roughly
from mithaq.pact.names.near import Near
from mithaq.pact.names.parts import parts
from mithaq.pact.names.trie import Trie

LOOKED_AT = 60  # names compared roughly for each search
WEIGHT_TELLS = 30  # hundredths of a nat that a nat of weight is worth when names are put in order


@dataclass(frozen=True, slots=True)
class Found:
    """A name that may be the one sought: the row it stands in, and the comparison."""

    id: str
    name: str
    match: Match


class Index:
    """Rows of (id, name), searchable. Names added or removed since it was built count at once."""

    def __init__(self, arrays: Mapping[str, Any], vocabularies: Mapping[str, Sequence[str]]) -> None:
        self._arrays = arrays
        self._near = Near(vocabularies, {script: _trie(arrays, script) for script in vocabularies})
        self._first_word = dict(zip(vocabularies, _starts(vocabularies), strict=True))
        self._removed: set[str] = set()
        self._added: dict[str, str] = {}
        self._fresh: Index | None = None

    def __len__(self) -> int:
        return len(self._arrays["many_words"]) + len(self._added) - len(self._removed)

    @classmethod
    def build(cls, rows: Iterable[tuple[str, str]]) -> "Index":
        """An index of these rows; of two names with one id, the later in the alphabet counts."""
        named = sorted(dict(sorted(rows)).items())
        words_of: list[list[tuple[str, str]]] = []
        for _, name in named:
            words_of.append([(part.script, part.letters) for part in parts(name)])
        known = sorted(set(chain.from_iterable(words_of)))
        number = {word: place for place, word in enumerate(known)}
        vocabularies: dict[str, list[str]] = {}
        for script, word in known:
            vocabularies.setdefault(script, []).append(word)
        held = np.array(
            [(number[word], row) for row, words in enumerate(words_of) for word in set(words)], dtype=np.int64
        )
        held = held.reshape(-1, 2)
        held = held[np.lexsort((held[:, 1], held[:, 0]))]
        arrays: dict[str, Any] = {
            "rows": held[:, 1].astype(np.int32),
            "row_starts": np.searchsorted(held[:, 0], np.arange(len(known) + 1)).astype(np.int64),
            "many_words": np.array([len(words) for words in words_of], dtype=np.int16),
            **_texts("ids", [row_id for row_id, _ in named]),
            **_texts("names", [name for _, name in named]),
        }
        for script, words in vocabularies.items():
            trie = Trie.of(words)
            arrays |= {f"trie_{script}_{field}": getattr(trie, field) for field in Trie.__slots__}
            arrays |= _texts(f"words_{script}", words)
        return cls(arrays, vocabularies)

    def save(self, folder: Path) -> None:
        """Write the index as built; a crash on the way leaves the last good one."""
        folder.mkdir(parents=True, exist_ok=True)
        edition = f"{1 + max((int(p.name) for p in folder.iterdir() if p.name.isdigit()), default=0)}"
        fresh = folder / f"{edition}.unfinished"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        for name, array in self._arrays.items():
            np.save(fresh / f"{name}.npy", array)
        fresh.rename(folder / edition)
        pointer = folder / "current.unfinished"
        pointer.write_text(json.dumps({"edition": edition, "scripts": sorted(self._first_word)}), "utf-8")
        pointer.replace(folder / "current")
        for old in folder.iterdir():
            if old.is_dir() and old.name != edition:
                shutil.rmtree(old, ignore_errors=True)

    @classmethod
    def open(cls, folder: Path) -> "Index":
        """The last index saved here, mapped into memory rather than read."""
        current = json.loads((folder / "current").read_text("utf-8"))
        edition = folder / current["edition"]
        arrays = {path.stem: np.load(path, mmap_mode="r") for path in sorted(edition.glob("*.npy"))}
        vocabularies = {script: _all_texts(arrays, f"words_{script}") for script in current["scripts"]}
        return cls(arrays, vocabularies)

    def add(self, row_id: str, name: str) -> None:
        """Make a name searchable from now on, in place of what stood under this id."""
        self._removed.add(row_id)
        self._added[row_id] = name
        self._fresh = None

    def remove(self, row_id: str) -> None:
        """A name is not found any more from now on."""
        self._removed.add(row_id)
        self._added.pop(row_id, None)
        self._fresh = None

    def search(self, name: str, *, most: int = 10) -> list[Found]:
        """The names most likely one person's with this one, best first, ties by id."""
        rows = self._candidates(name)
        named = [(self._text("ids", row), self._text("names", row)) for row in rows]
        named = [(row_id, text) for row_id, text in named if row_id not in self._removed]
        rough = _found(named, roughly(name, (text for _, text in named)))[: most + 2]
        likely = [(one.id, one.name) for one in rough]
        found = _found(likely, matches((name, text) for _, text in likely))
        if self._added:
            self._fresh = self._fresh or Index.build(self._added.items())
            found += self._fresh.search(name, most=most)
        return sorted(found, key=_best_first)[:most]

    def _candidates(self, name: str) -> list[int]:
        """Rows whose words are near the words sought, the heaviest first."""
        many = len(self._arrays["many_words"])
        if not many:
            return []
        total = np.zeros(many, dtype=np.float32)
        for neighbours in self._near.of_name(parts(name)):
            best = np.zeros(many, dtype=np.float32)
            for script, word, weight in neighbours:
                rows = self._rows(script, word)
                best[rows] = np.maximum(best[rows], weight)
            total += best
        touched = np.flatnonzero(total > 0)
        ranked = total[touched] - 0.75 * self._arrays["many_words"][touched]
        if len(touched) > LOOKED_AT:
            least = np.partition(ranked, -LOOKED_AT)[-LOOKED_AT]
            touched, ranked = touched[ranked >= least], ranked[ranked >= least]
        order = np.lexsort((touched, -ranked))[:LOOKED_AT]
        return [int(row) for row in touched[order]]

    def _rows(self, script: str, word: int) -> NDArray[np.int32]:
        starts = self._arrays["row_starts"]
        number = self._first_word[script] + word
        rows: NDArray[np.int32] = self._arrays["rows"][starts[number] : starts[number + 1]]
        return rows

    def _text(self, kind: str, place: int) -> str:
        starts = self._arrays[f"{kind}_starts"]
        return bytes(self._arrays[kind][starts[place] : starts[place + 1]]).decode("utf-8", "surrogatepass")


def _found(named: list[tuple[str, str]], compared: Iterable[Match]) -> list[Found]:
    found = (Found(row_id, text, match) for (row_id, text), match in zip(named, compared, strict=True))
    return sorted(found, key=_best_first)


def _best_first(found: Found) -> tuple[float, str]:
    """By the score, and by what the meetings say: among many near names, the rarest that fits comes first."""
    return -(found.match.score + WEIGHT_TELLS * found.match.weight), found.id


def _trie(arrays: Mapping[str, Any], script: str) -> Trie:
    return Trie(*(np.asarray(arrays[f"trie_{script}_{field}"]) for field in Trie.__slots__))


def _texts(kind: str, texts: list[str]) -> dict[str, Any]:
    """Texts as one array of bytes and the place where each starts."""
    coded = [text.encode("utf-8", "surrogatepass") for text in texts]
    starts = np.concatenate([[0], np.cumsum([len(one) for one in coded], dtype=np.int64)])
    return {kind: np.frombuffer(b"".join(coded), dtype=np.uint8), f"{kind}_starts": starts.astype(np.int64)}


def _all_texts(arrays: Mapping[str, Any], kind: str) -> list[str]:
    whole, starts = bytes(arrays[kind]), arrays[f"{kind}_starts"].tolist()
    return [whole[a:b].decode("utf-8", "surrogatepass") for a, b in pairwise(starts)]


def _starts(vocabularies: Mapping[str, Sequence[str]]) -> list[int]:
    sizes = [len(words) for words in vocabularies.values()]
    return [0, *np.cumsum(sizes).tolist()][: len(sizes)]
