"""The API: what a program of an officer's finds and prepares, of every kind, from its declaration.

It asks what the pages ask and is answered what they show: the same finds, the same drafts, the same
refusals by the same codes. A program prepares and submits; approving and letting leave take a person in the
browser, and no address here does either. The framework is imported by the first request, never at the start
of a node.
"""
