"""Whatever a reader can meet has words: refusals, code lists, kinds; in all three languages."""

import ast
import importlib
import pkgutil
import re

import mithaq
from mithaq.node.web.sentences import sentences
from mithaq.pact.codes import code_list, names
from mithaq.pact.errors import MithaqError
from mithaq.pact.rules.register import kinds
from mithaq.pact.rules.words import LANGUAGES, NOTHING, Words
from tests.architecture import sources

CODE = re.compile(r"[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)+")
# Not loaded by looking around: entrances that start something when imported.
ENTRANCES = {"mithaq.front.config.wsgi", "mithaq.__main__"}


def _leaves() -> dict[type[MithaqError], str]:
    for module in pkgutil.walk_packages(mithaq.__path__, "mithaq."):
        if module.name not in ENTRANCES and ".migrations" not in module.name:
            importlib.import_module(module.name)
    found: list[type[MithaqError]] = []
    unseen = [MithaqError]
    while unseen:
        below = [c for c in unseen.pop().__subclasses__() if c.__module__.startswith("mithaq.")]
        unseen += below
        found += [error for error in below if not error.__subclasses__() or "code" in vars(error)]
    return {error: vars(error).get("code", "") for error in found}


def _problem_codes() -> set[str]:
    """Codes of what is wrong with one field: stated where the problem is found, not by a class."""
    return {
        argument.value
        for path in sources.modules()
        for node in ast.walk(sources.tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"Problem", "_pattern"}
        for argument in [*node.args[:2], *(k.value for k in node.keywords if k.arg == "code")]
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and CODE.fullmatch(argument.value)
    }


def test_every_error_leaf_has_a_code_of_its_own():
    leaves = _leaves()
    assert leaves
    assert not [error.__qualname__ for error, code in leaves.items() if not CODE.fullmatch(code)]
    codes = list(leaves.values())
    assert not sorted({code for code in codes if codes.count(code) > 1})


def test_families_end_in_error_and_are_never_raised_for_themselves():
    """A leaf may be refined by another leaf; a class without a code only gathers."""
    bases = {base for error in _leaves() for base in error.__mro__[1:] if issubclass(base, MithaqError)}
    families = [base.__name__ for base in bases if "code" not in vars(base)]
    assert not [family for family in families if not family.endswith("Error")]


def test_every_refusal_has_a_sentence_in_every_language():
    written = sentences()
    unsaid = [
        f"{code} ({language})"
        for code in sorted({*_leaves().values(), *_problem_codes()})
        for language in LANGUAGES
        if not written.get(code, {}).get(language, "").strip()
    ]
    assert not unsaid


def test_every_code_of_every_list_is_labelled_and_sourced():
    assert names()
    for name in names():
        codes = code_list(name)
        assert codes.source, name
        for code in codes.codes.values():
            unlabelled = [language for language in LANGUAGES if not code.labels[language].strip()]
            assert not unlabelled, f"{name}: {code.value}"
            # A note is there in all three languages, or not at all.
            assert set(code.notes) in (set(), set(LANGUAGES)), f"{name}: {code.value}"


def _words_of(thing: object, path: str):
    if isinstance(thing, Words):
        yield path, thing
    elif isinstance(thing, tuple):
        for number, part in enumerate(thing):
            yield from _words_of(part, f"{path}.{getattr(part, 'name', number)}")
    elif type(thing).__module__.startswith("mithaq.pact.rules"):
        for name in getattr(thing, "__dataclass_fields__", ()):
            yield from _words_of(getattr(thing, name), f"{path}.{name}")


def test_every_kind_speaks_three_languages():
    silent = [
        path
        for kind in kinds()
        for path, words in _words_of(kind, kind.name)
        if words != NOTHING and not all(words.say(language).strip() for language in LANGUAGES)
    ]
    assert not silent
