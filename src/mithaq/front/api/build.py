"""Building: the addresses of the API, those of each kind from its declaration, and the schema that says so.

Imported by the first request. The schema is made once in each language, since it has the words of the kinds.
"""

from collections.abc import Callable
from functools import cache, partial
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern
from django.utils import translation
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from mithaq.front.api import drafts as own
from mithaq.front.api import matters, persons, shapes
from mithaq.front.api.caller import SEARCHES
from mithaq.front.api.errors import BadlyAsked, CannotBeRead
from mithaq.front.api.once import HEADER
from mithaq.front.api.problems import MIME, problem
from mithaq.front.api.saying import drafts_of
from mithaq.node.web.fields import label_of
from mithaq.pact.errors import MithaqError
from mithaq.pact.rules import register
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.kind import Kind

PREFIX = "api/"
VERSION = "1"
KEY = {
    "in": "header",
    "name": HEADER,
    "required": True,
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
}
REFUSALS = (400, 401, 403, 404, 409, 422)
OF_A_BODY = (413,)
PARTS = frozenset({"step", "values", "parties", "matter", "item", "to", "handling", "basis"})
MOST_TOLD = 50  # of what is wrong with one request


@cache
def resolver() -> URLResolver:
    """What finds the view of an address below `/api/`."""
    urls, _app, _space = built("en").urls
    return URLResolver(RegexPattern(r"^"), urls)


@cache
def schema(language: str) -> dict[str, Any]:
    """The schema of the whole API (OpenAPI 3.1), in a language."""
    with translation.override(language):
        made = dict(built(language).get_openapi_schema(path_prefix=PREFIX))
    for path in made["paths"].values():
        for operation in path.values():
            operation.pop("description", None)  # the summary says it, in the reader's language
            refused = (*REFUSALS, *OF_A_BODY) if "requestBody" in operation else REFUSALS
            operation["responses"] |= {status: _refused(status) for status in refused}
    made["components"]["schemas"] |= _shape_of_refusals()
    made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    made["security"] = [{"token": []}]
    return made


def _refused(status: int) -> dict[str, Any]:
    """A refusal as the schema says it: every address has the same, so the framework is not asked for each."""
    shape = {"$ref": f"#/components/schemas/{shapes.Refused.__name__}"}
    return {"description": HTTPStatus(status).phrase, "content": {MIME: {"schema": shape}}}


def _shape_of_refusals() -> dict[str, Any]:
    made = shapes.Refused.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    return {**made.pop("$defs", {}), shapes.Refused.__name__: made}


@cache
def built(language: str) -> NinjaAPI:
    """The API, its summaries in a language."""
    with translation.override(language):
        api = NinjaAPI(
            title="Mithaq",
            version=VERSION,
            description=_("What a program of an officer’s finds and prepares. Approving takes a person."),
            docs_url=None,
            openapi_url=None,
            urls_namespace=f"api-{language}",
        )
        _refuse(api)
        _everything(api)
        for kind in register.kinds():
            _of_a_kind(api, kind)
    return api


def _everything(api: NinjaAPI) -> None:
    """The addresses that know no kind."""
    of_matters = partial(_add, api, group=_("Matters"))
    listed = matters.list_of(None)
    of_matters("GET kinds", matters.kinds, answers=shapes.Kinds, name="kinds", words=_("Every kind"))
    of_matters("GET matters", listed, answers=shapes.Listed, name="matters", words=_("Matters of every kind"))
    one = "GET matters/{reference}"
    of_matters(one, matters.matter, answers=shapes.Matter, name="matter", words=_("A matter"))
    words = _("What was stated in a matter")
    of_matters(f"{one}/timeline", matters.timeline, answers=shapes.Timeline, name="timeline", words=words)
    words = _("What the form of a step begins with")
    of_matters(f"{one}/steps/{{step}}", matters.form, answers=shapes.Begins, name="form", words=words)
    of_drafts = partial(_add, api, group=_("Drafts"))
    of_drafts("GET drafts", own.listed, answers=shapes.DraftsListed, name="drafts", words=_("Own drafts"))
    one = "drafts/{uuid:number}"
    of_drafts(f"GET {one}", own.draft, answers=shapes.DraftRead, name="draft", words=_("A draft"))
    words = _("Hand a draft to the second person")
    of_drafts(f"POST {one}/submit", own.submit, answers=shapes.Drafted, name="submit", words=words)
    of_persons = partial(_add, api, group=_("Persons"))
    words = _("Search the national register")
    of_persons("POST persons/search", persons.search, answers=shapes.Searched, name="search", words=words)
    words = _("What a code means")
    _add(api, "GET problems/{code}", matters.problem, answers=shapes.CodeInWords, name="problem", words=words)


def _of_a_kind(api: NinjaAPI, kind: Kind) -> None:
    """The addresses a kind gets from its declaration."""
    name, group, shape = kind.name, label_of(kind.plural), drafts_of(kind)
    add = partial(_add, api, group=group)
    listed = matters.list_of(kind)
    add(f"GET kinds/{name}/matters", listed, answers=shapes.Listed, name=f"{name}-matters", words=group)
    drafted = partial(add, answers=shapes.Drafted)
    begin, change = own.begin_of(kind, shape), own.change_of(kind, shape)
    words = _("Begin a draft")
    drafted(f"POST kinds/{name}/drafts", begin, name=f"{name}-begin", words=words, status=201)
    words = _("Say a draft otherwise")
    drafted(f"PUT kinds/{name}/drafts/{{uuid:number}}", change, name=f"{name}-change", words=words)


def _add(
    api: NinjaAPI,
    asked: str,
    view: Callable[..., Any],
    *,
    answers: type[Any],
    name: str,
    words: str,
    group: str = "",
    status: int = 200,
) -> None:
    """Answer what is `asked`, a method and a path, with a view."""
    method, path = asked.split()
    api.api_operation(
        [method],
        path,
        response={status: answers},
        operation_id=name,
        url_name=name,
        summary=words,
        tags=[group] if group else None,
        openapi_extra={"parameters": [KEY]} if method == "POST" and path not in SEARCHES else None,
    )(view)


def _refuse(api: NinjaAPI) -> None:
    """How each sort of refusal is told; what is none goes its way, as everywhere."""

    def refused(_request: HttpRequest, refusal: Any) -> HttpResponse:
        return problem(refusal)

    def cannot_be_read(_request: HttpRequest, _error: Any) -> HttpResponse:
        return problem(CannotBeRead())

    def badly_asked(_request: HttpRequest, error: Any) -> HttpResponse:
        return problem(_badly_asked(error))

    api.add_exception_handler(MithaqError, refused)
    api.add_exception_handler(HttpError, cannot_be_read)
    api.add_exception_handler(ValidationError, badly_asked)


def _badly_asked(error: ValidationError) -> BadlyAsked:
    """Where the request is not of its shape, and what was expected; never what was sent."""
    problems = (
        Problem("api.not-of-this-shape", _path(each["loc"]), facts={"expected": str(each["type"])})
        for each in error.errors[:MOST_TOLD]
    )
    return BadlyAsked(tuple(problems))


def _path(place: tuple[Any, ...]) -> tuple[str, ...]:
    """Where in what was sent: without where the framework looked, and which of the shapes it took."""
    parts = [str(each) for each in place[1:] if each != "asked"]
    if place[0] == "body" and len(parts) > 1 and parts[0] not in PARTS:
        del parts[0]
    return tuple(parts)
