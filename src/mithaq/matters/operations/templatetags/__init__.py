"""The tags of the operations' room."""
