"""What formulas saw in matters, and what matters name of each other: readings, as rows that are counted and
listed.

Only `readings` writes them. They hold codes, instants, numbers and ids: nothing personal.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from mithaq.node.ledger.models.sizes import CODE, ID, WORD


class _Told(models.Model):
    """What a formula of `pact.indicators` saw: the columns that are alike for one matter and for all.

    `indicator` is its name. `year` 0: it stands, whatever the year.
    """

    kind = models.CharField(_("kind"), max_length=WORD)
    indicator = models.CharField(_("indicator"), max_length=WORD)
    by = models.CharField(_("of whom"), max_length=CODE, blank=True)
    toward = models.CharField(_("toward whom"), max_length=CODE, blank=True)
    about = models.CharField(_("what it is about"), max_length=WORD, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    at = models.DateTimeField(_("counts from"))
    value = models.FloatField(_("value"), null=True)

    class Meta:
        abstract = True


class Seen(_Told):
    """What a formula saw in a matter, and how many times alike. A reading.

    The index is in the order in which a year is added up, and holds all that takes.
    """

    matter = models.CharField(_("matter"), max_length=ID)
    number = models.PositiveIntegerField(_("how many times"))

    class Meta:
        verbose_name = _("what a formula saw")
        verbose_name_plural = _("what formulas saw")
        ordering = ("matter", "indicator", "at", "pk")
        indexes: ClassVar = [
            models.Index(
                fields=[
                    "year",
                    "indicator",
                    "kind",
                    "by",
                    "toward",
                    "about",
                    "value",
                    "at",
                    "number",
                    "matter",
                ],
                name="seen_added_up",
            ),
            models.Index(fields=["matter"], name="seen_of_matter"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}:{self.matter[:12]}"


class Total(_Told):
    """How often what is alike was seen, over all matters, in a half of a year: the sum of the rows that are
    alike. A reading.

    What is read anew adds rows here and never changes one, so that nobody waits for another; a chore sums
    them up. `half` is 0 where `year` is.
    """

    half = models.PositiveSmallIntegerField(_("half of the year"))
    number = models.IntegerField(_("how many times more, or fewer"))

    class Meta:
        verbose_name = _("what formulas saw, added up")
        verbose_name_plural = _("what formulas saw, added up")
        ordering = ("year", "half", "indicator", "pk")
        indexes: ClassVar = [models.Index(fields=["year", "indicator", "kind"], name="total_of_year")]

    def __str__(self) -> str:
        return f"{self.indicator}:{self.year}"


class Naming(models.Model):
    """A matter that publicly names something of another matter. A reading.

    `step` is the step that says it and `field` the field; `named` is the entry it names, and `named_matter`
    whose it is: "" while that has not arrived here.
    """

    matter = models.CharField(_("matter"), max_length=ID)
    kind = models.CharField(_("kind"), max_length=WORD)
    entry = models.CharField(_("entry"), max_length=ID)
    step = models.CharField(_("step"), max_length=WORD)
    field = models.CharField(_("field"), max_length=WORD)
    named = models.CharField(_("what it names"), max_length=ID)
    named_matter = models.CharField(_("matter it names"), max_length=ID, blank=True)
    at = models.DateTimeField(_("said"))

    class Meta:
        verbose_name = _("what a matter names")
        verbose_name_plural = _("what matters name")
        ordering = ("matter", "entry", "field")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "entry", "field", "named"], name="named_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["named_matter", "-at", "matter", "kind"], name="named_in_matter"),
            models.Index(fields=["kind", "field"], name="named_by_kind"),
            models.Index(fields=["named"], condition=models.Q(named_matter=""), name="named_not_here"),
        ]

    def __str__(self) -> str:
        return f"{self.field}:{self.matter[:12]}"
