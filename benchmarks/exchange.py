"""How many entries a second two nodes exchange, and whether the backlog stays flat.

    .venv/bin/python -m benchmarks.exchange [--seconds 600] [--rate 110] [--postgres URL]

Two real nodes on one machine, each with `serve` and `deliver` and a database of its own (SQLite with
`synchronous=FULL` unless said otherwise). An officer of each node states requests at a steady rate; each is
signed twice (Ed25519 and ML-DSA-65), sealed (X-Wing), recorded, delivered, opened, recorded and receipted by
the other, whom it names is looked up there, and its receipt is verified and recorded at home; both logs are
sequenced and cosigned meanwhile. What waits for any of that is the backlog.
Limit: 110 a second, what one X-Road user reported from 32 cores.

A machine's speed may vary by a half within minutes. So one bare ML-DSA-65 signature is timed all along, and
what an entry takes of both processors is told in signatures too: 110 a second on two cores that each sign
670 times a second, as the cores did on which the limit was set, are 12.2 signatures an entry.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import linear_regression, median

from cryptography.hazmat.primitives.asymmetric import mldsa

LIMIT = 110
REFERENCE = 670  # ML-DSA-65 signatures a second on one core of the machine on which the limit was set
CORES = 2
EVERY = 10  # seconds between two looks
ROOT = Path(__file__).parents[1]
KEY = mldsa.MLDSA65PrivateKey.generate()
SIGNATURES = 40  # timed at each look


def produce(seconds: float, rate: float, asked: str) -> None:
    """State requests at a steady rate, as one of this node's officers; runs inside the node's environment."""
    import django

    django.setup()
    from mithaq.front.config.collecting import collect_seldom
    from mithaq.node import clock
    from mithaq.node.ledger.act import Act
    from mithaq.node.ledger.step import state
    from tests.acts import first
    from tests.node.inquiries import ASKED, CONFIDENTIAL

    officer = first()
    collect_seldom()  # as every process of a node that serves officers
    begun = time.monotonic()
    stated = 0
    while (passed := time.monotonic() - begun) < seconds:
        if stated >= passed * rate:
            time.sleep(0.002)
            continue
        state(
            Act("inquiry", "ask", ASKED, parties=(asked,), **CONFIDENTIAL), officer=officer, now=clock.now()
        )
        stated += 1


def measure(seconds: int, rate: float) -> bool:
    """Run both nodes and look every ten seconds; whether the rate held and the backlog did not grow."""
    from tests.two_nodes import nodes

    with nodes("MA", "FR") as (rabat, paris):
        for node in (rabat, paris):
            node.start("deliver")
        command = [sys.executable, "-m", "benchmarks.exchange"]
        command += ["--produce", str(seconds), "--rate", str(rate / 2)]
        officers = [
            subprocess.Popen([*command, "--asking", asked], env=node.env, cwd=ROOT)
            for node, asked in ((rabat, "FR"), (paris, "MA"))
        ]
        begun, looks, signing = time.monotonic(), [], [_signature()]
        worked = _processor_seconds()
        while _still_at_work(officers, EVERY):
            passed = time.monotonic() - begun
            kept = paris.act("run", code="EntryRow.objects.count()")
            waiting, inside = (
                sum(node.act(what) for node in (rabat, paris)) for what in ("waiting", "undone")
            )
            looks.append((passed, kept, waiting + inside))
            signing.append(_signature())
            print(f"{passed:6.0f} s   kept {kept:7}   to be delivered {waiting:5}   "
                  f"to be looked up and sequenced {inside:5}", flush=True)  # fmt: skip
        while any(node.act(what) for node in (rabat, paris) for what in ("waiting", "undone")):
            time.sleep(0.2)
        drained = time.monotonic() - begun
        worked = _processor_seconds() - worked
        kept = paris.act("run", code="EntryRow.objects.count()")
        equal = rabat.act("receipts") == paris.act("receipts")
    _tell_work(worked / kept, median(signing))
    return _judge(kept, drained, looks, equal)


def _signature() -> float:
    """Seconds of the processor for one bare ML-DSA-65 signature, now."""
    begun = time.thread_time()
    for _ in range(SIGNATURES):
        KEY.sign(b"as long as the header of an entry " * 40)
    return (time.thread_time() - begun) / SIGNATURES


def _processor_seconds() -> float:
    """What every process that this one started has taken of the processors, their children with them; of
    those that have ended, the ones that this one waited for.
    """
    children: dict[int, list[int]] = {}
    taken: dict[int, float] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            said = path.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it has ended meanwhile
            continue
        number = int(path.parent.name)
        children.setdefault(int(said[1]), []).append(number)
        taken[number] = (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")
    found = [os.getpid()]
    for each in found:
        found += children.get(each, [])
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(taken[each] for each in found[1:]) + ended.ru_utime + ended.ru_stime


def _tell_work(an_entry: float, a_signature: float) -> None:
    limit = CORES * REFERENCE / LIMIT
    print(f"an entry takes {an_entry * 1000:.1f} ms of the processors, a bare signature "
          f"{a_signature * 1000:.2f} ms: {an_entry / a_signature:.1f} signatures, "
          f"{an_entry / a_signature / limit:.2f} of the limit of {limit:.1f}")  # fmt: skip


def _still_at_work(officers: list[subprocess.Popen[bytes]], seconds: float) -> bool:
    """Wait so long, or until all have ended; whether one has not."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(each.poll() is None for each in officers):
        time.sleep(0.2)
    return any(each.poll() is None for each in officers)


def _judge(kept: int, drained: float, looks: list[tuple[float, int, int]], equal: bool) -> bool:
    a_second = kept / drained
    half = looks[len(looks) // 2 :] if len(looks) > 3 else looks
    # What waits varies by some hundreds within a second, so all looks count and not two of them.
    waiting = [(at, waits) for at, _, waits in half]
    growth = linear_regression(*zip(*waiting, strict=True)).slope if len(waiting) > 1 else 0.0
    print(f"{kept} entries in {drained:.0f} s, nothing left to do: {a_second:.1f} a second, "
          f"{a_second / LIMIT:.2f} of the limit of {LIMIT}")  # fmt: skip
    print(f"backlog in the second half grew by {growth:.2f} a second; receipts equal on both sides: {equal}")
    return a_second >= LIMIT * 0.99 and growth < 1 and equal


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--rate", type=float, default=LIMIT * 1.02)
    parser.add_argument("--postgres", default="", help="make the databases on this server")
    parser.add_argument("--produce", type=float, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--asking", default="FR", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.produce:
        produce(options.produce, options.rate, options.asking)
        return 0
    if options.postgres:
        os.environ.update(MITHAQ_TEST_DATABASE="postgres", MITHAQ_TEST_POSTGRES=options.postgres)
    return 0 if measure(options.seconds, options.rate) else 1


if __name__ == "__main__":
    sys.exit(main())
