"""The names of the register as this process searches them: the saved parts, and what came since.

Each look asks the database for names with a higher number than the last one taken, so that a new or changed
person is found at once, in every process, and nobody has to be told. Who asks must not show anybody before
the database has said that this person still is on a list: what is searched here may hold who no longer is.

What came since is searched in small heaps beside the parts; a heap no larger than the next is made one with
it. If very much came and no worker has made a part of it, what is beyond `OWN` is found by its key alone
(`find`) until one has. Nothing of this is loaded before somebody is on a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING, Any

from mithaq.node.persons import saved_names
from mithaq.node.statements import select

if TYPE_CHECKING:
    from mithaq.pact.names import Found, Index

AT_ONCE = 5_000  # names taken at one look: a third of a second
OWN = 20_000  # names a process keeps beside the saved parts

# Two words of the name sought are also looked for as one. One word that is written apart in the register
# (Benzitoun, Ben Zitoun) is found by what follows the link; what is found is compared as it was asked for.
JOINED = re.compile(
    r"\b(ben|bin|ibn|bou|abou|abu|ould|wuld|ait|aït|بن|ابن|إبن|بو|ابو|أبو|ولد|ايت|آيت)(?=\w{3})",
    re.IGNORECASE,
)

_SINCE = "SELECT id, person_id, script, text FROM persons_personname WHERE id >= %s ORDER BY id LIMIT %s"

Row = tuple[int, Any, str, str]


class Names:
    """What one process searches. One thread at a time: what is near a word is kept and shared."""

    def __init__(self) -> None:
        self._alone = Lock()
        self._made: saved_names.Stamp | None = None
        self._saved: dict[str, list[Index]] = {}
        self._upto = 0
        self._since: list[tuple[list[Row], list[Index]]] = []

    def near(self, names: Iterable[str], *, most: int) -> dict[int, int] | None:
        """The numbers of the names that may be one person's with one of these, and what each scores at best.

        Shape: at most so many for each of these names, the best first. None if nobody is or was on a list.
        """
        with self._alone:
            self._catch_up()
            if not self._saved and not self._since:
                return None
            found = [one for name in names for one in self._best(name, most)]
        best: dict[int, int] = {}
        for one in sorted(found, key=_best_first):
            best[int(one.id)] = max(one.score, best.get(int(one.id), one.score))
        return best

    def _best(self, name: str, most: int) -> list[Found]:
        indexes = [*chain(*self._saved.values()), *chain(*(indexes for _, indexes in self._since))]
        found = [one for index in indexes for one in index.search(name, most=most)]
        apart = JOINED.sub("", name)
        if apart != name:
            found += _compared(name, [one for index in indexes for one in index.search(apart, most=most)])
        return sorted({one.id: one for one in found}.values(), key=_best_first)[:most]

    def _catch_up(self) -> None:
        if saved_names.stamp() != self._made:
            self._open()
        if self._since:
            last = self._since[-1][0][-1]
            room = max(0, min(AT_ONCE, OWN - sum(len(rows) for rows, _ in self._since)))
            there, *rows = select(_SINCE, last[0], 1 + room) or [()]
            if there == last:
                self._take(rows)
                return
            # The last name taken is not there any more: its person was changed, or this is another database.
            self._since = []
            self._open()
        self._take(select(_SINCE, self._upto + 1, AT_ONCE))

    def _take(self, rows: list[Row]) -> None:
        if not rows:
            return
        while self._since and len(self._since[-1][0]) <= len(rows):
            rows = [*self._since.pop()[0], *rows]
        made = saved_names.by_script((number, script, text) for number, _, script, text in rows)
        self._since.append((rows, [*made.values()]))

    def _open(self) -> None:
        """Take the parts as they now lie on disk; what came since stays as far as it is in none of them."""
        opened: dict[str, list[Index] | None] = {}
        for _ in range(3):  # parts may be made one while we open them
            self._made = saved_names.stamp()
            parts = saved_names.read() or ()
            opened = {
                part.folder: self._saved.get(part.folder) or saved_names.open_part(part)
                for part in parts
                if part.names
            }
            if self._made == saved_names.stamp():
                break
        self._saved = {folder: indexes for folder, indexes in opened.items() if indexes is not None}
        whole = len(self._saved) == len(opened)
        self._upto = saved_names.upto(parts) if whole else 0
        if not whole:  # a part that cannot be read: until it has been made anew, rows are read instead
            self._saved = {}
        rows = [row for kept, _ in self._since for row in kept if row[0] > self._upto]
        self._since = []
        self._take(rows)


def near(names: Iterable[str], *, most: int) -> dict[int, int] | None:
    """`Names.near`, of this process."""
    return _OURS.near(names, most=most)


_OURS = Names()


def _compared(name: str, found: list[Found]) -> list[Found]:
    """What was found under another way of writing, scored for the name itself."""
    from mithaq.pact.names import matches

    said = matches((name, one.name) for one in found)
    return [
        replace(one, score=match.score, weight=match.weight, sought=name)
        for one, match in zip(found, said, strict=True)
    ]


def _best_first(found: Found) -> tuple[float, int]:
    from mithaq.pact.names.weigher import WEIGHT_TELLS

    return -(found.score + WEIGHT_TELLS * found.weight), int(found.id)
