"""What must not exist does not: held over every declaration, told in `docs/explanation/what-is-absent.md`.

A word here stops a field, a column, a code list or an indicator of that name, in any of its three languages.
One that means something else stands in a table, with the reason.
"""

import re
from collections.abc import Iterator

import pytest

from mithaq.pact.codes import code_list, names
from mithaq.pact.indicators.indicator import indicators_of
from mithaq.pact.names.normalise import normalise
from mithaq.pact.rules.fields import PERSONAL_TYPES, Field, Type
from mithaq.pact.rules.kind import Key, Side, Track
from mithaq.pact.rules.plan_checks import NEVER_TARGETED
from mithaq.pact.rules.register import kinds
from mithaq.pact.rules.words import LANGUAGES, Words
from tests.architecture import sources

PAGE = sources.ROOT / "docs" / "explanation" / "what-is-absent.md"

# By what the page calls it: names, then words in the three languages; whole words, at their beginning.
ABSENT = {
    "belief": """
        religion relig belief faith creed sect opinion_of politic ethnic race racial skin union
        sexual convictions ethni croyance religieu syndic ديانة دين عقيدة مذهب عرق نقابة
    """,
    "crowds": """
        guests supporters fans spectators crowd attendees pilgrims demonstrators invités
        spectateurs manifestants foule مشجعون جمهور متظاهرون مدعوون
    """,
    "relatives": """
        father mother spouse wife husband child children sibling brother sister relative
        relatives kin next_of_kin père mère conjoint conjointe enfant enfants frère sœur proches
        parenté والد والدة والدين زوج زوجة أبناء إخوة أقارب
    """,
    "biometrics": """
        biometric biometrics dna iris retina faceprint gait voiceprint template minutiae adn
        gabarit biométrie بيومترية بصمات
    """,
    "predicted movements": """
        predicted prediction hypothesis hypotheses probable_place likely_place next_place
        whereabouts itinerary prédiction hypothèse توقع فرضية
    """,
    "scores of people": """
        score_of_person risk_score dangerousness reputation trust_score dangerosité notoriété
        خطورة سمعة
    """,
    "live positions": """
        live_position position_now tracker géolocalisation إحداثيات
    """,
}
# What has such a word and means something else, with the reason.
MEANT_OTHERWISE = {
    "wanted.issue.prints_held": "whether prints are held and can be asked for; no print",
    "wanted.issue.screen_pol": "the question whether a search is political, which then does not leave",
    "wanted.screen.screen_pol": "the same question, asked by whoever received it",
    "group.propose-charter.observers": "agencies that attend a working group; nobody of a public is invited",
    "honour.enter-award.operation": "a joint operation: *conjointe* is not a spouse here",
    "event.schedule-match.fan_languages": "the languages in which visitors are informed, of a match",
    "event.amend-match.fan_languages": "the languages in which visitors are informed, of a match",
    "event.report-figures.spectators": "how many came, counted at the gates afterwards",
    "event.report-figures.away_came": "how many came from abroad, counted at the gates afterwards",
    "event.send-post-report.travelled": "how many came, of the form of information points",
    "event.send-post-report.complaints": "how many complaints there were about us",
} | {
    f"event.{step}.{count}": "how many of a group, of the form of information points; nobody is named"
    for step in ("send-analysis", "send-update")
    for count in ("risk", "non_risk", "families")
}
# Named in more rows than a case has: our own people, for protocol.
OUR_OWN = {"meeting.name-delegation.members", "meeting.change-delegation.members"}


def _fields(fields: tuple[Field, ...], within: str) -> Iterator[tuple[str, Field]]:
    for each in fields:
        yield f"{within}.{each.name}", each
        yield from _fields(each.fields, f"{within}.{each.name}")


FIELDS = [
    found
    for kind in kinds()
    for step in kind.steps
    for found in _fields(step.fields, f"{kind.name}.{step.name}")
]

INDICATORS = [each for kind in kinds() for each in indicators_of(kind.name)]


def _told() -> Iterator[tuple[str, str]]:
    """Every name that a declaration gives, and what it is called: where it stands, then the text."""
    for place, each in FIELDS:
        yield place, f"{each.name.replace('_', ' ')} {_all(each.words)}"
    for kind in kinds():
        for column in kind.columns:
            yield f"{kind.name}, column {column.name}", f"{column.name} {_all(column.words)}"
    for name in names():
        yield f"code list {name}", name
    for each in INDICATORS:
        yield f"indicator {each.name}", f"{each.name} {_all(each.words)}"


def _all(words: Words) -> str:
    return " ".join(words.say(language) for language in LANGUAGES)


@pytest.mark.law("D21")
@pytest.mark.parametrize("topic", ABSENT)
def test_no_declaration_has_a_place_for(topic):
    words = [normalise(word.replace("_", " ")) for word in ABSENT[topic].split()]
    searched = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
    found = {place for place, text in _told() if searched.search(normalise(text))}
    assert not found - MEANT_OTHERWISE.keys()


@pytest.mark.law("D21")
def test_no_list_of_persons_is_longer_than_a_case():
    """Whoever is named in rows is named for one case: twenty at most (D21)."""
    long = [
        place
        for place, each in FIELDS
        if each.type is Type.GROUP
        and any(one.type in PERSONAL_TYPES for one in each.fields)
        and (each.most is None or each.most > 20)
    ]
    assert set(long) == OUR_OWN


def test_no_side_moves_what_another_side_decides_for_itself():
    """Where each party has a place of its own (its order, its clearance, its go), it alone moves it."""
    commanded = [
        f"{kind.name}: {step.name}"
        for kind in kinds()
        for step in kind.steps
        if isinstance(track := kind.track(step.track), Track)
        and track.key is Key.PARTY
        and step.by is not Side.HOLDER
    ]
    assert set(commanded) == set(ADDRESSED)


# What whoever asked adds to its own question, in the place of who answers: nobody has to do anything for it.
ADDRESSED = {
    "inquiry: clarify": "says its own question more clearly",
    "inquiry: feed-back": "says what the answer was good for",
    "wanted: clarify": "says its own note more clearly",
    "wanted: rule-out": "says that the person found is not the person sought",
    "wanted: send-formal-request": "has asked for extradition as the treaty says",
    "wanted: confirm-surrender": "has received the person",
}


def test_nobody_is_ordered_to_arrest_so_many():
    assert {"arrests", "extraditions"} <= NEVER_TARGETED
    assert set(code_list("indicator-subjects").values) >= NEVER_TARGETED


def test_no_indicator_counts_people_by_who_they_are():
    """Figures are by authority, field and time; never by nationality, sex, age or birth."""
    grouped = re.compile(r"nationalit|sexe|\bsex\b|\bage\b|\bborn\b|naissance|الجنسية|الجنس\b|الولادة")
    told = {each.name: " ".join(map(_all, (each.words, each.formula, each.counts))) for each in INDICATORS}
    assert not [name for name, text in told.items() if grouped.search(text.lower())]


def test_the_page_names_every_absence():
    text = PAGE.read_text("utf-8")
    assert not [topic for topic in ABSENT if topic not in text.lower()]
