"""The register's pages: who may enter, what is recorded, what is shown and what never is."""

import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse

from mithaq.node.persons import imports, uploads
from mithaq.node.persons.imports import begin, import_file
from mithaq.node.persons.models import ImportRun, Person
from mithaq.node.safeguards import reading
from mithaq.node.safeguards.models import HouseEvent
from tests.node.people import officer
from tests.node.persons.files import NOW, OFFICER, UN_SHAPED, csv_file, individual, many, un_file

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["ar", "fr", "en"])

CODE = re.compile(r">[^<]*\b(?:persons|match|letters)\.[a-z]")
ASKED = {
    "name": "Anouar Ben Zitoun",
    "born": "1984-06-24",
    "case": "2026/1234",
    "reason": "Fraud, suspect, identify",
}


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.SECOND_FACTOR_REQUIRED = False  # asked for at the door, which has its own tests


def _as(client, *functions, **said):
    persona = officer(*functions, **said)
    client.force_login(persona)
    return persona


def _register():
    import_file(UN_SHAPED, "un", officer=OFFICER, now=NOW)


def _compared(client, **changed):
    """The page of the one candidate the question finds."""
    record = Person.objects.get(list_ref="INi.001").pk
    return client.post(reverse("persons:match", args=[record]), ASKED | changed)


def _kept_files(settings) -> list[str]:
    folder = Path(settings.HOME) / "imports"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def _send(client, path, form="un", source=""):
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(reverse("persons:import"), {"file": upload, "format": form, "source": source})


@pytest.mark.parametrize("name", ["persons:register", "persons:import"])
def test_nobody_enters_without_signing_in(client, name):
    assert client.get(reverse(name)).status_code == 302


@pytest.mark.parametrize(
    ("function", "searches", "imports_lists", "decides"),
    [
        ("duty-officer", True, True, False),
        ("liaison-officer", True, False, False),
        ("fugitive-officer", True, True, True),
        ("approver", True, True, True),
        ("legal-adviser", True, False, False),
        ("rights-reviewer", True, False, False),
        ("translator", False, False, False),
        ("administrator", False, False, False),
        ("auditor", False, False, False),
        ("dpo", False, False, False),
        ("group-chair", False, False, False),
    ],
)
def test_each_page_is_for_some_functions(client, function, searches, imports_lists, decides):
    run = ImportRun.objects.create(format="csv", digest="0" * 64, started_at=NOW, state="done")
    _as(client, function)
    allowed = {
        "persons:register": client.get(reverse("persons:register")).status_code == 200,
        "persons:import": client.get(reverse("persons:import")).status_code == 200,
        "persons:run": client.get(reverse("persons:run", args=[run.pk])).status_code == 200,
        # The right function meets the rule behind the door: nothing is held.
        "persons:remove-held": b"persons.nothing-held"
        in client.post(reverse("persons:remove-held", args=[run.pk])).content,
    }
    assert list(allowed.values()) == [searches, imports_lists, imports_lists, decides]


@LANGUAGES
def test_every_page_is_drawn_in_every_language(client, language):
    _register()
    run = ImportRun.objects.get()
    _as(client, "fugitive-officer", language=language)
    pages = [
        client.get(reverse("persons:register")),
        client.post(reverse("persons:register"), ASKED),
        client.post(reverse("persons:register"), ASKED | {"name": "Nobody Atall"}),
        _compared(client),
        client.get(reverse("persons:import")),
        client.get(reverse("persons:run", args=[run.pk])),
    ]
    for page in pages:
        assert page.status_code == 200
        assert f'lang="{language}"' in page.content.decode()
        assert not CODE.search(page.content.decode())  # a code where a sentence should be


def test_a_search_shows_who_may_be_meant_and_why(client):
    _register()
    _as(client, "duty-officer", language="en")
    page = client.post(reverse("persons:register"), ASKED).content.decode()
    assert "<bdi>ANOUAR BEN ZITOUN</bdi>" in page
    assert "<bdi>أنوار بن زيتون</bdi>" in page
    assert "Likely match" in page
    assert "Same date of birth" in page
    assert "KARIM" not in page


@pytest.mark.law("L29")
def test_the_reason_is_recorded_and_the_name_is_not(client):
    _register()
    persona = _as(client, "duty-officer")
    client.post(reverse("persons:register"), ASKED)
    event = HouseEvent.objects.get(action="persons.searched")
    assert event.officer == persona.reference
    assert event.facts == {"case": "2026/1234", "asked": "name,born"}
    assert event.reason == "Fraud, suspect, identify"
    assert "Zitoun" not in json.dumps(event.facts)


@pytest.mark.law("L31")
@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"reason": ""}, id="no reason"),
        pytest.param({"reason": "because"}, id="a word is no reason"),
        pytest.param({"case": ""}, id="no case"),
        pytest.param({"case": "Anouar"}, id="a name is no case"),
        pytest.param({"name": ""}, id="nobody asked for"),
        pytest.param({"name": "؟؟"}, id="no letters"),
        pytest.param({"name": "😀😀"}, id="pictures"),
        pytest.param({"name": "م"}, id="one letter"),
        pytest.param({"name": "Anou\ufffdr"}, id="a letter that arrived broken"),
        pytest.param({"name": b"Anou\xed\xa0\x80r".decode("utf-8", "replace")}, id="half a character"),
        pytest.param({"name": "a" * 10_000}, id="ten thousand letters"),
        pytest.param({"name": "\u202e\u2066"}, id="marks of direction alone"),
        pytest.param({"sex": "?"}, id="no such sex"),
        pytest.param({"country": "ZZ"}, id="no such country"),
        pytest.param({"source": "nowhere"}, id="no such list"),
        pytest.param({"sort": "ship"}, id="no such sort"),
        pytest.param({"at_least": "87 %"}, id="a threshold is no percentage"),
        pytest.param({"born": "1984-02-31"}, id="no such day"),
        pytest.param({"document": "???"}, id="no document number"),
    ],
)
def test_without_a_proper_question_and_reason_nothing_is_searched(client, change):
    _register()
    _as(client, "duty-officer")
    page = client.post(reverse("persons:register"), ASKED | change)
    assert page.context["form"].errors
    assert page.context["matches"] is None
    assert not HouseEvent.objects.filter(action="persons.searched").exists()


def test_arabic_digits_and_hidden_marks_are_understood(client):
    _register()
    _as(client, "duty-officer")
    typed = {"name": "\u202eAnouar Ben Zitoun\u202c", "born": "٢٤/٠٦/١٩٨٤", "case": "٢٠٢٦/١٢"}
    page = client.post(reverse("persons:register"), ASKED | typed)
    assert [match.candidate.band for match in page.context["matches"]] == ["likely"]


def test_nothing_is_shown_when_the_reason_cannot_be_recorded(client, monkeypatch):
    def full(*_, **__):
        raise DatabaseError("disk full")

    _register()
    _as(client, "duty-officer")
    monkeypatch.setattr(reading, "note", full)
    page = client.post(reverse("persons:register"), ASKED)
    assert page.status_code == 422
    assert "ZITOUN" not in page.content.decode()


@pytest.mark.law("AS-M5-3")
def test_as_m5_3_no_hit_is_not_called_not_wanted(client):
    _as(client, "duty-officer", language="en")
    page = client.post(reverse("persons:register"), ASKED).content.decode()
    assert "No match was found" in page
    assert "does not mean that the person is not wanted, or not known" in page


def test_hidden_characters_are_told(client):
    _register()
    _as(client, "duty-officer", language="en")
    page = client.post(reverse("persons:register"), ASKED | {"name": "\u202eAnouar Ben Zitoun"})
    assert "Hidden characters were taken out" in page.content.decode()
    assert 'value="Anouar Ben Zitoun"' in page.content.decode()


def test_what_is_wrong_is_said_in_the_readers_language(client):
    _as(client, "duty-officer", language="fr")
    for typed, said in (("😀", "aucune lettre"), ("م", "Une seule lettre"), ("\ufffda", "altéré")):
        page = client.post(reverse("persons:register"), ASKED | {"name": typed})
        assert said in page.content.decode()


def test_a_candidate_is_compared_letter_by_letter(client):
    _register()
    persona = _as(client, "duty-officer", language="en")
    page = _compared(client, name="أنوار بن زيتون").content.decode()
    assert "The names, letter by letter" in page
    assert "Same date of birth" in page
    assert "The very name stands on the list:" in page
    assert "Nothing of what is stated on both sides" in page
    assert "it decides nothing" in page
    event = HouseEvent.objects.get(action="persons.compared")
    record = str(Person.objects.get(list_ref="INi.001").pk)
    assert (event.officer, event.reason) == (persona.reference, ASKED["reason"])
    assert event.facts == {"case": "2026/1234", "record": record}


def test_what_speaks_against_stands_apart(client):
    _register()
    _as(client, "duty-officer", language="en")
    page = _compared(client, born="1950-02-03", sex="F")
    against = [line.reason for line in page.context["explained"].against]
    assert against[0] == "born-far-apart"
    assert "more than ten years apart" in page.content.decode()


@pytest.mark.law("D21")
def test_no_percentage_and_no_score_is_on_any_page(client):
    _register()
    _as(client, "duty-officer", language="en")
    for page in (client.post(reverse("persons:register"), ASKED), _compared(client)):
        main = page.content.decode().partition("<main")[2].partition("<details")[0]
        assert "%" not in re.sub(r"<[^>]+>", "", main)
        found = (page.context.get("match") or page.context["matches"][0]).candidate.resemblance
        assert str(abs(found.score)) not in re.sub(r"<[^>]+>", "", main)


def test_a_name_stands_in_no_address(client):
    _register()
    _as(client, "duty-officer")
    page = client.post(reverse("persons:register"), ASKED).content.decode()
    addresses = re.findall(r'(?:href|action|formaction)="([^"]*)"', page)
    assert any("/match/" in address for address in addresses)
    assert not [address for address in addresses if "itoun" in address.lower()]
    assert client.get(reverse("persons:match", args=[Person.objects.first().pk])).status_code == 405


def test_a_record_that_answers_no_more_is_not_shown(client):
    _register()
    _as(client, "duty-officer")
    Person.objects.filter(list_ref="INi.001").update(removed_at=NOW)
    assert b"persons.unknown-record" in _compared(client).content
    assert HouseEvent.objects.get(action="read.refused").facts["tried"] == "persons.compared"
    assert client.post(reverse("persons:match", args=[uuid4()]), ASKED).status_code == 422


def test_without_a_reason_no_candidate_is_shown(client):
    _register()
    _as(client, "duty-officer")
    page = _compared(client, reason="")
    assert page.context["form"].errors
    assert not HouseEvent.objects.filter(action="persons.compared").exists()


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        pytest.param({}, True, id="not at all"),
        pytest.param({"sort": "person"}, True, id="to persons"),
        pytest.param({"sort": "organisation"}, False, id="to organisations"),
        pytest.param({"source": "un-sc"}, True, id="to its list"),
        pytest.param({"at_least": "likely"}, True, id="to likely ones"),
    ],
)
def test_a_search_is_narrowed(client, narrowed, found):
    _register()
    _as(client, "duty-officer")
    page = client.post(reverse("persons:register"), ASKED | narrowed)
    assert bool(page.context["matches"]) is found
    asked = HouseEvent.objects.get(action="persons.searched").facts["asked"].split(",")
    assert len(asked) == 2 + len(narrowed)


def test_hostile_names_stay_text(client, tmp_path):
    import_file(csv_file(tmp_path, '1,"<b onclick=x>Anouar</b>",1984'), "csv", officer=OFFICER, now=NOW)
    _as(client, "duty-officer")
    page = client.post(reverse("persons:register"), ASKED | {"name": "b onclick x anouar b"}).content.decode()
    assert "&lt;b onclick=x&gt;" in page
    assert "<b onclick" not in page


def test_the_number_of_queries_does_not_grow_with_the_candidates(
    client, tmp_path, django_assert_max_num_queries
):
    rows = [f"{number},Anouar Ben Zitoun,1984" for number in range(40)]
    import_file(csv_file(tmp_path, *rows), "csv", officer=OFFICER, now=NOW)
    _as(client, "duty-officer")
    with django_assert_max_num_queries(45):
        page = client.post(reverse("persons:register"), ASKED)
    assert len(page.context["matches"]) == 40


def test_a_list_is_sent_and_its_bad_rows_are_told_by_line(client, settings):
    _as(client, "duty-officer", language="en")
    answer = _send(client, UN_SHAPED)
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == reverse("persons:run", args=[run.pk])
    page = client.get(answer.headers["Location"]).content.decode()
    assert "un-shaped.xml" in page
    assert "The same id stands already in line" in page
    assert [row.line for row in client.get(answer.headers["Location"]).context["bad_rows"]] == [
        24,
        24,
        42,
        47,
    ]
    assert Person.objects.count() == 3
    assert _kept_files(settings) == []


@pytest.mark.parametrize(
    ("content", "form"),
    [
        pytest.param(b"PK\x03\x04 a zip bomb", "csv", id="zip"),
        pytest.param(b"<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>", "un", id="entities"),
        pytest.param(b"id,salary\n1,2\n", "csv", id="columns"),
        pytest.param(b"\xff\xfe\x00", "ftm", id="utf-16"),
    ],
)
def test_a_file_that_is_refused_leaves_nothing(client, settings, tmp_path, content, form):
    path = tmp_path / "list"
    path.write_bytes(content)
    _as(client, "duty-officer")
    assert _send(client, path, form).status_code == 422
    assert not ImportRun.objects.exists()
    assert _kept_files(settings) == []


def test_a_large_list_is_finished_later_by_hand_or_by_the_worker(client, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 5)
    monkeypatch.setattr(uploads, "AT_ONCE", 2)
    _as(client, "duty-officer", language="en")
    _send(client, many(tmp_path, 40), "csv")
    run = ImportRun.objects.get()
    assert (run.state, run.position) == ("running", 10)
    page = client.get(reverse("persons:run", args=[run.pk])).content.decode()
    assert "data-poll" in page
    assert "<progress" in page
    client.post(reverse("persons:go-on", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, run.position) == ("running", 20)
    assert uploads.work_on_oldest(now=NOW)
    run.refresh_from_db()
    assert (run.state, run.position) == ("done", 40)
    assert not uploads.work_on_oldest(now=NOW)
    assert _kept_files(settings) == []
    assert "data-poll" not in client.get(reverse("persons:run", args=[run.pk])).content.decode()


def test_a_run_whose_file_is_gone_goes_on_when_it_is_sent_again(client, tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 5)
    path = many(tmp_path, 40)
    run = begin(path, "csv", officer=OFFICER, now=NOW)
    _as(client, "duty-officer")
    assert client.post(reverse("persons:go-on", args=[run.pk])).status_code == 422
    assert not uploads.work_on_oldest(now=NOW)
    _send(client, path, "csv")
    run.refresh_from_db()
    assert (run.state, ImportRun.objects.count()) == ("done", 1)


def test_files_rest_where_only_the_node_may_read(client, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 5)
    monkeypatch.setattr(uploads, "AT_ONCE", 1)
    _as(client, "duty-officer")
    _send(client, many(tmp_path, 40), "csv")
    folder = Path(settings.HOME) / "imports"
    [kept] = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (0o700, 0o600)


def test_removals_that_wait_are_decided_on_the_page(client, tmp_path):
    for count in (100, 80):
        path = un_file(tmp_path, *(individual(number, name=f"INVENTED {number}") for number in range(count)))
        run = import_file(path, "un", officer=OFFICER, now=NOW)
    _as(client, "approver", language="en")
    address = reverse("persons:run", args=[run.pk])
    assert "20 records of the list are not in this file" in client.get(address).content.decode()
    answer = client.post(reverse("persons:remove-held", args=[run.pk]), follow=True)
    assert "20 records were taken off the list." in answer.content.decode()
    assert Person.objects.on_a_list().count() == 80
    assert HouseEvent.objects.filter(action="persons.removals-confirmed").count() == 1


def test_bad_rows_come_page_by_page(client, tmp_path):
    run = import_file(many(tmp_path, 700), "csv", officer=OFFICER, now=NOW)
    _as(client, "duty-officer")
    address, lines = reverse("persons:run", args=[run.pk]), []
    after = 0
    while after is not None:
        page = client.get(address, {"after": after})
        lines += [row.line for row in page.context["bad_rows"]]
        after = page.context["more"]
    assert lines == [number + 1 for number in range(7, 701, 7)]


@pytest.mark.parametrize("after", ["", "x", "-1", "٣", "9" * 30])
def test_a_wrong_page_is_just_a_page(client, tmp_path, after):
    run = import_file(many(tmp_path, 7), "csv", officer=OFFICER, now=NOW)
    _as(client, "duty-officer")
    assert client.get(reverse("persons:run", args=[run.pk]), {"after": after}).status_code == 200


def test_a_run_that_does_not_exist_is_not_found(client):
    _as(client, "duty-officer")
    assert client.get(reverse("persons:run", args=[404])).status_code == 404
