"""The register of honours: nothing leaves while it is on hold; who may wear what is for protocol alone."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.node import clock
from mithaq.node.ledger import drafts
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.errors import UnknownDraft
from mithaq.node.ledger.models import Draft, EntryRow, Matter
from mithaq.node.ledger.step import state
from mithaq.node.officers.errors import NotYours
from mithaq.pact.rules.errors import BadlySaid
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated, ourselves

pytestmark = pytest.mark.django_db

AWARD = {
    "order": "arch", "grade": "officer", "instrument_on": (NOW - timedelta(days=20)).date().isoformat(),
    "instrument": "Dahir n° 0.00.000", "recipient_of": "FR", "name": "MARTEL <b>Louis</b>",
    "name_ar": "لويس مارتيل", "office_ar": "رائد", "office_fr": "Commandant", "cleared": True,
    "merit_ar": "أسهم في نتائج اعتمدها الطرفان معا وفق القانون. " * 6,
    "merit_fr": "A contribué à des résultats validés par les deux parties. " * 5,
}  # fmt: skip


@pytest.fixture
def register(tmp_path, settings, db, monkeypatch):
    """Open on our node, with nothing in it."""
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    agreed(Simulated("FR").introduced(), kinds=("honour",))
    monkeypatch.setattr(clock, "now", lambda: NOW)
    values = {"title": "Distinctions", "permission_days": 60}
    opening = state(
        Act("honour", "open-register", values, parties=("FR",)), officer=officer("honours-officer"), now=NOW
    )
    return Matter.objects.get(pk=opening.id)


@pytest.mark.law("AS-M12-2")
def test_as_m12_2_a_proposal_on_hold_stays_a_draft_and_the_other_side_sees_nothing(register):
    keeper, second = officer("honours-officer"), officer("approver")
    act = Act("honour", "enter-award", AWARD | {"cleared": False}, matter=register.id, basis="ma-treaty")
    draft = drafts.begin(act, officer=keeper, now=NOW)
    with pytest.raises(BadlySaid) as refused:
        drafts.submit(draft, officer=keeper, now=NOW)
    assert [each.code for each in refused.value.problems] == ["honours.on-hold"]
    assert drafts.draft_for(draft.id, officer("honours-officer")) == draft
    for other in ("duty-officer", "protocol-officer"):  # who see the register, and not what is prepared
        with pytest.raises(UnknownDraft):
            drafts.draft_for(draft.id, officer(other))
    with pytest.raises(NotYours):  # nor does anybody take it up who is not there for it
        drafts.begin(act, officer=officer("duty-officer"), now=NOW)
    assert Draft.objects.get(pk=draft.id).state == Draft.EDITING
    assert not EntryRow.objects.filter(step="enter-award").exists()
    cleared = Act("honour", "enter-award", AWARD, matter=register.id, basis="ma-treaty")
    drafts.edit(draft, cleared, officer=keeper, now=NOW)  # with the auditor's note at hand
    drafts.submit(draft, officer=keeper, now=NOW)
    drafts.approve(draft, officer=second, digest=draft.digest, now=NOW)
    assert drafts.release(draft, officer=keeper, now=NOW).step == "enter-award"


LINES = {"ar": "لا يجوز حمله بعد", "fr": "Port non autorisé à ce jour", "en": "May not be worn yet"}


@pytest.mark.law("AS-M12-1")
@pytest.mark.parametrize("language", LINES)
def test_as_m12_1_the_page_of_ceremonies_says_what_may_not_be_worn_to_protocol_only(register, language):
    state(
        Act("honour", "enter-award", AWARD, matter=register.id, basis="ma-treaty"),
        officer=officer("honours-officer"),
        now=NOW,
    )
    address = reverse("honours:register", args=[register.reference])
    protocol = officer("protocol-officer", unit=unit(), language=language)
    text = signed_in(protocol).get(address).content.decode()
    assert LINES[language].casefold() in text.casefold()
    assert "لويس مارتيل" in text
    assert "MARTEL &lt;b&gt;Louis" in text
    chief = signed_in(officer("duty-officer", language=language))
    assert chief.get(address).status_code == 403
    page = chief.get(reverse("web:matter", args=[register.reference]))
    assert address not in page.content.decode()  # nor does any door lead there
    assert address in signed_in(protocol).get(page.request["PATH_INFO"]).content.decode()
