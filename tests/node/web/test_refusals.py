"""A refusal leads back to its matter, and says that nothing was changed where something was sent."""

import pytest
from django.urls import reverse

from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer
from tests.node.web.test_screens import EVERY_LANGUAGE, received, speaking

__all__ = ["received"]  # a fixture
pytestmark = pytest.mark.django_db
NOTHING_CHANGED = {"ar": "لم يتغير شيء", "fr": "Rien n’a été modifié", "en": "Nothing was changed"}


@EVERY_LANGUAGE
def test_a_refusal_leads_back_to_its_matter_and_says_that_nothing_changed_where_something_was_sent(
    received, salma, language
):
    client = signed_in(speaking(salma, language))
    back, nothing = f'href="{reverse("web:matter", args=[received.reference])}"', NOTHING_CHANGED[language]
    page = client.post(reverse("web:step", args=[received.reference, "consent"]))
    assert page.status_code == 409
    assert back in page.content.decode()
    assert nothing in text_of(page)
    mistyped = client.get(reverse("web:matter", args=["MA-INQ-2026-99999"]))
    assert mistyped.status_code == 404
    assert nothing not in text_of(mistyped)
    assert back not in mistyped.content.decode()


def test_no_refusal_says_that_a_matter_is_there_to_whoever_may_not_open_it(received):
    page = signed_in(officer("liaison-officer")).get(reverse("web:matter", args=[received.reference]))
    assert page.status_code == 404
    assert f'href="{reverse("web:matter", args=[received.reference])}"' not in page.content.decode()
