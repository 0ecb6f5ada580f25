"""The common look of a node: its pages, components, languages and directions.

It also shows every kind of matter from its declaration alone: list, page, step forms,
drafts. It knows no kind, states no rule and runs no query of its own.
"""
