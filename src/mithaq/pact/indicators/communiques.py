"""What joint communiqués add up to: how long agreeing takes, and what came out.

Source: institutional communication (domain file M13, press communiqué).
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, How, Seen, days
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules import communiques
from mithaq.pact.rules.words import W

KIND = "communique"


def agreed(case: Case) -> Iterator[Seen]:
    """Days from the proposal of a communiqué until every party had accepted the text that is in force."""
    text = communiques.in_force(case.state)
    if text is None:
        return
    accepted = case.state.items("text")[text.id].all("accept-text")
    at = max((entry.at for entry in accepted), default=text.at)
    yield Seen(case.state.opener, at, days(at - case.state.opening.at))


def published(case: Case) -> Iterator[Seen]:
    """Each publication, by who published."""
    whole = case.state.item("communique")
    for entry in whole.all("publish") if whole else ():
        yield Seen(entry.author, entry.at)


INDICATORS = tuple(map(enter, (
    Indicator(
        "communique-agreed", KIND, Unit.DAYS,
        W("مدة الاتفاق على البلاغ", "délai d’accord sur le texte", "time to agree the text"),
        W("وسيط المدة بين اقتراح البلاغ وقبول نصه من الجميع", "médiane entre la proposition et l’acceptation du texte par tous", "median from the proposal until all accepted the text"),
        W("النصوص المتفق عليها في الفترة، حسب الطرف المقترح", "les textes convenus dans la période, par partie qui propose", "texts agreed in the period, by who proposed"),
        W("ما لم يُتفق عليه", "ce qui n’est pas convenu", "what is not agreed"),
        Gathered(agreed, How.MEDIAN),
    ),
    Indicator(
        "communique-published", KIND, Unit.NUMBER,
        W("بلاغات منشورة", "communiqués publiés", "communiqués published"),
        W("عدد مرات النشر", "publications", "publications"),
        W("ما نُشر في الفترة، حسب الطرف الناشر", "ce qui est publié dans la période, par partie qui publie", "what was published in the period, by who published"),
        W("ما لم يُنشر", "ce qui n’est pas publié", "what is not out"),
        Gathered(published, How.SUM),
    ),
)))  # fmt: skip
