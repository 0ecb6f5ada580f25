"""What we seal stays at home until Paris has sealed too; then our node opens it, word for word, by itself."""

import pytest

from mithaq.node.ledger import held, lapse
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.judge import judge
from mithaq.node.ledger.models import BodyKey
from mithaq.pact.rules import blind
from mithaq.pact.rules.errors import StepNotAllowed
from mithaq.pact.rules.evaluations_say import DIMENSIONS, shown
from tests.matters.evaluations.conftest import OURS
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db


def test_what_is_sealed_goes_to_nobody_and_its_header_tells_nothing(opened):
    sealed = opened.we("seal-scores", {"scores": OURS})
    assert sealed.to == ()
    assert set(sealed.says) == {"sealed"}
    assert held.bodies_of([sealed])[sealed.id]["scores"] == OURS
    assert not lapse.state_lapses(NOW)


def test_our_node_opens_what_we_sealed_once_paris_has_sealed(opened):
    sealed = opened.we("seal-scores", {"scores": OURS})
    opened.paris_seals()
    entry = opened.our_node_opens()
    assert (entry.step, entry.function, entry.officer, entry.to) == ("open-scores", "node", "", ("FR",))
    assert {name: entry.says[name] for name in DIMENSIONS if name in entry.says} == {
        "timeliness": "3",
        "rights": "1",
    }
    assert blind.fits(sealed, entry, DIMENSIONS)
    assert blind.is_what_was_sealed(entry, held.bodies_of([entry])[entry.id], shown)
    assert not lapse.state_lapses(NOW)  # once is enough
    opened.paris_opens()
    assert opened.matter.stage == "comparing"


def test_an_officer_neither_chooses_the_secret_nor_opens(opened):
    secret = "0" * 64
    first = judge(Act("evaluation", "seal-scores", {"scores": OURS}, matter=opened.id), now=NOW)
    second = judge(Act("evaluation", "seal-scores", {"scores": OURS}, matter=opened.id), now=NOW)
    assert first.says["sealed"] != second.says["sealed"]
    chosen = Act("evaluation", "seal-scores", {"scores": OURS, "secret": secret}, matter=opened.id)
    judged = judge(chosen, now=NOW)
    assert judged.body["secret"] != secret
    assert [each.code for each in judged.hard] == ["rules.unknown-field"]
    opened.we("seal-scores", {"scores": OURS})
    opened.paris_seals()
    with pytest.raises(StepNotAllowed):
        opened.we("open-scores", {"scores": OURS, "secret": secret})


def test_what_is_no_longer_here_is_not_opened_and_nothing_breaks(opened):
    sealed = opened.we("seal-scores", {"scores": OURS})
    BodyKey.objects.filter(entry=sealed.id).delete()
    opened.paris_seals()
    assert lapse.state_lapses(NOW) == []
    assert opened.matter.stage == "revealing"
