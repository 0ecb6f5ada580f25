"""What is filled in for a national task."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mithaq.node.national.models import Task
from mithaq.node.national.tasks import LONGEST, Said
from mithaq.node.officers.duties import NEVER_READS_CONTENT
from mithaq.node.officers.models import Officer, Unit
from mithaq.node.safeguards.forms import DayField, LineField, OnceForm

UNIT, OFFICER = "unit", "officer"


class TaskForm(OnceForm):
    """A task: what, who, by when."""

    title = LineField(
        min_length=3,
        max_length=LONGEST,
        label=_("Task"),
        widget=forms.TextInput({"dir": "auto"}),
        help_text=_("Stays on this node: it is in no entry, draft or export."),
    )
    whom = forms.ChoiceField(label=_("For whom"))
    due_on = DayField(label=_("Due"))

    def __init__(self, *args: Any, task: Task | None = None, title: str = "", **options: Any) -> None:
        if task is not None:
            whom = f"{OFFICER}:{task.officer_id}" if task.officer_id else f"{UNIT}:{task.unit_id}"
            options["initial"] = {"title": title, "whom": whom, "due_on": task.due_on}
        super().__init__(*args, **options)
        self.fields["whom"].choices = _everybody()  # type: ignore[attr-defined]

    def said(self) -> Said:
        """What was filled in; the form is valid."""
        sort, _colon, number = self.cleaned_data["whom"].partition(":")
        model = Unit if sort == UNIT else Officer
        whom = model.objects.get(pk=int(number))
        return Said(self.cleaned_data["title"], self.cleaned_data["due_on"], whom)


def _everybody() -> list[tuple[str, Any]]:
    """Units, then officers who read content, by name."""
    units = [(f"{UNIT}:{each.pk}", str(each.name)) for each in Unit.objects.all()]
    active = Officer.objects.filter(is_active=True).exclude(functions__function__in=NEVER_READS_CONTENT)
    officers = sorted((each.get_full_name(), each.pk) for each in active.distinct())
    named = [(f"{OFFICER}:{number}", name) for name, number in officers]
    return [("", "—"), (gettext("Units"), units), (gettext("Officers"), named)]
