"""Whoever calls the analysis is told what they get: everything public in it says so."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import plenary_analysis

MODULES = sorted(Path(plenary_analysis.__file__).parent.glob("*.py"))
Public = ast.FunctionDef | ast.ClassDef


def public_parts(module: ast.Module) -> Iterator[Public]:
    """Functions and classes, and what public classes have, unless their names say that they are not for others."""
    todo: list[ast.AST] = [*module.body]
    while todo:
        node = todo.pop()
        if isinstance(node, Public) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                todo += node.body


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_everything_public_says_what_it_gives(path: Path):
    module = ast.parse(path.read_text(encoding="utf-8"))
    silent = [one.name for one in public_parts(module) if not ast.get_docstring(one)]
    assert silent == []
    assert ast.get_docstring(module)
