"""Retention: when it is asked whether what a concluded matter holds is still needed, and how long an answer stands.

An agreement sets the span (`review_after`); where none is set it is that of the agreement's own form. Whatever was agreed, the
first review comes within six months, and an answer never stands longer than the first span. Nothing here erases: who looks
decides.

Source: Directive (EU) 2023/977, article 16(3) and (4); Directive (EU) 2016/680, article 5.
"""

from datetime import date, datetime, timedelta

from mithaq.pact.rules.terms import Terms

TERM = "review_after"
USUAL = timedelta(days=180)  # as the form of an agreement suggests
LONGEST = timedelta(days=181)  # no six months of the calendar are shorter

NEEDED, RESTRICTED, NOT_NEEDED = "needed", "restricted", "not-needed"  # of the code list `retention-outcomes`


def span(terms: Terms) -> timedelta:
    """How long after a matter on these terms was concluded it is reviewed, and how long an answer stands at most.

    Units: at least a minute, at most 181 days.
    """
    return min(terms.duration(TERM) or USUAL, LONGEST)


def latest_next(now: datetime, standing_for: timedelta) -> date:
    """The last day on which the next review may be set by one that is made now."""
    return (now + standing_for).date()
