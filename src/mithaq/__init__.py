"""Mithaq: the system on which police authorities run a joint action plan, one node each."""

import zoneinfo

# One database of time zones for rules, pages and papers: the one of the lock file, whatever the machine has.
# Else a deadline is counted by one and told by another, where a country has changed its clock since.
zoneinfo.reset_tzpath(())
