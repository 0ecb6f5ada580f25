"""The room of threats: lines side by side, ours ticked from there, one phrase on both nodes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.matters.threats.shown import WORDS
from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.pact.exchange.card import words_for
from mithaq.pact.exchange.envelope import to_wire
from mithaq.pact.rules.threats import SECOND
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer
from tests.node.simulated import NOW, Simulated, ourselves
from tests.pact.rules.test_threats import LIFE

pytestmark = pytest.mark.django_db

NAMED = {"family_name": "Bennis", "given_name": "Yassine"}

HOURS = {"crisis_0": 30, "crisis_1": 60, "crisis_6": 360, "crisis_24": 1440}


@pytest.fixture
def crisis(tmp_path, settings, db, monkeypatch):
    """Paris has warned and declared a crisis an hour and a half ago, and seen to a line; so have we."""
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    paris = Simulated("FR").introduced()
    terms = agreed(paris, kinds=("threat",), now=NOW - timedelta(days=2), more_terms=HOURS).id
    monkeypatch.setattr(clock, "now", lambda: NOW)
    begins = (NOW - timedelta(minutes=90)).isoformat().replace("+00:00", "Z")

    def theirs(step, says, matter="", **more):
        said = paris.state(step, kind="threat", edition=SECOND.edition, matter=matter, says=says, **more)
        assert receive(to_wire(said, "MA"), now=NOW).state == "kept"
        return said.signed.entry.id

    warning = theirs(
        "warn", LIFE | {"sort": "event"}, reference="FR-THR-2026-00001", terms=terms, handling=("H1",)
    )
    declared = theirs("declare-crisis", {"since": begins}, warning, after=(warning,))
    theirs("tick-line", {"line": "h0-call"}, warning, item="FR", after=(declared,))
    ours = officer("duty-officer", **NAMED)
    values = {"line": "h0-call", "reason": "other-side"}
    state(Act("threat", "waive-line", values, matter=warning), officer=ours, now=NOW)
    return Matter.objects.get(pk=warning)


IN_WORDS = {
    "ar": ["الساعة 0", "أُنجز", "لا تنطبق", "يتكفل به الطرف الآخر", "التأشير على نقطة"],
    "fr": [
        "Heure 0",
        "fait, avec 1 h de retard",
        "sans objet",
        "L’autre partie s’en charge",
        "Cocher un point",
    ],
    "en": ["Hour 0", "done", "does not apply", "The other side sees to it", "Tick a line"],
}

LATE = {"ar": "متأخر عن الأجل: 30 دقيقة", "fr": "en retard de 30 min", "en": "late by 30 min"}


@pytest.mark.parametrize("language", IN_WORDS)
def test_each_side_sees_what_the_other_has_seen_to_and_what_is_late(crisis, language):
    reader = signed_in(officer("duty-officer", language=language))
    page = reader.get(reverse("threats:crisis", args=[crisis.reference]))
    said = text_of(page)
    for words in IN_WORDS[language]:
        assert words in said
    assert LATE[language] in said  # hour 1 is over since half an hour
    assert "Yassine Bennis" in said  # of ours, who; of theirs, the function alone
    assert said.count("h0-call") == 0
    for word in words_for(bytes.fromhex(crisis.id)[:WORDS], language):
        assert word in said


def test_the_room_leads_to_whom_to_call(crisis):
    reader = signed_in(officer("duty-officer", language="fr"))
    room = reverse("threats:crisis", args=[crisis.reference])
    assert f"{reverse('web:matters')}?kind=contacts" in reader.get(room).content.decode()
    directory = {"kind": "contacts", "edition": 1, "stage": "in-use", "opener": "FR", "parties": ["FR", "MA"]}
    Matter.objects.create(
        pk="7" * 64, reference="FR-CTC-2026-00001", opened_at=NOW, moved_at=NOW, terms="", **directory
    )
    assert reverse("contacts:matrix", args=["FR-CTC-2026-00001"]) in reader.get(room).content.decode()


def test_a_line_done_after_its_time_says_by_how_much(crisis):
    reader = signed_in(officer("duty-officer", language="fr"))
    before = text_of(reader.get(reverse("threats:crisis", args=[crisis.reference])))
    values = {"line": "h0-read-back"}
    by = officer("counter-terrorism-officer", family_name="Amrani", given_name="Salma")
    state(Act("threat", "tick-line", values, matter=crisis.pk), officer=by, now=NOW)
    after = text_of(reader.get(reverse("threats:crisis", args=[crisis.reference])))
    assert before.count("fait, avec 1 h de retard") == 1  # theirs; what does not apply is not said to be done
    assert after.count("fait, avec 1 h de retard") == 2


def test_a_line_of_ours_is_ticked_from_its_row_and_none_of_theirs(crisis):
    reader = signed_in(officer("duty-officer", language="fr"))
    page = reader.get(reverse("threats:crisis", args=[crisis.reference])).content.decode()
    form = reverse("web:step", args=[crisis.reference, "tick-line"])
    assert f"{form}?item=MA&amp;about=h6-team" in page
    assert f"{form}?item=FR" not in page
    begun = reader.get(f"{form}?item=MA&about=h6-team").content.decode()
    assert '<option value="h6-team" selected' in begun


def test_whoever_reviews_rights_reads_it_and_ticks_nothing(crisis):
    reader = signed_in(officer("rights-reviewer", language="fr"))  # watches warnings, ticks nothing
    page = text_of(reader.get(reverse("threats:crisis", args=[crisis.reference])))
    assert "Cocher un point" not in page
    assert "Déclarer une crise" not in page
