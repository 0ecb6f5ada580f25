"""Erasures that were asked for: one officer asks, another decides. A row names nobody a matter is about."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mithaq.node.ledger.models.sizes import ID, WORD


class Erasure(models.Model):
    """That what a matter says in confidence be erased: who asked, on which ground, who decided and how.

    `ground` is of the code list `erasure-grounds`, never words. `entries` is how many statements the matter
    had when it was asked for: they only ever become more. While `outcome` is empty it waits, and a matter has
    one such row at most.
    """

    CONFIRMED, REFUSED, WITHDRAWN = "confirmed", "refused", "withdrawn"
    OUTCOMES: ClassVar = [
        (CONFIRMED, _("confirmed and carried out")),
        (REFUSED, _("refused")),
        (WITHDRAWN, _("withdrawn")),
    ]

    matter = models.CharField(_("matter"), max_length=ID, db_index=True)
    ground = models.CharField(_("ground"), max_length=WORD)
    entries = models.PositiveIntegerField(_("statements"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="erasures_asked"
    )
    asked_at = models.DateTimeField(_("asked"))
    outcome = models.CharField(_("outcome"), max_length=12, blank=True, choices=OUTCOMES)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="erasures_decided"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("-asked_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(outcome=""), name="one_erasure_waits"
            ),
            models.CheckConstraint(
                name="erasure_confirmed_by_somebody_else",
                condition=~models.Q(outcome="confirmed")
                | (models.Q(decided_by__isnull=False) & ~models.Q(decided_by=models.F("asked_by"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter[:12]}:{self.outcome or 'waits'}"
