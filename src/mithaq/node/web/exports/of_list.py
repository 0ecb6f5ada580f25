"""A list of matters as a file: every row the filter leaves, in the columns of its kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext

from mithaq.node.ledger import find, retention
from mithaq.node.ledger.find import Wanted
from mithaq.node.ledger.held import handling_in
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.models import Officer
from mithaq.node.safeguards.errors import TooMuchToExport
from mithaq.node.safeguards.spreadsheet import csv_bytes
from mithaq.node.web.exports import data
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import language
from mithaq.node.web.listing import Row, rows_of
from mithaq.pact.rules.kind import Kind

EDITION = "mithaq-list-export 1"
MOST_EXPORTED = 5_000
AT_ONCE = 500


def rows(officer: Officer, wanted: Wanted, kind: Kind | None, now: datetime) -> list[Row]:
    """Every matter the filter leaves of those this officer may see; one whose processing is restricted
    by its reference, kind and stage alone. Raises: TooMuchToExport.
    """
    found: list[Matter] = []
    after = ""
    while True:
        page = find.matters(officer, wanted, now=now, after=after, size=AT_ONCE)
        found += page.rows
        if len(found) > MOST_EXPORTED:
            raise TooMuchToExport(rows=f"> {MOST_EXPORTED}", most=str(MOST_EXPORTED))
        after = page.next
        if not after:
            retention.close_restricted(found)
            return rows_of(found, now, kind.columns if kind else ())


def codes_in(listed: list[Row]) -> set[str]:
    """The handling codes of everything a list may show."""
    matters = [row.matter for row in listed]
    return {each.sensitivity for each in matters} | handling_in(each.id for each in matters)


def as_csv(listed: list[Row], kind: Kind | None, copy: Copy) -> bytes:
    """The list as a table, in the language of the page."""
    own = kind.columns if kind else ()
    heading = [
        *(gettext("Reference"), gettext("Kind"), gettext("Stage"), gettext("Title"), gettext("Opened by")),
        *(gettext("Parties"), gettext("Waits for"), gettext("We owe by"), gettext("Late from")),
        *(gettext("Opened"), gettext("Last moved"), *(label_of(each.words) for each in own)),
    ]
    foot = ("", copy.authority, copy.marking(language()), f"{gettext('Copy')} {copy.watermark}")
    return csv_bytes(heading, [*_cells(listed), (*foot, copy.at.isoformat())])


def as_json(listed: list[Row], copy: Copy) -> bytes:
    """The list as data."""
    stated = {
        "export": EDITION,
        "copy": copy.watermark,
        "exported_at": copy.at.isoformat(),
        "marking": copy.markings,
        "matters": [data.of_a_row(row.matter) for row in listed],
    }
    return json.dumps(stated, ensure_ascii=False, indent=1).encode()


def _cells(listed: list[Row]) -> Iterator[tuple[str, ...]]:
    for row in listed:
        matter = row.matter
        stage = row.stage.words.say(language()) if row.stage else matter.stage
        yield (
            *(matter.reference, row.kind_name, stage, matter.title, matter.opener),
            *(
                " ".join(matter.parties),
                " ".join(matter.waiting_for),
                _at(matter.due_at),
                _at(matter.late_from),
            ),
            *(_at(matter.opened_at), _at(matter.moved_at), *(said for _, said in row.columns)),
        )


def _at(instant: datetime | None) -> str:
    return data.at(instant) or ""
