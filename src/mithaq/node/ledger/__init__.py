"""The ledger of this node: entries kept for good, and the readings made from them."""
