"""All readings as plain values, so that two states of them can be compared."""

from mithaq.node.ledger.models import Duty, Facet, Matter, Naming, Seen


def readings() -> dict[str, list[dict[str, object]]]:
    """Every row of every reading, without the numbers the database gave them."""
    return {
        model.__name__: sorted(
            (_plain(row) for row in model.objects.all()), key=lambda row: sorted(map(str, row.items()))
        )
        for model in (Matter, Facet, Duty, Naming, Seen)
    }


def _plain(row) -> dict[str, object]:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if row._meta.pk.name == "id" and not isinstance(row, Matter):
        values.pop("id")
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in values.items()}
