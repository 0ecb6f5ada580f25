"""What stays at home: encrypted where it rests, read by whoever may open the matter, gone with its key."""

import pytest
from cryptography.exceptions import InvalidTag

from mithaq.node.ledger.models import Matter, OwnKey
from mithaq.node.ledger.rebuild import rebuild
from mithaq.node.national import keep
from mithaq.node.national.models import Piece
from mithaq.node.officers.errors import NotYourMatter
from mithaq.node.safeguards.models import HouseEvent
from tests.node.people import NOW, officer

pytestmark = pytest.mark.django_db
TEXT = "Ligne rouge : pas de comité permanent. خط أحمر"


@pytest.fixture
def matter(paris):
    """The agreement with Paris: a matter that legal advisers see."""
    return Matter.objects.get(kind="agreement")


@pytest.fixture
def nadia(matter):
    """An officer who sees it."""
    from mithaq.node.officers.models import Watch

    Watch.objects.get_or_create(function="legal-adviser", kind="agreement")
    return officer("legal-adviser")


def kept(matter, nadia, text=TEXT):
    return keep.keep(keep.NOTE, matter, "", text, officer=nadia, now=NOW)


def test_a_piece_rests_encrypted_and_is_read_as_it_was_written(matter, nadia):
    piece = kept(matter, nadia)
    row = Piece.objects.get(pk=piece.pk)
    assert TEXT.encode() not in bytes(row.content)
    assert keep.texts([row]) == {row.pk: TEXT}


def test_the_same_text_rests_otherwise_each_time(matter, nadia):
    assert len({bytes(kept(matter, nadia).content) for _ in range(3)}) == 3


def test_one_piece_never_opens_with_the_text_of_another(matter, nadia):
    one, other = kept(matter, nadia), kept(matter, nadia, "Autre chose.")
    Piece.objects.filter(pk=one.pk).update(content=other.content)
    with pytest.raises(InvalidTag):
        keep.texts([Piece.objects.get(pk=one.pk)])


@pytest.mark.law("L02")
def test_whoever_may_not_open_the_matter_neither_reads_nor_writes(matter, nadia):
    kept(matter, nadia)
    for function in ("fugitive-officer", "administrator", "auditor"):
        stranger = officer(function)
        assert not keep.pieces(keep.NOTE, stranger).exists(), function
        with pytest.raises(NotYourMatter):
            kept(matter, stranger)
    assert keep.pieces(keep.NOTE, nadia).count() == 1


def test_destroying_the_key_alone_erases_the_text(matter, nadia):
    piece = kept(matter, nadia)
    OwnKey.objects.filter(of=piece.pk).delete()
    assert keep.texts(Piece.objects.all()) == {}


@pytest.mark.law("L02")
def test_changed_and_destroyed_the_house_log_knows_when_and_never_what(matter, nadia):
    piece = kept(matter, nadia)
    keep.change(piece, "Position de repli.", officer=nadia, now=NOW)
    assert keep.texts([piece]) == {piece.pk: "Position de repli."}
    keep.destroy(piece, officer=nadia)
    assert not Piece.objects.exists()
    assert not OwnKey.objects.exists()
    told = HouseEvent.objects.filter(action__startswith="national.").order_by("id")
    assert [each.action for each in told] == ["national.kept", "national.changed", "national.destroyed"]
    assert not any(word in str(each.facts) for each in told for word in ("rouge", "repli"))


def test_rebuilding_the_readings_touches_nothing_of_it(matter, nadia):
    piece = kept(matter, nadia)
    rebuild()
    assert keep.texts(keep.pieces(keep.NOTE, nadia)) == {piece.pk: TEXT}
