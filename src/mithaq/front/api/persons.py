"""The national register, searched by a program: as on its page, for a case and a reason, and logged like it.

The answer is candidates for an officer, each with its band and its reasons in words. There is no score in it.
"""

from typing import Any

from django.http import HttpRequest

from mithaq.front.api.caller import caller_of
from mithaq.front.api.errors import BadlyAsked
from mithaq.front.api.shapes import Searching
from mithaq.node import clock
from mithaq.node.persons import search as register
from mithaq.node.persons.explain import Line, explain
from mithaq.node.persons.forms import SearchForm
from mithaq.node.persons.models import Person
from mithaq.node.persons.views import SEARCHERS
from mithaq.node.safeguards.enter import check_may_enter
from mithaq.node.web.idents import language
from mithaq.node.web.sentences import sentence
from mithaq.pact.rules.errors import Problem


def search(request: HttpRequest, asked: Searching) -> dict[str, Any]:
    """Candidates of the register, the likeliest first."""
    caller = caller_of(request)
    check_may_enter(caller.officer, *SEARCHERS)
    form = SearchForm(asked.model_dump())
    if not form.is_valid():
        raise BadlyAsked(_problems(form))
    case, reason = form.why()
    found = register.search(
        caller.officer, form.question(), case=case, reason=reason, on=clock.now().date(), **caller.facts()
    )
    note = sentence("persons.nothing-decided", {}, language())
    return {"candidates": [_candidate(match) for match in found], "note": note}


def _problems(form: SearchForm) -> tuple[Problem, ...]:
    """What the page would say beside each field."""
    return tuple(
        Problem("api.not-of-this-form", () if name == "__all__" else (name,), facts={"said": str(said)})
        for name, errors in form.errors.items()
        for said in errors
    )


def _candidate(match: register.Match) -> dict[str, Any]:
    person, candidate = match.person, match.candidate
    explained = explain(candidate.resemblance)
    return {
        "record": str(person.pk),
        "source": person.source,
        "reference": person.list_ref,
        "category": person.category,
        "sort": person.sort,
        "names": [name.text for name in person.names.all()],
        "born": [birth.edtf for birth in person.births.all()],
        "sex": person.sex,
        "documents": [document.number for document in person.documents.all()],
        "band": candidate.band,
        "others": candidate.others,
        "same_person": [_record(each.person) for each in match.linked],
        "reasons": [_reason(line) for line in (*explained.parts, *explained.weighed)],
    }


def _record(person: Person) -> dict[str, Any]:
    """A record in short."""
    return {
        "record": str(person.pk),
        "source": person.source,
        "reference": person.list_ref,
        "names": [name.text for name in person.names.all()],
    }


def _reason(line: Line) -> dict[str, str]:
    return {
        "code": line.reason,
        "speaks": line.speaks,
        "strength": str(line.strength),
        "detail": sentence(line.code, line.facts, language()),
    }
