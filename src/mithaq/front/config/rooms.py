"""Which rooms there are: every package that stands in `mithaq.matters`. No list names them."""

import pkgutil

from mithaq import matters


def rooms() -> tuple[str, ...]:
    """The packages of all rooms, by name; each has its `urls`."""
    found = pkgutil.iter_modules(matters.__path__)
    return tuple(f"{matters.__name__}.{module.name}" for module in found if module.ispkg)
