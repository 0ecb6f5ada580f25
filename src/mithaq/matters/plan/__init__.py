"""The room of the joint plan: on a page, as a tree, board, timeline and calendar; what is late and where.

Everything is computed from the standing (`pact.rules.roadmap`) and the day; nothing here states an entry:
what can be done leads to the free forms.
"""
