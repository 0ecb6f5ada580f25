"""Emptying the readings and filling them again from the ledger: the rows are equal, or the code is wrong.

The index of the register's names is made anew from its rows at the same time, or alone.
"""

import json

from mithaq.commands.environment import start_django


def rebuild(*, names_only: bool, as_json: bool) -> int:
    """Rebuild every reading and the index of names; say how many matters and names there are."""
    start_django()
    from mithaq.node.ledger.rebuild import rebuild as empty_and_refill
    from mithaq.node.persons import saved_names

    counts = {} if names_only else {"matters": empty_and_refill()}
    counts["names"] = saved_names.rebuild()
    print(json.dumps(counts) if as_json else f"{_and(counts)} read anew.")
    return 0


def _and(counts: dict[str, int]) -> str:
    return " and ".join(f"{count} {what}" for what, count in counts.items())
