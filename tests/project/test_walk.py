"""The walk in CONTRIBUTING.md is the way that a question takes."""

import asyncio
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import simcord

from bot.answers.answer_queue import AnswerQueue
from bot.answers.opening import open_texts
from bot.cogs import FEATURES
from bot.gateway.client import Bot
from tests.conftest import ROOT

QUESTION = "Who saved Chernov from the crowd?"


def walk() -> list[str]:
    """Return the files that the walk names, in its order."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = text.partition("## A question's way")[2].partition("\n## ")[0]
    return re.findall(r"`((?:bot|embeddings)/[\w/]+\.py)`", section.partition("1. **")[2])


@contextmanager
def tracing() -> Iterator[set[str]]:
    """Collect the files of the project whose functions are called, in new threads too."""
    files: set[str] = set()

    def note(frame: FrameType, event: str, _: Any) -> None:
        file = Path(frame.f_code.co_filename)
        if event == "call" and file.is_relative_to(ROOT):
            files.add(str(file.relative_to(ROOT)))

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield files
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


async def ask(queue: AnswerQueue) -> None:
    """Let a member ask a bot within this process."""
    bot = Bot(FEATURES, queue)
    async with simcord.run(bot) as env:
        await bot.tree.sync()
        guild = env.create_guild()
        channel, alice = guild.create_text_channel("general"), env.create_user("alice")
        await guild.add_member(alice).slash(channel, "ask", question=QUESTION)


def test_a_question_enters_every_file_of_the_walk(sample_index: Path) -> None:
    with tracing() as files:
        queue = AnswerQueue(lambda: open_texts(sample_index, None))
        queue.warm()  # traced, it takes longer than simcord waits for an answer
        asyncio.run(ask(queue))
        queue.stop()
    named = walk()
    assert len(named) > 20
    assert [file for file in named if file not in files] == []
