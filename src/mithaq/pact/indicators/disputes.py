"""Disputes: articles that have been in dispute for more than fifteen days.

Source: bilingual instruments (domain file M2): disputed_articles open > 15 d.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, timedelta

from mithaq.pact.indicators.gathered import Gathered, How, Row, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Period, Unit, enter
from mithaq.pact.rules.words import W

LONG = timedelta(days=15)
BEGINS = ("dispute-article", "edit-article", "add-article")


def disputed(case: Case) -> Iterator[Seen]:
    """Each article in dispute, as it stands, about the day of what was last said that made or kept it disputed."""
    for item in case.state.items("article").values():
        last = item.latest(*BEGINS) or item.latest()
        if item.stage == "disputed" and last is not None:
            yield Seen("", None, about=last.at.astimezone(UTC).date().isoformat())


def long(row: Row, period: Period) -> Row:
    """Whether the dispute is a long one by now; else it is left out."""
    since = date.fromisoformat(row.about)
    return row if period.today - since > LONG else replace(row, value=None)


INDICATOR = enter(Indicator(
    "instrument-disputes", "instrument", Unit.NUMBER,
    W("مواد محل خلاف منذ أكثر من 15 يوما", "articles en discussion depuis plus de 15 jours", "articles in dispute for more than 15 days"),
    W("عدد المواد محل الخلاف التي مر على آخر ما قيل فيها أكثر من 15 يوما", "nombre d’articles en discussion dont la dernière prise de position a plus de 15 jours", "number of disputed articles of which the last position is older than 15 days"),
    W("المواد محل الخلاف اليوم منذ أكثر من 15 يوما", "les articles en discussion aujourd’hui depuis plus de 15 jours", "articles in dispute today for more than 15 days"),
    W("الخلافات التي لم تتجاوز 15 يوما", "les discussions de 15 jours au plus", "disputes of 15 days or less"),
    Gathered(disputed, How.SUM, stands=long),
))  # fmt: skip
