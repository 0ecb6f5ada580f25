"""Makes the vectors: `.venv/bin/python -m vectors.make`, from the top of the repository.

A vector is frozen once it is there. This makes the files that are missing and never writes over
another: a file that it would make differently now is named, and so is one that was altered by hand. Files
of random signatures are made once; tests check what they hold.

`--new-edition FILE …` writes the named files anew. It is for a file that no released node was ever checked
against. After a release, what changes is a new edition, beside the old one: of a kind, a new
module `vectors/scripts/<kind>_<edition>.py`; of the protocol, a new folder. See vectors/README.md.
"""

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

from vectors.makers import (
    attachments,
    bodies,
    cards,
    checkpoints,
    entries,
    envelopes,
    keys,
    log,
    order,
    proofs,
    receipts,
    standings,
)
from vectors.makers.notation import Json

HERE = Path(__file__).parent
SUMS = HERE / "SHA256SUMS"

REPEATABLE: dict[str, Callable[[], Json]] = {
    "mithaq-1/entries.json": entries.make,
    "mithaq-1/bodies.json": bodies.make,
    "mithaq-1/order.json": order.make,
    "mithaq-1/log.json": log.make,
    "mithaq-1/checkpoints.json": checkpoints.make,
    "mithaq-1/attachments.json": attachments.make,
    **{
        f"standings/{kind}-{edition}.json": partial(standings.make, kind, edition)
        for kind, edition in standings.editions()
    },
}
MADE_ONCE: dict[str, Callable[[], Json]] = {
    "mithaq-1/keys.json": keys.make,
    "mithaq-1/cards.json": cards.make,
    "mithaq-1/envelopes.json": envelopes.make,
    "mithaq-1/receipts.json": receipts.make,
    "mithaq-1/receipts-together.json": receipts.make_together,
    "mithaq-1/proofs.json": proofs.make,
}
FILES = REPEATABLE | MADE_ONCE


def written(content: Json) -> str:
    """A vector as its file holds it: one value a line, so that a change is seen where it is."""
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def sums(folder: Path) -> dict[str, str]:
    """The digest of each vector there is, by name."""
    paths = sorted(folder.glob("*/*.json"))
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths}


def read_sums(folder: Path) -> dict[str, str]:
    """The digests as they were written when the vectors were frozen, by name."""
    path = folder / SUMS.name
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {name: digest for digest, name in (line.split("  ") for line in lines)}


def make_missing(folder: Path, anew: frozenset[str] = frozenset()) -> dict[str, str]:
    """Make what is missing, and what is named; say of each file what became of it."""
    frozen = read_sums(folder)
    became = {}
    for name, make in FILES.items():
        path = folder / name
        if not path.exists() or name in anew:
            path.parent.mkdir(exist_ok=True)
            path.write_text(written(make()), encoding="utf-8")
            frozen[name] = sha256(path.read_bytes()).hexdigest()
            became[name] = "made"
        elif frozen.get(name) != sha256(path.read_bytes()).hexdigest():
            became[name] = "ALTERED"
        elif name in REPEATABLE and path.read_text(encoding="utf-8") != written(make()):
            became[name] = "DIFFERS"
        else:
            became[name] = "stands"
    lines = [f"{digest}  {name}\n" for name, digest in sorted(frozen.items())]
    (folder / SUMS.name).write_text("".join(lines), encoding="utf-8")
    return became


def main(argv: list[str] | None = None) -> int:
    """Exit status: 0 all is there and as it would be made, 1 something is not, 2 wrong usage."""
    parser = argparse.ArgumentParser(prog="python -m vectors.make", description=__doc__)
    parser.add_argument("--new-edition", nargs="+", metavar="FILE", default=[], choices=sorted(FILES))
    became = make_missing(HERE, frozenset(parser.parse_args(argv).new_edition))
    for name, state in became.items():
        print(f"{state:8} {name}")
    return 0 if set(became.values()) <= {"made", "stands"} else 1


if __name__ == "__main__":
    sys.exit(main())
