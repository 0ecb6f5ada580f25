"""The house log: who read, searched, approved or exported what, and why.

A house event is written once. The database itself refuses to change or delete one (the
migration puts triggers there), and the sequencer makes each a leaf of the house log, so
a row that vanished all the same would be missed. What an officer gave as a reason may
name a person: it is kept apart and only its salted digest is part of the event, so it can
be erased while the log stays provable (D10, D11).
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class HouseEvent(models.Model):
    """One thing that happened in the house, for good."""

    at = models.DateTimeField(_("time"))
    officer = models.CharField(
        _("officer"), max_length=16, blank=True, db_index=True
    )  # "" is the node itself
    action = models.CharField(_("action"), max_length=48)
    matter = models.CharField(_("matter"), max_length=64, blank=True, db_index=True)
    reason_digest = models.CharField(_("digest of the reason"), max_length=64, blank=True)
    facts: models.JSONField[dict[str, Any]] = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("house event")
        verbose_name_plural = _("house events")
        ordering = ("-pk",)
        indexes: ClassVar = [
            models.Index(fields=["action", "-id"], name="house_by_action"),
            models.Index(fields=["at"], name="house_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}:{self.action}"

    @property
    def reason(self) -> str:
        """What the officer gave as the reason; empty if none was given or it has been erased."""
        kept = getattr(self, "kept_reason", None)
        return kept.text if kept else ""

    def leaf_bytes(self) -> bytes:
        """The bytes whose hash is this event's leaf in the house log: canonical JSON, the same for ever."""
        said = {
            "action": self.action,
            "at": self.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "authority": settings.AUTHORITY,
            "facts": self.facts,
            "matter": self.matter,
            "number": self.pk,
            "officer": self.officer,
            "reason": self.reason_digest,
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


class HouseReason(models.Model):
    """Why an officer did something, in their words: apart from the event, so that it can be erased."""

    event = models.OneToOneField(
        HouseEvent, on_delete=models.PROTECT, primary_key=True, related_name="kept_reason"
    )
    salt = models.BinaryField(_("salt"), max_length=32)
    text = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("reason")
        verbose_name_plural = _("reasons")

    def __str__(self) -> str:
        return str(self.event_id)


class Submission(models.Model):
    """A form that has been sent: the same form sent twice acts once."""

    key = models.UUIDField(_("key"), primary_key=True)
    officer = models.CharField(_("officer"), max_length=16)
    at = models.DateTimeField(_("time"), db_index=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self) -> str:
        return str(self.key)


def reason_digest(salt: bytes, text: str) -> str:
    """The commitment to a reason that stands in the log."""
    return sha256(salt + text.encode()).hexdigest()
