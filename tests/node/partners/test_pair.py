"""Pairing by persona: who meets, compares, confirms; and what a wrong or second card changes."""

import pytest
from django.db import IntegrityError, transaction

from mithaq.node import clock
from mithaq.node.officers.errors import NotYours, SecondPersonNeeded
from mithaq.node.officers.permission import AT_HOME
from mithaq.node.partners import pair
from mithaq.node.partners.errors import KnownAlready, NotPossibleNow, NotVouched, OwnCard, PhraseDiffers
from mithaq.node.partners.models import Introduction, Partner, PartnerKey, State
from mithaq.node.safeguards.models import HouseEvent
from mithaq.pact.codes import code_list
from mithaq.pact.exchange import keys
from mithaq.pact.exchange.card import write_card
from mithaq.pact.exchange.errors import BadCard
from tests.node.partners import cards
from tests.node.people import officer

pytestmark = pytest.mark.django_db
FUNCTIONS = code_list("functions").values


def met(text=None, by=None):
    return pair.meet(
        by or officer("liaison-officer"), cards.text() if text is None else text, now=clock.now()
    )


def heard(introduction):
    return [spoken.digits for spoken in pair.phrase_of(introduction, "fr") if spoken.is_hidden]


def compared(introduction=None, by=None):
    introduction = introduction or met()
    pair.compare(by or officer("liaison-officer"), introduction, heard(introduction), now=clock.now())
    return introduction


def confirmed(introduction=None):
    return pair.confirm(officer("approver"), introduction or compared(), now=clock.now())


ACTS = {
    "meet": lambda by: met(by=by),
    "compare": lambda by: compared(by=by),
    "confirm": lambda by: pair.confirm(by, compared(), now=clock.now()),
    "drop": lambda by: pair.drop(by, met()),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_act_is_for_the_functions_of_the_table(act, function):
    if function in AT_HOME["partner", act]:
        ACTS[act](officer(function))
    else:
        with pytest.raises(NotYours):
            ACTS[act](officer(function))


def test_the_whole_way_is_noted_and_makes_a_key_trusted():
    key = confirmed()
    assert key.fingerprint == cards.pair().fingerprint
    partner = Partner.objects.get(code="FR")
    assert (partner.state, partner.address, partner.zone) == (
        "confirmed",
        "https://paris.example",
        "Europe/Paris",
    )
    assert list(HouseEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "partner.met",
        "partner.compared",
        "partner.confirmed",
    ]


def test_nothing_is_trusted_before_the_second_officer():
    compared()
    assert not PartnerKey.objects.exists()
    assert Partner.objects.get().state == State.COMPARED


def test_whoever_compared_cannot_confirm():
    both = officer("approver", "liaison-officer")
    introduction = compared(by=both)
    with pytest.raises(SecondPersonNeeded):
        pair.confirm(both, introduction, now=clock.now())
    assert not PartnerKey.objects.exists()


def test_the_database_itself_refuses_one_officer_for_both():
    both = officer("approver")
    introduction = met()
    with pytest.raises(IntegrityError), transaction.atomic():
        Introduction.objects.filter(pk=introduction.pk).update(compared_by=both, confirmed_by=both)


def test_nobody_confirms_what_nobody_compared():
    with pytest.raises(NotPossibleNow):
        pair.confirm(officer("approver"), met(), now=clock.now())


def test_nothing_is_confirmed_or_compared_twice():
    introduction = compared()
    confirmed(introduction)
    with pytest.raises(NotPossibleNow):
        pair.confirm(officer("approver"), introduction, now=clock.now())
    with pytest.raises(NotPossibleNow):
        pair.compare(officer("approver"), introduction, [], now=clock.now())


def test_the_hidden_numbers_are_the_partners_and_only_until_compared():
    introduction = met()
    spoken = pair.phrase_of(introduction, "ar")
    assert len(spoken) == 12
    assert sum(each.is_ours for each in spoken) == 6
    assert len([each for each in spoken if each.is_hidden]) == 3
    assert not any(each.is_ours for each in spoken if each.is_hidden)
    compared(introduction)
    assert not any(each.is_hidden for each in pair.phrase_of(introduction, "ar"))


def test_both_sides_read_the_same_phrase():
    ours = [(each.digits, each.word) for each in pair.phrase_of(met(), "fr")]
    other = pair.phrase(cards.card(), pair.own_card(), "fr")
    assert [word for _, word in ours] == list(other)


def test_numbers_may_be_typed_on_an_arabic_keyboard_and_without_zeros():
    introduction = met()
    typed = [
        str(int(number)).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        for number in heard(introduction)
    ]
    pair.compare(officer("liaison-officer"), introduction, typed, now=clock.now())
    assert introduction.state == State.COMPARED


def test_a_phrase_that_differs_three_times_drops_the_card():
    introduction = met()
    for left in ("2", "1", "0"):
        with pytest.raises(PhraseDiffers) as refused:
            pair.compare(officer("liaison-officer"), introduction, ["256", "256", "256"], now=clock.now())
        assert refused.value.facts == {"left": left}
    introduction.refresh_from_db()
    assert introduction.state == State.DROPPED
    assert Partner.objects.get().state == State.DROPPED
    assert HouseEvent.objects.filter(action="partner.phrase-differed").count() == 3
    with pytest.raises(NotPossibleNow):
        compared(introduction)


@pytest.mark.parametrize("typed", [[], ["1"], ["", "", ""], ["a", "b", "c"], ["1", "2", "3", "4"]])
def test_whatever_is_typed_gets_an_answer(typed):
    introduction = met()
    with pytest.raises(PhraseDiffers):
        pair.compare(officer("liaison-officer"), introduction, typed, now=clock.now())


def test_a_second_card_while_one_waits_takes_its_place_and_starts_anew():
    first = compared()
    met(cards.text(keys=cards.pair(2)))
    first.refresh_from_db()
    assert first.state == State.DROPPED
    assert Partner.objects.get().state == State.MET
    with pytest.raises(NotPossibleNow):
        pair.confirm(officer("approver"), first, now=clock.now())


def test_a_card_that_was_dropped_may_be_met_again():
    pair.drop(officer("liaison-officer"), met())
    confirmed(compared(met()))


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        pytest.param("", BadCard, id="nothing"),
        pytest.param("hello", BadCard, id="no card"),
        pytest.param("x" * 10_000_000, BadCard, id="ten megabytes"),
        pytest.param(cards.text().replace("A", "B", 1), BadCard, id="one letter changed in the armour"),
        pytest.param(cards.text("MA"), OwnCard, id="a card in our name"),
    ],
)
def test_a_bad_card_changes_nothing(text, refusal):
    with pytest.raises(refusal):
        met(text)
    assert not Partner.objects.exists()


def test_a_card_in_our_partners_name_does_not_replace_what_we_trust():
    confirmed()
    met(cards.text(keys=cards.pair(3), address="https://thief.example"))
    partner = Partner.objects.get()
    assert (partner.state, partner.address) == ("confirmed", "https://paris.example")
    assert PartnerKey.objects.count() == 1


def test_a_trusted_card_is_not_met_twice():
    confirmed()
    with pytest.raises(KnownAlready):
        met()


def test_text_around_the_card_is_no_harm():
    introduction = met("Bonjour,\n\nvoici notre carte.\n" + cards.text() + "\nCordialement")
    assert introduction.fingerprint == cards.pair().fingerprint


class TestRotation:
    def new_card(self):
        return cards.card(keys=cards.pair(2))

    def test_a_key_we_trust_vouches_for_the_next_and_a_second_officer_confirms(self):
        confirmed()
        by = officer("liaison-officer", "approver")
        introduction = met(write_card(self.new_card()))
        signature = cards.pair().sign(self.new_card().statement, keys.CARD)
        pair.accept_voucher(by, introduction, signature, now=clock.now())
        with pytest.raises(SecondPersonNeeded):
            pair.confirm(by, introduction, now=clock.now())
        confirmed(introduction)
        assert PartnerKey.objects.count() == 2

    @pytest.mark.parametrize(
        "signature",
        [
            pytest.param(b"", id="none"),
            pytest.param(b"x" * 3373, id="invented"),
            pytest.param(cards.pair(9).sign(cards.card().statement, keys.CARD), id="by a stranger"),
        ],
    )
    def test_nobody_else_vouches(self, signature):
        confirmed()
        introduction = met(write_card(self.new_card()))
        with pytest.raises(NotVouched):
            pair.accept_voucher(officer("liaison-officer"), introduction, signature, now=clock.now())
        assert introduction.state == State.MET
