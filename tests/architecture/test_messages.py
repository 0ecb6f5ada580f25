"""The check of translations sees what it must see."""

import polib
import pytest

from tests import messages

PAGE = """{% load i18n %}
<p>{% translate "Nothing owed" %}</p>
  <p>{% translate "late" context "of an answer" %}</p>
{% blocktranslate count counter=n %}{{ counter }} day{% plural %}{{ counter }} days{% endblocktranslate %}
{% blocktranslate trimmed with name=who %}
  Sent to
  {{ name }}.
{% endblocktranslate %}
<p>It's "not" marked</p>
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "forms.py").write_text('label = _("Purpose")\nother = gettext_lazy("Whose turn")\n')
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    return tmp_path


def test_sentences_of_pages_and_code_are_found_and_nothing_else(package):
    assert set(messages.found()) == {
        ("", "Nothing owed"),
        ("of an answer", "late"),
        ("", "%(counter)s day"),
        ("", "Sent to %(name)s."),
        ("", "Purpose"),
        ("", "Whose turn"),
    }


def test_an_update_keeps_what_was_translated_and_says_what_is_missing(package):
    messages.update("fr", messages.found())
    assert len(messages.problems("fr", messages.found())) == 6
    path = package / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    catalogue = polib.pofile(str(path))
    catalogue.find("Purpose").msgstr = "Finalité"
    catalogue.save()
    messages.update("fr", messages.found())
    assert polib.pofile(str(path)).find("Purpose").msgstr == "Finalité"
    assert len(messages.problems("fr", messages.found())) == 5


def test_a_lost_placeholder_is_said(package):
    messages.update("fr", messages.found())
    path = package / "locale" / "fr" / "LC_MESSAGES" / "django.po"
    catalogue = polib.pofile(str(path))
    catalogue.find("Sent to %(name)s.").msgstr = "Envoyé à %(nom)s."
    catalogue.save()
    assert "fr: placeholders differ: 'Sent to %(name)s.'" in messages.problems("fr", messages.found())


def test_arabic_has_its_six_plurals(package):
    messages.update("ar", messages.found())
    text = (package / "locale" / "ar" / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    assert "msgstr[5]" in text
    assert "nplurals=6" in text
    assert "POT-Creation-Date" not in text
