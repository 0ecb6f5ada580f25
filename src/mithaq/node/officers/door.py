"""Signing in and out, wrong passwords, second factors: each is noted in the house log.

Whose sign-in was refused is noted by the opaque reference. A name that is nobody's is not kept: it may be a
password.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from mithaq.node.officers.models import Officer
from mithaq.node.safeguards.house import note

LONGEST = 150  # characters of a name to sign in with


def listen() -> None:
    """Connect to what Django and allauth tell; twice is once."""
    user_logged_in.connect(_signed_in, dispatch_uid="house.signed-in")
    user_logged_out.connect(_signed_out, dispatch_uid="house.signed-out")
    user_login_failed.connect(_was_refused, dispatch_uid="house.refused")
    password_changed.connect(_chose_password, dispatch_uid="house.password")
    authenticator_added.connect(_added_factor, dispatch_uid="house.factor-added")
    authenticator_removed.connect(_removed_factor, dispatch_uid="house.factor-removed")


def _signed_in(user: Any, **_: Any) -> None:
    note("sign-in", officer=user)


def _signed_out(user: Any, **_: Any) -> None:
    if user is not None:  # a session whose officer is gone
        note("sign-out", officer=user)


def _was_refused(credentials: Mapping[str, Any], **_: Any) -> None:
    typed = str(credentials.get("username", ""))[:LONGEST]
    tried = Officer.objects.filter(username__iexact=typed).first() if typed else None
    # Nobody has signed in: whose name was typed is a fact, and the node itself writes it down.
    note("sign-in.refused", officer=None, **({"who": tried.reference} if tried else {}))


def _chose_password(user: Any, **_: Any) -> None:
    Officer.objects.filter(pk=user.pk).update(password_is_temporary=False)
    note("officer.password-chosen", officer=user)


def _added_factor(user: Any, authenticator: Any, **_: Any) -> None:
    note("officer.factor-added", officer=user, factor=str(authenticator.type))


def _removed_factor(user: Any, authenticator: Any, **_: Any) -> None:
    note("officer.factor-removed", officer=user, factor=str(authenticator.type))
