"""What a form offers to choose from, as its pages call it."""

import pytest
from django.urls import reverse
from django.utils import translation

from mithaq.node.ledger import step
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.web.fields import _choice, help_of
from mithaq.pact.rules.fields import Field, Type
from mithaq.pact.rules.words import NOTHING
from tests.node.inquiries import ASKED, CONFIDENTIAL
from tests.node.officers.screens import signed_in, text_of
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db


def test_what_is_corrected_is_called_by_a_whole_sentence(paris, salma):
    entry = step.state(Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL), officer=salma, now=NOW)
    salma.language = "fr"
    salma.save()
    reference = Matter.objects.get(pk=entry.matter).reference
    form = text_of(signed_in(salma).get(reverse("web:step", args=[reference, "correct"])))
    assert "Police a demandé des informations, 24 nov. 2026" in form


def test_a_choice_has_the_room_that_its_longest_words_need():
    options = ([("", "—"), ("a", "x" * letters)] for letters in (28, 29, 57))
    short, long, longest = (_choice(Field("one", Type.KIND, NOTHING), each) for each in options)
    assert [(each.long, each.wide) for each in (short, long, longest)] == [
        (False, False),
        (True, False),
        (True, True),
    ]


@pytest.mark.parametrize(("least", "told"), [(39, ""), (200, "At least 200 characters.")])
def test_who_must_write_much_is_told_before(least, told):
    with translation.override("en"):
        assert help_of(Field("facts", Type.PROSE, NOTHING, least=least)) == told
