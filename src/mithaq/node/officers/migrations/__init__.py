"""Migrations of officers, units and assignments."""
