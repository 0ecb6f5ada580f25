"""Comparing the register in bulk from the terminal, with progress; a run that was cut goes on."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from mithaq.commands.environment import start_django
from mithaq.commands.officer import at_the_keyboard
from mithaq.commands.search import SearchNotUnderstood

if TYPE_CHECKING:
    from mithaq.commands.names import Commands, Options
    from mithaq.node.persons.models import Comparison

WAYS = ("sought", "records", "duplicates")


def add(commands: Commands) -> None:
    """The command and its options."""
    told = "compare the register in bulk: with persons sought, and with itself"
    options = commands.add("compare", told, run)
    options.add_argument("--only", choices=WAYS, default="", help="in this way alone")
    options.add_argument("--reason", required=True, help="why; kept in the house log")
    options.add_argument(
        "--officer", required=True, metavar="USERNAME", help="who acts; the password is asked for"
    )
    options.add_argument("--processes", type=int, help="default: half as many as there are processors")
    options.add_argument("--json", action="store_true", help="for machines")


def run(options: Options) -> int:
    """Compare in every way, or in one, and say how many pairs are to be looked at.

    Raises: SearchNotUnderstood, UnknownOfficer, NotForYourFunction.
    """
    start_django()
    from mithaq.node import clock
    from mithaq.node.persons.compare import begin, go_on
    from mithaq.node.persons.likeness_forms import CompareForm
    from mithaq.node.persons.views import IMPORTERS
    from mithaq.node.safeguards.enter import check_may_enter

    form = CompareForm({"way": options.only, "reason": options.reason})
    if not form.is_valid():
        raise SearchNotUnderstood(parts=",".join(sorted(form.errors)))
    officer = at_the_keyboard(options.officer)
    check_may_enter(officer, *IMPORTERS)
    for way in form.ways():
        begun = begin(way, officer=officer, reason=form.cleaned_data["reason"], now=clock.now())
        done = go_on(begun, now=clock.now(), processes=options.processes, progress=_progress, wait=True)
        counts = {"compared": done.looked_at, "found": done.found}
        if options.json:
            print(json.dumps({"run": done.pk, "way": way, "state": done.state, **counts}))
        else:
            print(f"{way}: {done.looked_at} compared, {done.found} new to look at")
    return 0


def _progress(run: Comparison) -> None:
    if sys.stderr.isatty():
        print(f"\r{run.way}: {run.looked_at} of {run.whole}", end="", file=sys.stderr, flush=True)
