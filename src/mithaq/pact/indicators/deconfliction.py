"""What deconfliction adds up to: how often activities were found to collide, and how soon they are compared.

Source: operations (domain file M9), deconfliction; a collision found is a success of both sides.
"""

from collections.abc import Iterator

from mithaq.pact.indicators.gathered import Gathered, How, Seen, hours
from mithaq.pact.indicators.indicator import Case, Indicator, Unit, enter
from mithaq.pact.rules.words import W

KIND = "deconfliction"


def collided(case: Case) -> Iterator[Seen]:
    """Activities that others have compared, and whether a collision was stated: by who submitted them."""
    for item in case.state.items("activity").values():
        compared = item.latest("compare-activity", "state-match")
        if compared:
            yield Seen(item.creator, compared.at, float(item.latest("state-match") is not None))


def compared_after(case: Case) -> Iterator[Seen]:
    """Hours from the submission of an activity to its first comparison, by who compares."""
    for item in case.state.items("activity").values():
        first = next(iter(item.all("compare-activity")), None)
        if first:
            yield Seen(first.author, first.at, hours(first.at - item.entries[0].at))


INDICATORS = tuple(map(enter, (
    Indicator(
        "deconfliction-collisions", KIND, Unit.PERCENT,
        W("حالات التضارب المكتشفة", "conflits détectés", "collisions found"),
        W("أنشطة ثبت تضاربها ÷ أنشطة تمت مقارنتها", "activités en conflit ÷ activités comparées", "activities that collide ÷ activities compared"),
        W("ما تمت مقارنته في الفترة، حسب الطرف الذي أودعه", "ce qui est comparé dans la période, par partie qui l’a déposé", "what was compared in the period, by who submitted it"),
        W("ما لم تتم مقارنته", "ce qui n’est pas comparé", "what is not compared"),
        Gathered(collided),
    ),
    Indicator(
        "deconfliction-hours", KIND, Unit.HOURS,
        W("مدة المقارنة", "délai de comparaison", "time to compare"),
        W("وسيط المدة بين الإيداع والمقارنة", "médiane entre le dépôt et la comparaison", "median from submission to comparison"),
        W("مقارنات الفترة، حسب الطرف الذي قارن", "les comparaisons de la période, par partie qui compare", "comparisons of the period, by who compares"),
        W("ما لم تتم مقارنته", "ce qui n’est pas comparé", "what is not compared"),
        Gathered(compared_after, How.MEDIAN),
    ),
)))  # fmt: skip
