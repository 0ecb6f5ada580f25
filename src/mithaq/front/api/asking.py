"""Asking: the filters of a list, as its page has them, and where its pages begin."""

from typing import Annotated, Any, Literal

from django import forms
from django.http import QueryDict
from pydantic import BaseModel, Field, create_model

from mithaq.front.api.errors import BadlyAsked, NoSuchPlace
from mithaq.node.ledger import find, keyset
from mithaq.node.web.listing import FilterForm
from mithaq.pact.rules import register
from mithaq.pact.rules.errors import Problem
from mithaq.pact.rules.kind import Kind

MOST = 100  # of one page
TEXT = 80  # characters of what a reference is searched for


class Paged(BaseModel):
    """Which page of a list, and how long."""

    after: str = Field("", max_length=keyset.LONGEST, description="`next` of the page before")
    size: int = Field(find.PAGE, ge=1, le=MOST)


def filters_of(kind: Kind | None) -> type[Paged]:
    """The shape of what a list is asked for: the filters its page shows, and the page."""
    form = FilterForm(QueryDict(f"kind={kind.name}" if kind else ""), register.kinds())
    parts: dict[str, Any] = {
        name: (_choice(field), Field("", title=str(field.label or name)))
        for name, field in form.fields.items()
        if not (kind and name == "kind")
    }
    return create_model(f"{kind.name}-filters" if kind else "filters", __base__=Paged, **parts)


def form_of(asked: Paged, kind: Kind | None) -> FilterForm:
    """The form of the page, as it would be sent. Raises: BadlyAsked."""
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in asked.model_dump(exclude={"after", "size"}).items()})
    if kind:
        query["kind"] = kind.name
    form = FilterForm(query, register.kinds())
    if not form.is_valid():
        raise BadlyAsked(tuple(Problem("api.badly-asked", (name,)) for name in form.errors))
    return form


def check_place(written: str) -> None:
    """Raises: NoSuchPlace."""
    if written and keyset.read(written) is None:
        raise NoSuchPlace


def _choice(field: forms.Field) -> Any:
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        values = ["", *(str(value) for value, _ in choices if value)]
        return Literal[tuple(values)]
    return Annotated[str, Field(max_length=TEXT)]
