"""What has not reached a partner: state, reason, owner and next try of everything, on however many pages."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.node.exchange.models import Line, Outbox
from mithaq.node.partners.models import Partner, State
from mithaq.node.web import delivery as page
from mithaq.node.web.delivery import DUE, HELD, NO_NODE, delivery
from tests.node.officers.screens import signed_in, text_of
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
SOON, LATER = NOW + timedelta(minutes=1), NOW + timedelta(hours=3)


def owed(number, **said):
    return Outbox.objects.create(
        **{
            "what": Outbox.ENTRY, "entry": f"{number:064x}", "matter": f"{number:064x}", "recipient": "FR",
            "posted_at": NOW, "next_at": SOON, **said,
        }
    )  # fmt: skip


@pytest.fixture
def nothing_else(paris):
    Outbox.objects.all().delete()


SILENT = {"reason": "exchange.line-silent"}
REFUSED = {"reason": "exchange.bad-signature", "state": "refused", "next_at": LATER}
# What is owed, how the line and the partner are; then the reason and the next try.
WAITING = {
    "just stated": ({}, {}, {}, DUE, SOON),
    "stated while the line is down": ({}, {"next_at": LATER}, {}, "exchange.line-down", LATER),
    "tried before the line was down": (SILENT, {"next_at": LATER}, {}, "exchange.line-silent", LATER),
    "refused by the partner": (REFUSED, {}, {}, "exchange.bad-signature", LATER),
    "the partner is suspended": ({}, {}, {"state": State.SUSPENDED}, HELD, None),
    "the partner has no node": ({}, {}, {"has_node": False}, NO_NODE, None),
    "a receipt, which the node owes": ({"what": "receipt"}, {}, {}, DUE, SOON),
}


@pytest.mark.law("L44")
@pytest.mark.parametrize("case", WAITING)
def test_whatever_waits_has_a_reason_an_owner_and_a_next_try(nothing_else, salma, case):
    row, line, partner, reason, next_at = WAITING[case]
    if partner:
        Partner.objects.filter(code="FR").update(**partner)
    if line:
        Line.objects.create(recipient="FR", down_since=NOW, reason="exchange.line-down", **line)
    owed(1, owner="" if row.get("what") else salma.reference, **row)
    (shown,) = delivery(salma).rows
    assert (shown.reason, shown.next_at) == (reason, next_at)
    assert shown.owner == ("" if row.get("what") else salma.get_full_name())
    for language, node in (("ar", "هذه العقدة"), ("fr", "ce nœud"), ("en", "this node")):
        type(salma).objects.filter(pk=salma.pk).update(language=language)
        text = text_of(signed_in(salma).get(reverse("web:delivery")))
        assert (salma.get_full_name() if shown.owner else node) in text
        assert "exchange." not in text  # every reason is a sentence


def test_however_much_waits_every_row_is_on_some_page(nothing_else, salma, monkeypatch):
    monkeypatch.setattr(page, "MOST", 4)
    rows = [owed(number, precedence=-10 if number % 3 == 0 else 0) for number in range(1, 11)]
    client, seen, url = signed_in(salma), [], reverse("web:delivery")
    place = ""
    while True:
        assert client.get(url, {"after": place}).status_code == 200
        shown = delivery(salma, place)
        assert shown.counted == len(rows)
        seen += [each.row for each in shown.rows]
        if not (place := shown.next):
            break
    assert seen == sorted(rows, key=lambda row: (row.precedence, row.seq))


@pytest.mark.parametrize("place", ["x", "1", "1.x", "..", "9" * 30 + ".1", "\x00.1", "١.٢"])
def test_a_place_that_is_none_is_a_page(nothing_else, salma, place):
    owed(1)
    assert signed_in(salma).get(reverse("web:delivery"), {"after": place}).status_code == 200
