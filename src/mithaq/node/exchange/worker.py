"""The worker: what `mithaq deliver` runs. Several may run at once, on one machine or many.

Two threads a partner send what is due, so that a partner that is away holds up nobody else. One thread
does the house work: sequencing each second, showing the log to witnesses, stating lapses, the chores of
rooms, looking up whom partners name, ending a standstill; one brings lists in; one makes the names of the
register searchable, on this machine; one compares the register; one does the chores that take long. Each
piece of house work is leased, so that of several workers one does it (the sequencer's lease is the row of its
log); rows of the outbox are leased one by one. Killed at any line, a worker leaves nothing but leases that
run out.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import token_hex
from threading import Event, Thread

from django.db import DatabaseError, InterfaceError, close_old_connections, connection, transaction
from django.db.models import Q

from mithaq.node import clock
from mithaq.node.exchange import heal, outbox, show
from mithaq.node.exchange.database import Watch
from mithaq.node.exchange.deliver import deliver
from mithaq.node.exchange.models import Lease
from mithaq.node.ledger import attached, chores, erase, lapse, sequence, standstill
from mithaq.node.ledger.models import Standstill
from mithaq.node.partners.models import Partner, State
from mithaq.node.persons import checks, compare, saved_names, uploads
from mithaq.node.statements import instant, select
from mithaq.pact.errors import MithaqError

log = logging.getLogger(__name__)

LOOK_EVERY = 0.2  # seconds between looks at the outbox when there is nothing to do
HOUSE_EVERY = 1.0  # seconds between batches of the sequencer
A_MOMENT = timedelta(seconds=LOOK_EVERY)
LANES = 2  # threads a partner: one sends while the other stores what was answered
FEW = 4  # in a post: where one carried more, the line is busy, and what is due waits
TOGETHER = timedelta(seconds=0.9)  # for what comes meanwhile: a post takes as much as several entries
LEFT_FOR = timedelta(seconds=1)  # the second lane takes what the first has left for so long
LEASE = timedelta(seconds=15)
LAPSES_EVERY = timedelta(seconds=30)
SWEEP_EVERY = timedelta(hours=1)
COUNT_EVERY = timedelta(hours=1)  # what the register no longer has but its index does
SHOW_EVERY = timedelta(seconds=2)  # at most; when it is due, `show` knows
# How long after a start the log waits for the word of a partner that is away: as long as it takes to start
# a node. After that its absence stops nothing; if it saw more than we have, healing puts that in order.
PATIENCE = timedelta(minutes=1)

_database = Watch()


def run(*, once: bool = False, stop: Event | None = None) -> None:
    """Work until `stop` is set; with `once`, do what is due now and come back."""
    stop = stop or Event()
    at_start()
    patient_until = clock.now() + PATIENCE
    if once:
        deliver_all()
        house_work(token_hex(8), clock.now())
        return
    lanes: dict[str, Thread] = {}
    own = [
        Thread(target=_forever, args=(stop, HOUSE_EVERY, work), daemon=True)
        for work in _own_work(patient_until)
    ]
    for thread in own:
        thread.start()
    while not stop.is_set():
        _open_lanes(lanes, stop)
        stop.wait(HOUSE_EVERY)
    for thread in (*own, *lanes.values()):
        thread.join(timeout=10)


def at_start() -> None:
    """What must be known before anything is done: what `look_back` tells; the partners are asked next."""
    look_back()
    show.ask_anew()


def look_back() -> None:
    """Before anybody reads: whether this database is an older one, and what stays erased."""
    now = clock.now()
    standstill.look(now)
    erase.replay(now)


def deliver_all(now: datetime | None = None) -> int:
    """Send every partner everything that is due, one after the other; how much was accepted."""
    accepted = 0
    for partner in reachable():
        while (done := deliver(partner, now=now or clock.now())) is not None:
            accepted += done
    return accepted


def reachable() -> list[Partner]:
    """The partners to whom something may be sent: confirmed, and with a node."""
    partners = Partner.objects.filter(state=State.CONFIRMED, has_node=True).exclude(address="")
    return list(partners.order_by("code"))


def house_work(worker: str, now: datetime, *, patient_until: datetime | None = None) -> None:
    """Everything but delivery that is due; what one worker at a time may do, as far as this has the lease.

    Until `patient_until` nothing gets a place in the log before every partner has said what it saw of it.
    """
    partners = reachable()
    if Standstill.objects.exists():
        if lease("heal", worker, now, timedelta(seconds=5)):
            heal.heal(partners, now=now)
        return
    # Witnesses first: a node that was restored learns it before it puts anything into its log.
    for partner in partners:
        if not show.is_due(partner.code, now):
            continue
        every = SHOW_EVERY if show.has_asked([partner.code], patient=False) else timedelta(0)
        if lease(f"show-{partner.code}", worker, now, every):
            show.show(partner, now=now)
    if Standstill.objects.exists():
        return
    patient = patient_until is not None and now < patient_until
    if show.has_asked([partner.code for partner in partners], patient=patient):
        sequence.run_once(now)
    if lease("lapses", worker, now, LAPSES_EVERY):
        lapse.state_lapses(now)
    for name, chore in chores.chores().items():
        if chore.waits is None and lease(f"chore-{name}", worker, now, chore.every):
            chore.do(now)
    if lease("sweep", worker, now, SWEEP_EVERY):
        attached.sweep(now)
    if checks.anything_waits() and lease("persons", worker, now, timedelta(0)):
        checks.look_up_waiting(now=now)


def lease(task: str, worker: str, now: datetime, every: timedelta) -> bool:
    """Whether this worker may do a task now: nobody else holds it, and it was not done just before.

    Most looks end without a write: an idle node leaves its disk alone.
    """
    for holder, done, until in select(_LEASED, task):
        mine, done_at, until_at = holder == worker, instant(done), instant(until)
        if done_at > now - every or (not mine and until_at >= now):
            return False
        if mine and not every and until_at > now + LEASE / 2:
            return True
    with transaction.atomic():
        Lease.objects.get_or_create(task=task)
        free = Q(until_at__isnull=True) | Q(until_at__lt=now) | Q(holder=worker)
        due = Q(done_at__isnull=True) | Q(done_at__lte=now - every)
        taken = Lease.objects.filter(free, due, task=task)
        return bool(taken.update(holder=worker, until_at=now + LEASE, done_at=now))


_LEASED = (
    "SELECT holder, done_at, until_at FROM exchange_lease "
    "WHERE task = %s AND done_at IS NOT NULL AND until_at IS NOT NULL"
)


def _open_lanes(lanes: dict[str, Thread], stop: Event) -> None:
    """The threads of each partner that something may be sent to; one that broke is started again."""
    try:
        codes = [partner.code for partner in reachable()]
        _database.answered()
    except (DatabaseError, InterfaceError) as error:
        if not _database.explains(error):
            log.exception("could not look at the partners")
        close_old_connections()
        return
    _let_go()
    for code, number in ((code, number) for code in codes for number in range(LANES)):
        lane = f"{code} {number}"
        if lane not in lanes or not lanes[lane].is_alive():
            work = _lane_of(code, left_for=LEFT_FOR * number)
            lanes[lane] = Thread(target=_forever, args=(stop, LOOK_EVERY, work), daemon=True)
            lanes[lane].start()


def _let_go() -> None:
    """Close a connection that has served its time: a server may have gone. A file stays where it is."""
    if connection.vendor != "sqlite":
        close_old_connections()


def _lane_of(code: str, left_for: timedelta) -> Callable[[], bool]:
    together = timedelta()

    def one_round() -> bool:
        nonlocal together
        now = clock.now()
        if not outbox.is_due(code, now, since=now - left_for - together):
            return False
        partner = Partner.objects.filter(code=code, state=State.CONFIRMED, has_node=True).first()
        if partner is None or not partner.address:
            return False
        accepted = deliver(partner, now=now) or 0
        # What was stated at this moment may have been kept after the claim: it had no part in the post.
        had_no_room = accepted > 0 and outbox.is_due(code, now, since=now - left_for - A_MOMENT)
        together = TOGETHER if accepted > FEW and not had_no_room else timedelta()
        return had_no_room

    return one_round


def _own_work(patient_until: datetime | None = None) -> tuple[Callable[[], bool], ...]:
    """What is done at home, each in a thread of its own: a list of a million names holds up no sequencing."""
    worker = token_hex(8)

    def house() -> bool:
        house_work(worker, clock.now(), patient_until=patient_until)
        return False

    def imports() -> bool:
        now = clock.now()
        return lease("imports", worker, now, timedelta(0)) and uploads.work_on_oldest(now=now)

    def comparisons() -> bool:
        now = clock.now()
        waits = compare.anything_waits() and lease("comparisons", worker, now, timedelta(0))
        return waits and compare.work_on_oldest(now=now)

    def long_chores() -> bool:
        now, busy = clock.now(), False
        for name, chore in chores.chores().items():
            if chore.waits and chore.waits() and lease(f"chore-{name}", worker, now, chore.every):
                busy = bool(chore.do(now)) or busy
        return busy

    counted = [clock.now()]

    def names() -> bool:
        thoroughly = clock.now() - counted[0] > COUNT_EVERY
        if thoroughly:
            counted[0] = clock.now()
        return saved_names.tend(thoroughly=thoroughly)

    return house, imports, comparisons, long_chores, names


def _forever(stop: Event, every: float, one_round: Callable[[], bool]) -> None:
    """Rounds until `stop`: the next at once after one that did much, else after a rest.

    Nothing ends a lane but `stop`: what goes wrong is logged and tried again.
    """
    while not stop.is_set():
        busy = False
        try:
            busy = one_round()
            _database.answered()
        except MithaqError as error:
            log.warning("a round was refused: %s", error.code)
        except Exception as error:  # a lane that ended would be a partner, or the log, that nobody serves
            if not _database.explains(error):
                log.exception("a round failed")
            close_old_connections()
            time.sleep(every)
        if not busy:
            _let_go()
            stop.wait(every)
    connection.close()
