"""References: what officers call a matter, `MA-INQ-2026-00012`.

The opener's code, the kind's mark, the year, and the opener's counter, which has no gaps: a number is used
only by the transaction that keeps the opening entry (D20). What a partner states is shown as it stated it,
if it has this form and no other matter has it here.
"""

import re
from collections.abc import Collection, Mapping
from datetime import datetime

from django.conf import settings

from mithaq.node.ledger.errors import Overtaken
from mithaq.node.ledger.models import Counter, Matter
from mithaq.node.statements import execute, insert, select
from mithaq.pact.ledger.entry import Entry

_FORM = re.compile(r"([A-Z][A-Z0-9-]{1,15})-([A-Z]{2,8})-(\d{4})-(\d{5,9})")


def ids_of(reference: str) -> Collection[str]:
    """The matters that bear this reference here."""
    return list(Matter.objects.filter(reference=reference).values_list("pk", flat=True))


def by_id(matters: Collection[str]) -> Mapping[str, str]:
    """The references of these matters, as far as they are here."""
    return dict(Matter.objects.filter(pk__in=matters).values_list("pk", "reference"))


def next_reference(mark: str, now: datetime) -> str:
    """The reference our next matter of this mark would have. Nothing is taken: `take_number` does that."""
    rows = select("SELECT last FROM ledger_counter WHERE mark = %s AND year = %s", mark, now.year)
    return f"{settings.AUTHORITY}-{mark}-{now.year}-{(rows[0][0] if rows else 0) + 1:05d}"


def take_number(opening: Entry) -> None:
    """Use up the number that our own opening states.

    Raises: Overtaken if another matter has taken it meanwhile.
    """
    if not opening.reference:  # a kind of another make may state none
        return
    match = _FORM.fullmatch(opening.reference)
    assert match is not None  # our own writing
    mark, year, number = match[2], int(match[3]), int(match[4])
    if number == 1:
        insert(Counter, mark=mark, year=year, last=0, or_nothing=True)
    # One statement that waits for whoever holds the row and then looks again: nobody comes in between.
    if not execute(_TAKE, number, mark, year, number - 1):
        raise Overtaken(matter=opening.id)


_TAKE = "UPDATE ledger_counter SET last = %s WHERE mark = %s AND year = %s AND last = %s"


def make_up_for(opening: Entry) -> None:
    """Count the number of an own opening that was restored: what follows it is not used twice."""
    if match := _FORM.fullmatch(opening.reference):
        mark, year, number = match[2], int(match[3]), int(match[4])
        Counter.objects.get_or_create(mark=mark, year=year, defaults={"last": 0})
        Counter.objects.filter(mark=mark, year=year, last__lt=number).update(last=number)


def shown(opening: Entry, mark: str) -> tuple[str, str]:
    """The reference of a matter on this node: as stated, or made from its id; and another if that one is
    taken.
    """
    stated = opening.reference if _FORM.fullmatch(opening.reference) else ""
    reference = stated or f"{opening.author}-{mark}-{opening.id[:8].upper()}"
    return reference, f"{reference}-{opening.id[:8].upper()}"
