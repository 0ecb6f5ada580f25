"""Alarms: what about a log, or a witness, a person must look at. An alarm stops nothing."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mithaq.node.exchange.models import Alarm
from mithaq.node.safeguards.house import note

FORKED, ROLLED_BACK, WITNESS_AWAY = "exchange.log-forked", "exchange.log-rolled-back", "exchange.witness-away"
SECURITY = (FORKED, ROLLED_BACK)


def raise_alarm(code: str, authority: str, *, evidence: str = "", now: datetime) -> Alarm:
    """Raise an alarm, once: as long as one of this sort stands open, the first evidence is what counts."""
    with transaction.atomic():
        standing = Alarm.objects.filter(code=code, authority=authority, ended_at=None).first()
        if standing is not None:
            return standing
        action = "security.log-alarm" if code in SECURITY else "exchange.alarm"
        note(action, officer=None, code=code, authority=authority)
        return Alarm.objects.create(code=code, authority=authority, at=now, evidence=evidence)


def end_alarm(code: str, authority: str, *, now: datetime) -> None:
    """What gave the alarm is over by itself; it stays on record."""
    with transaction.atomic():
        if Alarm.objects.filter(code=code, authority=authority, ended_at=None).update(ended_at=now):
            note("exchange.alarm-ended", officer=None, code=code, authority=authority)
