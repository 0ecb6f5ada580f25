"""How long the words of the ledger are, and the names of its two logs."""

ID = 64  # characters: SHA-256 in hexadecimal
CODE = 16  # characters of an authority's code
WORD = 64  # characters of a kind, a step, a stage

EXCHANGE, HOUSE = "exchange", "house"  # the two logs (D11)
