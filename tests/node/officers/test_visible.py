"""The need to know: who sees which matter, and that a long list stays quick."""

from datetime import timedelta

import pytest
from django.db import connection, models

from mithaq.node import clock
from mithaq.node.officers.errors import NotYourMatter
from mithaq.node.officers.models import Absence, Assignment, BreakGlass, Watch
from mithaq.node.officers.visible import check_sees, sees, visible_matters
from mithaq.node.safeguards.house import note
from tests.node.people import NOW, matter, officer, unit

pytestmark = pytest.mark.django_db


class Listed(models.Model):
    """A stand-in for the reading of a matter: what a list sorts and filters by."""

    id = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=32, db_index=True)
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "listed"  # of no installed app: no migration knows it
        managed = False


@pytest.fixture
def listed():
    """Three matters: 1 and 2 are inquiries, 3 is a group."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE listed_listed (id varchar(64) PRIMARY KEY, kind varchar(32), due_at {})".format(
                "timestamptz" if connection.vendor == "postgresql" else "datetime"
            )
        )
        cursor.execute("CREATE INDEX listed_by_due ON listed_listed (due_at)")
        cursor.execute("CREATE INDEX listed_by_kind ON listed_listed (kind)")
    rows = [(1, "inquiry"), (2, "inquiry"), (3, "group")]
    Listed.objects.bulk_create(Listed(id=matter(n), kind=kind, due_at=NOW) for n, kind in rows)


def seen_by(persona):
    found = {int(row.pk, 16) for row in Listed.objects.filter(visible_matters(persona))}
    kinds = {1: "inquiry", 2: "inquiry", 3: "group"}
    assert found == {number for number, kind in kinds.items() if sees(persona, matter(number), kind)}
    return found


def assign(number, **to):
    return Assignment.objects.create(matter=matter(number), at=NOW, **to)


def opened(number, persona, *, until):
    event = note("glass.broken", officer=persona)
    return BreakGlass.objects.create(
        matter=matter(number), officer=persona, event=event, at=NOW, until_at=until, review_due_at=until
    )


def away_today(absent, deputy):
    today = clock.now().date()
    Absence.objects.create(officer=absent, deputy=deputy, from_on=today, until_on=today)


@pytest.mark.usefixtures("listed")
class TestWhoSeesWhat:
    def test_an_officer_without_assignment_sees_nothing(self):
        assert seen_by(officer("liaison-officer", unit=unit())) == set()

    def test_own_assignments_are_seen(self):
        persona = officer("liaison-officer")
        assign(2, officer=persona)
        assert seen_by(persona) == {2}

    def test_assignments_of_ones_unit_are_seen_and_those_of_another_unit_not(self):
        persona = officer("liaison-officer", unit=unit("fugitives"))
        assign(1, unit=unit("fugitives"))
        assign(2, unit=unit("narcotics"))
        assert seen_by(persona) == {1}

    def test_the_duty_officer_watches_everything(self):
        assert seen_by(officer("duty-officer")) == {1, 2, 3}

    def test_a_watch_is_data(self):
        Watch.objects.all().delete()
        Watch.objects.create(function="duty-officer", kind="group")
        assert seen_by(officer("duty-officer")) == {3}
        assert seen_by(officer("plan-coordinator")) == set()

    def test_a_deputy_sees_what_the_absent_officer_works_on(self):
        absent, deputy = officer("liaison-officer"), officer("translator")
        assign(2, officer=absent)
        away_today(absent, deputy)
        assert seen_by(deputy) == {2}

    def test_the_deputy_of_the_duty_officer_watches_too(self):
        deputy = officer("translator")
        away_today(officer("duty-officer"), deputy)
        assert seen_by(deputy) == {1, 2, 3}

    @pytest.mark.parametrize("function", ["administrator", "auditor"])
    def test_who_looks_after_the_machine_sees_no_matter_whatever_is_assigned(self, function):
        persona = officer(function, unit=unit())
        Watch.objects.create(function=function, kind="*")
        assign(1, officer=persona)
        assign(2, unit=unit())
        opened(3, persona, until=clock.now() + timedelta(hours=1))
        away_today(officer("duty-officer"), persona)
        assert seen_by(persona) == set()

    def test_an_officer_who_left_sees_nothing(self):
        persona = officer("duty-officer", is_active=False)
        assign(1, officer=persona)
        assert seen_by(persona) == set()

    def test_an_emergency_reading_is_seen_until_it_ends(self):
        persona = officer("liaison-officer")
        opened(1, persona, until=clock.now() + timedelta(minutes=1))
        opened(2, persona, until=clock.now() - timedelta(minutes=1))
        assert seen_by(persona) == {1}

    def test_a_matter_not_seen_is_refused_by_name(self):
        with pytest.raises(NotYourMatter):
            check_sees(officer("liaison-officer"), matter(1), "inquiry")


@pytest.mark.slow
@pytest.mark.usefixtures("listed")
def test_narrow_access_reads_few_rows_of_twenty_thousand():
    """The page's cost is counted in rows touched, not in seconds: a busy machine must not fail it."""
    Listed.objects.bulk_create(
        [Listed(id=matter(n), kind="inquiry", due_at=NOW + timedelta(minutes=n)) for n in range(10, 20_010)],
        batch_size=5000,
    )
    persona = officer("liaison-officer", unit=unit())
    elsewhere = unit("elsewhere")
    Assignment.objects.bulk_create(
        [Assignment(matter=matter(n), unit=elsewhere, at=NOW) for n in range(10, 20_010)],
        batch_size=5000,
    )
    for n in range(19_000, 19_150):
        assign(n, unit=unit())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = Listed.objects.filter(visible_matters(persona)).order_by("due_at")[:50]
    assert len(rows) == 50
    plan = rows.explain()
    # Which index serves the matters is for the database to weigh; the assignments are never read whole.
    assert "SCAN U0" not in plan, plan
    assert "Seq Scan on officers_assignment" not in plan, plan
    if connection.vendor == "sqlite":
        assert "listed_by_due" not in plan, plan
        assert "SCAN listed_listed" not in plan, plan
