"""Standings: what conversations come to under one edition of one kind.

The stories are in `vectors/scripts`, one module an edition of a kind, named for both; those by chance
come with every edition. A kind that has no stories cannot be frozen.
"""

import pkgutil
from importlib import import_module

from mithaq.pact.rules.register import kind
from mithaq.pact.rules.terms import Terms
from vectors import scripts
from vectors.makers import chance
from vectors.makers.notation import Json
from vectors.makers.parties import PARTIES, seed

TERMS = Terms(
    seed("terms by chance").hex(),
    {
        "answer_life": 60, "answer_urgent_direct": 480, "answer_urgent_indirect": 4320,
        "answer_normal": 10080, "correction_confirm": 4320,
    },
)  # fmt: skip


def editions() -> tuple[tuple[str, int], ...]:
    """The editions of kinds that have stories, by name."""
    found = (module.name.rpartition("_") for module in pkgutil.iter_modules(scripts.__path__))
    return tuple(sorted((name.replace("_", "-"), int(edition)) for name, _, edition in found))


def make(name: str, edition: int) -> Json:
    """The content of standings/<kind>-<edition>.json."""
    declared = kind(name, edition)
    stories = import_module(f"vectors.scripts.{name.replace('-', '_')}_{edition}")
    by_chance = getattr(stories, "BY_CHANCE", chance.TALKS)  # more where they would miss a change
    told = [*stories.conversations(), *chance.conversations(declared, TERMS, by_chance)]
    names = [each.name for each in told]
    assert len(set(names)) == len(names), "two conversations of one name"
    return {
        "kind": name,
        "edition": edition,
        "parties": list(PARTIES),
        "precedence": {step.name: step.precedence for step in declared.steps if step.precedence},
        "conversations": [each.stated() for each in told],
    }
