"""What of a body fits the step that says it: the rest is shown as it is, but no reader stumbles over it.

A body was written by somebody else. It is kept whole; readings are made from those fields that have the
declared shape.
"""

from collections.abc import Mapping
from typing import Any

from mithaq.pact.rules.fields import check_values
from mithaq.pact.rules.kind import Step


def conforming(step: Step | None, body: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a body that the step declares and that have the declared shape.

    A field that is required and missing does not take the others with it.
    """
    if step is None:
        return {}
    return {
        each.name: body[each.name]
        for each in step.body_fields
        if each.name in body
        and not any(not problem.soft for problem in check_values((each,), _only(each.name, body)))
    }


def _only(name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: body[name]}
