"""Partners made of nothing but the pact: keys, entries, envelopes, receipts; honest unless told otherwise.

`Simulated("FR")` sees what it is shown, takes steps on that, seals them to us, and keeps what we send.
"""

from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from secrets import token_bytes

from mithaq.node.partners import own
from mithaq.node.partners.models import Partner, PartnerKey, State
from mithaq.pact.exchange.envelope import Sealed, from_wire, open_sealed, seal, sign_entry, to_wire
from mithaq.pact.exchange.keys import KeyPair
from mithaq.pact.exchange.receipt import Receipt, make_receipt, receipt_to_wire
from mithaq.pact.ledger.body import commitment, encode_body
from mithaq.pact.ledger.entry import Entry, SignedEntry, compose, read_entry
from mithaq.pact.ledger.order import heads

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
US = "MA"
NAMES = {"ar": "شرطة", "fr": "Police", "en": "Police"}


@lru_cache
def pair_of(code: str, number: int = 1) -> KeyPair:
    """The keys of an authority, valid around NOW: the same in every test of one process."""
    assert code
    return KeyPair.make(NOW - timedelta(days=30 + number), NOW + timedelta(days=700))


def ourselves(folder, settings) -> KeyPair:
    """Our own keys and card, in a folder of the test; made once a process, since stretching takes a while."""
    settings.HOME = folder
    settings.KEY_FILE = folder / "keys" / "node.keys"
    settings.KEY_FILE.parent.mkdir(parents=True)
    for name, content in _own_files(settings.KEY_PASSPHRASE):
        (settings.KEY_FILE.parent / name).write_bytes(content)
    return own.own_keys()[0]


@lru_cache
def _own_files(passphrase: str) -> tuple[tuple[str, bytes], ...]:
    from mithaq.pact.exchange.card import make_card, write_card
    from mithaq.pact.exchange.keyfile import seal_keyfile

    pair = pair_of(US)
    card = make_card(
        code=US, names=NAMES, zone="Africa/Casablanca", address="", public=pair.public(), signer=pair
    )
    return ("node.keys", seal_keyfile([pair], passphrase)), (
        f"{pair.fingerprint}.card",
        write_card(card).encode(),
    )


@dataclass
class Simulated:
    """An authority with keys and a memory, and no node."""

    code: str
    keys: KeyPair = None
    entries: list[Entry] = field(default_factory=list, repr=False)
    receipts: dict[str, Receipt] = field(default_factory=dict, repr=False)
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.keys = self.keys or pair_of(self.code)

    def copied(self) -> "Simulated":
        """Another who knows the same and learns for itself."""
        made = copy(self)
        made.entries, made.receipts = [*self.entries], {**self.receipts}
        return made

    def introduced(self, state: str = State.CONFIRMED, address: str = "http://127.0.0.1:9") -> "Simulated":
        """Known to us, confirmed by two officers as it were."""
        Partner.objects.create(
            code=self.code, name_ar="ش", name_fr="P", name_en="P", zone="Europe/Paris",
            address=address, state=state, met_at=NOW,
        )  # fmt: skip
        self.key_is_known(self.keys)
        return self

    def key_is_known(self, pair: KeyPair) -> None:
        public = pair.public()
        PartnerKey.objects.create(
            partner_id=self.code, fingerprint=public.fingerprint, ed25519=public.ed25519, mldsa=public.mldsa,
            xwing=public.xwing, not_before=public.not_before, not_after=public.not_after, trusted_at=NOW,
        )  # fmt: skip

    def in_matter(self, matter: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.matter == matter]

    def header(self, step: str, *, kind: str, matter: str = "", edition: int = 1, **parts) -> bytes:
        """The header of a step, on what this partner has seen; any part can be said otherwise."""
        seen = self.in_matter(matter) if matter else []
        own_entries = [entry for entry in seen if entry.author == parts.get("author", self.code)]
        if matter:
            parts.setdefault("after", heads(seen) or (matter,))
            parts.setdefault("prev", own_entries[-1].id if own_entries else "")
        else:
            parts.setdefault("parties", (self.code, US))
        return compose(
            kind=kind, edition=edition, step=step, matter=matter,
            **{"author": self.code, "key": self.keys.fingerprint, "at": self.now, **parts},
        )  # fmt: skip

    def state(self, step: str, *, body: dict | None = None, remember: bool = True, **parts) -> Sealed:
        """A step of this partner, signed and sealed to us."""
        content, salt = encode_body(body) if body else b"", token_bytes(32)
        if content:
            parts.setdefault("to", (US,))
            parts["body"] = commitment(salt, content)
        signed = sign_entry(self.header(step, **parts), parts.get("signer", self.keys))
        if remember:
            self.entries.append(signed.entry)
        return self.sealed(signed, salt, content)

    def sealed(self, signed: SignedEntry, salt: bytes, content: bytes, to: str = US) -> Sealed:
        if not content or to not in signed.entry.to:
            return Sealed(signed, b"", {})
        recipients = {to: pair_of(to).public()}
        return seal(signed, salt=salt, body=content, content_key=token_bytes(32), recipients=recipients)

    def wire(self, step: str, *, recipient: str = US, **parts) -> bytes:
        return to_wire(self.state(step, **parts), recipient)

    def keep(self, wire: bytes, *, at: datetime | None = None) -> Receipt:
        """An honest partner with an envelope of ours: opens it, keeps it, receipts it the same for ever."""
        sealed = from_wire(wire)
        entry = sealed.signed.entry
        open_sealed(sealed, me=self.code, keypairs=[self.keys])
        if entry.id not in self.receipts:
            self.entries.append(entry)
            self.receipts[entry.id] = self.receipt(entry.id, entry.matter, at=at)
        return self.receipts[entry.id]

    def receipt(self, entry: str, matter: str, *, at: datetime | None = None, **parts) -> Receipt:
        parts.setdefault("heads", heads(self.in_matter(matter)))
        parts.setdefault("signer", self.keys)
        return make_receipt(entry=entry, by=self.code, at=at or self.now, **parts)

    def receipt_wire(self, entry: str, matter: str, **parts) -> bytes:
        return receipt_to_wire(self.receipt(entry, matter, **parts))

    def learn(self, entry: Entry | bytes) -> Entry:
        """See an entry that came to this partner some other way."""
        entry = entry if isinstance(entry, Entry) else read_entry(entry)
        if entry not in self.entries:
            self.entries.append(entry)
        return entry
