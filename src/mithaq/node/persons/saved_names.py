"""The names of the register as they lie on disk, ready to be searched: a few parts, mapped by every process.

The number of a name only grows, and a record that changes gets its names anew. So a part holds the names
numbered above one number and up to another, and whatever is in no part yet has a higher number than all that
are. What comes becomes a small part; a part no larger than all that came after it is made one with them, so
that a register of a million has some ten parts, and a name is written some ten times as it grows.

A part is written beside the others and counts once the list of parts has been renamed into place: a crash on
the way leaves what there was. Parts made by another edition of the matcher, or from another database (one
that was put back from a backup), are not used and made anew. Whom the register no longer has may still stand
in a part, for a day at most: whoever shows somebody asks the database first.

One process at a time writes, on each machine; what lies here can be made from the database at will.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from django.conf import settings

from mithaq.node.persons.alone import alone
from mithaq.node.persons.models import PersonName
from mithaq.node.statements import marks, select

if TYPE_CHECKING:
    from mithaq.pact.names import Index

SOME = 2_000  # names that make a part; fewer each process reads for itself, in a tenth of a second
ANCHORS = 16  # last names by which a database is known again
GONE = 8  # parts of which one in so many names is gone are made anew,
LONGEST_GONE = 24 * 3600  # and after so many seconds any that hold a name that is gone
LIST, LOCK = "parts.json", "lock"

Stamp = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """Names numbered above the part before and up to `upto`. Without a name there is no folder."""

    folder: str
    upto: int
    names: int


def stamp() -> Stamp | None:
    """What tells one list of parts from the next; nothing where there is none."""
    path = _folder() / LIST
    try:
        there = path.stat()
    except OSError:
        return None
    return str(path), there.st_ino, there.st_mtime_ns


def read() -> tuple[Part, ...] | None:
    """The parts there are: none if none were made, nothing if they cannot be used."""
    path = _folder() / LIST
    try:
        said = json.loads(path.read_text("utf-8"))
        parts = tuple(Part(**each) for each in said["parts"])
        if said["matcher"] == _matcher() and _is_of_this_database(dict(said["anchors"])):
            return parts
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError):
        pass
    return None


def open_part(part: Part) -> list[Index] | None:
    """A part, mapped; nothing if it cannot be read, or went while somebody made it one with others."""
    from mithaq.pact.names import Index

    try:
        opened = [Index.open(path) for path in sorted((_folder() / part.folder).iterdir())]
    except (OSError, ValueError, TypeError, KeyError, EOFError):
        return None
    return opened if sum(map(len, opened)) == part.names else None


def by_script(rows: Iterable[tuple[int, str, str]]) -> dict[str, Index]:
    """An index for each script, of names given as number, script and text.

    In one index the very same name, in the script it was asked for in, would crowd out its like in another.
    """
    from mithaq.pact.names import Index

    written: dict[str, list[tuple[str, str]]] = {}
    for number, script, text in rows:
        written.setdefault(script, []).append((str(number), text))
    return {script: Index.build(named) for script, named in sorted(written.items())}


def tend(*, thoroughly: bool = False) -> bool:
    """Make a part of what came since the last, if that is much, and anew what cannot be used.

    `thoroughly`: count also what is gone, which reads the whole register. What comes back is whether
    anything was made.
    """
    if thoroughly:
        _FIT.clear()
    if not _is_due(thoroughly=thoroughly):
        return False
    with alone(_folder(), wait=False) as mine:
        return mine and _made(anew=False, thoroughly=thoroughly)


def rebuild() -> int:
    """Make all of it anew from the database; how many names there are."""
    with alone(_folder(), wait=True):
        _made(anew=True)
        return sum(part.names for part in read() or ())


def upto(parts: Sequence[Part]) -> int:
    """The highest number that is in a part."""
    return parts[-1].upto if parts else 0


def _is_due(*, thoroughly: bool) -> bool:
    parts = _fit(stamp())
    return parts is None or _came_since(parts) >= SOME or (thoroughly and _much_is_gone(parts))


def _made(*, anew: bool, thoroughly: bool = False) -> bool:
    parts = _fit(stamp())  # again: another process may have been faster
    ((last,),) = select("SELECT COALESCE(MAX(id), 0) FROM persons_personname")
    kept: tuple[Part, ...] = ()
    came = 0
    if not (anew or parts is None or (thoroughly and _much_is_gone(parts))):
        kept, came = parts, _came_since(parts)
        if came < SOME:
            return False
    while kept and kept[-1].names <= came:
        came += kept[-1].names
        kept = kept[:-1]
    _switch((*kept, _built(upto(kept), last)))
    return True


def _built(after: int, last: int) -> Part:
    listed = PersonName.objects.filter(pk__gt=after, pk__lte=last, person__removed_at=None)
    rows = list(listed.order_by("pk").values_list("pk", "script", "text").iterator())
    if not rows:
        return Part("", last, 0)
    name = f"{last}-{token_hex(4)}"
    for script, index in by_script(rows).items():
        index.save(_folder() / name / script)
    for path in (_folder() / name).rglob("*"):
        _onto_disk(path)
    return Part(name, last, len(rows))


def _switch(parts: tuple[Part, ...]) -> None:
    """Make these the parts that count, and clear away the others."""
    rows = select(
        "SELECT id, person_id FROM persons_personname WHERE id <= %s ORDER BY id DESC LIMIT %s",
        upto(parts), ANCHORS,
    )  # fmt: skip
    said = {
        "matcher": _matcher(),
        "parts": [asdict(part) for part in parts],
        "anchors": [(number, str(person)) for number, person in rows],
    }
    fresh = _folder() / f"{LIST}.unfinished"
    fresh.write_text(json.dumps(said), "utf-8")
    _onto_disk(fresh)
    fresh.replace(_folder() / LIST)
    _onto_disk(_folder())
    there = {part.folder for part in parts}
    for old in _folder().iterdir():
        if old.is_dir() and old.name not in there:
            shutil.rmtree(old, ignore_errors=True)


def _is_of_this_database(anchors: dict[int, str]) -> bool:
    """Whether these names still stand here, each of the same person; some may have gone since."""
    if not anchors:
        return True
    rows = select(_BY_ID.format(marks=marks(anchors)), *anchors)
    return bool(rows) and all(anchors[number] == str(person) for number, person in rows)


_BY_ID = "SELECT id, person_id FROM persons_personname WHERE id IN ({marks})"


def _came_since(parts: Sequence[Part]) -> int:
    """How many names came since the last part was made."""
    ((came,),) = select("SELECT COUNT(*) FROM persons_personname WHERE id > %s", upto(parts))
    return int(came)


def _much_is_gone(parts: Sequence[Part]) -> bool:
    ((there,),) = select(
        "SELECT COUNT(*) FROM persons_personname name"
        " JOIN persons_person person ON person.id = name.person_id"
        " WHERE person.removed_at IS NULL AND name.id <= %s",
        upto(parts),
    )
    held = sum(part.names for part in parts)
    made = stamp()
    old = made is not None and time.time() - made[2] / 1e9 > LONGEST_GONE
    return bool(held - there > held // GONE or (old and held != there))


def _fit(made: Stamp | None) -> tuple[Part, ...] | None:
    """The parts that can be used, each opened once to see: asked each second."""
    if made is None:
        return ()
    if made not in _FIT:
        parts = read()
        fit = parts is not None and all(open_part(part) for part in parts if part.names)
        _FIT.clear()
        _FIT[made] = parts if fit else None
    return _FIT[made]


_FIT: dict[Stamp, tuple[Part, ...] | None] = {}


@cache
def _matcher() -> str:
    """The edition of the matcher: what it takes a name apart into lies in the parts."""
    from mithaq.pact import names

    folder = Path(str(names.__file__)).parent
    said = sha256()
    for path in sorted([*folder.glob("*.py"), *folder.glob("tables/*.tsv")]):
        said.update(path.read_bytes())
    return said.hexdigest()


def _onto_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _folder() -> Path:
    return Path(settings.HOME) / "names"
