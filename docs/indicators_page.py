"""The page of the reference about indicators: of every field, what its formulas are, count and leave out."""

from collections.abc import Callable, Iterable

from mithaq.pact.indicators.indicator import Indicator, indicators_of
from mithaq.pact.indicators.statistics import EVERY_FIELD
from mithaq.pact.rules.kind import Kind

HEAD = """# Indicators

What matters add up to, in a half-year or a year, whole and by authority. A node shows those of a field on the
page of its indicators, over the matters an officer may open; the evaluation shows all, over every matter.
What a formula sees in a matter is kept when the matter is read, and added up: no page opens one to count it.
"""
COLUMNS = ["Indicator", "In", "Formula", "What is counted", "What is left out"]


def page(kinds: Iterable[Kind], table: Callable[[list[str], Iterable[list[str]]], str]) -> str:
    """The page."""
    parts = [HEAD, "## Every field\n", table(COLUMNS, map(_row, indicators_of(EVERY_FIELD)))]
    for kind in kinds:
        if own := indicators_of(kind.name):
            parts += [
                f"## {kind.plural.en[:1].upper()}{kind.plural.en[1:]}\n",
                table(COLUMNS, map(_row, own)),
            ]
    return "\n".join(parts)


def _row(each: Indicator) -> list[str]:
    said = (each.formula.en, each.counts.en, each.leaves_out.en)
    return [f"{each.words.en} (`{each.name}`)", each.unit.value, *said]
