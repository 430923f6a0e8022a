"""The picture in the README is drawn from what the bot says today."""

from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import ROOT
from tests.demo.__main__ import PANEL, PICTURE, picture
from tests.demo.conversation import conversation
from tests.demo.panel import panel
from tests.demo.tour import tour
from tests.standin.drawing import Conversation, page
from tests.standin.pictures import drawn_from, fingerprint, photograph

PARTS = ("asking", "looking-up", "checking", "alone")


@pytest.fixture(scope="module")
def held(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Conversation:
    """Return the conversation, held now."""
    return conversation(sample_index, tmp_path_factory.mktemp("demo"))


@pytest.mark.slow
def test_the_picture_is_of_this_conversation(held: Conversation) -> None:
    assert drawn_from(PICTURE) == fingerprint(page(held)), "run `make demo`"


@pytest.mark.slow
def test_five_questions_are_asked_and_answered(held: Conversation) -> None:
    answers = [one for one in held.messages if one["author"]["bot"]]
    assert len(answers) == 5
    assert all(one["content"] or one["embeds"] for one in answers)


@pytest.mark.usefixtures("browser")
def test_the_conversation_is_drawn_in_a_real_browser(held: Conversation, tmp_path: Path) -> None:
    target = tmp_path / "demo.png"
    photograph(page(held), target)
    with Image.open(target) as drawn, Image.open(PICTURE) as kept:
        assert drawn.width == kept.width
        assert drawn.height > drawn.width


@pytest.fixture(scope="module")
def parts(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Conversation]:
    """Return the parts of the long conversation, held now."""
    return tour(sample_index, tmp_path_factory.mktemp("tour"))


@pytest.mark.slow
@pytest.mark.parametrize("name", PARTS)
def test_the_pictures_of_the_guide_are_of_the_long_conversation(
    parts: dict[str, Conversation], name: str
) -> None:
    assert drawn_from(picture(name)) == fingerprint(page(parts[name])), "run `make demo`"


@pytest.mark.slow
def test_the_long_conversation_has_these_parts(parts: dict[str, Conversation]) -> None:
    assert set(parts) == set(PARTS)


def test_the_guide_shows_every_part() -> None:
    guide = (ROOT / "docs" / "members.md").read_text("utf-8")
    for name in PARTS:
        assert f"({picture(name).relative_to(ROOT / 'docs')})" in guide


@pytest.mark.slow
def test_the_picture_for_moderators_is_of_todays_panel(
    sample_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    held = panel(sample_index, tmp_path_factory.mktemp("panel"))
    assert drawn_from(PANEL) == fingerprint(page(held)), "run `make demo`"


def test_the_guide_for_moderators_shows_the_panel() -> None:
    guide = (ROOT / "docs" / "moderators.md").read_text("utf-8")
    assert f"({PANEL.relative_to(ROOT / 'docs')})" in guide


def test_the_readme_shows_the_picture() -> None:
    assert f"({PICTURE.relative_to(ROOT)})" in (ROOT / "README.md").read_text("utf-8")
