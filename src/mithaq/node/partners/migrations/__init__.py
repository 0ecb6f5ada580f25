"""Migrations of partners."""
