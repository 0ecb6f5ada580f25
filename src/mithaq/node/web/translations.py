"""Translations: the committed `.po` files turned into the `.mo` files that Django reads.

Compiled files are never committed, so they are made by `./dev` and at start-up, wherever
missing or older than their source. No gettext is needed, and Django is not imported: the
settings module calls this before Django is ready.
"""

import os
from pathlib import Path

import polib


def compile_all(locale_root: Path) -> int:
    """Compile what is out of date under a folder, at any depth; how many files were written.

    Unfinished (fuzzy) translations are left out, so their English stands instead.
    """
    written = 0
    for source in sorted(locale_root.rglob("*.po")):
        compiled = source.with_suffix(".mo")
        if _is_stale(compiled, source):
            _compile(source, compiled)
            written += 1
    return written


def _is_stale(compiled: Path, source: Path) -> bool:
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path, compiled: Path) -> None:
    # Two processes of a node may start at once: each writes its own file, then swaps it in.
    partial = compiled.with_name(f"{compiled.name}.{os.getpid()}")
    polib.pofile(str(source)).save_as_mofile(str(partial))
    partial.replace(compiled)
