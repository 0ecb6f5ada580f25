"""Find file: the file of an entry or a draft, for an officer who may see that.

A file is named by a random id, so its address says nothing. That a read is written into the house log first
is the view's part.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from mithaq.node.ledger import drafts, find, held, retention
from mithaq.node.ledger.errors import DraftsError, UnknownFile
from mithaq.node.ledger.models import ChunkUse
from mithaq.node.officers.models import Officer
from mithaq.pact.exchange.attachment import FILE_ID, Manifest, manifests_in


def file(file_id: str, officer: Officer) -> Manifest:
    """The manifest of a file.

    Raises: UnknownFile, also if the officer may not see it; MatterRestricted.
    """
    if FILE_ID.fullmatch(file_id):
        uses = ChunkUse.objects.filter(file=file_id).exclude(what=ChunkUse.ARRIVED)
        for what, holder in sorted(set(uses.values_list("what", "holder"))):
            seen = _of_entry(holder, officer) if what == ChunkUse.ENTRY else _of_draft(holder, officer)
            if found := next((each for each in seen if each.id == file_id), None):
                return found
    raise UnknownFile(file=file_id[:32])


def _of_entry(entry_id: str, officer: Officer) -> Iterable[Manifest]:
    entry = held.entry(entry_id)
    if entry is None or find.matter_by_id(entry.matter, officer) is None:
        return ()
    retention.check_unrestricted(entry.matter)
    return manifests_in(held.bodies_of([entry]).get(entry_id, {}))


def _of_draft(draft_id: str, officer: Officer) -> Iterable[Manifest]:
    try:
        return manifests_in(drafts.content(drafts.draft_for(UUID(draft_id), officer)).act.values)
    except DraftsError:
        return ()
