"""What is installed is pinned, each file of it by its hashes, and is all that is needed."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT
from tests.support.requirement_files import FOLDER, SETS, SETUP

_ENTRY = re.compile(
    r"(?P<requirement>[^\\\n]+?) \\\n(?P<hashes>(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)"
)


def read_pins() -> dict[str, str]:
    """Return the versions of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pairs}


def read_list(name: str) -> list[Requirement]:
    """Return what a file of requirements names; all of it must have hashes."""
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    entries = list(_ENTRY.finditer(text))
    assert "".join(entry[0] for entry in entries) == text
    return [Requirement(entry["requirement"]) for entry in entries]


@pytest.mark.parametrize("name", ["setup", *SETS])
def test_each_version_is_the_one_that_is_pinned(name: str) -> None:
    pins = read_pins()
    for requirement in read_list(name):
        (pin,) = requirement.specifier
        assert pin.operator == "=="
        if requirement.marker is None or requirement.marker.evaluate():
            assert pin.version == pins[canonicalize_name(requirement.name)], requirement.name


def test_no_package_stands_in_two_files() -> None:
    names = [each.name for name in ("setup", *SETS) for each in read_list(name)]
    assert len(names) == len(set(names))


def walk(name: str, extras: frozenset[str], seen: set[str]) -> Iterator[str]:
    """Yield all packages that a package needs here, by what is installed."""
    for line in requires(name) or ():
        requirement = Requirement(line)
        needed = requirement.marker is None or any(
            requirement.marker.evaluate({"extra": extra}) for extra in (extras or {""})
        )
        key = f"{canonicalize_name(requirement.name)}{sorted(requirement.extras)}"
        if needed and key not in seen:
            seen.add(key)
            yield canonicalize_name(requirement.name)
            with_extras = frozenset(requirement.extras)
            if requirement.name != "torch" and is_installed(requirement.name):
                yield from walk(requirement.name, with_extras, seen)


def is_installed(name: str) -> bool:
    """Return whether a package is installed here."""
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


@pytest.mark.parametrize("name", SETS)
def test_a_file_and_those_before_it_have_all_that_is_needed(name: str) -> None:
    files = ["setup", *SETS]
    names = files[: files.index(name) + 1]
    listed = {canonicalize_name(each.name) for file in names for each in read_list(file)}
    if name != "mpnet":  # its packages name others that none of their files needs
        assert set(walk("concordance", frozenset(SETS[name]), set())) - listed <= {"torch"}


def test_what_builds_the_project_is_the_version_that_is_pinned() -> None:
    system = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["build-system"]
    assert system["requires"] == [f"{SETUP}=={read_pins()[SETUP]}"]
    assert [each.name for each in read_list("setup")] == [SETUP]


@pytest.mark.parametrize("file", ["Makefile", "deploy/Dockerfile", "deploy/RUNBOOK.md"])
def test_nothing_but_torch_and_the_project_is_installed_without_hashes(file: str) -> None:
    text = (ROOT / file).read_text("utf-8").replace("\\\n", " ")
    calls = re.findall(
        r"(?:\$\(PIP\) install|pip(?: --python \S+)? (?:install|wheel)|^install_into) -[^&;}\n]*",
        text,
        re.MULTILINE,
    )
    assert calls
    for call in calls:
        of_the_project = "--no-deps" in call and "-r " not in call
        without = call.rstrip().endswith(" torch") or "'.[bench]'" in call
        assert "--require-hashes" in call or of_the_project or without, call
