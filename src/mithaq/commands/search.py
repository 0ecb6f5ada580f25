"""Searching the national register at the keyboard: asked for as on the page, and recorded as there.

Who searches, for which case and why goes into the house log first; whom they searched for never does.
Candidates come with their bands and reasons, never with a percentage: a person decides.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mithaq.commands.environment import CommandError, start_django
from mithaq.commands.names import Commands, Options
from mithaq.commands.officer import at_the_keyboard

if TYPE_CHECKING:
    from mithaq.node.persons.linked import Linked
    from mithaq.node.persons.search import Match

PARTS = ("name", "born", "document", "at_least", "case", "reason")
NOBODY = "Nobody was found. That does not mean that the person is not wanted, or not known."


class SearchNotUnderstood(CommandError):
    """A part of the question is missing or cannot be read; nothing was searched. Facts: parts."""

    code = "commands.search-not-understood"


def add_search(commands: Commands) -> None:
    """`mithaq search NAME --case … --reason … --officer …`."""
    command = commands.add(
        "search", "who in the national register may be meant, in whatever script; it is recorded", search
    )
    command.add_argument("name", nargs="?", default="", help="a name, however it is written")
    command.add_argument("--born", default="", help="24/06/1984, 00/06/1984, 1984 or 198X")
    command.add_argument("--document", default="", help="the number of a document")
    command.add_argument("--case", required=True, help="the file this search is for, as 2026/1234")
    command.add_argument(
        "--reason", required=True, help="offence, role of the person and aim; kept in the house log"
    )
    command.add_argument(
        "--at-least",
        choices=("likely", "possible", "weak"),
        default="weak",
        help="the lowest band shown (default: weak)",
    )
    command.add_argument(
        "--officer", required=True, metavar="USERNAME", help="who acts; the password is asked for"
    )
    command.add_argument("--json", action="store_true", help="for machines")


def search(options: Options) -> int:
    """Print whom the register may know. Exit status: 0 somebody, 1 nobody.

    Raises: SearchNotUnderstood, UnknownOfficer, NotForYourFunction, ReadNotRecorded.
    """
    start_django()
    from mithaq.node import clock
    from mithaq.node.persons.forms import SearchForm
    from mithaq.node.persons.search import search as search_register
    from mithaq.node.persons.views import SEARCHERS
    from mithaq.node.safeguards.enter import check_may_enter

    form = SearchForm({part: getattr(options, part) for part in PARTS})
    if not form.is_valid():
        raise SearchNotUnderstood(parts=",".join(sorted(form.errors)).replace("__all__", "name"))
    officer = at_the_keyboard(options.officer)
    check_may_enter(officer, *SEARCHERS)
    case, reason = form.why()
    on = clock.now().date()
    found = search_register(officer, form.question(), case=case, reason=reason, on=on)
    if options.json:
        print(json.dumps([_stated(match) for match in found], ensure_ascii=False, indent=1))
    else:
        print("\n\n".join(map(_told, found)) or NOBODY)
    return 0 if found else 1


def _stated(match: Match) -> dict[str, object]:
    return {
        "person": str(match.candidate.person),
        "names": [name.text for name in match.person.names.all()],
        "births": [birth.edtf for birth in match.person.births.all()],
        "list": match.candidate.source,
        "reference": match.candidate.list_ref,
        "band": match.candidate.band,
        "others": match.candidate.others,
        "same_person": [
            {
                "person": str(each.person.pk),
                "name": each.name,
                "list": each.person.source,
                "reference": each.person.list_ref,
            }
            for each in match.linked
        ],
        "for": list(match.candidate.reasons),
        "against": list(match.candidate.against),
    }


def _told(match: Match) -> str:
    from mithaq.pact.codes import code_list

    reasons = code_list("match-reasons")
    candidate, person = match.candidate, match.person
    name, *others = [each.text for each in person.names.all()]
    lines = {
        "also": "; ".join(others),
        "born": "; ".join(birth.edtf for birth in person.births.all()),
        "list": " ".join(part for part in (candidate.source, candidate.list_ref) if part),
        "for": "; ".join(reasons.label(code, "en") for code in candidate.reasons),
        "against": "; ".join(reasons.label(code, "en") for code in candidate.against),
        "others": f"{candidate.others} of this band" if candidate.others else "",
        "same": "; ".join(map(_linked, match.linked)),
    }
    said = [f"  {what + ':':<9}{text}" for what, text in lines.items() if text]
    return "\n".join([f"{code_list('match-bands').label(candidate.band, 'en').upper()}", f"  {name}", *said])


def _linked(record: Linked) -> str:
    on = " ".join(part for part in (record.person.source, record.person.list_ref) if part)
    return f"{record.name} ({on}), held to be the same person"
