"""Articles: a text negotiated article by article, in all its languages at once.

An article is what its *revisions* come to. Each names the revision it was written on. Written on what its author had seen in
force, it takes that place; written on anything older, or without knowing of another, it stands beside the others and the
article is *disputed*, with every version visible and the same on all nodes: nobody's words are lost, and nobody's win by
arriving last. Every revision has to be confirmed anew by every party, in all languages; so has a removal.

What an officer had seen decides, never a clock or the order of arrival (decisions D2, D5).
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from mithaq.pact.ledger.entry import Entry, Said
from mithaq.pact.rules import proposals
from mithaq.pact.rules.content import Part, Text, content_hash
from mithaq.pact.rules.reading import Bodies
from mithaq.pact.rules.state import Item, State

ADD, EDIT, REMOVE = "add-article", "edit-article", "remove-article"
CONFIRM, DISPUTE = "confirm-concordance", "dispute-article"
REVISIONS = (ADD, EDIT, REMOVE)
CHANGES = frozenset({*REVISIONS, DISPUTE})

OPEN, MATCHED, DISPUTED, REMOVED = "open", "matched", "disputed", "removed"


def variants(state: State, item: Item, within: frozenset[str] | None = None) -> tuple[Entry, ...]:
    """The revisions of an article that are in force: one, or several that did not know of each other.

    `within` limits what is looked at to these entries. Shape: in causal order.
    """
    if within is not None:
        return _variants(state, item, within)
    known = ("variants", item.key, len(item.entries))  # entries are only ever added
    if known not in state.memo:
        state.memo[known] = _variants(state, item, within)
    found: tuple[Entry, ...] = state.memo[known]
    return found


def _variants(state: State, item: Item, within: frozenset[str] | None) -> tuple[Entry, ...]:
    held = [each for each in item.all(*REVISIONS) if within is None or each.id in within]
    replaced: dict[str, frozenset[str]] = {}  # by revision, those whose place it took
    for entry in held:
        seen = [each for each in held if state.saw(entry, each.id)]
        gone = frozenset().union(*(replaced[each.id] for each in seen))
        in_force = frozenset(each.id for each in seen) - gone
        replaced[entry.id] = in_force if entry.says.get("revision") in in_force else frozenset()
    gone = frozenset().union(*replaced.values())
    return tuple(each for each in held if each.id not in gone)


def stand(state: State, item: Item, within: frozenset[str] | None = None) -> Item:
    """The article as its entries leave it: its stage, and who has confirmed the revision in force."""
    in_force = variants(state, item, within)
    if len(in_force) != 1:
        return replace(item, stage=DISPUTED, yes=frozenset(), yes_to="")
    [revision] = in_force
    last = {
        each.author: each.step
        for each in item.all(CONFIRM, DISPUTE)
        if each.says.get("revision") == revision.id and (within is None or each.id in within)
    }
    confirmed = frozenset(party for party, step in last.items() if step == CONFIRM)
    if DISPUTE in last.values():  # everybody's turn: who has confirmed may have to think again
        return replace(item, stage=DISPUTED, yes=frozenset(), yes_to="")
    agreed = REMOVED if revision.step == REMOVE else MATCHED
    stage = agreed if confirmed >= set(state.parties) else OPEN
    return replace(item, stage=stage, yes=confirmed, yes_to=CONFIRM)


def names_a_revision(state: State, entry: Entry) -> str | None:
    """A change counts if it names a revision of the article that its author had seen."""
    item = state.item("article", entry.item)
    named = entry.says.get("revision")
    known = item is not None and any(each.id == named for each in item.all(*REVISIONS))
    return "open" if known and state.saw(entry, str(named)) else None


def as_it_stands(state: State, entry: Entry) -> str | None:
    """A comment moves nothing: `matched`, `disputed`, `open` and `removed` stay what they are."""
    item = state.item("article", entry.item)
    return item.stage if item else None


# The text that the articles make


def provisions(state: State, within: frozenset[str] | None = None) -> Entry:
    """The entry that says title, languages and general provisions: what was adopted last, else the opening.

    `within` limits what is looked at to these entries: what was adopted beyond them is passed over.
    """
    found = proposals.in_force(state, "provisions")
    while found is not None and within is not None:
        item = state.items("provisions")[found.id]
        if {each.id for each in item.all("propose-provisions", "accept-provisions")} <= within:
            break
        base = state.item("provisions", proposals.base_of(found))
        found = base.entries[0] if base else None
    return found or state.opening


def codes_of(entry: Entry, name: str) -> tuple[str, ...]:
    """The codes an entry states under a name; none if it states none."""
    stated = entry.says.get(name, ())
    return stated if isinstance(stated, tuple) else ()


def languages(state: State, within: frozenset[str] | None = None) -> tuple[str, ...]:
    """The languages in which the text stands, in the order in which they were agreed."""
    return codes_of(provisions(state, within), "languages")


def number_of(entry: Entry) -> int:
    number = entry.says.get("number")
    return number if isinstance(number, int) and not isinstance(number, bool) else 0


def standing_articles(
    state: State, within: frozenset[str] | None = None
) -> Iterator[tuple[Item, tuple[Entry, ...]]]:
    """Every article that is in the text, with its revisions in force, in the order of their numbers."""
    if within is not None:
        order = _in_text(state, within)
    else:
        known = ("in text", sum(len(item.entries) for item in state.items("article").values()))
        if known not in state.memo:
            state.memo[known] = _in_text(state, within)
        order = state.memo[known]
    for key, found in order:
        yield state.items("article")[key], found


def _in_text(state: State, within: frozenset[str] | None) -> list[tuple[str, tuple[Entry, ...]]]:
    held = ((key, variants(state, item, within)) for key, item in state.items("article").items())
    there = [(key, found) for key, found in held if any(each.step != REMOVE for each in found)]
    return sorted(there, key=lambda pair: (number_of(pair[1][0]), pair[0]))


def obstacles(state: State) -> Iterator[tuple[str, str]]:
    """What keeps the text from being frozen: a code and the numbers of the articles, "" for the whole.

    Computed from headers alone, so that every node sees the same.
    """
    yield from incomplete(state)
    waiting = [_named(found) for item, found in standing_articles(state) if item.stage == OPEN]
    waiting += [_named(item.entries) for item in state.items("article").values() if _is_leaving(state, item)]
    if waiting:
        yield "instruments.not-confirmed-by-all", ", ".join(waiting)


def incomplete(state: State) -> Iterator[tuple[str, str]]:
    """What is not yet a text in all its languages: disputes, gaps, numbers."""
    there = list(standing_articles(state))
    if not there:
        yield "instruments.no-article", ""
        return
    spoken = set(languages(state))
    if disputed := [_named(found) for item, found in there if item.stage == DISPUTED]:
        yield "instruments.disputed", ", ".join(disputed)
    if lacking := [_named(found) for _, found in there if _lacks(found, spoken)]:
        yield "instruments.language-missing", ", ".join(lacking)
    numbers = [number_of(found[0]) for _, found in there]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))) or numbers[0] > 1:
        yield "instruments.numbering", ", ".join(map(str, numbers))


def _lacks(found: tuple[Entry, ...], spoken: set[str]) -> bool:
    return any(each.step != REMOVE and not spoken <= set(codes_of(each, "written_in")) for each in found)


def _is_leaving(state: State, item: Item) -> bool:
    """Whether a removal waits for those who have not confirmed it."""
    found = variants(state, item)
    return item.stage in (OPEN, DISPUTED) and bool(found) and all(each.step == REMOVE for each in found)


def _named(found: tuple[Entry, ...]) -> str:
    return str(number_of(next(each for each in reversed(found) if each.step in (ADD, EDIT))))


def texts_of(body: Mapping[str, Any], *, heading: str = "heading", text: str = "text") -> dict[str, Text]:
    """What a body says in each language. Shape: whatever a partner wrote; the first row of a language counts."""
    rows = body.get("texts")
    found: dict[str, Text] = {}
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, Mapping) and isinstance(language := row.get("language"), str):
            found.setdefault(language, (str(row.get(heading) or ""), str(row.get(text) or "")))
    return found


def hash_of(state: State, bodies: Bodies, within: frozenset[str] | None = None) -> str | None:
    """The hash of the text in force; None where a body is not here, or two versions of an article stand."""
    first = provisions(state, within)
    if first.id not in bodies:
        return None
    parts = [Part(place, texts) for place, texts in zip((-2, -1), _frame(bodies[first.id]), strict=True)]
    for _, found in standing_articles(state, within):
        if len(found) != 1 or found[0].id not in bodies:
            return None
        parts.append(Part(number_of(found[0]), texts_of(bodies[found[0].id])))
    return content_hash(
        codes_of(first, "languages"), parts, terms_of(first) | {"sort": state.opening.says.get("sort", "")}
    )


def terms_of(entry: Entry) -> dict[str, Said]:
    """What the provisions state in codes and numbers and the parties sign with the text."""
    return {name: entry.says.get(name, "") for name in ("authentic", "duration_months", "notice_months")}


def _frame(body: Mapping[str, Any]) -> tuple[dict[str, Text], dict[str, Text]]:
    """What stands around the articles in each language: title and preamble; entry into force and closing formula."""
    return texts_of(body), texts_of(body, heading="entry_rule", text="closing")
