"""The same is prepared once, also where its form was fetched anew: by the back button, in a second window."""

import pytest
from django.urls import reverse
from django.utils import translation

from mithaq.node.ledger import drafts
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Draft
from mithaq.node.web.draft_titles import with_titles
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer
from tests.node.simulated import NOW
from tests.node.web.test_screens import FORM, speaking

pytestmark = pytest.mark.django_db
DAYS = ("2026-12-11", "2027-01-08")


def test_exactly_the_same_is_prepared_once_though_its_form_was_fetched_anew(paris, salma):
    client, address = signed_in(speaking(salma, "en")), reverse("web:open", args=["inquiry"])
    client.post(address, FORM)
    again = client.post(address, FORM, follow=True)
    assert "exactly this already" in text_of(again)
    assert again.redirect_chain[-1][0] == reverse("web:draft", args=[Draft.objects.get().id])
    client.post(address, FORM | {"title": "Vérification d’un autre véhicule"})
    assert Draft.objects.count() == 2


def test_two_drafts_of_one_step_are_told_apart_by_their_day(paris):
    chair = officer("group-chair")
    says = {"place": "Paris", "starts_at": "2026-12-11T09:00:00.000Z"}
    acts = [Act("group", "call-meeting", says | {"starts_at": f"{day}T09:00:00.000Z"}) for day in DAYS]
    with translation.override("fr"):
        begun = [drafts.begin(each, officer=chair, now=NOW) for each in acts]
        first, then = (each.title for each in with_titles(begun))
    assert "11 déc. 2026" in first
    assert "8 janv. 2027" in then
