"""What registers of readiness add up to: capabilities that another side has validated, improvements made in time.

Source: domain model of readiness (its KPI).
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from mithaq.pact.indicators.indicator import Case, Figure, Indicator, Period, Unit, enter, share
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W

MADE_WITHIN = timedelta(days=183)  # six months


def stale_share(state: State) -> tuple[int, int] | None:
    """Risks whose review is overdue ÷ risks that have not ended."""
    live = [item.stage for item in state.items("risk").values() if item.stage != "closed"]
    return (live.count("stale"), len(live)) if live else None


def measure_validated(cases: Sequence[Case], period: Period) -> Figure:  # noqa: ARG001 - as they stand now
    """By the party whose capability it is."""
    return share(
        (item.holder, item.stage == "validated")
        for case in cases
        for item in case.state.items("capability").values()
        if item.stage != "retired"
    )


def measure_improved(cases: Sequence[Case], period: Period) -> Figure:
    """By the party in charge, of the improvements whose six months ended in the period."""
    return share(_improved(cases, period))


def _improved(cases: Sequence[Case], period: Period) -> Iterator[tuple[str, bool]]:
    for case in cases:
        for item in case.state.items("improvement").values():
            until = item.entries[0].at + MADE_WITHIN
            if period.holds(until):
                done = item.latest("report-improved")
                yield item.holder, done is not None and done.at <= until


VALIDATED = enter(Indicator(
    "readiness-validated", "readiness", Unit.PERCENT,
    W("قدرات اعتمدها الطرف الآخر", "capacités validées par l’autre partie", "capabilities validated by another side"),
    W("القدرات المعتمدة ÷ القدرات المصرح بها", "capacités validées ÷ capacités déclarées", "capabilities validated ÷ capabilities declared"),
    W("القدرات المصرح بها، كما هي اليوم", "les capacités déclarées, telles qu’elles sont aujourd’hui", "capabilities declared, as they stand today"),
    W("ما سُحب", "ce qui a été retiré", "what was retired"),
    measure_validated,
))  # fmt: skip
IMPROVED = enter(Indicator(
    "readiness-improved", "readiness", Unit.PERCENT,
    W("تحسينات أُنجزت داخل ستة أشهر", "améliorations réalisées en six mois", "improvements made within six months"),
    W("التحسينات المنجزة داخل ستة أشهر ÷ التحسينات التي انقضت أشهرها الستة في الفترة", "améliorations réalisées en six mois ÷ améliorations dont les six mois s’achèvent dans la période", "improvements made within six months ÷ improvements whose six months end in the period"),
    W("ما طُلب من تحسينات قبل ستة أشهر", "les améliorations demandées six mois plus tôt", "improvements asked for six months before"),
    W("ما لم تنقض أشهره الستة", "celles dont les six mois courent encore", "those whose six months are still running"),
    measure_improved,
))  # fmt: skip
