"""The exchange: how entries travel between authorities that need not trust the post.

`keys` is who an authority is to a machine, `card` how two authorities meet, `envelope` a
sealed entry on its way, `receipt` what became of it, `proof` a matter's evidence in one
file that anyone can check without a node.
"""
