"""What a register of honours adds up to: worn as permitted, who honoured whom, what was cited."""

from datetime import date, datetime

from mithaq.pact.indicators import honours
from mithaq.pact.indicators.indicator import Case, Period
from tests.pact.rules.telling import Told
from tests.pact.rules.test_honours import AWARD, KIND, entered

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))


def test_nothing_is_measured_of_an_empty_register():
    state = Told(KIND, "MA", "FR", says={"permission_days": 60}).state
    assert honours.decision_days(state) is None
    assert honours.citing(state) is None
    assert honours.measure([Case(state)], YEAR).value is None


def test_what_is_worn_is_counted_and_what_was_handed_over_is_not():
    told, award = entered()
    other = told.say("FR", "enter-award", says=AWARD | {"recipient_of": "MA", "action": "a" * 64})
    told.say("FR", "permit", item=award, says={"permitted_on": "2026-01-04"})
    for item, worn in ((award, True), (other, True), (award, False)):
        said = {"award": item.id, "presented_on": "2026-01-05", "worn": worn}
        told.say("MA", "record-presentation", says=said)
    figure = honours.measure([Case(told.state)], YEAR)
    assert (figure.value, figure.counted) == (50, 2)
    assert (figure.by["FR"].value, figure.by["MA"].value) == (100, 0)
    assert honours.conferred(told.state) == {"FR": 1, "MA": 1}
    assert honours.citing(told.state) == (1, 2)


def test_how_long_it_took_to_decide():
    told, award = entered()
    begun: datetime = told.item("award", award).entries[0].at
    told.say("FR", "refuse-permission", item=award, at=begun.replace(day=begun.day + 4))
    assert honours.decision_days(told.state) == 4
