"""Saying: from what a step says to the shape a program sends, made from the declaration.

The shape holds what a form could hold: each value of the type of its field, nothing that is not declared, and
nothing required, since a draft may be incomplete. Whether it may be stated is for the rules alone. Files are
attached on the page.
"""

from typing import Annotated, Any, Literal, Union

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, create_model

from mithaq.node.web.fields import Plain, Text, label_of
from mithaq.node.web.forms import MOST_ROWS
from mithaq.node.web.preparing import BASIS, HANDLING, PARTIES, TO, asks_persons
from mithaq.pact.codes import code_list
from mithaq.pact.ledger.canonical import LARGEST_INT
from mithaq.pact.rules import fields as rules
from mithaq.pact.rules.fields import Type
from mithaq.pact.rules.kind import Kind, Step

LONGEST = {Type.PROSE: 4000}  # characters, where the declaration says nothing
LINE = 300
MOST_NAMED = 50  # authorities, codes
PATTERNS = {
    Type.AUTHORITY: rules.AUTHORITY.pattern,
    Type.ENTRY: rules.ENTRY_ID.pattern,
    Type.DAY: rules.DAY.pattern,
    Type.KIND: r"[a-z][a-z-]{1,30}",
}
# What is typed on a page passes through these: no hidden characters, digits as they are stated.
TIDIED = {Type.LINE: Text, Type.NAME: Text, Type.PROSE: Text, Type.IDENTIFIER: Plain, Type.PHONE: Plain}
WHOLE = Annotated[StrictInt, Field(ge=-LARGEST_INT, le=LARGEST_INT)]


class Said(BaseModel):
    """What is said, field by field."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Asked(BaseModel):
    """A draft as a program sends it: the step, where, and under which conditions it would leave."""

    model_config = ConfigDict(extra="forbid", strict=True)
    step: str
    values: Said


def drafts_of(kind: Kind) -> Any:
    """The shape of every draft of a kind: one for each step that an officer takes, told apart by `step`."""
    shapes = tuple(_draft(kind, step) for step in kind.steps if not step.by_the_node)
    if len(shapes) == 1:
        return shapes[0]
    return Annotated[Union[shapes], Field(discriminator="step")]  # noqa: UP007 - made at run time


def values_of(step: Step, said: Said) -> dict[str, Any]:
    """What was sent, as a form would have it: text without hidden characters, nothing that is empty."""
    return _tidied(step.asked_fields, said.model_dump(exclude_unset=True))


def conditions_of(asked: Asked) -> dict[str, Any]:
    """Under which conditions it would leave, as a form has them."""
    given = asked.model_dump(exclude_unset=True, exclude={"values"})
    return {name: given[name] for name in ("parties", "to", "handling", "basis") if name in given}


def _draft(kind: Kind, step: Step) -> type[Asked]:
    parts: dict[str, Any] = {
        "step": (Literal[step.name], Field(title=label_of(step.button))),
        "values": (_said(_name(kind.name, step.name, "says"), step.asked_fields), Field()),
    }
    if step.name == kind.opening:
        parts["parties"] = _condition(PARTIES)
    else:
        reference = Annotated[StrictStr, Field(min_length=1, max_length=80)]
        parts["matter"] = (reference, Field(description="reference"))
        parts["item"] = _optional(Annotated[StrictStr, Field(max_length=80)])
        if step.body_fields and not step.held_back:
            parts["to"] = _condition(TO)
    if step.conveys:
        parts["handling"] = _condition(HANDLING)
    if asks_persons(step.body_fields):
        parts["basis"] = _condition(BASIS)
    return create_model(_name(kind.name, step.name), __base__=Asked, **parts)


def _condition(spec: rules.Field) -> Any:
    """The shape of a condition: several authorities, several codes, or the one basis of a transfer."""
    one = _type(spec, "")
    shape = Annotated[list[one], Field(max_length=MOST_NAMED)] if spec.type is Type.AUTHORITY else one  # type: ignore[valid-type]
    return _optional(shape, spec)


def _said(name: str, fields: tuple[rules.Field, ...]) -> type[Said]:
    parts: dict[str, Any] = {
        each.name: _optional(_type(each, name), each)
        for each in fields
        if each.type is not Type.ATTACHMENT and each.is_filled_in
    }
    made: type[Said] = create_model(name, __base__=Said, **parts)
    return made


def _optional(shape: Any, spec: rules.Field | None = None) -> tuple[Any, Any]:
    """A part that may be left out, with its label; null stands for nothing, so it is no value."""
    said = {"title": label_of(spec.words), "description": label_of(spec.help)} if spec else {}
    given: Any = {name: text for name, text in said.items() if text}
    return shape, Field(default=None, json_schema_extra=_without_default, **given)


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def _type(spec: rules.Field, within: str) -> Any:
    if spec.type is Type.CODE:
        return _code(spec)
    if spec.type is Type.CODES:
        return Annotated[list[_code(spec)], Field(max_length=MOST_NAMED)]  # type: ignore[misc]
    if spec.type is Type.GROUP:
        row = _said(f"{within}-{spec.name}", spec.fields)
        return Annotated[list[row], Field(max_length=spec.most or MOST_ROWS)]  # type: ignore[valid-type]
    if spec.type is Type.DAYS:
        day = Annotated[StrictStr, Field(max_length=10)]
        return Annotated[list[day], Field(max_length=spec.most or rules.MOST_DAYS)]
    if spec.type in (Type.NUMBER, Type.DURATION):
        return WHOLE
    if spec.type is Type.FLAG:
        return StrictBool
    if pattern := PATTERNS.get(spec.type):
        ascii_only = pattern.replace(r"\d", "[0-9]")
        return Annotated[StrictStr, Field(pattern=f"^(?:{ascii_only})$", max_length=80)]
    return Annotated[StrictStr, Field(max_length=spec.most or LONGEST.get(spec.type, LINE))]


def _code(spec: rules.Field) -> Any:
    # As on the page: with our own services and grounds, never with a partner's.
    return Literal[tuple(code_list(spec.codes).of(settings.AUTHORITY))]


def _tidied(fields: tuple[rules.Field, ...], values: dict[str, Any]) -> dict[str, Any]:
    specs = {each.name: each for each in fields}
    tidy = {name: _one(specs[name], value) for name, value in values.items()}
    return {name: value for name, value in tidy.items() if not rules.is_empty(value)}


def _one(spec: rules.Field, value: Any) -> Any:
    if spec.type is Type.GROUP:
        rows = [_tidied(spec.fields, row) for row in value]
        return [row for row in rows if row]
    return TIDIED[spec.type](spec).to_python(value) if spec.type in TIDIED else value


def _name(*parts: str) -> str:
    return "-".join(parts)
