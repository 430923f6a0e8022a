"""Buttons under old messages: after the bot was ended, and after the text was changed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.__main__ import run
from bot.answers.opening import open_answerer
from embeddings.answering.answerer import Answerer
from tests.conftest import ROOT
from tests.standin import Message, StandIn, running
from tests.support.live_bot import Live, bot_at_work, said, shown

QUESTION = "Who saved Chernov from the crowd?"
MANY = "What did Trotsky do for Chernov?"
SAVED = "angry crowd seized Chernov"


@dataclass(frozen=True)
class Shelf:
    """A sample essay that may be changed, and its index."""

    folder: Path
    model: Path

    @property
    def index(self) -> Path:
        """Where the index lies."""
        return self.folder / "index"

    def build(self, **changes: str) -> Answerer:
        """Build the essay, some words of it changed for others; return what answers from it."""
        text = self.folder / "data" / "sample" / "essay.txt"
        whole = (ROOT / "data" / "sample" / "essay.txt").read_text("utf-8")
        words = "\n\n".join(whole.strip().split("\n\n")[28:40])
        for old, new in changes.items():
            assert old in words
            words = words.replace(old, new)
        text.write_text(words, "utf-8")
        library = str(self.folder / "data" / "library.toml")
        options = ["--library", library, "--index", str(self.index), "--model", str(self.model)]
        forced = ["--force", "--reason", "words are changed and taken away"]
        assert run(["build", str(text), *options, *forced]) == 0
        return open_answerer(self.index, None)


@pytest.fixture
def shelf(tmp_path: Path, tiny: Path, tiny_models: Path) -> Shelf:
    """Return a shelf with nothing built on it but the model."""
    shutil.copytree(ROOT / "data" / "sample", tmp_path / "data" / "sample")
    shutil.copy(ROOT / "data" / "library.toml", tmp_path / "data" / "library.toml")
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "models").symlink_to(tiny_models)
    return Shelf(tmp_path, tiny)


def asked(live: Live, question: str = QUESTION, *, private: bool = False) -> Message:
    """Let Alice ask, and return the answer."""
    (message,) = live.alice.asks(live.channel, "ask", question=question, private=private).answer()
    return message


@contextmanager
def started_anew(shelf: Shelf, live: Live) -> Iterator[None]:
    """Run the bot again, from what is built now."""
    with running(live.discord, "--index", str(shelf.index), home=shelf.folder):
        yield
    assert live.discord.violations == []


def test_buttons_and_forms_of_old_messages_work_after_the_bot_was_ended(shelf: Shelf) -> None:
    answerer = shelf.build()
    with StandIn() as discord:
        with bot_at_work(discord, shelf.index, answerer, shelf.folder) as live:
            message, private = asked(live, MANY), asked(live, MANY, private=True)
            form = live.alice.presses(message, "Follow up")
            form.asks_back()
        with started_anew(shelf, live):
            first = answerer.answer(MANY).shown[0]
            (copy,) = live.alice.presses(message, "Copy").answer()
            assert first.passage.text in copy.content
            (more,) = live.alice.presses(message, "More passages").answer()
            assert more.embeds[0]["title"].startswith("4. ")
            (public,) = live.alice.presses(private, "Show in channel").answer()
            assert shown([public]) == shown([message])
            (followed,) = live.alice.types_into(form, question="Who was Martov?").answer()
            assert said([followed]).startswith("Who was Martov?")
            live.alice.presses(message, "Delete")
            discord.world.wait(lambda: message.deleted, "the answer to be gone")


def test_where_the_text_has_changed_a_button_says_so_and_offers_the_passage_in_todays_text(
    shelf: Shelf,
) -> None:
    answerer = shelf.build()
    with StandIn() as discord:
        with bot_at_work(discord, shelf.index, answerer, shelf.folder) as live:
            message, private = asked(live), asked(live, private=True)
        today = shelf.build(**{"\n\n": "\n\nA new beginning. "}).concordance.document
        assert today.edition != answerer.concordance.document.edition
        with started_anew(shelf, live):
            (copy,) = live.alice.presses(message, "Copy").answer()
            (before,) = live.alice.presses(message, "Before").answer()
            (after,) = live.alice.presses(message, "After").answer()
            (public,) = live.alice.presses(private, "Show in channel").answer()
    for pressed in (copy, before, after, public):
        assert "The text has changed since this answer" in said([pressed])
    assert SAVED in copy.content
    assert SAVED in shown([public])[0]
    for pressed in (before, after, public):
        assert today.edition[:12] in pressed.embeds[0]["footer"]["text"]


def test_more_passages_of_a_changed_text_are_todays_from_the_first(shelf: Shelf) -> None:
    answerer = shelf.build()
    with StandIn() as discord:
        with bot_at_work(discord, shelf.index, answerer, shelf.folder) as live:
            message = asked(live, "How does the essay begin?")
        shelf.build(**{"In August 1914": "In that August of 1914"})
        with started_anew(shelf, live):
            (found,) = live.alice.presses(message, "More passages").answer()
    assert "The text has changed since this answer" in said([found])
    assert "In that August of 1914" in shown([found])[0]


def test_words_that_stand_in_the_text_no_more_are_said_to_be_gone(shelf: Shelf) -> None:
    answerer = shelf.build()
    paragraph = answerer.answer(QUESTION).shown[0].passage.text
    with StandIn() as discord:
        with bot_at_work(discord, shelf.index, answerer, shelf.folder) as live:
            message = asked(live)
        shelf.build(**{paragraph: "Nothing of the kind."})
        with started_anew(shelf, live):
            (found,) = live.alice.presses(message, "Copy").answer()
    assert "stand in it no more" in found.content
    assert not found.embeds
