"""A bot that answers from two texts, over real sockets, and servers that choose among them."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answers.opening import open_answerer
from bot.servers.settings_fields import SettingsRow
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Text
from embeddings.editions.build import build_edition
from embeddings.editions.library import Library
from embeddings.models.onnx_encoder import OnnxEncoder
from tests.standin import Message, StandIn
from tests.support.build_tools import means
from tests.support.live_bot import Live, bot_at_work, shown
from tests.support.moderated_server import Moderated, described
from tests.support.small_text import DIARY, ICE, LAMPS, YEAR, small
from tests.support.stored_settings import settle

CHERNOV = "Who saved Chernov from the crowd?"
QUOTED = "“I carry light up stairs”"


@pytest.fixture(scope="module")
def both(
    sample_index: Path, default_encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return an index of the sample essay and of the small text."""
    index = tmp_path_factory.mktemp("both") / "index"
    shutil.copytree(sample_index, index, symlinks=True)
    text = Text(Path("small.txt"), small().document, KnownWorks((LAMPS, ICE, YEAR, DIARY), LAMPS))
    build_edition(text, Library(index).choose_editions(text, add=True), means(default_encoder))
    return index


@pytest.fixture(scope="module")
def _running(both: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    home, answerer = (
        tmp_path_factory.mktemp("several"),
        open_answerer(both, None, document="sample"),
    )
    with StandIn() as discord, bot_at_work(discord, both, answerer, home) as live:
        yield live
        assert live.discord.violations == []


@pytest.fixture
def several(_running: Live) -> Live:
    """Return the bot in a server of the test's own."""
    server = _running.discord.server("Library")
    channel, alice = server.channel("general"), server.member("Alice")
    return replace(_running, server=server, channel=channel, alice=alice)


def asked(live: Live, command: str = "ask", **options: Any) -> list[Message]:
    """Let Alice give a command, and return what she is shown."""
    return live.alice.asks(live.channel, command, **options).answer()


def texts(messages: list[Message]) -> set[str]:
    """Return which texts the passages are of, by the footers of their embeds."""
    embeds = [embed for message in messages for embed in message.embeds]
    return {embed["footer"]["text"].partition(" · ")[0] for embed in embeds}


def test_each_question_is_answered_from_the_text_that_speaks_to_it(several: Live) -> None:
    first = asked(several, question=CHERNOV, passages=1)
    assert "sample ¶" in shown(first)[0]
    second = asked(several, question=QUOTED, passages=1)
    assert "small ¶" in shown(second)[0]
    assert texts(first).isdisjoint(texts(second))


def test_buttons_belong_to_the_text_of_the_passage_shown(several: Live) -> None:
    (message,) = asked(several, question=QUOTED, passages=1)
    (copy,) = several.alice.presses(message, "Copy").answer()
    assert "I carry light up stairs" in copy.content
    (behind,) = several.alice.presses(message, "After").answer()
    assert "small ¶ 3" in shown([behind])[0]


def test_a_server_is_answered_from_the_texts_it_has_chosen(several: Live) -> None:
    settle(several, documents=("small",))
    answer = asked(several, question=CHERNOV)
    assert all("small ¶" in one for one in shown(answer))
    settle(several, documents=("sample",))
    title = several.answerer.concordance.document.title
    assert texts(asked(several, "source", words=QUOTED)) == {title}
    settle(several, documents=())
    assert "small ¶" in shown(asked(several, "source", words=QUOTED))[0]


def test_where_what_was_chosen_is_gone_it_is_said(several: Live) -> None:
    settle(several, documents=("gone",))
    (told,) = asked(several, question=CHERNOV)
    assert "The texts that were chosen for this server are not with me any more" in told.content
    settle(several, documents=())
    assert shown(asked(several, question=CHERNOV))


def test_every_list_has_both_texts_and_a_page_is_looked_up_in_both(several: Live) -> None:
    for name in ("contents", "works", "about"):
        assert len(texts(asked(several, name))) == 2
    pages = shown(asked(several, "page", number="45"))
    assert ["sample ¶" in pages[0], "small ¶" in pages[-1]] == [True, True]
    first = shown(asked(several, "paragraph", number="2"))
    assert ["sample ¶ 2" in first[0], "small ¶ 2" in first[1]] == [True, True]


def test_a_follow_up_stays_with_what_was_shown(several: Live) -> None:
    asked(several, question=CHERNOV, passages=1)
    assert "sample ¶" in shown(asked(several, question="And what did he ask the crowd?"))[0]


def test_what_is_typed_is_completed_from_both(several: Live) -> None:
    works = several.alice.completes(several.channel, "page", work="")
    assert len({one["value"] for one in works}) == len(works)
    assert "lamps" in {one["value"] for one in works}


@pytest.fixture
def moderated(_running: Live) -> Moderated:
    """Return a server with a moderator, which has two texts to choose from."""
    return Moderated.made(_running)


def test_a_moderator_chooses_texts_in_the_panel(moderated: Moderated) -> None:
    panel = moderated.shows()
    assert "**Texts:** all" in described(panel)
    moderated.picks(panel, "What do you want to change?", "texts")
    moderated.picks(panel, "Which texts? None is all.", "small")
    assert moderated.settings == {"documents": ["small"]}
    assert "Texts: all → Lamps" in panel.content
    answer = moderated.member.asks(moderated.channel, "ask", question=CHERNOV).answer()
    assert all("small ¶" in one for one in shown(answer))
    moderated.picks(panel, "Which texts? None is all.")
    assert moderated.settings == {}


def test_a_channel_is_given_a_text_of_its_own_in_the_panel(moderated: Moderated) -> None:
    other, panel = moderated.server.channel("lamps"), moderated.panel(SettingsRow.CHANNEL)
    moderated.picks(panel, "Which channel?", other)
    moderated.presses(panel, "Texts")
    assert described(panel).endswith(f"<#{other.id}>: as the server")
    moderated.picks(panel, "Which texts? None is as the server.", "small")
    assert panel.content == f"Single channels: <#{other.id}>: Lamps"
    there = moderated.member.asks(other, "ask", question=CHERNOV).answer()
    assert all("small ¶" in one for one in shown(there))
    moderated.picks(panel, "Which texts? None is as the server.")
    assert moderated.settings == {}
    moderated.presses(panel, "Back")
    moderated.picks(panel, "Answers to commands", "yes")
    assert moderated.settings["overrides"][str(other.id)]["private"] is True


def test_a_file_of_settings_with_a_text_that_is_not_here_is_refused(moderated: Moderated) -> None:
    moderated.sets(documents=["small"])
    file = json.dumps(moderated.file)
    assert "snow is no text that I have" in moderated.imports(
        file.replace('"small"', '"snow"').encode()
    )
    assert moderated.settings == {"documents": ["small"]}
