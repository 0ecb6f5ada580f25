"""The ledger: all entries, in order, provable.

`entry` is one step taken, `body` what it says in confidence, `order` which came first,
`log` the proof that none was taken out or slipped in, `checkpoint` what a log's keeper and
its witnesses sign. Nothing here stores anything: a node does that.
"""
