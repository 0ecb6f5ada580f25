"""The room of honours: the register in both scripts, and of each award whether it may be worn."""
