"""Envelopes as files: written into a folder for a partner, taken in from one, receipts carried back."""

import json
from pathlib import Path

from mithaq.commands.environment import start_django


def out(authority: str, folder: Path, *, as_json: bool) -> int:
    """Write what waits for a partner into a folder. Exit status: 0."""
    start_django()
    from mithaq.node import clock
    from mithaq.node.exchange.carry import carry_out

    written = carry_out(authority, folder, now=clock.now())
    if as_json:
        print(json.dumps({"written": written}))
    else:
        print(f"{len(written)} files for {authority} in {folder}.")
    return 0


def take_in(folder: Path, *, as_json: bool) -> int:
    """Take in what a partner sent. Exit status: 0 if all of it was kept, 1 if something was refused."""
    start_django()
    from mithaq.node import clock
    from mithaq.node.exchange.carry import ANSWERS, carry_in

    taken = carry_in(folder, now=clock.now())
    refused = [each for each in taken if each.code]
    if as_json:
        print(json.dumps([{"file": each.file, "state": each.state, "code": each.code} for each in taken]))
    else:
        print(f"{len(taken) - len(refused)} of {len(taken)} files kept.")
        for each in refused:
            print(f"{each.file}: {each.code}")
        if (folder / ANSWERS).exists():
            print(f"Carry {folder / ANSWERS} back: it holds the receipts.")
    return 1 if refused else 0
