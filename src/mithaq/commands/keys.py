"""The node's own keys, card and certificate: made once, shown, and replaced before their period ends."""

import json
from datetime import timedelta
from pathlib import Path
from zoneinfo import available_timezones

from mithaq.commands.environment import CommandError, start_django
from mithaq.pact.exchange.card import Card, is_address, is_name, write_card
from mithaq.pact.exchange.keys import KeyPair

LONGEST_HAND_OVER = 365  # days; the old keys are to sign until it ends


class NoNextKeys(CommandError):
    """There are no next keys to vouch for: rotate first."""

    code = "commands.no-next-keys"


class UnknownZone(CommandError):
    """There is no such time zone. Facts: given."""

    code = "commands.unknown-zone"


class BadNodeAddress(CommandError):
    """A node is reached at an address of http or https, in small letters. Facts: given."""

    code = "commands.bad-node-address"


class BadAuthorityName(CommandError):
    """An authority is called by one line of at most 200 letters, in each language. Facts: given."""

    code = "commands.bad-authority-name"


class BadHandOver(CommandError):
    """A hand-over takes from no day to a year. Facts: given, most (days)."""

    code = "commands.bad-hand-over"


def make(*, names: dict[str, str], zone: str, address: str, as_json: bool) -> int:
    """Make the first keys and card of this authority.

    Raises: UnknownZone, BadNodeAddress, BadAuthorityName, KeyFileExists, KeyFileGone, BadCard.
    """
    if zone not in available_timezones():  # those of the lock file, also where the system has none
        raise UnknownZone(given=zone[:40])
    if not is_address(address):
        raise BadNodeAddress(given=address[:80])
    for name in names.values():
        if not name.strip() or not is_name(name):
            raise BadAuthorityName(given=name[:40])
    start_django()
    from mithaq.node import clock
    from mithaq.node.partners import own

    own.check_never_had_keys()
    card = own.make_keys(names=names, zone=zone, address=address, now=clock.now())
    _show_card(card, as_json=as_json)
    return 0


def show(*, as_json: bool) -> int:
    """Print every key pair's public face: name and period, oldest first. Raises: NoKeyFile, KeyFileClosed."""
    start_django()
    from mithaq.node import clock
    from mithaq.node.partners import own

    now = clock.now()
    signing = own.signing_key(now).fingerprint
    if as_json:
        print(json.dumps([_stated(pair, signing) for pair in own.own_keys()], indent=1))
        return 0
    for pair in own.own_keys():
        mark = (
            "signs now" if pair.fingerprint == signing else ("next" if pair.not_before > now else "verifies")
        )
        print(f"{pair.fingerprint}  {pair.not_before:%Y-%m-%d} to {pair.not_after:%Y-%m-%d}  {mark}")
    return 0


def rotate(*, days: int, as_json: bool) -> int:
    """Make the next keys; they sign after the hand-over. Raises: BadHandOver, NoKeyFile."""
    if not 0 <= days <= LONGEST_HAND_OVER:
        raise BadHandOver(given=str(days)[:20], most=str(LONGEST_HAND_OVER))
    start_django()
    from mithaq.node import clock
    from mithaq.node.partners import own

    _show_card(own.rotate(clock.now(), hand_over=timedelta(days=days)), as_json=as_json)
    return 0


def card(*, following: bool, voucher: Path | None, as_json: bool) -> int:
    """Print our card as partners are given it, or the next one with our present key's word for it.

    Raises: NoKeyFile, NoKeyNow, NoNextKeys.
    """
    start_django()
    from mithaq.node import clock
    from mithaq.node.partners import own

    shown = own.next_card() if following else own.own_card()
    if shown is None:
        raise NoNextKeys
    if voucher:
        voucher.write_text(own.voucher_text(shown, clock.now()) + "\n", "ascii")
    _show_card(shown, as_json=as_json)
    return 0


def certificate(*, new: bool, as_json: bool) -> int:
    """Print the certificate with which this authority signs papers, made if there is none that holds now.

    Raises: NoKeyFile, NoKeyNow, KeyFileClosed.
    """
    start_django()
    from mithaq.node import clock
    from mithaq.node.papers import own

    now = clock.now()
    held = [] if new else [each for each in own.own_certificates() if each.covers(now)]
    shown = own.own_certificate(now) if held else own.make_certificate(now)
    until = shown.certificate.not_valid_after_utc.isoformat()
    facts = {"fingerprint": shown.fingerprint, "not_after": until, "certificate": own.pem(shown)}
    print(json.dumps(facts) if as_json else own.pem(shown), end="\n" if as_json else "")
    return 0


def _show_card(shown: Card, *, as_json: bool) -> None:
    text = write_card(shown)
    facts = {"authority": shown.code, "key": shown.keys.fingerprint, "address": shown.address, "card": text}
    print(json.dumps(facts) if as_json else text, end="\n" if as_json else "")


def _stated(pair: KeyPair, signing: str) -> dict[str, object]:
    return {
        "key": pair.fingerprint,
        "not_before": pair.not_before.isoformat(),
        "not_after": pair.not_after.isoformat(),
        "signs": pair.fingerprint == signing,
    }
