"""What information given unasked adds up to: how much was given, how much of it was answered for, what it was worth.

Source: Directive (EU) 2023/977, article 7; domain file M7, its key figures.
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, How, Seen
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules.words import W

KIND = "information"


def given(case: Case) -> Iterator[Seen]:
    """What was given, for who gave it; what was called back counts as well, since it was known."""
    yield Seen(case.state.opener, case.state.opening.at)


def fed_back(case: Case) -> Iterator[Seen]:
    """Information of which who received it has said what came of it, by who received it."""
    for item in case.state.items("reception").values():
        yield Seen(item.holder, case.state.opening.at, float(item.latest("feed-back") is not None))


def usefulness(case: Case) -> Iterator[Seen]:
    """How useful who received it found it, 1 to 5: a figure of who gave it."""
    for item in case.state.items("reception").values():
        if told := item.latest("feed-back"):
            stated = str(told.says.get("usefulness", ""))
            rated = float(stated) if stated in {"1", "2", "3", "4", "5"} else None
            yield Seen(case.state.opener, told.at, rated)


INDICATORS = tuple(map(enter, (
    Indicator(
        "information-given", KIND, Unit.NUMBER,
        W("معلومات قُدمت تلقائيا", "informations transmises d’initiative", "information given unasked"),
        W("عدد ما قُدم", "nombre de transmissions", "how many times"),
        W("ما قُدم في الفترة، حسب الطرف المقدم", "les transmissions de la période, par partie qui transmet", "what was given in the period, by who gave it"),
        W("لا شيء", "rien", "nothing"),
        Gathered(given, How.SUM),
    ),
    Indicator(
        "information-feedback", KIND, Unit.PERCENT,
        W("الإفادة بنتيجة المعلومات التلقائية", "retours sur les informations spontanées", "outcomes reported of information given unasked"),
        W("معلومات أُفيد بنتيجتها ÷ ما تم التوصل به", "ayant reçu un retour ÷ reçues", "whose outcome was reported ÷ received"),
        W("ما قُدم في الفترة، حسب الطرف المتوصل", "les transmissions de la période, par partie qui reçoit", "what was given in the period, by who received it"),
        W("لا شيء", "rien", "nothing"),
        Gathered(fed_back),
    ),
    Indicator(
        "information-usefulness", KIND, Unit.NUMBER,
        W("فائدة المعلومات التلقائية، من 1 إلى 5", "utilité des informations spontanées, de 1 à 5", "usefulness of information given unasked, 1 to 5"),
        W("متوسط تقدير الطرف المتوصل", "moyenne de l’appréciation de qui les a reçues", "mean of what who received it thought of it"),
        W("الإفادات في الفترة، حسب الطرف المقدم", "les retours de la période, par partie qui a transmis", "outcomes reported in the period, by who gave it"),
        W("إفادات بلا تقدير", "les retours sans appréciation", "outcomes without a rating"),
        Gathered(usefulness, How.MEAN),
    ),
)))  # fmt: skip
