"""Is this the same name, or the same number, however it is written?

`match` compares two names in any scripts and says why; `resemble` two persons, by names, birth,
sex and documents; `Index` searches many names. Beside them,
`normalise` folds what is the same within one script for exact look-up, and `identifiers`
reads plates, telephone numbers and documents.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mithaq.pact.names.align import Facing
    from mithaq.pact.names.compare import Match, match, matches
    from mithaq.pact.names.index import Found, Index
    from mithaq.pact.names.person import Description, Document, Resemblance, resemble
    from mithaq.pact.names.score import Reason

__all__ = [
    "Description",
    "Document",
    "Facing",
    "Found",
    "Index",
    "Match",
    "Reason",
    "Resemblance",
    "match",
    "matches",
    "resemble",
]

# What compares names brings numpy along, which a node that folds an identifier need not wait for.
_WHERE = {
    "Description": "person",
    "Document": "person",
    "Facing": "align",
    "Found": "index",
    "Index": "index",
    "Match": "compare",
    "Reason": "score",
    "Resemblance": "person",
    "match": "compare",
    "matches": "compare",
    "resemble": "person",
}


def __getattr__(name: str) -> Any:
    """One of the names above, from its module, when it is first asked for."""
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
