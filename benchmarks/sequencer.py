"""How many recorded entries a second get their durable place in the log, beside bare inserts of the rows.

    .venv/bin/python -m benchmarks.sequencer [--leaves 40000] [--postgres URL]

Leaves that wait for a place are sequenced by the node's own sequencer, in its batches, each a durable
transaction (SQLite with `synchronous=FULL`): the edge of the Merkle tree moves on, the checkpoint is
signed. The peer is the same number of bare rows put into a table of the same database in batches of the
same size. Limit: 3,000 a second.
"""

import argparse
import sys
from datetime import UTC, datetime
from hashlib import sha256
from time import perf_counter

from benchmarks.pages import prepare

LIMIT = 3000


def measure(count: int) -> float:
    """Entries placed in a second."""
    from django.conf import settings
    from django.core.management import call_command

    from mithaq.node.ledger import sequence
    from mithaq.node.ledger.models import EXCHANGE, LogState, PendingLeaf
    from tests.node.simulated import ourselves

    call_command("migrate", verbosity=0)
    ourselves(settings.HOME, settings)
    hashes = [sha256(str(number).encode()).digest() for number in range(count)]
    PendingLeaf.objects.bulk_create(
        [PendingLeaf(log=EXCHANGE, what=f"entry:{leaf.hex()}", hash=leaf) for leaf in hashes], batch_size=5000
    )
    begun = perf_counter()
    now = datetime.now(UTC)
    while PendingLeaf.objects.exists():
        sequence.run_once(now)
    taken = perf_counter() - begun
    assert LogState.objects.get(log=EXCHANGE).size >= count
    placed, bare = count / taken, count / _bare(hashes)
    print(f"{count} leaves: {placed:,.0f} placed a second, {placed / LIMIT:.1f} of the limit of {LIMIT}")
    print(
        f"bare rows in the same batches: {bare:,.0f} a second; sequencing reaches {placed / bare:.2f} of that"
    )
    return placed


def _bare(hashes: list[bytes]) -> float:
    """Seconds for the same rows in a bare table, in the sequencer's batches."""
    from django.db import connection, transaction

    from mithaq.node.ledger.sequence import BATCH

    kind = "bytea" if connection.vendor == "postgresql" else "blob"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare (place bigint primary key, what varchar(100), hash {kind})")
        begun = perf_counter()
        for start in range(0, len(hashes), BATCH):
            batch = enumerate(hashes[start : start + BATCH], start)
            rows = [(place, f"entry:{leaf.hex()}", leaf) for place, leaf in batch]
            with transaction.atomic():
                cursor.executemany("INSERT INTO bare VALUES (%s, %s, %s)", rows)
        return perf_counter() - begun


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leaves", type=int, default=40_000)
    parser.add_argument("--postgres", default="")
    options = parser.parse_args()
    prepare(options.postgres)
    return 0 if measure(options.leaves) >= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
