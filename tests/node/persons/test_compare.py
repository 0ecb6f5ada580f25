"""The register is compared in bulk: killed anywhere it goes on, found twice is once, an officer decides."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import at_rest, readings
from mithaq.node.persons import compare, likenesses
from mithaq.node.persons.compare import begin, go_on
from mithaq.node.persons.errors import AlreadyDecided
from mithaq.node.persons.imports import import_file
from mithaq.node.persons.linked import linked_with
from mithaq.node.persons.models import Comparison, Likeness, Person, Verdict
from mithaq.node.safeguards.models import HouseEvent
from tests.node.persons.files import NOW, OFFICER, csv_file
from tests.node.simulated import Simulated, ourselves
from tests.wanted import BODY, SAYS

pytestmark = pytest.mark.django_db

HEADER = "id,name,name_ar,birth_date,sex,source"
RECORDS = [
    "1,Idriss Ouzzahra,إدريس أوزهرة,1972-12-03,M,one",
    "2,OUZAHRA Driss,,1972-12-03,M,other",
    "3,Houria Maaroufi,,1991-08-02,F,one",
    "4,Ferran Vilaret,,1968-05-30,M,one",
    "5,Marouf Houriya,حورية معروفي,1991-08-02,F,other",
    "6,Canari TESTNOM,,1985-03-14,M,one",
]


@pytest.fixture(autouse=True)
def _home(tmp_path, settings):
    ourselves(tmp_path / "home", settings)


def _bring_in(folder, *rows, name="list.csv"):
    return import_file(csv_file(folder, *rows, header=HEADER, name=name), "csv", officer=OFFICER, now=NOW)


def _compare(way="duplicates", **options):
    run = begin(way, officer=OFFICER, reason="Monthly check", now=NOW)
    return go_on(run, now=NOW, **{"processes": 0, **options})


def _pairs():
    return {
        tuple(sorted((each.person.source_id, each.other.source_id)))
        for each in Likeness.objects.exclude(other=None)
    }


@pytest.fixture
def noted(tmp_path):
    """Paris seeks somebody."""
    paris = Simulated("FR").introduced()
    wire = paris.wire("issue", kind="wanted", says=SAYS, body=BODY, reference="FR-WAN-2026-00001")
    assert receive(wire, now=NOW).state == "kept"
    return paris.entries[0]


def test_one_person_s_records_on_two_lists_are_found_and_nobody_else_s(tmp_path, settings):
    _bring_in(tmp_path, *RECORDS)
    run = _compare()
    assert (run.state, run.looked_at, run.found) == ("done", 6, 2)
    assert _pairs() == {("1", "2"), ("3", "5")}
    assert set(Likeness.objects.values_list("state", flat=True)) == {"open"}
    assert [path.name for path in (tmp_path / "home" / "comparisons").iterdir()] == ["lock"]


def test_only_what_is_new_is_compared_the_next_time(tmp_path):
    _bring_in(tmp_path, *RECORDS[:3])
    _compare()
    _bring_in(tmp_path, *RECORDS)
    run = _compare()
    assert (run.looked_at, run.found) == (3, 1)
    assert _pairs() == {("1", "2"), ("3", "5")}
    assert _compare().looked_at == 0


def test_a_run_that_was_killed_goes_on_and_finds_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(compare, "BATCH", 2)
    _bring_in(tmp_path, *RECORDS)
    run = begin("duplicates", officer=OFFICER, reason="Monthly check", now=NOW)

    def killed(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        go_on(run, now=NOW, processes=0, progress=killed)
    left = Comparison.objects.get()
    assert (left.state, 0 < left.share_done < 100) == ("running", True)
    assert begin("duplicates", officer=OFFICER, reason="Once more", now=NOW) == left
    assert go_on(left, now=NOW, processes=0).state == "done"
    assert _pairs() == {("1", "2"), ("3", "5")}
    assert not compare.work_on_oldest(now=NOW)


def test_a_second_worker_leaves_a_run_to_the_first(tmp_path, monkeypatch):
    monkeypatch.setattr(compare, "BATCH", 2)
    _bring_in(tmp_path, *RECORDS)
    run = begin("duplicates", officer=OFFICER, reason="Monthly check", now=NOW)

    def another(_):
        assert go_on(Comparison.objects.get(), now=NOW, processes=0).state == "running"
        assert not compare.work_on_oldest(now=NOW)

    assert go_on(run, now=NOW, processes=0, progress=another).state == "done"
    assert len(_pairs()) == Likeness.objects.count() == 2


def test_workers_on_two_machines_write_nothing_twice(tmp_path, monkeypatch):
    monkeypatch.setattr(compare, "BATCH", 2)
    _bring_in(tmp_path, *RECORDS)
    run = begin("duplicates", officer=OFFICER, reason="Monthly check", now=NOW)

    def another(_):
        compare._work_on(Comparison.objects.get(), now=NOW, processes=0, progress=None)

    compare._work_on(run, now=NOW, processes=0, progress=another)
    assert Comparison.objects.get().state == "done"
    assert HouseEvent.objects.filter(action="persons.comparison-done").count() == 1
    assert len(_pairs()) == Likeness.objects.count() == 2


def test_runs_begun_together_share_what_they_compare_with(tmp_path, noted):
    _bring_in(tmp_path, *RECORDS)
    for way in ("sought", "duplicates"):
        begin(way, officer=OFFICER, reason="Monthly check", now=NOW)
    home = tmp_path / "home" / "comparisons"
    assert compare.work_on_oldest(now=NOW)
    (gallery,) = [path for path in home.iterdir() if path.is_dir()]
    assert gallery.stat().st_mode & 0o777 == 0o700
    assert compare.work_on_oldest(now=NOW)
    assert not gallery.exists()
    assert Likeness.objects.count() == 3


def test_processes_find_what_one_alone_finds(tmp_path, monkeypatch):
    monkeypatch.setattr(compare, "BATCH", 2)
    _bring_in(tmp_path, *RECORDS)
    assert _compare(processes=1).found == 2
    assert _pairs() == {("1", "2"), ("3", "5")}


def test_whoever_is_sought_is_looked_for_in_the_whole_register(tmp_path, noted):
    _bring_in(tmp_path, *RECORDS)
    assert _compare("sought").found == 1
    (found,) = Likeness.objects.all()
    assert (found.person.source_id, found.matter, found.entry) == ("6", noted.matter, noted.id)
    assert "born-same-day" in found.reasons


def test_a_record_that_comes_later_is_looked_at_for_whoever_is_sought(tmp_path, noted):
    _bring_in(tmp_path, *RECORDS[:5])
    assert (_compare("sought").found, _compare("records").found) == (0, 0)
    _bring_in(tmp_path, *RECORDS)
    run = _compare("records")
    assert (run.looked_at, run.found) == (1, 1)
    assert (_compare("sought").found, Likeness.objects.count()) == (0, 1)  # found both ways, it stands once


def test_nothing_is_said_of_whom_our_search_no_longer_concerns(tmp_path, noted):
    _bring_in(tmp_path, *RECORDS)
    _compare("sought")
    at_rest.destroy([noted.id], matter=noted.matter)
    readings.project(noted.matter)
    assert not Likeness.objects.exists()
    assert _compare("sought").looked_at == 0


def test_whom_a_request_merely_names_is_not_looked_for_again_and_again(tmp_path):
    from tests.node.inquiries import BODY as ASKED
    from tests.node.inquiries import SAYS as ASKING

    paris = Simulated("FR").introduced()
    named = {"sort": "person", "category": "witness", "name": "Canari TESTNOM", "link": "témoin"}
    wire = paris.wire(
        "ask", kind="inquiry", says=ASKING, body={**ASKED, "subjects": [named]}, reference="FR-INQ-2026-00001"
    )
    assert receive(wire, now=NOW).state == "kept"
    _bring_in(tmp_path, *RECORDS)
    assert _compare("sought").looked_at == 0


def _linked(person):
    return [each.person for each in linked_with([person])[person]]


def test_a_decision_stands_until_it_is_taken_back_and_each_is_recorded(tmp_path):
    _bring_in(tmp_path, *RECORDS[:2])
    _compare()
    (pair,) = Likeness.objects.all()
    why = "Same fingerprints on both files"
    likenesses.decide(pair.pk, "same", seen="open", why=why, officer=OFFICER, now=NOW)
    assert _linked(pair.person_id) == [pair.other]
    assert _linked(pair.other_id) == [pair.person]
    with pytest.raises(AlreadyDecided):
        likenesses.decide(pair.pk, "different", seen="open", why=why, officer=OFFICER, now=NOW)
    likenesses.decide(pair.pk, "open", seen="same", why="The prints were mixed up", officer=OFFICER, now=NOW)
    assert _linked(pair.person_id) == []
    assert [each.state for each in Verdict.objects.order_by("pk")] == ["same", "open"]
    events = HouseEvent.objects.filter(action__startswith="persons.likeness-").order_by("pk")
    assert [(each.action, each.reason) for each in events] == [
        ("persons.likeness-linked", why),
        ("persons.likeness-taken-back", "The prints were mixed up"),
    ]


@pytest.mark.parametrize(("state", "after"), [("same", "same"), ("different", "open"), ("open", "open")])
def test_what_changed_is_asked_again_unless_it_was_linked(tmp_path, state, after):
    _bring_in(tmp_path, *RECORDS[:2])
    _compare()
    (pair,) = Likeness.objects.all()
    if state != "open":
        likenesses.decide(pair.pk, state, seen="open", why="As the files say", officer=OFFICER, now=NOW)
    _bring_in(tmp_path, RECORDS[0], RECORDS[1].replace("Driss", "Idris"))
    assert _compare().found == 0
    pair.refresh_from_db()
    assert pair.state == after


def test_a_pair_that_is_none_any_more_goes(tmp_path):
    _bring_in(tmp_path, *RECORDS[:2])
    _compare()
    _bring_in(tmp_path, RECORDS[0], "2,Ferran Vilaret,,1968-05-30,M,other")
    _compare()
    assert not Likeness.objects.exists()


def test_who_was_taken_off_a_list_is_found_in_no_pair(tmp_path):
    _bring_in(tmp_path, *RECORDS[:2])
    begin("duplicates", officer=OFFICER, reason="Monthly check", now=NOW)
    Person.objects.filter(source_id="2").update(removed_at=NOW)
    assert _compare().found == 0


def test_the_house_log_knows_who_compared_and_why_and_no_name(tmp_path):
    _bring_in(tmp_path, *RECORDS)
    run = _compare()
    begun = HouseEvent.objects.get(action="persons.comparison-begun")
    assert (begun.officer, begun.reason) == (OFFICER.reference, "Monthly check")
    assert begun.facts == {"run": str(run.pk), "way": "duplicates"}
    assert not any("zahra" in str(each.facts).lower() for each in HouseEvent.objects.all())


def test_many_pairs_are_kept_in_few_statements(tmp_path):
    _bring_in(tmp_path, *(f"{n},Idriss Ouzzahra,,1972-12-03,M,one" for n in range(30)))
    with CaptureQueriesContext(connection) as asked:
        _compare()
    assert Likeness.objects.count() == 435
    assert len(asked) < 60
