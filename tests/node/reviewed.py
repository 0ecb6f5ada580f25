"""A matter that was concluded, reviewed, and whose processing is restricted."""

from datetime import timedelta

from mithaq.node import clock
from mithaq.node.ledger import retention
from mithaq.node.ledger.models import Matter, RetentionReview


def restricted(matter: Matter, officer: object) -> RetentionReview:
    """The review that restricts it, as this officer makes it now."""
    Matter.objects.filter(pk=matter.pk).update(final=True)
    matter.refresh_from_db()
    now = clock.now()
    found = retention.Found("restricted", "accuracy-contested", (now + timedelta(days=60)).date())
    return retention.review(officer, matter, found, saw=retention.token(matter), now=now)
