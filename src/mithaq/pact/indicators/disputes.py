"""Disputes: articles that have been in dispute for more than fifteen days.

Source: bilingual instruments (domain file M2): disputed_articles open > 15 d.
"""

from collections.abc import Sequence
from datetime import UTC, timedelta

from mithaq.pact.indicators.indicator import Case, Figure, Indicator, Period, Unit, enter
from mithaq.pact.rules.state import Item
from mithaq.pact.rules.words import W

LONG = timedelta(days=15)
BEGINS = ("dispute-article", "edit-article", "add-article")


def measure(cases: Sequence[Case], period: Period) -> Figure:
    """As it stands today; a dispute of fifteen days or less is left out."""
    disputed = [
        item for case in cases for item in case.state.items("article").values() if item.stage == "disputed"
    ]
    long = [item for item in disputed if _is_long(item, period)]
    return Figure(float(len(long)), len(disputed), len(disputed) - len(long))


def _is_long(item: Item, period: Period) -> bool:
    """Since what was last said of it that made or kept it disputed."""
    last = item.latest(*BEGINS) or item.latest()
    return last is not None and period.today - last.at.astimezone(UTC).date() > LONG


INDICATOR = enter(Indicator(
    "instrument-disputes", "instrument", Unit.NUMBER,
    W("مواد محل خلاف منذ أكثر من 15 يوما", "articles en discussion depuis plus de 15 jours", "articles in dispute for more than 15 days"),
    W("عدد المواد محل الخلاف التي مر على آخر ما قيل فيها أكثر من 15 يوما", "nombre d’articles en discussion dont la dernière prise de position a plus de 15 jours", "number of disputed articles of which the last position is older than 15 days"),
    W("المواد محل الخلاف اليوم", "les articles en discussion aujourd’hui", "articles in dispute today"),
    W("الخلافات التي لم تتجاوز 15 يوما", "les discussions de 15 jours au plus", "disputes of 15 days or less"),
    measure,
))  # fmt: skip
