"""Reviews of what is kept: who looked whether a concluded matter is still needed, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mithaq.node.ledger.models.sizes import ID, WORD
from mithaq.pact.rules.retention import NOT_NEEDED


class RetentionReview(models.Model):
    """One answer to whether a matter is still needed: who gave it, which, and until when it stands.

    `outcome` is of the code list `retention-outcomes`; `ground` of `retention-needs` or of
    `retention-restrictions`, never words. `concluded_at` is when the matter had last moved: one that has
    moved since is asked about anew. One row of a matter `stands`: the last. On the day `until_on` it is
    reviewed again; what is no longer needed has no such day.
    """

    matter = models.CharField(_("matter"), max_length=ID)
    concluded_at = models.DateTimeField(_("concluded"))
    outcome = models.CharField(_("outcome"), max_length=WORD)
    ground = models.CharField(_("ground"), max_length=WORD, blank=True)
    until_on = models.DateField(_("to be reviewed on"), null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="retention_reviews"
    )
    reviewed_at = models.DateTimeField(_("reviewed"))
    stands = models.BooleanField(_("stands"), default=True)

    class Meta:
        verbose_name = _("review of retention")
        verbose_name_plural = _("reviews of retention")
        ordering = ("-reviewed_at", "-pk")
        indexes: ClassVar = [
            models.Index(
                fields=["until_on", "matter"], name="retention_again", condition=models.Q(stands=True)
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter"], condition=models.Q(stands=True), name="one_retention_review_stands"
            ),
            models.CheckConstraint(
                name="retention_review_has_its_next",
                condition=models.Q(outcome=NOT_NEEDED, until_on=None)
                | (~models.Q(outcome=NOT_NEEDED) & models.Q(until_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter[:12]}:{self.outcome}"
