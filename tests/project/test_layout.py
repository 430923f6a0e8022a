"""The house: every folder is named in CONTRIBUTING.md, no file lies flat, tests mirror the tree."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
FLAT = {
    "bot": {"__init__.py", "__main__.py", "errors.py", "probe.py", "settings.py"},
    "embeddings": {"__init__.py", "errors.py", "messages.py"},
}
"""The files that stand in no folder."""


def sources(package: str) -> list[Path]:
    """Return the paths of a package's sources, from the root of the project."""
    return sorted(path.relative_to(ROOT) for path in (ROOT / package).rglob("*.py"))


@pytest.mark.parametrize("package", FLAT)
def test_no_file_lies_flat(package: str) -> None:
    assert {path.name for path in sources(package) if len(path.parts) == 2} == FLAT[package]


@pytest.mark.parametrize("package", FLAT)
def test_every_folder_is_told_of(package: str) -> None:
    (tree,) = re.findall(rf"^{package}/ .*\n((?:  \S.*\n)+)", CONTRIBUTING, re.MULTILINE)
    folders = {path.parts[1] for path in sources(package) if len(path.parts) > 2}
    assert set(re.findall(r"^  (\w+)/ ", tree, re.MULTILINE)) == folders


def test_every_file_that_is_named_is_there() -> None:
    for path in re.findall(r"`((?:bot|embeddings|tests|docs|deploy)/[\w/.-]+)`", CONTRIBUTING):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("package", FLAT)
def test_tests_stand_where_what_they_test_does(package: str) -> None:
    tested = {path.with_suffix("") for path in sources(package)}
    for path in sources(f"tests/{package}"):
        if path.name.startswith("test_"):
            name = path.stem.removeprefix("test_").strip("_")
            folder = path.parent.relative_to("tests")
            parts = name.split("_")
            names = {"_".join(parts[:length]) for length in range(1, len(parts) + 1)}
            whole = folder.name in names  # a test of what a folder exports as one
            assert whole or any(folder / own in tested for own in names), path
