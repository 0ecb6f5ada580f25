"""Every field has its indicators, and no formula stumbles over whatever a partner states."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mithaq.pact.indicators.indicator import Case, Period, indicators_of
from mithaq.pact.indicators.statistics import EVERY_FIELD
from mithaq.pact.rules import register
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import standing
from mithaq.pact.rules.words import LANGUAGES
from tests.pact.rules.conversations import talks
from tests.pact.rules.telling import TERMS

KINDS = register.kinds()
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31), datetime(2026, 12, 31, tzinfo=UTC))
EVERY = [*indicators_of(EVERY_FIELD), *(each for kind in KINDS for each in indicators_of(kind.name))]


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.name)
def test_a_field_has_an_indicator_of_its_own(kind):
    assert indicators_of(kind.name)


@pytest.mark.parametrize("one", EVERY, ids=lambda each: each.name)
def test_each_says_in_every_language_what_it_counts_and_measures_nothing_of_nothing(one):
    for said in (one.words, one.formula, one.counts, one.leaves_out):
        assert all(said.say(language) for language in LANGUAGES)
    figure = one.measure([], YEAR)
    assert (figure.value or 0.0, figure.counted, figure.left_out, dict(figure.by)) == (0.0, 0, 0, {})


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.name)
@settings(max_examples=8)
@given(data=st.data())
def test_a_formula_sees_what_is_there_whatever_a_partner_states(kind, data):
    said = data.draw(talks(kind))
    told = standing(kind, said)
    if told.state is None:
        return
    receipts = {(entry.id, party): entry.at for entry in said for party in ("ES", "FR", "MA")}
    case = Case(told.state, duties(told, receipts, TERMS))
    for one in (*indicators_of(EVERY_FIELD), *indicators_of(kind.name)):
        figure = one.measure([case], YEAR)
        assert all(each.value is None or abs(each.value) < 1e9 for each in one.measure.see(case))
        parts = sum(part.counted for part in figure.by.values())
        assert parts <= figure.counted or one.measure.whole_apart
