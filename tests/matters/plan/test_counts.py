"""What is counted on the home page is counted along the index of what serves a plan."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mithaq.matters.plan.counts import Count, counts
from mithaq.node.ledger.models import Matter
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db


def row(number: int, **more) -> Matter:
    said = {"final": False, "late_from": None, "plan_action": "a"} | more
    return Matter(
        id=f"{number:064x}", kind="inquiry", edition=1, opener="FR", reference=f"FR-INQ-2019-{number:06d}",
        parties=["FR", "MA"], stage="awaiting", opened_at=NOW, moved_at=NOW, **said,
    )  # fmt: skip


def test_running_ended_and_late_are_counted_by_action():
    Matter.objects.bulk_create(
        [row(1), row(2, late_from=NOW), row(3, final=True), row(4, plan_action="b"), row(5, plan_action="")]
    )
    found = counts(officer("duty-officer"), ["a", "b", "c"], now=NOW)
    assert found == {"a": Count(running=2, ended=1, late=1), "b": Count(running=1)}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="says which index SQLite takes")
def test_the_database_reads_the_index_and_no_matter():
    Matter.objects.bulk_create(row(number) for number in range(50))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        counts(officer("duty-officer"), [f"{number}" for number in range(40)], now=NOW)
    counting = next(each["sql"] for each in asked if "plan_action" in each["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {counting}")
        said = " ".join(str(line) for line in cursor.fetchall())
    assert "COVERING INDEX matters_by_action" in said
