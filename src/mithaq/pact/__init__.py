"""The pact: what both sides run identically.

Words, entries, order, proof, sealing, rules and indicators. Two nodes that hold the same
entries must compute the same answers from them, so everything here is pure: no Django, no
network, no clock and no randomness unless passed in (signing, sealing and key-making
excepted).
"""
