"""Blind: what each party states before it knows what the others say.

A part of a kind. First every party *seals*: its words stay at home, and its header states a commitment to them. Once all have
sealed, each node *opens* its own by itself: the words go to everybody, and the header states what was committed to
and the secret it was bound with. Whoever holds both headers checks that they fit, and so does the fold: what does not fit
counts for nothing. A seal that copies another party's counts for nothing, since its author could open it with the secret
which the other shows. Who seals twice, pretending not to have seen its first seal, opens neither.

The secret is 32 random bytes in the sealed body: without it nobody can try all the scores there are. A party may still
refuse to open; everybody sees that it has not.

Known hole: what was sealed exists at home alone. A node that is restored from a backup older than its seal cannot open it,
and the parties begin again.

Source: commitment schemes (Blum, 1981); domain model of the evaluation of cooperation (blind self-scores, revealed at once).
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from mithaq.pact.ledger.body import encode_body
from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.ledger.errors import Malformed
from mithaq.pact.rules.fields import Field, Type
from mithaq.pact.rules.state import Item, State
from mithaq.pact.rules.words import W

SECRET, SEALED, OPENED_WITH, WORDS = "secret", "sealed", "opened_with", "words"
Shown = Callable[[Mapping[str, Any]], Mapping[str, Said]]
"""What is shown in public once it is opened, from the body."""


def secret_field() -> Field:
    """The secret a body is bound with: of the step that seals and of the one that opens."""
    return Field(SECRET, Type.FINGERPRINT, W("سر الالتزام", "secret de l’engagement", "secret of the commitment"), required=True, drawn=True)  # fmt: skip


def sealed_field(shown: Shown) -> Field:
    """What the step that seals states in public: the commitment."""
    return Field(SEALED, Type.FINGERPRINT, W("الالتزام", "engagement", "commitment"), required=True, public=True,
                 derived=lambda body: commitment(str(body.get(SECRET) or ""), _whole(body, shown)))  # fmt: skip


def opened_fields(shown: Shown, fields: Iterable[Field]) -> tuple[Field, ...]:
    """What the step that opens states in public: the secret, the digest of the words, and what is shown (`fields`)."""
    return (
        Field(OPENED_WITH, Type.FINGERPRINT, W("سر الالتزام", "secret de l’engagement", "secret of the commitment"), required=True, public=True,
              derived=lambda body: str(body.get(SECRET) or "")),
        Field(WORDS, Type.FINGERPRINT, W("بصمة المضمون", "empreinte du contenu", "digest of the words"), required=True, public=True,
              derived=words_digest),
        *(_shown(each, shown) for each in fields),
    )  # fmt: skip


def commitment(secret: str, said: Mapping[str, Said]) -> str:
    """The digest that binds a party to what it will show. Shape: 64 hexadecimal digits; "" where there is no secret."""
    try:
        return sha256(bytes.fromhex(secret) + encode_body(dict(said))).hexdigest() if secret else ""
    except (ValueError, Malformed):
        return ""


def words_digest(body: Mapping[str, Any]) -> str:
    """The digest of everything a body says beside its secret, under that secret."""
    return commitment(str(body.get(SECRET) or ""), {name: value for name, value in body.items() if name != SECRET})  # fmt: skip


def fits(sealed: Entry, opened: Entry, names: Iterable[str]) -> bool:
    """Whether what is opened is what was sealed, by the headers alone. `names` are the public fields that show it."""
    said = {name: opened.says[name] for name in (WORDS, *names) if name in opened.says}
    digest = commitment(str(opened.says.get(OPENED_WITH, "")), said)
    return bool(digest) and digest == sealed.says.get(SEALED)


def is_what_was_sealed(opened: Entry, body: Mapping[str, Any], shown: Shown) -> bool:
    """Whether a body says what its header shows: a party that was bound to one may have sent another."""
    said = shown(body)
    return words_digest(body) == opened.says.get(WORDS) and all(opened.says.get(name) == said[name] for name in said)  # fmt: skip


def seals(state: State, track: str, step: str) -> dict[str, Entry]:
    """The seal of each party that has sealed."""
    items = state.items(track).items()
    return {party: entry for party, item in items if (entry := item.latest(step))}


def all_sealed(state: State, track: str, step: str) -> bool:
    return set(seals(state, track, step)) >= set(state.parties)


def is_no_copy(state: State, entry: Entry, track: str, step: str) -> bool:
    """Whether what is sealed is what no other party has sealed: two secrets are never alike."""
    others = (each for party, each in seals(state, track, step).items() if party != entry.author)
    return all(each.says.get(SEALED) != entry.says.get(SEALED) for each in others)


def sealed_twice(state: State, own: Item, step: str) -> bool:
    """Whether a party sealed more than once, as if it had not seen what it had sealed."""
    seal = own.latest(step)
    return seal is not None and seal.id in state.past.told_twice


def may_open(state: State, entry: Entry, track: str, step: str, names: Iterable[str]) -> bool:
    """Whether an opening counts: its author had seen every seal, and it shows what its own holds."""
    sealed = seals(state, track, step)
    seen = set(sealed) >= set(state.parties) and all(state.saw(entry, each.id) for each in sealed.values())
    return seen and fits(sealed[entry.author], entry, names)


def opens_at(state: State, track: str, step: str, opening: str) -> datetime | None:
    """From when on nodes open what they sealed; None before all have sealed, and once all have opened.

    It is when the first was sealed: the hour that a party states for its own seal puts nothing off.
    """
    sealed = seals(state, track, step)
    if set(sealed) < set(state.parties) or all(map(_is_open(opening), state.items(track).values())):
        return None
    return min(each.at for each in sealed.values())


def _is_open(opening: str) -> Callable[[Item], bool]:
    return lambda item: item.latest(opening) is not None


def _whole(body: Mapping[str, Any], shown: Shown) -> dict[str, Said]:
    return {WORDS: words_digest(body), **shown(body)}


def _shown(each: Field, shown: Shown) -> Field:
    return Field(each.name, each.type, each.words, public=True, codes=each.codes,
                 derived=lambda body, name=each.name: shown(body).get(name, ""))  # type: ignore[misc]  # fmt: skip
