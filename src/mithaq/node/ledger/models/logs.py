"""The two logs of a node (D11), and what may stop it from acting."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from mithaq.node.ledger.models.sizes import CODE, WORD


class PendingLeaf(models.Model):
    """Something recorded that the sequencer has yet to give its place in a log."""

    log = models.CharField(_("log"), max_length=8)
    what = models.CharField(_("what"), max_length=100)  # as in `Leaf`
    hash = models.BinaryField(_("hash"), max_length=32)

    class Meta:
        verbose_name = _("leaf without a place")
        verbose_name_plural = _("leaves without a place")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.log}:{self.what}"


class Leaf(models.Model):
    """The place of something recorded in a log, for good.

    `what` names it: `entry:<id>`, `receipt:<id>:<by>`, `checkpoint:<log>:<size>`, `event:<number>`;
    `lost` if a partner knew the leaf of a restored node and nobody what it was.
    """

    log = models.CharField(_("log"), max_length=8)
    index = models.BigIntegerField(_("place"))
    hash = models.BinaryField(_("hash"), max_length=32)
    what = models.CharField(_("what"), max_length=100)

    class Meta:
        verbose_name = _("leaf")
        verbose_name_plural = _("leaves")
        ordering = ("log", "index")
        constraints: ClassVar = [models.UniqueConstraint(fields=["log", "index"], name="one_leaf_a_place")]
        indexes: ClassVar = [
            models.Index(fields=["what"], name="leaf_of"),
            models.Index(fields=["hash"], name="leaf_by_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.log}:{self.index}"


class LogState(models.Model):
    """How long a log is, and its right edge: enough to append. Its row is the sequencer's lock."""

    log = models.CharField(_("log"), max_length=8, primary_key=True)
    size = models.BigIntegerField(_("size"), default=0)
    frontier = models.TextField(_("frontier"), default='{"peaks":[],"size":0}')

    class Meta:
        verbose_name = _("log")
        verbose_name_plural = _("logs")

    def __str__(self) -> str:
        return f"{self.log}:{self.size}"


class CheckpointRow(models.Model):
    """A checkpoint of one of our logs, signed; partners' cosignatures are added to its text."""

    log = models.CharField(_("log"), max_length=8)
    size = models.BigIntegerField(_("size"))
    at = models.DateTimeField(_("signed"))
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ("log", "size")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["log", "size"], name="one_checkpoint_a_size")
        ]

    def __str__(self) -> str:
        return f"{self.log}:{self.size}"


class Standstill(models.Model):
    """Why this node may not act for now: it was restored and knows less than its partners.

    At most one row. `seen_size` is how long a partner saw our exchange log.
    """

    since_at = models.DateTimeField(_("since"))
    reason = models.CharField(_("reason"), max_length=WORD)
    witness = models.CharField(_("according to"), max_length=CODE, blank=True)
    seen_size = models.BigIntegerField(_("size seen"), default=0)

    class Meta:
        verbose_name = _("standstill")
        verbose_name_plural = _("standstills")

    def __str__(self) -> str:
        return self.reason
