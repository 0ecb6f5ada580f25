"""Concordance: articles whose languages every party has confirmed to say the same.

Source: bilingual instruments (domain file M2): concordance_rate = MATCHED ÷ all.
"""

from collections.abc import Sequence

from mithaq.pact.indicators.indicator import Case, Figure, Indicator, Period, Unit, enter, share
from mithaq.pact.rules.words import W


def measure(cases: Sequence[Case], period: Period) -> Figure:  # noqa: ARG001 (every formula is asked alike)
    """As it stands today, over texts that were not given up."""
    live = [case for case in cases if case.state.stage != "abandoned"]
    stages = [item.stage for case in live for item in case.state.items("article").values()]
    counted = [stage for stage in stages if stage != "removed"]
    told = share(("", stage == "matched") for stage in counted)
    return Figure(told.value, told.counted, len(stages) - len(counted))


INDICATOR = enter(Indicator(
    "instrument-concordance", "instrument", Unit.PERCENT,
    W("نسبة المواد المتطابقة", "taux de concordance", "rate of concordance"),
    W("المواد المتطابقة ÷ جميع المواد", "articles concordants ÷ tous les articles", "matched articles ÷ all articles"),
    W("مواد النصوص غير المتخلى عنها", "les articles des textes non abandonnés", "articles of texts that were not given up"),
    W("المواد المحذوفة", "les articles supprimés", "articles that were removed"),
    measure,
))  # fmt: skip
