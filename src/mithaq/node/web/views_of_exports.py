"""Taking a matter or a list out as a file: noted first, then built, then sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mithaq.node import clock
from mithaq.node.ledger import retention
from mithaq.node.ledger.page import page as page_of
from mithaq.node.officers.permission import check_may_take
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.read_only import read_only
from mithaq.node.web.authorities import known
from mithaq.node.web.errors import not_found
from mithaq.node.web.exports import attestation, calendar, of_list, of_matter, paper_of_list, paper_of_matter
from mithaq.node.web.exports.exported import Exported, codes_in
from mithaq.node.web.exports.leaving import Copy, copy_of, file, refusals_noted
from mithaq.node.web.listing import FilterForm, Row
from mithaq.node.web.matter_page import Shown
from mithaq.pact.rules import register
from mithaq.pact.rules.kind import Kind

CSV, JSON, PDF, CALENDAR = "text/csv; charset=utf-8", "application/json", "application/pdf", "text/calendar"
OF_A_MATTER: Mapping[str, tuple[str, Callable[[Exported], bytes]]] = {
    "pdf": (PDF, paper_of_matter.as_pdf),
    "csv": (CSV, of_matter.as_csv),
    "json": (JSON, of_matter.as_json),
    "ics": (CALENDAR, calendar.of_matter),
}


@for_functions(ANY_OFFICER)
@require_POST
def matter(request: HttpRequest, reference: str, ending: str) -> HttpResponse:
    """One matter as a file. Raises: UnknownMatter, MatterRestricted, ReadNotRecorded."""
    if ending not in OF_A_MATTER:
        return not_found(request, KeyError(ending))
    officer, action = officer_of(request), "matter.exported"
    with refusals_noted(action, officer, reference=reference[:80]):
        own = page_of(reference, officer)
        retention.check_unrestricted(own.matter.id)
    copy = copy_of(action, officer, codes=codes_in(own), matter=own.matter.id, format=ending)
    mime, build = OF_A_MATTER[ending]
    with read_only():
        content = build(Exported(Shown(own, clock.now(), known()), copy))
    return file(content, f"{own.matter.reference}-{copy.number}.{ending}", mime)


@for_functions(ANY_OFFICER)
@require_POST
def attest(request: HttpRequest, reference: str, entry: str) -> HttpResponse:
    """The signed paper of a step that we stated and that attests something; for whoever may take the step.

    Raises: UnknownMatter, MatterRestricted, NotYours, NoCertificate, ReadNotRecorded.
    """
    officer, action = officer_of(request), "matter.exported"
    with refusals_noted(action, officer, reference=reference[:80]):
        own = page_of(reference, officer)
        retention.check_unrestricted(own.matter.id)
        event = attestation.attesting(own, entry)
        if event is None:
            return not_found(request, KeyError(entry))
        check_may_take(officer, own.matter.kind, event.line.entry.step)
    copy = copy_of(action, officer, codes=codes_in(own), matter=own.matter.id, entry=entry, format="pdf")
    with read_only():
        content = attestation.as_pdf(Exported(Shown(own, clock.now(), known()), copy), event)
    return file(content, f"{own.matter.reference}-{entry[:12]}.pdf", PDF)


@for_functions(ANY_OFFICER)
@require_POST
def matters(request: HttpRequest, ending: str) -> HttpResponse:
    """The list that the address narrows, as a file. Raises: TooMuchToExport, ReadNotRecorded."""
    if ending not in OF_A_LIST:
        return not_found(request, KeyError(ending))
    officer, now, action = officer_of(request), clock.now(), "matters.exported"
    form = FilterForm(request.GET, register.kinds())
    kind, wanted = form.declared, form.wanted()
    with refusals_noted(action, officer), read_only():
        listed = of_list.rows(officer, wanted, kind, now)
        codes = of_list.codes_in(listed)
    asked = {"kind": wanted.kind, "stage": wanted.stage}  # codes; what was typed stays out
    copy = copy_of(action, officer, codes=codes, format=ending, rows=len(listed), **asked)
    mime, build = OF_A_LIST[ending]
    with read_only():
        content = build(listed, kind, copy)
    return file(content, f"{kind.name if kind else 'matters'}-{copy.number}.{ending}", mime)


def _csv(listed: list[Row], kind: Kind | None, copy: Copy) -> bytes:
    return of_list.as_csv(listed, kind, copy)


def _json(listed: list[Row], kind: Kind | None, copy: Copy) -> bytes:  # noqa: ARG001 - one shape for all
    return of_list.as_json(listed, copy)


def _calendar(listed: list[Row], kind: Kind | None, copy: Copy) -> bytes:  # noqa: ARG001 - one shape for all
    return calendar.of_list(listed, known(), copy)


OF_A_LIST: Mapping[str, tuple[str, Callable[[list[Row], Kind | None, Copy], bytes]]] = {
    "pdf": (PDF, paper_of_list.as_pdf),
    "csv": (CSV, _csv),
    "ics": (CALENDAR, _calendar),
    "json": (JSON, _json),
}
