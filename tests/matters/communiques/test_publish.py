"""Communiqués for everybody: only what is agreed and out, escaped, in each language, the same bytes again."""

import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.cli import main
from mithaq.matters.communiques.publish import publish
from mithaq.node.exchange.inbox import receive
from mithaq.node.ledger import judge
from mithaq.node.ledger.act import Act
from mithaq.node.ledger.models import Matter
from mithaq.node.ledger.step import state
from mithaq.pact.rules.errors import BadlySaid
from tests.node.officers.screens import signed_in, text_of
from tests.node.people import officer
from tests.node.simulated import NOW

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NASTY = '</p><script>alert("1")</script> & <!-- ]]>'
ROWS = [
    {
        "language": "ar",
        "heading": "بلاغ مشترك",
        "text": "عقد الطرفان بالرباط اجتماعا مشتركا.\n\nواتفقا على مخطط عمل.",
    },
    {
        "language": "fr",
        "heading": "Communiqué commun",
        "text": f"Les parties se sont réunies à Rabat. {NASTY}",
    },
]
EMBARGO = NOW + timedelta(hours=2)


@pytest.fixture
def folder(tmp_path):
    """Where everybody reads."""
    return tmp_path / "everybody"


class Told:
    """A communiqué of ours with Paris."""

    def __init__(self, paris, **says) -> None:
        self.paris = paris
        self.ours = officer("plan-coordinator", "head-of-service", language="fr")
        act = Act(
            "communique",
            "announce",
            {"title": "Réunion de Rabat", "languages": ["ar", "fr"]},
            parties=("FR",),
        )
        self.opening = state(act, officer=self.ours, now=NOW)
        values = {"texts": ROWS, "embargo_at": "2026-11-24T11:00:00.000Z"} | says
        text = Act("communique", "propose-text", values, matter=self.opening.id)
        self.text = state(text, officer=self.ours, now=NOW)
        for entry in (self.opening, self.text):
            paris.learn(entry)

    def they(self, step: str, *, at=NOW, **parts) -> None:
        self.paris.now = at
        wire = self.paris.wire(step, kind="communique", matter=self.opening.id, **parts)
        assert receive(wire, now=at).state == "kept"

    def agreed(self) -> "Told":
        self.they("accept-text", item=self.text.id)
        return self

    def out(self, at=EMBARGO) -> "Told":
        self.they("publish", says={"agreed_text": self.text.id}, at=at)
        return self

    @property
    def reference(self) -> str:
        return Matter.objects.get(pk=self.opening.id).reference


def names(folder) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


EMPTY = ["feed.xml", "index.html", "style.css"]


def test_nothing_is_out_that_is_not_agreed_and_published(paris, folder):
    told = Told(paris)
    publish(folder)
    assert names(folder) == EMPTY
    told.agreed()
    publish(folder)
    assert names(folder) == EMPTY
    told.out(at=EMBARGO - timedelta(seconds=1))  # too early: it counts for nothing
    publish(folder)
    assert names(folder) == EMPTY
    told.out()
    publish(folder)
    assert names(folder) == sorted([*EMPTY, f"{told.reference}-ar.html", f"{told.reference}-fr.html"])


def test_each_language_has_its_page_in_its_direction(paris, folder):
    told = Told(paris).agreed().out()
    publish(folder)
    arabic = (folder / f"{told.reference}-ar.html").read_text("utf-8")
    french = (folder / f"{told.reference}-fr.html").read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<html lang="fr" dir="ltr">' in french
    assert arabic.count("<p>") == 2
    assert "24 نونبر 2026" in arabic
    assert "24 novembre 2026" in french
    assert f'href="{told.reference}-ar.html"' in french


def test_whatever_was_written_is_text_and_nothing_else(paris, folder):
    told = Told(paris).agreed().out()
    publish(folder)
    for file in folder.iterdir():
        assert "<script" not in file.read_text("utf-8")
    assert "&lt;/p&gt;&lt;script&gt;" in (folder / f"{told.reference}-fr.html").read_text("utf-8")


def test_the_feed_is_atom_and_says_the_same(paris, folder):
    told = Told(paris).agreed().out()
    publish(folder)
    feed = ET.parse(folder / "feed.xml").getroot()
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}updated") == "2026-11-24T11:00:00Z"
    entries = feed.findall(f"{ATOM}entry")
    assert [each.findtext(f"{ATOM}title") for each in entries] == ["بلاغ مشترك", "Communiqué commun"]
    assert NASTY in entries[1].findtext(f"{ATOM}content")
    ids = [each.findtext(f"{ATOM}id") for each in entries]
    assert len(set(ids)) == 2
    assert all(told.opening.id in one for one in ids)


def test_the_same_ledger_gives_the_same_bytes(paris, folder):
    Told(paris).agreed().out()
    first, second = folder / "first", folder / "second"
    assert main(["publish", "--to", str(first)]) == 0
    before = {file.name: file.read_bytes() for file in first.iterdir()}
    assert main(["publish", "--to", str(first)]) == 0
    assert main(["publish", "--to", str(second)]) == 0
    for here in (first, second):
        assert {file.name: file.read_bytes() for file in here.iterdir()} == before


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_an_officer_reads_it_before_everybody_does(paris, language):
    told = Told(paris)
    told.ours.language = language
    told.ours.save()
    address = reverse("communiques:preview", args=[told.reference])
    client = signed_in(told.ours)
    assert "بلاغ مشترك" not in text_of(client.get(address))
    told.agreed()
    shown = client.get(address)
    assert shown.status_code == 200
    assert "بلاغ مشترك" in text_of(shown)
    assert '<article class="sheet" lang="ar" dir="rtl">' in shown.content.decode()


def test_nobody_reads_what_is_not_theirs(paris):
    told = Told(paris)
    stranger = signed_in(officer("fugitive-officer"))
    assert stranger.get(reverse("communiques:preview", args=[told.reference])).status_code == 404
    ours = signed_in(told.ours)
    assert ours.get(reverse("communiques:preview", args=["MA-AGR-2026-00001"])).status_code == 404


def test_what_is_out_is_offered_to_nobody_and_not_published_again(paris, monkeypatch):
    told = Told(paris, embargo_at="").agreed()
    client = signed_in(told.ours)
    page = reverse("web:matter", args=[told.reference])
    form = reverse("web:step", args=[told.reference, "publish"])
    assert form in client.get(page).content.decode()
    told.out(at=NOW)
    assert form not in client.get(page).content.decode()
    monkeypatch.setattr(judge, "is_settled", lambda *_: True)  # everybody has seen all of it
    again = Act("communique", "publish", {"agreed_text": told.text.id}, matter=told.opening.id)
    with pytest.raises(BadlySaid) as refused:
        state(again, officer=told.ours, now=NOW)
    assert [each.code for each in refused.value.problems] == ["communiques.published-already"]
