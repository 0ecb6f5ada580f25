"""The tags of the contacts' room."""
