"""Heal: a restored node makes its ledger again what it was (stub)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mithaq.node.partners.models import Partner


def heal(partners: Sequence[Partner], *, now: datetime) -> bool:
    return False
