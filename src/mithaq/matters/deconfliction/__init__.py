"""The room of deconfliction: what a service is about to do stays at home; what leaves is blinded.

Officers put activities aside here; the node submits them, compares what others submitted with them, and says
in red whom to call. `compare` is the only part that speaks for the node.
"""
