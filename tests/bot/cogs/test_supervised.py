"""What a supervisor is told of a bot that runs, over real sockets."""

import json
import socket
from pathlib import Path
from urllib.request import urlopen

from bot.health import HOST
from embeddings.answer import Answerer
from tests.bot.live import bot_at_work
from tests.standin import StandIn

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
