"""Which acts on partners this officer may take, for the buttons of a page.

A button that is missing protects nothing: each act asks again.
"""

from __future__ import annotations

from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import AT_HOME, may_take


def permitted(officer: Officer) -> dict[str, bool]:
    """The acts on partners, and whether this officer may take each."""
    return {act: may_take(officer, kind, act) for kind, act in AT_HOME if kind == "partner"}
