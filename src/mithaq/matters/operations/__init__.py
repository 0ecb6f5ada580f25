"""The room of operations: what stands between an operation and its go, its legs in time, what came of it."""
