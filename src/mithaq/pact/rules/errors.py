"""Refusals of the rules, and what a form is told about what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mithaq.pact.errors import MithaqError


class RulesError(MithaqError):
    """A step does not stand under the rules of its kind. Nothing was stated."""


class UnknownKind(RulesError):
    """No kind of this name and edition is registered. Facts: kind, edition."""

    code = "rules.unknown-kind"


class StepNotAllowed(RulesError):
    """The step cannot be taken now. Facts: step, reason (a code of `fold`), stage."""

    code = "rules.step-not-allowed"


class BadlySaid(RulesError):
    """What the step says does not hold. `problems` are for the form; facts: step, problems (codes)."""

    code = "rules.badly-said"

    def __init__(self, problems: "tuple[Problem, ...]" = (), **facts: str) -> None:
        super().__init__(**facts)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong, or doubtful, with what a step says.

    `path` leads to the field ("subjects", "2", "born"); empty for the whole. `soft` problems warn and can be
    passed with a person's decision; hard ones stop. `facts` are safe to log and fill the sentence of `code`.
    """

    code: str
    path: tuple[str, ...] = ()
    soft: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)
