"""All readings as plain values, so that two states of them can be compared."""

from collections import Counter

from mithaq.node.ledger.models import Duty, Facet, Matter, Naming, Seen, Total

ALIKE = ("kind", "indicator", "by", "toward", "about", "value", "year")


def readings() -> dict[str, list[dict[str, object]]]:
    """Every row of every reading, without the numbers the database gave them; and the totals are theirs."""
    assert added_up(Total) == added_up(Seen)
    return {
        model.__name__: sorted(
            (_plain(row) for row in model.objects.all()), key=lambda row: sorted(map(str, row.items()))
        )
        for model in (Matter, Facet, Duty, Naming, Seen)
    }


def added_up(model) -> dict[tuple[object, ...], int]:
    """How often what is alike was seen, in all."""
    found: Counter[tuple[object, ...]] = Counter()
    for *of, at, number in model.objects.order_by("pk").values_list(*ALIKE, "at", "number"):
        found[*of, (at.month > 6) if of[-1] else None] += number
    return {of: number for of, number in found.items() if number}


def _plain(row) -> dict[str, object]:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if row._meta.pk.name == "id" and not isinstance(row, Matter):
        values.pop("id")
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in values.items()}
