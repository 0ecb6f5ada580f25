"""How long it takes to look for a person who asks, matter by matter.

    .venv/bin/python benchmarks/rights.py [--matters 2000]

Each matter was asked by Paris and kept by us, with two persons named in it in two scripts. What the search
takes is told beside what no way of reading every matter can be quicker than: asking for the entries and
opening their bodies. A slice must end well within the lease of a worker.
"""

import argparse
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.pages import prepare

LEAST_SHARE_OF_LEASE = 5  # a slice takes at most this part of the lease


def fill(count: int) -> None:
    """So many matters that name two persons each."""
    from django.conf import settings
    from django.core.management import call_command

    from mithaq.node.exchange.inbox import receive
    from mithaq.pact.exchange.envelope import to_wire
    from tests.node.agreements import agreed
    from tests.node.inquiries import BODY, CONFIDENTIAL, SAYS
    from tests.node.simulated import NOW, Simulated, ourselves

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    ourselves(Path(settings.HOME), settings)
    paris = Simulated("FR").introduced()
    terms = agreed(paris, kinds=("inquiry",))
    for number in range(count):
        subjects = [
            {"sort": "person", "category": "suspect", "name": name, "link": "conducteur"}
            for name in (f"Youssef Benkirane {number}", f"يوسف بنكيران {number}")
        ]
        made = {"says": SAYS, "body": {**BODY, "subjects": subjects}, "terms": terms.id}
        reference = f"FR-INQ-2026-{number + 1:05d}"
        sealed = paris.state("ask", kind="inquiry", reference=reference, **made, **CONFIDENTIAL)
        assert receive(to_wire(sealed, "MA"), now=NOW).state == "kept"


def measure(count: int) -> None:
    """Print what a matter takes, and what bare reading of it takes in the same run."""
    from mithaq.node.exchange.worker import LEASE
    from mithaq.node.ledger import held
    from mithaq.node.rights import look
    from mithaq.node.rights.alike import in_matters
    from mithaq.node.rights.keep import Person

    person = Person(("Khadija Ouazzani", "خديجة الوزاني"), "1984")
    ids = list(look.confidential().values_list("pk", flat=True))
    assert len(ids) > count  # and the agreement
    in_matters(person, ids[:5])  # what is loaded once
    slices = [ids[at : at + look.SLICE] for at in range(0, len(ids), look.SLICE)]
    _forget()
    whole = [(perf_counter(), in_matters(person, each), perf_counter()) for each in slices]
    took = [after - before for before, _, after in whole]
    _forget()
    bare = perf_counter()
    for each in ids:
        dict(held.bodies_of(held.entries_of(each).entries))  # a mapping that opens when it is asked
    bare = perf_counter() - bare
    a_matter = sum(took) / count
    print(f"a matter: {a_matter * 1000:.2f} ms; reading it alone: {bare / count * 1000:.2f} ms")
    print(f"ratio to reading alone: {sum(took) / bare:.2f}")
    print(f"100,000 matters: {timedelta(seconds=round(a_matter * 100_000))}")
    longest = max(took)
    limit = LEASE.total_seconds() / LEAST_SHARE_OF_LEASE
    print(
        f"a slice of {look.SLICE}: median {median(took):.2f} s, longest {longest:.2f} s (limit {limit:.0f} s)"
    )
    assert longest < limit, "a slice takes too much of a lease"


def _forget() -> None:
    """As a worker that has just begun finds it: no header was read before."""
    from mithaq.node.ledger import held

    held._kept.clear()  # noqa: SLF001
    held.read.cache_clear()


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--matters", type=int, default=2000)
    asked.add_argument("--postgres", default="")
    given = asked.parse_args()
    prepare(given.postgres)
    fill(given.matters)
    measure(given.matters)
