"""Verified share: indicators of the plan whose last figure the other side has verified.

Source: joint roadmap (domain file M1): verified_share = indicators with verified_by_other_party ÷ all.
"""

from collections.abc import Iterator, Sequence

from mithaq.pact.indicators.indicator import Case, Figure, Indicator, Period, Unit, enter, share
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W


def measure(cases: Sequence[Case], period: Period) -> Figure:  # noqa: ARG001 (every formula is asked alike)
    """By the authority that counts. An indicator without a figure is not verified."""
    every = [(case.state, item) for case in cases for _, item in case.state.created(("propose-indicator",))]
    live = [(state, item) for state, item in every if item.stage == "agreed"]
    return share(_verified(live), len(every) - len(live))


def _verified(live: Sequence[tuple[State, Item]]) -> Iterator[tuple[str, bool]]:
    for state, indicator in live:
        last = last_figure(state, indicator)
        yield last.holder if last else indicator.creator, last is not None and last.stage == "checked"


def last_figure(state: State, indicator: Item) -> Item | None:
    """The last period of an indicator of which an actual was stated."""
    of_it = (item for _, item in state.naming(indicator.key) if item.created_by == "propose-target")
    stated = [item for item in of_it if not roadmap.is_over(item) and item.latest("state-actual")]
    return max(
        stated, key=lambda item: (str(item.entries[0].says.get("ends_on", "")), item.key), default=None
    )


INDICATOR = enter(Indicator(
    "plan-verified-share", "plan", Unit.PERCENT,
    W("مؤشرات تم التحقق منها", "indicateurs vérifiés", "indicators verified"),
    W("المؤشرات التي تحقق الطرف الآخر من آخر قيمة لها ÷ جميع المؤشرات", "indicateurs dont l’autre partie a vérifié le dernier chiffre ÷ tous les indicateurs", "indicators whose last figure another party has verified ÷ all indicators"),
    W("مؤشرات المخطط المتفق عليها", "les indicateurs convenus du plan", "agreed indicators of the plan"),
    W("المؤشرات غير المتفق عليها أو المتخلى عنها", "les indicateurs non convenus ou abandonnés", "indicators not agreed, or dropped"),
    measure,
))  # fmt: skip
