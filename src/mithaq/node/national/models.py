"""What stays at home: pieces of text about a matter, and the tasks that are made of them. Ours alone; nothing
here ever leaves.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Piece(models.Model):
    """Something our side has written about a matter, or about one item of it. It never leaves the node.

    The text rests under the piece's own key. `sort` says who made it: a note, a task; `about` is the id of
    the item, "" for the whole matter. `kind` is the matter's, so that who may read is one question.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sort = models.CharField(_("sort"), max_length=16)
    matter = models.CharField(_("matter"), max_length=64)
    kind = models.CharField(_("kind"), max_length=32)
    about = models.CharField(_("item"), max_length=64, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    changed_at = models.DateTimeField(_("changed"))
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("national piece")
        verbose_name_plural = _("national pieces")
        ordering = ("made_at", "id")
        indexes: ClassVar = [models.Index(fields=["matter", "sort", "about"], name="pieces_of_matter")]

    def __str__(self) -> str:
        return str(self.id)


class Task(models.Model):
    """Something to be done at home for a matter: by whom, by when, how far it is. Its title is the piece.

    It is for one officer or for one unit. `order` says where it stands among those of the same item.
    """

    TO_DO, DOING, DONE, DROPPED = "to-do", "doing", "done", "dropped"
    STATES: ClassVar = [
        (TO_DO, _("to do")),
        (DOING, _("being done")),
        (DONE, _("done")),
        (DROPPED, _("dropped")),
    ]

    piece = models.OneToOneField(Piece, on_delete=models.CASCADE, primary_key=True, related_name="task")
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(
        "officers.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=8, choices=STATES, default=TO_DO)
    order = models.PositiveIntegerField(_("order"))

    class Meta:
        verbose_name = _("national task")
        verbose_name_plural = _("national tasks")
        ordering = ("order", "piece")
        indexes: ClassVar = [models.Index(fields=["state", "due_on"], name="tasks_by_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="for_an_officer_or_a_unit",
                condition=models.Q(officer__isnull=False, unit__isnull=True)
                | models.Q(officer__isnull=True, unit__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.piece_id)
