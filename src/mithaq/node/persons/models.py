"""The register's tables: persons with their names, births and documents, and how they came in.

Only `keep` and `imports` write here. A person taken off a list is marked, not deleted: why
somebody matched last month stays explainable, until retention erases the record.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

SORTS = [("person", _("person")), ("organisation", _("organisation"))]
NAME_SORTS = [
    ("primary", _("main name")),
    ("original", _("in the original script")),
    ("alias", _("alias")),
    ("weak", _("weak alias")),
]
MOST_LISTS = 50  # offered to choose from
RUN_STATES = [("running", _("under way")), ("done", _("finished")), ("stopped", _("stopped"))]


def _share_done(state: str, reached: int, whole: int) -> int:
    if state == "done":
        return 100
    return min(99, reached * 100 // whole) if whole else 0


class ImportRun(models.Model):
    """One file being brought in, or that was: where it stands and what came of it.

    `position` counts the records committed; a run that was killed goes on from there.
    """

    file_name = models.CharField(_("file"), max_length=200)
    digest = models.CharField(_("SHA-256"), max_length=64)
    format = models.CharField(_("format"), max_length=8)
    source = models.CharField(_("list"), max_length=64, blank=True)
    officer = models.CharField(_("brought in by"), max_length=16)
    started_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    state = models.CharField(_("state"), max_length=8, choices=RUN_STATES, default="running")
    reason = models.CharField(_("why it stopped"), max_length=64, blank=True)
    facts = models.JSONField(default=dict)
    lines_total = models.PositiveBigIntegerField(_("lines"), default=0)
    line = models.PositiveBigIntegerField(_("line reached"), default=0)
    position = models.PositiveBigIntegerField(_("records read"), default=0)
    added = models.PositiveBigIntegerField(_("new"), default=0)
    changed = models.PositiveBigIntegerField(_("changed"), default=0)
    unchanged = models.PositiveBigIntegerField(_("unchanged"), default=0)
    refused = models.PositiveBigIntegerField(_("refused"), default=0)
    nameless = models.PositiveBigIntegerField(_("refused, and nobody knows which"), default=0)
    removed = models.PositiveBigIntegerField(_("taken off the list"), default=0)
    held = models.PositiveBigIntegerField(_("removals waiting for a decision"), default=0)
    hidden = models.PositiveBigIntegerField(_("hidden characters taken out"), default=0)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-pk",)
        indexes = [models.Index(fields=["digest", "format"], name="import_by_digest")]
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "format"],
                condition=models.Q(state="running"),
                name="one_running_import_of_a_file",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def share_done(self) -> int:
        """How far it has come, in per cent of the lines; 100 only when finished."""
        return _share_done(self.state, self.line, self.lines_total)


class BadRow(models.Model):
    """A record of a file that was refused, or a part of one that was left out (`kept`)."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="bad_rows")
    line = models.PositiveBigIntegerField(_("line"))
    code = models.CharField(_("reason"), max_length=64)
    facts = models.JSONField(default=dict)
    kept = models.BooleanField(_("the rest of the record was kept"), default=False)

    class Meta:
        verbose_name = _("bad row")
        verbose_name_plural = _("bad rows")
        ordering = ("run", "line", "id")
        indexes = [models.Index(fields=["run", "line"], name="bad_row_by_line")]

    def __str__(self) -> str:
        return f"{self.run_id}:{self.line}"


class PersonQuerySet(models.QuerySet["Person"]):
    """Questions the register answers."""

    def on_a_list(self) -> PersonQuerySet:
        """Without those who were taken off it."""
        return self.filter(removed_at=None)

    def lists(self) -> list[str]:
        """The lists there are, by name: a step of the index for each, since one may have a million rows."""
        found: list[str] = []
        while len(found) < MOST_LISTS:
            after = self.filter(source__gt=found[-1] if found else "").order_by("source")
            source = after.values_list("source", flat=True).first()
            if source is None:
                break
            found.append(source)
        return found


class Person(models.Model):
    """A person or organisation on one list; the same human on two lists is two of these."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.CharField(_("list"), max_length=64)
    source_id = models.CharField(_("record in the list"), max_length=128)
    list_ref = models.CharField(_("reference"), max_length=64, blank=True)
    sort = models.CharField(_("sort"), max_length=12, choices=SORTS, default="person")
    category = models.CharField(_("why on the list"), max_length=32, blank=True)
    sex = models.CharField(_("sex"), max_length=1, default="U")
    nationalities = models.JSONField(_("nationalities"), default=list)
    content = models.CharField(_("digest of the record"), max_length=64)
    imported_by = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="persons")
    removed_at = models.DateTimeField(_("taken off the list"), null=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="person_once_a_list")]

    def __str__(self) -> str:
        return str(self.id)  # never the name: this string reaches logs


class PersonName(models.Model):
    """A name of a person as the list writes it, and the key it is looked up by."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    text = models.CharField(_("name"), max_length=300)
    sort = models.CharField(_("sort"), max_length=8, choices=NAME_SORTS)
    script = models.CharField(_("script"), max_length=4)
    key = models.CharField(max_length=600, db_index=True)

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ("person", "id")

    def __str__(self) -> str:
        return str(self.pk)


class PersonBirth(models.Model):
    """A time of birth a list states; lists state several when they do not know."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="births")
    edtf = models.CharField(_("date of birth"), max_length=24)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("date of birth")
        verbose_name_plural = _("dates of birth")
        ordering = ("person", "id")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_about(self) -> bool:
        """Does the list say "about"?"""
        return self.edtf.endswith("~")

    @property
    def start(self) -> str:
        """The date itself, or the beginning of the time it lies in."""
        return self.edtf.partition("/")[0].rstrip("~")

    @property
    def end(self) -> str:
        """The end of the time it lies in; empty for a single date."""
        return self.edtf.partition("/")[2].rstrip("~")


class PersonDocument(models.Model):
    """A document of a person; without a key it is shown but never matched."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind"), max_length=32)
    number = models.CharField(_("number"), max_length=60)
    country = models.CharField(_("country"), max_length=2, blank=True)
    key = models.CharField(max_length=40, blank=True, db_index=True)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("person", "id")

    def __str__(self) -> str:
        return str(self.pk)


class CrossCheck(models.Model):
    """The subjects that one entry of a partner names: to be looked up in the register, then looked up.

    Written when the entry is kept; `done_at` empty means that the worker has not come to it yet. Until then
    `named` holds whom to look up, locked as the matter's reading is.
    """

    matter = models.CharField(_("matter"), max_length=64)
    entry = models.CharField(_("entry"), max_length=64, unique=True)
    named = models.BinaryField(_("subjects"), default=b"")
    done_at = models.DateTimeField(_("looked up"), null=True)

    class Meta:
        verbose_name = _("cross-check")
        verbose_name_plural = _("cross-checks")
        ordering = ("pk",)
        indexes = [
            models.Index(fields=["matter"], name="checks_of_matter"),
            models.Index(fields=["id"], condition=models.Q(done_at=None), name="checks_waiting"),
        ]

    def __str__(self) -> str:
        return self.entry


class CrossFinding(models.Model):
    """Somebody on a list who may be meant by a subject. `row` counts subjects from 0, `place` candidates."""

    check_of = models.ForeignKey(CrossCheck, on_delete=models.CASCADE, related_name="findings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    row = models.PositiveIntegerField(_("subject"))
    place = models.PositiveIntegerField(_("place"))
    band = models.CharField(_("band"), max_length=16)
    reasons: models.JSONField[list[str]] = models.JSONField(_("speaks for"), default=list)
    against: models.JSONField[list[str]] = models.JSONField(_("speaks against"), default=list)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ("check_of", "row", "place")

    def __str__(self) -> str:
        return f"{self.check_of_id}:{self.row}:{self.place}"


WAYS = [
    ("sought", _("persons sought, in the register")),
    ("records", _("new records, among persons sought")),
    ("duplicates", _("new records, in the register")),
]
LIKENESS_STATES = [
    ("open", _("to look at")),
    ("same", _("the same person")),
    ("different", _("not the same person")),
]


class Comparison(models.Model):
    """One bulk check of the register, running or done: what is compared with what, and how far it has come.

    `place` is where the last batch that was committed ended; a run that was killed goes on from there. New
    are records with a name numbered above `since` and not above `until`: a record that changes gets new ones.
    """

    way = models.CharField(_("what is compared"), max_length=12, choices=WAYS)
    officer = models.CharField(_("begun by"), max_length=16)
    begun_at = models.DateTimeField(_("begun"))
    finished_at = models.DateTimeField(_("finished"), null=True)
    state = models.CharField(_("state"), max_length=8, choices=RUN_STATES, default="running")
    since = models.PositiveBigIntegerField(default=0)
    until = models.PositiveBigIntegerField(default=0)
    place = models.CharField(max_length=160, blank=True)
    whole = models.PositiveBigIntegerField(_("to compare"), default=0)
    looked_at = models.PositiveBigIntegerField(_("records compared"), default=0)
    found = models.PositiveBigIntegerField(_("found"), default=0)

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")
        ordering = ("-pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["way"], condition=models.Q(state="running"), name="one_running_comparison_a_way"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def share_done(self) -> int:
        """How far it has come, in per cent; 100 only when finished."""
        return _share_done(self.state, self.looked_at, self.whole)


class Likeness(models.Model):
    """A record that may be the same human as another record, or as a person sought in a matter.

    What an officer decided of it is `state`: `same` links the two, and both stay as they are.
    """

    found_by = models.ForeignKey(Comparison, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", null=True)
    matter = models.CharField(_("matter"), max_length=64, blank=True)
    entry = models.CharField(_("entry"), max_length=64, blank=True)
    row = models.PositiveIntegerField(_("subject"), default=0)
    score = models.IntegerField()  # orders the list; what is shown is the band
    band = models.CharField(_("band"), max_length=16)
    reasons: models.JSONField[list[str]] = models.JSONField(_("speaks for"), default=list)
    against: models.JSONField[list[str]] = models.JSONField(_("speaks against"), default=list)
    content = models.CharField(_("digest of what was compared"), max_length=64)
    state = models.CharField(_("state"), max_length=9, choices=LIKENESS_STATES, default="open")

    class Meta:
        verbose_name = _("likeness")
        verbose_name_plural = _("likenesses")
        ordering = ("-score", "pk")
        indexes = [
            models.Index(fields=["state", "-score", "id"], name="likenesses_by_state"),
            models.Index(fields=["matter"], name="likenesses_of_matter"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "other"], name="likeness_of_two_records"),
            models.UniqueConstraint(
                fields=["person", "matter"], condition=models.Q(other=None), name="likeness_to_one_sought"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Verdict(models.Model):
    """What an officer decided of a likeness, and why; the latest counts. `open`: taken back."""

    likeness = models.ForeignKey(Likeness, on_delete=models.CASCADE, related_name="verdicts")
    state = models.CharField(_("decision"), max_length=9, choices=LIKENESS_STATES)
    officer = models.CharField(_("decided by"), max_length=16)
    at = models.DateTimeField(_("decided"))
    why = models.TextField(_("why"))

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("likeness", "-pk")

    def __str__(self) -> str:
        return str(self.pk)
