"""What README.md and the pages in docs/ say of the program is so."""

import re
from pathlib import Path

import pytest

from bot.__main__ import app
from bot.settings import Settings
from embeddings.manifest.manifest import Manifest
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")
OPERATORS = (ROOT / "docs" / "operators.md").read_text("utf-8")
MAINTAINERS = (ROOT / "docs" / "maintainers.md").read_text("utf-8")
COMMAND_LINE = (ROOT / "docs" / "command-line.md").read_text("utf-8")

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "deploy" / "RUNBOOK.md"]


def anchors(page: Path) -> set[str]:
    """Return what the headings of a page are linked by, as GitHub makes it of their words."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, anchor in re.findall(
        r"\]\((?!https?://)([^)#\s]*)(?:#([^)\s]*))?\)", page.read_text("utf-8")
    ):
        file = page.parent / target if target else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), f"{target}#{anchor}"


def test_the_readme_fits_on_a_few_screens_and_names_every_page() -> None:
    assert README.count("\n") <= 200
    for page in (ROOT / "docs").glob("*.md"):
        assert f"(docs/{page.name})" in README


def test_the_example_of_a_manifest_loads(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", MAINTAINERS, re.DOTALL)
    manifest = Manifest(tmp_path / "library.toml", example)
    assert [work.title for work in manifest.works_of("review")] == ["The Prophet", "1905"]


def test_the_table_of_settings_names_every_setting() -> None:
    settings = {f"CONCORDANCE_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"`(CONCORDANCE_\w+)`", OPERATORS)) == settings


def test_the_table_of_commands_names_every_command() -> None:
    commands = {
        command.callback.__name__ for command in app.registered_commands if command.callback
    }
    commands |= {str(group.name) for group in app.registered_groups}
    assert set(re.findall(r"^\| `concordance (\w+)", COMMAND_LINE, re.MULTILINE)) == commands


@pytest.mark.parametrize("target", ["ask", "test", "check", "bench", "demo", "run", "clean"])
def test_the_makefile_has_every_target(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_the_sample_answer_stands_in_the_sample_essay() -> None:
    (answer,) = re.findall(r"^   (That July.*)$", README, re.MULTILINE)
    assert answer in (ROOT / "data" / "sample" / "essay.txt").read_text("utf-8")
