"""Safeguards: the house log, reads that leave a trace, what was erased, hostile text."""
