"""Verified share: indicators of the plan whose last figure the other side has verified.

Source: joint roadmap (domain file M1): verified_share = indicators with verified_by_other_party ÷ all.
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W


def verified(case: Case) -> Iterator[Seen]:
    """Each indicator, as it stands, by the authority that counts. One without a figure is not verified."""
    for _, item in case.state.created(("propose-indicator",)):
        if item.stage != "agreed":
            yield Seen("", None, None)
            continue
        last = last_figure(case.state, item)
        is_verified = last is not None and last.stage == "checked"
        yield Seen(last.holder if last else item.creator, None, float(is_verified))


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
    Gathered(verified),
))  # fmt: skip
