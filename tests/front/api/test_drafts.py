"""What a program prepares: begun, said otherwise, submitted; once; and never more than that."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mithaq.front.api import build
from mithaq.front.api.models import Answered
from mithaq.front.api.once import KEPT
from mithaq.node import clock
from mithaq.node.ledger import drafts
from mithaq.node.ledger.models import Draft, EntryRow
from mithaq.node.officers.permission import takers
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.codes import code_list
from mithaq.pact.rules.register import kinds
from tests.front.api.conftest import REFERENCE, Program
from tests.node.inquiries import ASKED
from tests.node.officers.screens import signed_in
from tests.node.people import officer, unit

pytestmark = pytest.mark.django_db
ASK = {
    "step": "ask",
    "parties": ["FR"],
    "handling": ["H1"],
    "basis": "instrument",
    "values": ASKED,
}
TAKE_UP = {"step": "take-up", "matter": REFERENCE, "item": "MA", "values": {"access": "direct"}}
BEGIN = "kinds/inquiry/drafts"


def test_a_program_prepares_and_a_person_lets_it_leave(paris, program):
    begun = program.post(BEGIN, ASK)
    assert begun.status_code == 201, begun.content
    assert begun.json()["problems"] == []
    number = begun.json()["draft"]
    submitted = program.post(f"drafts/{number}/submit", {})
    assert submitted.json()["state"] == "submitted", submitted.content
    karim = officer("approver", "duty-officer", unit=unit(), language="fr")
    second, draft = signed_in(karim), Draft.objects.get()
    page = reverse("web:draft", args=[draft.id])
    assert ASKED["title"] in second.get(page).content.decode()
    second.post(reverse("web:draft-approve", args=[draft.id]), {"digest": begun.json()["digest"]})
    second.post(reverse("web:draft-send", args=[draft.id]), {"saw": ""})
    draft.refresh_from_db()
    assert draft.state == Draft.RELEASED
    read = program.get(f"drafts/{number}").json()
    assert (read["state"], read["values"]) == ("released", {})


def test_no_address_approves_or_lets_leave():
    acts = {
        (method, path)
        for path, operations in build.schema("en")["paths"].items()
        for method in operations
        if method != "get"
    }
    drafted = {("post", f"/api/kinds/{kind.name}/drafts") for kind in kinds()}
    changed = {("put", f"/api/kinds/{kind.name}/drafts/{{number}}") for kind in kinds()}
    # A search is asked by POST: no name stands in an address.
    others = {("post", "/api/drafts/{number}/submit"), ("post", "/api/persons/search")}
    assert acts == drafted | changed | others


@pytest.mark.law("D15")
def test_a_token_opens_no_page_that_approves_or_sends(paris, program):
    karim = officer("approver", "duty-officer", unit=unit())
    program.post(BEGIN, ASK)
    draft = Draft.objects.get()
    drafts.submit(draft, officer=program.officer, now=clock.now())
    machine = Program(karim)
    for name in ("draft-approve", "draft-send"):
        asked = Client().post(
            reverse(f"web:{name}", args=[draft.id]), {"digest": draft.digest, "saw": ""},
            headers=machine.headers(),
        )  # fmt: skip
        assert asked.status_code == 302
        assert asked.url.startswith(reverse("account_login"))
    for act in ("approve", "send", "release", "review"):
        assert machine.post(f"drafts/{draft.id}/{act}", {"digest": draft.digest}).status_code == 404
    draft.refresh_from_db()
    assert draft.state == Draft.SUBMITTED
    assert not EntryRow.objects.filter(kind="inquiry").exists()


def test_what_is_wrong_is_told_by_its_code_and_nothing_is_lost(paris, program):
    begun = program.post(BEGIN, {"step": "ask", "values": {"title": "Un titre"}})
    assert begun.status_code == 201
    told = {(each["code"], *each["path"]) for each in begun.json()["problems"]}
    assert begun.json()["refused"]["code"] == "ledger.unknown-party"
    number = begun.json()["draft"]
    refused = program.post(f"drafts/{number}/submit", {})
    assert refused.json()["code"] == "ledger.unknown-party", told
    changed = program.put(f"{BEGIN}/{number}", {**ASK, "values": {"title": "Un titre"}})
    told = {(each["code"], *each["path"]) for each in changed.json()["problems"]}
    assert ("rules.required", "purpose") in told
    refused = program.post(f"drafts/{number}/submit", {})
    assert (refused.status_code, refused.json()["code"]) == (422, "rules.badly-said")
    assert refused["Content-Type"] == "application/problem+json"
    assert {"rules.required"} <= {each["code"] for each in refused.json()["problems"]}
    assert program.get(f"drafts/{number}").json()["values"] == {"title": "Un titre"}


def test_what_is_doubtful_leaves_no_program_alone(paris, program):
    doubtful = {**ASK, "values": {**ASKED, "questions": [{"text": "tout ce que vous avez"}]}}
    begun = program.post(BEGIN, doubtful).json()
    assert [each["code"] for each in begun["problems"] if each["soft"]] == ["inquiries.too-broad"]
    assert program.post(f"drafts/{begun['draft']}/submit", {}).status_code == 422
    weighed = program.post(f"drafts/{begun['draft']}/submit", {"weighed": True})
    assert weighed.json()["state"] == "submitted"


def test_a_step_of_one_person_is_left_to_that_person(received, program):
    begun = program.post(BEGIN, TAKE_UP)
    assert begun.status_code == 201, begun.content
    refused = program.post(f"drafts/{begun.json()['draft']}/submit", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "api.one-person-is-enough")
    received.refresh_from_db()
    assert received.stage == "awaiting"


def test_hidden_characters_are_taken_out_as_on_the_page(paris, program):
    begun = program.post(BEGIN, {**ASK, "values": {"title": "a\u202eb\x00  c"}})
    assert program.get(f"drafts/{begun.json()['draft']}").json()["values"] == {"title": "ab c"}


NOT_OF_ITS_SHAPE = [
    ({"title": 1}, ["title"], "string_type"),
    ({"axis": "NOPE"}, ["axis"], "literal_error"),
    ({"unheard_of": "x"}, ["unheard_of"], "extra_forbidden"),
    ({"questions": ["x"]}, ["questions", "0"], "model_type"),
    ({"title": "\ud800"}, ["title"], "string_unicode"),
    ({"attachments": []}, ["attachments"], "extra_forbidden"),
]


def test_what_is_not_of_its_shape_is_refused_by_place(paris, program):
    for said, path, expected in NOT_OF_ITS_SHAPE:
        answer = program.post(BEGIN, {**ASK, "values": said})
        assert (answer.status_code, answer.json()["code"]) == (422, "api.badly-asked")
        (told,) = answer.json()["problems"]
        assert told["path"] == ["values", *path]
        assert expected in told["detail"]
    for content in (b"", b"{", b"\xff", b"[" * 5000, b"9" * 5000, b'{"step": NaN}', b"[]", b"null"):
        headers = program.headers(**{"Idempotency-Key": content.hex()[:100] or "none"})
        answer = Client().post(f"/api/{BEGIN}", content, "application/json", headers=headers)
        assert answer.status_code in (400, 422), content
        assert answer["Content-Type"] == "application/problem+json"
    assert not Draft.objects.exists()


class TestOnce:
    def test_the_same_key_and_request_give_the_same_answer_and_act_once(self, paris, program):
        first, again = (program.post(BEGIN, ASK, key="one") for _ in range(2))
        assert first.content == again.content
        assert (first.status_code, again.status_code) == (201, 201)
        assert again["Idempotency-Repeated"] == "true"
        assert Draft.objects.count() == 1

    def test_the_same_key_with_another_request_is_refused(self, paris, program):
        program.post(BEGIN, ASK, key="one")
        other = program.post(BEGIN, {**ASK, "handling": ["H2"]}, key="one")
        assert (other.status_code, other.json()["code"]) == (422, "api.key-used-otherwise")
        assert Draft.objects.count() == 1

    def test_a_refusal_is_repeated_too_and_leaves_its_row(self, received):
        stranger = Program(officer("translator"))
        first, again = (stranger.post(BEGIN, TAKE_UP, key="one") for _ in range(2))
        assert first.status_code == 404
        assert first.content == again.content
        rows = HouseEvent.objects.filter(action="read.refused", officer=stranger.officer.reference)
        assert rows.count() == 1

    def test_without_a_key_nothing_is_done(self, program):
        answer = Client().post(f"/api/{BEGIN}", ASK, "application/json", headers=program.headers())
        assert (answer.status_code, answer.json()["code"]) == (400, "api.key-missing")
        assert not Draft.objects.exists()

    def test_two_officers_may_choose_the_same_key(self, paris, program):
        other = Program(officer("duty-officer"))
        assert [each.post(BEGIN, ASK, key="one").status_code for each in (program, other)] == [201, 201]
        assert Draft.objects.count() == 2

    def test_keys_are_forgotten_after_a_week_and_hold_nothing_personal(self, paris, program):
        program.post(BEGIN, ASK, key="one")
        kept = bytes(Answered.objects.get().content).decode()
        assert not [text for text in (ASKED["title"], "CANARI") if text in kept]
        Answered.objects.update(at=clock.now() - KEPT - timedelta(seconds=1))
        program.post(BEGIN, ASK, key="two")
        assert [each.key for each in Answered.objects.all()] == ["two"]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
def test_every_kind_is_opened_from_its_declaration(paris, kind):
    opening = {"step": kind.opening, "parties": ["FR"], "values": {}}
    able = takers(kind.name, kind.opening)
    persona = officer(*sorted(able)[:1])
    begun = Program(persona).post(f"kinds/{kind.name}/drafts", opening)
    assert begun.status_code == 201, begun.content
    draft = Draft.objects.get()
    assert (draft.kind, draft.step) == (kind.name, kind.opening)
    assert signed_in(persona).get(reverse("web:draft", args=[draft.id])).status_code == 200
    other = next(each for each in code_list("functions").values if each not in able)
    refused = Program(officer(other)).post(f"kinds/{kind.name}/drafts", opening)
    assert (refused.status_code, refused.json()["code"]) == (403, "officers.not-yours")


def test_every_step_an_officer_takes_has_its_shape_and_no_other_has():
    made = build.schema("en")
    for kind in kinds():
        body = made["paths"][f"/api/kinds/{kind.name}/drafts"]["post"]["requestBody"]
        shape = body["content"]["application/json"]["schema"]
        declared = {step.name for step in kind.steps if not step.by_the_node}
        assert set(shape["discriminator"]["mapping"]) == declared, kind.name
        for step in kind.steps:
            says = made["components"]["schemas"].get(f"{kind.name}-{step.name}-says", {})
            asked = {each.name for each in step.asked_fields if each.name != "attachments"}
            expected = asked if not step.by_the_node else set()
            assert set(says.get("properties", {})) == expected, (kind.name, step.name)


def test_a_draft_stays_in_its_matter_and_its_step(received, program):
    number = program.post(BEGIN, TAKE_UP).json()["draft"]
    elsewhere = {**TAKE_UP, "matter": "MA-INQ-2026-00001"}
    for other in ({**TAKE_UP, "step": "answer", "values": {}}, elsewhere):
        assert program.put(f"{BEGIN}/{number}", other).status_code == 409
    closing = {"step": "begin-closing", "matter": REFERENCE, "values": {}}
    assert program.put(f"kinds/group/drafts/{number}", closing).status_code == 404


def test_files_attached_on_the_page_stay_when_a_program_changes_the_rest(paris, program, monkeypatch):
    number = program.post(BEGIN, ASK).json()["draft"]
    draft, files = Draft.objects.get(pk=number), [{"id": "f" * 32, "name": "plan.pdf"}]
    act = drafts.content(draft).act
    monkeypatch.setattr("mithaq.node.ledger.drafts.attached.hold", lambda *_, **__: None)
    monkeypatch.setattr("mithaq.node.ledger.drafts.manifests_in", lambda _: ())
    with_files = replace(act, values={**act.values, "attachments": files})
    drafts.edit(draft, with_files, officer=program.officer, now=clock.now())
    program.put(f"{BEGIN}/{number}", {**ASK, "values": {"title": "autre"}})
    kept = drafts.content(Draft.objects.get(pk=number)).act.values
    assert kept == {"title": "autre", "attachments": files}


def test_own_drafts_are_listed_page_by_page(paris, program):
    numbers = {program.post(BEGIN, ASK).json()["draft"] for _ in range(3)}
    seen, after = [], ""
    while True:
        page = program.get("drafts", size=2, **({"after": after} if after else {})).json()
        seen += [each["draft"] for each in page["drafts"]]
        after = page["next"]
        if not after:
            break
    assert len(seen) == 3
    assert set(seen) == numbers
