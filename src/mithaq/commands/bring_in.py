"""Bringing a list of persons into the national register, with progress; a run that was cut goes on."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mithaq.commands.environment import CommandError, start_django
from mithaq.commands.officer import at_the_keyboard

if TYPE_CHECKING:
    from mithaq.node.persons.models import ImportRun

BY_ENDING = {".csv": "csv", ".xml": "un", ".json": "ftm", ".jsonl": "ftm", ".ndjson": "ftm", ".ftm": "ftm"}


class FormatNotTold(CommandError):
    """The file's ending does not tell its format. Facts: ending."""

    code = "commands.format-not-told"


def bring_in(file: Path, format_name: str, *, source: str, username: str, as_json: bool) -> int:
    """Import a file. Exit status: 0 if it was read to its end, 1 if it broke off in the middle.

    Raises: FileError (nothing was changed), FormatNotTold, UnknownOfficer.
    """
    named = format_name or BY_ENDING.get(file.suffix.lower(), "")
    if not named:
        raise FormatNotTold(ending=file.suffix[:10])
    start_django()
    from mithaq.node import clock
    from mithaq.node.persons.imports import import_file

    officer = at_the_keyboard(username)
    run = import_file(file, named, officer=officer, now=clock.now(), source=source, progress=_progress)
    counts = {
        name: getattr(run, name) for name in ("added", "changed", "unchanged", "refused", "removed", "held")
    }
    if as_json:
        print(json.dumps({"run": run.pk, "state": run.state, "reason": run.reason, **counts}))
    else:
        print(f"{run.state}: " + ", ".join(f"{count} {name}" for name, count in counts.items() if count))
    return 0 if run.state == "done" else 1


def _progress(run: ImportRun) -> None:
    if sys.stderr.isatty():
        print(f"\r{run.line} of {run.lines_total} lines", end="", file=sys.stderr, flush=True)
