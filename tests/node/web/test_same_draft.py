"""The same is prepared once, also where its form was fetched anew: by the back button, in a second window."""

import pytest
from django.urls import reverse

from mithaq.node.ledger.models import Draft
from tests.node.officers.screens import signed_in, text_of
from tests.node.web.test_screens import FORM, speaking

pytestmark = pytest.mark.django_db


def test_exactly_the_same_is_prepared_once_though_its_form_was_fetched_anew(paris, salma):
    client, address = signed_in(speaking(salma, "en")), reverse("web:open", args=["inquiry"])
    client.post(address, FORM)
    again = client.post(address, FORM, follow=True)
    assert "exactly this already" in text_of(again)
    assert again.redirect_chain[-1][0] == reverse("web:draft", args=[Draft.objects.get().id])
    client.post(address, FORM | {"title": "Vérification d’un autre véhicule"})
    assert Draft.objects.count() == 2
