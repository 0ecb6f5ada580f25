"""Keys: which we trust for which instant, and what a loss changes. Our own: in a file, under a passphrase."""

from datetime import timedelta

import pytest

from mithaq.node import clock
from mithaq.node.officers.errors import NotYours, SecondPersonNeeded
from mithaq.node.officers.permission import AT_HOME
from mithaq.node.partners import keep, known, own
from mithaq.node.partners.errors import (
    KeyFileExists,
    KeyNotValidThen,
    KeyRevoked,
    KnownAlready,
    NoKeyFile,
    NoKeyNow,
    NotPossibleNow,
    UnknownKey,
)
from mithaq.node.partners.models import Loss, Partner, State
from mithaq.pact.codes import code_list
from mithaq.pact.exchange import keys
from mithaq.pact.exchange.errors import KeyFileClosed
from tests.node.partners import cards
from tests.node.partners.test_pair import compared, confirmed, met
from tests.node.people import officer

pytestmark = pytest.mark.django_db
FINGERPRINT = cards.pair().fingerprint


def ago(**said):
    return clock.now() - timedelta(**said)


class TestAPartnersKey:
    def test_verifies_what_was_signed_in_its_period(self):
        confirmed()
        public = known.public_keys("FR", FINGERPRINT, clock.now())
        keys.verify(public, b"said", cards.pair().sign(b"said", keys.ENTRY), keys.ENTRY)

    @pytest.mark.parametrize(
        "at",
        [
            pytest.param(lambda: ago(days=3), id="before"),
            pytest.param(lambda: ago(days=-400), id="after"),
        ],
    )
    def test_verifies_nothing_outside_its_period(self, at):
        confirmed()
        with pytest.raises(KeyNotValidThen):
            known.public_keys("FR", FINGERPRINT, at())

    def test_is_unknown_until_two_officers_trusted_it(self):
        compared()
        with pytest.raises(UnknownKey):
            known.public_keys("FR", FINGERPRINT, clock.now())
        with pytest.raises(NoKeyNow):
            known.sealing_keys("FR", clock.now())

    def test_of_one_authority_is_no_key_of_another(self):
        confirmed()
        with pytest.raises(UnknownKey):
            known.public_keys("ES", FINGERPRINT, clock.now())

    def test_the_newest_that_stands_is_sealed_to(self):
        confirmed()
        confirmed(compared(met(cards.text(keys=cards.pair(0)))))
        assert known.sealing_keys("FR", clock.now()).fingerprint == cards.pair(0).fingerprint


class TestALoss:
    def lose(self, loss, **since):
        key = confirmed()
        keep.revoke(officer("duty-officer"), key, loss=loss, since=ago(**since), now=clock.now())
        return key

    def test_what_a_lost_key_signed_before_still_stands(self):
        self.lose(Loss.LOST, hours=1)
        known.public_keys("FR", FINGERPRINT, ago(hours=2), arrived_at=clock.now())
        with pytest.raises(KeyRevoked):
            known.public_keys("FR", FINGERPRINT, ago(minutes=30))

    def test_a_thief_cannot_date_back_what_only_now_arrives(self):
        self.lose(Loss.STOLEN, hours=1)
        with pytest.raises(KeyRevoked):
            known.public_keys("FR", FINGERPRINT, ago(hours=2), arrived_at=clock.now())
        known.public_keys("FR", FINGERPRINT, ago(hours=2), arrived_at=ago(hours=2))

    def test_nothing_is_sealed_to_a_lost_key(self):
        self.lose(Loss.LOST, hours=0)
        with pytest.raises(NoKeyNow):
            known.sealing_keys("FR", clock.now())

    def test_a_loss_is_recorded_once_and_never_in_the_future(self):
        key = self.lose(Loss.LOST, days=-5)
        key.refresh_from_db()
        assert key.revoked_at <= clock.now()
        with pytest.raises(NotPossibleNow):
            keep.revoke(officer("duty-officer"), key, loss=Loss.STOLEN, since=ago(), now=clock.now())

    def test_a_lost_key_vouches_for_nobody(self):
        from mithaq.node.partners import pair
        from mithaq.node.partners.errors import NotVouched

        self.lose(Loss.STOLEN, hours=1)
        introduction = met(cards.text(keys=cards.pair(2)))
        signature = cards.pair().sign(cards.card(keys=cards.pair(2)).statement, keys.CARD)
        with pytest.raises(NotVouched):
            pair.accept_voucher(officer("liaison-officer"), introduction, signature, now=clock.now())


class TestKeepingAPartner:
    ACTS = {
        "suspend": lambda by: keep.suspend(by, _partner()),
        "resume": lambda by: keep.resume(by, _suspended()),
        "revoke": lambda by: keep.revoke(by, confirmed(), loss=Loss.LOST, since=ago(), now=clock.now()),
        "meet": lambda by: keep.register_without_node(
            by, code="PT", names={"ar": "ب", "fr": "P", "en": "P"}, zone="Europe/Lisbon", now=clock.now()
        ),
        "confirm": lambda by: keep.confirm_without_node(by, _without_node()),
    }

    @pytest.mark.parametrize("act", ACTS)
    @pytest.mark.parametrize("function", code_list("functions").values)
    def test_every_act_is_for_the_functions_of_the_table(self, act, function):
        if function in AT_HOME["partner", act]:
            self.ACTS[act](officer(function))
        else:
            with pytest.raises(NotYours):
                self.ACTS[act](officer(function))

    def test_whoever_suspended_does_not_resume(self):
        stopper = officer("approver")
        partner = _partner()
        keep.suspend(stopper, partner)
        with pytest.raises(SecondPersonNeeded):
            keep.resume(stopper, partner)
        keep.resume(officer("approver"), partner)
        assert partner.is_confirmed

    def test_a_suspended_partner_is_still_known_and_a_new_card_does_not_resume_it(self):
        partner = _suspended()
        assert known.is_trusted("FR")
        known.public_keys("FR", FINGERPRINT, clock.now())
        confirmed(compared(met(cards.text(keys=cards.pair(2)))))
        partner.refresh_from_db()
        assert partner.state == State.SUSPENDED

    def test_a_partner_without_a_node_takes_two_officers_too(self):
        first = officer("approver")
        partner = _without_node(first)
        with pytest.raises(SecondPersonNeeded):
            keep.confirm_without_node(first, partner)
        keep.confirm_without_node(officer("approver"), partner)
        assert (partner.state, partner.has_node) == ("confirmed", False)
        with pytest.raises(KnownAlready):
            _without_node()

    def test_a_partner_with_a_card_is_not_confirmed_without_comparing(self):
        compared()
        with pytest.raises(NotPossibleNow):
            keep.confirm_without_node(officer("approver"), Partner.objects.get())

    def test_an_address_moves_with_a_card_of_keys_we_trust_and_with_no_other(self):
        confirmed()
        keep.follow_card(officer("liaison-officer"), cards.text(address="https://new.example"))
        assert Partner.objects.get().address == "https://new.example"
        with pytest.raises(UnknownKey):
            keep.follow_card(
                officer("liaison-officer"), cards.text(keys=cards.pair(5), address="https://thief.example")
            )
        assert Partner.objects.get().address == "https://new.example"


def _partner():
    confirmed()
    return Partner.objects.get(code="FR")


def _suspended():
    partner = _partner()
    keep.suspend(officer("approver"), partner)
    return partner


def _without_node(by=None):
    return keep.register_without_node(
        by or officer("liaison-officer"),
        code="PT",
        names={"ar": "البرتغال", "fr": "Portugal", "en": "Portugal"},
        zone="Europe/Lisbon",
        now=clock.now(),
    )


class TestOurOwn:
    def test_card_and_keys_belong_together(self, ourselves):
        assert own.own_card() == ourselves
        assert own.signing_key(clock.now()).fingerprint == ourselves.keys.fingerprint
        assert known.public_keys("MA", ourselves.keys.fingerprint, clock.now()) == ourselves.keys
        assert known.sealing_keys("MA", clock.now()).fingerprint == ourselves.keys.fingerprint

    @pytest.mark.usefixtures("alone")
    def test_the_file_is_for_the_node_alone_and_opens_with_its_passphrase_only(self, settings):
        assert settings.KEY_FILE.stat().st_mode & 0o077 == 0
        settings.KEY_PASSPHRASE = "another"
        own._opened.cache_clear()
        with pytest.raises(KeyFileClosed):
            own.own_keys()

    def test_no_seed_lies_open_in_the_folder(self, settings):
        seeds = [pair.ed25519_seed for pair in own.own_keys()]
        for file in settings.KEY_FILE.parent.iterdir():
            content = file.read_bytes()
            assert not any(seed in content or seed.hex().encode() in content for seed in seeds)

    def test_keys_are_never_made_twice(self):
        with pytest.raises(KeyFileExists):
            own.make_keys(names=cards.NAMES["MA"], zone="UTC", address="", now=clock.now())

    def test_a_node_without_keys_says_so(self, settings, tmp_path):
        settings.KEY_FILE = tmp_path / "elsewhere" / "node.keys"
        with pytest.raises(NoKeyFile):
            own.own_keys()
        with pytest.raises(NoKeyFile):
            own.own_card()

    @pytest.mark.usefixtures("alone")
    def test_a_rotation_hands_over_in_time_and_keeps_the_old(self, ourselves):
        wrapping = own.body_wrapping_key()
        new = own.rotate(clock.now())
        later = clock.now() + own.HAND_OVER + timedelta(minutes=1)
        assert own.own_card() == ourselves
        assert own.next_card() == new
        assert own.signing_key(clock.now()).fingerprint == ourselves.keys.fingerprint
        assert own.signing_key(later).fingerprint == new.keys.fingerprint
        assert own.body_wrapping_key() == wrapping
        assert len(own.own_keys()) == 2
        keys.verify(ourselves.keys, new.statement, own.voucher(new, clock.now()), keys.CARD)

    def test_without_a_rotation_there_is_no_next_card(self):
        assert own.next_card() is None

    @pytest.mark.usefixtures("alone")
    def test_an_address_changes_under_the_same_keys(self, ourselves):
        own.move("https://rabat.example")
        assert own.own_card().address == "https://rabat.example"
        assert own.own_card().keys == ourselves.keys

    def test_keys_that_have_run_out_sign_nothing(self):
        with pytest.raises(NoKeyNow):
            own.signing_key(clock.now() + own.VALID_FOR)
