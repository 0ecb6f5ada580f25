"""What is kept for good: entries and receipts; and bodies, whose keys can be destroyed.

A body is as safe to keep as its key is to delete: without the row in `BodyKey` the ciphertext is noise, here
and in every backup (D10).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from mithaq.node.ledger.models.sizes import CODE, ID, WORD


class EntryRow(models.Model):
    """An entry as it is kept: the exact bytes of its header and its signature. Never changed.

    `at` is its author's clock, `kept_at` ours. `by_hand`: recorded by us, not signed by its author (D22).
    """

    seq = models.BigAutoField(primary_key=True)
    entry = models.CharField(_("entry"), max_length=ID, unique=True)
    matter = models.CharField(_("matter"), max_length=ID)
    kind = models.CharField(_("kind"), max_length=WORD)
    edition = models.PositiveIntegerField(_("edition"))
    step = models.CharField(_("step"), max_length=WORD)
    author = models.CharField(_("author"), max_length=CODE)
    prev = models.CharField(_("author's entry before"), max_length=ID, blank=True)
    at = models.DateTimeField(_("stated"))
    kept_at = models.DateTimeField(_("kept"))
    own = models.BooleanField(_("our own"))
    by_hand = models.BooleanField(_("recorded by us, not signed by its author"), default=False)
    header = models.BinaryField(_("header"))
    signature = models.BinaryField(_("signature"))

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ("seq",)
        indexes: ClassVar = [
            models.Index(fields=["matter", "seq"], name="entries_of_matter"),
            models.Index(fields=["kind", "step", "seq"], name="entries_by_step"),
        ]

    def __str__(self) -> str:
        return self.entry


class BodyRow(models.Model):
    """The ciphertext of a body, as it travelled."""

    entry = models.CharField(_("entry"), max_length=ID, primary_key=True)
    ciphertext = models.BinaryField(_("ciphertext"))

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")

    def __str__(self) -> str:
        return self.entry


class BodyKey(models.Model):
    """The content key of one body, wrapped by the node's own. Deleting this row erases the body."""

    entry = models.CharField(_("entry"), max_length=ID, primary_key=True)
    wrapped = models.BinaryField(_("wrapped key"))

    class Meta:
        verbose_name = _("key of a body")
        verbose_name_plural = _("keys of bodies")

    def __str__(self) -> str:
        return self.entry


class ReceiptRow(models.Model):
    """One authority's word that it keeps an entry: the same for ever.

    `by_hand`: an officer of ours recorded that it was received by another channel; unsigned (D22).
    """

    entry = models.CharField(_("entry"), max_length=ID)
    by = models.CharField(_("received by"), max_length=CODE)
    at = models.DateTimeField(_("received"))  # the receiver's clock
    by_hand = models.BooleanField(_("recorded by us, not signed by them"), default=False)
    statement = models.BinaryField(_("statement"))
    signature = models.BinaryField(_("signature"))

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ("pk",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "by"], name="one_receipt_each")]

    def __str__(self) -> str:
        return f"{self.entry}:{self.by}"
