"""Many names, searched for those that may be one person's, in whatever script either is written.

A name is found by its words: the tree of all words of a script gives those near each word
sought, lists say which names hold them, and the names that hold the most, and the rarest, are then
compared. The index is rebuilt from rows at will and comes out the same in whatever order
they came; it is saved as arrays that several processes map at once.
"""

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np

from mithaq.pact.names import kernel
from mithaq.pact.names.compare import Match, match, scored
from mithaq.pact.names.near import Near, Neighbours
from mithaq.pact.names.parts import Part, part_of, parts
from mithaq.pact.names.trie import Trie

LOOKED_AT = 100  # names compared roughly for each search, at most
COMPARED = 16  # names compared in full, or as many more as are wanted
AT_WORST = -3.0  # nats that a name speaks against that met nothing, as long as names are compared roughly
FAR_BELOW = 8.0  # nats that a name may weigh less than the heaviest and still be compared
LEFT_OVER = 0.75  # nats that a word of the name costs that nothing was found near
WEIGHT_TELLS = 30  # hundredths of a nat that a nat of weight is worth when names are put in order


@dataclass(frozen=True)
class Found:
    """A name that may be the one sought: the row it stands in, and its score, as `match` gives it.

    `weight` tells near names of one score apart: among many, the rarest that fits comes first.
    """

    id: str
    name: str
    score: int
    weight: float
    sought: str

    @cached_property
    def match(self) -> Match:
        """The comparison with its reasons."""
        return match(self.sought, self.name)


class Index:
    """Rows of (id, name), searchable. Names added or removed since it was built count at once."""

    def __init__(self, arrays: Mapping[str, Any], vocabularies: Mapping[str, Sequence[str]]) -> None:
        self._arrays = arrays
        self._near = Near(vocabularies, {script: _trie(arrays, script) for script in vocabularies})
        self._scripts = sorted(vocabularies)
        self._words = [(script, word) for script, words in vocabularies.items() for word in words]
        self._parts: dict[int, Part] = {}
        self._gatherer = self._compiled_gatherer()
        self._removed: set[str] = set()
        self._added: dict[str, str] = {}
        self._fresh: Index | None = None

    def __len__(self) -> int:
        return len(self._arrays["many_words"]) + len(self._added) - len(self._removed)

    @classmethod
    def build(cls, rows: Iterable[tuple[str, str]]) -> "Index":
        """An index of these rows; of two names with one id, the later in the alphabet counts."""
        named = sorted(dict(sorted(rows)).items())
        words_of = [[(part.script, part.letters) for part in parts(name)] for _, name in named]
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
            "words": np.array([number[word] for words in words_of for word in words], dtype=np.int32),
            "word_starts": np.cumsum([0, *(len(words) for words in words_of)], dtype=np.int64),
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
        pointer.write_text(json.dumps({"edition": edition, "scripts": self._scripts}), "utf-8")
        pointer.replace(folder / "current")
        for old in folder.iterdir():
            if old.is_dir() and old.name != edition:
                shutil.rmtree(old, ignore_errors=True)

    @classmethod
    def open(cls, folder: Path) -> "Index":
        """The last index saved here, mapped into memory rather than read."""
        current = json.loads((folder / "current").read_text("utf-8"))
        edition = folder / current["edition"]
        arrays = {
            path.stem: np.load(path, mmap_mode="r").view(np.ndarray) for path in sorted(edition.glob("*.npy"))
        }
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
        sought = parts(name)
        rows = self._candidates(sought)
        if self._removed:
            rows = [row for row in rows if self._text("ids", row) not in self._removed]
        rows, names = self._likeliest(sought, rows, max(COMPARED, most + most // 2))
        self._near.weigh(sought, {part for other in names for part in other})
        known = {other: scored(sought, other) for other in dict.fromkeys(names)}
        best = sorted((-_rank(*known[other]), row, other) for row, other in zip(rows, names, strict=True))
        found = [
            Found(self._text("ids", row), self._text("names", row), *known[other], name)
            for _, row, other in best[:most]
        ]
        if self._added:
            self._fresh = self._fresh or Index.build(self._added.items())
            found = sorted([*found, *self._fresh.search(name, most=most)], key=_best_first)
        return found[:most]

    def _likeliest(
        self, sought: tuple[Part, ...], rows: list[int], most: int
    ) -> tuple[list[int], list[tuple[Part, ...]]]:
        """The rows worth comparing in full: by the best that each part, on either side, could meet."""
        if len(rows) > most:
            starts = self._arrays["word_starts"]
            spelt = [self._arrays["words"][starts[row] : starts[row + 1]] for row in rows]
            long = np.array([len(words) for words in spelt])
            numbers, where = np.unique(np.concatenate(spelt), return_inverse=True)
            held = np.full((len(rows), int(long.max())), len(numbers))  # the last number stands for no word
            held[np.arange(held.shape[1]) < long[:, None]] = where
            words = [self._part(number) for number in numbers.tolist()]
            said = np.hstack([self._near.roughly(sought, words), np.full((len(sought), 1), -99.0)])
            met = said[:, held]  # part sought, row, part of the row
            ours = np.maximum(met.max(axis=2), np.array([[_least(part)] for part in sought])).sum(axis=0)
            least = np.array([*map(_least, words), 0.0])
            theirs = np.maximum(met.max(axis=0), least[held]).sum(axis=1)
            best = np.lexsort((np.array(rows), -(ours + theirs)))[:most].tolist()
            rows = [rows[place] for place in best]
        return rows, [self._name(row) for row in rows]

    def _candidates(self, name: Sequence[Part]) -> list[int]:
        """Rows whose words are near the words sought, the heaviest first."""
        near = [neighbours for neighbours in self._near.of_name(name) if len(neighbours.numbers)]
        if not near:
            return []
        numbers = np.concatenate([neighbours.numbers for neighbours in near])
        weights = np.concatenate([neighbours.weights for neighbours in near])
        sought = np.repeat(np.arange(len(near)), [len(neighbours.numbers) for neighbours in near])
        if self._gatherer:
            rows, ranks = self._gatherer.best(numbers, weights, sought, dear=LEFT_OVER, most=LOOKED_AT)
        else:
            rows, ranks = self._gathered(near)
        return [int(row) for row in rows[ranks >= ranks[0] - FAR_BELOW]]

    def _gathered(self, near: Sequence[Neighbours]) -> tuple[Any, Any]:
        """What the kernel does: for each row the heaviest of each word sought, added up."""
        many_words, starts = self._arrays["many_words"], self._arrays["row_starts"]
        total = np.zeros(len(many_words), dtype=np.float32)
        best = np.zeros(len(many_words), dtype=np.float32)
        for neighbours in near:
            best[:] = 0.0
            for number, weight in zip(
                neighbours.numbers[::-1].tolist(), neighbours.weights[::-1], strict=True
            ):
                best[self._arrays["rows"][starts[number] : starts[number + 1]]] = weight  # the heaviest last
            total += best
        touched = np.flatnonzero(total > 0)
        ranked = total[touched] - np.float32(LEFT_OVER) * many_words[touched].astype(np.float32)
        if len(touched) > LOOKED_AT:
            least = np.partition(ranked, -LOOKED_AT)[-LOOKED_AT]
            touched, ranked = touched[ranked >= least], ranked[ranked >= least]
        order = np.lexsort((touched, -ranked))[:LOOKED_AT]
        return touched[order], ranked[order]

    def _compiled_gatherer(self) -> kernel.Gatherer | None:
        if kernel.LIBRARY is None or not len(self._arrays["many_words"]):
            return None
        return kernel.Gatherer(*(self._arrays[kind] for kind in ("rows", "row_starts", "many_words")))

    def _name(self, row: int) -> tuple[Part, ...]:
        """The parts of the name in this row."""
        starts = self._arrays["word_starts"]
        return tuple(map(self._part, self._arrays["words"][starts[row] : starts[row + 1]].tolist()))

    def _part(self, number: int) -> Part:
        if number not in self._parts:
            self._parts[number] = part_of(self._words[number][1])
        return self._parts[number]

    def _text(self, kind: str, place: int) -> str:
        starts = self._arrays[f"{kind}_starts"]
        return bytes(self._arrays[kind][starts[place] : starts[place + 1]]).decode("utf-8", "surrogatepass")


def _least(part: Part) -> float:
    """What a part says at the worst: who leaves out a link or a title says nothing."""
    return AT_WORST if part.kind == "name" else 0.0


def _rank(score: int, weight: float) -> float:
    return score + WEIGHT_TELLS * weight


def _best_first(found: Found) -> tuple[float, str]:
    return -_rank(found.score, found.weight), found.id


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
