"""Prior reviews: who read a draft before a second person may approve it, and in which function."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mithaq.node.ledger.models.drafts import Draft
from mithaq.node.ledger.models.sizes import ID, WORD


class PriorReview(models.Model):
    """One officer's word that a draft may go on, in one function.

    `digest` is the hash of what was read, as of an approval: a word on another text counts no more.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="prior_reviews")
    function = models.CharField(_("function"), max_length=WORD)
    digest = models.CharField(_("digest"), max_length=ID)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="prior_reviews"
    )
    reviewed_at = models.DateTimeField(_("reviewed"))

    class Meta:
        verbose_name = _("review of a draft")
        verbose_name_plural = _("reviews of drafts")
        ordering = ("reviewed_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "digest", "function"], name="one_review_a_function"),
            # Two functions are two persons.
            models.UniqueConstraint(fields=["draft", "digest", "reviewed_by"], name="one_review_an_officer"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}:{self.function}"
