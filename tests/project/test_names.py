"""Names that tell nothing are refused, and so are files and functions that hold too much."""

import ast
import builtins
import re
from collections import Counter
from statistics import median

from tests.conftest import ROOT

SOURCES = [path for name in ("bot", "embeddings") for path in (ROOT / name).rglob("*.py")]
NODES = [(path, node) for path in SOURCES for node in ast.walk(ast.parse(path.read_text("utf-8")))]


def test_no_variable_or_parameter_is_called_by_a_word_that_fits_all() -> None:
    for path, node in NODES:
        name = node.arg if isinstance(node, ast.arg) else getattr(node, "id", None)
        assert name not in {"one", "found"}, f"{path}:{getattr(node, 'lineno', 0)}"
        vague = isinstance(name, str) and name.lstrip("_").startswith(("MOST", "LONGEST", "FEWEST"))
        assert not vague, f"{path}: {name}"
        assert name not in {"AGAIN", "_AGAIN"}, path


def test_no_two_public_classes_have_one_name() -> None:
    names = Counter(node.name for _, node in NODES if isinstance(node, ast.ClassDef))
    assert [name for name, count in names.items() if count > 1 and not name.startswith("_")] == []


def test_every_error_that_a_docstring_or_a_comment_names_is_there() -> None:
    known = {*dir(builtins)}
    for _, node in NODES:
        for field in ("name", "id", "attr", "asname"):  # of classes, names, attributes, imports
            known.add(str(getattr(node, field, None)))
    for path in SOURCES:
        named = set(re.findall(r"\b[A-Z]\w*Error\b", path.read_text("utf-8")))
        assert named <= known, f"{path}: {sorted(named - known)}"


def test_files_and_functions_are_short() -> None:
    lengths = [
        path.read_text("utf-8").count("\n") for path in SOURCES if "__init__" not in path.name
    ]
    assert max(lengths) <= 300
    functions = [
        node.end_lineno - node.lineno + 1
        for _, node in NODES
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno
    ]
    assert max(functions) <= 40
    assert median(functions) <= 12
