"""The page of the reference about the API: each address, and for each kind what its declaration gives it.

A test holds the addresses against the schema: a node is not needed to write the page.
"""

from collections.abc import Callable, Iterable

from mithaq.pact.rules.kind import Kind

HEAD = """# API

What a program of an officer's finds and prepares, of every kind, from its declaration. How to begin stands
in [Use the API](../how-to/use-the-api.md). The schema, with every field, is `/api/openapi.json` (OpenAPI
3.1), and a node shows it as a page at `/api/`. Nothing here approves, and nothing lets anything leave: that
takes a person.
"""
RULES = {
    "who asks": "`Authorization: Bearer mithaq_…`; whoever is signed in in a browser may read without one",
    "scopes": "`read` for every GET, `draft` for every POST and PUT, `search` for the register alone; a "
    "token may be narrowed to kinds",
    "once": "every POST that acts bears `Idempotency-Key`, 1 to 200 visible ASCII characters, kept for 7 "
    "days. The same key with the same request gives the same answer (`Idempotency-Repeated: true`), with "
    "another it is refused",
    "pages": "`size` up to 100; `next` of an answer is `after` of the next request, empty on the last page",
    "language": "`Accept-Language`: `ar`, `fr` or `en`",
    "refusals": "`application/problem+json` (RFC 9457): `type`, `title`, `status`, `detail`, `code`, and "
    "`problems` with a `code`, a `path` and a `detail` each. A `code` is [stable](errors.md)",
    "times": "UTC, ISO 8601; days as `2026-01-31`",
}
ADDRESSES = {
    "GET /api/kinds": "every kind, its stages and steps, and which of them you may take",
    "GET /api/matters": "matters that you see; filters `text`, `kind`, `turn`, `order`, `action`",
    "GET /api/matters/{reference}": "a matter: where it stands, what is owed, which steps are open to you",
    "GET /api/matters/{reference}/timeline": "what was stated in it, the oldest first",
    "GET /api/matters/{reference}/steps/{step}": "what the form of a step begins with, about an `item`",
    "GET /api/drafts": "your own open drafts, the last changed first",
    "GET /api/drafts/{number}": "a draft, with what it says and what is wrong with it",
    "POST /api/drafts/{number}/submit": "hand it to the second person; `weighed` passes what is doubtful",
    "POST /api/persons/search": "search the national register, for a `case` and a `reason`; nothing is "
    "kept of it but its row in the house log",
    "GET /api/problems/{code}": "what a code means, in three languages",
}
OF_A_KIND = {
    "GET /api/kinds/{kind}/matters": "its matters, by `text`, `stage`, `turn`, `order`, `action`, its own",
    "POST /api/kinds/{kind}/drafts": "begin a draft of one of its steps",
    "PUT /api/kinds/{kind}/drafts/{{number}}": "say the draft otherwise, the whole of it but for its files",
}

Table = Callable[[list[str], Iterable[list[str]]], str]


def page(kinds: Iterable[Kind], table: Table) -> str:
    """Every address, and for each kind what its lists filter by and which steps are drafted."""
    rules = table(["", ""], [[name, what] for name, what in RULES.items()])
    parts = [HEAD, rules, table(["address", "what"], _coded(ADDRESSES.items()))]
    for kind in kinds:
        rows = _coded((address.format(kind=kind.name), what) for address, what in OF_A_KIND.items())
        parts += [f"## {kind.words.en}\n", table(["address", "what"], rows), _own(kind)]
    return "\n".join(parts)


def _own(kind: Kind) -> str:
    filters = [f"`{each.name}`" for each in kind.columns if each.filters and each.codes]
    drafted = [f"`{step.name}`" for step in kind.steps if not step.by_the_node]
    says = f"Steps, with what each [says](kinds/{kind.name}.md): {', '.join(drafted)}.\n"
    return f"Filters of its own: {', '.join(filters) or 'none'}. {says}"


def _coded(rows: Iterable[tuple[str, str]]) -> list[list[str]]:
    return [[f"`{address}`", what] for address, what in rows]
