"""Which functions exist, which exclude each other, and who holds them today.

The words are the code list `functions`; here stands only what the node makes of them:
who never reads content, who needs a second factor, what a deputy does not inherit.

Source: common.md 2.3, separation rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from mithaq.node import clock

if TYPE_CHECKING:
    from datetime import date

    from mithaq.node.officers.models import Officer

ADMINISTRATOR = "administrator"
APPROVER = "approver"
AUDITOR = "auditor"
DPO = "dpo"
DUTY_OFFICER = "duty-officer"
LEGAL_ADVISER = "legal-adviser"
RIGHTS_REVIEWER = "rights-reviewer"

# They look after the machine or the logs; what matters say is none of their business.
NEVER_READS_CONTENT = frozenset({ADMINISTRATOR, AUDITOR})
# Whoever controls may not be controlled by themselves.
EXCLUDES = {
    ADMINISTRATOR: frozenset({"*"}),
    AUDITOR: frozenset({"*"}),
    DPO: frozenset({APPROVER, DUTY_OFFICER}),
}
# A deputy stands in for casework, not for control.
NOT_DELEGATED = frozenset({ADMINISTRATOR, AUDITOR, DPO})
NEEDS_SECOND_FACTOR = frozenset(
    {ADMINISTRATOR, APPROVER, AUDITOR, DPO, LEGAL_ADVISER, RIGHTS_REVIEWER}
)

FINDINGS = [("justified", _("justified")), ("not-justified", _("not justified"))]


def excluded_together(functions: frozenset[str]) -> tuple[str, str] | None:
    """Two of these functions that one person may not hold together, or None."""
    for one in sorted(functions):
        excludes = EXCLUDES.get(one, frozenset())
        others = functions - {one}
        clash = others if "*" in excludes else others & excludes
        if clash:
            return one, min(clash)
    return None


def functions_held(officer: Officer, on: date | None = None) -> frozenset[str]:
    """What this officer holds on a day: their own functions, and those of whom they stand in for.

    Someone who looks after the machine or the logs never stands in for casework.
    """
    own = frozenset(officer.functions.values_list("function", flat=True))
    if own & NEVER_READS_CONTENT:
        return own
    day = on or clock.now().date()
    lent = (
        officer.stands_in.filter(from_on__lte=day, until_on__gte=day)
        .exclude(officer__functions__function__in=NEVER_READS_CONTENT)
        .values_list("officer__functions__function", flat=True)
    )
    return own | (frozenset(function for function in lent if function) - NOT_DELEGATED)


def stands_in_for(officer: Officer, on: date | None = None) -> list[int]:
    """The officers whose matters this one sees today as well: the absent ones."""
    day = on or clock.now().date()
    return list(
        officer.stands_in.filter(from_on__lte=day, until_on__gte=day).values_list(
            "officer_id", flat=True
        )
    )
