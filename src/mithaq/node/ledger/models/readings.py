"""Readings: what the entries of each matter add up to. Only `readings.project` writes them.

They can be emptied and refilled at any time (`rebuild`). No table here holds a name or a narrative in clear:
what is personal rests under the matter's own key, which erasure replaces. `Counter` alone is no reading.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from mithaq.node.ledger.models.sizes import CODE, ID, WORD


class Matter(models.Model):
    """What the entries of a matter add up to: the row of every list.

    A reading of the ledger: only `readings.project` writes here. `due_at` is when the first thing *we* owe is
    due, `late_from` when the first thing anybody owes is. `title` is personal: it rests in `personal` under
    the matter's own key, and `find` opens it for an officer who may see the matter.
    """

    id = models.CharField(_("matter"), max_length=ID, primary_key=True)
    kind = models.CharField(_("kind"), max_length=WORD)
    edition = models.PositiveIntegerField(_("edition"))
    reference = models.CharField(_("reference"), max_length=80, unique=True)
    opener = models.CharField(_("opened by"), max_length=CODE)
    parties: models.JSONField[list[str]] = models.JSONField(_("parties"), default=list)
    stage = models.CharField(_("stage"), max_length=WORD, blank=True)
    final = models.BooleanField(_("nothing more is expected"), default=False)
    waits_for = models.TextField(_("waits for"), blank=True)  # codes, between spaces
    our_turn = models.BooleanField(_("our turn"), default=False)
    due_at = models.DateTimeField(_("we owe by"), null=True)
    late_from = models.DateTimeField(_("late from"), null=True)
    opened_at = models.DateTimeField(_("opened"))
    moved_at = models.DateTimeField(_("last moved"))
    urgency = models.CharField(_("urgency"), max_length=WORD, blank=True)
    axis = models.CharField(_("axis"), max_length=WORD, blank=True)
    sensitivity = models.CharField(_("sensitivity"), max_length=WORD, blank=True)
    plan_action = models.CharField(_("action of the plan"), max_length=ID, blank=True)
    terms = models.CharField(_("terms"), max_length=ID, blank=True)
    terms_stand = models.BooleanField(_("the terms were agreed"), default=False)
    settled = models.BooleanField(_("settled"), default=False)
    aside: models.JSONField[list[str]] = models.JSONField(_("set aside"), default=list)
    told_twice = models.BooleanField(_("somebody told two stories"), default=False)
    incomplete = models.BooleanField(_("entries are named that have not arrived"), default=False)
    extra: models.JSONField[dict[str, Any]] = models.JSONField(_("columns of the kind"), default=dict)
    personal = models.BinaryField(_("personal"), default=b"")

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        ordering = ("-moved_at", "id")
        indexes: ClassVar = [
            models.Index(fields=["-moved_at", "id"], name="matters_by_move"),
            models.Index(fields=["due_at", "id"], name="matters_by_due"),
            models.Index(fields=["late_from"], name="matters_late"),
            models.Index(fields=["kind", "stage", "-moved_at"], name="matters_by_stage"),
            models.Index(fields=["our_turn", "-moved_at"], name="matters_our_turn"),
            models.Index(fields=["terms"], name="matters_on_terms"),
            # What the plan's home page counts: one walk along this alone.
            models.Index(
                fields=["plan_action", "final", "late_from", "kind", "id"],
                name="matters_by_action",
                condition=~models.Q(plan_action=""),
            ),
        ]

    title = ""  # opened by `find`; never a column

    def __str__(self) -> str:
        return self.id  # never the title: this string reaches logs

    @property
    def waiting_for(self) -> tuple[str, ...]:
        """The authorities whose move it is."""
        return tuple(self.waits_for.split())


class ReadingKey(models.Model):
    """The key under which a matter's personal reading rests; made anew whenever something is erased."""

    matter = models.CharField(_("matter"), max_length=ID, primary_key=True)
    wrapped = models.BinaryField(_("wrapped key"))

    class Meta:
        verbose_name = _("key of a reading")
        verbose_name_plural = _("keys of readings")

    def __str__(self) -> str:
        return self.matter


class Facet(models.Model):
    """One value a matter can be filtered by, as its kind declares. A reading."""

    matter = models.CharField(_("matter"), max_length=ID)
    name = models.CharField(_("facet"), max_length=WORD)
    value = models.CharField(_("value"), max_length=WORD)

    class Meta:
        verbose_name = _("facet")
        verbose_name_plural = _("facets")
        ordering = ("matter", "name", "value")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "value", "matter"], name="one_facet_value")
        ]
        indexes: ClassVar = [models.Index(fields=["matter"], name="facets_of_matter")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class Duty(models.Model):
    """Something owed in a matter, done or not. A reading; its meaning is `pact.rules.clocks.Owed`.

    `kind` is the matter's, so that who may see it is asked of this row alone.
    """

    matter = models.CharField(_("matter"), max_length=ID)
    kind = models.CharField(_("kind"), max_length=WORD, blank=True, default="")
    name = models.CharField(_("duty"), max_length=WORD)
    item = models.CharField(_("item"), max_length=ID, blank=True)
    about = models.CharField(_("what it is about"), max_length=WORD, blank=True, default="")
    owed_by = models.CharField(_("owed by"), max_length=CODE)
    term = models.CharField(_("term"), max_length=WORD, blank=True)
    day = models.CharField(_("owed by the day"), max_length=10, blank=True, default="")
    from_at = models.DateTimeField(_("runs from"), null=True)
    due_at = models.DateTimeField(_("due"), null=True)
    done_at = models.DateTimeField(_("done"), null=True)
    paused_at = models.DateTimeField(_("stands still since"), null=True)
    paused_for = models.DurationField(_("stood still for"))
    extended = models.BooleanField(_("extended"), default=False)
    moot = models.BooleanField(_("no longer owed"), default=False)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ("matter", "name", "item", "about", "owed_by")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter", "name", "item", "about", "owed_by"], name="one_duty_each"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["owed_by", "done_at", "due_at"], name="duties_by_due"),
        ]

    def __str__(self) -> str:
        return f"{self.name}:{self.owed_by}"


class Counter(models.Model):
    """How many matters of a kind we have opened in a year: references have no gaps."""

    mark = models.CharField(_("mark"), max_length=8)
    year = models.PositiveIntegerField(_("year"))
    last = models.PositiveIntegerField(_("last number"))

    class Meta:
        verbose_name = _("counter of references")
        verbose_name_plural = _("counters of references")
        constraints: ClassVar = [models.UniqueConstraint(fields=["mark", "year"], name="one_counter_a_year")]

    def __str__(self) -> str:
        return f"{self.mark}-{self.year}"
