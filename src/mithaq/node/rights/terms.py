"""Terms: by when a person is owed an answer, counted in months from the day the request came.

A month ends on the day of the same number, or on its last day where it has none such. How many months is for
the law of the authority: a node sets it.

Source: Regulation (EEC, Euratom) No 1182/71, article 3(2)(c); Directive (EU) 2016/680, article 12(3);
Morocco, law 09-08, articles 7 and 8; France, law 78-17, articles 104 and 105 (to be reviewed).
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.conf import settings


def after_months(day: date, months: int) -> date:
    """The day so many months later: 31 January and one month is the last of February."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def due_on(received_on: date, *, extended: bool = False) -> date:
    """By when an answer is owed."""
    more = settings.ANSWER_EXTENSION_MONTHS if extended else 0
    return after_months(received_on, settings.ANSWER_MONTHS + more)
