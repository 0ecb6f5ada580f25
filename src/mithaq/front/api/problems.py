"""Problems: a refusal as a program reads it (RFC 9457), in the language it asked for, by our stable codes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from mithaq.front.api.errors import BadlyAsked
from mithaq.node.web.errors import status_of
from mithaq.node.web.idents import language
from mithaq.node.web.sentences import sentence
from mithaq.pact.errors import MithaqError
from mithaq.pact.rules.errors import BadlySaid, Problem

MIME = "application/problem+json"
WHERE = "/api/problems/"
STATUSES = {
    "api.nobody-asks": HTTPStatus.UNAUTHORIZED,
    "officers.token-refused": HTTPStatus.UNAUTHORIZED,
    "api.token-needed": HTTPStatus.FORBIDDEN,
    "api.not-in-scope": HTTPStatus.FORBIDDEN,
    "api.key-missing": HTTPStatus.BAD_REQUEST,
    "api.cannot-be-read": HTTPStatus.BAD_REQUEST,
    "api.no-such-place": HTTPStatus.BAD_REQUEST,
    "api.no-such-address": HTTPStatus.NOT_FOUND,
    "api.not-that-way": HTTPStatus.METHOD_NOT_ALLOWED,
    "api.too-much": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "api.one-person-is-enough": HTTPStatus.CONFLICT,
    "rules.badly-said": HTTPStatus.UNPROCESSABLE_ENTITY,
    "ledger.unknown-draft": HTTPStatus.NOT_FOUND,
    "ledger.draft-not-possible-now": HTTPStatus.CONFLICT,
}
TITLES = {
    HTTPStatus.BAD_REQUEST: _("The request cannot be read"),
    HTTPStatus.UNAUTHORIZED: _("Nobody is known by this request"),
    HTTPStatus.FORBIDDEN: _("Not for you"),
    HTTPStatus.NOT_FOUND: _("Not found"),
    HTTPStatus.METHOD_NOT_ALLOWED: _("Not in this way"),
    HTTPStatus.CONFLICT: _("Not now"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("Too large"),
    HTTPStatus.UNPROCESSABLE_ENTITY: _("What was said does not hold"),
}


def problem(error: MithaqError) -> HttpResponse:
    """The answer that says what was refused and that nothing was changed."""
    status = STATUSES.get(error.code, status_of(error))
    said: dict[str, Any] = {
        "type": WHERE + error.code,
        "title": str(TITLES[HTTPStatus(status)]),
        "status": int(status),
        "detail": sentence(error.code, error.facts, language()),
        "code": error.code,
    }
    if isinstance(error, BadlySaid | BadlyAsked):
        said["problems"] = in_words(error.problems)
    answer = HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=MIME)
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="mithaq"'
    return answer


def in_words(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """What is wrong or doubtful, each with its code, its path and its sentence."""
    return [
        {
            "code": each.code,
            "path": list(each.path),
            "soft": each.soft,
            "detail": sentence(each.code, each.facts, language()),
        }
        for each in problems
    ]
