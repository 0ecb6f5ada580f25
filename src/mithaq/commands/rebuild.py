"""Emptying the readings and filling them again from the ledger: the rows are equal, or the code is wrong."""

import json

from mithaq.commands.environment import start_django


def rebuild(*, as_json: bool) -> int:
    """Rebuild every reading and say how many matters there are."""
    start_django()
    from mithaq.node.ledger.rebuild import rebuild as empty_and_refill

    count = empty_and_refill()
    print(json.dumps({"matters": count}) if as_json else f"{count} matters read anew.")
    return 0
