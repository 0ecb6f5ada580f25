"""Envelopes as files, for when the line is cut or forbidden: the same bytes that would cross the line."""

import json
from pathlib import Path

from mithaq.commands.environment import start_django


def out(authority: str, folder: Path, *, as_json: bool) -> int:
    """Write what waits for a partner into a folder. Exit status: 0, also if nothing waits.

    Raises: UnknownParty, OSError.
    """
    start_django()
    from mithaq.node import clock
    from mithaq.node.exchange.carry import carry_out
    from mithaq.node.ledger.errors import UnknownParty
    from mithaq.node.partners.models import Partner

    if not Partner.objects.filter(code=authority).exists():
        raise UnknownParty(authority=authority[:16])
    written = carry_out(authority, folder, now=clock.now())
    print(json.dumps(written) if as_json else f"{len(written)} files for {authority} in {folder}.")
    return 0


def take_in(folder: Path, *, as_json: bool) -> int:
    """Take in what a partner sent on a stick. Exit status: 0 all was kept, 1 something was refused.

    Raises: OSError.
    """
    start_django()
    from mithaq.node import clock
    from mithaq.node.exchange.carry import carry_in

    taken = carry_in(folder, now=clock.now())
    refused = [one for one in taken if one.code]
    if as_json:
        print(json.dumps([{"file": one.file, "state": one.state, "code": one.code} for one in taken]))
    else:
        for one in refused:
            print(f"refused: {one.file}: {one.code}")
        print(f"{len(taken) - len(refused)} of {len(taken)} files taken in.")
    return 1 if refused else 0
