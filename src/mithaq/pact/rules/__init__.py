"""Rules: what each kind of matter allows, asks and owes.

`kind` says how a kind declares itself, `fold` turns entries into a standing, `proposals` is how joint
things change, `clocks` says what is owed and since when. A module that ends in `enter(Kind(...))` opens one field of
cooperation; what several fields share, or what would make one too long, stands beside it (`subjects`, `corrections`,
`answers`).
"""
