"""The plan as files: what leaves, noted in the house log first; and a table that comes in, previewed, then
prepared as drafts.
"""

from collections import Counter
from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mithaq.matters.plan import incoming, sheet, tables
from mithaq.matters.plan.errors import PreviewTooOld
from mithaq.matters.plan.sheet import Line
from mithaq.matters.plan.shown import KIND, PlanShown
from mithaq.matters.plan.views import found
from mithaq.matters.plan.views_of_papers import leaving
from mithaq.node import clock
from mithaq.node.officers.permission import check_may_take
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.forms import SafeForm
from mithaq.node.safeguards.house import note
from mithaq.node.safeguards.read_only import read_only
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.safeguards.spreadsheet import csv_bytes
from mithaq.node.web.errors import not_found
from mithaq.node.web.exports.leaving import Copy, file
from mithaq.pact.errors import MithaqError

CSV, JSON = "text/csv; charset=utf-8", "application/json"
Made = Callable[[PlanShown, Copy], bytes]
FILES: Mapping[str, tuple[Made, str, str]] = {
    "actions": (tables.actions_csv, "csv", CSV),
    "indicators": (tables.indicators_csv, "csv", CSV),
    "plan": (tables.plan_json, "json", JSON),
    "results": (tables.results_json, "json", JSON),
}
PREVIEW_LASTS = 60 * 60  # seconds
PROPOSES = "propose-action"


class TableForm(SafeForm):
    """A table of axes, objectives and actions."""

    table = forms.FileField(
        label=gettext_lazy("Table (CSV or spreadsheet .xlsx)"),
        help_text=gettext_lazy("At most 2 MiB and 500 lines, with the columns of the template"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("plan.read")
def files(request: HttpRequest, reference: str) -> HttpResponse:
    """What can be taken out of the plan, and how a table is brought in."""
    return _page(request, found(request, reference), TableForm())


@for_functions(ANY_OFFICER)
@require_POST
def export(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """One file. Raises: UnknownMatter, ReadNotRecorded."""
    if name not in FILES:
        return not_found(request, KeyError(name))
    made, ending, mime = FILES[name]
    plan, copy = leaving(request, reference, "plan.file-exported", name)
    with read_only():
        content = made(plan, copy)
    return file(content, f"{plan.matter.reference}-{name}-{copy.number}.{ending}", mime)


@for_functions(ANY_OFFICER)
@require_safe
def template(request: HttpRequest, reference: str) -> HttpResponse:
    """An empty table with the headings an import understands, what may stand under them, and an example."""
    plan = found(request, reference)
    return file(csv_bytes(sheet.COLUMNS, sheet.template(plan.parties)), "mithaq-plan.csv", CSV)


@for_functions(ANY_OFFICER)
@require_http_methods(["POST"])
@shows_personal_data("plan.read", also_writes=True)
def preview(request: HttpRequest, reference: str) -> HttpResponse:
    """What a table would propose, line by line; nothing is kept of it. Raises: NotYours."""
    plan, officer = found(request, reference), officer_of(request)
    check_may_take(officer, KIND, PROPOSES, matter=plan.matter.id)
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, plan, form)
    table = form.cleaned_data["table"]
    try:
        lines = sheet.lines_of(table.name, table.read(sheet.LARGEST + 1))
    except MithaqError as refusal:
        form.refused = refusal  # type: ignore[attr-defined]
        return _page(request, plan, form)
    note("plan.table-read", officer=officer, matter=plan.matter.id, lines=len(lines))
    wished = incoming.wishes(plan, lines, now=clock.now())
    held = signing.dumps([[line.number, dict(line.cells)] for line in lines], salt=_salt(plan), compress=True)
    needs = {"plan": plan, "here": "plan:files", "wishes": wished, "held": held, "counts": _counts(wished)}
    return render(request, "plan/preview.html", needs)


@for_functions(ANY_OFFICER)
@require_POST
def bring_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Make drafts of what was previewed. Raises: NotYours, PreviewTooOld, and whatever `judge` refuses."""
    plan, officer = found(request, reference), officer_of(request)
    check_may_take(officer, KIND, PROPOSES, matter=plan.matter.id)
    wished = incoming.wishes(plan, _previewed(request.POST.get("held", ""), plan), now=clock.now())
    with transaction.atomic():
        made = incoming.prepare(wished, plan, officer, now=clock.now())
        note("plan.table-prepared", officer=officer, matter=plan.matter.id, drafts=made)
    said = ngettext(
        "%(count)d proposal was prepared and waits for a second person.",
        "%(count)d proposals were prepared and wait for a second person.",
        made,
    )
    messages.success(request, said % {"count": made})
    if _counts(wished)[incoming.WAITS]:
        messages.info(
            request, _("Bring the same table again once these have left: what is under them waits.")
        )
    return redirect("web:drafts")


def _page(request: HttpRequest, plan: PlanShown, form: forms.Form) -> HttpResponse:
    needs = {"plan": plan, "here": "plan:files", "form": form, "columns": list(sheet.COLUMNS.items())}
    return render(request, "plan/files.html", needs, status=200 if not form.is_bound else 422)


def _previewed(held: str, plan: PlanShown) -> list[Line]:
    try:
        stated = signing.loads(held, salt=_salt(plan), max_age=PREVIEW_LASTS)
        return [Line(int(number), dict(cells)) for number, cells in stated]
    except (signing.BadSignature, ValueError, TypeError):
        raise PreviewTooOld from None


def _salt(plan: PlanShown) -> str:
    return f"plan-table:{plan.matter.id}:{plan.officer.reference}"


def _counts(wished: list[incoming.Wish]) -> Counter[str]:
    return Counter(wish.status for wish in wished)
