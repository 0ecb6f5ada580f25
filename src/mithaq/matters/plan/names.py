"""Names: what the parts of a plan are called that have no title of their own: a period, a dependency."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from mithaq.node.web import dates
from mithaq.pact.rules.fields import is_day


def period_name(first: date, last: date, language: str) -> str:
    """A period as people call it: a year, a month, or from which month to which."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    begins, ends = (dates.day(each, language, "MMM y") for each in (first, last))
    return begins if begins == ends else f"{begins} – {ends}"


def untitled(says: Mapping[str, object], title_of: Callable[[str], str], language: str) -> str:
    """What a part without a title is called, from what it says: "" for one that says nothing of the kind."""
    if indicator := str(says.get("indicator", "")):
        first, last = str(says.get("starts_on", "")), str(says.get("ends_on", ""))
        dated = is_day(first) and is_day(last)
        days = period_name(date.fromisoformat(first), date.fromisoformat(last), language) if dated else ""
        return " · ".join(part for part in (title_of(indicator), days) if part)
    if says.get("first") and says.get("then"):
        arrow = "←" if language == "ar" else "→"
        return f"{title_of(str(says['first']))} {arrow} {title_of(str(says['then']))}"
    return ""
