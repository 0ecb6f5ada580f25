"""Incoming: what a table would propose to a plan, and what stands in the way, line by line.

A line names an axis, an objective, an action and what it yields. What the plan has already is left alone;
what has no place yet (an action whose objective nobody has stated) waits until the same table is brought
again. Nothing is stated here: proposals become drafts, and leave as any other, by the act of two persons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings

from mithaq.matters.plan.sheet import Line
from mithaq.matters.plan.shown import KIND, PlanShown
from mithaq.node.ledger import drafts
from mithaq.node.ledger.act import Act
from mithaq.node.officers.models import Officer
from mithaq.node.safeguards.text import plain_digits
from mithaq.node.web.authorities import known
from mithaq.node.web.idents import language
from mithaq.pact.codes import code_list
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.fields import check_values, is_day
from mithaq.pact.rules.kind import Saying
from mithaq.pact.rules.terms import NO_TERMS
from mithaq.pact.rules.words import LANGUAGES

NEW, THERE, PREPARED, WAITS, WRONG = "new", "there", "prepared", "waits", "wrong"
NO_SUCH_DAY, DAY_OTHERWISE = "rules.no-such-day", "plan.day-otherwise"
DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
ABSENT = "0" * 64  # stands for an id nobody has given yet
# The part above each, and the field that names it.
ABOVE = {"propose-objective": "axis", "propose-action": "objective", "propose-deliverable": "action"}
MOST_DELIVERABLES = 10
SAID_ONCE = frozenset({"propose-action", "propose-deliverable"})


Key = tuple[str, ...]
"""Which part it is: the step that creates it, then what it and all above it are called."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A part that a line would propose. `status`: new, there, prepared, waits for the part above it, or
    wrong.
    """

    line: int
    key: Key
    called: str
    values: Mapping[str, Any] = field(repr=False)
    status: str = NEW
    problems: tuple[Problem, ...] = ()

    @property
    def step(self) -> str:
        return self.key[0]


def wishes(plan: PlanShown, lines: Iterable[Line], *, now: datetime) -> list[Wish]:
    """Everything the lines would propose, each part once, those above before those below."""
    return list(_Reading(plan, now).wishes(lines))


def prepare(found: Iterable[Wish], plan: PlanShown, officer: Officer, *, now: datetime) -> int:
    """Make a draft of each new part and hand it to a second person; how many.

    Raises: NotYours, NotYourMatter, and whatever `judge` refuses.
    """
    count = 0
    for wish in found:
        if wish.status == NEW:
            act = Act(KIND, wish.step, wish.values, matter=plan.matter.id)
            draft = drafts.begin(act, officer=officer, now=now)
            drafts.submit(draft, officer=officer, now=now)
            count += 1
    return count


class _Reading:
    """Lines while they are read: what the plan and the officer's drafts hold, and what was wished."""

    def __init__(self, plan: PlanShown, now: datetime) -> None:
        self.plan, self.now = plan, now
        self.there = dict(_there(plan))
        self.prepared = set(_prepared(plan))
        self.seen: dict[Key, Wish] = {}

    def wishes(self, lines: Iterable[Line]) -> Iterator[Wish]:
        for line in lines:
            for wish in self._of(line):
                earlier = self.seen.setdefault(wish.key, wish)
                if earlier is wish:
                    yield wish
                elif earlier.values != wish.values and wish.step in SAID_ONCE:
                    twice = Problem("plan.twice-in-the-table", facts={"line": str(earlier.line)})
                    yield replace(wish, status=WRONG, problems=(twice,))

    def _of(self, line: Line) -> Iterator[Wish]:
        cells = line.cells
        lead = _authority(cells.get("lead", ""))
        yield (axis := self._axis(line))
        titles = {f"title_{each}": cells.get(f"objective_{each}", "") for each in LANGUAGES}
        yield (objective := self._below(line, "propose-objective", axis.key, titles))
        yield (action := self._below(line, "propose-action", objective.key, _of_action(cells, lead)))
        for each in _deliverables(cells.get("deliverables", "")):
            yield self._below(line, "propose-deliverable", action.key, {**each, "lead": lead})

    def _axis(self, line: Line) -> Wish:
        code = _code("axes", line.cells.get("axis", ""))
        listed = code_list("axes").codes
        labels = listed[code].labels if code in listed else {}
        titles = {f"title_{each}": labels.get(each, "") for each in LANGUAGES}
        called = labels.get(language(), code)
        return self._wish(line, ("propose-axis", code), called, {"axis": code, **titles})

    def _below(self, line: Line, step: str, above: Key, values: Mapping[str, Any]) -> Wish:
        """A part under another: it has a place once the part above is in the plan."""
        named = str(values.get("title_fr") or values.get("title_ar") or "")
        called = str(values.get(f"title_{language()}") or named)
        values = {ABOVE[step]: self.there.get(above, ABSENT), **values}
        return self._wish(line, (step, *above[1:], _folded(named)), called, values)

    def _wish(self, line: Line, key: Key, called: str, values: Mapping[str, Any]) -> Wish:
        said = {name: value for name, value in values.items() if value != ""}
        if key in self.there:
            return Wish(line.number, key, called, said, THERE)
        if (key[0], _folded(str(said.get("title_fr", "")))) in self.prepared:
            return Wish(line.number, key, called, said, PREPARED)
        problems = tuple(self._problems(key[0], said))
        if any(not problem.soft for problem in problems):
            return Wish(line.number, key, called, said, WRONG, problems)
        waits = ABSENT in said.values()
        return Wish(line.number, key, called, said, WAITS if waits else NEW, problems)

    def _problems(self, step: str, values: Mapping[str, Any]) -> Iterator[Problem]:
        """What the rules say of it; of what names a part that is not there yet, as if it were."""
        declared = self.plan.kind.step(step)
        assert declared is not None
        wrong = [_otherwise(each, values) for each in check_values(declared.asked_fields, values)]
        yield from wrong
        if any(each.code in (NO_SUCH_DAY, DAY_OTHERWISE) for each in wrong):
            return  # nothing can be compared with a day that is none
        public = {each.name for each in declared.public_fields}
        says = {name: value for name, value in values.items() if name in public}
        body = {name: value for name, value in values.items() if name not in public}
        saying = Saying(settings.AUTHORITY, says, body, self.plan.state, NO_TERMS, self.now)
        for check in declared.checks:
            yield from check(saying)


def _otherwise(problem: Problem, values: Mapping[str, Any]) -> Problem:
    """Of a day written as people write days: how it is to be written."""
    written = str(values.get(problem.path[0], "")) if problem.path else ""
    read = DAY_FIRST.fullmatch(written.strip())
    if problem.code != NO_SUCH_DAY or read is None:
        return problem
    meant = "-".join((read["year"], read["month"].zfill(2), read["day"].zfill(2)))
    return replace(problem, code=DAY_OTHERWISE, facts={"typed": meant}) if is_day(meant) else problem


def _of_action(cells: Mapping[str, str], lead: str) -> dict[str, Any]:
    return {
        **{f"title_{each}": cells.get(f"title_{each}", "") for each in LANGUAGES},
        "sort": _code("action-types", cells.get("sort", "")),
        "lead": lead,
        "co_lead": _authority(cells.get("co_lead", "")),
        "starts_on": plain_digits(cells.get("starts_on", "")),
        "ends_on": plain_digits(cells.get("ends_on", "")),
    }


def _deliverables(cell: str) -> Iterator[dict[str, Any]]:
    """What an action yields, as the template writes it: `Arabic | French | 2026-12-01`, one after the other
    with `;`.
    """
    for part in [each for each in cell.replace("\n", ";").split(";") if each.strip()][:MOST_DELIVERABLES]:
        arabic, french, due = (*(each.strip() for each in part.split("|")), "", "", "")[:3]
        yield {"title_ar": arabic, "title_fr": french, "due_on": plain_digits(due)}


def _there(plan: PlanShown) -> Iterator[tuple[Key, str]]:
    """The parts that the plan has, proposed or agreed, and the id of each."""
    keys: dict[str, Key] = {}
    for item in plan.created("propose-axis"):
        keys[item.key] = ("propose-axis", str(item.entries[0].says.get("axis", "")))
    for step, above in ABOVE.items():
        for item in plan.created(step):
            parent = keys.get(str(item.entries[0].says.get(above, "")))
            if parent is not None:
                names = plan.names.get(item.key, {})
                keys[item.key] = (step, *parent[1:], _folded(names.get("fr") or names.get("ar") or ""))
    yield from ((key, part) for part, key in keys.items())


def _prepared(plan: PlanShown) -> Iterator[tuple[str, str]]:
    """What this officer has in hand already: the step, and what the part is called."""
    for draft in drafts.drafts_of(plan.officer).filter(kind=KIND, matter=plan.matter.id):
        yield draft.step, _folded(str(drafts.content(draft).act.values.get("title_fr", "")))


def _code(name: str, cell: str) -> str:
    """The code of a list that a cell means: itself, or what it is called in any language."""
    wanted = _folded(cell)
    for code, listed in code_list(name).codes.items():
        if wanted in (_folded(code), *(_folded(label) for label in listed.labels.values())):
            return code
    return cell.strip()


def _authority(cell: str) -> str:
    """The code of an authority that a cell means: itself, or its name in any language."""
    wanted = _folded(cell)
    for code, each in known().items():
        if wanted and wanted in (_folded(code), *(_folded(each.words.say(tongue)) for tongue in LANGUAGES)):
            return code
    return cell.strip()


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())
