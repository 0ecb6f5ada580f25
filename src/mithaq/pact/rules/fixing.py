"""Fixing: how every party binds itself to one text: it freezes it, initials it, signs it.

Each of the three names the hash of the content, and holds for what its author had seen and nothing else. The text is *frozen*
while the freeze of every party names the same hash and had seen every change there is. An initial, or a signature, counts if
its author had seen that; a change it had not seen leaves it *voided*, on every node alike. A text that all have signed
without having seen a change is signed: the change that crossed binds nobody, and can be proposed as an amendment
(D3). So nothing is gained by pretending not to have seen something.

Source: Vienna Convention on the Law of Treaties, articles 10 to 12; decisions D3, D5, D8.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from mithaq.pact.ledger.entry import Entry
from mithaq.pact.rules import proposals
from mithaq.pact.rules.articles import CHANGES, incomplete, obstacles, stand
from mithaq.pact.rules.state import Item, State

FREEZE, INITIAL, SIGN, ABANDON = "freeze", "initial", "sign", "abandon"
BINDING = (FREEZE, INITIAL, SIGN)
MOVERS = frozenset({"article", "provisions", "fixing", "signatory", "instrument"})


@dataclass(frozen=True)
class Fixed:
    """How far the parties are bound. `frozen` is the hash in force, "" if there is none; `freezes` are those that had
    seen every change; `initials` and `signatures` name the parties whose last one counts.
    """

    frozen: str = ""
    freezes: Mapping[str, Entry] = field(default_factory=dict)
    initials: frozenset[str] = frozenset()
    signatures: frozenset[str] = frozenset()
    signed: bool = False


def changes(state: State) -> tuple[frozenset[str], ...]:
    """What changed the text or took back that it is agreed. Shape: each a set of entries that had to come together."""
    items, whole = state.items("article").values(), state.item("instrument")
    adopted = tuple(item for item in state.items("provisions").values() if item.stage == proposals.ADOPTED)
    said = sum(len(item.entries) for item in items)
    known = ("changes", said, tuple(item.key for item in adopted), len(whole.entries) if whole else 0)
    if known not in state.memo:
        state.memo[known] = _changes(items, adopted, whole)
    found: tuple[frozenset[str], ...] = state.memo[known]
    return found


def _changes(
    items: Iterable[Item], adopted: Iterable[Item], whole: Item | None
) -> tuple[frozenset[str], ...]:
    made = [frozenset({each.id}) for item in items for each in item.entries if each.step in CHANGES]
    made += [
        frozenset(each.id for each in item.all("propose-provisions", "accept-provisions")) for item in adopted
    ]
    made += [frozenset({each.id}) for each in (whole.all(ABANDON) if whole else ())]
    return tuple(made)


def past_of(state: State, entry: Entry) -> frozenset[str]:
    """What the author of an entry had seen."""
    known = ("past", entry.id)
    if known not in state.memo:
        state.memo[known] = state.past.before(entry.id)
    past: frozenset[str] = state.memo[known]
    return past


def seen_by(state: State, entry: Entry) -> frozenset[frozenset[str]]:
    """The changes that the author of an entry had seen."""
    past = past_of(state, entry)
    return frozenset(each for each in changes(state) if each <= past)


def unseen_by(state: State, entry: Entry) -> tuple[str, ...]:
    """The entries that void a freeze, an initial or a signature: the changes its author had not seen."""
    past = past_of(state, entry)
    return tuple(sorted(one for each in changes(state) if not each <= past for one in each - past))


def named(entry: Entry) -> str:
    return str(entry.says.get("hash", ""))


def last_of(state: State, step: str, within: frozenset[str] | None = None) -> dict[str, Entry]:
    """The last freeze, initial or signature of each party, among the entries `within`."""
    found = {}
    for party, item in state.items("fixing").items():
        for each in item.all(step):
            if within is None or each.id in within:
                found[party] = each
    return found


def is_sound(state: State, entry: Entry) -> bool:
    """Whether the text was frozen, at the hash it names, in the eyes of who initials or signs it."""
    past = past_of(state, entry)
    before = [last_of(state, FREEZE, past)]
    if entry.step == SIGN:
        before.append(last_of(state, INITIAL, past))
    seen = frozenset().union(*(each for each in changes(state) if each <= past))
    return all(
        party in stated and named(stated[party]) == named(entry) and seen <= past_of(state, stated[party])
        for stated in before
        for party in state.parties
    )


def initialled(state: State, entry: Entry) -> str | None:
    return "initialled" if is_sound(state, entry) else None


def signed(state: State, entry: Entry) -> str | None:
    return "signed" if is_sound(state, entry) else None


def text_signed(state: State) -> frozenset[str] | None:
    """The entries that led to the text every party has signed; None while not all have, or not the same."""
    last = last_of(state, SIGN)
    if set(last) < set(state.parties) or len({named(each) for each in last.values()}) != 1:
        return None
    if len({seen_by(state, each) for each in last.values()}) != 1:
        return None
    return frozenset().union(*(past_of(state, each) for each in last.values()))


def signed_hash(state: State) -> str:
    """The hash of the text that every party has signed; "" while not all have."""
    return named(last_of(state, SIGN)[state.opener]) if text_signed(state) is not None else ""


def fixed(state: State) -> Fixed:
    """How far every party is bound, from what each had seen."""
    if (within := text_signed(state)) is not None:
        everyone = frozenset(state.parties)
        return Fixed(signed_hash(state), last_of(state, FREEZE, within), everyone, everyone, signed=True)
    freezes = {party: each for party, each in last_of(state, FREEZE).items() if not unseen_by(state, each)}
    hashes = {named(each) for each in freezes.values()}
    if set(freezes) < set(state.parties) or len(hashes) != 1 or not is_ready(state):
        return Fixed("", freezes)
    [frozen] = hashes
    initials, signatures = (
        frozenset(
            party
            for party, each in last_of(state, step).items()
            if named(each) == frozen and not unseen_by(state, each)
        )
        for step in (INITIAL, SIGN)
    )
    return Fixed(frozen, freezes, initials, signatures)


def is_ready(state: State) -> bool:
    """Whether the text can be frozen: complete, and confirmed by all in every language."""
    whole = state.item("instrument")
    return not (whole and whole.stage == "abandoned") and not any(True for _ in obstacles(state))


def signatories_named(state: State) -> bool:
    return all(item.stage == "named" for item in state.items("signatory").values())


# What each entry makes of the instances of other tracks


def upon_articles(state: State, entry: Entry) -> Iterable[Item]:
    """An article is read again when something is said of it; every article, when the text has been signed by all."""
    if entry.step == SIGN and (within := text_signed(state)) is not None:
        yield from [stand(state, item, within) for item in state.items("article").values()]
    elif (item := state.item("article", entry.item or entry.id)) and entry in item.entries:
        yield stand(state, item)


def upon_fixing(state: State, entry: Entry) -> Iterable[Item]:
    """Where each party stands on its way from the draft to its signature."""
    step = state.kind.step(entry.step)
    if step is None or step.track not in MOVERS:
        return
    stands, ready = fixed(state), is_ready(state)
    everyone = set(state.parties)
    to_sign = stands.initials >= everyone and signatories_named(state)
    for item in list(state.items("fixing").values()):
        yield replace(item, stage=_rung(item, stands, ready=ready, to_sign=to_sign))


def _rung(item: Item, stands: Fixed, *, ready: bool, to_sign: bool) -> str:
    party = item.holder
    if stands.signed or party in stands.signatures:
        return "signed"
    if stands.frozen:
        if party in stands.initials:
            return "to-sign" if to_sign else "initialled"
        return "to-initial"
    if not ready:
        return "voided" if item.entries else "drafting"
    if party not in stands.freezes:
        return "to-freeze"
    return "froze" if len({named(each) for each in stands.freezes.values()}) == 1 else "differs"


def upon_instrument(state: State, entry: Entry) -> Iterable[Item]:
    """What all have signed without knowing that one gave up is signed."""
    whole = state.item("instrument")
    if (
        whole
        and whole.stage == "abandoned"
        and entry.step in (SIGN, ABANDON)
        and text_signed(state) is not None
    ):
        yield replace(whole, stage="negotiated")


def stage(state: State) -> str:
    """The matter's stage, from its tracks."""
    whole = state.item("instrument")
    rungs = {item.stage for item in state.items("fixing").values()}
    if whole is not None and whole.stage in ("in-force", "terminated"):
        applied = any(item.stage == "applied" for item in state.items("amendment").values())
        return "amended" if applied and whole.stage == "in-force" else whole.stage
    if rungs == {"signed"}:
        return "signed"
    if whole is not None and whole.stage == "abandoned":
        return "abandoned"
    for name, reached in _BY_RUNGS:
        if rungs and rungs <= reached:
            return name
    return "concordance" if is_whole(state) else "draft"


def is_whole(state: State) -> bool:
    """Whether there is a text in all its languages, with nothing in dispute."""
    return not any(True for _ in incomplete(state))


_BY_RUNGS = (
    ("ready", {"to-sign", "signed"}),
    ("initialled", {"initialled"}),
    ("frozen", {"to-initial", "initialled"}),
)
