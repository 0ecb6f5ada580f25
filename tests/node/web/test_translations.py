"""Compiled translations: made where missing or old, whole, and without what is unfinished."""

import gettext
import os

from mithaq.node.web.translations import compile_all

FRENCH = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "matter"
msgstr "affaire"

#, fuzzy
msgid "receipt"
msgstr "reçu ?"
"""


def _written(folder, text=FRENCH):
    path = folder / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _compiled(source):
    with source.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_what_is_compiled_can_be_read_and_leaves_out_the_unfinished(tmp_path):
    source = _written(tmp_path)
    assert compile_all(tmp_path) == 1
    assert _compiled(source).gettext("matter") == "affaire"
    assert _compiled(source).gettext("receipt") == "receipt"


def test_french_is_set_as_it_is_printed(tmp_path):
    source = _written(tmp_path, FRENCH.replace('"affaire"', '"affaire : « %(name)s »"'))
    compile_all(tmp_path)
    assert _compiled(source).gettext("matter") == "affaire\xa0: «\xa0%(name)s\xa0»"


def test_what_is_up_to_date_is_left_alone(tmp_path):
    _written(tmp_path)
    compile_all(tmp_path)
    assert compile_all(tmp_path) == 0


def test_a_newer_source_is_compiled_again(tmp_path):
    source = _written(tmp_path)
    compile_all(tmp_path)
    _written(tmp_path, FRENCH.replace("affaire", "dossier"))
    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_all(tmp_path) == 1
    assert _compiled(source).gettext("matter") == "dossier"


def test_nothing_partial_is_left_behind(tmp_path):
    source = _written(tmp_path)
    compile_all(tmp_path)
    assert {path.name for path in source.parent.iterdir()} == {"django.po", "django.mo"}
