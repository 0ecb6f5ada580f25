"""Rabat, Paris and Madrid run a delivery: no go without Madrid, and Madrid aborts it over a cut line."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.stories.stage import StagedNode, assert_alike, sign_in, staged

pytestmark = pytest.mark.slow

MORNING = datetime(2026, 4, 5, 9, tzinfo=UTC)
CONCEPT = {
    "title": "Ambre", "sort": "controlled-delivery", "axis": "STU", "guest_powers": "none",
    "starts_at": "2026-04-05T15:00Z", "ends_at": "2026-04-06T15:00Z", "substitution": "full",
    "aim": "Suivre un chargement de Tanger Med à Sète et identifier ses destinataires.",
    "necessity": "Aucune mesure moins intrusive ne permet d’identifier les destinataires. "
    "La durée est limitée à un jour.",
    "goods": "Conteneur", "loss_plan": "Interception au port le plus proche.",
}  # fmt: skip
SEIZED = {
    "sort": "seizure", "quantity": "12", "unit": "kg", "product": "cocaine", "found_on": "2026-04-05",
    "place": "Sète",
}  # fmt: skip
CLEARING = (
    ("give-legal-ok", {"legal_basis": "UNDRUG88", "opinion": "Permise par la convention de 1988."}),
    ("state-clear", {"checked_at": "2026-04-05T08:00Z"}),
    ("sign-order", {"number": "OPS/41"}),
)
LEGS = (
    ("MA", "Casablanca", "Tanger Med", "15:30", "16:00"),
    ("ES", "Tanger Med", "Algésiras", "16:00", "17:30"),
    ("FR", "Algésiras", "Sète", "17:40", "19:10"),
)


class Delivery:
    """Three nodes and the operation they prepare."""

    def __init__(self, nodes: tuple[StagedNode, ...]) -> None:
        self.nodes = nodes
        self.by_code = {node.code: node for node in nodes}
        self.matter = str(
            nodes[0].act(
                "step", kind="operation", step="propose-operation", matter="", parties=["ES", "FR"],
                values=CONCEPT,
            )
        )  # fmt: skip
        self.all_arrives()

    def says(self, code: str, step: str, item: str = "", **values: object) -> str:
        """A step of one node that counts when it is taken."""
        stated = self.tries(code, step, item, **values)
        assert isinstance(stated, str), stated
        return stated

    def tries(self, code: str, step: str, item: str = "", **values: object) -> object:
        node = self.by_code[code]
        return node.attempt("step", kind="operation", step=step, matter=self.matter, item=item, values=values)

    def all_arrives(self) -> None:
        for _ in range(20):
            for node in self.nodes:
                node.act("deliver")
            if not any(node.act("waiting") for node in self.nodes):
                return
        raise AssertionError("it never came to rest")

    def stages(self) -> set[object]:
        asked = f"Matter.objects.get(pk='{self.matter}').stage"
        return {node.act("run", code=asked) for node in self.nodes}

    def set_clocks(self, at: datetime) -> None:
        for node in self.nodes:
            node.set_clock(at)


@pytest.mark.law("AS-M9-1")
@pytest.mark.law("AS-M9-3")
def test_as_m9_1_three_authorities_run_a_delivery_through_the_third_and_it_aborts_at_once():
    with staged("MA", "FR", "ES", at=MORNING, kinds=("operation",)) as nodes:
        delivery = Delivery(nodes)
        for code in ("FR", "ES"):
            delivery.says(code, "agree-concept")
        delivery.all_arrives()
        legs = {}
        for number, (code, start, end, departs, arrives) in enumerate(LEGS, start=1):
            legs[code] = delivery.says(
                "MA", "propose-leg", number=number, authority=code, mode="road",
                from_place=start, to_place=end, departs_at=f"2026-04-05T{departs}Z",
                arrives_at=f"2026-04-05T{arrives}Z",
            )  # fmt: skip
        for code in delivery.by_code:
            for step, values in CLEARING:
                delivery.says(code, step, code, **values)
        delivery.all_arrives()
        valid = {"reference": "CR 12", "valid_from": "2026-04-05T00:00Z", "valid_until": "2026-04-05T18:00Z"}
        for code in ("MA", "FR"):
            delivery.says(code, "authorise-leg", legs[code], **valid)
        delivery.all_arrives()

        # Madrid has not authorised its leg: nobody gives a go, and neither of the others can for Madrid.
        assert "refused" in delivery.tries("MA", "give-go", "MA")
        assert "refused" in delivery.tries("MA", "authorise-leg", legs["ES"], **valid)
        delivery.says("ES", "authorise-leg", legs["ES"], **valid)
        delivery.all_arrives()

        delivery.set_clocks(MORNING + timedelta(hours=6))
        for code in delivery.by_code:
            delivery.says(code, "give-go", code)
        delivery.all_arrives()
        assert delivery.stages() == {"go"}
        # The authorisation of Paris ends before the leg does: it is extended, and takes no go away.
        longer = valid | {"valid_until": "2026-04-05T21:00Z"}
        delivery.says("FR", "authorise-leg", legs["FR"], **longer)
        delivery.says("FR", "begin")
        delivery.all_arrives()
        assert delivery.stages() == {"running"}

        # Madrid aborts while nobody hears it; Rabat, who does not know, ends it. The abort counts.
        madrid = delivery.by_code["ES"]
        for node in nodes:
            node.line.cut()
        delivery.says("ES", "abort", ground="danger")
        delivery.says("MA", "end-operation")
        assert delivery.stages() == {"aborted", "ended", "running"}
        for node in nodes:
            node.line.mend()
        delivery.set_clocks(MORNING + timedelta(hours=7))
        delivery.all_arrives()
        assert delivery.stages() == {"aborted"}

        # What both sides seized is one seizure, however either writes its seal.
        for code, exhibit in (("MA", "Scellé n° 7/26"), ("FR", "scellé N° 7/26 ")):
            delivery.says(code, "state-result", **SEIZED, exhibit=exhibit)
        delivery.all_arrives()
        for node in nodes:
            board = sign_in(node, "first").open(f"/operations/{node.act('references')[0]}/").text
            assert "24 kilogramme − 12 kilogramme 12 kilogramme" in board
        assert madrid.act("run", code="Matter.objects.exclude(kind='agreement').count()") == 1
        assert_alike(nodes)
