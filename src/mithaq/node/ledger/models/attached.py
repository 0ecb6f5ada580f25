"""Which chunks of files on disk are needed, and by what. The bytes lie under HOME, never in a table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from mithaq.node.ledger.models.sizes import ID


class ChunkUse(models.Model):
    """That a chunk is needed: by an entry, by a draft, or for an entry of a partner that has not come yet.

    `holder` is the entry's id, the draft's, or the partner's code. A chunk that no row names is deleted.
    """

    ENTRY, DRAFT, ARRIVED = "entry", "draft", "arrived"

    chunk = models.CharField(_("chunk"), max_length=ID)
    what = models.CharField(_("needed by"), max_length=8)
    holder = models.CharField(_("which one"), max_length=ID)
    file = models.CharField(_("file"), max_length=32, blank=True)
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("chunk of a file")
        verbose_name_plural = _("chunks of files")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chunk", "what", "holder"], name="one_use_each")
        ]
        indexes: ClassVar = [
            models.Index(fields=["what", "holder"], name="chunks_of_holder"),
            models.Index(fields=["file"], name="chunks_of_file"),
        ]

    def __str__(self) -> str:
        return f"{self.what}:{self.holder[:12]}:{self.chunk[:12]}"
