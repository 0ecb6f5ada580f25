"""The page on which a signed file is verified: for every officer, and nothing is kept."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from mithaq.node.officers.signed_in import officer_of
from mithaq.node.papers.forms import PAPER, PaperForm
from mithaq.node.papers.say import Said
from mithaq.node.papers.trusted import trusted
from mithaq.node.papers.verify import verify
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.safeguards.house import note


@for_functions(ANY_OFFICER)
@require_http_methods(["GET", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """Who signed a file, when, under which certificate, and whether a byte changed.

    Raises: PaperTooLarge.
    """
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form, said = PaperForm(*sent), None
    if form.is_valid():
        paper = form.cleaned_data[PAPER].read()
        verdict = verify(paper, trusted())
        file = sha256(paper).hexdigest()
        note("paper.verified", officer=officer_of(request), file=file, answer=verdict.answer.value)
        said = Said(verdict)
    return render(request, "papers/verify.html", {"form": form, "said": said})
