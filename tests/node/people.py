"""Invented officers for tests: whoever a test needs, with defaults for the rest."""

from datetime import UTC, datetime
from itertools import count

from mithaq.node.officers.models import Officer, OfficerFunction, Service, Unit

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PASSWORD = "a long walk to Ifrane"
_numbers = count(1)


def unit(code: str = "fugitives") -> Unit:
    """A unit of that code."""
    service, _ = Service.objects.get_or_create(
        code="ma-judicial-police", defaults={"name_ar": "م", "name_fr": "DPJ", "name_en": "Judicial police"}
    )
    names = {"name_ar": f"وحدة {code}", "name_fr": f"Unité {code}", "name_en": f"Unit {code}"}
    return Unit.objects.get_or_create(code=code, defaults={"service": service, **names})[0]


def officer(*functions: str, **said: object) -> Officer:
    """An officer who holds these functions and is in no unit."""
    number = next(_numbers)
    said = {"username": f"officer{number}", "family_name": "Amrani", "given_name": "Salma", **said}
    made = Officer.objects.create(**said)
    for function in functions:
        OfficerFunction.objects.create(officer=made, function=function, granted_at=NOW)
    return made


def matter(number: int = 1) -> str:
    """The id of an invented matter."""
    return f"{number:064x}"
