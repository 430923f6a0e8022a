"""`concordance run`: what must be there before it connects, and in which order it begins."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.answers import opening
from bot.answers.answer_queue import AnswerQueue
from bot.gateway import connection
from bot.gateway.client import Bot
from bot.gateway.errors import RefusedTokenError
from bot.process import log_setup
from bot.storage.schema import REQUIRED_SCHEMA
from embeddings.answering.answerer import WARM_UP
from embeddings.errors import NoIndexError, StaleIndexError
from tests.support.simulated_bot import Search, command
from tests.support.simulated_bot import thinking as queue_before
from tests.support.small_text import small
from tests.support.storage_actions import SERVER, setting, sql

TOKEN = "MTIz.made-up.not_a_token"  # noqa: S105


@pytest.fixture(autouse=True)
def _addresses(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, told nothing; put back where Discord is looked for."""
    del bare
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    gateway = DiscordWebSocket.DEFAULT_GATEWAY
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", gateway)


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the steps to come of a run, in their order; none of them reaches Discord."""
    happened: list[str] = []
    search = Search(small())
    shelf = queue_before(search).texts

    def open_shelf(directory: Path, models: tuple[str, ...] | None) -> Any:
        happened.append(f"opened {directory} for {models}")
        return shelf

    def noted(name: str, real: Callable[..., None]) -> Callable[..., None]:
        def called(*given: Any) -> None:
            happened.append(name)
            real(*given)

        return called

    def serve(bot: Bot, token: str, *_: object) -> None:
        assert isinstance(bot.answer_queue, AnswerQueue)
        assert search.asked == [WARM_UP] * happened.count("warmed")
        assert bot.answer_queue.texts.first.document is search.concordance.document
        assert token in log_setup._secrets
        happened.append(f"served with {token} at {Route.BASE}")

    monkeypatch.setattr(opening, "open_texts", open_shelf)
    monkeypatch.setattr(AnswerQueue, "warm", noted("warmed", AnswerQueue.warm))
    monkeypatch.setattr(
        connection, "set_discord_addresses", noted("pointed", connection.set_discord_addresses)
    )
    monkeypatch.setattr(connection, "serve", serve)
    return happened


def told(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    """Tell the process something by its environment."""
    for name, value in variables.items():
        monkeypatch.setenv(f"CONCORDANCE_{name.upper()}", value)


def test_the_index_is_open_and_warm_before_anything_connects(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, token=TOKEN, discord_api="http://localhost:1/api/v10")
    ended = command("run")
    assert (ended.status, ended.out, ended.err) == (0, "", "")
    assert steps == [
        "warmed",
        f"opened {Path('data/index')} for None",
        "pointed",
        f"served with {TOKEN} at http://localhost:1/api/v10",
    ]


def test_the_database_is_made_before_anything_connects(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, token=TOKEN)
    kept: list[int] = []

    def serve(bot: Bot, *_: object) -> None:
        async def served() -> None:
            assert bot.settings_cache.storage is not None
            await bot.settings_cache.storage.change(SERVER, setting(passages=5))
            kept.append((await bot.settings_cache.of(SERVER)).passages)
            await bot.settings_cache.storage.close()

        asyncio.run(served())

    monkeypatch.setattr(connection, "serve", serve)
    assert command("run").status == 0
    assert command("run").status == 0
    assert kept == [5, 5]
    assert steps[-1] == "pointed"
    assert command("db", "check").out.startswith("data/concordance.db: schema")


def test_a_database_of_a_newer_schema_is_refused(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, token=TOKEN)
    command("db", "upgrade")
    sql("sqlite:///data/concordance.db", "UPDATE alembic_version SET version_num = '9999'")
    refusal = command("run").refusal
    assert refusal == (
        f"concordance: the database has schema 9999, and this version needs {REQUIRED_SCHEMA}; "
        "it is newer: update the program, or restore a backup\n"
    )
    assert steps == ["warmed", "opened data/index for None"]


def test_a_database_that_is_not_there_is_refused_and_its_password_kept(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql://me:hunter2@127.0.0.1:1/name"
    told(monkeypatch, token=TOKEN, database_url=url)
    hidden: list[str] = []
    monkeypatch.setattr(log_setup, "hide_secret", hidden.append)
    refusal = command("run").refusal
    assert refusal.startswith("concordance: the database does not answer; start it, or look at")
    assert "hunter2" not in refusal
    assert hidden == [TOKEN, "hunter2"]
    assert "pointed" not in steps


def test_told_to_end_while_it_loads_it_leaves_at_once(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[int] = []
    told(monkeypatch, token=TOKEN)
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(os, "_exit", left.append)
    monkeypatch.setattr(AnswerQueue, "warm", lambda _: signal.raise_signal(signal.SIGTERM))
    command("run")
    assert (left, steps[0]) == ([0], "pointed")
    assert signal.getsignal(signal.SIGTERM) is before


def test_options_come_before_settings(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, token=TOKEN, index="there", model="a/model")
    command("run")
    command("run", "--index", "here", "--models", "another/model,b")
    opened = [one for one in steps if one.startswith("opened")]
    assert opened == ["opened there for ('a/model',)", "opened here for ('another/model', 'b')"]


@pytest.mark.parametrize("opens", [True, False])
def test_told_to_read_again_work_on_the_index_turns_to_what_answers_and_to_nothing_else(
    opens: bool, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_first = opening.open_texts
    worked_on: list[str] = []

    def open_shelf(directory: Path, models: tuple[str, ...] | None) -> Any:
        if not opens and directory == Path("there"):
            raise NoIndexError(directory)
        return open_first(directory, models)

    def serve(bot: Bot, _token: str, _own: object, reread: Callable[[], None]) -> None:
        told(monkeypatch, index="there", library="other.toml", maintainers="123456789012345678")
        reread()
        workshop = bot.maintenance
        assert workshop is not None
        worked_on.append(f"{workshop.index} {workshop.library} {[*workshop.maintainers]}")

    monkeypatch.setattr(opening, "open_texts", open_shelf)
    monkeypatch.setattr(connection, "serve", serve)
    told(monkeypatch, token=TOKEN, index="here", library="one.toml")
    ended = command("run")
    assert ended.status == 0
    assert worked_on == ["there other.toml [123456789012345678]" if opens else "here one.toml []"]
    assert ('"settings_reloaded"' in ended.err) == opens
    assert ('"settings_reload_failed"' in ended.err) == (not opens)
    assert ("there is no index in there" in ended.err) == (not opens)
    assert steps[-1] == ("opened there for None" if opens else "pointed")


def test_the_token_may_stand_in_a_file(
    tmp_path: Path, steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n", "utf-8")
    told(monkeypatch, token_file="token")  # noqa: S106 - the path of it
    assert command("run").status == 0
    assert steps[-1].startswith(f"served with {TOKEN} at https://discord.com")


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "no token": ({}, "there is no token; put the bot's token into CONCORDANCE_TOKEN"),
    "wrong level": ({"token": TOKEN, "log_level": "loud"}, "CONCORDANCE_LOG_LEVEL: Input should"),
}


@pytest.mark.parametrize("name", ["run", "sync"])
@pytest.mark.parametrize(("variables", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_with_a_sentence_before_anything_connects(
    name: str,
    variables: dict[str, str],
    words: str,
    steps: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told(monkeypatch, **variables)
    refusal = command(name).refusal
    assert refusal.startswith(f"concordance: {words}")
    assert TOKEN not in refusal
    assert steps == []


SHARDS: dict[str, tuple[dict[str, str], list[str], str]] = {
    "beyond their number": (
        {"shards": "0-7", "shard_count": "4"},
        [],
        "there is no shard 7 of 4: the last is 3; ",
    ),
    "options before settings": (
        {"shards": "0-1", "shard_count": "4"},
        ["--shards", "5-4", "--of", "0"],
        "there cannot be 0 shards; ",
    ),
    "a number in words": (
        {"shards": "0", "shard_count": "four"},
        [],
        "CONCORDANCE_SHARD_COUNT: Input should be a valid integer",
    ),
}


@pytest.mark.parametrize(("variables", "options", "words"), SHARDS.values(), ids=SHARDS)
def test_shards_that_cannot_be_are_refused_before_anything_is_opened(
    variables: dict[str, str],
    options: list[str],
    words: str,
    steps: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told(monkeypatch, token=TOKEN, **variables)
    assert command("run", *options).refusal.startswith(f"concordance: {words}")
    assert steps == []


def test_without_an_index_nothing_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[str] = []
    monkeypatch.setattr(connection, "serve", lambda *_: served.append("served"))
    told(monkeypatch, token=TOKEN)
    for arguments, directory in (["run"], Path("data/index")), (["run", "--index", "none"], "none"):
        refusal = command(*arguments).refusal
        words = f"there is no index in {directory}; run `concordance build`"
        assert refusal == f"concordance: {words}\n"
    assert served == []


def test_an_index_of_another_model_is_refused(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale(_directory: Path, models: tuple[str, ...] | None) -> None:
        raise StaleIndexError("model", "one", ",".join(models or ()))

    monkeypatch.setattr(opening, "open_texts", stale)
    told(monkeypatch, token=TOKEN)
    assert "'another' is asked for" in command("run", "--model", "another").refusal
    assert steps == ["warmed"]


def test_a_token_that_discord_refuses_is_a_sentence(
    steps: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def serve(*_: object) -> None:
        raise RefusedTokenError

    monkeypatch.setattr(connection, "serve", serve)
    told(monkeypatch, token=TOKEN)
    assert command("run").refusal.startswith("concordance: Discord refuses the token; ")
    assert steps[-1] == "pointed"
