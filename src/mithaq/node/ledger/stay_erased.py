"""Whether something was erased here and must stay so, whoever brings it again (D10)."""

import os
from functools import lru_cache

from mithaq.node.safeguards import erased


def stays_erased(entry: str) -> bool:
    """Whether an entry stands on the erasure list."""
    path = erased.place()
    try:
        stat = os.stat(path)  # noqa: PTH116 - for every entry: no path is taken apart for that
    except FileNotFoundError:
        return False
    return entry in _listed(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=2)
def _listed(_path: str, _mtime_ns: int, _size: int) -> frozenset[str]:
    """The list as one version of its file has it: read once, not for every entry."""
    return erased.listed()
