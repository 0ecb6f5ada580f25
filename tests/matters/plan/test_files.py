"""The plan as files: what leaves is noted first; what comes in is previewed, then prepared."""

import csv
import io
import json

import pytest
import vobject
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from mithaq.matters.plan import sheet
from mithaq.matters.plan.errors import ColumnsMissing, NoLines, NotATable, TableTooLarge, TooManyLines
from mithaq.node.ledger import drafts
from mithaq.node.ledger.models import Draft, EntryRow
from mithaq.node.safeguards.errors import FileError
from mithaq.node.safeguards.models import HouseEvent
from tests.matters.plan.test_pages import speaking
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer

pytestmark = pytest.mark.django_db

HEADING = list(sheet.COLUMNS)
LINE = {
    "axis": "FUG", "objective_ar": "هدف جديد للتبليغ", "objective_fr": "Un objectif nouveau",
    "objective_en": "",
    "title_ar": "تكوين مشترك جديد", "title_fr": "Une formation nouvelle", "title_en": "", "sort": "training",
    "lead": "MA", "co_lead": "FR", "starts_on": "2026-12-01", "ends_on": "2027-06-30",
    "deliverables": "دليل التكوين | Guide de formation | 2027-03-01",
}  # fmt: skip


def url(planned, name, *more):
    return reverse(f"plan:{name}", args=[planned.reference, *more])


def taken(client, planned, name):
    return client.post(url(planned, "export", name))


def rows(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def as_csv(*lines: dict[str, str], heading=HEADING, mark=",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, heading, delimiter=mark, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(lines)
    return out.getvalue().encode()


def as_xlsx(*lines: dict[str, object]) -> bytes:
    book = Workbook()
    book.active.append(HEADING)
    for line in lines:
        book.active.append([line[name] for name in HEADING])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def named(content: bytes, name="plan.csv"):
    file = io.BytesIO(content)
    file.name = name
    return file


def previewed(client, planned, content: bytes, name="plan.csv"):
    return client.post(url(planned, "preview"), {"table": named(content, name)})


# What leaves


@pytest.mark.parametrize("name", ["actions", "indicators", "plan", "results"])
def test_a_file_is_noted_before_it_leaves(planned, salma, name):
    answer = taken(signed_in(salma), planned, name)
    event = HouseEvent.objects.get(action="plan.file-exported")
    assert answer.status_code == 200
    assert (event.matter, event.facts["which"]) == (planned.matter.pk, name)
    assert f"MA-{event.pk}" in answer.content.decode()
    assert f"-{event.pk}." in answer["Content-Disposition"]


def test_nothing_leaves_if_it_cannot_be_noted(planned, salma, monkeypatch):
    from django.db import DatabaseError

    def fails(*_, **__):
        raise DatabaseError

    client = signed_in(salma)
    monkeypatch.setattr("mithaq.node.web.exports.leaving.note", fails)
    answer = taken(client, planned, "plan")
    assert answer.status_code != 200
    assert b"axes" not in answer.content


def test_the_actions_leave_with_titles_in_all_languages_and_as_plain_text(planned, salma):
    planned.changed(planned.two, "reword", title_ar="=HYPERLINK(1)", title_fr="=1+1|calc", title_en="@x")
    found = rows(taken(speaking(salma, "en"), planned, "actions"))
    by_id = {row["Identifier"]: row for row in found if row["Identifier"]}
    assert len(by_id) == 3
    assert by_id[planned.one.id]["Title in Arabic"] == "تكوين محققي الطرفين"
    assert by_id[planned.one.id]["Days late"] == "10"
    assert by_id[planned.two.id]["Title in French"] == "'=1+1|calc"


def test_the_indicators_leave_a_row_a_period(planned, salma):
    found = [row for row in rows(taken(speaking(salma, "en"), planned, "indicators")) if row["Indicator"]]
    reached = [
        (row["Target"], row["Actual"], row["Achievement (%)"], row["Achievement as it is (%)"])
        for row in found[:3]
    ]
    assert reached == [("60", "70", "100", "125"), ("120", "80", "60", "60"), ("160", "", "", "")]


def test_the_whole_plan_leaves_as_data(planned, salma):
    stated = json.loads(taken(signed_in(salma), planned, "plan").content)
    (axis,) = stated["axes"]
    actions = axis["objectives"][0]["actions"]
    assert {each["id"] for each in actions} == {planned.one.id, planned.two.id, planned.three.id}
    assert actions[0]["deliverables"][0]["id"] == planned.handbook.id
    assert [each["reference"].rpartition("/")[2] for each in stated["changes"]] == ["FR-1", "MA-1", "MA-2"]
    assert stated["dependencies"][0]["first"] == planned.two.id


def test_the_results_leave_in_the_shape_of_iati(planned, salma):
    activity = json.loads(taken(signed_in(salma), planned, "results").content)["iati-activity"]
    (result,) = activity["result"]
    (indicator,) = result["indicator"]
    assert (result["@type"], indicator["@measure"], indicator["baseline"]) == (
        "1", "1", [{"@year": "2024", "@value": "20"}],
    )  # fmt: skip
    assert indicator["period"][0]["period-start"] == {"@iso-date": "2025-01-01"}
    assert indicator["period"][0]["actual"][0]["@value"] == "70"


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_another_library_reads_the_calendar_with_the_zones_of_both_sides(planned, salma, language):
    answer = speaking(salma, language).post(url(planned, "ics"))
    calendar = vobject.readOne(answer.content.decode())
    assert {each.tzid.value for each in calendar.vtimezone_list} >= {"Africa/Casablanca", "Europe/Paris"}
    events = calendar.vevent_list
    assert len({each.uid.value for each in events}) == len(events)
    handbook = next(each for each in events if planned.handbook.id[:32] in each.uid.value)
    assert handbook.dtend.value.isoformat() == "2026-12-01T00:00:00+00:00"
    starts = [each.dtstart.value.isoformat() for each in events if planned.one.id[:32] in each.uid.value]
    assert sorted(starts) == ["2026-01-05", "2026-12-31"]


def test_taken_again_the_calendar_has_the_same_events(planned, salma):
    client = signed_in(salma)
    read = [vobject.readOne(client.post(url(planned, "ics")).content.decode()) for _ in range(2)]
    first, again = (sorted(event.uid.value for event in each.vevent_list) for each in read)
    assert first == again


@pytest.mark.parametrize("name", ["everything", "x", "../plan"])
def test_a_file_that_is_none_is_not_there(planned, salma, name):
    assert signed_in(salma).post(f"{url(planned, 'files')}{name}/").status_code == 404


def test_files_are_taken_by_pressing_and_by_nobody_who_sees_no_plan(planned, salma):
    assert signed_in(salma).get(url(planned, "export", "plan")).status_code == 405
    for function in ("administrator", "auditor"):
        assert taken(signed_in(officer(function)), planned, "plan").status_code in (403, 404)


# What comes in


@pytest.mark.parametrize("form", ["csv", "semicolons", "xlsx"])
def test_a_table_is_previewed_and_states_nothing(planned, salma, form):
    name = "plan.xlsx" if form == "xlsx" else "plan.csv"
    content = as_xlsx(LINE) if form == "xlsx" else as_csv(LINE, mark=";" if form == "semicolons" else ",")
    before = EntryRow.objects.count()
    page = previewed(speaking(salma, "en"), planned, content, name)
    assert page.status_code == 200, text_of(page)
    told = [(wish.step, wish.status) for wish in page.context["wishes"]]
    assert told == [
        ("propose-axis", "there"), ("propose-objective", "new"), ("propose-action", "waits"),
        ("propose-deliverable", "waits"),
    ]  # fmt: skip
    assert (EntryRow.objects.count(), Draft.objects.count()) == (before, 0)


def test_what_was_previewed_becomes_drafts_that_wait_for_a_second_person(planned, salma, today):
    client = signed_in(salma)
    page = previewed(client, planned, as_csv(LINE))
    answer = client.post(url(planned, "bring-in"), {"held": page.context["held"]})
    assert answer.url == reverse("web:drafts")
    (draft,) = Draft.objects.all()
    assert (draft.step, draft.state, draft.author) == ("propose-objective", Draft.SUBMITTED, salma)
    assert drafts.content(draft).act.values["axis"] == planned.first_axis.id
    again = previewed(client, planned, as_csv(LINE)).context["wishes"]
    assert [wish.status for wish in again][:2] == ["there", "prepared"]
    client.post(url(planned, "bring-in"), {"held": page.context["held"]})
    assert Draft.objects.count() == 1


def test_brought_again_the_next_layer_is_proposed(planned, salma):
    planned.objective(planned.first_axis, title_ar=LINE["objective_ar"], title_fr=LINE["objective_fr"])
    told = previewed(signed_in(salma), planned, as_csv(LINE)).context["wishes"]
    assert [wish.status for wish in told] == ["there", "there", "new", "waits"]


def test_a_plan_that_left_as_a_table_comes_in_with_words_for_codes(planned, salma):
    line = {**LINE, "axis": "Recherche de personnes", "sort": "formation", "lead": "police"}
    told = previewed(speaking(salma, "fr"), planned, as_csv({**line, "axis": "FUG"})).context["wishes"]
    assert told[2].values["sort"] == "training"
    assert told[2].values["lead"] == "MA"


BAD = [
    pytest.param({"axis": "???"}, "propose-axis", "rules.unknown-code", id="no such axis"),
    pytest.param({"sort": "party"}, "propose-action", "rules.unknown-code", id="no such sort"),
    pytest.param({"co_lead": ""}, "propose-action", "rules.required", id="no co-lead"),
    pytest.param({"co_lead": "MA"}, "propose-action", "plan.co-lead-of-its-own", id="co-lead of its own"),
    pytest.param({"lead": "ES"}, "propose-action", "rules.not-a-party", id="led by no party"),
    pytest.param({"ends_on": "2026-01-01"}, "propose-action", "rules.ends-before-it-begins", id="ends first"),
    pytest.param({"starts_on": "31/02/2026"}, "propose-action", "rules.no-such-day", id="no such day"),
    pytest.param({"ends_on": "30/06/2027"}, "propose-action", "plan.day-otherwise", id="the day first"),
    pytest.param({"title_fr": ""}, "propose-action", "rules.required", id="in one language"),
    pytest.param({"deliverables": "x"}, "propose-deliverable", "rules.required", id="half a deliverable"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "step", "code"), BAD)
def test_what_is_wrong_is_said_line_by_line(planned, salma, changes, step, code):
    page = previewed(speaking(salma, "ar"), planned, as_csv({**LINE, **changes}))
    wrong = [wish for wish in page.context["wishes"] if wish.status == "wrong"]
    assert (wrong[0].line, wrong[0].step) == (2, step)
    assert code in {problem.code for problem in wrong[0].problems}
    assert code not in text_of(page)  # a sentence, not its code


def test_a_day_written_otherwise_is_one_error_that_says_how_it_is_written(planned, salma):
    page = previewed(speaking(salma, "fr"), planned, as_csv({**LINE, "ends_on": "31/12/2027"}))
    (wish,) = (each for each in page.context["wishes"] if each.step == "propose-action")
    assert [(each.code, each.path) for each in wish.problems] == [("plan.day-otherwise", ("ends_on",))]
    assert "2027-12-31" in text_of(page)


def test_an_action_said_twice_is_said_so_and_lines_may_share_what_is_above(planned, salma):
    other = {**LINE, "title_ar": "إجراء آخر", "title_fr": "Une autre action"}
    told = previewed(signed_in(salma), planned, as_csv(LINE, other, {**LINE, "sort": "legal"})).context[
        "wishes"
    ]
    assert [wish.line for wish in told if wish.step == "propose-objective"] == [2]
    assert [(wish.line, wish.status) for wish in told if wish.step == "propose-action"] == [
        (2, "waits"), (3, "waits"), (4, "wrong"),
    ]  # fmt: skip


def test_a_name_in_a_title_is_doubted(planned, salma):
    line = {**LINE, "title_fr": "Réunion avec Youssef Bennani"}
    told = previewed(signed_in(salma), planned, as_csv(line)).context["wishes"]
    assert "plan.names-a-person" in {problem.code for problem in told[2].problems if problem.soft}


REFUSED = [
    pytest.param("plan.csv", b"a,b\r\n1,2\r\n", id="other columns"),
    pytest.param("plan.csv", as_csv(), id="a heading alone"),
    pytest.param("plan.csv", b"\xff\xfe\x00", id="broken letters"),
    pytest.param("plan.xlsx", b"PK\x03\x04 nothing", id="no spreadsheet"),
    pytest.param("plan.xlsm", as_xlsx(LINE), id="with macros"),
    pytest.param("plan.pdf", b"%PDF-1.4", id="a PDF"),
    pytest.param("plan.csv", b"<html><script>", id="a page"),
    pytest.param("plan.csv", as_csv(*[LINE] * 501), id="too many lines"),
    pytest.param("plan.csv", b"x" * (sheet.LARGEST + 1), id="too large"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content"), REFUSED)
def test_a_file_that_is_no_table_is_refused_in_words(planned, salma, name, content):
    for language in ("ar", "fr", "en"):
        page = previewed(speaking(salma, language), planned, content, name)
        assert page.status_code == 422
        assert 'role="alert"' in page.content.decode()
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.csv", b"a,b\r\n1,2\r\n", ColumnsMissing),
        ("a.csv", as_csv(), NoLines),
        ("a.csv", as_csv(*[LINE] * 501), TooManyLines),
        ("a.csv", b"x" * (sheet.LARGEST + 1), TableTooLarge),
        ("a.docx", as_xlsx(LINE), FileError),
        ("a.txt", b"axis", NotATable),
    ],
)
def test_why_a_file_is_refused(name, content, refusal):
    with pytest.raises(refusal):
        sheet.lines_of(name, content)


def test_a_spreadsheet_that_unpacks_to_a_flood_is_refused():
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(FileError):
        sheet.lines_of("plan.xlsx", out.getvalue())


def test_a_formula_in_a_cell_is_not_run():
    lines = sheet.lines_of("plan.xlsx", as_xlsx({**LINE, "title_fr": '=CONCAT("a","b")'}))
    assert lines[0].cells["title_fr"] == ""  # a value nobody computed is no value


@pytest.mark.parametrize("held", ["", "x", "a:b:c"])
def test_a_preview_that_was_touched_is_refused(planned, salma, held):
    answer = signed_in(salma).post(url(planned, "bring-in"), {"held": held})
    assert answer.status_code in {400, 409, 422}
    assert Draft.objects.count() == 0


def test_the_preview_of_one_officer_is_not_brought_in_by_another(planned, salma):
    held = previewed(signed_in(salma), planned, as_csv(LINE)).context["held"]
    other = officer("plan-coordinator")
    assert signed_in(other).post(url(planned, "bring-in"), {"held": held}).status_code >= 400
    assert Draft.objects.count() == 0


def test_who_may_not_propose_brings_nothing_in(planned, dounia):
    assert previewed(signed_in(dounia), planned, as_csv(LINE)).status_code == 403
    assert signed_in(dounia).post(url(planned, "bring-in"), {"held": "x"}).status_code == 403


def test_the_template_is_understood(planned, salma):
    answer = signed_in(salma).get(url(planned, "template"))
    heading, *remarks = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert heading == HEADING
    assert all(line[0].startswith("#") for line in remarks)
    assert {"axis", "sort", "lead"} == {line[0].split()[1].strip(":") for line in remarks if len(line) == 1}
    assert "FUG" in remarks[0][0]
    assert remarks[-1][heading.index("lead")] == "FR"
    filled = answer.content + as_csv(LINE).partition(b"\n")[2]
    assert [line.cells for line in sheet.lines_of("t.csv", filled)] == [
        LINE
    ]  # what begins with # is not read


def test_a_spreadsheet_of_days_is_read_as_days():
    book = load_workbook(io.BytesIO(as_xlsx(LINE)))
    from datetime import datetime

    book.active.cell(2, HEADING.index("starts_on") + 1).value = datetime(2026, 12, 1)  # noqa: DTZ001 - as Excel writes
    out = io.BytesIO()
    book.save(out)
    assert sheet.lines_of("plan.xlsx", out.getvalue())[0].cells["starts_on"] == "2026-12-01"
