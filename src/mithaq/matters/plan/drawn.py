"""Drawn: an indicator as its chart, in the language of the page or of a document."""

from __future__ import annotations

from django.utils.safestring import SafeString

from mithaq.matters.plan.chart import Point, chart
from mithaq.matters.plan.indicators import IndicatorShown
from mithaq.matters.plan.names import period_name
from mithaq.node.web.idents import language


def indicator(shown: IndicatorShown, *, speaking: str = "", alone: bool = False) -> SafeString:
    """The chart of an indicator; "" if it has no period."""
    speaking = speaking or language()
    if not shown.periods:
        return SafeString("")
    points = [
        Point(
            period_name(each.starts_on, each.ends_on, speaking),
            each.target,
            each.actual,
            bool(each.verified_by),
        )
        for each in shown.periods
    ]
    return chart(shown.title, points, language=speaking, baseline=shown.baseline, alone=alone)
