"""Who works here: enrolling officers, what they hold, where they work, when they are away.

Administrators do this to others, never to themselves; each change is noted in the house
log, where the data protection officer and the auditor read it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.db import transaction

from mithaq.node.officers.duties import ADMINISTRATOR, excluded_together
from mithaq.node.officers.errors import (
    FunctionsExclude,
    LastAdministrator,
    NotOnYourself,
    NotTheLastAdministrator,
    NotYours,
)
from mithaq.node.officers.models import Absence, Officer, OfficerFunction, Service, Unit
from mithaq.node.safeguards.house import note
from mithaq.pact.codes import code_list

LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # without those that look alike on paper


@transaction.atomic
def enrol(
    by: Officer | None, *, username: str, said: Mapping[str, Any], functions: Collection[str], now: datetime
) -> tuple[Officer, str]:
    """A new officer and the temporary password to hand over; `by=None` is the node being set up.

    Raises: NotYours, FunctionsExclude.
    """
    check_administers(by)
    password = temporary_password()
    officer = Officer.objects.create(
        username=username, password=make_password(password), password_is_temporary=True, **said
    )
    note("officer.enrolled", officer=by, who=officer.reference)
    hold(by, officer, functions, now=now)
    return officer, password


@transaction.atomic
def change(by: Officer, officer: Officer, *, said: Mapping[str, Any], is_active: bool) -> None:
    """Correct names or unit, or let an officer go; whoever was let go is out at once.

    Raises: NotYours, NotOnYourself, LastAdministrator.
    """
    check_administers(by)
    if officer.pk == by.pk and not is_active:
        raise NotOnYourself
    if officer.is_active and not is_active:
        _check_not_last(officer)
    Officer.objects.filter(pk=officer.pk).update(is_active=is_active, **said)
    note("officer.changed", officer=by, who=officer.reference, active=is_active)


@transaction.atomic
def hold(by: Officer | None, officer: Officer, functions: Collection[str], *, now: datetime) -> None:
    """Let an officer hold exactly these functions.

    Raises: NotYours, NotOnYourself, FunctionsExclude, LastAdministrator.
    """
    check_administers(by)
    wanted = frozenset(functions)
    held = frozenset(officer.functions.values_list("function", flat=True))
    if wanted == held:
        return
    if by is not None and by.pk == officer.pk:
        raise NotOnYourself
    if clash := excluded_together(wanted):
        raise FunctionsExclude(one=clash[0], other=clash[1])
    if ADMINISTRATOR in held - wanted:
        _check_not_last(officer)
    officer.functions.filter(function__in=held - wanted).delete()
    OfficerFunction.objects.bulk_create(
        OfficerFunction(officer=officer, function=each, granted_by=by, granted_at=now)
        for each in sorted(wanted - held)
    )
    officer.__dict__.pop("held", None)
    gained, lost = ",".join(sorted(wanted - held))[:200], ",".join(sorted(held - wanted))[:200]
    note("officer.functions", officer=by, who=officer.reference, gained=gained, lost=lost)


@transaction.atomic
def renew_password(by: Officer, officer: Officer) -> str:
    """A temporary password for an officer who cannot sign in any more; their second factor stays.

    Raises: NotYours, NotOnYourself.
    """
    check_administers(by)
    if by.pk == officer.pk:
        raise NotOnYourself
    password = temporary_password()
    Officer.objects.filter(pk=officer.pk).update(password=make_password(password), password_is_temporary=True)
    note("officer.password-renewed", officer=by, who=officer.reference)
    return password


@transaction.atomic
def remove_second_factor(by: Officer, officer: Officer) -> None:
    """Let an officer whose authenticator is lost set up another one at their next sign-in.

    The password stays: it still takes the officer, and nobody comes in by what an administrator did alone.

    Raises: NotYours, NotOnYourself.
    """
    check_administers(by)
    if by.pk == officer.pk:
        raise NotOnYourself
    _take_factors(officer)
    note("officer.factor-taken", officer=by, who=officer.reference)


@transaction.atomic
def readmit(username: str) -> str:
    """A temporary password and no second factor for the one administrator there is, at the node's machine.

    Raises: NotTheLastAdministrator.
    """
    administrators = Officer.objects.filter(is_active=True, functions__function=ADMINISTRATOR)
    officer = administrators.filter(username=username).first()
    if officer is None or administrators.count() > 1:
        raise NotTheLastAdministrator
    password = temporary_password()
    Officer.objects.filter(pk=officer.pk).update(password=make_password(password), password_is_temporary=True)
    _take_factors(officer)
    note("officer.readmitted", officer=None, who=officer.reference)
    return password


def _take_factors(officer: Officer) -> None:
    Authenticator.objects.filter(
        user=officer
    ).delete()  # recovery codes too: they are of the one that is lost


@transaction.atomic
def open_unit(by: Officer | None, *, service: str, code: str, names: Mapping[str, str]) -> Unit:
    """A unit of one of our services. Raises: NotYours."""
    check_administers(by)
    labels = code_list("services")
    home, _ = Service.objects.get_or_create(
        code=service, defaults={f"name_{language}": labels.label(service, language) for language in names}
    )
    note("unit.opened", officer=by, unit=code)
    return Unit.objects.create(
        service=home, code=code, **{f"name_{language}": name for language, name in names.items()}
    )


@transaction.atomic
def be_away(officer: Officer, *, deputy: Officer, from_on: date, until_on: date) -> Absence:
    """Let a deputy stand in for an officer on these days."""
    note("officer.away", officer=officer, deputy=deputy.reference, first=str(from_on), last=str(until_on))
    return Absence.objects.create(officer=officer, deputy=deputy, from_on=from_on, until_on=until_on)


@transaction.atomic
def be_back(officer: Officer, absence: Absence) -> None:
    """End an absence of one's own. Raises: NotYours."""
    if absence.officer_id != officer.pk:
        raise NotYours(kind="", step="end-absence")
    note("officer.back", officer=officer, deputy=absence.deputy.reference)
    absence.delete()


def check_administers(by: Officer | None) -> None:
    """Raises: NotYours."""
    if by is not None and not by.holds(ADMINISTRATOR):
        raise NotYours(kind="", step="administer")


def temporary_password() -> str:
    """Four groups of four characters, fit to be dictated."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def _check_not_last(officer: Officer) -> None:
    administrators = Officer.objects.filter(is_active=True, functions__function=ADMINISTRATOR)
    if administrators.filter(pk=officer.pk).exists() and administrators.count() == 1:
        raise LastAdministrator
