"""Translations: the committed `.po` files turned into the `.mo` files that Django reads.

French is set as French is printed. Compiled files are never committed, so they are made by `./dev`
and at start-up, wherever missing or older than their source. No gettext is needed, and Django is
not imported: the settings module calls this before Django is ready.
"""

import os
from pathlib import Path

import polib

from mithaq.pact.codes.spacing import as_printed


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
    # Older than this module: compiled when it was done in another way.
    newest = max(source.stat().st_mtime_ns, Path(__file__).stat().st_mtime_ns)
    return not compiled.exists() or compiled.stat().st_mtime_ns < newest


def _compile(source: Path, compiled: Path) -> None:
    # Two processes of a node may start at once: each writes its own file, then swaps it in.
    partial = compiled.with_name(f"{compiled.name}.{os.getpid()}")
    sentences, language = polib.pofile(str(source)), compiled.parent.parent.name
    for each in sentences:
        each.msgstr = as_printed(each.msgstr, language)
        each.msgstr_plural = {n: as_printed(said, language) for n, said in each.msgstr_plural.items()}
    sentences.save_as_mofile(str(partial))
    partial.replace(compiled)
