"""The page after sign-in, and the desk."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from mithaq.front.desk import task_file
from mithaq.front.desk.desk import desk, own_tasks
from mithaq.front.desk.summary import summary
from mithaq.node import clock
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.read_only import read_only
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web import rooms
from mithaq.node.web.exports.leaving import copy_of, file


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("desk.read")
def home(request: HttpRequest) -> HttpResponse:
    """What all of us work on, what waits for this officer above it; the desk alone where there is none."""
    officer, now = officer_of(request), clock.now()
    panel = rooms.home_of(officer, now)
    if panel is None:
        return render(request, "desk/desk.html", {"desk": desk(officer, now=now)})
    shown = {"panel": panel, "summary": summary(officer, now=now), **panel.needs}
    return render(request, "desk/home.html", shown)


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("desk.read")
def own_desk(request: HttpRequest) -> HttpResponse:
    """What waits for this officer, and how the exchange is."""
    return render(request, "desk/desk.html", {"desk": desk(officer_of(request), now=clock.now())})


@for_functions(ANY_OFFICER)
@require_POST
def tasks_file(request: HttpRequest) -> HttpResponse:
    """This officer's own tasks as a file for a calendar. Raises: ReadNotRecorded."""
    officer = officer_of(request)
    copy = copy_of("national.tasks-exported", officer)
    with read_only():
        content = task_file.as_calendar(own_tasks(officer, copy.at), copy)
    return file(content, f"tasks-{copy.number}.ics", "text/calendar; charset=utf-8")
