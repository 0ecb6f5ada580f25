"""What becomes of a form that prepares a step: one row more, a draft, the second person, the partner.

A form that is sent is kept as a draft before anything can refuse it. Whatever the rules
then say, what was typed is still there.
"""

from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from mithaq.node import clock
from mithaq.node.ledger import drafts, find
from mithaq.node.ledger.errors import EntryNotHere, UnknownParty
from mithaq.node.ledger.judge import judge
from mithaq.node.ledger.models import Draft
from mithaq.node.ledger.page import page as page_of
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take
from mithaq.node.officers.signed_in import officer_of, signed_in_within
from mithaq.node.safeguards.forms import first_time
from mithaq.node.safeguards.text import clean
from mithaq.node.web.authorities import names_of
from mithaq.node.web.draft_page import DraftShown
from mithaq.node.web.preparing import Place, Prepared
from mithaq.node.web.timeline import Event, events
from mithaq.pact.rules import register
from mithaq.pact.rules.errors import Problem, StepNotAllowed
from mithaq.pact.rules.fields import check_values
from mithaq.pact.rules.fold import NOT_NOW
from mithaq.pact.rules.kind import Kind, Step

MOST_TOLD = 20  # of what was stated, beside a form; the matter's page has all of it
SAVE, WEIGHED = "save", "weighed"
LONGEST_REMARK = 2000
BADLY_SAID = 422


def place_to_open(name: str, officer: Officer) -> Place:
    """Where a matter of this kind is opened. Raises: UnknownKind, NotYours."""
    kind = register.kind(name)
    check_may_take(officer, kind.name, kind.opening)
    return Place(kind, _declared(kind, kind.opening))


def place_in(reference: str, step: str, item: str, officer: Officer, about: str = "") -> Place:
    """Where a step in a matter is prepared. Raises: UnknownMatter, EntryNotHere, StepNotAllowed, NotYours."""
    page = page_of(reference, officer)
    if page.kind is None:
        raise EntryNotHere(entry=page.matter.id)
    declared = _declared(page.kind, step)
    check_may_take(officer, page.kind.name, step, matter=page.matter.id)
    return Place(page.kind, declared, page, item, page.terms, about)


def check_possible(place: Place) -> None:
    """An empty form is offered only for what would count now; a filled one is kept, whatever it is for.

    Raises: StepNotAllowed.
    """
    page = place.page
    if page is None:
        return
    offered = {(option.step.name, option.item) for option in (*page.options, *page.others)}
    if not any(name == place.step.name and place.item in ("", item) for name, item in offered):
        stage = page.matter.stage
        raise StepNotAllowed(step=place.step.name, reason=NOT_NOW, stage=stage)


def form(
    request: HttpRequest, prepared: Prepared, shown: DraftShown | None = None, *, status: int = 200
) -> HttpResponse:
    """The page with the form of a step."""
    page = prepared.place.page
    context = {
        "prepared": prepared,
        "place": prepared.place,
        "shown": shown,
        "events": _latest(prepared.place),
        "officers": names_of(line.entry.officer for line in page.lines) if page else {},
        "submission": request.POST.get("submission") or uuid4(),
        "heads": shown.heads if shown else " ".join(page.heads) if page else "",
    }
    return render(request, "web/step.html", context, status=status)


def _latest(place: Place) -> list[Event]:
    """What was stated so far, the latest first: of a long matter what the step is about, then the rest."""
    if place.page is None:
        return []
    told = events(place.page.lines)
    named = {place.item, place.about} - {""}
    about = [event for event in told if named & {event.line.entry.id, event.line.entry.item, *_texts(event)}]
    return (
        told
        if len(told) <= MOST_TOLD
        else [*about, *(event for event in told if event not in about)][:MOST_TOLD]
    )


def _texts(event: Event) -> list[str]:
    return [value for value in event.line.entry.says.values() if isinstance(value, str)]


def begin(request: HttpRequest, prepared: Prepared) -> HttpResponse:
    """A form sent for the first time: it becomes a draft, and goes on from there."""
    changed = prepared.with_rows_changed()
    if changed and not prepared.files.manifests:
        return form(request, changed)
    officer, now = officer_of(request), clock.now()
    with transaction.atomic():
        if not first_time(_key(request), officer=officer):
            messages.info(request, _("This form was sent before. What became of it stands here."))
            return redirect("web:drafts")
        draft = drafts.begin(prepared.act(), officer=officer, now=now)
    if changed:  # a browser sends files once: they stay with the draft
        return form(request, changed, DraftShown(draft, officer, now))
    return _go_on(request, DraftShown(draft, officer, now), prepared)


def edit(request: HttpRequest, shown: DraftShown, prepared: Prepared) -> HttpResponse:
    """A draft's form sent again."""
    changed = prepared.with_rows_changed()
    if not changed or prepared.files.manifests:
        drafts.edit(shown.draft, prepared.act(), officer=shown.officer, now=shown.now)
    if changed:
        return form(request, changed, shown)
    return _go_on(request, DraftShown(shown.draft, shown.officer, shown.now), prepared)


def send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Let a draft leave, if the matter is as the page showed it; to the matter's page."""
    officer, now = officer_of(request), clock.now()
    saw = request.POST.get("saw", "").split()
    entry = drafts.release(draft, officer=officer, now=now, saw=saw)
    messages.success(request, _("Sent. It is kept here and on its way to every party."))
    matter = find.matter_by_id(entry.matter, officer)
    return redirect("web:matter", matter.reference) if matter else redirect("web:drafts")


def remark(request: HttpRequest) -> str:
    """What the second person wants mended, without hidden characters."""
    return clean(request.POST.get("remark", "")).text.strip()[:LONGEST_REMARK]


def _go_on(request: HttpRequest, shown: DraftShown, prepared: Prepared) -> HttpResponse:
    """Saved, or judged: back to the form if something stops it, else to the second person or out."""
    if prepared.files.refused:
        prepared.tell(prepared.files.refused)
        return form(request, prepared, shown, status=BADLY_SAID)
    if SAVE in request.POST:
        messages.success(request, _("Saved as a draft. Nothing has left."))
        return redirect("web:draft", shown.draft.id)
    try:
        judged = judge(prepared.act(), now=shown.now)
    except UnknownParty as nobody:  # said beside the field, with what the fields themselves lack
        asked = prepared.place.step.asked_fields
        prepared.tell([*check_values(asked, prepared.form.values()), Problem(nobody.code, path=("parties",))])
        return form(request, prepared, shown, status=BADLY_SAID)
    if not prepared.may_go_on(judged, weighed=WEIGHED in request.POST):
        return form(request, prepared, shown, status=BADLY_SAID)
    if judged.two_persons:
        drafts.submit(shown.draft, officer=shown.officer, now=shown.now)
        messages.success(request, _("Submitted. A second person has to approve it before it leaves."))
        return redirect("web:draft", shown.draft.id)
    if judged.alone or not signed_in_within(request, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT):
        # What would otherwise need two persons, or a late hand, presses the button on the page that shows it.
        return redirect("web:draft", shown.draft.id)
    return send(request, shown.draft)


def _key(request: HttpRequest) -> UUID:
    """The key that lets a form begin one draft, however often it is sent."""
    try:
        return UUID(request.POST.get("submission", ""))
    except ValueError:
        return uuid4()


def _declared(kind: Kind, name: str) -> Step:
    step = kind.step(name)
    if step is None:
        raise StepNotAllowed(step=name[:40], reason="rules.unknown-step", stage="")
    return step
