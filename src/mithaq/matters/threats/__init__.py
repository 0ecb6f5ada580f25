"""The room of threats: the phrase that is read back, and a crisis line by line, side by side."""
