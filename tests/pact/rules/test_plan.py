"""The joint plan: what is joint changes by agreement alone, and who owes is late, nobody else."""

from datetime import UTC, date, datetime, timedelta

import pytest

from mithaq.pact.rules import plan, proposals, roadmap
from mithaq.pact.rules.calendars import Calendar
from mithaq.pact.rules.clocks import duties
from mithaq.pact.rules.fold import open_steps, turn
from mithaq.pact.rules.mention import mentions_a_person
from mithaq.pact.rules.terms import Terms
from tests.pact.rules.telling import Told, codes, problems

OPENED = {"from_on": "2025-06-24"}
SIGNED = {"signed_on": "2025-06-24"}
SEPTEMBER = datetime(2025, 9, 1, 9, tzinfo=UTC)
CALENDARS = {"MA": Calendar("MA", "Africa/Casablanca"), "FR": Calendar("FR", "Europe/Paris")}
TERMS = Terms("a" * 64, {}, calendars=CALENDARS)


class Plan(Told):
    """A plan in force with one axis, one objective and one action that MA leads."""

    def __init__(
        self, *parties: str, signed: bool = True, starts: str = "2025-09-01", ends: str = "2026-03-31"
    ) -> None:
        super().__init__(
            plan.KIND,
            *(parties or ("FR", "MA")),
            by="MA",
            says=OPENED,
            at=datetime(2025, 6, 24, 9, tzinfo=UTC),
        )
        self.parties = parties or ("FR", "MA")
        if signed:
            signature = self.say("MA", "propose-signature", says=SIGNED)
            for party in self._others("MA"):
                self.say(party, "accept-signature", item=signature)
        self.axis = self.agree("MA", "propose-axis", {"axis": "FUG"})
        self.objective = self.agree("FR", "propose-objective", {"axis": self.axis.id})
        self.action = self.agree("FR", "propose-action", self.of_action(starts, ends))

    def _others(self, author: str) -> list[str]:
        return [party for party in self.parties if party != author]

    def of_action(self, starts="2025-09-01", ends="2026-03-31", **changes):
        return {
            "objective": self.objective.id, "sort": "procedure", "lead": "MA", "co_lead": "FR",
            "starts_on": starts, "ends_on": ends, **changes,
        }  # fmt: skip

    def agree(self, author, step, says):
        part = self.say(author, step, says=says)
        for party in self._others(author):
            self.say(party, "agree-part", item=part)
        return part

    def change(self, author, what, *, accept=True, step="propose-change", item="", base="", **says):
        made = self.say(
            author, step, item=item, says={"part": self.action.id, "change": what, "base": base, **says}
        )
        for party in self._others(author) if accept else ():
            self.say(party, "accept-change", item=made)
        return made

    def stage_of(self, part) -> str:
        return self.item("part", part).stage

    def now(self, action=None) -> roadmap.Action:
        wanted = (action or self.action).id
        return next(each for each in roadmap.actions(self.standing.state) if each.id == wanted)

    def rag(self, today: date) -> str:
        return roadmap.rag(self.standing.state, self.now(), today)


def test_a_plan_is_negotiated_and_in_force_once_all_have_signed():
    told = Plan("ES", "FR", "MA", signed=False)
    assert told.standing.stage == "negotiation"
    signature = told.say("FR", "propose-signature", says=SIGNED)
    told.say("MA", "accept-signature", item=signature)
    assert told.standing.stage == "negotiation"
    told.say("ES", "accept-signature", item=signature)
    assert told.standing.stage == "in-force"


def test_a_part_stands_once_every_party_has_agreed():
    told = Plan("ES", "FR", "MA")
    part = told.say("FR", "propose-axis", says={"axis": "TER"})
    assert turn(told.standing) == {"ES", "MA"}
    told.say("ES", "agree-part", item=part)
    assert told.stage_of(part) == "proposed"
    told.say("MA", "agree-part", item=part)
    assert told.stage_of(part) == "agreed"


def test_who_proposed_a_part_has_agreed_already_whoever_leads_it():
    told = Plan(signed=False)
    action = told.say("FR", "propose-action", says=told.of_action())
    offered = {option.step.name for option in open_steps(told.standing, "FR") if option.item == action.id}
    assert offered == {"decline-part"}


def test_the_party_that_leads_an_action_runs_it_and_another_verifies():
    told = Plan()
    told.say("FR", "start-action", item=told.action)
    assert told.stage_of(told.action) == "planned"
    told.say("MA", "start-action", item=told.action)
    told.say("MA", "deliver-action", item=told.action)
    told.say("MA", "verify-action", item=told.action)
    assert told.stage_of(told.action) == "delivered"
    told.say("FR", "verify-action", item=told.action)
    told.say("MA", "close-action", item=told.action)
    told.say("FR", "close-action", item=told.action)
    assert told.stage_of(told.action) == "closed"


def test_as_m1_1_a_slip_within_a_tenth_of_the_duration_is_amber_and_the_baseline_stays():
    told = Plan()
    told.say("MA", "start-action", item=told.action, at=SEPTEMBER)
    before = told.standing.stage
    assert told.rag(date(2025, 12, 1)) == "green"
    told.say("MA", "report-progress", item=told.action, says={"progress": 40, "forecast_on": "2026-04-20"})
    action = told.now()
    assert action.slip(date(2025, 12, 1)).days == 20
    assert told.rag(date(2025, 12, 1)) == "amber"
    assert (action.baseline_ends_on, action.ends_on) == ("2026-03-31", "2026-03-31")
    assert told.standing.stage == before


@pytest.mark.parametrize(
    ("forecast", "expected"),
    [
        pytest.param("2026-03-31", "green", id="as agreed"),
        pytest.param("2026-03-01", "green", id="earlier"),
        pytest.param("2026-04-01", "amber", id="a day"),
        pytest.param("2026-04-21", "amber", id="21 days: a tenth of 211"),
        pytest.param("2026-04-22", "red", id="22 days"),
    ],
)
def test_how_an_action_is_doing_follows_from_its_forecast(forecast, expected):
    told = Plan()
    told.say("MA", "start-action", item=told.action)
    told.say("MA", "report-progress", item=told.action, says={"progress": 40, "forecast_on": forecast})
    assert told.rag(date(2025, 12, 1)) == expected


def test_a_forecast_that_has_passed_is_no_forecast():
    told = Plan()
    told.say("MA", "start-action", item=told.action)
    report = told.say("MA", "submit-report", says={"action": told.action.id, "year": 2025, "half": 2})
    told.say("FR", "countersign-report", item=report)
    assert told.rag(date(2026, 3, 31)) == "green"
    assert told.rag(date(2026, 4, 10)) == "amber"
    assert told.rag(date(2026, 6, 1)) == "red"


def test_without_a_report_in_the_last_cycle_nobody_knows_and_a_late_deliverable_is_known():
    told = Plan()
    told.say("MA", "start-action", item=told.action)
    assert told.rag(date(2026, 1, 31)) == "green"
    assert told.rag(date(2026, 2, 1)) == "grey"
    told.agree("FR", "propose-deliverable", {"action": told.action.id, "lead": "MA", "due_on": "2025-12-31"})
    assert told.rag(date(2026, 1, 30)) == "green"
    assert told.rag(date(2026, 2, 1)) == "red"


def problems_of(told, author, step, says):
    return codes(problems(plan.KIND, step, says, by=author, about=told, now=told.at))


def owed(told, name):
    return [each for each in duties(told.standing, {}, TERMS) if each.duty == name]


def test_as_m1_2_who_has_not_countersigned_is_late_and_the_lead_is_not():
    told = Plan()
    told.say("MA", "start-action", item=told.action)
    told.say(
        "MA", "submit-report", says={"action": told.action.id, "year": 2025, "half": 2},
        at=datetime(2026, 1, 12, 10, tzinfo=UTC),
    )  # fmt: skip
    (theirs,) = owed(told, "countersignature")
    ours = owed(told, "report")[0]
    last_minute, after = datetime(2026, 1, 31, 22, 59, tzinfo=UTC), datetime(2026, 1, 31, 23, 1, tzinfo=UTC)
    assert (theirs.by, theirs.about) == ("FR", "2025-H2")
    assert not theirs.late(last_minute)  # 23:59 in Paris
    assert theirs.late(after)
    assert (ours.by, ours.late(after)) == ("MA", False)


def test_a_report_that_comes_late_leaves_a_week_to_countersign():
    told = Plan()
    told.say("MA", "start-action", item=told.action)
    told.say(
        "MA", "submit-report", says={"action": told.action.id, "year": 2025, "half": 2},
        at=datetime(2026, 2, 20, 10, tzinfo=UTC),
    )  # fmt: skip
    (theirs,) = owed(told, "countersignature")
    assert not theirs.late(datetime(2026, 2, 27, 12, tzinfo=UTC))
    assert owed(told, "report")[0].late(datetime(2026, 2, 27, 12, tzinfo=UTC))


def test_the_third_party_owes_no_countersignature_and_may_not_give_one():
    told = Plan("ES", "FR", "MA")
    told.say("MA", "start-action", item=told.action)
    report = told.say("MA", "submit-report", says={"action": told.action.id, "year": 2025, "half": 2})
    assert {each.by for each in owed(told, "countersignature")} == {"FR"}
    told.say("ES", "countersign-report", item=report)
    assert told.item("report", report).stage == "submitted"


def test_only_the_lead_reports_and_a_half_year_has_one_report_until_it_is_locked():
    told = Plan()
    told.say("MA", "start-action", item=told.action)
    says = {"action": told.action.id, "year": 2025, "half": 2}
    assert "plan.not-your-action" in problems_of(told, "FR", "submit-report", says)
    told.say("FR", "submit-report", says=says)
    assert not told.standing.state.items("report")
    report = told.say("MA", "submit-report", says=says)
    told.say("MA", "submit-report", says=says)
    assert list(told.standing.state.items("report")) == [report.id]
    told.say("FR", "countersign-report", item=report)
    told.say("MA", "submit-report", says=says)
    assert len(told.standing.state.items("report")) == 2


@pytest.mark.parametrize(
    ("half", "starts", "found"),
    [
        pytest.param((2025, 2), "2025-09-01", [], id="over"),
        pytest.param((2026, 1), "2025-09-01", ["plan.half-not-over?"], id="not over"),
        pytest.param((2025, 1), "2025-09-01", ["plan.half-before-the-action?"], id="before the action"),
        pytest.param((2024, 2), "2025-09-01", ["plan.half-before-the-plan"], id="before the plan"),
        pytest.param((2024, 2), "2024-11-01", [], id="of an action that began before the plan"),
        pytest.param((2026, 2), "2025-09-01", ["plan.half-not-begun"], id="to come"),
    ],
)
def test_a_report_is_on_a_half_year_of_the_plan_that_is_over(half, starts, found):
    told = Plan(starts=starts)
    told.at = datetime(2026, 2, 3, tzinfo=UTC)
    values = {"action": told.action.id, "year": half[0], "half": half[1]}
    assert [each for each in problems_of(told, "MA", "submit-report", values) if "plan." in each] == found


def test_a_report_on_an_action_that_began_early_is_no_doubt():
    told = Plan(starts="2026-01-05")
    told.say("MA", "start-action", item=told.action, at=datetime(2025, 12, 1, tzinfo=UTC))
    told.at = datetime(2026, 2, 3, tzinfo=UTC)
    values = {"action": told.action.id, "year": 2025, "half": 2}
    assert "plan.half-before-the-action?" not in problems_of(told, "MA", "submit-report", values)


def test_as_m1_3_a_counter_changes_nothing_until_it_is_accepted_and_both_stay_in_the_history():
    told = Plan()
    told.say("MA", "start-action", item=told.action)
    drop = told.change("FR", "drop", accept=False)
    hold = told.change("MA", "hold", accept=False, step="counter-change", item=drop, ends_on="2026-06-30")
    state = told.standing.state
    track = plan.KIND.track("change")
    assert told.stage_of(told.action) == "running"
    assert [(each.key, each.stage) for each in proposals.about(state, track, told.action.id)] == [
        (drop.id, "declined"),
        (hold.id, "open"),
    ]
    told.say("FR", "accept-change", item=hold)
    assert told.stage_of(told.action) == "on-hold"
    assert told.now().held_until == "2026-06-30"


def test_what_is_on_hold_waits_and_goes_on_where_it_was():
    told = Plan()
    told.say("MA", "start-action", item=told.action)
    hold = told.change("FR", "hold", ends_on="2026-06-30")
    told.say("MA", "deliver-action", item=told.action)
    assert told.stage_of(told.action) == "on-hold"
    told.change("FR", "resume", base=hold.id)
    assert told.stage_of(told.action) == "running"
    assert told.now().held_until == ""


@pytest.mark.parametrize("what", ["reschedule", "reword"])
def test_only_a_resumption_lifts_a_hold_and_what_else_is_agreed_meanwhile_stands(what):
    told = Plan()
    told.say("MA", "start-action", item=told.action)
    hold = told.change("FR", "hold", ends_on="2026-06-30")
    other = told.change(
        "MA", what, base=hold.id, **({"ends_on": "2026-12-31"} if what == "reschedule" else {})
    )
    assert told.stage_of(told.action) == "on-hold"
    assert told.now().held_until == "2026-06-30"
    assert told.now().ends_on == ("2026-12-31" if what == "reschedule" else "2026-03-31")
    again = told.change("FR", "hold", base=other.id, ends_on="2026-09-30")
    assert told.now().held_until == "2026-09-30"
    told.change("MA", "resume", base=again.id)
    assert (told.stage_of(told.action), told.now().held_until) == ("running", "")


def test_held_again_is_held_since_the_first_day():
    told = Plan()
    hold = told.change("FR", "hold", ends_on="2026-06-30")
    since = told.now().held_on
    told.at += timedelta(days=90)
    told.change("FR", "hold", base=hold.id, ends_on="2026-09-30")
    assert told.now().held_on == since


def test_an_action_whose_reports_nobody_could_countersign_is_set_aside():
    told = Plan()
    for co_lead in ("MA", "ES"):  # its own lead; no party
        action = told.say("FR", "propose-action", says=told.of_action(co_lead=co_lead))
        assert (action, "rules.badly-said") in told.standing.set_aside


def test_a_hold_stops_what_comes_due_and_excuses_nobody_who_was_late():
    told = Plan()
    told.say("MA", "start-action", item=told.action)
    told.at = datetime(2026, 2, 10, 9, tzinfo=UTC)
    hold = told.change("FR", "hold", ends_on="2026-10-31")
    assert [each.about for each in owed(told, "report")] == ["2025-H2"]
    assert owed(told, "report")[0].late(told.at)
    assert told.rag(date(2026, 9, 1)) == "grey"  # for the half-year before it was held
    report = told.say("MA", "submit-report", says={"action": told.action.id, "year": 2025, "half": 2})
    told.say("FR", "countersign-report", item=report)
    assert told.rag(date(2026, 9, 1)) == "red"  # five months late by now, and nothing else is missing
    told.change("FR", "resume", base=hold.id)
    assert [each.about for each in owed(told, "report")] == ["2025-H2", "2026-H1"]


def test_what_is_on_hold_is_not_said_to_be_on_time():
    told = Plan()
    told.say("MA", "start-action", item=told.action)
    told.at = datetime(2025, 11, 10, 9, tzinfo=UTC)
    assert told.rag(date(2025, 12, 1)) == "green"
    hold = told.change("FR", "hold", ends_on="2026-01-31")
    assert told.rag(date(2025, 12, 1)) == "none"
    told.change("FR", "resume", base=hold.id)
    assert told.rag(date(2025, 12, 1)) == "green"


def test_what_was_dropped_by_all_is_over():
    told = Plan()
    told.change("MA", "drop")
    assert told.stage_of(told.action) == "dropped"
    told.change("FR", "resume", base=told.said[-2].id)
    assert told.stage_of(told.action) == "dropped"


def test_what_is_rescheduled_moves_and_the_baseline_does_not():
    told = Plan()
    told.change("FR", "reschedule", starts_on="2025-10-01", ends_on="2026-05-31")
    action = told.now()
    assert (action.starts_on, action.ends_on) == ("2025-10-01", "2026-05-31")
    assert (action.baseline_starts_on, action.baseline_ends_on) == ("2025-09-01", "2026-03-31")


def test_a_day_beyond_any_calendar_moves_nothing():
    told = Plan()
    told.change("FR", "reschedule", starts_on="2025-10-01", ends_on="9999-12-31")
    action = told.now()
    assert (action.starts_on, action.ends_on) == ("2025-10-01", "2026-03-31")
    assert told.rag(date(2025, 10, 2)) == "green"


def test_two_changes_that_cross_leave_one_in_force_on_every_node():
    told = Plan()
    one = told.change("FR", "drop", accept=False)
    other = told.say(
        "MA",
        "propose-change",
        says={"part": told.action.id, "change": "hold", "ends_on": "2026-06-30"},
        missed=[one],
    )
    yes = told.say("MA", "accept-change", item=one)
    told.say("FR", "accept-change", item=other, missed=[yes])
    lower = min(one, other, key=lambda each: each.id)
    assert told.stage_of(told.action) == {one.id: "dropped", other.id: "on-hold"}[lower.id]


def test_actions_that_would_wait_in_a_circle_do_not():
    told = Plan()
    second = told.agree("MA", "propose-action", told.of_action())
    first = told.agree(
        "FR", "propose-dependency", {"first": told.action.id, "then": second.id, "relation": "FS"}
    )
    back = {"first": second.id, "then": told.action.id, "relation": "FS"}
    assert "plan.circular" in problems_of(told, "MA", "propose-dependency", back)
    circle = told.agree("MA", "propose-dependency", back)
    assert (told.stage_of(first), told.stage_of(circle)) == ("agreed", "circular")


BAD = [
    pytest.param("propose-axis", {"axis": "FUG"}, "plan.axis-is-there", id="an axis twice"),
    pytest.param("propose-action", {"ends_on": "2025-08-01"}, "rules.ends-before-it-begins", id="ends first"),
    pytest.param("propose-action", {"co_lead": None}, "rules.required", id="no co-lead"),
    pytest.param("propose-action", {"co_lead": "MA"}, "plan.co-lead-of-its-own", id="co-lead of its own"),
    pytest.param("propose-action", {"lead": "ES"}, "rules.not-a-party", id="led by no party"),
    pytest.param("propose-change", {"change": "hold"}, "rules.required", id="no review date"),
    pytest.param(
        "propose-change", {"change": "hold", "ends_on": "2025-01-01"}, "plan.review-in-the-past",
        id="in the past",
    ),
    pytest.param("propose-change", {"change": "resume"}, "plan.not-on-hold", id="not on hold"),
    pytest.param(
        "propose-change", {"change": "reword", "title_fr": "Autre"}, "plan.say-it-in-both?",
        id="in one language",
    ),
    pytest.param("propose-change", {"change": "reword"}, "rules.changes-nothing", id="no new wording"),
    pytest.param(
        "propose-change", {"change": "reschedule", "ends_on": "2026-03-31"}, "rules.changes-nothing",
        id="the date that stands",
    ),
    pytest.param(
        "propose-change", {"change": "reschedule", "starts_on": "2026-04-01"}, "rules.ends-before-it-begins",
        id="begins after the end that stays",
    ),
    pytest.param("submit-report", {"year": 2031, "half": 1}, "plan.half-not-begun", id="a half-year to come"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "changes", "code"), BAD)
def test_bad_input_of_a_plan_is_named(step, changes, code):
    told = Plan()
    says = {
        "propose-action": told.of_action(),
        "propose-change": {"part": told.action.id},
        "submit-report": {"action": told.action.id},
    }.get(step, {})
    said = {name: value for name, value in {**says, **changes}.items() if value is not None}
    assert code in problems_of(told, "MA", step, said)


@pytest.mark.parametrize("subject", ["arrests", "extraditions", "seizures"])
def test_arrests_are_reported_and_never_targeted(subject):
    told = Plan()
    of = {"action": told.action.id, "subject": subject, "level": "output", "measure": "unit"}
    indicator = told.agree("MA", "propose-indicator", of)
    says = {"indicator": indicator.id, "starts_on": "2026-01-01", "ends_on": "2026-06-30", "lead": "MA"}
    assert "plan.never-targeted" in problems_of(told, "MA", "propose-target", {**says, "target": "20"})
    assert "plan.never-targeted" not in problems_of(told, "MA", "propose-target", says)


def test_a_percentage_has_a_top_and_periods_do_not_overlap():
    told = Plan()
    of = {"action": told.action.id, "subject": "training", "level": "output", "measure": "percent"}
    indicator = told.agree("MA", "propose-indicator", of)
    says = {
        "indicator": indicator.id,
        "starts_on": "2026-01-01",
        "ends_on": "2026-06-30",
        "target": "80",
        "lead": "MA",
    }
    assert "plan.over-100" in problems_of(told, "MA", "propose-target", {**says, "target": "100.5"})
    period = told.agree("MA", "propose-target", says)
    assert "plan.periods-overlap" in problems_of(
        told, "MA", "propose-target", {**says, "starts_on": "2026-06-30", "ends_on": "2026-12-31"}
    )
    told.say("MA", "state-actual", item=period, says={"actual": "75"})
    assert told.stage_of(period) == "stated"
    told.say("MA", "verify-actual", item=period)
    assert told.stage_of(period) == "stated"
    told.say("FR", "verify-actual", item=period)
    assert told.stage_of(period) == "checked"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Réunion avec Youssef Bennani à Rabat", True, id="a given name beside another"),
        pytest.param("اجتماع مع محمد يوسف", True, id="two given names in Arabic"),
        pytest.param("تحديد مكان حسن الزموري", True, id="a given name and one of origin"),
        pytest.param("ترميم شارع محمد الخامس", False, id="a king's avenue"),
        pytest.param("Contact : M. Durand", True, id="a title"),
        pytest.param("Appeler le +212 537 27 15 00", True, id="a telephone number"),
        pytest.param("Former quarante enquêteurs de la DGSN à Casablanca", False, id="a service and a city"),
        pytest.param("تكوين أربعين محققا من المديرية العامة للأمن الوطني", False, id="a service in Arabic"),
    ],
)
def test_a_text_that_looks_as_if_it_named_somebody_is_doubted(text, expected):
    assert mentions_a_person(text) is expected


@pytest.mark.parametrize(
    ("starts", "ends", "halves"),
    [
        pytest.param("2025-09-01", "2026-03-31", [(2025, 2), (2026, 1)], id="over the new year"),
        pytest.param("2026-06-30", "2026-07-01", [(2026, 1), (2026, 2)], id="over the middle"),
        pytest.param("2026-01-01", "2026-01-01", [(2026, 1)], id="a day"),
    ],
)
def test_an_action_is_reported_on_for_each_half_year_it_runs_in(starts, ends, halves):
    assert roadmap.halves_of(Plan(starts=starts, ends=ends).now()) == halves


def test_a_counter_that_asks_for_the_same_is_refused():
    told = Plan()
    offered = told.change("FR", "hold", accept=False, ends_on="2026-06-30")
    same = {
        "part": told.action.id,
        "change": "hold",
        "ends_on": "2026-06-30",
        "reason": "Autre motif que le leur.",
    }
    found = problems(plan.KIND, "counter-change", same, about=told, item=offered.id, now=told.at)
    assert "plan.counters-nothing" in codes(found)
    other = problems(
        plan.KIND, "counter-change", same | {"ends_on": "2026-07-31"}, about=told, item=offered.id
    )
    assert "plan.counters-nothing" not in codes(other)


@pytest.mark.parametrize(
    ("progress", "forecast", "found"),
    [
        (40, "2026-04-20", []),
        (40, "2025-12-01", []),
        (40, "2025-11-30", ["plan.forecast-is-over"]),
        (100, "2025-11-30", []),  # it has ended, on a day that is over
        (100, "2025-08-31", ["rules.ends-before-it-begins"]),
    ],
)
def test_nothing_is_forecast_for_a_day_that_is_over(progress, forecast, found):
    told = Plan()
    told.say("MA", "start-action", item=told.action, at=SEPTEMBER)
    said = {"progress": progress, "forecast_on": forecast}
    today = datetime(2025, 12, 1, 9, tzinfo=UTC)
    parts = {"about": told, "item": told.action.id, "now": today, "terms": TERMS}
    assert codes(problems(plan.KIND, "report-progress", said, **parts)) == found


def test_an_action_whose_deliverable_nobody_has_accepted_is_verified_after_a_second_look():
    told = Plan()

    def doubts() -> list[str]:
        return codes(problems(plan.KIND, "verify-action", {}, by="FR", about=told, item=told.action.id))

    told.say("MA", "start-action", item=told.action)
    told.say("MA", "deliver-action", item=told.action)
    assert not doubts()
    says = {"action": told.action.id, "lead": "MA", "due_on": "2026-01-31"}
    proposed = told.say("MA", "propose-deliverable", says=says)
    assert not doubts()  # what nobody has agreed to is not waited for
    told.say("FR", "agree-part", item=proposed)
    assert doubts() == ["plan.deliverable-waits?"]
    told.say("MA", "hand-over", item=proposed)
    assert doubts() == ["plan.deliverable-waits?"]
    told.say("FR", "accept-deliverable", item=proposed)
    assert not doubts()
