"""National: what an authority keeps of a matter for itself: notes, tasks. It never leaves the node.

Nothing here is an entry, a draft of one, or part of an export; the exchange does not know these tables. What
is written rests under a key of its own and goes with the matter when something in it is erased.
"""
