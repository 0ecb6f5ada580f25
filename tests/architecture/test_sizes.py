"""Nothing grows past the size at which it stops being read whole."""

import ast

import pytest

from tests.architecture import sources


def _too_long(paths: tuple, limit: int) -> list[str]:
    return [f"{sources.name(p)}: {sources.line_count(p)}" for p in paths if sources.line_count(p) > limit]


def test_no_module_is_longer_than_400_lines():
    assert not _too_long(sources.modules(), 400)


def test_no_test_module_is_longer_than_600_lines():
    assert not _too_long(sources.modules("tests"), 600)


def test_no_template_is_longer_than_200_lines():
    assert not _too_long(sources.files(".html"), 200)


def _functions():
    for path in sources.modules():
        for node in ast.walk(sources.tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{sources.name(path)}:{node.lineno} {node.name}", node


def test_no_function_is_longer_than_60_lines():
    long = [where for where, node in _functions() if (node.end_lineno or 0) - node.lineno + 1 > 60]
    assert not long


def test_no_function_takes_more_than_8_arguments():
    crowded = []
    for where, node in _functions():
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        if len([a for a in arguments if a.arg not in ("self", "cls")]) > 8:
            crowded.append(where)
    assert not crowded


@pytest.mark.parametrize("under", ["src/mithaq", "tests", "benchmarks", "docs", "vectors"])
def test_every_module_says_what_it_is_for(under):
    # An empty __init__ holds nothing that could be explained.
    silent = [
        sources.name(path)
        for path in sources.modules(under)
        if sources.tree(path).body and not ast.get_docstring(sources.tree(path))
    ]
    assert not silent


def test_no_module_is_named_for_nothing_in_particular():
    vague = {
        "utils",
        "helpers",
        "util",
        "helper",
        "common",
        "misc",
        "manager",
        "managers",
        "service",
        "services",
    }
    assert not [sources.name(p) for p in sources.modules() if p.stem in vague or p.parent.name in vague]
