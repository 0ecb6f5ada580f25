"""Three nodes change one plan at once, over lines that are cut and twice sent: it ends as one plan."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tests.stories.stage import StagedNode, assert_alike, staged

pytestmark = pytest.mark.slow

BEGUN = datetime(2026, 2, 2, 9, tzinfo=UTC)
ROUNDS = 14
REASON = "ظروف الإنجاز تغيرت منذ الاتفاق على الآجال."
TITLES = {"title_ar": "عمل مشترك", "title_fr": "Travail commun"}
ACTION = {**TITLES, "sort": "training", "starts_on": "2026-02-01", "ends_on": "2026-12-31"}


class Three:
    """The nodes, the hour at which they act, and chance."""

    def __init__(self, nodes: tuple[StagedNode, ...], chance: Random) -> None:
        self.nodes, self.chance, self.now = nodes, chance, BEGUN
        self.stated = self.again = 0

    def step(self, node: StagedNode, step: str, item: str = "", **values: object) -> str:
        """A step of one node, if it may take it: the id of its entry, or nothing."""
        stated = node.attempt("step", kind="plan", step=step, matter=self.matter, item=item, values=values)
        self.stated += isinstance(stated, str)
        return stated if isinstance(stated, str) else ""

    def open(self) -> None:
        """A plan in force with three actions, each led by another side, that all hold."""
        first, *others = self.nodes
        self.matter = str(
            first.act(
                "step", kind="plan", step="open-plan", matter="",
                parties=[node.code for node in others], values={**TITLES, "from_on": "2026-02-01"},
            )
        )  # fmt: skip
        self.all_arrives()
        self.agreed("propose-signature", "accept-signature", signed_on="2026-02-01", place="Rabat")
        axis = self.agreed("propose-axis", axis="FUG", **TITLES)
        aim = self.agreed("propose-objective", axis=axis, **TITLES)
        codes = [node.code for node in self.nodes]
        for lead, co_lead in zip(codes, [*codes[1:], codes[0]], strict=True):
            self.agreed("propose-action", objective=aim, lead=lead, co_lead=co_lead, **ACTION)

    def agreed(self, step: str, answer: str = "agree-part", **values: object) -> str:
        first, *others = self.nodes
        part = self.step(first, step, **values)
        self.all_arrives()
        for node in others:
            assert self.step(node, answer, part)
        self.all_arrives()
        return part

    def pass_time(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        for node in self.nodes:
            node.set_clock(self.now)

    def all_arrives(self) -> None:
        """Every line is whole again, and what had been lost is sent again until nothing is owed."""
        for node in self.nodes:
            node.line.mend()
        for _ in range(20):
            for node in self.nodes:
                node.act("deliver")
            if not any(node.act("waiting") for node in self.nodes):
                return
            self.pass_time(7)  # lines rest after they failed
        raise AssertionError("it never came to rest")

    def round(self) -> None:
        """Some lines are cut; every side does something; some send what they can, some of it twice."""
        self.pass_time(7)
        for node in self.nodes:
            if self.chance.random() < 0.4:
                node.line.cut()
            else:
                node.line.mend()
        for node in self.chance.sample(self.nodes, 3):
            for step, item, values in self.moves(node):
                self.step(node, step, item, **values)
            if self.chance.random() < 0.3:
                self.again += int(str(node.act("run", code=AGAIN)))
            if self.chance.random() < 0.7:
                node.act("deliver")

    def moves(self, node: StagedNode) -> Iterator[tuple[str, str, dict[str, object]]]:
        """What an officer of this node does next, on what has reached it."""
        stands, chance = node.act("plan_stands", matter=self.matter), self.chance
        theirs = [
            key for key, (by, stage) in stands["changes"].items() if stage == "open" and by != node.code
        ]
        mine = [key for key, (by, stage) in stands["changes"].items() if stage == "open" and by == node.code]
        part = chance.choice(sorted(stands["leads"]))
        change = {
            "part": part, "base": stands["in_force"].get(part, ""), "reason": REASON,
            "change": chance.choice(["hold", "reschedule", "resume", "drop"]),
            "ends_on": chance.choice(["2026-11-30", "2027-03-31"]),
        }  # fmt: skip
        for offer in theirs:
            yield chance.choice(["accept-change"] * 4 + ["decline-change"]), offer, {}
        if mine and chance.random() < 0.2:
            yield "withdraw-change", chance.choice(mine), {}
        yield "propose-change", "", change
        for action, lead in stands["leads"].items():
            if lead == node.code:
                progress = {"progress": 5 * chance.randint(1, 19), "forecast_on": change["ends_on"]}
                yield chance.choice(["start-action", "report-progress"]), action, progress


AGAIN = (
    "Outbox.objects.filter(what='entry', seq__gt=Outbox.objects.order_by('seq').last().seq - 4)"
    ".update(accepted_at=None, state='waiting')"
)


@pytest.mark.law("D3")
def test_three_nodes_that_change_one_plan_over_cut_lines_draw_the_same_plan():
    with staged("MA", "FR", "ES", at=BEGUN - timedelta(days=3), kinds=("plan",)) as nodes:
        three = Three(nodes, Random(5))
        three.pass_time(1)
        three.open()
        begun = three.stated
        for _ in range(ROUNDS):
            three.round()
        three.all_arrives()
        first, *others = (node.act("plan_stands", matter=three.matter) for node in nodes)
        assert all(other == first for other in others)
        assert_alike(nodes)
        assert nodes[0].act("receipts") == nodes[1].act("receipts") == nodes[2].act("receipts")
        # It was no idle talk: changes were adopted, and some crossed.
        stages = {stage for _, stage in first["changes"].values()}
        assert three.stated - begun > 40
        assert three.again > 10
        assert {"adopted", "declined"} <= stages, first["changes"]
