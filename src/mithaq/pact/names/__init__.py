"""Is this the same name, or the same number, however it is written?

`match` compares two names in any scripts and says why; `Index` searches many. Beside them,
`normalise` folds what is the same within one script for exact look-up, and `identifiers`
reads plates, telephone numbers and documents.
"""

from mithaq.pact.names.align import Facing
from mithaq.pact.names.compare import Match, match, matches
from mithaq.pact.names.index import Found, Index
from mithaq.pact.names.score import Reason

__all__ = ["Facing", "Found", "Index", "Match", "Reason", "match", "matches"]
