"""The tags of the plan's room."""
