"""The schema as people read it: its addresses in groups, for the page of the API and for the reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mithaq.front.api.build import schema
from mithaq.front.api.once import HEADER


@dataclass(frozen=True, slots=True)
class Parameter:
    """A part of an address or a filter of a list, with the values it may have where they are listed."""

    name: str
    words: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """One step as a draft of it is sent: its words, and which parts may stand beside its values."""

    step: str
    words: str
    beside: tuple[str, ...]
    values: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Address:
    """One operation: how it is asked, and what for."""

    method: str
    path: str
    words: str
    parameters: tuple[Parameter, ...]
    acts_once: bool
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Addresses that belong together: those of a kind, those of drafts."""

    words: str
    addresses: tuple[Address, ...]


def groups(language: str) -> list[Group]:
    """Every address of the API, in the order of the schema."""
    made = schema(language)
    found: dict[str, list[Address]] = {}
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            words = (operation.get("tags") or [""])[0]
            found.setdefault(words, []).append(
                _address(method, path, operation, made["components"]["schemas"])
            )
    return [Group(words, tuple(addresses)) for words, addresses in found.items()]


def _address(method: str, path: str, operation: dict[str, Any], named: dict[str, Any]) -> Address:
    parameters = [each for each in operation["parameters"] if each["in"] != "header"]
    return Address(
        method=method.upper(),
        path=path,
        words=operation["summary"],
        parameters=tuple(_parameter(each["name"], each["schema"]) for each in parameters),
        acts_once=any(each["name"] == HEADER for each in operation["parameters"]),
        # Said again in the same words, a draft is sent in the same shapes: told once, where it begins.
        shapes=tuple(_shapes(operation, named)) if method == "post" else (),
    )


def _parameter(name: str, schema: dict[str, Any]) -> Parameter:
    several = schema.get("items", {})
    values = schema.get("enum") or several.get("enum") or ()
    title = schema.get("title", "")
    words = "" if title.lower().replace(" ", "_") == name else title  # the framework's own guess
    return Parameter(name, words, tuple(str(each) for each in values if each))


def _shapes(operation: dict[str, Any], named: dict[str, Any]) -> list[Shape]:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    references = [each["$ref"] for each in body.get("oneOf", [body]) if "$ref" in each]
    drafts = [named[each.rpartition("/")[2]] for each in references]
    return [_shape(each, named) for each in drafts if "step" in each["properties"]]


def _shape(draft: dict[str, Any], named: dict[str, Any]) -> Shape:
    parts = draft["properties"]
    values = named[parts["values"]["$ref"].rpartition("/")[2]].get("properties", {})
    return Shape(
        step=parts["step"]["const"],
        words=parts["step"].get("title", ""),
        beside=tuple(name for name in parts if name not in ("step", "values")),
        values=tuple(_parameter(name, each) for name, each in values.items()),
    )
