"""Writing a matter's evidence into a file, at the node's own command line."""

from __future__ import annotations

from pathlib import Path

from mithaq.commands.environment import start_django


def prove(reference: str, file: Path) -> int:
    """Write the proof of a matter. Exit status: 0 written.

    Raises: UnknownMatter, BadProof, OSError.
    """
    start_django()
    from mithaq.node.ledger.models import Matter
    from mithaq.node.ledger.prove import proof_of
    from mithaq.node.officers.errors import UnknownMatter

    found = Matter.objects.filter(reference=reference).first()
    if found is None:
        raise UnknownMatter(reference=reference[:80])
    file.write_bytes(proof_of(found.id, officer=None))
    print(f"{file}: the proof of {found.reference}")
    return 0
