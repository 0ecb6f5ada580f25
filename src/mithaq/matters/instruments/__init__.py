"""The room of instruments: the text in aligned columns, what changed, the board of concordance, the signing
room.

What an article, a freeze or a signature is stands in the pact (`rules.articles`, `rules.fixing`,
`rules.signing`); here it is drawn. Nothing here states an entry: what can be done leads to the free forms,
which begin with what stands. The one thing the room keeps of its own are national notes, which never leave.
"""
