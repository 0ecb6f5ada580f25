"""What was answered, so that a request sent twice acts once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Answered(models.Model):
    """One request that acted, under the key of its program. Answers hold ids and codes, nothing personal."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(_("key"), max_length=200)
    digest = models.CharField(_("digest of the request"), max_length=64)
    status = models.PositiveSmallIntegerField(_("status"), default=0)
    mime = models.CharField(_("type"), max_length=80, blank=True)
    content = models.BinaryField(_("answer"), default=b"")
    at = models.DateTimeField(_("time"), db_index=True)

    class Meta:
        verbose_name = _("answered request")
        verbose_name_plural = _("answered requests")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["officer", "key"], name="one_answer_a_key"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
