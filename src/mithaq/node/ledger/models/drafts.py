"""Drafts: what officers prepare at home before a step (D15); the keys of all texts of ours alone."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mithaq.node.ledger.models.sizes import ID, WORD


class Draft(models.Model):
    """What an officer prepares before a step. Never leaves the node; release is an act (D15).

    The content rests under the draft's own key. `digest` is the hash of exactly what leaves; an approval
    names the digest it saw, so any edit voids it.
    """

    EDITING, SUBMITTED, RETURNED, APPROVED, RELEASED, DROPPED = (
        "editing", "submitted", "returned", "approved", "released", "dropped",
    )  # fmt: skip
    STATES: ClassVar = [
        (EDITING, _("being prepared")),
        (SUBMITTED, _("submitted")),
        (RETURNED, _("returned")),
        (APPROVED, _("approved")),
        (RELEASED, _("released")),
        (DROPPED, _("dropped")),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=WORD)
    step = models.CharField(_("step"), max_length=WORD)
    matter = models.CharField(_("matter"), max_length=ID, blank=True, db_index=True)
    state = models.CharField(_("state"), max_length=12, choices=STATES, default=EDITING)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    made_at = models.DateTimeField(_("begun"))
    changed_at = models.DateTimeField(_("changed"))
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    content = models.BinaryField(_("content"), default=b"")
    digest = models.CharField(_("digest"), max_length=ID)
    seen_heads: models.JSONField[list[str]] = models.JSONField(_("what had arrived"), default=list)
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="approved_drafts"
    )
    approved_at = models.DateTimeField(_("approved"), null=True)
    approved_digest = models.CharField(_("digest approved"), max_length=ID, blank=True)
    entry = models.CharField(_("entry"), max_length=ID, blank=True)
    review_due_at = models.DateTimeField(_("review due"), null=True)  # went alone: danger to life
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="reviewed_drafts"
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ("-changed_at", "id")
        indexes: ClassVar = [models.Index(fields=["state", "-changed_at"], name="drafts_by_state")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="approved_by_somebody_else",
                condition=models.Q(approver__isnull=True) | ~models.Q(approver=models.F("author")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class OwnKey(models.Model):
    """The key of one text that never leaves: a draft's, a national piece's. Deleting it erases the text.

    `of` is the id of what it opens, wherever that stands. The key is wrapped by the node's own.
    """

    of = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField(_("wrapped key"))

    class Meta:
        verbose_name = _("key of an own text")
        verbose_name_plural = _("keys of own texts")

    def __str__(self) -> str:
        return str(self.of)
