"""National tasks under an action: set, changed, moved on. They stay on this node; what is agreed with others
is a step of the plan.
"""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mithaq.matters.plan.action import ActionPage
from mithaq.matters.plan.action import action as page_of
from mithaq.matters.plan.shown import PlanShown
from mithaq.matters.plan.tasks import check_leads, leads
from mithaq.matters.plan.views import found
from mithaq.node import clock
from mithaq.node.national import keep, tasks
from mithaq.node.national.forms import TaskForm
from mithaq.node.national.models import Task
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data

READ = "plan.read"


@for_functions(ANY_OFFICER)
@require_http_methods(["GET", "POST"])
def set_task(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """A task set under an action; what is wrong comes back with the action's page."""
    if request.method == "POST":
        return task_sent(request, reference=reference, name=name)
    return redirect("plan:action", reference, name)


@shows_personal_data(READ, also_writes=True)
def task_sent(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """The task that was filled in: kept, or given back with what is wrong."""
    page = _page(found(request, reference), name)
    check_leads(page.plan)
    form, officer = TaskForm(request.POST), officer_of(request)
    if not form.is_valid():
        needs = {"plan": page.plan, "here": "plan:tree", "page": page, "task_form": form}
        return render(request, "plan/action.html", needs)
    with transaction.atomic():
        if form.first_time(officer):
            tasks.set_task(page.plan.matter, name, form.said(), officer=officer, now=clock.now())
    messages.success(request, _("The task was set. It stays on this node."))
    return redirect("plan:action", reference, name)


@for_functions(ANY_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, reference: str, task: UUID) -> HttpResponse:
    """One task, to be said otherwise or given to somebody else."""
    return (changed if request.method == "POST" else task_page)(request, reference=reference, task=task)


@shows_personal_data(READ)
def task_page(request: HttpRequest, reference: str, task: UUID) -> HttpResponse:
    """The task as it stands, in a form."""
    plan = found(request, reference)
    check_leads(plan)
    row = _task(plan, task)
    form = TaskForm(task=row, title=keep.texts([row.piece]).get(task, ""))
    return _shown(request, plan, row, form)


@shows_personal_data(READ, also_writes=True)
def changed(request: HttpRequest, reference: str, task: UUID) -> HttpResponse:
    """The task, said otherwise; or given back with what is wrong."""
    plan = found(request, reference)
    check_leads(plan)
    row, form, officer = _task(plan, task), TaskForm(request.POST), officer_of(request)
    if not form.is_valid():
        return _shown(request, plan, row, form)
    tasks.change(row, form.said(), officer=officer, now=clock.now())
    messages.success(request, _("The task was changed."))
    return redirect("plan:action", reference, row.piece.about)


@for_functions(ANY_OFFICER)
@require_http_methods(["GET", "POST"])
def move_task(request: HttpRequest, reference: str, task: UUID) -> HttpResponse:
    """How far a task is, as whoever it is for says; or its place among the others; or its end."""
    plan = found(request, reference)
    row, officer = _task(plan, task), officer_of(request)
    if request.method == "POST":
        asked = request.POST.get("to", "")
        if asked in ("first", "destroy"):
            check_leads(plan)
            if asked == "first":
                tasks.put_first(row, officer=officer)
            else:
                keep.destroy(row.piece, officer=officer)
        else:
            tasks.move(row, asked, officer=officer, leads=leads(plan))
    return redirect("plan:action", reference, row.piece.about)


def _page(plan: PlanShown, name: str) -> ActionPage:
    page = page_of(plan, name)
    if page is None:
        raise Http404
    return page


def _task(plan: PlanShown, named: UUID) -> Task:
    row = tasks.task(named, plan.matter, plan.officer)
    if row is None:
        raise Http404
    return row


def _shown(request: HttpRequest, plan: PlanShown, row: Task, form: TaskForm) -> HttpResponse:
    action = plan.title_of(row.piece.about)
    needs = {"plan": plan, "here": "plan:tree", "task": row, "form": form, "action": action}
    return render(request, "plan/task.html", needs)
