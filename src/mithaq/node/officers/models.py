"""Who works here: services, units, officers, the functions they hold and the matters they are assigned.

An officer's name stays at home. What leaves the node is `Officer.reference`, an opaque
word that only this node can map back (D8).
"""

from __future__ import annotations

import secrets
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mithaq.node.officers import duties

if TYPE_CHECKING:
    from datetime import date

MATTER_ID = 64  # characters: the opening entry's hash in hex
LANGUAGES = [("ar", "العربية"), ("fr", "français"), ("en", "English")]


# Names an officer to a partner and tells nothing about them: 16 hex digits, easy to read aloud.
# Written so that a migration does not have to import our code.
new_reference = partial(secrets.token_hex, 8)


class NamedInThree(models.Model):
    """Something with an agreed name in each language of the node."""

    name_ar = models.CharField(_("name in Arabic"), max_length=120)
    name_fr = models.CharField(_("name in French"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The name in the language of the screen."""
        language = (translation.get_language() or "en")[:2]
        return str(getattr(self, f"name_{language}", "") or self.name_en)


class Service(NamedInThree):
    """A police service of this authority, as the code list `services` names it."""

    code = models.CharField(_("code"), max_length=32, primary_key=True)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class Unit(NamedInThree):
    """The officers of one service who share their matters."""

    service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        related_name="units",
        verbose_name=_("service"),
    )
    code = models.SlugField(_("code"), max_length=32, unique=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


class Officer(AbstractUser):
    """Someone who works for this authority and signs in to its node."""

    first_name = None  # type: ignore[assignment]  # family and given name stand in two scripts below
    last_name = None  # type: ignore[assignment]

    reference = models.CharField(
        _("reference"),
        max_length=16,
        unique=True,
        default=new_reference,
        editable=False,
    )
    family_name = models.CharField(_("family name in Latin script"), max_length=80)
    given_name = models.CharField(_("given name in Latin script"), max_length=80)
    family_name_ar = models.CharField(_("family name in Arabic script"), max_length=80, blank=True)
    given_name_ar = models.CharField(_("given name in Arabic script"), max_length=80, blank=True)
    language = models.CharField(_("language of the screens"), max_length=2, choices=LANGUAGES, default="fr")
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
        verbose_name=_("unit"),
    )
    password_is_temporary = models.BooleanField(_("must choose a password"), default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        ordering = ("username",)

    def __str__(self) -> str:
        return self.reference  # never the name: this string reaches logs

    def get_full_name(self) -> str:
        """The name as the reader's script has it; Latin where the Arabic one is not known."""
        arabic = f"{self.given_name_ar} {self.family_name_ar}".strip()
        latin = f"{self.given_name} {self.family_name}".strip()
        return (arabic if translation.get_language() == "ar" else "") or latin or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def authority(self) -> str:
        """The authority this officer works for: the node's own."""
        return str(settings.AUTHORITY)

    @cached_property
    def held(self) -> frozenset[str]:
        """The functions this officer holds today, a deputy's included (`duties`)."""
        return duties.functions_held(self)

    @cached_property
    def watched(self) -> frozenset[str]:
        """The kinds of which this officer sees every matter today; asked once, like the functions."""
        return duties.kinds_watched(self)

    def holds(self, *functions: str) -> bool:
        """Does this officer hold one of these functions today?"""
        return not self.held.isdisjoint(functions)


class OfficerFunction(models.Model):
    """A function an officer holds, as the code list `functions` names it."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="functions")
    function = models.CharField(_("function"), max_length=32)
    granted_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField(_("granted"))

    class Meta:
        verbose_name = _("function held")
        verbose_name_plural = _("functions held")
        constraints = [models.UniqueConstraint(fields=["officer", "function"], name="function_held_once")]

    def __str__(self) -> str:
        return f"{self.officer_id}:{self.function}"


class Absence(models.Model):
    """Days on which a deputy holds an officer's functions and sees their matters."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        related_name="stands_in",
        verbose_name=_("deputy"),
    )
    from_on = models.DateField(_("first day"))
    until_on = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        ordering = ("from_on",)
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins",
                condition=models.Q(until_on__gte=models.F("from_on")),
            ),
            models.CheckConstraint(
                name="deputy_is_somebody_else",
                condition=~models.Q(deputy=models.F("officer")),
            ),
        ]
        indexes = [models.Index(fields=["deputy", "until_on"], name="absence_of_deputy")]

    def __str__(self) -> str:
        return f"{self.officer_id}:{self.from_on}"

    def covers(self, day: date) -> bool:
        """Is the officer away on this day?"""
        return self.from_on <= day <= self.until_on


class Assignment(models.Model):
    """The need to know: one unit, or one officer, works on this matter."""

    matter = models.CharField(_("matter"), max_length=MATTER_ID)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
    )
    officer = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
    )
    assigned_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("assigned"))

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                name="a_unit_or_an_officer",
                condition=models.Q(unit__isnull=True, officer__isnull=False)
                | models.Q(unit__isnull=False, officer__isnull=True),
            ),
            models.UniqueConstraint(fields=["unit", "matter"], name="unit_assigned_once"),
            models.UniqueConstraint(fields=["officer", "matter"], name="officer_assigned_once"),
        ]
        indexes = [models.Index(fields=["matter"], name="assignment_matter")]

    def __str__(self) -> str:
        return f"{self.matter[:12]}:{self.unit_id or '-'}:{self.officer_id or '-'}"


class Observation(models.Model):
    """Who observes a matter: no page of it opens to them, they read what its kind declares for observers."""

    matter = models.CharField(_("matter"), max_length=MATTER_ID)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="observations")
    at = models.DateTimeField(_("named"))

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=["officer", "matter"], name="observed_once")]
        indexes = [models.Index(fields=["matter"], name="observation_matter")]

    def __str__(self) -> str:
        return f"{self.matter[:12]}:{self.officer_id}"


class Watch(models.Model):
    """Whoever holds a function sees every matter of a kind: the desk that never sleeps.

    `kind` is `*` for every kind. Without such a row nobody sees a matter they are not
    assigned to.
    """

    function = models.CharField(_("function"), max_length=32)
    kind = models.CharField(_("kind of matter"), max_length=32)

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        ordering = ("function", "kind")
        constraints = [models.UniqueConstraint(fields=["function", "kind"], name="watch_once")]

    def __str__(self) -> str:
        return f"{self.function}:{self.kind}"


class StepFunction(models.Model):
    """This node's own word on who may take a step: replaces what the kind declares."""

    kind = models.CharField(_("kind of matter"), max_length=32)
    step = models.CharField(_("step"), max_length=48)
    function = models.CharField(_("function"), max_length=32)

    class Meta:
        verbose_name = _("function that may take a step")
        verbose_name_plural = _("functions that may take steps")
        ordering = ("kind", "step", "function")
        constraints = [
            models.UniqueConstraint(fields=["kind", "step", "function"], name="step_function_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}.{self.step}:{self.function}"


class BreakGlass(models.Model):
    """A matter read without being assigned, for a stated reason; reviewed within a day."""

    matter = models.CharField(_("matter"), max_length=MATTER_ID)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="broke_glass")
    event = models.OneToOneField(
        "safeguards.HouseEvent", on_delete=models.PROTECT, related_name="+"
    )  # says why
    at = models.DateTimeField(_("opened"))
    until_at = models.DateTimeField(_("open until"))
    review_due_at = models.DateTimeField(_("review due"))
    reviewed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)
    finding = models.CharField(_("finding"), max_length=16, blank=True, choices=duties.FINDINGS)

    class Meta:
        verbose_name = _("emergency reading")
        verbose_name_plural = _("emergency readings")
        ordering = ("-at",)
        indexes = [models.Index(fields=["officer", "until_at"], name="emergency_still_open")]
        constraints = [
            models.CheckConstraint(
                name="reviewer_is_somebody_else",
                condition=models.Q(reviewed_by__isnull=True) | ~models.Q(reviewed_by=models.F("officer")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter[:12]}:{self.officer_id}"


class ApiToken(models.Model):
    """With this a program asks in an officer's name. Kept as a hash; the house log knows its reference."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="tokens")
    reference = models.CharField(
        _("reference"), max_length=16, unique=True, default=new_reference, editable=False
    )
    called = models.CharField(_("called"), max_length=60)  # by its officer, and shown to nobody else
    digest = models.CharField(_("digest"), max_length=64, unique=True)
    scopes: models.JSONField[list[str]] = models.JSONField(_("scopes"), default=list)
    kinds: models.JSONField[list[str]] = models.JSONField(_("kinds of matter"), default=list)  # none: all
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("holds until"))
    used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("token")
        verbose_name_plural = _("tokens")
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.reference
