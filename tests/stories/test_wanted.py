"""Paris seeks somebody with Rabat: a national is denounced, a search stops everywhere, a suspension reopens
what was screened.

Source: acceptance stories AS-M5-1, AS-M5-2, AS-M5-4. One stage serves them all; each has a note of its own.
"""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from tests.stories.sides import Side, reference
from tests.stories.stage import all_delivered, assert_alike, staged, state
from tests.two_nodes import ON_POSTGRES, wait_until
from tests.wanted import NOTE, REVIEWED

pytestmark = pytest.mark.slow

GROUPS = {
    "nationalities-0-country": "FR", "nationalities-0-at_facts": "YES", "aliases-0-name": "Le Serin",
    "born_day": "14", "born_month": "3", "born_year": "1985",
}  # fmt: skip
TYPED = {
    name: "on" if value is True else str(value)
    for name, value in NOTE.items()
    if not isinstance(value, list) and name not in REVIEWED
}
FORM = {
    **{name: said for name, said in TYPED.items() if name != "born"},
    **GROUPS,
    "review_by": (datetime.now(UTC).date() + timedelta(days=200)).isoformat(),
    "on-parties": ["MA"],
    "on-handling": ["H1"],
    "on-basis": "instrument",
}
SCREENED = {name: "NO" for name in TYPED if name.startswith("screen_")} | {"on-handling": ["H1"]}
STOPPED = {"systems": ["national-file", "border", "local-units"], "nobody_held": "on"}
SEEN = {
    "place": "Tanger, port",
    "source": "B",
    "accuracy": "2",
    "what": "Aperçu deux fois au même café.",
    "on-handling": ["H1"],
}
ARRESTED = {
    "place": "Tanger", "identified": "Passeport et empreintes", "held_by": "Procureur du Roi, Tanger",
    "on-handling": ["H1"],
}  # fmt: skip
DATABASE = ("node.sqlite3", "node.sqlite3-wal", "node.sqlite3-shm")
ARRIVED = (
    "list(EntryRow.objects.filter(own=False, kind='wanted').order_by('seq').values_list('step', flat=True))"
)


@pytest.fixture(scope="module")
def stage():
    with staged("MA", "FR", kinds=("wanted",)) as made:
        for node in made:
            node.act("also_holds", username="first", functions=["fugitive-officer", "rights-reviewer"])
            node.act("engage", username="third", functions=["rights-reviewer"])
            node.start("deliver")
        yield made


@pytest.fixture(scope="module")
def sides(stage):
    return tuple(Side(node) for node in stage)


def issued(paris, **changes) -> str:
    reviewers = (paris.second, paris.window("third"))
    return state(paris.first, paris.second, "/new/wanted/", reviewers=reviewers, **FORM | changes)


def sought(rabat, paris) -> str:
    matter = issued(paris)
    all_delivered((rabat.node, paris.node))
    rabat.take(matter, "acknowledge")
    rabat.take(matter, "screen", **SCREENED)
    rabat.take(matter, "accept-search")
    all_delivered((rabat.node, paris.node))
    return matter


@pytest.mark.law("AS-M5-1")
def test_as_m5_1_a_national_is_denounced_not_extradited_unless_a_magistrate_decides(stage, sides):
    rabat, paris = sides
    national = {"screen_nat": "YES", "nationalities-0-country": "MA"}
    paris.first.open("/new/wanted/")
    paris.first.send(**FORM | {"nationalities-0-country": "MA", "nationalities-0-at_facts": "UNKNOWN"})
    assert "était acquise à la date des faits" in paris.first.page.text  # the question is forced
    paris.first.send(**FORM | national)
    assert "L’État requis n’extrade pas ses nationaux" in paris.first.page.text
    denounced = issued(paris, **national, path="denunciation")
    decided = {"magistrate": "Juge d’instruction, Marseille", "decided_on": "2025-03-20"}
    passed = issued(paris, **national, **decided, decision="La nationalité a été perdue avant la remise.")
    all_delivered(stage)
    rabat.node.act("speaks", language="ar")
    assert "شكاية رسمية إلى النيابة العامة للدولة المطلوبة" in rabat.reads(denounced)
    assert "La nationalité a été perdue" in rabat.reads(passed)
    rabat.node.act("speaks", language="fr")


@pytest.mark.law("AS-M5-2")
def test_as_m5_2_a_cancelled_search_stops_in_three_systems_and_is_red_until_it_has(stage, sides):
    rabat, paris = sides
    matter = sought(rabat, paris)
    assert "TESTNOM" in rabat.reads(f"/matters/?kind=wanted&text={reference(matter)}")
    paris.take(matter, "cancel-note", reason="warrant-withdrawn", withdrawn_at=paris.ago(minutes=20))
    all_delivered(stage)
    assert "TESTNOM" not in rabat.reads(f"/matters/?kind=wanted&text={reference(matter)}")
    assert "TESTNOM" in rabat.reads(matter)  # whoever has to answer for it still can
    for side in sides:
        assert reference(matter) in side.reads("/wanted/")
        assert "dont la cessation n’est pas confirmée" in side.reads("/")
    for side in sides:
        side.node.set_clock(datetime.fromisoformat(side.node.act("now")) + timedelta(hours=4, minutes=40))
        side.sign_in()
    rabat.take(matter, "confirm-stopped", **STOPPED)
    all_delivered(stage)
    for node in stage:
        assert node.act("stage", reference=reference(matter)) == "cleared"
        from_reason, from_entry = node.act("cancel_latencies", reference=reference(matter))
        assert (from_reason, from_entry) == pytest.approx((5, 4.67), abs=0.1)
    assert_alike(stage)


@pytest.mark.law("AS-M5-4")
def test_as_m5_4_a_suspension_crosses_an_arrest_and_the_clock_of_custody_runs_on(stage, sides):
    rabat, paris = sides
    matter = sought(rabat, paris)
    for node in stage:
        node.line.cut()
    rabat.take(matter, "report-arrest", arrested_at=rabat.ago(hours=2), **ARRESTED)
    paris.take(matter, "suspend-note", reason="interpol")
    for node in stage:
        node.line.mend()
    all_delivered(stage)
    for side in sides:
        assert side.node.act("stage", reference=reference(matter)) == "suspended"
        assert side.node.act("items", reference=reference(matter), track="search") == ["arrested"]
        assert set(side.node.act("items", reference=reference(matter), track="screening")) == {"reopened"}
        radar = side.reads("/wanted/radar/")
        assert reference(matter) in radar
        assert "aucun délai convenu" in radar
        assert reference(matter) in side.reads(
            "/wanted/"
        )  # what the rights reviewers of both sides have to do
    rabat.first.open(matter)
    rabat.first.open(rabat.first.link("/steps/screen/"))
    begun = dict(rabat.first.page.forms[-1].values)
    assert (begun["screen_hr"], begun["screen_asy"], begun["screen_pol"]) == ("UNKNOWN", "UNKNOWN", "NO")
    assert_alike(stage)


def test_a_hit_crosses_the_cancellation_which_comes_first_after_an_absence(stage, sides):
    rabat, paris = sides
    matter = sought(rabat, paris)
    before = rabat.node.act("run", code=ARRIVED)
    for node in stage:
        node.line.cut()
    rabat.take(matter, "report-hit", seen_from=rabat.ago(hours=1), **SEEN)
    issued(paris)
    paris.take(matter, "cancel-note", reason="served", withdrawn_at=paris.ago(minutes=5))
    for node in stage:
        node.line.mend()
    all_delivered(stage)
    assert rabat.node.act("run", code=ARRIVED)[len(before) :] == ["cancel-note", "issue"]
    for side in sides:
        aside = side.node.act("run", code=f"Matter.objects.get(reference={reference(matter)!r}).aside")
        assert len(aside) == 1
        assert side.node.act("stage", reference=reference(matter)) == "cancelled"
    assert_alike(stage)


@pytest.mark.skipif(ON_POSTGRES, reason="puts back the file of SQLite")
def test_a_restored_node_says_it_is_behind_and_shows_nobody_as_wanted(stage, sides):
    rabat, paris = sides
    matter = sought(rabat, paris)
    node, kept = rabat.node, rabat.node.home.with_suffix(".kept")
    stop(node)
    shutil.copytree(node.home, kept)
    start(node)
    paris.take(matter, "cancel-note", reason="wrong-person", withdrawn_at=paris.ago(minutes=5))
    all_delivered(stage)
    wait_until(lambda: not node.act("undone"))
    stop(node)
    for name in DATABASE:
        (node.home / name).unlink(missing_ok=True)
        if (kept / name).exists():
            shutil.copy(kept / name, node.home / name)
    node.start("serve")
    node.wait_until_it_answers()
    node.act("at_start")
    rabat.sign_in()
    assert node.act("stage", reference=reference(matter)) == "active"  # all that the old backup knows
    listed = rabat.reads(f"/matters/?kind=wanted&text={reference(matter)}")
    assert "TESTNOM" not in listed
    assert "en sait moins que ses partenaires" in rabat.reads("/wanted/")
    assert "Nul ne peut être recherché" in rabat.reads(matter)
    node.start("deliver")
    wait_until(lambda: node.act("stage", reference=reference(matter)) == "cancelled", seconds=60)
    assert_alike(stage)


def stop(node) -> None:
    node.end_agent()
    node.kill("serve", "deliver")


def start(node) -> None:
    node.start("serve", "deliver")
    node.wait_until_it_answers()
