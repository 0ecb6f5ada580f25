"""Reads leave a trace first, show nothing if they cannot, and write nothing."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.test import RequestFactory

from mithaq.node.officers.models import Officer, Watch
from mithaq.node.safeguards import reading
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.errors import NotForYourFunction, ReadNotRecorded
from mithaq.node.safeguards.models import HouseEvent
from mithaq.node.safeguards.read_only import WroteWhileReading, is_reading, read_only
from mithaq.node.safeguards.reading import shows_personal_data
from tests.node.people import officer

pytestmark = pytest.mark.django_db


def ask(view, persona, **address):
    request = RequestFactory().get("/matters/MA-INQ-2026-00012/")
    request.user = persona
    return view(request, **address)


def _page(request):
    return HttpResponse()


def actions():
    return list(HouseEvent.objects.order_by("pk").values_list("action", flat=True))


def test_the_row_is_written_before_the_page_runs():
    @shows_personal_data("matter.read")
    def view(request, reference):
        assert actions() == ["matter.read"]
        return HttpResponse(reference)

    persona = officer("duty-officer")
    assert ask(view, persona, reference="MA-INQ-2026-00012").content == b"MA-INQ-2026-00012"
    event = HouseEvent.objects.get()
    assert event.facts == {"reference": "MA-INQ-2026-00012"}
    assert event.officer == persona.reference


def test_a_stated_reason_is_kept_with_the_read():
    @shows_personal_data("person.searched", why=lambda _: "case 12, identification")
    def view(request):
        return HttpResponse()

    ask(view, officer())
    assert HouseEvent.objects.get().reason == "case 12, identification"


def test_nothing_is_shown_when_the_row_cannot_be_written(monkeypatch):
    shown = []

    @shows_personal_data("matter.read")
    def view(request):
        shown.append("personal data")
        return HttpResponse()

    monkeypatch.setattr(reading, "note", _broken)
    with pytest.raises(ReadNotRecorded):
        ask(view, officer())
    assert not shown


def _broken(*args, **said):
    raise DatabaseError


def test_a_form_that_comes_back_was_written_down_before_it_acted(monkeypatch):
    @shows_personal_data("matter.step-form", also_writes=True)
    def view(request):
        assert actions() == ["matter.step-form"]
        Watch.objects.create(function="translator", kind="inquiry")
        return HttpResponse()

    ask(view, officer("duty-officer"))
    assert Watch.objects.filter(function="translator", kind="inquiry").count() == 1
    monkeypatch.setattr(reading, "note", _broken)
    with pytest.raises(ReadNotRecorded):
        ask(view, officer("duty-officer"))
    assert Watch.objects.filter(function="translator", kind="inquiry").count() == 1


@pytest.mark.parametrize("refusal", [Http404(), NotForYourFunction(needed="auditor")])
def test_a_read_that_was_refused_says_so(refusal):
    @shows_personal_data("matter.read")
    def view(request, reference):
        raise refusal

    with pytest.raises(type(refusal)):
        ask(view, officer(), reference="MA-INQ-2026-00012")
    assert actions() == ["matter.read", "read.refused"]


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda: Officer.objects.update(zone="UTC"), id="an update"),
        pytest.param(lambda: Watch.objects.all().delete(), id="a deletion"),
        pytest.param(officer, id="an insertion"),
        pytest.param(lambda: connection.cursor().execute("DROP TABLE officers_watch"), id="a table dropped"),
    ],
)
def test_a_page_that_shows_cannot_write(write):
    @shows_personal_data("matter.read")
    def view(request):
        write()
        return HttpResponse()

    persona = officer()
    with pytest.raises(WroteWhileReading), transaction.atomic():
        ask(view, persona)
    assert Officer.objects.count() == 1


def test_a_template_that_renders_later_is_read_only_too():
    @shows_personal_data("matter.read")
    def view(request):
        response = TemplateResponse(request, [])
        response.render = lambda: Officer.objects.update(zone="UTC")
        return response

    persona = officer()
    with pytest.raises(WroteWhileReading), transaction.atomic():
        ask(view, persona)


def test_reading_goes_on_and_writing_is_possible_again_afterwards():
    with read_only():
        assert not Officer.objects.filter(username="nobody").exists()
        with transaction.atomic():
            list(Officer.objects.all())
    assert officer().pk


@pytest.mark.parametrize(
    ("sql", "reads"),
    [
        ("SELECT 1", True),
        ("  select * from officers_officer", True),
        ("WITH seen AS (SELECT 1) SELECT * FROM seen", True),
        ("EXPLAIN SELECT 1", True),
        ("SAVEPOINT s1", True),
        ("WITH gone AS (DELETE FROM t RETURNING 1) SELECT * FROM gone", False),
        ("SELECT 1 FROM t FOR UPDATE", False),
        ("INSERT INTO t VALUES (1)", False),
        ("UPDATE t SET a = 1", False),
        ("PRAGMA writable_schema = 1", False),
        ("/* harmless */ DELETE FROM t", False),
        ("", False),
    ],
)
def test_what_counts_as_reading(sql, reads):
    assert is_reading(sql) is reads


@pytest.mark.parametrize("function", ["auditor", "dpo", "duty-officer", "administrator", None])
def test_a_page_is_for_the_functions_it_names(function):
    view = for_functions("auditor", "dpo")(_page)
    persona = officer(*filter(None, [function]))
    if function in {"auditor", "dpo"}:
        assert ask(view, persona).status_code == 200
    else:
        with pytest.raises(NotForYourFunction):
            ask(view, persona)
    assert ask(for_functions(ANY_OFFICER)(_page), persona).status_code == 200
