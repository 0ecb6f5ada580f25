"""The sentences of pages and forms: taken from the sources, kept complete in Arabic and French.

`python -m tests.messages` brings the `.po` files up to date; `--check` only says what is missing.
A part of the house that has a `locale` folder keeps its own sentences there; all others stand
in `src/mithaq/locale`. Written with Babel and Django's own template lexer, since
a fresh machine has no gettext. Headers carry no dates: they would change for nothing.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from babel.messages.extract import extract

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "mithaq"
PLURALS = {
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
    " : n%100>=11 && n%100<=99 ? 4 : 5;",
    "fr": "nplurals=2; plural=(n > 1);",
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")

Key = tuple[str, str]  # context, sentence


def homes() -> list[Path]:
    """The folders that keep sentences: the package, and each part that has a `locale` of its own."""
    parts = {path.parent for path in PACKAGE.rglob("locale") if path.is_dir()}
    return [PACKAGE, *sorted(parts - {PACKAGE})]


def found(home: Path | None = None) -> dict[Key, polib.POEntry]:
    """Every sentence marked for translation that belongs to a home, with the files it stands in."""
    home = home or PACKAGE
    entries: dict[Key, polib.POEntry] = {}
    inner = [each for each in homes() if each != home and each.is_relative_to(home)]
    for path in sorted([*home.rglob("*.py"), *home.rglob("*.html"), *home.rglob("*.txt")]):
        if any(path.is_relative_to(each) for each in inner):
            continue
        for message, context in _marked(path):
            single, plural = message if isinstance(message, tuple) else (message, "")
            entry = entries.setdefault(
                (context, single), polib.POEntry(msgid=single, msgctxt=context or None, flags=[])
            )
            entry.msgid_plural = entry.msgid_plural or plural
            place = (str(path.relative_to(ROOT)), "")
            if place not in entry.occurrences:
                entry.occurrences.append(place)
            if PLACEHOLDER.search(single) and "%(" in single and "python-format" not in entry.flags:
                entry.flags.append("python-format")
    return entries


def _marked(path: Path) -> Iterator[tuple[str | tuple[str, str], str]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        from django.utils.translation.template import templatize

        # What comes back is text, not a program: only its tokens count, so nothing may be indented.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())
    for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        if message and message != ("", ""):
            yield message, context or ""


def problems(language: str, wanted: dict[Key, polib.POEntry], home: Path | None = None) -> list[str]:
    """What is missing, unfinished, left over or has lost a placeholder in one language."""
    have = {
        (entry.msgctxt or "", entry.msgid): entry
        for entry in _catalogue(language, home)
        if not entry.obsolete
    }
    lines = [f"{language}: missing: {sentence!r}" for _, sentence in wanted.keys() - have.keys()]
    lines += [f"{language}: no longer used: {sentence!r}" for _, sentence in have.keys() - wanted.keys()]
    for key in wanted.keys() & have.keys():
        entry = have[key]
        said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if entry.fuzzy or not said or not all(one.strip() for one in said):
            lines.append(f"{language}: not translated: {entry.msgid!r}")
            continue
        expected = set(PLACEHOLDER.findall(entry.msgid))
        if any(set(PLACEHOLDER.findall(one)) - expected for one in said) or (
            not entry.msgid_plural and set(PLACEHOLDER.findall(entry.msgstr)) != expected
        ):
            lines.append(f"{language}: placeholders differ: {entry.msgid!r}")
    return sorted(lines)


def told_otherwise(language: str) -> list[str]:
    """Sentences that two homes translate differently: pages would show one of them, wherever they stand."""
    said: dict[Key, set[str]] = {}
    for home in homes():
        for entry in _catalogue(language, home):
            said.setdefault((entry.msgctxt or "", entry.msgid), set()).add(
                entry.msgstr or str(entry.msgstr_plural)
            )
    return sorted(f"{language}: told otherwise: {key[1]!r}" for key, ways in said.items() if len(ways) > 1)


def update(language: str, wanted: dict[Key, polib.POEntry], home: Path | None = None) -> None:
    """Write the file of a language again: kept translations, new sentences empty, order by sentence."""
    have = {(entry.msgctxt or "", entry.msgid): entry for entry in _catalogue(language, home)}
    catalogue = polib.POFile(wrapwidth=110)
    catalogue.metadata = {
        "Language": language,
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for key in sorted(wanted):
        entry, kept = wanted[key], have.get(key)
        entry.msgstr, entry.msgstr_plural = "", {}
        if kept is not None:
            entry.msgstr, entry.msgstr_plural, entry.tcomment = kept.msgstr, kept.msgstr_plural, kept.tcomment
            entry.flags = sorted({*entry.flags, *(flag for flag in kept.flags if flag == "fuzzy")})
        if entry.msgid_plural and not entry.msgstr_plural:
            entry.msgstr_plural = dict.fromkeys(range(6 if language == "ar" else 2), "")
        catalogue.append(entry)
    path = _path(language, home)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def _path(language: str, home: Path | None) -> Path:
    return (home or PACKAGE) / "locale" / language / "LC_MESSAGES" / "django.po"


def _catalogue(language: str, home: Path | None = None) -> polib.POFile:
    path = _path(language, home)
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def main(arguments: list[str]) -> int:
    """The two uses of this module; the exit status says whether everything is complete."""
    if "--check" not in arguments:
        for home in homes():
            for language in PLURALS:
                update(language, found(home), home)
    lines = [
        line for home in homes() for language in PLURALS for line in problems(language, found(home), home)
    ]
    lines += [line for language in PLURALS for line in told_otherwise(language)]
    print("\n".join(lines) or "Every sentence is there in Arabic and in French.")
    return bool(lines) if "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
