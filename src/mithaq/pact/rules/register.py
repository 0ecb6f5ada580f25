"""The register of kinds: a module that declares a kind enters it here by being imported.

Adding a kind edits no list: every module of this package is imported once, and whoever runs a node can bring in modules
of their own. An edition, once entered, is never replaced, and no two kinds share a mark.
"""

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache

from mithaq.pact.rules.errors import UnknownKind
from mithaq.pact.rules.kind import Kind

_KINDS: dict[tuple[str, int], Kind] = {}


def enter(kind: Kind) -> Kind:
    """Make a kind known. Misuse (the same name and edition with another declaration, the mark of another kind) is a bug
    and raises ValueError.
    """
    if any(known.mark == kind.mark and known.name != kind.name for known in _KINDS.values()):
        raise ValueError(f"kind {kind.name} has the mark of another kind, {kind.mark}")
    if _KINDS.setdefault((kind.name, kind.edition), kind) is not kind:
        raise ValueError(f"kind {kind.name} edition {kind.edition} is entered twice")
    return kind


def bring_in(modules: Iterable[str]) -> None:
    """Import modules from outside this package, each of which enters a kind.

    Ours come first: a module that declares one of theirs otherwise is the one that is refused.

    Raises: ImportError, ValueError; a node that cannot read what it is told to run does not start.
    """
    _load()
    for module in modules:
        importlib.import_module(module)


def kind(name: str, edition: int | None = None) -> Kind:
    """The kind of this name: the edition asked for, or the newest.

    Raises: UnknownKind.
    """
    _load()
    if edition is None:
        edition = max((number for known, number in _KINDS if known == name), default=0)
    found = _KINDS.get((name, edition))
    if found is None:
        raise UnknownKind(kind=name[:40], edition=str(edition))
    return found


def kinds() -> tuple[Kind, ...]:
    """Every kind in its newest edition, by name."""
    _load()
    newest = {known: max(number for name, number in _KINDS if name == known) for known, _ in _KINDS}
    return tuple(_KINDS[pair] for pair in sorted(newest.items()))


@cache
def _load() -> None:
    """Import every module of this package, once a process."""
    from mithaq.pact import rules

    for module in pkgutil.iter_modules(rules.__path__):
        importlib.import_module(f"{rules.__name__}.{module.name}")
