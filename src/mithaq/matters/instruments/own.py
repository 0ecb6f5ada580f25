"""Own: the key and the signature that are a person's own, from the browser of the head of service into a
draft.

A passkey is made and used in the browser; what it gives is public, and goes into a draft like anything an
officer types: looked through, approved, sent. What is signed is shown in words, so that a certificate kept
elsewhere can sign the same.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap

from django.conf import settings
from django.utils import timezone

from mithaq.matters.instruments.shown import Instrument
from mithaq.node.ledger import drafts
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Draft
from mithaq.pact.exchange import signatory
from mithaq.pact.exchange.errors import SignatoryUnproven
from mithaq.pact.rules.fixing import fixed
from mithaq.pact.rules.signing import PASSKEY

NAMING, ACTS = "name-signatory", ("sign", "initial")


@dataclass(frozen=True, slots=True)
class Own:
    """What this officer can do with a key of their own now.

    `act` is what waits for it, "" if nothing does; `statement` is what is signed, `challenge` what a
    passkey is asked for. `domain` is that of the passkey that was named, "" if none was.
    """

    may_name: bool
    act: str
    content: str
    statement: str
    challenge: str
    domain: str


def own(text: Instrument) -> Own:
    """What waits for a key of one's own."""
    offered = {each.step.name for each in text.page.options}
    act = next((each for each in ACTS if each in offered), "")
    content = fixed(text.state).frozen
    item = text.state.item("signatory", settings.AUTHORITY)
    named = item.latest(NAMING) if item else None
    is_passkey = named is not None and named.says.get("method") == PASSKEY
    domain = str(text.bodies.get(named.id, {}).get("domain") or "") if named and is_passkey else ""
    said = signatory.statement(act, content).decode() if act else ""
    asked = signatory.write_bytes(signatory.challenge(act, content)) if act else ""
    return Own(NAMING in offered, act, content, said.strip(), asked, domain)


def draft_of_key(text: Instrument, key: str, domain: str, *, now: datetime) -> Draft:
    """A draft that names the signatory by this key, for the names and titles to be filled in.

    Raises: SignatoryUnproven for what is no key; NotYours.
    """
    pem = as_pem(key)
    signatory.read_key(pem)
    return _draft(text, NAMING, {"method": PASSKEY, "key": pem, "domain": domain}, now)


def draft_of_proof(text: Instrument, proof: dict[str, str], *, now: datetime) -> Draft:
    """A draft of what waits for a signature, with the proof; the place is to be filled in.

    Raises: NotYours.
    """
    waits = own(text)
    today = timezone.localdate(now).isoformat()
    values = {"hash": waits.content, "method": PASSKEY, "signed_on": today, **proof}
    return _draft(text, waits.act, values, now)


def as_pem(key: str) -> str:
    """The public key that a browser gives (DER in base64) as PEM. Raises: SignatoryUnproven."""
    try:
        b64decode(key, validate=True)
    except (NotBase64, ValueError):
        raise SignatoryUnproven(rule="key") from None
    return "\n".join(["-----BEGIN PUBLIC KEY-----", *wrap(key, 64), "-----END PUBLIC KEY-----"])


def _draft(text: Instrument, step: str, values: dict[str, str], now: datetime) -> Draft:
    act = Act("instrument", step, values, matter=text.matter.id, item=settings.AUTHORITY)
    return drafts.begin(act, officer=text.officer, now=now)
