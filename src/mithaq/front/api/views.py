"""The doors of the API: for whatever is asked, for its schema, and a page for whoever writes programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import Resolver404
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant, trans_real
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from mithaq.front.api.caller import SEARCHES, who_asks
from mithaq.front.api.errors import NoSuchAddress, NotThatWay, TooMuch
from mithaq.front.api.once import once
from mithaq.front.api.problems import problem
from mithaq.node.safeguards.enter import ANY_OFFICER, for_functions
from mithaq.node.web.idents import language
from mithaq.pact.errors import MithaqError

Door = Callable[..., HttpResponse]


def _for_programs(view: Door) -> Door:
    """A door that asks for a token itself, speaks the language asked for, and refuses in problems."""

    @wraps(view)
    def answered(request: HttpRequest, **parts: Any) -> HttpResponse:
        with translation.override(_asked_language(request)):
            try:
                answer = view(request, **parts)
            except MithaqError as refusal:
                answer = problem(refusal)
            except RequestDataTooBig:
                answer = problem(TooMuch())
            if isinstance(answer, HttpResponseNotAllowed):
                allowed, answer = answer["Allow"], problem(NotThatWay(method=str(request.method)[:20]))
                answer["Allow"] = allowed
            answer["Content-Language"] = language()
        patch_vary_headers(answer, ["Accept-Language", "Authorization", "Cookie"])
        return answer

    return answered


@for_functions(ANY_OFFICER)
@csrf_exempt  # a cookie alone never acts here (`caller`)
@login_not_required
@_for_programs
def door(request: HttpRequest, path: str) -> HttpResponse:
    """Everything that is asked: who asks, then once, then what the address does."""
    caller = who_asks(request, path)
    from mithaq.front.api.build import resolver  # with it comes the framework: not at every start of a node

    try:
        found = resolver().resolve(path)
    except Resolver404:
        raise NoSuchAddress from None
    if path in SEARCHES:  # nothing is done, and no answer that names a person is kept to be repeated
        answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
        return answer
    return once(request, caller, lambda: found.func(request, *found.args, **found.kwargs))


@for_functions(ANY_OFFICER)
@csrf_exempt
@login_not_required
@_for_programs
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The schema, in the language asked for."""
    who_asks(request)
    from mithaq.front.api.build import schema as made

    return HttpResponse(json.dumps(made(language()), ensure_ascii=False), content_type="application/json")


@for_functions(ANY_OFFICER)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the API answers, for whoever writes a program: the schema as a page."""
    from mithaq.front.api.read_schema import groups

    return render(request, "api/page.html", {"groups": groups(language())})


def _asked_language(request: HttpRequest) -> str:
    """The language of the request; else the page's, which is the officer's own."""
    for code, _weight in trans_real.parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return language()
