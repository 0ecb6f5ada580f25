"""What a program finds is what its officer's pages show: no more, in pages, noted before it is read."""

import pytest
from django.urls import reverse

from mithaq.front.api import build
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import keyset
from mithaq.node.ledger.models import Matter
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.codes import code_list
from mithaq.pact.rules.register import kinds
from tests.front.api.conftest import REFERENCE, Program
from tests.node.inquiries import BODY, CONFIDENTIAL, SAYS
from tests.node.officers.screens import signed_in
from tests.node.people import officer
from tests.node.reviewed import restricted
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db


def test_a_matter_is_what_its_page_shows(received, program):
    matter = program.get(f"matters/{REFERENCE}").json()
    assert (matter["kind"], matter["stage"], matter["title"]) == ("inquiry", "awaiting", BODY["title"])
    assert {"step": "take-up", "item": "MA"} in matter["open"]
    assert {row["owed_by"] for row in matter["duties"]} >= {"MA"}
    timeline = program.get(f"matters/{REFERENCE}/timeline").json()
    assert timeline["entries"][0]["says"]["questions"] == BODY["questions"]
    assert timeline["next"] == ""
    form = program.get(f"matters/{REFERENCE}/steps/answer", item="MA").json()
    assert form["values"]["answers"][0]["question"] == 1
    refused = program.get(f"matters/{REFERENCE}/steps/close")
    assert (refused.status_code, refused.json()["code"]) == (409, "rules.step-not-allowed")


def test_each_reading_is_noted_with_the_token_and_a_refusal_too(received, program):
    for path in ("matters", f"matters/{REFERENCE}", f"matters/{REFERENCE}/timeline", "drafts"):
        program.get(path)
    events = HouseEvent.objects.filter(
        officer=program.officer.reference, facts__token=program.token.reference
    )
    read = {"matters.listed", "matter.read", "timeline.read", "drafts.listed"}
    assert {event.action for event in events} == {"token.made", *read}
    program.get("matters/MA-INQ-2026-99999")
    assert HouseEvent.objects.get(action="read.refused").facts["tried"] == "matter.read"


def test_a_program_sees_of_matters_what_each_function_sees_on_the_page(received):
    for function in [*code_list("functions").values, None]:
        persona = officer(*filter(None, [function]), language="en")
        page = signed_in(persona).get(reverse("web:matters"), {"kind": "inquiry"})
        sees = page.status_code == 200 and REFERENCE in page.content.decode()
        program = Program(persona)
        listed = program.get("kinds/inquiry/matters").json()["matters"]
        assert bool(listed) is sees, function
        assert program.get(f"matters/{REFERENCE}").status_code == (200 if sees else 404), function
        assert program.get(f"matters/{REFERENCE}/timeline").status_code == (200 if sees else 404), function


def test_filters_are_those_of_the_page(received, program):
    def found(**query):
        return program.get("kinds/inquiry/matters", **query).json()["matters"]

    assert found(stage="awaiting", turn="ours", axis="COI", text="INQ-2026", order="due")
    assert not found(stage="answered")
    assert not found(turn="theirs")
    assert not found(axis="TER")
    assert not program.get("matters", kind="group").json()["matters"]
    refused = program.get("kinds/inquiry/matters", stage="nowhere")
    assert (refused.status_code, refused.json()["problems"][0]["path"]) == (422, ["stage"])


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_every_kind_has_its_list_with_the_filters_it_declares(program, kind):
    answer = program.get(f"kinds/{kind.name}/matters")
    assert answer.json() == {"matters": [], "counted": 0, "more": False, "next": ""}
    path = build.schema("en")["paths"][f"/api/kinds/{kind.name}/matters"]["get"]
    asked = {each["name"]: each["schema"] for each in path["parameters"]}
    declared = {column.name for column in kind.columns if column.filters and column.codes}
    assert set(asked) == {"text", "stage", "turn", "order", "action", "after", "size", *declared}
    assert set(asked["stage"]["enum"]) == {"", *(stage.name for stage in kind.stages)}


def test_a_long_list_and_a_long_timeline_come_in_pages(received, paris, program):
    for number in range(8, 11):
        wire = paris.wire(
            "ask", kind="inquiry", says=SAYS, body=BODY, reference=f"FR-INQ-2026-0000{number}",
            terms=paris.terms, **CONFIDENTIAL,
        )  # fmt: skip
        assert receive(wire, now=NOW).state == "kept"
    agreement = Matter.objects.get(kind="agreement").reference
    reader = Program(officer("plan-coordinator", "duty-officer"))
    for path, name, key in (
        ("kinds/inquiry/matters", "matters", "reference"),
        (f"matters/{agreement}/timeline", "entries", "id"),
    ):
        whole = [each[key] for each in reader.get(path, size=100).json()[name]]
        assert len(whole) >= 4
        told, after = [], ""
        while not told or after:
            page = reader.get(path, size=2, **({"after": after} if after else {})).json()
            assert len(page[name]) <= 2
            told += [each[key] for each in page[name]]
            after = page["next"]
        assert told == whole


def test_what_is_no_place_of_a_list_is_refused(received, program):
    stranger = keyset.write(NOW, "z" * 64)
    for after in ("x", "W10=", stranger, "W1tbW1tbW1tbW1tbW1tb", "\x00", "é", "9" * 200):
        for path in ("matters", "drafts", f"matters/{REFERENCE}/timeline"):
            answer = program.get(path, after=after)
            assert (answer.status_code, answer.json()["code"]) == (400, "api.no-such-place"), (path, after)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_place_beyond_every_calendar_is_none(at):
    import base64
    import json

    assert keyset.read(base64.urlsafe_b64encode(json.dumps([at, "a" * 64]).encode()).decode()) is None


def test_a_place_comes_back_as_it_was_handed_out():
    assert keyset.read(keyset.write(NOW, "a" * 64)) == (NOW, "a" * 64)


@pytest.mark.parametrize("reference", ["a%00b", "%ED%A0%80", "%E2%80%AE", "x" * 300])
def test_what_no_reference_can_be_is_answered(program, reference):
    from django.test import Client

    answer = Client().get(f"/api/matters/{reference}", headers=program.headers())
    assert answer.status_code in (404, 422)


def test_the_kinds_tell_what_this_officer_may_take(program):
    told = {each["name"]: each for each in program.get("kinds").json()["kinds"]}
    assert set(told) == {kind.name for kind in kinds()}
    steps = {each["name"]: each for each in told["inquiry"]["steps"]}
    assert (steps["ask"]["opens"], steps["ask"]["yours"], steps["ask"]["two_persons"]) == (True, True, True)
    assert not {each["name"] for each in told["agreement"]["steps"] if each["yours"]}


@pytest.mark.law("L38")
def test_what_a_restricted_matter_says_is_not_for_programs(received, program, salma):
    restricted(received, salma)
    refused = program.get(f"matters/{REFERENCE}/timeline")
    assert (refused.status_code, refused.json()["code"]) == (422, "ledger.matter-restricted")
    assert BODY["title"] not in refused.content.decode()
    told = program.get(f"matters/{REFERENCE}")
    assert (told.status_code, told.json()["title"], told.json()["stage"]) == (200, "", received.stage)
    for lists in ("matters", "kinds/inquiry/matters"):
        listed = program.get(lists).content.decode()
        assert REFERENCE in listed, lists
        assert BODY["title"] not in listed, lists
