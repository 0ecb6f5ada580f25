"""National tasks under an action: set, moved on, on the desk and in the calendar; never on their way."""

import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.node.ledger import held
from mithaq.node.ledger.models import EntryRow, OwnKey
from mithaq.node.ledger.rebuild import rebuild
from mithaq.node.national.models import Piece, Task
from mithaq.node.officers.models import Officer
from tests.node.officers.screens import once, signed_in, text_of
from tests.node.people import officer, unit
from tests.poppler import poppler

pytestmark = pytest.mark.django_db
CANARY = "Canari: relancer le bureau 4"


@pytest.fixture
def youssef(db):
    """Who does it."""
    return officer("duty-officer", unit=unit("extraditions"), family_name="Berrada", given_name="Youssef")


def addressed(planned, name, *more):
    return reverse(f"plan:{name}", args=[planned.reference, *more])


def filled(youssef, today, **said):
    due = (today + timedelta(days=5)).isoformat()
    return once(title=CANARY, whom=f"officer:{youssef.pk}", due_on=due, **said)


def set_under(planned, salma, form, action=None):
    action = action or planned.one
    return signed_in(salma).post(addressed(planned, "set-task", action.id), form)


@pytest.fixture
def task(planned, salma, youssef, today):
    set_under(planned, salma, filled(youssef, today))
    return Task.objects.get()


def moved(persona, planned, task, to):
    return signed_in(persona).post(addressed(planned, "move-task", task.pk), {"to": to})


def action_page(persona, planned):
    return text_of(signed_in(persona).get(addressed(planned, "action", planned.one.id)))


def test_a_task_is_set_once_and_stands_under_its_action(planned, salma, youssef, today):
    before, form = EntryRow.objects.count(), filled(youssef, today)
    assert set_under(planned, salma, form).status_code == 302
    set_under(planned, salma, form)  # a second click
    assert Task.objects.count() == 1
    assert EntryRow.objects.count() == before
    page = action_page(salma, planned)
    assert CANARY in page
    assert "Youssef Berrada" in page
    assert CANARY not in text_of(signed_in(salma).get(addressed(planned, "action", planned.two.id)))


BAD = [
    {"title": ""}, {"title": "x"}, {"title": "x" * 301}, {"title": "\u202e\u2066\u2066"},
    {"due_on": "2026-02-31"}, {"due_on": "1700-01-01"}, {"whom": ""}, {"whom": "officer:999999"},
    {"whom": "unit:'--"},
]  # fmt: skip


def test_a_bad_task_comes_back_with_a_sentence(planned, salma, youssef, today):
    for number, said in enumerate(BAD):
        Officer.objects.filter(pk=salma.pk).update(language=("ar", "fr", "en")[number % 3])
        answer = set_under(planned, salma, filled(youssef, today) | said)
        assert answer.status_code == 200, said
        assert 'class="error"' in answer.content.decode(), said
    assert not Task.objects.exists()


def test_whoever_does_not_lead_sets_changes_and_destroys_nothing(planned, youssef, today, task):
    assert set_under(planned, youssef, filled(youssef, today)).status_code == 403
    assert signed_in(youssef).get(addressed(planned, "task", task.pk)).status_code == 403
    for to in ("first", "destroy"):
        assert moved(youssef, planned, task, to).status_code == 403
    assert Task.objects.count() == 1


def test_whom_it_is_for_moves_it_on_and_nobody_else(planned, youssef, dounia, task):
    assert moved(youssef, planned, task, "doing").status_code == 302
    assert moved(dounia, planned, task, "done").status_code == 403
    assert moved(youssef, planned, task, "nonsense").status_code == 403
    task.refresh_from_db()
    assert task.state == Task.DOING
    assert "Terminer" in action_page(youssef, planned)
    assert "Terminer" not in action_page(dounia, planned)


def test_a_task_of_a_unit_is_everybodys_in_it(planned, salma, youssef, dounia, today):
    set_under(planned, salma, filled(youssef, today) | {"whom": f"unit:{youssef.unit_id}"})
    task = Task.objects.get()
    assert moved(dounia, planned, task, "doing").status_code == 403
    assert moved(youssef, planned, task, "doing").status_code == 302
    assert CANARY in text_of(signed_in(youssef).get(reverse("desk:desk")))
    assert CANARY not in text_of(signed_in(dounia).get(reverse("desk:desk")))


def test_the_desk_marks_what_is_late_and_forgets_what_is_done(planned, salma, youssef, today, task):
    Task.objects.update(due_on=today - timedelta(days=1))
    desk = signed_in(youssef).get(reverse("desk:desk"))
    assert CANARY in text_of(desk)
    assert "badge bad" in desk.content.decode().split("Mes tâches")[1].split("</section>")[0]
    moved(youssef, planned, task, "done")
    assert CANARY not in text_of(signed_in(youssef).get(reverse("desk:desk")))
    assert "en retard" not in action_page(youssef, planned).split("Nos tâches")[1].split("Livrables")[0]


def test_a_task_is_changed_given_to_another_and_put_first(planned, salma, dounia, today, task):
    set_under(planned, salma, filled(dounia, today) | {"title": "Deuxième tâche"})
    second = Task.objects.exclude(pk=task.pk).get()
    moved(salma, planned, second, "first")
    assert [each.pk for each in Task.objects.all()] == [second.pk, task.pk]
    form = filled(dounia, today) | {"title": "Tout autre chose"}
    signed_in(salma).post(addressed(planned, "task", task.pk), form)
    task.refresh_from_db()
    assert task.officer == dounia
    page = action_page(salma, planned)
    assert "Tout autre chose" in page
    assert CANARY not in page


def test_a_task_destroyed_leaves_neither_row_nor_key(planned, salma, task):
    moved(salma, planned, task, "destroy")
    assert not Task.objects.exists()
    assert not Piece.objects.exists()
    assert not OwnKey.objects.exists()


def test_a_task_of_another_plan_or_of_none_is_not_there(planned, salma, task):
    other = reverse("plan:task", args=["MA-PLN-2020-00001", task.pk])
    assert signed_in(salma).get(other).status_code == 404
    nobody = "00000000-0000-4000-8000-000000000000"
    assert signed_in(salma).get(addressed(planned, "task", nobody)).status_code == 404


def test_the_calendar_of_this_node_has_it_and_no_file_does(planned, salma, task):
    month = f"{task.due_on:%Y-%m}"
    assert CANARY in text_of(signed_in(salma).get(addressed(planned, "calendar"), {"month": month}))
    assert CANARY.encode() not in signed_in(salma).post(addressed(planned, "ics")).content


def test_ones_own_calendar_has_the_day_and_not_the_words(planned, youssef, task):
    file = signed_in(youssef).post(reverse("desk:tasks-file")).content.decode()
    assert f"{task.due_on:%Y%m%d}" in file
    assert planned.reference in file
    assert CANARY not in file


def test_it_survives_a_rebuild(planned, salma, task):
    rebuild()
    assert CANARY in action_page(salma, planned)


def test_no_entry_and_no_file_that_leaves_has_it(planned, salma, task):
    """Envelopes are made of headers and bodies; then every export of the matter, of the list, of the plan."""
    entries = held.entries_of(planned.matter.id).entries
    stated = [str(entry.says) for entry in entries] + [str(body) for body in held.bodies_of(entries).values()]
    assert len(stated) > len(entries)
    assert not any("Canari" in each for each in stated)
    client, of = signed_in(salma), [planned.reference]
    files = [
        *(client.post(reverse("web:export", args=[*of, ending])) for ending in ("csv", "json")),
        *(client.post(reverse("web:export-list", args=[ending])) for ending in ("csv", "json", "ics")),
        *(client.post(addressed(planned, "export", each)) for each in ("actions", "indicators", "plan")),
        client.post(addressed(planned, "export", "results")),
        client.post(addressed(planned, "ics")),
        client.get(reverse("web:proof", args=of)),
    ]  # fmt: skip
    assert [each.status_code for each in files] == [200] * len(files)
    assert not any(b"Canari" in each.content for each in files)


@pytest.mark.poppler
def test_no_paper_that_goes_to_both_has_it(planned, salma, task, tmp_path):
    client, tool = signed_in(salma), poppler().replace("pdfsig", "pdftotext")
    papers = [
        client.post(reverse("web:export", args=[planned.reference, "pdf"])),
        client.post(addressed(planned, "paper", "fr")),
        client.post(addressed(planned, "report", 2026, 2)),
    ]
    for number, paper in enumerate(papers):
        file = tmp_path / f"{number}.pdf"
        file.write_bytes(paper.content)
        text = subprocess.run([tool, file, "-"], capture_output=True, check=True, text=True).stdout
        assert planned.reference in text
        assert "Canari" not in text
