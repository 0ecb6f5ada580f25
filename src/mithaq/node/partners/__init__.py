"""Partners: the authorities we exchange with, their keys, and our own."""
