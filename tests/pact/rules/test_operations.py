"""Operations: each side clears for itself, a go holds for a day, anybody aborts, results count once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.pact.indicators import operations as indicators
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import open_steps, turn
from mithaq.pact.rules.kind import Key, Side, Track
from mithaq.pact.rules.operation_gates import go_over_at, lapsing, obstacles
from mithaq.pact.rules.operation_results import exhibit_key, in_base, sums
from mithaq.pact.rules.operations import KIND
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.telling import Told, codes, problems

DAY = datetime(2026, 4, 5, tzinfo=UTC)
NINE = DAY.replace(hour=9)
THREE = DAY.replace(hour=15)
DELIVERY = {
    "sort": "controlled-delivery", "axis": "STU", "starts_at": "2026-04-05T15:00Z",
    "ends_at": "2026-04-06T15:00Z", "guest_powers": "none", "substitution": "full",
}  # fmt: skip
LEGAL = {"legal_basis": "UNDRUG88"}
CHECKED = {"checked_at": "2026-04-05T08:00Z"}


def leg(number, authority, mode, departs, arrives):
    said = {"number": number, "authority": authority, "mode": mode}
    return said | {"departs_at": f"2026-04-05T{departs}Z", "arrives_at": f"2026-04-05T{arrives}Z"}


LEGS = (
    leg(1, "MA", "road", "15:30", "16:00"),
    leg(2, "ES", "ferry", "16:00", "17:30"),
    leg(3, "FR", "ferry", "17:40", "19:10"),
)
SHORT = "operations.authorisation-too-short?"
RESULT = {"sort": "seizure", "quantity": "12", "unit": "kg", "product": "cocaine", "found_on": "2026-04-05"}


def valid(until="2026-04-06T00:00Z"):
    return {"valid_from": "2026-04-05T00:00Z", "valid_until": until}


def prepared(*parties: str, at=NINE, **changes) -> Told:
    """Agreed, and cleared by every side for itself; no leg yet."""
    parties = parties or ("MA", "FR")
    told = Told(KIND, *parties, says=DELIVERY | {"sort": "port-checks"} | changes, at=at)
    for party in parties[1:]:
        told.say(party, "agree-concept")
    for party in parties:
        told.say(party, "give-legal-ok", item=party, says=LEGAL)
        told.say(party, "state-clear", item=party, says=CHECKED)
        told.say(party, "sign-order", item=party)
    return told


def go(told: Told, *parties: str, at=None):
    for party in parties or told.state.parties:
        told.say(party, "give-go", item=party, at=at)


def running(*parties: str) -> Told:
    told = prepared(*parties)
    go(told)
    told.say("MA", "begin")
    assert told.stage == "running"
    return told


def gates(told: Told, at=THREE):
    return [(each.gate, each.party, each.number) for each in obstacles(told.state, at)]


def offered(told: Told, party: str) -> set[str]:
    return {option.step.name for option in open_steps(told.standing, party)}


@pytest.mark.law("AS-M9-1")
def test_as_m9_1_no_go_without_the_authorisation_of_each_leg_and_a_warning_where_one_lapses_on_the_way():
    told = prepared("MA", "FR", "ES", sort="controlled-delivery")
    assert gates(told) == [("no-leg", "", 0)]
    one, two, three = (told.say("MA", "propose-leg", says=each) for each in LEGS)
    told.say("MA", "authorise-leg", item=one, says=valid())
    told.say("FR", "authorise-leg", item=three, says=valid("2026-04-05T18:00Z"))
    assert gates(told) == [("leg", "ES", 2)]
    asked = {"about": told, "now": THREE}
    assert codes(problems(KIND, "give-go", {}, **asked)) == [
        "operations.no-go-leg", "operations.authorisation-lapses?",
    ]  # fmt: skip
    told.say("MA", "give-go", item="MA", at=THREE)
    assert told.aside() == {"MA give-go": "rules.not-at-this-stage"}
    told.say("ES", "authorise-leg", item=two, says=valid("2026-04-05T18:00Z"))
    assert not gates(told)
    go(told, at=THREE)
    assert told.stage == "go"
    [lapses] = lapsing(told.state)
    assert lapses.key == three.id
    assert codes(problems(KIND, "give-go", {}, **asked)) == ["operations.authorisation-lapses?"]
    told.say(
        "FR", "authorise-leg", item=three, says=valid("2026-04-05T20:00Z")
    )  # extended, by its own authority
    assert not lapsing(told.state)
    assert told.stage == "go"  # an extension takes nothing away


@pytest.mark.law("AS-M9-3")
def test_as_m9_3_what_both_sides_claim_is_counted_once():
    told = running()
    key = exhibit_key({"exhibit": "Scellé n° 7/26"})
    told.say("MA", "state-result", says=RESULT | {"key": key})
    told.say("FR", "state-result", says=RESULT | {"key": exhibit_key({"exhibit": "scellé N° 7/26 "})})
    [total] = sums(told.state)
    assert (total.claims, total.counted, total.removed, total.unit) == (24000, 12000, 12000, "g")
    assert indicators.dedup_removed(told.state) == {("seizure", "cocaine", "g"): Decimal(12000)}


# Nobody commands the other


def test_no_step_of_one_party_sets_what_another_clears_orders_or_gives():
    own = [track for track in KIND.tracks if isinstance(track, Track) and track.key is Key.PARTY]
    assert {track.name for track in own} == {"legal", "check", "order", "go", "debrief"}
    steps = {step for track in own for moves in track.follows.values() for step in moves}
    assert all(KIND.step(step).by is Side.HOLDER for step in steps)
    told = prepared()
    told.say("MA", "sign-order", item="FR")
    told.say("MA", "give-go", item="FR")
    assert set(told.aside().values()) == {"rules.not-this-side"}


@pytest.mark.parametrize("gate", ["give-legal-ok", "state-clear", "sign-order"])
def test_a_go_waits_for_each_gate_of_each_side(gate):
    told = Told(KIND, "MA", "FR", says=DELIVERY | {"sort": "patrol"}, at=NINE)
    told.say("FR", "agree-concept")
    says = {"give-legal-ok": LEGAL, "state-clear": CHECKED, "sign-order": {}}
    for party in ("MA", "FR"):
        for step, said in says.items():
            if (party, step) != ("FR", gate):
                told.say(party, step, item=party, says=said)
    assert [party for _, party, _ in gates(told)] == ["FR"]
    go(told, "MA")
    assert told.aside() == {"MA give-go": "rules.not-at-this-stage"}
    told.say("FR", gate, item="FR", says=says[gate])
    go(told)
    assert told.stage == "go"


def test_a_legal_clearance_that_has_ended_is_none():
    told = prepared()
    told.say("FR", "give-legal-ok", item="FR", says=LEGAL | {"valid_until": "2026-04-05T14:00Z"})
    assert gates(told, THREE) == [("legal", "FR", 0)]


# The go


def test_a_go_holds_for_a_day_and_not_a_minute_longer():
    told = prepared()
    go(told, at=NINE.replace(hour=10))
    over_at = NINE.replace(hour=10) + timedelta(hours=24)
    assert (told.stage, go_over_at(told.state)) == ("go", over_at)
    told.say("FR", "begin", at=over_at)
    assert told.aside() == {"FR begin": "rules.not-at-this-stage"}
    told.say("MA", "state-go-lapse", at=over_at)
    assert (told.stage, go_over_at(told.state)) == ("planned", None)
    go(told, at=over_at + timedelta(hours=1))
    told.say("FR", "begin", at=over_at + timedelta(hours=2))
    assert told.stage == "running"


def test_gos_that_never_held_at_one_time_are_no_go():
    told = prepared()
    go(told, "MA", at=THREE)
    go(told, "FR", at=THREE + timedelta(hours=24))
    assert told.stage == "planned"
    told.say("FR", "begin")
    assert "FR begin" in told.aside()
    told.say("FR", "state-go-lapse", at=THREE + timedelta(hours=25))
    assert told.item("go", "MA").stage == "awaited"
    assert told.item("go", "FR").stage == "given"
    go(told, "MA")
    assert told.stage == "go"


@pytest.mark.parametrize(
    ("step", "item", "says"),
    [
        pytest.param("withdraw-legal-ok", "FR", {}, id="the law"),
        pytest.param("state-conflict", "FR", CHECKED, id="a conflict"),
        pytest.param("propose-leg", "", LEGS[0], id="another leg"),
        pytest.param("withdraw-go", "FR", {}, id="a go"),
    ],
)
def test_what_a_go_stood_on_takes_it_with_it(step, item, says):
    told = prepared()
    go(told)
    told.say("FR", step, item=item, says=says)
    assert told.stage == "planned"
    assert (told.item("go", "MA").stage == "awaited") is (step != "withdraw-go")


# Aborting


@pytest.mark.parametrize("party", ["MA", "FR", "ES"])
def test_any_side_aborts_at_once_and_what_crossed_the_abort_counts_for_nothing(party):
    told = running("MA", "FR", "ES")
    aborted = told.say(party, "abort", says={"ground": "danger"})
    other = next(each for each in ("FR", "ES") if each != party)
    told.say(other, "end-operation", missed=[aborted])
    assert told.stage == "aborted"
    assert told.aside() == {f"{other} end-operation": "rules.not-at-this-stage"}
    assert KIND.step("abort").two_persons({}) is False


def test_an_abort_is_possible_from_the_first_day_to_the_last():
    told = Told(KIND, "MA", "FR", says=DELIVERY, at=NINE)
    assert "abort" in offered(told, "FR")
    for told in (prepared(), running()):
        assert "abort" in offered(told, "FR")
    told.say("FR", "end-operation")
    assert "abort" not in offered(told, "FR")


# What comes after


def test_each_side_gives_its_review_within_thirty_days_before_it_is_closed():
    told = running()
    told.say("MA", "end-operation", at=THREE)
    terms = Terms("a" * 64, {}, calendars={"MA": Calendar("MA", "UTC"), "FR": Calendar("FR", "UTC")})
    owed = [(each.by, each.day) for each in duties(told.standing, {}, terms) if each.duty == "debrief"]
    assert sorted(owed) == [("FR", "2026-05-05"), ("MA", "2026-05-05")]
    told.say("MA", "give-debrief", item="MA", says={"injured": 0, "complaints": 1})
    told.say("MA", "close-operation")
    told.say("FR", "close-operation")
    assert told.aside() == {"FR close-operation": "rules.not-at-this-stage"}
    told.say("FR", "give-debrief", item="FR", says={"injured": 1, "complaints": 0})
    told.say("FR", "close-operation")
    assert (told.stage, turn(told.standing)) == ("closed", frozenset())
    assert indicators.debriefed_in_time(told.state) == 1
    assert indicators.harm(told.state) == (1, 1)


def test_a_year_after_an_arrest_it_is_told_what_the_courts_made_of_it():
    told = running()
    arrest = told.say(
        "FR",
        "state-result",
        says={"sort": "arrest", "quantity": "4", "unit": "person", "found_on": "2026-04-05"},
    )
    assert indicators.charged_share(told.state) is None
    told.say("MA", "validate-result", item=arrest)
    assert [each.day for each in duties(told.standing, {}, Terms()) if each.duty == "outcome"] == [
        "2027-04-05"
    ]
    told.say("FR", "report-outcome", item=arrest, says={"charged": 3})
    assert indicators.charged_share(told.state) == 0.75
    assert indicators.began_as_planned(told.state)


def test_a_result_that_is_disputed_counts_for_nothing_until_it_is_validated():
    told = running("MA", "FR", "ES")
    claimed = told.say("MA", "state-result", says=RESULT)
    told.say("FR", "dispute-result", item=claimed)
    assert [each.counted for each in sums(told.state)] == [0]
    for party in ("FR", "ES"):
        told.say(party, "validate-result", item=claimed)
    assert [each.counted for each in sums(told.state)] == [12000]


@given(
    claims=st.lists(
        st.tuples(st.sampled_from(["MA", "FR"]), st.integers(1, 9), st.sampled_from("abc")), max_size=6
    )
)
def test_what_is_counted_is_never_more_than_what_is_claimed_nor_than_one_of_each_exhibit(claims):
    told = running()
    for party, kilos, exhibit in claims:
        said = {"quantity": str(kilos), "key": exhibit_key({"exhibit": exhibit})}
        told.say(party, "state-result", says=RESULT | said)
    smallest = {}
    for _, kilos, exhibit in claims:
        smallest[exhibit] = min(kilos, smallest.get(exhibit, kilos))
    [total] = sums(told.state) or [None]
    assert (total.counted if total else 0) == 1000 * sum(smallest.values())
    assert (total.claims if total else 0) == 1000 * sum(kilos for _, kilos, _ in claims)


@pytest.mark.parametrize(
    ("quantity", "unit", "found"),
    [
        pytest.param("34", "t", ("g", Decimal(34_000_000)), id="thirty-four tonnes"),
        pytest.param("1.5", "kg", ("g", Decimal(1500)), id="kilograms"),
        pytest.param("2", "l", ("ml", Decimal(2000)), id="litres"),
        pytest.param("3", "piece", ("piece", Decimal(3)), id="pieces"),
        pytest.param("many", "kg", None, id="no number"),
    ],
)
def test_quantities_are_compared_in_one_unit(quantity, unit, found):
    assert in_base(quantity, unit) == found


# What may not be said


def concept(**changes):
    values = DELIVERY | {
        "title": "Ambre", "aim": "Suivre un chargement jusqu’à ses destinataires sans le perdre de vue.",
        "necessity": "Aucune mesure moins intrusive n’identifie les destinataires. "
        "La durée est limitée à un jour, sous contrôle du juge.",
        "goods": "Conteneur", "loss_plan": "Interception immédiate au port.",
    } | changes  # fmt: skip
    return {name: value for name, value in values.items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="a whole concept"),
        pytest.param({"ends_at": "2026-04-05T15:00Z"}, ["rules.ends-before-it-begins"], id="no time"),
        pytest.param({"goods": None}, ["operations.delivery-says-it"], id="no goods"),
        pytest.param({"loss_plan": " "}, ["operations.delivery-says-it"], id="no plan for a loss"),
        pytest.param({"substitution": None}, ["operations.delivery-says-it"], id="nothing on substitution"),
        pytest.param({"sort": "patrol", "goods": None, "substitution": None}, [], id="a patrol has none"),
        pytest.param({"necessity": "Utile."}, ["rules.too-short"], id="necessity in a word"),
    ],
)
def test_a_concept_says_why_it_is_necessary_and_a_delivery_what_happens_on_the_way(changes, found):
    assert codes(problems(KIND, "propose-operation", concept(**changes))) == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="twelve kilograms"),
        pytest.param(
            {"quantity": "-1"}, ["rules.number-out-of-range", "operations.nothing-counted"], id="less"
        ),
        pytest.param({"quantity": "0"}, ["operations.nothing-counted"], id="nothing"),
        pytest.param({"quantity": "34", "unit": "t"}, ["operations.is-it-the-unit?"], id="tonnes"),
        pytest.param({"place": ""}, ["rules.required"], id="no place"),
        pytest.param({"found_on": "2026-04-07"}, ["operations.not-found-yet"], id="tomorrow"),
        pytest.param({"sort": "arrest"}, ["operations.counted-otherwise"], id="persons in kilograms"),
        pytest.param(
            {"sort": "arrest", "unit": "person", "quantity": "2", "minors": 3, "counsel": True},
            ["operations.more-minors-than-persons"], id="more minors than persons",
        ),
        pytest.param(
            {"sort": "arrest", "unit": "person", "quantity": "2", "minors": 1},
            ["operations.minor-without-counsel"], id="a minor alone",
        ),
    ],
)  # fmt: skip
def test_a_result_can_be_counted(changes, found):
    values = RESULT | {"place": "Sète"} | changes
    now = datetime(2026, 4, 6, 9, tzinfo=UTC)
    assert codes(problems(KIND, "state-result", values, about=running(), now=now)) == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, [], id="a leg"),
        pytest.param({"arrives_at": "2026-04-05T15:00Z"}, ["rules.ends-before-it-begins"], id="backwards"),
        pytest.param({"authority": "PT"}, ["rules.not-a-party"], id="of nobody here"),
        pytest.param({"number": 2}, ["operations.leg-number-taken"], id="a number twice"),
        pytest.param({"arrives_at": "2026-04-05T17:00Z"}, ["operations.legs-overlap?"], id="two at once"),
    ],
)  # fmt: skip
def test_a_leg_runs_forward_through_somebodys_soil(changes, found):
    told = prepared("MA", "FR", "ES")
    told.say("MA", "propose-leg", says=LEGS[1])
    values = LEGS[0] | {"from_place": "Tanger Med", "to_place": "Algésiras"} | changes
    assert codes(problems(KIND, "propose-leg", values, about=told, now=NINE)) == found


@pytest.mark.parametrize(
    ("until", "found"),
    [
        pytest.param("2026-04-05T18:00Z", [], id="covers the leg"),
        pytest.param("2026-04-05T17:00Z", [SHORT], id="too short"),
        pytest.param("2026-04-05T08:00Z", ["rules.in-the-past", SHORT], id="over"),
        pytest.param("2026-04-04T08:00Z", ["rules.ends-before-it-begins", SHORT], id="backwards"),
    ],
)  # fmt: skip
def test_an_authorisation_covers_its_leg(until, found):
    told = prepared("MA", "FR", "ES")
    leg = told.say("MA", "propose-leg", says=LEGS[1])
    values = {"reference": "CR 12/2026"} | valid(until)
    asked = {"about": told, "now": NINE, "item": leg.id, "by": "ES"}
    assert codes(problems(KIND, "authorise-leg", values, **asked)) == found


def test_a_reading_tells_how_much_is_missing_without_any_body():
    told = Told(KIND, "MA", "FR", says=DELIVERY, at=NINE)
    assert KIND.read(told.state, {}).columns["missing"] == "0"  # nothing is asked of a mere proposal
    told.say("FR", "agree-concept")
    assert KIND.read(told.state, {}).columns == {
        "sort": "controlled-delivery", "starts": "2026-04-05", "missing": "7",
    }  # fmt: skip
