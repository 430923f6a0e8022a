"""What a supervisor is told of a bot that runs, over real sockets, and of one that lacks a part."""

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch
from urllib.request import urlopen

from bot.cogs.health import HealthCog
from bot.gateway.client import Bot
from bot.process.health_server import HOST
from bot.servers.shards import Shards
from bot.storage.repository import Storage
from embeddings.answering.answerer import Answerer
from tests.standin import StandIn
from tests.support.live_bot import bot_at_work
from tests.support.simulated_bot import Scene, play

QUESTION = "Who saved Chernov from the crowd?"


def free() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        number: int = found.getsockname()[1]
        return number


def told(port: int, path: str) -> str:
    """Return what is answered on a port; it must be all right."""
    with urlopen(f"http://{HOST}:{port}{path}") as answer:
        return str(answer.read().decode())


def test_a_bot_that_runs_is_alive_ready_and_counted(
    sample_index: Path, answerer: Answerer, tmp_path: Path
) -> None:
    port = free()
    with (
        StandIn() as discord,
        bot_at_work(discord, sample_index, answerer, tmp_path, http_port=port) as live,
    ):
        live.alice.asks(live.channel, "ask", question=QUESTION).answer()
        discord.wait(lambda: '"ready"' in live.program.text, "the servers to be known")
        live.program.says('"answered"')
        assert told(port, "/healthz") == "alive\n"
        parts = dict.fromkeys(("gateway", "index", "database"), "ready")
        assert json.loads(told(port, "/readyz")) == parts
        measured = told(port, "/metrics")
        assert 'concordance_questions_total{kind="command",outcome="answer"} 1.0' in measured
        assert 'concordance_stage_seconds_count{stage="send"} 1.0' in measured
        assert 'concordance_gateway_connections_total{how="begun"} 1.0' in measured
        assert 'concordance_encoder_cache_total{result="hit"} 0.0' in measured
        assert answerer.concordance.document.edition in measured
        assert "Chernov" not in measured


def test_a_damaged_index_is_not_ready() -> None:
    async def act(scene: Scene) -> None:
        cog = scene.bot.get_cog("HealthCog")
        assert isinstance(cog, HealthCog)
        assert (await cog.ready())["index"] is None
        with patch.object(scene.bot.answer_queue._editions, "damage", "the index is damaged"):
            assert (await cog.ready())["index"] == "the index is damaged"

    play(act)


READY = dict.fromkeys(("gateway", "index", "database"))
UNCONNECTED = "is not connected"
REFUSES = "refuses what is asked of it (SQLITE_ERROR)"


async def lacking(bot: Bot) -> Mapping[str, str | None]:
    """Return each part of a bot with what it lacks."""
    watching = bot.get_cog(HealthCog.__name__)
    assert isinstance(watching, HealthCog)
    return await watching.ready()


def test_a_shard_that_is_not_connected_is_named_and_the_gateway_with_it(storage: Storage) -> None:
    async def act(scene: Scene) -> None:
        bot = scene.bot
        assert await lacking(bot) == READY
        bot.own_shards = Shards((0, 1), 2)
        shards = {"shard 0": None, "shard 1": UNCONNECTED}
        assert await lacking(bot) == READY | {"gateway": UNCONNECTED} | shards
        bot.own_shards = Shards((0,), 1)
        assert await lacking(bot) == READY
        await bot.on_shard_disconnect(0)
        assert await lacking(bot) == READY | {"gateway": UNCONNECTED}
        await storage.close()

    play(act, storage=storage)


def test_a_database_that_cannot_be_read_is_named_alone(tmp_path: Path) -> None:
    async def act(scene: Scene) -> None:
        scene.bot.settings_cache.storage = empty = Storage(f"sqlite:///{tmp_path}/empty.db")
        assert await lacking(scene.bot) == READY | {"database": REFUSES}
        await empty.close()

    play(act)


def test_a_bot_that_does_not_know_its_servers_yet_lacks_the_gateway() -> None:
    async def act(scene: Scene) -> None:
        scene.bot._ready.clear()
        assert await lacking(scene.bot) == READY | {"gateway": UNCONNECTED}

    play(act)


def test_a_bot_that_is_being_closed_lacks_the_gateway_though_its_shards_still_listen() -> None:
    async def act(scene: Scene) -> None:
        bot, found = scene.bot, list[Mapping[str, str | None]]()
        watching, close = bot.get_cog(HealthCog.__name__), bot._connection.close
        assert isinstance(watching, HealthCog)

        async def closing() -> None:
            assert bot.unconnected == []
            found.append(await watching.ready())
            await close()

        with patch.object(bot._connection, "close", closing):
            await bot.close()
        assert found == [READY | {"gateway": UNCONNECTED}]
        assert (await watching.ready())["gateway"] == UNCONNECTED

    play(act)
