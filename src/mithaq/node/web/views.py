"""The screens every kind of matter gets for free: its list and its page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from mithaq.node import clock
from mithaq.node.ledger import attached, awaiting, drafts, find, find_file, find_observed, prove, retention
from mithaq.node.ledger.page import page as page_of
from mithaq.node.officers.duties import DPO
from mithaq.node.officers.matters import may_assign
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.persons import checks
from mithaq.node.persons.views import SEARCHERS
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.reading import shows_personal_data
from mithaq.node.web.authorities import known, names_of
from mithaq.node.web.delivery import delivery
from mithaq.node.web.draft_titles import with_titles
from mithaq.node.web.errors import not_found
from mithaq.node.web.field_indicators import field
from mithaq.node.web.fields import label_of
from mithaq.node.web.listing import FilterForm, declared, listed, served
from mithaq.node.web.matter_page import Shown
from mithaq.node.web.named import named
from mithaq.node.web.new_matters import new_matters
from mithaq.pact.indicators.indicator import indicators_of
from mithaq.pact.rules import register


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("matters.listed")
def matters(request: HttpRequest) -> HttpResponse:
    """The matters this officer may see, narrowed to what the address asks for."""
    officer, now = officer_of(request), clock.now()
    form = FilterForm(request.GET, register.kinds())
    kind = form.declared
    kinds = [kind] if kind else register.kinds()
    found = find.matters(officer, form.wanted(), now=now, after=request.GET.get("after", ""))
    shown = {
        "form": form,
        "kind": kind,
        "heading": label_of(kind.plural) if kind else gettext("Matters"),
        "serves": served(form.wanted().plan_action, officer),
        "page": listed(found, kind, request.GET, now),
        "openable": new_matters(officer, kinds),
        "observes": find_observed.observes(officer),
    }
    return render(request, "web/matters.html", shown)


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("matter.read")
def matter(request: HttpRequest, reference: str) -> HttpResponse:
    """One matter: where it stands, what was stated, what is owed, what this officer may do now."""
    officer = officer_of(request)
    own = page_of(reference, officer)
    begun = tuple(with_titles(drafts.drafts_of(officer).filter(matter=own.matter.id)))
    names = names_of(line.entry.officer for line in own.lines)
    waiting = awaiting.known_to(officer, own.matter.id)
    shown = Shown(own, clock.now(), known(), begun, names, _turned(request), officer, waiting)
    may_search = officer.holds(*SEARCHERS)
    found = checks.of_matter(own.matter.id) if may_search else []  # our register is for whoever may search it
    beside = {"checks": found, "may_search": may_search, "named": named(own.matter, officer)}
    beside["kept"] = retention.kept(own.matter, officer, now=shown.now)
    beside |= {"may_erase": officer.holds(DPO), "may_assign": may_assign(officer, own.matter)}
    return render(request, "web/matter.html", {"page": shown, **beside})


@for_functions(ANY_OFFICER)
@require_safe
def indicators(request: HttpRequest, kind: str) -> HttpResponse:
    """What the matters of a field add up to. Names no person."""
    declared_kind = declared(kind)
    if declared_kind is None or not indicators_of(kind):
        return not_found(request, KeyError(kind))
    asked, officer = request.GET.get("half", ""), officer_of(request)
    found = field(kind, officer, asked=asked, now=clock.now())
    return render(request, "web/indicators.html", {"kind": declared_kind, "field": found})


def _turned(request: HttpRequest) -> int:
    """The page of the timeline that is asked for; the first for what is no number."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


@for_functions(ANY_OFFICER)
@require_safe
def proof(request: HttpRequest, reference: str) -> HttpResponse:
    """The matter's evidence as a file: digests and times, nothing confidential."""
    officer = officer_of(request)
    found = find.matter(reference, officer)
    answer = HttpResponse(prove.proof_of(found.id, officer=officer), content_type="application/x-ndjson")
    answer["Content-Disposition"] = f'attachment; filename="{found.reference}.mithaq-proof"'
    return answer


@for_functions(ANY_OFFICER)
@require_safe
@shows_personal_data("attachment.read")
def file(request: HttpRequest, file: str) -> HttpResponse:
    """A file of an entry or a draft, as bytes to be kept: nothing in it is shown or run by this node."""
    manifest = find_file.file(file, officer_of(request))
    # Read here, so that it is whole or refused before the first byte leaves.
    answer = HttpResponse(b"".join(attached.content_of(manifest)), content_type="application/octet-stream")
    answer["Content-Length"] = str(manifest.size_bytes)
    answer["Content-Disposition"] = content_disposition_header(True, manifest.name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@for_functions(ANY_OFFICER)
@require_safe
def delivery_page(request: HttpRequest) -> HttpResponse:
    """What has not reached a partner yet, why, and when it is tried again. Names no person."""
    return render(
        request,
        "web/delivery.html",
        {"delivery": delivery(officer_of(request), request.GET.get("after", ""))},
    )
