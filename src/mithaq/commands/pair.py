"""Pairing with a partner: its card is taken in, compared by voice, and confirmed by a second officer.

The same acts as on the screens (`node.partners.pair`), under the same permissions.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mithaq.commands.environment import CommandError, start_django
from mithaq.commands.officer import at_the_keyboard

if TYPE_CHECKING:
    from mithaq.node.partners.models import Introduction


class NothingToPair(CommandError):
    """No card of this authority is waiting. Facts: authority."""

    code = "commands.nothing-to-pair"


def take_in(file: Path, *, username: str) -> int:
    """Take in a partner's card; nothing is trusted yet. Raises: much, see `pair.meet`."""
    text = file.read_text("utf-8", errors="replace")
    start_django()
    from mithaq.node import clock
    from mithaq.node.partners import own, pair

    # What no officer could mend is said before anybody types a password.
    pair.check_new(text)
    own.own_card()
    officer = at_the_keyboard(username)
    introduction = pair.meet(officer, text, now=clock.now())
    print(f"Met {introduction.partner_id} {introduction.fingerprint}; now compare by telephone.")
    return 0


def compare(authority: str, *, username: str, language: str) -> int:
    """Read the phrase with the partner's officer; three of their numbers are typed as heard.

    Raises: NothingToPair, PhraseDiffers, NotYours.
    """
    start_django()
    from mithaq.node import clock
    from mithaq.node.partners import pair

    officer = at_the_keyboard(username)
    introduction = _waiting(authority)
    heard = []
    print("Telephone them on a number you know from elsewhere. Read your half aloud; hear theirs.")
    for spoken in pair.phrase_of(introduction, language):
        whose = "yours " if spoken.is_ours else "theirs"
        if spoken.is_hidden:
            print(f"{spoken.place:2}  {whose}  number heard: ", end="", flush=True)
            heard.append(sys.stdin.readline().strip())
        else:
            print(f"{spoken.place:2}  {whose}  {spoken.digits}  {spoken.word}")
    pair.compare(officer, introduction, heard, now=clock.now())
    print("The phrase is the same. A second officer now confirms.")
    return 0


def confirm(authority: str, *, username: str) -> int:
    """Trust the card: a second officer's word. Raises: NothingToPair, SecondPersonNeeded, NotYours."""
    start_django()
    from mithaq.node import clock
    from mithaq.node.partners import pair

    officer = at_the_keyboard(username)
    key = pair.confirm(officer, _waiting(authority), now=clock.now())
    print(f"{authority} is trusted with key {key.fingerprint}.")
    return 0


def _waiting(authority: str) -> Introduction:
    from mithaq.node.partners import pair
    from mithaq.node.partners.models import Introduction

    found = Introduction.objects.filter(partner=authority, state__in=pair.OPEN).first()
    if found is None:
        raise NothingToPair(authority=authority[:16])
    return found
