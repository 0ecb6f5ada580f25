"""The demonstration: two paired nodes on one machine, with invented officers and matters.

Nothing of the product imports this. It runs the product's own processes under `demo.settings`, which add what
only a demonstration may have: signing in with one click, a clock that can be moved, a tour.
"""
