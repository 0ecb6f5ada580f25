"""Indicators: what matters add up to, over time. One file an indicator, its definition first.

`indicator` says what one is and how it is entered; a module that ends in `enter(Indicator(...))` adds one to the field
of its kind. Each says what was counted and what was left out. What is measured by authority never compares two officers.
"""
