"""What registers of readiness add up to: capabilities that another side has validated, improvements made in time.

Source: domain model of readiness (its KPI).
"""

from collections.abc import Iterator
from datetime import timedelta

from mithaq.pact.indicators.gathered import Gathered, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W

MADE_WITHIN = timedelta(days=183)  # six months


def stale_share(state: State) -> tuple[int, int] | None:
    """Risks whose review is overdue ÷ risks that have not ended."""
    live = [item.stage for item in state.items("risk").values() if item.stage != "closed"]
    return (live.count("stale"), len(live)) if live else None


def validated(case: Case) -> Iterator[Seen]:
    """Each capability, as it stands, by the party whose it is."""
    for item in case.state.items("capability").values():
        if item.stage != "retired":
            yield Seen(item.holder, None, float(item.stage == "validated"))


def improved(case: Case) -> Iterator[Seen]:
    """Each improvement when its six months end, by the party in charge."""
    for item in case.state.items("improvement").values():
        until = item.entries[0].at + MADE_WITHIN
        done = item.latest("report-improved")
        yield Seen(item.holder, until, float(done is not None and done.at <= until))


VALIDATED = enter(Indicator(
    "readiness-validated", "readiness", Unit.PERCENT,
    W("قدرات اعتمدها الطرف الآخر", "capacités validées par l’autre partie", "capabilities validated by another side"),
    W("القدرات المعتمدة ÷ القدرات المصرح بها", "capacités validées ÷ capacités déclarées", "capabilities validated ÷ capabilities declared"),
    W("القدرات المصرح بها، كما هي اليوم", "les capacités déclarées, telles qu’elles sont aujourd’hui", "capabilities declared, as they stand today"),
    W("ما سُحب", "ce qui a été retiré", "what was retired"),
    Gathered(validated),
))  # fmt: skip
IMPROVED = enter(Indicator(
    "readiness-improved", "readiness", Unit.PERCENT,
    W("تحسينات أُنجزت داخل ستة أشهر", "améliorations réalisées en six mois", "improvements made within six months"),
    W("التحسينات المنجزة داخل ستة أشهر ÷ التحسينات التي انقضت أشهرها الستة في الفترة", "améliorations réalisées en six mois ÷ améliorations dont les six mois s’achèvent dans la période", "improvements made within six months ÷ improvements whose six months end in the period"),
    W("ما طُلب من تحسينات قبل ستة أشهر", "les améliorations demandées six mois plus tôt", "improvements asked for six months before"),
    W("ما لم تنقض أشهره الستة", "celles dont les six mois courent encore", "those whose six months are still running"),
    Gathered(improved),
))  # fmt: skip
