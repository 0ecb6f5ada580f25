"""One sheet serves both directions: what is physical (left, right) breaks the Arabic page."""

import re

from tests.architecture import sources

PHYSICAL = re.compile(
    r"""(?<![-\w])(
        (margin|padding|border|scroll-margin|scroll-padding)-(left|right)(-\w+)?\s*:
      | (left|right)\s*:
      | border-(top|bottom)-(left|right)-radius\s*:
      | (text-align|float|clear)\s*:\s*(left|right)\b
    )""",
    re.VERBOSE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def _sheets():
    return [p for p in sources.files(".css") if "vendor" not in p.parts]


def test_no_sheet_names_left_or_right():
    found = [
        f"{sources.name(path)}: {hit.group().strip()}"
        for path in _sheets()
        for hit in PHYSICAL.finditer(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]
    assert not found


def test_no_page_brings_a_style_or_a_script_inside():
    """The content security policy would drop it without a word."""
    inside = re.compile(r"""\sstyle=|\son(click|change|submit|input|load)=|<style|<script(?![^>]*\bsrc=)""")
    found = [
        f"{sources.name(path)}: {hit.group().strip()}"
        for path in sources.files(".html")
        for hit in inside.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_nothing_is_fetched_from_elsewhere():
    """A node may stand where there is no internet, and tells nobody who reads it."""
    elsewhere = re.compile(r"""(src|href)=["'](https?:)?//|url\(["']?(https?:)?//|@import""")
    found = [
        f"{sources.name(path)}: {hit.group()}"
        for path in sources.files(".html", ".css")
        for hit in elsewhere.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_a_day_in_a_table_says_what_it_is_where_the_table_is_read_as_cards():
    """On a telephone the heads of the columns are gone."""
    bare = re.compile(
        r"""<td(?![^>]*(data-label|third|title-cell))[^>]*>\s*({%\s*if[^%]*%})?\s*{%\s*ident\s"(day|instant)"[^%]*%}"""
    )
    found = [
        f"{sources.name(path)}: {hit.group()}"
        for path in sources.files(".html")
        for hit in bare.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_no_template_glues_a_colon_to_what_stands_before_it():
    """French sets a space before it: `{% colon %}` does as the language does."""
    glued = re.compile(r"""(%}|}}|</\w+>): """)
    found = [
        f"{sources.name(path)}: {line.strip()}"
        for path in sources.files(".html")
        for line in path.read_text(encoding="utf-8").splitlines()
        if glued.search(line)
        and not re.search(r"{%\s*(blocktranslate|translate|comment)[^%]*%}[^{]*({{[^}]*}}|<[^>]*>): ", line)
    ]
    assert not found
