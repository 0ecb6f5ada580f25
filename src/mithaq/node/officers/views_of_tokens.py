"""The page on which an officer makes and revokes the tokens of their programs."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mithaq.node import clock
from mithaq.node.officers import tokens as own
from mithaq.node.officers.forms import TokenForm
from mithaq.node.officers.models import ApiToken
from mithaq.node.officers.signed_in import officer_of, recently_signed_in
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.pact.rules import register
from mithaq.pact.rules.words import Words


@require_http_methods(["GET", "POST"])
@for_functions(ANY_OFFICER)
@recently_signed_in
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens, and a form for one more; the new one is shown on the answer, and never again."""
    officer, now = officer_of(request), clock.now()
    form, word = TokenForm(request.POST or None), ""
    if form.is_valid():
        with transaction.atomic():
            if not form.first_time(officer):
                return redirect("officers:tokens")
            _token, word = own.make(officer, now=now, **form.said())
        form = TokenForm()
    shown = {
        "form": form,
        "word": word,
        "now": now,
        "tokens": [(each, _kinds(each)) for each in ApiToken.objects.filter(officer=officer)[:100]],
        "scopes": dict(own.SCOPES),
    }
    return render(request, "officers/tokens.html", shown)


@require_POST
@for_functions(ANY_OFFICER)
def revoke(request: HttpRequest, token: str) -> HttpResponse:
    """End a token; what it began stays as it is."""
    own.revoke(officer_of(request), token, now=clock.now())
    messages.success(request, _("Revoked. Whatever still uses it is refused from now on."))
    return redirect("officers:tokens")


def _kinds(token: ApiToken) -> list[Words]:
    """The kinds a token is narrowed to, in words where they are known."""
    words = {each.name: each.plural for each in register.kinds()}
    return [words.get(name, Words(name, name, name)) for name in token.kinds]
