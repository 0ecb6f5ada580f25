"""What evaluations add up to: how far apart the parties see their cooperation, and what is followed of what was recommended.

Source: domain model of the evaluation of cooperation (its KPI).
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, How, Seen, done_by_their_time
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules.evaluations import gap, opened
from mithaq.pact.rules.evaluations_say import DIMENSIONS
from mithaq.pact.rules.state import State
from mithaq.pact.rules.words import W


def gaps(state: State) -> list[int]:
    """How far apart the parties are in each dimension that two of them scored. Units: points of the scale of 0 to 4."""
    return [apart for name in DIMENSIONS if (apart := gap(state, name)) is not None]


def apart(case: Case) -> Iterator[Seen]:
    """How far apart each dimension of a round was seen, once all had revealed their scores."""
    entries = [entry for item in case.state.items("own").values() if (entry := item.latest("open-scores"))]
    if entries and set(opened(case.state)) >= set(case.state.parties):
        at = max(entry.at for entry in entries)
        yield from (Seen("", at, float(each)) for each in gaps(case.state))


def followed(case: Case) -> Iterator[Seen]:
    """By the authority in charge; on the day on which it owes it."""
    return done_by_their_time(case, ("recommendation",))


GAP = enter(Indicator(
    "evaluation-gap", "evaluation", Unit.NUMBER,
    W("فارق التقدير بين الأطراف", "écart de perception", "gap of perception"),
    W("متوسط الفارق بين النقط الذاتية في كل بعد، من 0 إلى 4", "écart moyen entre les auto-évaluations, par dimension, de 0 à 4", "mean distance between own scores in a dimension, 0 to 4"),
    W("الأبعاد التي نقطها طرفان على الأقل، في التقييمات المكشوفة خلال الفترة", "les dimensions notées par deux parties au moins, dans les évaluations révélées pendant la période", "dimensions that two parties scored, in rounds revealed in the period"),
    W("ما لم ينقطه إلا طرف واحد", "ce qu’une seule partie a noté", "what one party alone scored"),
    Gathered(apart, How.MEAN),
))  # fmt: skip
FOLLOWED = enter(Indicator(
    "evaluation-followed", "evaluation", Unit.PERCENT,
    W("توصيات منفذة في الأجل", "recommandations suivies à temps", "recommendations followed in time"),
    W("التوصيات المنفذة داخل الأجل ÷ التوصيات التي حل أجلها في الفترة", "recommandations suivies à l’échéance ou avant ÷ recommandations échues dans la période", "recommendations followed by their day ÷ recommendations due in the period"),
    W("التوصيات التي حل أجلها في الفترة", "les recommandations échues dans la période", "recommendations that came due in the period"),
    W("ما تُخلي عنه باتفاق الجميع، أو ما لم يصرح طرفه بعطله", "ce qui a été abandonné d’un commun accord, ou dont la partie n’a pas déclaré son calendrier", "what all dropped, or whose side has stated no calendar"),
    Gathered(followed),
))  # fmt: skip
