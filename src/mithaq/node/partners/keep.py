"""What happens to a partner after it was confirmed: suspended, resumed, moved, a key lost.

One officer stops at once; to go on again takes another than the one who stopped.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mithaq.node.officers.models import Officer
from mithaq.node.officers.permission import check_may_take, check_second_person
from mithaq.node.partners.errors import KnownAlready, NotPossibleNow, UnknownKey
from mithaq.node.partners.models import Loss, Partner, PartnerKey, State
from mithaq.node.safeguards.house import note
from mithaq.pact.exchange.card import read_card


@transaction.atomic
def suspend(officer: Officer, partner: Partner) -> None:
    """Send nothing more to a partner; what it sends is still kept.

    Raises: NotYours, NotPossibleNow.
    """
    check_may_take(officer, "partner", "suspend")
    _move(partner, State.CONFIRMED, State.SUSPENDED, "suspend", officer)
    note("partner.suspended", officer=officer, partner=partner.code)


@transaction.atomic
def resume(officer: Officer, partner: Partner) -> None:
    """Send to a partner again.

    Raises: NotYours, NotPossibleNow, SecondPersonNeeded.
    """
    check_may_take(officer, "partner", "resume")
    if partner.stopped_by is not None:
        check_second_person(officer, partner.stopped_by, "resume")
    _move(partner, State.SUSPENDED, State.CONFIRMED, "resume", None)
    note("partner.resumed", officer=officer, partner=partner.code)


@transaction.atomic
def revoke(officer: Officer, key: PartnerKey, *, loss: Loss, since: datetime, now: datetime) -> None:
    """Trust a partner's key no longer; a new card is then compared by voice.

    Raises: NotYours, NotPossibleNow.
    """
    check_may_take(officer, "partner", "revoke")
    changed = PartnerKey.objects.filter(pk=key.pk, revoked_at=None).update(
        revoked_at=min(since, now), loss_recorded_at=now, loss=loss, revoked_by=officer
    )
    if not changed:
        raise NotPossibleNow(step="revoke", state="revoked")
    note("key.revoked", officer=officer, partner=key.partner_id, key=key.fingerprint, loss=loss.value)


@transaction.atomic
def register_without_node(
    officer: Officer, *, code: str, names: dict[str, str], zone: str, now: datetime
) -> Partner:
    """An authority we deal with by letter, telephone or I-24/7; a second officer confirms it (D22).

    Raises: NotYours, KnownAlready.
    """
    check_may_take(officer, "partner", "meet")
    if Partner.objects.filter(code=code).exists():
        raise KnownAlready(authority=code, key="")
    partner = Partner.objects.create(
        code=code,
        **{f"name_{language}": name for language, name in names.items()},
        zone=zone,
        has_node=False,
        state=State.COMPARED,
        met_by=officer,
        met_at=now,
    )
    note("partner.met", officer=officer, partner=code, key="")
    return partner


@transaction.atomic
def confirm_without_node(officer: Officer, partner: Partner) -> None:
    """The second officer's word on a partner that has no card.

    Raises: NotYours, NotPossibleNow, SecondPersonNeeded.
    """
    check_may_take(officer, "partner", "confirm")
    if partner.has_node:
        raise NotPossibleNow(step="confirm", state=partner.state)
    if partner.met_by is not None:
        check_second_person(officer, partner.met_by, "confirm")
    _move(partner, State.COMPARED, State.CONFIRMED, "confirm", None)
    note("partner.confirmed", officer=officer, partner=partner.code, key="")


@transaction.atomic
def follow_card(officer: Officer | None, text: str) -> Partner:
    """Take names, zone and address from a card whose keys we trust: nothing has to be compared again.

    Raises: NotYours, BadCard, UnknownKey.
    """
    if officer is not None:
        check_may_take(officer, "partner", "meet")
    card = read_card(text)
    row = PartnerKey.objects.filter(
        partner=card.code, fingerprint=card.keys.fingerprint, revoked_at=None
    ).first()
    if row is None:
        raise UnknownKey(authority=card.code, key=card.keys.fingerprint)
    names = {f"name_{language}": name for language, name in card.names.items()}
    Partner.objects.filter(pk=card.code).update(zone=card.zone, address=card.address, **names)
    note("partner.moved", officer=officer, partner=card.code)
    return Partner.objects.get(pk=card.code)


def _move(partner: Partner, before: State, after: State, step: str, stopped_by: Officer | None) -> None:
    changed = Partner.objects.filter(pk=partner.pk, state=before).update(state=after, stopped_by=stopped_by)
    if not changed:
        raise NotPossibleNow(step=step, state=partner.state)
    partner.refresh_from_db()
