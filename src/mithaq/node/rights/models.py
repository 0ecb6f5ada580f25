"""Requests of persons about their own data, what was found, and what two officers decided. Ours alone.

Who asks, what they write and why something is refused rest under one key of the request (`ledger.ours`):
destroying it destroys all of them. What stands in the clear are codes, days and officers.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.node.ledger.models.sizes import CODE, ID, WORD

LONGEST_REFERENCE = 40
OFFICER = settings.AUTH_USER_MODEL


class SubjectRequest(models.Model):
    """What a person asks about data on themselves: which right, how it came, by when an answer is owed.

    `sort`, `way` and `identity` are of the lists `rights-requests`, `rights-ways` and `rights-identity`.
    `content` is locked; empty once destroyed. While a search lasts (`looking_since`), `looked_to` is the last
    matter that was read; `looked_at` is when the last one ended. An answer is owed while it has neither been
    given (`answered_on`) nor the entry been withdrawn as a mistake (`withdrawn_at`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(_("reference"), max_length=LONGEST_REFERENCE, unique=True)
    year = models.PositiveIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    sort = models.CharField(_("what is asked"), max_length=WORD)
    way = models.CharField(_("how it came"), max_length=WORD)
    identity = models.CharField(_("how identity was shown"), max_length=WORD)
    language = models.CharField(_("language of the person"), max_length=2)
    received_on = models.DateField(_("received"))
    due_on = models.DateField(_("answer owed by"))
    extended_on = models.DateField(_("extended"), null=True)
    extension_told_on = models.DateField(_("extension told to the person"), null=True)
    entered_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(_("entered"))
    looking_since = models.DateTimeField(_("search begun"), null=True)
    looked_to = models.CharField(_("searched up to"), max_length=ID, blank=True)
    looked_at = models.DateTimeField(_("looked for"), null=True)
    answered_on = models.DateField(_("answered"), null=True)
    withdrawn_at = models.DateTimeField(pgettext_lazy("request", "withdrawn"), null=True)
    review_on = models.DateField(_("kept until"), null=True)
    destroyed_at = models.DateTimeField(_("destroyed"), null=True)
    content = models.BinaryField(_("content"))
    extension = models.BinaryField(_("reason of the extension"), default=bytes)

    class Meta:
        verbose_name = _("request of a person")
        verbose_name_plural = _("requests of persons")
        ordering = ("due_on", "reference")
        indexes: ClassVar = [models.Index(fields=["answered_on", "due_on"], name="requests_by_due")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "number"], name="one_request_a_number"),
            models.CheckConstraint(
                name="answered_after_received",
                condition=models.Q(answered_on=None) | models.Q(answered_on__gte=models.F("received_on")),
            ),
            models.CheckConstraint(
                name="answered_or_withdrawn",
                condition=models.Q(answered_on=None) | models.Q(withdrawn_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.answered_on is None and self.withdrawn_at is None

    @property
    def share_looked(self) -> int:
        """How much of a search is done, in hundredths: ids of matters are digests, spread evenly."""
        return int(self.looked_to[:4] or "0", 16) * 100 // 0x10000


class Concern(models.Model):
    """A matter or a record of the register that may concern who asked: which, and how close its name is.

    `matter` is an id, or `record` one of the register. `said` is what the officer in charge of it confirmed.
    """

    CONCERNS, ANOTHER = "concerns", "another"
    SAID: ClassVar = [(CONCERNS, _("concerns the person")), (ANOTHER, _("is about somebody else"))]

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="concerns")
    matter = models.CharField(_("matter"), max_length=ID, blank=True)
    record = models.UUIDField(_("record of the register"), null=True)
    band = models.CharField(_("band"), max_length=WORD)
    found_at = models.DateTimeField(_("found"))
    said = models.CharField(_("confirmed"), max_length=8, blank=True, choices=SAID)
    said_with = models.ForeignKey(OFFICER, on_delete=models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField(_("recorded"), null=True)

    class Meta:
        verbose_name = _("what may concern a person")
        verbose_name_plural = _("what may concern persons")
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "matter"], condition=~models.Q(matter=""), name="one_concern_a_matter"
            ),
            models.UniqueConstraint(fields=["request", "record"], name="one_concern_a_record"),
            models.CheckConstraint(
                name="a_matter_or_a_record",
                condition=(~models.Q(matter="") & models.Q(record=None))
                | (models.Q(matter="") & models.Q(record__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Decision(models.Model):
    """What one officer prepared as the answer to a request, and a second one confirmed, or did not.

    `outcome` and `grounds` are of the lists `rights-outcomes` and `rights-grounds`; `why` is locked. While
    `state` is empty it waits; a request has one that waits and one confirmed at most.
    """

    CONFIRMED, RETURNED, WITHDRAWN = "confirmed", "returned", "withdrawn"
    STATES: ClassVar = [
        (CONFIRMED, pgettext_lazy("decision", "confirmed")),
        (RETURNED, pgettext_lazy("decision", "returned")),
        (WITHDRAWN, pgettext_lazy("decision", "withdrawn")),
    ]

    request = models.ForeignKey(SubjectRequest, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(_("outcome"), max_length=WORD)
    grounds: models.JSONField[list[str]] = models.JSONField(_("grounds"), default=list)
    grounds_told = models.BooleanField(_("the letter says the grounds"), default=False)
    owner = models.CharField(_("authority that owns the data"), max_length=CODE, blank=True)
    owner_told_on = models.DateField(_("the owner was told"), null=True)
    why = models.BinaryField(_("why"), default=bytes)
    prepared_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(_("prepared"))
    state = models.CharField(_("state"), max_length=12, blank=True, choices=STATES)
    decided_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("decision on a request")
        verbose_name_plural = _("decisions on requests")
        ordering = ("-prepared_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(state=""), name="one_decision_waits"
            ),
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(state="confirmed"), name="one_decision_stands"
            ),
            models.CheckConstraint(
                name="decision_confirmed_by_somebody_else",
                condition=~models.Q(state="confirmed")
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("prepared_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}:{self.state or 'waits'}"
