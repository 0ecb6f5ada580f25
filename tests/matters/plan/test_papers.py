"""The plan as a paper: noted before it leaves, for whoever sees the plan, in the words that were said."""

import subprocess
from dataclasses import replace

import pytest
from django.urls import reverse

from mithaq.matters.plan import drawn, papers
from mithaq.matters.plan.indicators import indicator
from mithaq.matters.plan.shown import plan
from mithaq.node import clock
from mithaq.node.ledger import held
from mithaq.node.papers.examine import examine_apart
from mithaq.node.safeguards.models import HouseEvent
from tests.node.officers.screens import signed_in
from tests.poppler import poppler

pytestmark = pytest.mark.django_db
TRAINED = "Douze officiers formés à Rabat."


def paper(planned, officer, name="paper", *args):
    return signed_in(officer).post(reverse(f"plan:{name}", args=[planned.reference, *args]))


@pytest.fixture
def reported(planned):
    """The first action was reported on for the half-year before last."""
    values = {
        "action": planned.one.id,
        "year": 2026,
        "half": 1,
        "achieved": "Douze officiers formés à Rabat.",
    }
    report = planned.we("submit-report", values)
    planned.they("countersign-report", item=report)
    return planned


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_plan_leaves_on_a_page_under_a_number_of_the_house_log(planned, salma, language):
    answer = paper(planned, salma, "paper", language)
    event = HouseEvent.objects.get(action="plan.page-exported")
    assert answer["Content-Type"] == "application/pdf"
    assert f"{planned.reference}-{event.pk}" in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF")
    assert not examine_apart(answer.content).rule
    assert event.facts["which"] == language


@pytest.mark.poppler
def test_the_report_of_a_half_year_says_what_the_lead_wrote_in_both_languages(reported, salma, tmp_path):
    answer = paper(reported, salma, "report", 2026, 1)
    file = tmp_path / "report.pdf"
    file.write_bytes(answer.content)
    tool = poppler().replace("pdfsig", "pdftotext")
    text = subprocess.run([tool, file, "-"], capture_output=True, check=True, text=True).stdout
    assert text.count(TRAINED) == 2
    assert "Rapports contresignés" in text
    assert "FUG-1" in text


def test_the_report_draws_each_indicator_as_its_page_does(reported, salma, monkeypatch):
    composed = {}
    typeset = papers.typeset

    def kept(template, content, **more):
        composed[template] = content
        return typeset(template, content, **more)

    monkeypatch.setattr(papers, "typeset", kept)
    assert paper(reported, salma, "report", 2026, 1).content.startswith(b"%PDF")
    shown = indicator(plan(reported.reference, salma, now=clock.now()), reported.indicator_one.id)
    for version in composed["half-year-report"]["versions"]:
        assert str(clock.now().year) in version["as_of"]
        charts = [chart for line in version["actions"] for chart in line["charts"]]
        assert len(charts) == 1
        pictured = drawn.indicator(
            replace(shown, title=charts[0]["name"]), speaking=version["language"], alone=True
        )
        assert charts[0]["drawing"] == str(pictured)
        assert charts[0]["name"] == titles_of(reported, version["language"])


def titles_of(planned, language: str) -> str:
    return held.bodies_of([planned.indicator_one])[planned.indicator_one.id][f"title_{language}"]


def test_a_report_asks_nothing_of_whom_nothing_is_owed_and_says_of_which_day_it_is(planned, salma):
    lines = papers._lines(plan(planned.reference, salma, now=planned.now), (2026, 2))
    assert all(line.is_owed for line in lines)
    planned.they("accept-change", item=planned.hold)  # held before the report was due
    shown = plan(planned.reference, salma, now=planned.now)
    lines = papers._lines(shown, (2026, 2))
    assert {line.action.own.id for line in lines if not line.is_owed} == {planned.two.id}
    told = [each["what"]["fr"] for each in papers._signed(lines, {})]
    assert told == ["Rapports contresignés 0/2", "Rapports remis 0/2"]


def test_the_plan_on_a_page_counts_what_is_on_hold_and_not_what_was_dropped(planned, salma):
    (axis,) = plan(planned.reference, salma, now=planned.now).axes
    before = papers._axis(axis, plan(planned.reference, salma, now=planned.now))
    assert (before["actions"], before["running"], before["held"]) == (3, 1, 0)
    planned.they("accept-change", item=planned.hold)
    planned.changed(planned.three, "drop", base=planned.later)
    shown = plan(planned.reference, salma, now=planned.now)
    after = papers._axis(shown.axes[0], shown)
    assert (after["actions"], after["running"], after["held"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        pytest.param("paper", ["xx"], id="a language nobody has"),
        pytest.param("report", [2026, 3], id="a third half"),
        pytest.param("report", [2031, 1], id="a half-year to come"),
        pytest.param("report", [1, 1], id="the year one"),
    ],
)
def test_what_there_is_no_paper_of_is_not_found_and_nothing_is_noted(planned, salma, name, args):
    assert paper(planned, salma, name, *args).status_code == 404
    assert not HouseEvent.objects.filter(action__startswith="plan.", action__endswith="-exported").exists()


def test_a_paper_is_asked_for_by_a_button_and_never_by_an_address(planned, salma):
    client = signed_in(salma)
    assert client.get(reverse("plan:paper", args=[planned.reference, "fr"])).status_code == 405


def test_who_may_not_see_the_plan_gets_no_paper(planned, administrator):
    assert paper(planned, administrator, "paper", "fr").status_code in (403, 404)
    assert not HouseEvent.objects.filter(action="plan.page-exported").exists()


@pytest.fixture
def administrator(db):
    from tests.node.people import officer

    return officer("administrator")
