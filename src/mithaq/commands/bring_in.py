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
LINES_SAID = 20  # of refused rows, with their reasons


class FormatNotTold(CommandError):
    """The file's ending does not tell its format. Facts: ending."""

    code = "commands.format-not-told"


def bring_in(file: Path, format_name: str, *, source: str, username: str, as_json: bool) -> int:
    """Import a file. Exit status: 0 if it was read to its end; 1 if it broke off, or no row was taken in.

    Raises: FileError (nothing was changed), FormatNotTold, UnknownOfficer, NotForYourFunction.
    """
    named = format_name or BY_ENDING.get(file.suffix.lower(), "")
    if not named:
        raise FormatNotTold(ending=file.suffix[:10])
    start_django()
    from mithaq.node import clock
    from mithaq.node.persons.imports import import_file
    from mithaq.node.persons.views import IMPORTERS
    from mithaq.node.safeguards.enter import check_may_enter

    officer = at_the_keyboard(username)
    check_may_enter(officer, *IMPORTERS)
    run = import_file(file, named, officer=officer, now=clock.now(), source=source, progress=_progress)
    counts = {
        name: getattr(run, name) for name in ("added", "changed", "unchanged", "refused", "removed", "held")
    }
    if as_json:
        print(json.dumps({"run": run.pk, "state": run.state, "reason": run.reason, **counts}))
    else:
        print(f"{run.state}: " + ", ".join(f"{count} {name}" for name, count in counts.items() if count))
        _say_why(run)
    nothing_stands = run.refused and not (run.added or run.changed or run.unchanged)
    return 0 if run.state == "done" and not nothing_stands else 1


def _say_why(run: ImportRun) -> None:
    """Which lines were refused and why, as the page of the import says it; never what stood in them."""
    from mithaq.node.web.sentences import sentence

    if run.reason:
        print(sentence(run.reason, run.facts, "en"), file=sys.stderr)
    refused = run.bad_rows.filter(kept=False)
    for row in refused[:LINES_SAID]:
        print(f"line {row.line}: {sentence(row.code, row.facts, 'en')} [{row.code}]", file=sys.stderr)
    if run.refused > LINES_SAID:
        print(f"… and {run.refused - LINES_SAID} more, on the page of this import.", file=sys.stderr)


def _progress(run: ImportRun) -> None:
    if sys.stderr.isatty():
        print(f"\r{run.line} of {run.lines_total} lines", end="", file=sys.stderr, flush=True)
