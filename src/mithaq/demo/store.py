"""Where a demonstration lies between two runs: its nodes' homes, and a copy of them as they were made.

What was made by an older version of the demonstration, or on other ports, is made anew: data of nodes are
never changed to look fresh. While the demo does not run, its clock stands still.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from mithaq.demo import clock
from mithaq.demo.build import build
from mithaq.demo.nodes import FOLDER, Node

MADE_BY = (
    "build.py",
    "driven.py",
    "story.py",
    "house.py",
    "script.py",
    "nodes.py",
    "nodes.toml",
    "personas.toml",
    "third.toml",
    "register.csv",
)
FACTS, CLOCK, COPY = "demo.json", "clock.json", "as-made"


def make_ready(home: Path, nodes: Sequence[Node], *, fresh: bool) -> None:
    """Make the nodes, unless they are there and made as they would be made today."""
    wanted = {
        "made_from": _made_from(),
        "ports": [port for node in nodes for port in (node.port, node.line_port)],
    }
    if not fresh and _read(home / FACTS) == wanted and all(node.home.is_dir() for node in nodes):
        return
    print("Making two nodes and their matters; this takes some seconds, once …", flush=True)
    begun = time.monotonic()
    _clear(home, nodes)
    made_at = datetime.now(UTC)
    build(nodes, made_at)
    for node in nodes:
        shutil.copytree(node.home, home / COPY / node.name)
    (home / CLOCK).write_text(json.dumps({"now": made_at.isoformat()}), "utf-8")
    shutil.copy(home / CLOCK, home / COPY / CLOCK)
    (home / FACTS).write_text(json.dumps(wanted), "utf-8")  # last: what was broken off is made again
    print(f"Made in {time.monotonic() - begun:.0f} seconds.", flush=True)


def reset(home: Path, nodes: Sequence[Node]) -> None:
    """Everything as it was made, the clock included. No process of the nodes may be running."""
    for node in nodes:
        shutil.rmtree(node.home)
        shutil.copytree(home / COPY / node.name, node.home)
    shutil.copy(home / COPY / CLOCK, home / CLOCK)


def note_clock(home: Path, homes: Sequence[Path]) -> None:
    """Write down what time it is on the nodes, to go on from there at the next run."""
    (home / CLOCK).write_text(json.dumps({"now": clock.now(homes[0]).isoformat()}), "utf-8")


def resume_clock(home: Path, homes: Sequence[Path]) -> None:
    """Let the nodes' clocks go on from where they stood."""
    noted = _read(home / CLOCK).get("now")
    if isinstance(noted, str):
        clock.move_to(homes, datetime.fromisoformat(noted))


def _clear(home: Path, nodes: Sequence[Node]) -> None:
    """Take away what an earlier demo left here, and nothing else that may lie in the folder."""
    home.mkdir(parents=True, exist_ok=True)
    for name in (FACTS, CLOCK):
        (home / name).unlink(missing_ok=True)
    for folder in (COPY, "logs", *(node.name for node in nodes)):
        shutil.rmtree(home / folder, ignore_errors=True)


def _made_from() -> str:
    """A digest of everything that decides what is made: the script, the tables, the rules."""
    package = FOLDER.parent
    told = [FOLDER / name for name in MADE_BY] + [*(FOLDER / "matters").glob("*.toml")]
    told += [*package.rglob("migrations/0*.py"), *(package / "pact" / "rules").glob("*.py")]
    digest = sha256()
    for file in sorted(told):
        digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _read(file: Path) -> dict[str, object]:
    try:
        read = json.loads(file.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
