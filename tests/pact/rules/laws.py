"""Laws of kinds: each holds for every kind, shipped or generated, whatever is said.

To invent a conversation takes ten times as long as to ask a law about it: so all laws of a module are asked
about the same one. What fails names the law, in which the assertion stands.
"""

from collections.abc import Callable

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import register
from mithaq.pact.rules.kind import Kind
from tests.pact.rules.conversations import talks
from tests.pact.rules.generated import kinds

SHIPPED = [pytest.param(kind, id=kind.name) for kind in register.kinds()]
A_KIND = 50  # conversations for each of twenty kinds; in a night, as many as of anything else

Law = Callable[[Kind, list[Entry], Callable], None]


class Laws:
    """The laws of a module, each with what it is a law of."""

    def __init__(self) -> None:
        self._laws: list[Law] = []
        self._of: set[str] = set()

    def law(self, *of: str) -> Callable[[Law], Law]:
        """Kind, what was said, and a way to draw what else is needed; fails if the law is broken."""

        def added(law: Law) -> Law:
            self._laws.append(law)
            self._of.update(of)
            return law

        return added

    def are_kept(self, kind: Kind, said: list[Entry], draw: Callable) -> None:
        assert self._laws
        for law in self._laws:
            law(kind, said, draw)

    def marked(self, test: Callable) -> Callable:
        for of in sorted(self._of):
            test = pytest.mark.law(of)(test)
        return test


def every_kind(test: Callable) -> Callable:
    """For every kind that is shipped, and for generated ones."""
    profile = settings().max_examples
    tried = settings(max_examples=profile if profile > 100 else min(profile, A_KIND))(test)
    return pytest.mark.parametrize("kind", [*SHIPPED, pytest.param(None, id="generated")])(tried)


def a_talk(kind: Kind | None, data: st.DataObject) -> tuple[Kind, list[Entry]]:
    chosen = kind or data.draw(kinds())
    return chosen, data.draw(talks(chosen))
