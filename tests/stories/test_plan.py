"""Rabat and Paris run a joint plan: it slips and shows, who owes is late and nobody else, changes are agreed.

Source: acceptance stories AS-M1-1, AS-M1-2 and AS-M1-3.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from tests.stories.stage import (
    StagedNode,
    all_delivered,
    assert_alike,
    sign_in,
    staged,
    state,
    state_calendars,
    take,
)

pytestmark = pytest.mark.slow

SIGNING = datetime(2025, 6, 24, 10, tzinfo=UTC)
SEPTEMBER = datetime(2025, 9, 1, 8, tzinfo=UTC)
PLAN = {
    "title_ar": "خارطة طريق مشتركة لمكافحة الجريمة المنظمة العابرة للحدود",
    "title_fr": "Feuille de route conjointe contre le crime organisé transnational",
    "from_on": "2025-06-24",
}
AXIS = {"axis": "FUG", "title_ar": "البحث عن الفارين من العدالة", "title_fr": "Recherche des fugitifs"}
OBJECTIVE = {
    "title_ar": "تقليص أجل التحقق من العناوين",
    "title_fr": "Réduire le délai de vérification des adresses",
}
ACTION = {
    "title_ar": "نموذج موحد لطلب تحديد المكان", "title_fr": "Modèle commun de demande de localisation",
    "sort": "procedure", "lead": "MA", "co_lead": "FR", "starts_on": "2025-09-01", "ends_on": "2026-03-31",
}  # fmt: skip
REPORT = {"year": "2025", "half": "2", "achieved": "تم إعداد النموذج وعرضه على الطرفين للمصادقة."}


class Coordination:
    """A side's two coordinators at their browsers; the first acts, the second approves."""

    def __init__(self, node: StagedNode) -> None:
        self.node = node
        self.sign_in()

    def sign_in(self) -> None:
        self.first, self.second = sign_in(self.node, "first"), sign_in(self.node, "second")

    def open(self, **values: str | list[str]) -> str:
        return state(self.first, self.second, "/new/plan/", **values)

    def take(self, matter: str, step: str, **values: str) -> None:
        take(self.first, self.second, matter, step, **values)

    def see(self, path: str) -> str:
        return self.first.open(path).text


class Stage:
    """The plan as both sides run it, and the hour at which they do."""

    def __init__(self, nodes: tuple[StagedNode, ...]) -> None:
        self.nodes = nodes
        self.rabat, self.paris = self.sides = tuple(Coordination(node) for node in nodes)
        self.matter = self.rabat.open(**PLAN, **{"on-parties": ["FR"]})
        all_delivered(nodes)

    def at(self, instant: datetime) -> None:
        for node in self.nodes:
            node.set_clock(instant)
        for side in self.sides:
            side.sign_in()

    def take(self, side: Coordination, step: str, **values: str) -> None:
        side.take(self.matter, step, **values)
        all_delivered(self.nodes)

    def agreed(self, step: str, values: dict[str, str]) -> str:
        """A part that Rabat proposes and Paris agrees to; its id."""
        self.take(self.rabat, step, **values)
        self.take(self.paris, "agree-part")
        return self.last(step)

    def last(self, step: str) -> str:
        """The id of the entry of this step that Rabat received or stated last."""
        code = f"EntryRow.objects.filter(step='{step}').order_by('seq').last().entry"
        return str(self.nodes[0].act("run", code=code))

    @property
    def reference(self) -> str:
        return self.matter.split("/")[2]

    @property
    def pages(self) -> str:
        return f"/plan/{self.reference}/"

    def row(self, side: Coordination) -> str:
        """The line of the action in the table of the plan."""
        side.see(f"{self.pages}actions/")
        (row,) = rows(side, rf'<tr id="action-{self.action}">(.*?)</tr>')
        return row

    def late(self, side: Coordination) -> list[str]:
        """What the desk says is late, line by line."""
        side.see("/desk/")
        return [row for row in rows(side, r"<tr>(.*?)</tr>") if "rapport semestriel" in row]

    def drawn(self, side: Coordination) -> list[float]:
        """How long the baseline and the bar of the action are on the timeline."""
        side.see(f"{self.pages}timeline/")
        written = side.first.written.decode()
        lengths = [re.search(rf'<rect[^>]*class="{look}"[^>]*>', written) for look in ("baseline", "bar-run")]
        assert all(lengths), written
        return [float(re.search(r' width="([\d.]+)"', each.group()).group(1)) for each in lengths]

    def board(self, side: Coordination) -> list[object]:
        """Where the plan and each of its parts stand on a node."""
        items = [side.node.act("items", reference=self.reference, track=track) for track in TRACKS]
        return [side.node.act("stage", reference=self.reference), *items]


def rows(side: Coordination, pattern: str) -> list[str]:
    """The lines of the tables on the page that is open, in words."""
    found = re.findall(pattern, side.first.written.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


TRACKS = ("plan", "part", "change", "report")
_OWED = (
    "[[row.owed_by, row.done_at.isoformat(), row.due_at.isoformat()]"
    " for row in Duty.objects.filter(name='{duty}', about='{about}')][0]"
)


@contextmanager
def signed_plan() -> Iterator[Stage]:
    """A plan in force with one action, which Rabat leads and has started on 1 September."""
    with staged("MA", "FR", at=SIGNING, kinds=("plan",)) as nodes:
        state_calendars(nodes)
        for node in nodes:
            node.start("deliver")
        stage = Stage(nodes)
        stage.take(stage.rabat, "propose-signature", signed_on="2025-06-24", place="الرباط")
        stage.take(stage.paris, "accept-signature")
        axis = stage.agreed("propose-axis", AXIS)
        objective = stage.agreed("propose-objective", {**OBJECTIVE, "axis": axis})
        stage.action = stage.agreed("propose-action", {**ACTION, "objective": objective})
        stage.at(SEPTEMBER)
        stage.take(stage.rabat, "start-action")
        yield stage
        assert_alike(nodes)


@pytest.mark.law("AS-M1-1")
def test_as_m1_1_a_slip_of_twenty_days_is_amber_on_both_sides_and_moves_no_baseline():
    with signed_plan() as stage:
        for side in stage.sides:
            assert "Dans les temps" in stage.row(side)
        boards = [stage.board(side) for side in stage.sides]
        stage.at(datetime(2025, 12, 1, 9, tzinfo=UTC))
        stage.take(stage.rabat, "report-progress", progress="40", forecast_on="2026-04-20")
        for side in stage.sides:
            row = stage.row(side)
            assert "Léger retard" in row
            assert "20 jours" in row
            assert "1er sept. 2025 31 mars 2026" in row  # the dates first agreed, and none beside them
            assert side.see(stage.matter).count("a indiqué l’avancement de l’action") == 1
            baseline, bar = stage.drawn(side)
            assert 0 < baseline < bar  # the ghost ends where it ended, the bar twenty days later
        assert [stage.board(side) for side in stage.sides] == boards
        # Who stated it has it in the matter; whom it reaches has it on the desk, once.
        notice = "Rabat a indiqué l’avancement de l’action"
        assert stage.paris.see("/desk/").count(notice) == 1
        assert notice not in stage.rabat.see("/desk/")


@pytest.mark.law("AS-M1-2")
def test_as_m1_2_who_has_not_countersigned_is_late_on_both_desks_and_the_lead_is_not():
    with signed_plan() as stage:
        stage.at(datetime(2026, 1, 12, 10, tzinfo=UTC))
        stage.take(stage.rabat, "submit-report", action=stage.action, **REPORT)
        stage.at(datetime(2026, 1, 31, 22, 50, tzinfo=UTC))  # 23:50 in Paris
        assert [stage.late(side) for side in stage.sides] == [[], []]
        stage.at(datetime(2026, 1, 31, 23, 1, tzinfo=UTC))
        for side, owes in ((stage.rabat, "Paris"), (stage.paris, "nous")):
            (row,) = stage.late(side)
            assert row.startswith(f"{owes} MA-PLN-2025-00001")
            assert "contreseing du rapport semestriel" in row  # of which action stands between
            assert "(2e semestre 2025)" in row
            assert "contreseing du rapport semestriel (2e semestre 2025)" in side.see(f"{stage.pages}late/")
        for node in stage.nodes:
            (by, done_at, due_at) = node.act("run", code=_OWED.format(duty="report", about="2025-H2"))
            assert by == "MA"
            assert done_at < due_at

        stage.at(datetime(2026, 2, 3, 9, tzinfo=UTC))
        stage.take(stage.paris, "countersign-report")
        for node in stage.nodes:
            assert node.act("items", reference=stage.reference, track="report") == ["locked"]
            (by, done_at, due_at) = node.act(
                "run", code=_OWED.format(duty="countersignature", about="2025-H2")
            )
            assert by == "FR"
            assert done_at > due_at  # it was late, and stays so in the figures


@pytest.mark.law("AS-M1-3")
def test_as_m1_3_a_counter_changes_nothing_until_it_is_accepted_and_both_offers_stay():
    with signed_plan() as stage:
        reason = "Le modèle national est en cours de révision ; il faut attendre sa publication."
        stage.take(stage.paris, "propose-change", part=stage.action, change="drop", reason=reason)
        drop = stage.last("propose-change")
        stage.take(
            stage.rabat, "counter-change", part=stage.action, change="hold", ends_on="2026-06-30",
            reason="يُعلق الإجراء إلى غاية نشر النموذج الوطني.",
        )  # fmt: skip
        hold = stage.last("counter-change")
        for side in stage.sides:
            assert "en cours" in stage.row(side)
            history = side.see(stage.matter)
            assert "Paris a proposé une modification" in history
            assert "Rabat a fait une contre-proposition" in history
            assert all(f'id="e-{each[:16]}"' in side.first.written.decode() for each in (drop, hold))
            assert side.node.act("items", reference=stage.reference, track="change") == ["declined", "open"]
            side.see(f"{stage.pages}revisions/")
            first, counter = (
                rows(side, rf'<tr id="proposal-{each[:12]}">(.*?)</tr>')[0] for each in (drop, hold)
            )
            assert f"en réponse à {first.split()[0]}" in counter

        stage.take(stage.paris, "accept-change")
        for side in stage.sides:
            row = stage.row(side)
            assert "en suspens" in row
            assert "30 juin 2026" in row
            assert side.node.act("items", reference=stage.reference, track="change") == [
                "declined",
                "adopted",
            ]
