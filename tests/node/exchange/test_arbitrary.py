"""Whatever a known partner signs well, however strange, gets an answer, and every screen is still drawn."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.models import EntryRow, Matter
from mithaq.node.ledger.rebuild import rebuild
from mithaq.pact.errors import MithaqError
from mithaq.pact.exchange.envelope import to_wire
from mithaq.pact.rules.register import kind as kind_of
from mithaq.pact.rules.register import kinds
from tests.node.agreements import agreed
from tests.node.inquiries import BODY, SAYS
from tests.node.ledger.rows import readings
from tests.node.officers.screens import signed_in
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db

WORD = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True)
CODE = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,30}", fullmatch=True)
VISIBLE = st.characters(codec="ascii", min_codepoint=33, max_codepoint=126, exclude_characters='"\\')
PRINTABLE = st.text(VISIBLE, max_size=40)
DIGEST = st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}")
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1) | st.sampled_from([0, 1, 525_600, 2**31, 2**53 - 1])
INSTANT = st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
WRITTEN = INSTANT.map(lambda at: at.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z")
DAY = INSTANT.map(lambda at: at.date().isoformat())
SAID = PRINTABLE | WHOLE | st.booleans() | st.lists(PRINTABLE, max_size=4) | WRITTEN | DAY | DIGEST | CODE
STEPS = {kind.name: [step.name for step in kind.steps] for kind in kinds()}
NAMES = sorted({field.name for kind in kinds() for step in kind.steps for field in step.fields})
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
LIKELY = {
    "inquiry": SAYS,
    "group": {"sort": "thematic", "axis": "FUG", "sunset_on": "2026-12-31", "quorum": 1},
    "agreement": {"legal_basis": "JAP2025"},
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT | WRITTEN | DAY | CODE,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES) | WORD, inner, max_size=4)
    ),
    max_leaves=12,
)


# What makes an entry likely to count stands beside what makes it strange.
OFTEN = st.integers(0, 3).map(bool)


@st.composite
def statements(draw, opens=False):
    """A step of a kind, known or not, and whatever it says in public and in confidence."""
    kind = draw(st.sampled_from([*STEPS, *STEPS, "unheard-of"]))
    likely = [kind_of(kind).opening] if opens and kind in STEPS else STEPS.get(kind, ["open"])
    says = draw(st.dictionaries(st.sampled_from(NAMES) | WORD, SAID, max_size=6))
    body = draw(st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=6))
    return {
        "kind": kind,
        "step": draw(st.sampled_from(likely) if draw(OFTEN) else WORD),
        "edition": 1 if draw(OFTEN) else draw(st.integers(1, 9999)),
        "says": LIKELY.get(kind, {}) | says if draw(OFTEN) else says,
        "item": draw(st.sampled_from(["", "MA", "FR", "ES"]) | DIGEST),
        "about": draw(st.just("") | DIGEST),
        "terms": draw(st.just("") | DIGEST),
        "basis": draw(st.just("") | CODE),
        "handling": tuple(draw(st.lists(CODE, max_size=3, unique=True))),
        "function": draw(st.just("") | CODE),
        "officer": draw(st.just("") | CODE),
        "service": draw(st.just("") | CODE),
        "at": NOW if draw(OFTEN) else draw(INSTANT),
        "body": draw(st.sampled_from([None, BODY | body, body])),
    }


@st.composite
def conversations(draw):
    """An opening, and steps after it."""
    return [draw(statements(opens=True)), *draw(st.lists(statements(), max_size=5))]


# A conversation is long to read; that must not hide what went wrong in it.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=conversations(), reference=st.just("") | CODE)
def test_whatever_a_partner_signs_is_answered_and_every_screen_is_drawn(paris, told, reference):
    if not EntryRow.objects.exists():
        agreed(paris, kinds=("inquiry", "group"))
    matter, kind = "", told[0]["kind"]
    for statement in told:
        where = {"matter": matter} if matter else {"reference": f"FR-{reference}"[:60] if reference else ""}
        try:
            sealed = paris.state(**{**statement, "kind": kind}, **where)
        except (MithaqError, ValueError):  # no header can say that
            continue
        answer = receive(to_wire(sealed, "MA"), now=NOW)
        assert answer.state == "kept" or answer.code
        event(f"{answer.state} {answer.code}")
        if answer.state == "kept":
            matter = matter or sealed.signed.entry.id
    client = signed_in(officer("duty-officer"))
    for row in Matter.objects.filter(pk=matter):
        event(f"{row.kind} {row.stage}")
        for url in ("/", f"/matters/?kind={row.kind}", reverse("web:matter", args=[row.reference])):
            assert client.get(url).status_code == 200, url
    before = readings()
    rebuild()
    assert readings() == before
