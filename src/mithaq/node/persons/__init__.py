"""The national register: persons known by names in several scripts, from lists of several sources.

Nothing here ever leaves the node by itself, and nothing here decides about anybody: the
register answers who *may* be meant, with its reasons, and an officer looks.
"""
