"""The authorities we exchange with, their keys, and how each card came to be trusted.

A card is trusted after two officers acted: one who met the partner's officer by telephone
and compared the phrase, another who confirmed. A key that a trusted key vouches for
(rotation) needs no telephone, but still the second officer.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

OFFICER = settings.AUTH_USER_MODEL


class State(models.TextChoices):
    """How far a partner is trusted."""

    MET = "met", _("met: the words have not been compared")
    COMPARED = "compared", _("compared: a second officer has to confirm")
    CONFIRMED = "confirmed", _("confirmed")
    SUSPENDED = "suspended", _("suspended: nothing is sent")
    DROPPED = "dropped", _("dropped: the card was not trusted")


class Loss(models.TextChoices):
    """Why a key is no longer trusted."""

    LOST = "lost", _("lost: nobody can use it")
    STOLEN = "stolen", _("stolen, or possibly so: somebody else may sign with it")


class Partner(models.Model):
    """An authority we deal with, whether it has a node or not."""

    code = models.CharField(_("code"), max_length=16, primary_key=True)
    name_ar = models.CharField(_("name in Arabic"), max_length=200)
    name_fr = models.CharField(_("name in French"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200)
    zone = models.CharField(_("time zone"), max_length=64)
    address = models.CharField(_("address of the node"), max_length=500, blank=True)
    has_node = models.BooleanField(_("has a node"), default=True)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.MET)
    met_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, null=True, related_name="+")
    met_at = models.DateTimeField(_("met"))
    stopped_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """The name in the language of the screen."""
        return self.name_in((translation.get_language() or "en")[:2])

    def name_in(self, language: str) -> str:
        """The name in one of the three languages; the French one if there is no other."""
        return str(getattr(self, f"name_{language}", "") or self.name_fr or self.code)

    @property
    def is_confirmed(self) -> bool:
        return self.state == State.CONFIRMED


class Introduction(models.Model):
    """One card on its way to being trusted: met, compared by voice, confirmed by a second officer.

    The first card of a partner, the next one after a rotation and the one after a loss
    all go this way.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="introductions")
    card = models.TextField(_("card"))
    fingerprint = models.CharField(_("fingerprint"), max_length=32)
    vouched_by = models.CharField(_("vouched for by the key"), max_length=32, blank=True)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.MET)
    # Which numbers of the phrase the officer hears and types, so that nobody compares by clicking.
    hidden: models.JSONField[list[int]] = models.JSONField(_("numbers to be heard"), default=list)
    tries_left = models.PositiveSmallIntegerField(_("tries left"), default=3)
    met_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, null=True, related_name="+")
    met_at = models.DateTimeField(_("met"))
    compared_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, null=True, related_name="+")
    compared_at = models.DateTimeField(_("compared"), null=True)
    confirmed_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ("-met_at", "-pk")
        constraints = [
            models.CheckConstraint(
                name="confirmed_by_a_second_officer",
                condition=models.Q(confirmed_by__isnull=True)
                | models.Q(compared_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("compared_by")),
            ),
            models.UniqueConstraint(
                name="one_open_introduction_a_partner",
                fields=["partner"],
                condition=models.Q(state__in=["met", "compared"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id}:{self.fingerprint}"


class PartnerKey(models.Model):
    """Public keys of a partner that two officers trusted, their period, and whether they were lost since."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="keys")
    fingerprint = models.CharField(_("fingerprint"), max_length=32, unique=True)
    ed25519 = models.BinaryField()
    mldsa = models.BinaryField()
    xwing = models.BinaryField()
    not_before = models.DateTimeField(_("valid from"))
    not_after = models.DateTimeField(_("valid until"))
    trusted_at = models.DateTimeField(_("trusted since"))
    revoked_at = models.DateTimeField(_("no longer trusted from"), null=True)
    loss_recorded_at = models.DateTimeField(_("loss recorded"), null=True)
    loss = models.CharField(_("loss"), max_length=8, choices=Loss, blank=True)
    revoked_by = models.ForeignKey(OFFICER, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("key of a partner")
        verbose_name_plural = _("keys of partners")
        ordering = ("-not_before", "pk")

    def __str__(self) -> str:
        return f"{self.partner_id}:{self.fingerprint}"
