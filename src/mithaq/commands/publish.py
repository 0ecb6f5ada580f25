"""Writing what is published into a folder that any web server can hold."""

from __future__ import annotations

from pathlib import Path

from mithaq.commands.environment import start_django


def publish(folder: Path) -> int:
    """Write the pages and the feed of the published communiqués. Exit status: 0 written.

    Raises: OSError.
    """
    start_django()
    from mithaq.matters.communiques.publish import publish as write

    written = write(folder)
    print(f"{folder}: {len(written)} files")
    return 0
