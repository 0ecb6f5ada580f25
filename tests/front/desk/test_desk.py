"""The desk: what waits, what is late and on whose side, what arrived; by function, in three languages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from mithaq.front.desk.desk import desk
from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.exchange.models import Alarm, Outbox
from mithaq.node.ledger import drafts, standstill, step
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.officers.assign import assign
from mithaq.node.officers.models import Officer
from mithaq.node.partners import pair
from mithaq.node.safeguards.models import HouseEvent
from tests.node.agreements import in_agreement
from tests.node.inquiries import ANSWERED, ASKED, BODY, CONFIDENTIAL, SAYS
from tests.node.officers.screens import signed_in, text_of
from tests.node.partners.test_pair import heard, met
from tests.node.people import officer, unit
from tests.node.simulated import NOW, ourselves

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=8)


@pytest.fixture
def paris(tmp_path, settings, db):
    """Paris, with which an agreement is in force."""
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    return in_agreement()


@pytest.fixture
def salma(db):
    return officer("duty-officer", unit=unit(), language="fr", zone="Africa/Casablanca")


@pytest.fixture
def received(paris):
    """A request of Paris."""
    wire = paris.wire(
        "ask",
        kind="inquiry",
        says=SAYS,
        body=BODY,
        reference="FR-INQ-2026-00007",
        terms=paris.terms,
        **CONFIDENTIAL,
    )
    assert receive(wire, now=NOW).state == "kept"
    return Matter.objects.get(pk=paris.entries[-1].id)


@pytest.fixture
def asked(paris, salma):
    """A request of ours, kept and received in Paris."""
    entry = step.state(Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL), officer=salma, now=NOW)
    paris.learn(entry)
    return Matter.objects.get(pk=entry.matter)


def test_what_waits_for_us_stands_first_and_what_we_asked_does_not(salma, received, asked):
    found = desk(salma, now=NOW)
    assert [each.row.matter.id for each in found.waiting.rows] == [received.id]
    assert found.waiting.rows[0].row.matter.title == BODY["title"]
    assert not found.waiting.more
    assert found.late == []


def test_what_is_late_says_on_whose_side(salma, received, asked, paris):
    found = desk(salma, now=LATER)
    assert [each.matter.id for each in found.late_ours] == [received.id]
    assert {each.owed_by for each in found.late_theirs} <= {"FR"}
    assert all(each.clock.tone == "bad" for each in found.late)


def test_what_arrived_names_the_step_and_when_it_reached_us(salma, received):
    [arrived] = [each for each in desk(salma, now=NOW).arrived if each.matter.id == received.id]
    assert arrived.step is not None
    assert (arrived.step.name, arrived.kept_at, arrived.entry.author) == ("ask", NOW, "FR")


def test_whoever_does_not_know_of_a_matter_finds_nothing_of_it(received):
    stranger = officer("liaison-officer", unit=unit("others"))
    found = desk(stranger, now=LATER)
    assert (found.waiting.rows, found.late, found.arrived) == ([], [], [])
    assign(None, received.id, received.kind, to=stranger.unit, now=NOW)
    assert [each.row.matter.id for each in desk(stranger, now=LATER).waiting.rows] == [received.id]


@pytest.mark.parametrize("function", ["administrator", "auditor"])
def test_whoever_looks_after_machine_or_logs_sees_delivery_and_no_content(function, asked):
    Outbox.objects.update(accepted_at=None)
    found = desk(officer(function), now=LATER)
    assert (found.waiting.rows, found.late, found.arrived) == ([], [], [])
    assert [each.partner for each in found.undelivered] == ["FR"]


def test_drafts_wait_for_the_second_person_alone(salma, paris):
    karim = officer("approver", unit=unit())
    draft = drafts.begin(
        Act("inquiry", "ask", ASKED, parties=("FR",), **CONFIDENTIAL), officer=salma, now=NOW
    )
    drafts.submit(draft, officer=salma, now=NOW)
    assert [each.pk for each in desk(karim, now=NOW).to_approve] == [draft.pk]
    assert [each.pk for each in desk(salma, now=NOW).own_drafts] == [draft.pk]
    assert desk(salma, now=NOW).to_approve == []


@pytest.mark.parametrize(
    ("function", "language", "says", "pages"),
    [
        ("administrator", "ar", "ليس ما تتضمنه الملفات من اختصاص وظيفتكم", ["officers:list", "web:delivery"]),
        (
            "auditor",
            "fr",
            "Le contenu des affaires n’est pas du ressort",
            ["safeguards:house", "web:transfers"],
        ),
        (
            "auditor",
            "en",
            "What matters say is no business of your function",
            ["safeguards:house", "web:transfers"],
        ),
    ],
)
def test_whoever_never_reads_matters_is_told_so_and_not_that_nothing_waits(
    function, language, says, pages, received
):
    client = signed_in(officer(function, language=language))
    for page in ("desk:home", "desk:desk"):
        answer = client.get(reverse(page))
        assert says in text_of(answer)
        main = answer.content.decode().partition("<main")[2]
        assert all(f'<li><a href="{reverse(each)}"' in main for each in pages)
        with translation.override(language):
            assert str(gettext("Nothing waits for us.")) not in text_of(answer)


def test_a_card_is_told_of_to_whoever_does_what_comes_next_with_it(tmp_path, settings, db):
    """Met: whoever compares. Compared: whoever confirms, and did not compare."""
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    both, adviser, liaison = officer("approver"), officer("legal-adviser"), officer("liaison-officer")

    def told(persona):
        return [card.pk for card in desk(persona, now=NOW).told.cards]

    card = met()
    assert [told(each) for each in (both, adviser, liaison)] == [[card.pk], [], [card.pk]]
    pair.compare(both, card, heard(card), now=NOW)
    assert [told(each) for each in (both, adviser, liaison)] == [[], [card.pk], []]
    assert told(officer("approver")) == [card.pk]


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("function", ["duty-officer", "approver", "dpo", "auditor", "administrator"])
def test_the_page_speaks_the_officers_language_whatever_their_function(function, language, received, asked):
    Alarm.objects.create(code="exchange.log-forked", authority="FR", at=NOW)
    standstill.begin("restored", now=NOW)
    persona = officer(function, unit=unit(), language=language)
    answer = signed_in(persona).get("/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f'lang="{language}"' in page
    assert ("exchange.log-forked" in page) is False  # its sentence, not its code


def test_the_page_leaves_a_trace_before_it_shows_anything(salma, received):
    before = HouseEvent.objects.filter(action="desk.read").count()
    assert BODY["title"] in text_of(signed_in(salma).get("/"))
    assert HouseEvent.objects.filter(action="desk.read", officer=salma.reference).count() == before + 1


def test_a_desk_costs_the_same_however_much_is_on_it(salma, paris, received, django_assert_max_num_queries):
    # What rooms say in red, what waits to be erased, whose drafts one may see; no kind adds to it.
    with django_assert_max_num_queries(45):
        desk(salma, now=clock.now())


@pytest.fixture
def displaced(paris, received, salma):
    """Paris withdrew before it saw our answer: the answer counts no longer."""
    answer = Act("inquiry", "answer", ANSWERED, matter=received.id, **CONFIDENTIAL)
    step.state(answer, officer=salma, now=NOW)
    assert receive(paris.wire("withdraw", kind="inquiry", matter=received.id), now=NOW).state == "kept"
    return received


@pytest.mark.parametrize(
    ("language", "on_the_desk", "on_the_page"),
    [
        ("ar", "لم تعد كذلك بسبب ما ورد متأخرا", "مراسلة واحدة كانت محتسبة"),
        (
            "fr",
            "ne l’est plus, en raison de ce qui est arrivé tardivement",
            "Elle était prise en compte jusqu’au",
        ),
        ("en", "counts no more, because of what arrived late", "It had counted until"),
    ],
)
def test_who_saw_something_counted_that_was_set_aside_is_told_until_it_is_read(
    displaced, salma, language, on_the_desk, on_the_page
):
    Officer.objects.filter(pk=salma.pk).update(language=language)
    client = signed_in(salma)
    assert on_the_desk in text_of(client.get("/"))
    assert on_the_page in text_of(client.get(f"/matters/{displaced.reference}/"))
    assert on_the_desk not in text_of(client.get("/"))
    assert on_the_page in text_of(client.get(f"/matters/{displaced.reference}/"))  # there it stays
    stranger = signed_in(officer("translator", language=language))
    assert displaced.reference not in text_of(stranger.get("/"))
