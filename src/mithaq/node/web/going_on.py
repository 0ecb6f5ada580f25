"""What becomes of a form that prepares a step: one row more, a draft, the second person, the partner.

A form that is refused comes back with what was typed and why, and leaves no draft behind; what
came as a draft stays that draft. A draft is begun for what is saved, for what goes on to a second
person or out, and for files: a browser sends them once.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mithaq.node import clock
from mithaq.node.ledger import drafts, find, references
from mithaq.node.ledger.apart import check_apart
from mithaq.node.ledger.errors import DraftOvertaken, EntryNotHere, UnknownParty
from mithaq.node.ledger.judge import Judged, judge
from mithaq.node.ledger.models import Draft
from mithaq.node.ledger.on_behalf import check_nobody_has_a_node
from mithaq.node.ledger.page import offered
from mithaq.node.ledger.page import page as page_of
from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take
from mithaq.node.officers.signed_in import officer_of, signed_in_within
from mithaq.node.safeguards.forms import first_time, was_sent
from mithaq.node.safeguards.text import clean
from mithaq.node.web.authorities import known, names_of
from mithaq.node.web.draft_page import DraftShown
from mithaq.node.web.items import name_of
from mithaq.node.web.preparing import LOOK, SAVE, STANDS_FOR, Place, Prepared
from mithaq.node.web.timeline import Event, events
from mithaq.node.web.would_change import would_change
from mithaq.pact.errors import MithaqError
from mithaq.pact.rules import register
from mithaq.pact.rules.errors import Problem, StepNotAllowed
from mithaq.pact.rules.fields import check_values
from mithaq.pact.rules.fold import NOT_NOW
from mithaq.pact.rules.kind import Kind, Step

MOST_TOLD = 20  # of what was stated, beside a form; the matter's page has all of it
WEIGHED = "weighed"
READY = "ready"  # nothing more is to be filled in: the page shows what leaves, with its button
LONGEST_REMARK = 2000
BADLY_SAID = 422


def place_to_open(name: str, officer: Officer, author: str = "") -> Place:
    """Where a matter of this kind is opened; by `author`, where we record that.

    Raises: UnknownKind, NotYours, NotOnBehalf.
    """
    kind = register.kind(name)
    check_may_take(officer, kind.name, kind.opening)
    if author:
        check_nobody_has_a_node(author, (author,))
    return Place(kind, _declared(kind, kind.opening), officer, author=author)


def place_in(
    reference: str, step: str, item: str, officer: Officer, *, about: str = "", author: str = ""
) -> Place:
    """Where a step in a matter is prepared; one of `author`'s, where we record it.

    Raises: UnknownMatter, EntryNotHere, StepNotAllowed, NotYours, SamePerson, NotOnBehalf.
    """
    page = page_of(reference, officer)
    if page.kind is None:
        raise EntryNotHere(entry=page.matter.id)
    declared = _declared(page.kind, step)
    check_may_take(officer, page.kind.name, step, matter=page.matter.id)
    if author:
        check_nobody_has_a_node(author, tuple(page.matter.parties))
    else:
        check_apart(officer, declared, item, page.standing.counted if page.standing else ())
    return Place(page.kind, declared, officer, page, item, page.terms, about, author)


def check_possible(place: Place) -> None:
    """An empty form is offered only for what would count now; a filled one is kept, whatever it is for.

    Raises: StepNotAllowed.
    """
    page = place.page
    if page is None:
        return
    options = (*page.options, *page.others)
    if place.author:
        options = offered(page.standing, place.author) if page.standing else ()
    named = {(option.step.name, option.item) for option in options}
    if not any(name == place.step.name and place.item in ("", item) for name, item in named):
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
        "about": _about(prepared.place),
        "changes": would_change(page, prepared.place.step, prepared.place.item),
        "shown": shown,
        "events": _latest(prepared.place),
        "officers": names_of(line.entry.officer for line in page.lines) if page else {},
        "submission": request.POST.get("submission") or uuid4(),
        "heads": shown.heads if shown else " ".join(page.heads) if page else "",
    }
    return render(request, "web/step.html", context, status=status)


def _about(place: Place) -> str:
    """What the part of the matter is called that the step is about; "" where it is the whole of it."""
    if place.page is None or not place.item:
        return ""
    lines = {line.entry.id: line for line in place.page.lines}
    return name_of(place.item, place.page.matter.parties, lines, known())


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
    """A form sent for the first time: a draft if it is saved or may go on, or if files came with it."""
    changed = _changed(request, prepared)
    if changed and not prepared.files.manifests:
        return form(request, changed)
    officer, now, key = officer_of(request), clock.now(), _key(request)
    if was_sent(key):
        return _sent_before(request)
    judged = (
        None if changed or _only_saved(request, prepared) else _judged(request, prepared, now=now, new=True)
    )
    stopped = not changed and not judged and not _only_saved(request, prepared)
    if stopped and not prepared.files.manifests:
        return form(request, prepared, status=BADLY_SAID)
    if not changed and (same := drafts.same_as(prepared.act(), officer=officer)):
        messages.info(request, _("You have prepared exactly this already: here it is. Nothing was added."))
        return redirect("web:draft", same.id)
    with transaction.atomic():
        if not first_time(key, officer=officer):
            return _sent_before(request)
        draft = drafts.begin(prepared.act(), officer=officer, now=now)
    shown = DraftShown(draft, officer, now)
    if changed or stopped:  # a browser sends files once: they stay with the draft
        return form(request, changed or prepared, shown, status=BADLY_SAID if stopped else 200)
    return _go_on(request, shown, prepared, judged)


def edit(request: HttpRequest, shown: DraftShown, prepared: Prepared) -> HttpResponse:
    """A draft's form sent again."""
    changed = _changed(request, prepared)
    if not changed or prepared.files.manifests:
        drafts.edit(shown.draft, prepared.act(), officer=shown.officer, now=shown.now)
    if changed:
        return form(request, changed, shown)
    shown = DraftShown(shown.draft, shown.officer, shown.now)
    saved = _only_saved(request, prepared)
    judged = None if saved else _judged(request, prepared, now=shown.now)
    if not saved and not judged:
        return form(request, prepared, shown, status=BADLY_SAID)
    return _go_on(request, shown, prepared, judged)


def send(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Let a draft leave, if the matter is as the page showed it; to the matter's page."""
    officer, now = officer_of(request), clock.now()
    entry = drafts.release(draft, officer=officer, now=now, saw=_saw(request))
    ours = entry.author == settings.AUTHORITY
    messages.success(
        request,
        _("Sent. It is kept here and on its way to every party.")
        if ours
        else _("Recorded: by us, not signed by them. It goes to nobody."),
    )
    if matter := find.matter_by_id(entry.matter, officer):
        return redirect("web:matter", matter.reference)
    # Whoever may not open it knows at least by which reference others do.
    reference = references.by_id([entry.matter]).get(entry.matter, "")
    messages.info(request, _("It is matter %(reference)s.") % {"reference": reference})
    return redirect("web:drafts")


def remark(request: HttpRequest) -> str:
    """What the second person wants mended, without hidden characters."""
    return clean(request.POST.get("remark", "")).text.strip()[:LONGEST_REMARK]


def _changed(request: HttpRequest, prepared: Prepared) -> Prepared | None:
    """The form with a row more or less, or about something else; said where nobody asked for it."""
    changed = prepared.with_rows_changed()
    showed = request.POST.get(STANDS_FOR, prepared.subject)
    if changed and LOOK not in request.POST and showed != prepared.subject:
        messages.info(
            request,
            _("It is about something else now: look at what stands, then send it again.")
            if showed
            else _("Here is what stands now of the part you chose: check it, then submit."),
        )
    return changed


def _judged(request: HttpRequest, prepared: Prepared, *, now: datetime, new: bool = False) -> Judged | None:
    """What the rules say of a form that may go on; None if something stops it, which the form then says.

    What is `new` and leaves at once is stopped too if something arrived since its page was shown.
    """
    prepared.tell(prepared.files.refused)
    try:
        judged = judge(prepared.act(), now=now)
    except MithaqError as refusal:  # said in the form, with what the fields themselves lack
        asked = prepared.place.step.asked_fields
        place = ("parties",) if isinstance(refusal, UnknownParty) else ()
        told = Problem(refusal.code, place, facts=refusal.facts)
        prepared.tell([*check_values(asked, prepared.form.values()), told])
        return None
    page = prepared.place.page
    if new and page and not judged.two_persons and _saw(request) != sorted(page.heads):
        prepared.tell([Problem(DraftOvertaken.code)])
        return None
    goes_on = prepared.may_go_on(judged, weighed=WEIGHED in request.POST)
    return judged if goes_on and not prepared.files.refused else None


def _go_on(
    request: HttpRequest, shown: DraftShown, prepared: Prepared, judged: Judged | None
) -> HttpResponse:
    """Saved only, or judged: to the second person or out."""
    if judged is None:
        messages.success(request, _("Saved as a draft. Nothing has left."))
        return redirect("web:draft", shown.draft.id)
    if judged.two_persons:
        drafts.submit(shown.draft, officer=shown.officer, now=shown.now)
        messages.success(request, _("Submitted. A second person has to approve it before it leaves."))
        return redirect("web:draft", shown.draft.id)
    if judged.alone or not signed_in_within(request, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT):
        # What would otherwise need two persons, or a late hand, presses the button on the page that shows it.
        return redirect(f"{reverse('web:draft', args=[shown.draft.id])}?{READY}=1")
    try:
        return send(request, shown.draft)
    except (
        MithaqError
    ) as refusal:  # something arrived in the meantime: the draft is there, and its form says so
        prepared.tell([Problem(refusal.code, facts=refusal.facts)])
        return form(request, prepared, shown, status=BADLY_SAID)


def _only_saved(request: HttpRequest, prepared: Prepared) -> bool:
    return SAVE in request.POST and not prepared.files.refused


def _saw(request: HttpRequest) -> list[str]:
    """The state of the matter on the page whose form was sent."""
    return sorted(request.POST.get("saw", "").split())


def _sent_before(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("This form was sent before. What became of it stands here."))
    return redirect("web:drafts")


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
