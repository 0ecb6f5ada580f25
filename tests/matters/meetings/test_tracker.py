"""The decision tracker: what is late and carried over, in words and in shape, in the reader's language."""

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from django.utils import translation

from mithaq.front.briefing.briefed import Briefing
from mithaq.matters.meetings.chapters import chapters
from mithaq.matters.meetings.drawn import Drawn, draw
from mithaq.matters.meetings.tracker import read
from mithaq.node import clock
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Duty, EntryRow, Matter
from mithaq.node.ledger.step import state
from mithaq.node.partners.models import Partner
from mithaq.node.web.items import choices_in
from tests.node.agreements import agreed
from tests.node.officers.screens import signed_in
from tests.node.people import officer, unit
from tests.node.simulated import NOW, Simulated, ourselves

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"
DAY = timedelta(days=1)
LATER = NOW + 80 * DAY
SERIES = {
    "title": "Comité mixte", "languages": ["ar", "fr"], "hosting": "alternating",
    "agenda_days": 7, "minutes_days": 30,
}  # fmt: skip


def session(days: int, host: str) -> dict:
    starts = NOW + days * DAY
    return {
        "title_ar": "دورة اللجنة", "title_fr": "Session", "sort": "joint-committee", "host": host,
        "place": "Rabat", "starts_at": starts.isoformat(), "ends_at": (starts + DAY / 4).isoformat(),
        "zone": "Africa/Casablanca",
    }  # fmt: skip


@pytest.fixture
def series(tmp_path, settings, db, monkeypatch):
    """Two meetings held; what Paris owed before the second is not done."""
    settings.SECOND_FACTOR_REQUIRED = False
    ourselves(tmp_path, settings)
    paris = Simulated("FR").introduced()
    agreed(paris, kinds=("meeting",), now=NOW)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    ours = officer("plan-coordinator")
    opening = state(Act("meeting", "open-series", SERIES, parties=("FR",)), officer=ours, now=NOW)
    paris.learn(opening)

    def we(step, values=None, item="", days=0):
        act = Act("meeting", step, values or {}, matter=opening.id, item=item)
        entry = state(act, officer=ours, now=NOW + days * DAY)
        paris.learn(entry)
        return entry

    def they(step, item):
        wire = paris.wire(step, kind="meeting", matter=opening.id, item=item.id)
        assert receive(wire, now=LATER).state == "kept"

    first, second = we("propose-session", session(20, "MA")), we("propose-session", session(75, "FR"))
    for each in (first, second):
        they("agree-session", each)
    we("hold-session", item=first.id, days=21)
    decision = we("record-decision", {
        "session": first.id, "owner": "FR", "due_on": (NOW + 60 * DAY).date().isoformat(),
        "text_ar": "إعداد <b>نموذج</b> موحد", "text_fr": "Établir un <b>formulaire</b> unique",
    }, days=21)  # fmt: skip
    they("agree-decision", decision)
    we("hold-session", item=second.id, days=76)
    return Matter.objects.get(pk=opening.id)


SAID = {
    "ar": ["تأخر 20 يوما", "مرة واحدة", "إعداد &lt;b&gt;نموذج"],
    "fr": ["20 jours de retard", "1 fois", "Établir un &lt;b&gt;formulaire"],
    "en": ["20 days late", "1 time"],
}


@pytest.mark.law("AS-M13-2")
@pytest.mark.parametrize("language", SAID)
def test_as_m13_2_the_page_says_how_late_and_how_often_carried_over(series, language):
    coordinator = officer("plan-coordinator", unit=unit(), language=language, zone="Africa/Casablanca")
    page = signed_in(coordinator).get(reverse("meetings:tracker", args=[series.reference]))
    text = page.content.decode()
    assert page.status_code == 200
    for said in SAID[language]:
        assert said in text
    assert "/steps/cancel-decision/" in text
    assert "/steps/report-done/" not in text  # it is not ours to do


def drawn(carried=(), until=None) -> Drawn:
    return Drawn("Formulaire", "Paris · en cours", date(2026, 1, 5), date(2026, 2, 5), until, tuple(carried))


def looks(one: Drawn, language="fr"):
    with translation.override(language):
        svg = ET.fromstring(draw("Décisions", [one], [(date(2026, 3, 1), "1 mars")], date(2026, 4, 1)))
    boxes = [(each.get("class") or each.get("fill"), float(each.get("x"))) for each in svg.iter(f"{SVG}rect")]
    marks = [each for each in svg.iter(f"{SVG}path") if each.get("class") == "carried-mark"]
    return boxes, len(marks)


def test_what_is_late_and_what_was_carried_over_differ_in_shape():
    boxes, marks = looks(drawn(until=date(2026, 2, 1)))
    assert ([look for look, _ in boxes], marks) == (["decision-bar"], 0)
    boxes, marks = looks(drawn(carried=[date(2026, 3, 1)]))
    assert ([look for look, _ in boxes], marks) == (["decision-bar", "overdue-bar", "url(#overdue)"], 1)


def test_time_runs_from_right_to_left_in_arabic():
    left, right = looks(drawn())[0], looks(drawn(), "ar")[0]
    assert left[0][1] < left[1][1]
    assert right[0][1] > right[1][1]


def test_a_form_offers_of_another_matter_what_stands_where_its_field_asks(series):
    one = officer("plan-coordinator", unit=unit())
    [(offered, called)] = choices_in("meeting", ("open-series",), one)
    assert offered == series.id
    assert called.endswith(f" · {series.reference}")
    assert choices_in("meeting", ("open-series",), one, stands=("open",)) == [(offered, called)]
    assert choices_in("meeting", ("open-series",), one, stands=("closed",)) == []


def test_what_a_whole_matter_is_called_is_for_those_who_may_open_it(series):
    outsider = officer("fugitive-officer")
    assert choices_in("meeting", ("open-series",), outsider) == [(series.id, series.reference)]


def test_an_agenda_begins_with_what_was_left_and_each_number_is_asked_once(series):
    form = signed_in(officer("plan-coordinator", unit=unit(), language="fr")).get(
        reverse("web:step", args=[series.reference, "propose-agenda"])
    )
    text = form.content.decode()
    assert "Suivi des décisions antérieures" in text
    assert "تتبع القرارات السابقة" in text
    assert text.count('name="points-0-number"') == 1


POINTS = [("ar", 1, "الموانئ"), ("ar", 2, "التكوين"), ("fr", 2, "Formation"), ("fr", 1, "Ports")]


def test_texts_leave_as_the_rules_read_them_and_the_page_says_what_bars_an_agenda(series):
    ours = officer("plan-coordinator", unit=unit(), language="fr")

    def we(step, values):
        return state(Act("meeting", step, values, matter=series.id), officer=ours, now=LATER)

    held = held_sessions(series)[-1]
    texts = [
        {"language": "fr", "text": "Les parties sont convenues de trois mesures."},
        {"language": "ar", "text": "اتفق الطرفان على ثلاثة تدابير مشتركة."},
    ]
    minutes = we("propose-minutes", {"session": held, "texts": texts})
    assert (minutes.says["written_in"], len(minutes.says["hash"])) == (("ar", "fr"), 64)
    coming = we("propose-session", session(120, "MA"))
    rows = [{"language": one, "number": number, "title": title} for one, number, title in POINTS]
    agenda = we("propose-agenda", {"session": coming.id, "points": rows})
    assert agenda.says["one_order"] is False
    page = signed_in(ours).get(reverse("meetings:tracker", args=[series.reference]))
    assert "ne peut être arrêté" in page.content.decode()


def held_sessions(series) -> list[str]:
    rows = EntryRow.objects.filter(matter=series.pk, step="propose-session").order_by("seq")
    return [row.entry for row in rows]


def test_whoever_prepares_a_meeting_is_told_what_is_not_done(series):
    coordinator = officer("plan-coordinator", unit=unit())
    with translation.override("fr"):
        decisions, ahead = chapters(coordinator, "FR", LATER)
    [line] = decisions.lines
    assert (line.cells[0], *line.cells[3:], line.late) == (
        "Établir un <b>formulaire</b> unique", "1 fois", "20 jours de retard", True,
    )  # fmt: skip
    assert line.url == reverse("meetings:tracker", args=[series.reference])
    assert not ahead.lines  # both were held
    with translation.override("fr"):
        _, ahead = chapters(coordinator, "FR", NOW)
    assert [each.cells[0] for each in ahead.lines] == ["Session", "Session"]
    for eyes, partner in ((officer("fugitive-officer"), "FR"), (coordinator, "ES")):
        assert not any(chapter.lines for chapter in chapters(eyes, partner, LATER))


def test_a_briefing_says_which_decision_is_owed(series):
    coordinator = officer("plan-coordinator", unit=unit(), language="fr")
    [decision] = read(series, coordinator, LATER).decisions
    # No side has stated a calendar, so nothing runs here by itself.
    running = Duty.objects.filter(matter=series.pk, name="decision", item=decision.item.key)
    assert running.update(from_at=NOW, due_at=NOW + DAY) == 1
    with translation.override("fr"):
        _, theirs = Briefing(Partner.objects.get(code="FR"), coordinator, LATER).sides
    [row] = theirs.rows
    assert "Établir un &lt;b&gt;formulaire" in row.part
    assert row.public_part == ""  # a meeting's parts are for those who may open it
