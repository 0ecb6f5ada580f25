"""A text in negotiation leaves as a file: noted in the house log first, then built, then sent."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from mithaq.matters.instruments.in_words import MIME, as_docx
from mithaq.matters.instruments.views import found
from mithaq.node.officers.signed_in import officer_of
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.read_only import read_only
from mithaq.node.web.exports.exported import codes_in
from mithaq.node.web.exports.leaving import copy_of, file, refusals_noted

EXPORTED = "instrument.draft-exported"


@for_functions(ANY_OFFICER)
@require_POST
def docx(request: HttpRequest, reference: str) -> HttpResponse:
    """The text as it stands, its languages side by side. Raises: UnknownMatter, ReadNotRecorded."""
    officer = officer_of(request)
    with refusals_noted(EXPORTED, officer, reference=reference[:80]):
        text = found(request, reference)
    if not text.is_negotiated:
        raise Http404
    copy = copy_of(EXPORTED, officer, codes=codes_in(text.page), matter=text.matter.id)
    with read_only():
        content = as_docx(text, copy)
    return file(content, f"{text.matter.reference}-{copy.number}.docx", MIME)
