"""What officers do on a node in tests: each a function that takes and gives plain values.

Run by `tests/agent.py` inside the node's own environment, through the same functions the screens call.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.hashers import make_password

from mithaq.node import clock
from mithaq.node.exchange import show, worker
from mithaq.node.exchange.models import Outbox
from mithaq.node.ledger import attached, drafts, erase, find_file, lapse, sequence
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.held import bodies_of, entries_of, standing_of
from mithaq.node.ledger.models import ChunkUse, Draft, Duty, EntryRow, Matter, OwnKey, PendingLeaf, ReceiptRow
from mithaq.node.ledger.rebuild import rebuild as rebuild_readings
from mithaq.node.ledger.step import state
from mithaq.node.national import keep
from mithaq.node.national.models import Piece
from mithaq.node.officers import tokens
from mithaq.node.officers.models import Officer, OfficerFunction
from mithaq.node.papers import own as papers
from mithaq.node.partners import own
from mithaq.node.partners import pair as pairing
from mithaq.node.partners.own import own_card
from mithaq.node.persons.models import CrossCheck, CrossFinding
from mithaq.node.safeguards.house import note
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.exchange.attachment import manifests_in
from mithaq.pact.exchange.card import phrase_in_digits, read_card, write_card
from mithaq.pact.indicators import wanted
from mithaq.pact.rules import roadmap
from mithaq.pact.rules.signing import last_file
from tests.node.agreements import TERMS
from tests.node.inquiries import ANSWERED, ASKED, CONFIDENTIAL
from tests.node.people import PASSWORD, officer, unit

FIRST = (
    "duty-officer", "liaison-officer", "plan-coordinator", "group-chair", "group-secretary",
    "operations-planner", "operations-commander", "legal-adviser",
)  # fmt: skip
SECOND = ("approver", "duty-officer", "legal-adviser")


def settle_in(name: str, address: str, zone: str = "Europe/Paris") -> None:
    """Keys, a unit and two officers."""
    names = {"ar": name, "fr": name, "en": name}
    own.make_keys(names=names, zone=zone, address=address, now=clock.now())
    officer(*FIRST, username="first", unit=unit(), zone=zone)
    officer(*SECOND, username="second", unit=unit(), zone=zone)


def let_sign_in() -> str:
    """Give both officers a password, which is returned: for stories told through the screens."""
    Officer.objects.update(password=make_password(PASSWORD))
    return PASSWORD


def let_search() -> str:
    """What a program of the first officer shows to search the register."""
    _, word = tokens.make(first(), called="s", scopes=("search",), kinds=(), days=7, now=clock.now())
    return word


def first() -> Officer:
    return Officer.objects.get(username="first")


def second() -> Officer:
    return Officer.objects.get(username="second")


def card() -> str:
    return write_card(own_card())


def pair(card: str) -> None:
    """Meet, compare the phrase as if by telephone, confirm by the second officer."""
    met = pairing.meet(None, card, now=clock.now())
    digits = phrase_in_digits(own_card(), read_card(card))
    heard = [digits[place - 1] for place in met.hidden]
    pairing.compare(first(), met, heard, now=clock.now())
    met.refresh_from_db()
    pairing.confirm(second(), met, now=clock.now())


def found(parties: list[str]) -> str:
    act = Act("agreement", "found", {"title": "Plan commun", "legal_basis": "JAP2025"},
              parties=tuple(parties), handling=("H0",))  # fmt: skip
    return state(act, officer=first(), now=clock.now()).id


def propose_terms(matter: str, **more: object) -> str:
    act = Act("agreement", "propose-terms", {**TERMS, **more}, matter=matter)
    return state(act, officer=first(), now=clock.now()).id


def accept_terms(matter: str, item: str) -> str:
    act = Act("agreement", "accept-terms", matter=matter, item=item)
    return state(act, officer=first(), now=clock.now()).id


def open_field(matter: str, kind: str) -> str:
    return state(
        Act("agreement", "open-field", {"field": kind}, matter=matter), officer=first(), now=clock.now()
    ).id


def open_also(kind: str) -> str:
    """Our side opens one more field of the one agreement there is."""
    return open_field(Matter.objects.get(kind="agreement").pk, kind)


def also_holds(username: str, functions: list[str]) -> None:
    """An officer of the story works in more functions."""
    held = Officer.objects.get(username=username)
    for function in functions:
        OfficerFunction.objects.get_or_create(
            officer=held, function=function, defaults={"granted_at": clock.now()}
        )


def engage(username: str, functions: list[str], **said: object) -> None:
    """One more officer who can sign in, in no unit."""
    officer(*functions, username=username, password=make_password(PASSWORD), **said)


def state_lapses() -> list[str]:
    """State every lapse that is due, as the worker would; the steps."""
    return [entry.step for entry in lapse.state_lapses(clock.now())]


def ask(parties: list[str], **values: object) -> str:
    """A request, prepared by one officer, approved and released by another."""
    act = Act("inquiry", "ask", {**ASKED, **values}, parties=tuple(parties), **CONFIDENTIAL)
    return _by_two(act)


def ask_with_file(parties: list[str], size_bytes: int) -> str:
    """A request with a film of so many bytes, which say a canary's name; the id of the file."""
    content = (b"CANARI Testnom in Tangier. " * (size_bytes // 27 + 1))[:size_bytes]
    manifest = attached.store(content, name="film.mp4", mime="video/mp4")
    ask(parties, attachments=[manifest.stated()])
    return manifest.id


def file_bytes(file: str) -> list[object]:
    """How large a file is here, and its digest: every chunk opened."""
    content = b"".join(attached.content_of(find_file.file(file, first())))
    return [len(content), sha256(content).hexdigest()]


def erase_file(file: str) -> None:
    """Erase the matter that a file belongs to."""
    entry = ChunkUse.objects.filter(file=file, what=ChunkUse.ENTRY).first()
    matter = EntryRow.objects.get(entry=entry.holder).matter if entry else ""
    erase.erase_matter(matter, officer=first(), now=clock.now())


def answer(matter: str) -> str:
    return _by_two(Act("inquiry", "answer", ANSWERED, matter=matter, **CONFIDENTIAL))


def take_up(matter: str) -> str:
    act = Act("inquiry", "take-up", {"access": "direct"}, matter=matter)
    return state(act, officer=first(), now=clock.now()).id


def withdraw(matter: str) -> str:
    return state(Act("inquiry", "withdraw", matter=matter), officer=first(), now=clock.now()).id


def step(kind: str, step: str, matter: str, **parts: object) -> str:
    """Any step, by whoever may take it, without a second person."""
    values = parts.pop("values", {})
    return state(Act(kind, step, values, matter=matter, **parts), officer=first(), now=clock.now()).id  # type: ignore[arg-type]


def _by_two(act: Act) -> str:
    draft = drafts.begin(act, officer=first(), now=clock.now())
    drafts.submit(draft, officer=first(), now=clock.now())
    drafts.approve(draft, officer=second(), digest=draft.digest, now=clock.now())
    return drafts.release(draft, officer=second(), now=clock.now()).id


def deliver() -> int:
    """Send what is due, as the worker would."""
    return worker.deliver_all()


def house_work() -> None:
    worker.house_work("agent", clock.now())


def sequence_all() -> None:
    while sequence.run_once(clock.now()):
        pass


def waiting() -> int:
    return Outbox.objects.filter(accepted_at=None).count()


def undone() -> int:
    """What was kept and still waits for its place in a log, or to be looked up in the register."""
    return PendingLeaf.objects.count() + CrossCheck.objects.filter(done_at=None).count()


def entries(matter: str = "") -> list[str]:
    rows = EntryRow.objects.filter(matter=matter) if matter else EntryRow.objects.all()
    return sorted(rows.values_list("entry", flat=True))


def receipts() -> list[list[str]]:
    """Every receipt, byte for byte."""
    rows = ReceiptRow.objects.order_by("entry", "by")
    return [[row.entry, row.by, bytes(row.statement).decode(), bytes(row.signature).hex()] for row in rows]


def standings() -> dict[str, list[object]]:
    """Where every matter stands: what both sides must agree on."""
    return {matter: standing(matter) for matter in Matter.objects.values_list("pk", flat=True)}


def standing(matter: str) -> list[object]:
    stands = standing_of(entries_of(matter))
    if stands is None:
        return []
    aside = sorted((entry.id, reason) for entry, reason in stands.set_aside)
    return [
        stands.stage,
        [entry.id for entry in stands.counted],
        aside,
        sorted(stands.missing),
        list(stands.heads),
    ]


def owed(reference: str) -> dict[str, str]:
    """The clock of the first thing owed in a matter."""
    row = Duty.objects.filter(matter=Matter.objects.get(reference=reference).pk).order_by("pk")[0]
    instants = {"from_at": row.from_at, "due_at": row.due_at, "done_at": row.done_at}
    return {name: at.isoformat() for name, at in instants.items() if at}


def found_in_register() -> list[list[str]]:
    """Why each candidate was found for whom partners named."""
    return list(CrossFinding.objects.order_by("pk").values_list("reasons", flat=True))


def stage(reference: str) -> str:
    return Matter.objects.get(reference=reference).stage


def settled(reference: str) -> bool:
    return Matter.objects.get(reference=reference).settled


def plan_stands(matter: str) -> dict[str, object]:
    """A plan as its pages draw it: its actions and how each is doing, what is offered, what is in force."""
    stands = standing_of(entries_of(matter))
    assert stands is not None
    assert stands.state is not None
    state, today = stands.state, date(2026, 3, 1)
    actions = roadmap.actions(state)
    return {
        "stage": stands.stage,
        "leads": {action.id: action.lead for action in actions},
        "drawn": [f"{action} {roadmap.rag(state, action, today)}" for action in actions],
        "changes": {key: [item.holder, item.stage] for key, item in state.items("change").items()},
        "in_force": {part: change for (track, part), change in state.applied.items() if track == "change"},
    }


def items(reference: str, track: str) -> list[str]:
    """Where each instance of a track stands."""
    stands = standing_of(entries_of(Matter.objects.get(reference=reference).pk))
    return [item.stage for item in stands.state.items(track).values()] if stands and stands.state else []


def references() -> list[str]:
    return sorted(Matter.objects.exclude(kind="agreement").values_list("reference", flat=True))


def rebuild_differs() -> list[str]:
    """Empty and refill the readings; what is not as it was: nothing."""
    from tests.node.ledger.rows import readings

    before = readings()
    rebuild_readings()
    after = readings()
    return [
        f"{name}: {_told(one.items() - other.items())} became {_told(other.items() - one.items())}"
        for name in before
        for one, other in zip(map(_flat, before[name]), map(_flat, after[name]), strict=False)
        if one != other
    ] + [name for name in before if len(before[name]) != len(after[name])]


def rebuild_is_equal() -> bool:
    return not rebuild_differs()


def _told(pairs) -> list[str]:
    return sorted(map(str, pairs))


def _flat(row: dict[str, object]) -> dict[str, str]:
    return {name: repr(value) for name, value in row.items()}


def certify() -> str:
    """Make the certificate with which this authority seals papers; its fingerprint."""
    return papers.make_certificate(clock.now()).fingerprint


def copies(reference: str) -> dict[str, str]:
    """The last file of each party's copy of an instrument, by the party that keeps it, in hexadecimal."""
    matter = Matter.objects.get(reference=reference).id
    stands = standing_of(entries_of(matter))
    found = {}
    for item in stands.state.items("copy").values():
        holder, wanted = str(item.entries[0].says["holder"]), last_file(item)
        for manifest in (each for body in bodies_of(item.entries).values() for each in manifests_in(body)):
            content = b"".join(attached.content_of(manifest))
            if sha256(content).hexdigest() == wanted:
                found[holder] = content.hex()
    return found


def run(code: str) -> object:
    """Whatever else a test needs to know: an expression over the node's models."""
    space: dict[str, object] = {
        "settings": settings,
        "Outbox": Outbox,
        "Matter": Matter,
        "EntryRow": EntryRow,
    }
    known = "from mithaq.node.exchange.models import *\nfrom mithaq.node.ledger.models import *\n"
    exec(f"{known}result = {code}", space)
    return space["result"]


def show_all() -> dict[str, str]:
    """Show our log to every partner now; what each answered."""
    return {partner.code: show.show(partner, now=clock.now()) for partner in worker.reachable()}


def at_start() -> None:
    """What a node looks at before it does anything."""
    worker.at_start()


def erase_matter(matter: str) -> int:
    """Erase every body of a matter, as the data protection officer decides."""
    return erase.erase_matter(matter, officer=second(), ground="end-of-retention", now=clock.now())


def let_erase(matter: str, reason: str) -> str:
    """Have a data protection officer, and a reason that names somebody; the matter's reference."""
    officer("dpo", username="third", zone="UTC", password=make_password(PASSWORD))
    note("glass.broken", officer=first(), matter=matter, reason=reason)
    return Matter.objects.get(pk=matter).reference


def keep_at_home(matter: str, text: str) -> int:
    """A national note on a matter; how many there are."""
    keep.keep(keep.NOTE, Matter.objects.get(pk=matter), "", text, officer=first(), now=clock.now())
    return Piece.objects.count()


def kept_at_home() -> list[int]:
    """How many national notes there are, and how many keys of them."""
    keys = OwnKey.objects.exclude(of__in=Draft.objects.values("id"))
    return [Piece.objects.count(), keys.count()]


def look_up_persons() -> None:
    """What the worker does for the cross-check of persons named."""
    worker.house_work("agent", clock.now())


def cancel_latencies(reference: str) -> list[float]:
    """How many hours each authority took to stop a cancelled search: since the reason, and since the
    cancellation.
    """
    stands = standing_of(entries_of(Matter.objects.get(reference=reference).pk))
    note = stands.state.item("note")
    cancelled, stopped = note.latest("cancel-note"), note.all("confirm-stopped")
    took = [f(cancelled, each) for each in stopped for f in (wanted.cancel_latency, wanted.stop_latency)]
    return [each.total_seconds() / 3600 for each in took]


def speaks(language: str) -> None:
    """Both officers read in this language."""
    Officer.objects.update(language=language)


def all_said(matter: str) -> list[str]:
    """Every header and every body that is here of a matter, opened."""
    entries = entries_of(matter).entries
    return [*map(str, entries), *map(str, bodies_of(entries).values())]


def compared() -> int:
    """How many comparisons of activities the house log has."""
    return HouseEvent.objects.filter(action="deconfliction.compared").count()


def now() -> str:
    """What the clock of this node says."""
    return clock.now().isoformat()
