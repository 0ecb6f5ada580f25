"""Concordance: articles whose languages every party has confirmed to say the same.

Source: bilingual instruments (domain file M2): concordance_rate = MATCHED ÷ all.
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules.words import W


def matched(case: Case) -> Iterator[Seen]:
    """Each article, as it stands, of a text that was not given up."""
    if case.state.stage != "abandoned":
        for item in case.state.items("article").values():
            yield Seen("", None, float(item.stage == "matched") if item.stage != "removed" else None)


INDICATOR = enter(Indicator(
    "instrument-concordance", "instrument", Unit.PERCENT,
    W("نسبة المواد المتطابقة", "taux de concordance", "rate of concordance"),
    W("المواد المتطابقة ÷ جميع المواد", "articles concordants ÷ tous les articles", "matched articles ÷ all articles"),
    W("مواد النصوص غير المتخلى عنها", "les articles des textes non abandonnés", "articles of texts that were not given up"),
    W("المواد المحذوفة", "les articles supprimés", "articles that were removed"),
    Gathered(matched),
))  # fmt: skip
