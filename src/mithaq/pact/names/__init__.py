"""Is this the same name, or the same number, however it is written?

`script` says in which letters a text stands, `normalise` folds what is the same within one
script, `identifiers` reads plates, telephone numbers and documents. Whether a name in one
script is a name in another is not answered here yet.
"""
