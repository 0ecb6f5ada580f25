"""The room of meetings: what they decided, whose it is, how late, and how often it was carried over."""
