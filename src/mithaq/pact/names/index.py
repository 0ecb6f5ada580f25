"""Many names, searched for those that may be one person's, in whatever script either is written.

A name is found by its words: the tree of all words of a script gives those near each word
sought, lists say which names hold them, and the names that hold the most, and the rarest, are then
compared. The index is rebuilt from rows at will and comes out the same in whatever order
they came; it is saved as arrays that several processes map at once.
"""

import json
import math
import shutil
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mithaq.pact.names import kernel
from mithaq.pact.names.compare import Match, match, scored
from mithaq.pact.names.costs import IMPOSSIBLE
from mithaq.pact.names.finder import Finder, Rows, Sought, no_rows
from mithaq.pact.names.near import Near
from mithaq.pact.names.pairing import meetings_to_weigh
from mithaq.pact.names.parts import Part, part_of, parts
from mithaq.pact.names.tables import scales
from mithaq.pact.names.trie import Trie
from mithaq.pact.names.weigher import KINDS, NOT_WEIGHED, WEIGHT_TELLS, Spelling, weigher

LOOKED_AT = 200  # names compared roughly for each search, at most
_AT_ONCE = 64  # names sought at once: other threads wait while the loops run
COMPARED = 64  # names compared in full for each search, or as many more as are wanted
# Hundredths of a nat, which add up to the same in whatever order.
AT_WORST = -300  # what a name speaks against that met nothing, as long as names are compared roughly
FAR_BELOW = 2000  # by how much a name may weigh less than the heaviest and still be compared, if many do not
HOWEVER_FAR = 1 << 29
LEFT_OVER = 75  # what a word of the name costs that nothing was found near


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


class _Asked(NamedTuple):
    """Words near each part of a name, then near two parts read as one, of which `joins` has the first part.

    Shape: of each the numbers and what they say, hundredths of a nat, heaviest first. `least` is what each
    part says if it meets nothing.
    """

    numbers: Sequence[NDArray[np.int32]]
    weights: Sequence[NDArray[np.int32]]
    points: Sequence[NDArray[np.int32]]
    least: Sequence[int]
    joins: Sequence[int]


class Index:
    """Rows of (id, name), searchable. Names added or removed since it was built count at once."""

    def __init__(self, arrays: Mapping[str, Any], vocabularies: Mapping[str, Sequence[str]]) -> None:
        self._arrays = arrays
        self._near = Near(vocabularies, {script: _trie(arrays, script) for script in vocabularies})
        self._scripts = sorted(vocabularies)
        self._words = [(script, word) for script, words in vocabularies.items() for word in words]
        self._parts: dict[int, Part] = {}
        self._least = np.where(arrays["kinds"] == KINDS.index("name"), AT_WORST, 0).astype(np.int16)
        self._gone = np.zeros(0, dtype=np.int32)
        self._added: dict[str, str] = {}
        self._fresh: Index | None = None

    def __len__(self) -> int:
        return len(self._arrays["many_words"]) + len(self._added) - len(self._gone)

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
            "kinds": np.array([KINDS.index(part_of(word).kind) for _, word in known], dtype=np.int8),
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
        self._forget(row_id)
        self._added[row_id] = name
        self._fresh = None

    def remove(self, row_id: str) -> None:
        """A name is not found any more from now on."""
        self._forget(row_id)
        self._added.pop(row_id, None)
        self._fresh = None

    def search(self, name: str, *, most: int = 10) -> list[Found]:
        """The names most likely one person's with this one, best first, ties by id."""
        return self.search_many([name], most=most)[0]

    def search_many(self, names: Sequence[str], *, most: int = 10) -> list[list[Found]]:
        """What `search` finds for each of these names, in their order; faster than one by one."""
        wanted = sorted(set(names))  # like names follow each other
        many, *best = (said.tolist() for said in self.nearest(wanted, most=most)[:4])
        found = {
            name: [
                Found(self._text("ids", row), self._text("names", row), score, weight, name)
                for row, score, weight in islice(zip(*rows, strict=True), many_of_name)
            ]
            for name, many_of_name, *rows in zip(wanted, many, *best, strict=True)
        }
        if self._added:
            self._fresh = self._fresh or Index.build(self._added.items())
            for name, new in zip(wanted, self._fresh.search_many(wanted, most=most), strict=True):
                found[name] = sorted([*found[name], *new], key=_best_first)[:most]
        return [list(found[name]) for name in names]

    def nearest(self, names: Sequence[str], *, most: int, compared: int = COMPARED) -> Rows:
        """Of the names built in, the likeliest for each of these, the best first, and what each scores.

        Shape: `most` for each name, of which `many` are filled; a row is told by its place among the ids of
        all in their order. `compared` are so many names compared in full, at least one and a half times those
        wanted.
        """
        compared = max(compared, most + most // 2)
        find = self._by_numpy if kernel.LIBRARY is None else self._by_kernel
        starts = range(0, max(1, len(names)), _AT_ONCE)
        found = [find(names[start : start + _AT_ONCE], most, compared) for start in starts]
        return Rows(*map(np.concatenate, zip(*found, strict=True)))

    def _by_kernel(self, names: Sequence[str], most: int, compared: int) -> Rows:
        sought = [parts(name) for name in names]
        told = list(self._near.of_names(sought))  # which must stay until the rows are found
        asked = [
            Sought(name, [*map(_least, name)], [each.lies for each in near], joins)
            for name, (near, joins) in zip(sought, told, strict=True)
        ]
        many, rows, scores, weights, by_code = self._finder.find(asked, compared, self._gone)
        by_code[scores == NOT_WEIGHED] = NOT_WEIGHED
        for place, at in np.argwhere(scores == NOT_WEIGHED).tolist():
            scores[place, at], weights[place, at] = scored(sought[place], self._name(int(rows[place, at])))
        rank = np.where(np.arange(compared) < many[:, None], -_rank(scores, weights), math.inf)
        best = np.lexsort((rows, rank))[:, :most]
        of = np.arange(len(names))[:, None], best
        return Rows(np.minimum(many, most), rows[of], scores[of], weights[of], by_code[of])

    def _by_numpy(self, names: Sequence[str], most: int, compared: int) -> Rows:
        """The same without the kernel, which alone tells by code."""
        some = [(sought, self._likeliest(sought, compared).tolist()) for sought in map(parts, names)]
        meetings = ((sought, self._name(row)) for sought, rows in some for row in rows)
        scales().weigh(meeting for sought, row in meetings for meeting in meetings_to_weigh(sought, row))
        found = no_rows(len(names), most)
        for place, (sought, rows) in enumerate(some):
            said = [(row, *scored(sought, self._name(row))) for row in rows]
            said.sort(key=lambda one: (-_rank(*one[1:]), one[0]))
            found.many[place] = min(len(said), most)
            for at, one in enumerate(said[:most]):
                found.rows[place, at], found.scores[place, at], found.weights[place, at] = one
        found.by_code[:] = NOT_WEIGHED
        return found

    def _likeliest(self, name: tuple[Part, ...], most: int) -> NDArray[np.int32]:
        """The rows worth comparing in full: of those that hold the most, the ones that fit best."""
        ((near, joins),) = self._near.of_names([name])
        asked = _Asked(
            [words.numbers for words in near],
            [words.weights for words in near],
            [words.points for words in near],
            [*map(_least, name)],
            joins,
        )
        if not any(map(len, asked.numbers)):
            return np.zeros(0, dtype=np.int32)
        rows, fits = self._gathered(asked, FAR_BELOW)
        if len(rows) < most:  # who is written just so hides nobody who is written otherwise
            rows, fits = self._gathered(asked, HOWEVER_FAR)
        best: NDArray[np.int32] = rows[np.lexsort((rows, -fits))[:most]].astype(np.int32)
        return best

    def _gathered(self, asked: _Asked, far_below: int) -> tuple[Any, Any]:
        """What the kernel does: for each row the heaviest of each word sought, added up."""
        many_words, starts = self._arrays["many_words"], self._arrays["row_starts"]
        total, best = np.zeros((2, len(many_words)), dtype=np.int32)
        for numbers, weights in zip(asked.numbers, asked.weights, strict=True):
            best[:] = 0
            for number, weight in zip(numbers[::-1].tolist(), weights[::-1].tolist(), strict=True):
                best[self._arrays["rows"][starts[number] : starts[number + 1]]] = weight  # the heaviest last
            total += best
        total[self._gone] = 0
        touched = np.flatnonzero(total > 0)
        if not len(touched):
            return touched, touched
        ranked = total[touched] - LEFT_OVER * many_words[touched].astype(np.int32)
        order = np.lexsort((touched, -ranked))[:LOOKED_AT]
        touched = touched[order[ranked[order] >= ranked[order[0]] - far_below]]
        return touched, self._fits(asked, touched)

    def _fits(self, asked: _Asked, rows: Any) -> Any:
        """How well each row fits: the best that each part met, on either side, or what it says if none."""
        parts = len(asked.least)
        worth = np.full((len(asked.numbers), len(self._words) + 1), -2 * IMPOSSIBLE, dtype=np.int32)
        for place, (numbers, points) in enumerate(zip(asked.numbers, asked.points, strict=True)):
            worth[place, numbers] = points
        starts, long = self._arrays["word_starts"][rows], self._arrays["many_words"][rows]
        held = np.full((len(rows), int(long.max())), len(self._words))  # the last number stands for no word
        inside = np.arange(held.shape[1]) < long[:, None]
        held[inside] = self._arrays["words"][(starts[:, None] + np.arange(held.shape[1]))[inside]]
        said = worth[:, held]  # word sought, row, word of the row
        theirs = np.maximum(said.max(axis=0), np.append(self._least, 0).astype(np.int32)[held])
        ours = np.maximum(said[:parts].max(axis=2), np.array(asked.least)[:, None])
        for joined, part in zip(said[parts:].max(axis=2), asked.joins, strict=True):
            ours[part : part + 2] = np.maximum(ours[part : part + 2], np.trunc(joined / 2).astype(np.int32))
        return ours.sum(axis=0) + theirs.sum(axis=1)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(
            {**self._arrays, "least": self._least},
            self._spelling,
            (LEFT_OVER, FAR_BELOW, HOWEVER_FAR, LOOKED_AT),
        )

    def _forget(self, row_id: str) -> None:
        """What was built in under this id is passed over from now on."""
        rows = range(len(self._arrays["many_words"]))
        row = bisect_left(rows, row_id, key=partial(self._text, "ids"))
        if row < len(rows) and self._text("ids", row) == row_id and row not in self._gone:
            self._gone = np.append(self._gone, np.int32(row))

    def _name(self, row: int) -> tuple[Part, ...]:
        """The parts of the name in this row."""
        starts = self._arrays["word_starts"]
        return tuple(map(self._part, self._arrays["words"][starts[row] : starts[row + 1]].tolist()))

    def _part(self, number: int) -> Part:
        if number not in self._parts:
            self._parts[number] = part_of(self._words[number][1])
        return self._parts[number]

    @cached_property
    def _spelling(self) -> Spelling:
        """All words as the loops read them."""
        scripts = [script for script, _ in self._words]
        return weigher().spelling([word for _, word in self._words], scripts, self._arrays["kinds"])

    def _text(self, kind: str, place: int) -> str:
        starts = self._arrays[f"{kind}_starts"]
        return bytes(self._arrays[kind][starts[place] : starts[place + 1]]).decode("utf-8", "surrogatepass")


def _least(part: Part) -> int:
    """What a part says at the worst: who leaves out a link or a title says nothing."""
    return AT_WORST if part.kind == "name" else 0


def _rank(score: Any, weight: Any) -> Any:
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
