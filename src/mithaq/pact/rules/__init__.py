"""Rules: what each kind of matter allows, asks and owes.

`kind` says how a kind declares itself, `fold` turns entries into a standing, `proposals` is how joint
things change, `clocks` says what is owed and since when. Every other module opens one field of cooperation.
"""
