"""Inputs in several parts: a day known in part, a duration with its unit, files here already and new ones."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.node.safeguards.text import plain_digits

UNITS = ((1, _("minutes")), (60, _("hours")), (24 * 60, _("days")))
NUMERIC = {"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}


class DayInParts(forms.MultiWidget):
    """Day, month and year apart, each of which may be left empty; a year may end in X."""

    template_name = "web/parts/in_parts.html"
    use_fieldset = True

    def __init__(self) -> None:
        def part(label: Any, size: int) -> forms.TextInput:
            attributes = NUMERIC | {"aria-label": label, "placeholder": label, "class": f"size-{size}"}
            return forms.TextInput(attrs=attributes | {"maxlength": size})

        year = part(_("year"), 4)
        year.attrs["inputmode"] = "text"  # keys for numbers alone have no X
        super().__init__({"day": part(_("day"), 2), "month": part(_("month"), 2), "year": year})

    def decompress(self, value: Any) -> list[str]:
        year, month, day = (*str(value or "").split("-", 2), "", "")[:3]
        return [day, month, year]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:  # type: ignore[override]
        """The parts as one text: 1984-06-24, 1984-06, 1984 or 198X; what fits none is kept as typed."""
        day, month, year = (
            plain_digits(str(part or "").strip()) for part in super().value_from_datadict(data, files, name)
        )
        parts = [year.upper().replace("?", "X"), month and month.zfill(2), day and day.zfill(2)]
        while parts and not parts[-1]:
            parts.pop()
        return "-".join(parts)


class Duration(forms.MultiWidget):
    """A number and its unit, stated in minutes."""

    template_name = "web/parts/in_parts.html"
    use_fieldset = True

    def __init__(self) -> None:
        number = forms.TextInput(attrs=NUMERIC | {"aria-label": _("number"), "class": "size-4"})
        unit = forms.Select(attrs={"aria-label": _("unit")}, choices=UNITS)
        super().__init__({"number": number, "unit": unit})

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, int):
            unit = next((size for size, _name in reversed(UNITS) if value and value % size == 0), 1)
            return [value // unit, unit]
        number, _space, unit_typed = str(value or "").partition(" ")
        return [number, unit_typed or UNITS[-1][0]]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:  # type: ignore[override]
        number, unit = super().value_from_datadict(data, files, name)
        return f"{str(number or '').strip()} {unit or 1}" if str(number or "").strip() else ""


class Files(forms.Widget):
    """Files that are attached already, each of which may be left out, and a place to choose more.

    What a form sends of files that are here are their ids alone: names and keys stay in the draft.
    """

    template_name = "web/parts/files.html"
    use_fieldset = True
    needs_multipart_form = True

    def __init__(self, attached: Sequence[Mapping[str, Any]], fresh: Sequence[str], endings: str) -> None:
        super().__init__()
        self.attached, self.fresh, self.endings = attached, fresh, endings

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The files with whether each is still wanted."""
        wanted = set(value or ())
        files = [{**each, "wanted": each["id"] in wanted} for each in self.attached]
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"] |= {"files": files, "endings": self.endings}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The ids of the files that stay, and of those that came with this form."""
        ticked = data.getlist(name) if hasattr(data, "getlist") else []
        known = [each["id"] for each in self.attached]
        return [each for each in known if each in ticked or each in self.fresh]
