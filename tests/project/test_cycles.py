"""Imports point one way: no module of the package is above and below another."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

from tests.conftest import ROOT


def imported(path: Path) -> set[str]:
    """Return the modules and packages of `embeddings` that a file imports, wherever it does."""
    found = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = {node.module for node in found if isinstance(node, ast.ImportFrom) and node.module}
    return {name.split(".")[1] for name in names if name.startswith("embeddings.")}


def test_no_module_imports_what_imports_it() -> None:
    graph: dict[str, set[str]] = {}
    for path in (ROOT / "embeddings").rglob("*.py"):
        name = path.relative_to(ROOT / "embeddings").parts[0].removesuffix(".py")
        graph.setdefault(name, set()).update(imported(path) - {name})
    order = list(TopologicalSorter(graph).static_order())
    assert order.index("types") < order.index("citations") < order.index("concordance")
    assert order.index("concordance") < order.index("retriever") < order.index("answer")
