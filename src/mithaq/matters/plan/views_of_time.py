"""The plan over time: its timeline and its calendar, as pages and as the file that calendars read."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from mithaq.matters.plan import timed, to_calendars
from mithaq.matters.plan.legend import legend
from mithaq.matters.plan.milestones import milestones, with_tasks
from mithaq.matters.plan.months import month, month_of, year_of
from mithaq.matters.plan.months import year as months_of
from mithaq.matters.plan.timeline import DESK, PHONE, draw
from mithaq.matters.plan.views import found
from mithaq.matters.plan.views_of_papers import leaving
from mithaq.matters.plan.window import MONTH, QUARTER, SCALES, WEEK, Window
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.read_only import read_only
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web import dates
from mithaq.node.web.exports.leaving import file
from mithaq.node.web.idents import language
from mithaq.pact.rules.fields import is_day

SCALE_WORDS = {QUARTER: _("Quarters"), MONTH: _("Months"), WEEK: _("Weeks")}


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("plan.read")
def timeline(request: HttpRequest, reference: str) -> HttpResponse:
    """The actions over time, for a desk and for a telephone; the address says which scale and from when."""
    plan = found(request, reference)
    scale = request.GET.get("scale", "")
    scale = scale if scale in SCALES else QUARTER
    day = request.GET.get("from", "")
    window = Window.at(scale, date.fromisoformat(day)) if is_day(day) else timed.usual_window(plan, scale)
    drawn = timed.timeline(plan, window)
    return render(
        request,
        "plan/timeline.html",
        {
            "plan": plan,
            "here": "plan:timeline",
            "window": window,
            "scales": list(SCALE_WORDS.items()),
            "drawn": drawn,
            "desk": draw(drawn, language=language(), sheet=DESK),
            "legend": legend(),
            "phone": draw(drawn, language=language(), sheet=PHONE),
        },
    )


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("plan.read")
def calendar(request: HttpRequest, reference: str) -> HttpResponse:
    """A month of the plan: what starts, ends and is due, and every side's holidays."""
    plan = found(request, reference)
    first = month_of(request.GET.get("month", ""), plan.today)
    sides = timed.holidays(plan)
    shown = month(first, with_tasks(plan), sides, today=plan.today)
    days = [dates.day(each.day, language(), "EEEE") for each in shown.weeks[0]]
    needs = {"plan": plan, "here": "plan:calendar", "month": shown, "sides": sides, "weekdays": days}
    return render(request, "plan/calendar.html", needs)


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("plan.read")
def year(request: HttpRequest, reference: str) -> HttpResponse:
    """A year of the plan on one sheet: its dates, every side's holidays, the hijri months beside ours."""
    plan = found(request, reference)
    number = year_of(request.GET.get("year", ""), plan.today)
    sides = timed.holidays(plan)
    months = months_of(number, milestones(plan), sides, today=plan.today)
    days = [dates.day(each.day, language(), "EEEEE") for each in months[0].weeks[0]]
    needs = {"plan": plan, "here": "plan:calendar", "year": number, "months": months}
    return render(request, "plan/year.html", {**needs, "sides": sides, "weekdays": days})


@for_functions(ANY_OFFICER)
@require_POST
def ics(request: HttpRequest, reference: str) -> HttpResponse:
    """The milestones as a file for calendars. Raises: UnknownMatter, ReadNotRecorded."""
    plan, copy = leaving(request, reference, "plan.calendar-exported")
    with read_only():
        content = to_calendars.as_calendar(plan, milestones(plan), copy)
    return file(content, f"{plan.matter.reference}-{copy.number}.ics", "text/calendar; charset=utf-8")
