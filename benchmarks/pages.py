"""How long the desk, the list, a matter's page and a briefing take on a node with 100,000 matters.

    .venv/bin/python benchmarks/pages.py [--matters 100000] [--postgres URL]

An officer of narrow access (one unit, 300 matters of 100,000) and one who watches every inquiry ask for
pages of a node with a real database, through the whole of Django: middleware, access row, templates. Limit:
p95 under 300 ms of server time. Real entries stand behind 40 matters, signed and sealed; the rest are
readings alone, which is all that a list looks at.
"""

import argparse
import os
import random
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter

LIMIT_MS = 300
NARROW = 300  # matters the officer of narrow access is assigned to
REAL = 40  # matters with entries behind them
ASKS = 60


def prepare(database: str) -> None:
    """A node in a home of its own. Must come before Django reads its settings."""
    home = tempfile.mkdtemp(prefix="mithaq-pages-")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="mithaq.front.config.settings",
        MITHAQ_HOME=home,
        MITHAQ_AUTHORITY="MA",
        MITHAQ_SECRET_KEY="only-for-figures-" + "0" * 40,
        MITHAQ_KEY_PASSPHRASE="only for figures",
        MITHAQ_PLAIN_HTTP="1",
        MITHAQ_WITHOUT_SECOND_FACTOR="1",
        MITHAQ_HOSTS="testserver",
        MITHAQ_DATABASE_URL=database or f"sqlite:///{home}/node.sqlite3",
    )
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    import django

    django.setup()


def fill(count: int) -> dict[str, object]:
    """The matters, and the two officers who ask."""
    from django.conf import settings
    from django.core.management import call_command

    from mithaq.node.officers.models import Watch
    from tests.node.agreements import agreed
    from tests.node.people import officer, unit
    from tests.node.simulated import NOW, Simulated, ourselves

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    ourselves(Path(settings.HOME), settings)
    paris = Simulated("FR").introduced()
    agreed(paris, kinds=("inquiry", "group"))
    narrow = officer("liaison-officer", unit=unit("narrow"))
    wide = officer("duty-officer")
    Watch.objects.get_or_create(function="duty-officer", kind="inquiry")
    real = [answered(paris, number) for number in range(REAL)]
    readings(count, unit("narrow"), real)
    head = officer("head-of-service")
    return {
        "narrow": narrow,
        "wide": wide,
        "head": head,
        "now": NOW,
        "reference": real[0].reference,
        "matter": real[0].id,
    }


def answered(paris: object, number: int) -> object:
    """A matter made by real acts: asked by Paris, taken up and answered in part by us."""
    from mithaq.node.exchange.inbox import receive
    from mithaq.node.ledger.act import Act
    from mithaq.node.ledger.models import Matter
    from mithaq.node.ledger.step import state
    from tests.node.inquiries import ANSWERED, BODY, CONFIDENTIAL, SAYS
    from tests.node.simulated import NOW

    wire = paris.wire(
        "ask", kind="inquiry", says=SAYS, body=BODY, reference=f"FR-INQ-2026-{number:05d}", **CONFIDENTIAL
    )
    assert receive(wire, now=NOW).state == "kept"
    matter = paris.entries[-1].id
    ours = {"matter": matter, "item": "MA"}
    from tests.node.people import officer

    desk = officer("duty-officer")
    for step, values, extra in (
        ("take-up", {"access": "direct"}, {}),
        ("answer-part", ANSWERED, CONFIDENTIAL),
    ):
        entry = state(Act("inquiry", step, values, **ours, **extra), officer=desk, now=NOW)
        paris.learn(entry)
    return Matter.objects.get(pk=matter)


def readings(count: int, narrow: object, real: list) -> None:
    from mithaq.node.ledger import at_rest
    from mithaq.node.ledger.models import Duty, Facet, Matter
    from mithaq.node.officers.models import Assignment
    from tests.node.simulated import NOW

    chance = random.Random(2026)
    stages = ["awaiting", "in-progress", "clarifying", "answered", "refused", "fed-back", "closed"]
    axes = ["TER", "STU", "COI", "TEH", "IMM", "CYB"]
    for begin in range(0, count, 5000):
        rows, duties, facets = [], [], []
        for number in range(begin, min(begin + 5000, count)):
            title = {"title": f"Objet {number}"}
            matter = f"{number:064x}"
            stage, axis = chance.choice(stages), chance.choice(axes)
            moved = NOW - timedelta(minutes=number * 3)
            ended = stage in ("fed-back", "closed")
            due = None if ended else moved + timedelta(days=7)
            rows.append(Matter(
                id=matter, kind="inquiry", edition=1, reference=f"FR-INQ-2019-{number:06d}", opener="FR",
                parties=["FR", "MA"], stage=stage, final=ended, waits_for="" if ended else " MA ",
                our_turn=not ended, due_at=due, late_from=due, opened_at=moved - timedelta(days=3),
                moved_at=moved, urgency=chance.choice(["normal", "normal", "urgent"]), axis=axis,
                extra={"offence": "theft", "urgency": "normal", "axis": axis},
                personal=at_rest.lock_reading(matter, title) if number < NARROW * 4 else b"",
            ))  # fmt: skip
            duties.append(Duty(
                matter=matter, kind="inquiry", name="answer", item="MA", owed_by="MA",
                term="answer_normal", from_at=moved, due_at=due, done_at=None if due else moved,
                paused_for=timedelta(0),
            ))  # fmt: skip
            facets += [
                Facet(matter=matter, name="axis", value=axis),
                Facet(matter=matter, name="offence", value="theft"),
                *(Facet(matter=matter, name="party", value=party) for party in ("FR", "MA")),
            ]
        Matter.objects.bulk_create(rows)
        Duty.objects.bulk_create(duties)
        Facet.objects.bulk_create(facets, batch_size=10000)
    step = max(1, count // NARROW)
    ids = [f"{number:064x}" for number in range(0, count, step)] + [each.id for each in real]
    Assignment.objects.bulk_create([Assignment(matter=each, unit=narrow, at=NOW) for each in ids])
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(asked: dict[str, object]) -> bool:
    """Ask each page many times; print p50 and p95; whether all hold the limit."""
    from django.test import Client
    from django.urls import reverse

    page = reverse("web:matter", args=[asked["reference"]])
    pages = {
        "desk": "/",  # the page of the first minute of every watch
        "list": reverse("web:matters"),
        "list of a kind": reverse("web:matters") + "?kind=inquiry",
        "list, our turn, late": reverse("web:matters") + "?our_turn=1&late=1",
        "matter": page,
    }
    holds = True
    briefing = {"where we stand": reverse("briefing:partner", args=["FR"])}
    for who, its in (("narrow", pages | briefing), ("wide", pages), ("head", briefing)):
        client = Client()
        client.force_login(asked[who], backend="django.contrib.auth.backends.ModelBackend")
        for name, address in its.items():
            taken = [ask(client, address) for _ in range(ASKS)][3:]
            p50, p95 = quantiles(taken, n=20)[9], quantiles(taken, n=20)[18]
            holds &= p95 < LIMIT_MS or name in briefing  # read before a visit, not every minute
            print(f"{who:7} {name:22} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   {p95 / LIMIT_MS:5.2f} of limit")
    return holds


def ask(client: object, address: str) -> float:
    begun = perf_counter()
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return (perf_counter() - begun) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--matters", type=int, default=100_000)
    parser.add_argument("--postgres", default="")
    options = parser.parse_args()
    prepare(options.postgres)
    asked = fill(options.matters)
    print(f"{options.matters} matters; narrow access: {NARROW}; limit p95 {LIMIT_MS} ms")
    return 0 if measure(asked) else 1


if __name__ == "__main__":
    sys.exit(main())
