"""The tables of the exchange: what is owed to each partner, and what we saw of their logs.

A row of the outbox is the task itself: there is no queue beside the database. Bytes of envelopes are never
stored; they are made from the ledger when they are sent, so that nothing has to be hunted down when a body
is erased.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

ID, CODE, WORD = 64, 16, 64  # characters


class Outbox(models.Model):
    """One thing owed to one partner: an entry, or a receipt of ours. Kept for good, as the record of
    delivery.

    `entry` is the entry sent, or the one our receipt is for. `precedence` and `seq` give the order: stopping
    steps first. Whether a partner is suspended or has no node is read with the row, never stored in it.
    """

    ENTRY, RECEIPT = "entry", "receipt"
    WAITING, SENT, ACCEPTED, REFUSED = "waiting", "sent", "accepted", "refused"
    STATES: ClassVar = [
        (WAITING, _("waiting")),
        (SENT, _("sent, the answer could not be read")),
        (ACCEPTED, _("kept by the partner")),
        (REFUSED, _("refused by the partner")),
    ]

    seq = models.BigAutoField(primary_key=True)
    what = models.CharField(_("what"), max_length=8)
    entry = models.CharField(_("entry"), max_length=ID)
    matter = models.CharField(_("matter"), max_length=ID, db_index=True)
    recipient = models.CharField(_("recipient"), max_length=CODE)
    precedence = models.IntegerField(_("precedence"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=STATES, default=WAITING)
    reason = models.CharField(_("reason"), max_length=WORD, blank=True)
    owner = models.CharField(_("owner"), max_length=16, blank=True)  # reference of the officer who stated it
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    posted_at = models.DateTimeField(_("posted"))
    next_at = models.DateTimeField(_("next attempt"))
    tried_at = models.DateTimeField(_("last attempt"), null=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    lease = models.CharField(_("lease"), max_length=32, blank=True)
    lease_until = models.DateTimeField(_("leased until"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ("precedence", "seq")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["what", "entry", "recipient"], name="one_delivery_each")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["recipient", "precedence", "seq"],
                name="undelivered",
                condition=models.Q(accepted_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}:{self.entry[:12]}:{self.recipient}"


class Line(models.Model):
    """How we reach one partner: up, or down since when and tried again when."""

    recipient = models.CharField(_("partner"), max_length=CODE, primary_key=True)
    down_since = models.DateTimeField(_("down since"), null=True)
    reason = models.CharField(_("reason"), max_length=WORD, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"), null=True)
    answered_at = models.DateTimeField(_("last answer"), null=True)

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")

    def __str__(self) -> str:
        return self.recipient


class Count(models.Model):
    """How often something happened in an hour: refusals by code and author, strangers without a name."""

    hour = models.DateTimeField(_("hour"))
    what = models.CharField(_("what"), max_length=WORD)
    author = models.CharField(_("author"), max_length=CODE, blank=True)
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hour", "what", "author"], name="one_count_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.what}:{self.times}"


class Lease(models.Model):
    """Which worker does a task that one at a time may do: the sequencer, the checkpoints."""

    task = models.CharField(_("task"), max_length=32, primary_key=True)
    holder = models.CharField(_("holder"), max_length=32, blank=True)
    until_at = models.DateTimeField(_("until"), null=True)
    done_at = models.DateTimeField(_("last done"), null=True)

    class Meta:
        verbose_name = _("lease")
        verbose_name_plural = _("leases")

    def __str__(self) -> str:
        return self.task


class WitnessedLog(models.Model):
    """What we last saw of a partner's log, and cosigned: it can only continue from here."""

    authority = models.CharField(_("authority"), max_length=CODE, primary_key=True)
    size = models.BigIntegerField(_("size"), default=0)
    frontier = models.TextField(_("frontier"), default='{"peaks":[],"size":0}')
    text = models.TextField(_("checkpoint"), blank=True)
    at = models.DateTimeField(_("seen"), null=True)

    class Meta:
        verbose_name = _("log of a partner")
        verbose_name_plural = _("logs of partners")

    def __str__(self) -> str:
        return f"{self.authority}:{self.size}"


class WitnessedLeaves(models.Model):
    """A stretch of leaf hashes of a partner's log, so that it can be rebuilt exactly from us (D11)."""

    authority = models.CharField(_("authority"), max_length=CODE)
    start = models.BigIntegerField(_("first place"))
    hashes = models.BinaryField(_("hashes"))  # 32 bytes each

    class Meta:
        verbose_name = _("leaves of a partner's log")
        verbose_name_plural = _("leaves of partners' logs")
        ordering = ("authority", "start")
        constraints: ClassVar = [models.UniqueConstraint(fields=["authority", "start"], name="one_stretch")]

    def __str__(self) -> str:
        return f"{self.authority}:{self.start}"


class Shown(models.Model):
    """How much of our own log a partner has cosigned."""

    authority = models.CharField(_("partner"), max_length=CODE, primary_key=True)
    size = models.BigIntegerField(_("size"), default=0)
    at = models.DateTimeField(_("cosigned"), null=True)
    tried_at = models.DateTimeField(_("last shown"), null=True)
    reason = models.CharField(_("reason"), max_length=WORD, blank=True)
    number = models.BigIntegerField(_("number of our last question"), default=0)

    class Meta:
        verbose_name = _("what a witness has seen")
        verbose_name_plural = _("what witnesses have seen")

    def __str__(self) -> str:
        return f"{self.authority}:{self.size}"


class Asked(models.Model):
    """The number of the last question a partner asked: each is higher, so that none can be asked again by
    others.
    """

    authority = models.CharField(_("partner"), max_length=CODE, primary_key=True)
    number = models.BigIntegerField(_("number"), default=0)

    class Meta:
        verbose_name = _("question of a partner")
        verbose_name_plural = _("questions of partners")

    def __str__(self) -> str:
        return f"{self.authority}:{self.number}"


class Alarm(models.Model):
    """Something about a log that a person must look at, with the evidence. Everything else goes on."""

    code = models.CharField(_("code"), max_length=WORD)
    authority = models.CharField(_("authority"), max_length=CODE)
    at = models.DateTimeField(_("raised"))
    evidence = models.TextField(_("evidence"), blank=True)  # both signed checkpoints, as they came
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.code}:{self.authority}"
