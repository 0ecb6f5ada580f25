"""What agreements add up to: how soon proposed terms are accepted, and how often cooperation stood still.

Source: decision D4 (agreement); mechanisms of cooperation (domain file M3).
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, How, Seen, days
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules import proposals
from mithaq.pact.rules.words import W

KIND = "agreement"
AGREED = (proposals.ADOPTED, proposals.AGAIN)


def adopted(case: Case) -> Iterator[Seen]:
    """Days from the proposal of terms until the last party accepted them."""
    for item in case.state.items("terms").values():
        accepted = item.latest("accept-terms")
        if accepted is not None and item.stage in AGREED:
            yield Seen(item.creator, accepted.at, days(accepted.at - item.entries[0].at))


def suspended(case: Case) -> Iterator[Seen]:
    """Each suspension, by who stated it."""
    for item in case.state.items("suspension").values():
        yield Seen(item.creator, item.entries[0].at)


INDICATORS = tuple(map(enter, (
    Indicator(
        "agreement-adopted", KIND, Unit.DAYS,
        W("مدة اعتماد الشروط", "délai d’adoption des conditions", "time to adopt terms"),
        W("وسيط المدة بين اقتراح الشروط وقبولها من الجميع", "médiane entre la proposition et l’acceptation par tous", "median from the proposal until all accepted"),
        W("الشروط المعتمدة في الفترة، حسب الطرف المقترح", "les conditions adoptées dans la période, par partie qui propose", "terms adopted in the period, by who proposed"),
        W("ما لم يُعتمد", "ce qui n’est pas adopté", "what is not adopted"),
        Gathered(adopted, How.MEDIAN),
    ),
    Indicator(
        "agreement-suspended", KIND, Unit.NUMBER,
        W("حالات التعليق", "suspensions", "suspensions"),
        W("عدد حالات تعليق التعاون", "suspensions de la coopération", "times that cooperation was suspended"),
        W("ما أُعلن في الفترة، حسب الطرف المعلن", "ce qui est déclaré dans la période, par partie qui suspend", "what was stated in the period, by who suspended"),
        W("لا شيء", "rien", "nothing"),
        Gathered(suspended, How.SUM),
    ),
)))  # fmt: skip
