"""Migrations of safeguards."""
