"""Achievement: how much of the way from baseline to target was gone.

(actual − baseline) ÷ (target − baseline), so that what should fall is read like what should rise. Where nothing was targeted, or
target and baseline are the same, there was no way to go and nothing is measured. A baseline nobody stated is zero.

Source: joint roadmap (domain file M1), indicator_achievement: capped shown and raw; target = baseline is not applicable.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from mithaq.pact.indicators.gathered import Gathered, How, Row, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Period, Unit, enter
from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.fields import DECIMAL, is_day
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

ZERO, WHOLE = Decimal(0), Decimal(100)
ALWAYS = ""  # from the beginning, or for good


def achieved(baseline: Decimal | None, target: Decimal | None, actual: Decimal | None) -> int | None:
    """How much of the way was gone; None where there was no way to go, or no figure.

    Units: percent, whole; below 0 or above 100 as it came out.
    """
    begun = baseline if baseline is not None else ZERO
    if target is None or actual is None or target == begun:
        return None
    return int(((actual - begun) / (target - begun) * WHOLE).quantize(Decimal(1), ROUND_HALF_UP))


def figure(value: object) -> Decimal | None:
    """A figure as it was stated; None for what is none."""
    return Decimal(str(value)) if value not in (None, "") and DECIMAL.fullmatch(str(value)) else None


def gone(case: Case) -> Iterator[Seen]:
    """What was gone of the way of each indicator, capped at the whole: one for each day from which another figure was
    the last, about the day from which it is and that from which it is no more ("": always).
    """
    for _, item in case.state.created(("propose-indicator",)):
        if item.stage != "agreed":
            yield Seen("", None, None, about=f"{ALWAYS}/{ALWAYS}")
            continue
        told = sorted(_figures(case.state, item), key=lambda each: each.order)
        days = sorted({each.day for each in told})
        for since, until in pairwise([ALWAYS, *days, ALWAYS]):
            last = next((each for each in reversed(told) if each.day <= since), None)
            way = last.way(item) if last else None
            capped = float(min(max(way, 0), 100)) if way is not None else None
            yield Seen(last.by if last else "", None, capped, about=f"{since}/{until}")


def by_then(row: Row, period: Period) -> Row | None:
    """What had been gone by the end of the period, or by today: of the rows of one indicator, one was seen by then."""
    since, _, until = row.about.partition("/")
    known = min(period.last, period.today).isoformat()
    return row if since <= known and (not until or known < until) else None


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure that was stated of a target. `order`: the last period counts, and in it what was said last."""

    target: Item
    stated: Entry
    place: int

    @property
    def by(self) -> str:
        return self.target.holder

    @property
    def order(self) -> tuple[str, str, int]:
        return str(self.target.entries[0].says.get("ends_on", "")), self.target.key, self.place

    @property
    def day(self) -> str:
        """By which day that was reached: the last of its period, or earlier, when it was stated."""
        ends_on, stated_on = self.order[0], self.stated.at.astimezone(UTC).date().isoformat()
        return min(ends_on, stated_on) if is_day(ends_on) else stated_on

    def way(self, indicator: Item) -> int | None:
        baseline = figure(indicator.entries[0].says.get("baseline"))
        aimed = figure(self.target.entries[0].says.get("target"))
        return achieved(baseline, aimed, figure(self.stated.says.get("actual")))


def _figures(state: State, indicator: Item) -> Iterator[_Figure]:
    for _, item in state.naming(indicator.key):
        if item.created_by == "propose-target" and not roadmap.is_over(item):
            for place, entry in enumerate(item.all("state-actual")):
                yield _Figure(item, entry, place)


INDICATOR = enter(Indicator(
    "plan-achievement", "plan", Unit.PERCENT,
    W("نسبة بلوغ الأهداف", "atteinte des cibles", "achievement of targets"),
    W("متوسط (المحقق − المرجعي) ÷ (المستهدف − المرجعي)، بحد أقصى 100%", "moyenne de (réalisé − référence) ÷ (cible − référence), plafonnée à 100 %", "mean of (actual − baseline) ÷ (target − baseline), capped at 100%"),
    W("آخر قيمة محققة لكل مؤشر إلى نهاية الفترة", "le dernier chiffre de chaque indicateur à la fin de la période", "the last figure of each indicator by the end of the period"),
    W("ما لا هدف له أو لا قيمة له بعد، أو هدفه هو قيمته المرجعية", "ce qui est sans cible ou encore sans chiffre, ou dont la cible est la référence", "what has no target or no figure yet, or whose target is its baseline"),
    Gathered(gone, How.MEAN, stands=by_then),
))  # fmt: skip
