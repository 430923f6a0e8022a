"""A folder as a clone of the project has it, with an index built, and the program run in it."""

import asyncio
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import tenacity
from tenacity import AsyncRetrying

from bot.__main__ import run as main
from bot.answers.opening import open_answerer
from bot.cogs import FEATURES
from bot.gateway.client import Bot
from bot.replies import sending
from bot.storage.repository import Storage
from bot.storage.schema import upgrade
from embeddings.answering.answerer import Answerer
from tests.standin import StandIn
from tests.support.build_tools import copy_model
from tests.support.cli_program import Ended, Program, lay_out
from tests.support.live_bot import Live, bot_at_work
from tests.support.moderated_server import Moderated
from tests.support.shared_run import make_once
from tests.support.simulated_bot import Search, command, kept_logging, thinking
from tests.support.small_text import small
from tests.support.two_models import TwoModels

AskAll = Callable[[Iterable[str]], list[dict[str, Any]]]
"""Asks many questions at once, and returns the answers in their order."""


@pytest.fixture(scope="session")
def built(run: Path, tiny: Path) -> Path:
    """Return a folder with a text, its manifest and its index; not to be changed."""

    def make(home: Path) -> None:
        lay_out(home)
        data = home / "data"
        options = ["--library", str(data / "library.toml"), "--index", str(data / "index")]
        assert main(["build", *options, "--model", str(tiny)]) == 0

    return make_once(run / "built", make)


@pytest.fixture
def home(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the built folder to work in, as the current directory."""
    copy = tmp_path / "home"
    shutil.copytree(built, copy)
    monkeypatch.chdir(copy)
    for name in [name for name in os.environ if name.startswith("CONCORDANCE_")]:
        monkeypatch.delenv(name)
    return copy


@pytest.fixture
def program(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Program:
    """Return the program, run within this process in the folder `home`."""
    assert Path.cwd() == home

    def ended(*arguments: object, stdin: str = "") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        capsys.readouterr()
        with kept_logging():
            status = main([*map(str, arguments)])
        printed = capsys.readouterr()
        return Ended(status, printed.out, printed.err)

    return ended


@pytest.fixture
def both_models(program: Program, home: Path, two_models: TwoModels) -> str:
    """Return the names of two models that the index in `home` is built with."""
    models = home / "data" / "index" / "models"
    copy_model(two_models.models / two_models.hashes[1], models / two_models.hashes[1])
    names = ",".join(two_models.names)
    assert program("build", "--models", names).status == 0
    return names


@pytest.fixture(scope="session")
def answerer(sample_index: Path) -> Answerer:
    """Return what answers in the terminal, from the sample essay with the real model."""
    return open_answerer(sample_index, None)


@pytest.fixture(scope="session")
def ask_all(sample_index: Path, tmp_path_factory: pytest.TempPathFactory) -> AskAll:
    """Return a way to ask the sample essay many questions in one run of the program."""

    def asked(questions: Iterable[str]) -> list[dict[str, Any]]:
        file = tmp_path_factory.mktemp("asked") / "batch.jsonl"
        lines = [json.dumps({"question": one}) for one in questions]
        file.write_text("\n".join(lines), "utf-8")
        return command("ask", "--batch", str(file), "--index", str(sample_index)).rows

    return asked


@pytest.fixture(scope="session")
def _live(
    sample_index: Path, answerer: Answerer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Live]:
    home = tmp_path_factory.mktemp("live")
    with StandIn() as discord, bot_at_work(discord, sample_index, answerer, home) as live:
        yield live


@pytest.fixture
def live(_live: Live) -> Iterator[Live]:
    """Return a bot that several tests share; the test fails if it breaks Discord's rules.

    Each has a channel and an Alice of its own: nothing that was asked before bears on it.
    """
    server = _live.server
    yield replace(_live, channel=server.channel("general"), alice=server.member("Alice"))
    assert _live.discord.violations == []
    assert _live.program.process.poll() is None, _live.program.text


@pytest.fixture
def moderated(live: Live) -> Moderated:
    """Return a server of the test's own, in which nobody has set anything."""
    return Moderated.made(live)


@pytest.fixture
def own(sample_index: Path, answerer: Answerer, tmp_path: Path) -> Iterator[Live]:
    """Return a bot of the test's own, whose connection and process it may break."""
    with StandIn() as discord, bot_at_work(discord, sample_index, answerer, tmp_path) as live:
        yield live


@pytest.fixture
def bot() -> Iterator[Bot]:
    """Return a bot that is not connected."""
    queue = thinking(Search(small()))
    yield Bot(FEATURES, queue)
    queue.stop()


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the seconds between attempts, which nobody waits for: the clock moves on."""
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(sending, "AsyncRetrying", partial(AsyncRetrying, sleep=sleep))
    monkeypatch.setattr(tenacity, "time", SimpleNamespace(monotonic=lambda: sum(pauses)))
    return pauses


@pytest.fixture
def watched(live: Live) -> Live:
    """Return the bot in a server of the test's own, whose settings it may change."""
    server = live.discord.server("Lamp society")
    channel, alice = server.channel("general"), server.member("Alice")
    return replace(live, server=server, channel=channel, alice=alice)


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    """Return a database of the test's own."""
    url = f"sqlite:///{tmp_path / 'kept.db'}"
    asyncio.run(upgrade(url))
    return Storage(url)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder as the current one, where no setting is set."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("CONCORDANCE_")]:
        monkeypatch.delenv(name)
    return tmp_path
