"""Achievement: how much of the way from baseline to target was gone.

(actual − baseline) ÷ (target − baseline), so that what should fall is read like what should rise. Where nothing was targeted, or
target and baseline are the same, there was no way to go and nothing is measured. A baseline nobody stated is zero.

Source: joint roadmap (domain file M1), indicator_achievement: capped shown and raw; target = baseline is not applicable.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from mithaq.pact.indicators.gathered import Gathered, How, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.indicators.verified_share import last_figure
from mithaq.pact.rules.fields import DECIMAL
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

ZERO, WHOLE = Decimal(0), Decimal(100)


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
    """What was gone of the way in the last period of each indicator, capped at the whole; as it stands."""
    for _, item in case.state.created(("propose-indicator",)):
        by, way = _gone(case.state, item) if item.stage == "agreed" else ("", None)
        yield Seen(by, None, float(min(max(way, 0), 100)) if way is not None else None)


def _gone(state: State, indicator: Item) -> tuple[str, int | None]:
    last = last_figure(state, indicator)
    told = last.latest("state-actual") if last else None
    if last is None or told is None:
        return "", None
    aimed = figure(last.entries[0].says.get("target"))
    baseline = figure(indicator.entries[0].says.get("baseline"))
    return last.holder, achieved(baseline, aimed, figure(told.says.get("actual")))


INDICATOR = enter(Indicator(
    "plan-achievement", "plan", Unit.PERCENT,
    W("نسبة بلوغ الأهداف", "atteinte des cibles", "achievement of targets"),
    W("متوسط (المحقق − المرجعي) ÷ (المستهدف − المرجعي)، بحد أقصى 100%", "moyenne de (réalisé − référence) ÷ (cible − référence), plafonnée à 100 %", "mean of (actual − baseline) ÷ (target − baseline), capped at 100%"),
    W("آخر فترة لها قيمة محققة لكل مؤشر", "la dernière période chiffrée de chaque indicateur", "the last period with a figure, of each indicator"),
    W("ما لا هدف له أو لا قيمة له، أو هدفه هو قيمته المرجعية", "ce qui est sans cible ou sans chiffre, ou dont la cible est la référence", "what has no target or no figure, or whose target is its baseline"),
    Gathered(gone, How.MEAN),
))  # fmt: skip
