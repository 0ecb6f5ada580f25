"""Which functions exclude each other, who holds them today, and what comes with them.

The words are the code list `functions`; here stands only what the node makes of them:
who never reads content, who needs a second factor, what a deputy does not inherit.

Source: common.md 2.3, separation rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mithaq.node import clock
from mithaq.node.statements import marks, select
from mithaq.pact.codes import code_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mithaq.node.officers.models import Officer

ADMINISTRATOR = "administrator"
APPROVER = "approver"
AUDITOR = "auditor"
DPO = "dpo"
DUTY_OFFICER = "duty-officer"
HEAD_OF_SERVICE = "head-of-service"
LEGAL_ADVISER = "legal-adviser"
RIGHTS_REVIEWER = "rights-reviewer"

# Who works on matters; the others look after words, rights, logs or the machine.
CASEWORK = frozenset(code_list("functions").values) - {
    ADMINISTRATOR,
    AUDITOR,
    DPO,
    RIGHTS_REVIEWER,
    "translator",
}
# They look after the machine or the logs; what matters say is none of their business.
NEVER_READS_CONTENT = frozenset({ADMINISTRATOR, AUDITOR})
# Whoever controls is not controlled by themselves. `*`: goes with no other function.
EXCLUDES = {
    ADMINISTRATOR: frozenset({"*"}),
    AUDITOR: frozenset({"*"}),
    DPO: frozenset({APPROVER, DUTY_OFFICER}),
}
# A deputy stands in for casework, not for control.
NOT_DELEGATED = frozenset({ADMINISTRATOR, AUDITOR, DPO})
NEEDS_SECOND_FACTOR = frozenset({ADMINISTRATOR, APPROVER, AUDITOR, DPO, LEGAL_ADVISER, RIGHTS_REVIEWER})

FINDINGS = [("justified", _("justified")), ("not-justified", _("not justified"))]


def excluded_together(functions: Iterable[str]) -> tuple[str, str] | None:
    """Two of these functions that one person may not hold together, or None."""
    held = frozenset(functions)
    for one in sorted(held):
        excludes = EXCLUDES.get(one, frozenset())
        others = held - {one}
        clash = others if "*" in excludes else others & excludes
        if clash:
            return one, min(clash)
    return None


def functions_held(officer: Officer) -> frozenset[str]:
    """What this officer holds today: their own functions, and those of whom they stand in for.

    What would clash with their own is not lent: an auditor never becomes a caseworker.
    """
    own = frozenset(function for (function,) in select(_OWN, officer.pk))
    if own & NEVER_READS_CONTENT:
        return own
    today = clock.now().date().isoformat()
    lent = {function for (function,) in select(_LENT, officer.pk, today, today)}
    return own | {each for each in lent if each not in NOT_DELEGATED and not excluded_together(own | {each})}


# Asked at every page and every step, hence the statements made once.
_OWN = "SELECT function FROM officers_officerfunction WHERE officer_id = %s"
_LENT = (
    "SELECT held.function FROM officers_absence away "
    "JOIN officers_officerfunction held ON held.officer_id = away.officer_id "
    "WHERE away.deputy_id = %s AND away.from_on <= %s AND away.until_on >= %s"
)


def kinds_watched(officer: Officer) -> frozenset[str]:
    """The kinds of which what this officer holds today shows every matter; `*` is all of them."""
    held = sorted(officer.held)
    rows = select(_WATCHED.format(marks=marks(held)), *held) if held else []
    return frozenset(kind for (kind,) in rows)


_WATCHED = "SELECT kind FROM officers_watch WHERE function IN ({marks})"  # asked at every step


def stands_in_for(officer: Officer) -> list[int]:
    """The absent officers whose matters this one sees today."""
    today = clock.now().date().isoformat()
    return [away for (away,) in select(_AWAY, officer.pk, today, today)]


_AWAY = "SELECT officer_id FROM officers_absence WHERE deputy_id = %s AND from_on <= %s AND until_on >= %s"
