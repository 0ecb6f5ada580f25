"""Mithaq: the system on which police authorities run a joint action plan, one node each."""
