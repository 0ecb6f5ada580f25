"""Requests of the persons whom data are about: looked into, decided by two officers, answered in time."""
