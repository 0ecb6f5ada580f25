"""Transfers: what personal data we gave to others: when, to whom, on which basis, by whose decision.

Nothing is written for it: every statement with a person in it names its basis in its own signed header, so
the register cannot differ from what was sent. It has references and digests, and nothing of what was said.

Source: Directive (EU) 2016/680, articles 37(2)-(3) and 38(3) (L27).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils import timezone
from django.utils.translation import gettext, pgettext

from mithaq.node.ledger import held
from mithaq.node.ledger.models import Draft, EntryRow, Matter, ReceiptRow
from mithaq.node.safeguards.spreadsheet import csv_bytes
from mithaq.node.web.authorities import names_of
from mithaq.node.web.exports.leaving import Copy
from mithaq.node.web.fields import label_of
from mithaq.node.web.idents import language
from mithaq.node.web.listing import declared
from mithaq.pact.codes import code_list
from mithaq.pact.ledger.entry import Entry

NO_PERSON = "no-personal-data"
Kept = tuple[int, Entry, tuple[str, ...], str]  # place, statement, recipients, reference of the matter
PAGE = 50
AT_ONCE = 500  # headers read at once
BASES = "transfer-bases"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One statement that left with a person in it.

    `received` has when each recipient confirmed it; `decided` names who prepared it and who approved it,
    where that is known.
    """

    seq: int
    entry: Entry
    reference: str
    recipients: tuple[str, ...]
    received: Mapping[str, datetime]
    decided: tuple[str, ...]

    @property
    def kind_words(self) -> str:
        kind = declared(self.entry.kind)
        return label_of(kind.words) if kind else self.entry.kind

    @property
    def step_words(self) -> str:
        kind = declared(self.entry.kind, self.entry.edition)
        step = kind.step(self.entry.step) if kind else None
        return label_of(step.button) if step else self.entry.step

    @property
    def awaited(self) -> tuple[str, ...]:
        """The recipients who have not confirmed it."""
        return tuple(code for code in self.recipients if code not in self.received)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the register, the latest first; `next` is where the next one begins, 0 on the last."""

    rows: tuple[Transfer, ...]
    next: int


def years(today: date) -> tuple[int, ...]:
    """The years in which anything of ours was kept, the present one first."""
    first = EntryRow.objects.filter(own=True).order_by("seq").values_list("kept_at", flat=True).first()
    return tuple(range(today.year, (first.year if first else today.year) - 1, -1))


def page(year: int, partner: str = "", *, before: int = 0) -> Page:
    """What left in a year, to one partner or to all; `before` is the `next` of the page before."""
    found = list(islice(_left(year, partner, before), PAGE + 1))
    more = len(found) > PAGE
    rows = found[:PAGE]
    return Page(tuple(_told(rows)), rows[-1][0] if more else 0)


def as_csv(year: int, partner: str, copy: Copy) -> bytes:
    """The whole register of a year, in the language of the page, oldest last."""
    heading = [
        *(gettext("Stated"), gettext("Reference"), gettext("Kind"), gettext("Step")),
        *(gettext("Recipients"), gettext("Received"), gettext("Basis of the transfer")),
        *(pgettext("of a transfer", "Source"), gettext("Handling"), gettext("Decided by")),
        *(gettext("Digest of what was sent"), gettext("Digest of the statement")),
    ]
    bases = code_list(BASES)
    rows = [
        (
            _when(each.entry.at), each.reference, each.kind_words, each.step_words,
            " ".join(each.recipients),
            " ".join(f"{code} {_when(at)}" for code, at in sorted(each.received.items())),
            bases.label(each.entry.basis, language()), _source(each.entry.basis),
            " ".join(each.entry.handling), " · ".join(each.decided), each.entry.body, each.entry.id,
        )
        for each in _every(year, partner)
    ]  # fmt: skip
    foot = (
        "",
        copy.authority,
        copy.marking(language()),
        f"{year} {partner}".strip(),
        f"{gettext('Copy')} {copy.watermark}",
    )
    return csv_bytes(heading, [*rows, (*foot, copy.at.isoformat())])


def _every(year: int, partner: str) -> Iterator[Transfer]:
    found = _left(year, partner, 0)
    while rows := list(islice(found, AT_ONCE)):
        yield from _told(rows)


def _left(year: int, partner: str, before: int) -> Iterator[Kept]:
    """The statements of ours that left with a person in them, the latest first, and who could read each."""
    ours = EntryRow.objects.filter(own=True, kept_at__year=year).order_by("-seq")
    while True:
        rows = list((ours.filter(seq__lt=before) if before else ours)[:AT_ONCE])
        entries = [(row, entry) for row in rows if (entry := held.read(bytes(row.header))).basis]
        named = [pair for pair in entries if pair[1].basis != NO_PERSON and pair[1].body]
        matters = _matters(entry.matter or entry.id for _, entry in named)
        for row, entry in named:
            parties, reference = matters.get(entry.matter or entry.id, ((), ""))
            recipients = tuple(code for code in entry.to or parties if code != entry.author)
            if recipients and (not partner or partner in recipients):
                yield row.seq, entry, recipients, reference
        if len(rows) < AT_ONCE:
            return
        before = rows[-1].seq


def _when(at: datetime) -> str:
    """An instant as a table sorts it: in the zone of the page, with that zone's difference."""
    return timezone.localtime(at).isoformat(sep=" ", timespec="minutes")


def _source(basis: str) -> str:
    code = code_list(BASES).codes.get(basis)
    return code.source if code else ""


def _matters(ids: Iterable[str]) -> dict[str, tuple[Sequence[str], str]]:
    """The parties of these matters, and their references."""
    rows = Matter.objects.filter(pk__in=set(ids)).values_list("pk", "parties", "reference")
    return {key: (parties, reference) for key, parties, reference in rows}


def _told(rows: Sequence[Kept]) -> Iterator[Transfer]:
    ids = [entry.id for _, entry, *_ in rows]
    received: dict[str, dict[str, datetime]] = {each: {} for each in ids}
    for named, by, at in ReceiptRow.objects.filter(entry__in=ids).values_list("entry", "by", "at"):
        received[named].setdefault(by, at)
    drafts = Draft.objects.filter(entry__in=ids).select_related("author", "approver")
    by_draft = {each.entry: (each.author, each.approver) for each in drafts}
    officers = names_of(entry.officer for _, entry, *_ in rows if entry.officer)
    for seq, entry, recipients, reference in rows:
        persons = [each.get_full_name() for each in by_draft.get(entry.id, ()) if each]
        yield Transfer(
            seq, entry, reference, recipients,
            {code: at for code, at in received[entry.id].items() if code in recipients},
            tuple(persons) or tuple(name for name in [officers.get(entry.officer, "")] if name),
        )  # fmt: skip
