"""National notes on an article: ours alone, never in an entry, never in a draft, never on the way to
anybody.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Note(models.Model):
    """What our side thinks of an article: position, red line, opinion. It never leaves the node.

    The content rests under the note's own key; `article` is the id of the article, "" for the whole text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.CharField(_("matter"), max_length=64, db_index=True)
    article = models.CharField(_("article"), max_length=64, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("national note")
        verbose_name_plural = _("national notes")
        ordering = ("made_at", "id")

    def __str__(self) -> str:
        return str(self.id)


class NoteKey(models.Model):
    """The key of one note, wrapped by the node's own. Deleting this row erases the note."""

    note = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField(_("wrapped key"))

    class Meta:
        verbose_name = _("key of a national note")
        verbose_name_plural = _("keys of national notes")
        ordering: ClassVar = ["note"]

    def __str__(self) -> str:
        return str(self.note)
