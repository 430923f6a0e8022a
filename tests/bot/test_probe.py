"""Asking the bot how it is: as it answers, and where it does not."""

import asyncio
import socket
from collections.abc import Mapping

import pytest
from structlog.testing import capture_logs

from bot import probe
from bot.process.health_server import serve_health
from bot.process.metrics import Metrics

pytestmark = pytest.mark.usefixtures("bare")


def free() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def probed(
    monkeypatch: pytest.MonkeyPatch, *arguments: str, lacks: tuple[str | None, ...] = (None,)
) -> int:
    """Ask a port that answers; each time it is asked the database lacks the next of `lacks`."""
    problems = iter(lacks)

    async def ready() -> Mapping[str, str | None]:
        return {"database": next(problems)}

    async def ask() -> int:
        async with serve_health(0, Metrics(), ready) as port:
            monkeypatch.setenv("CONCORDANCE_HTTP_PORT", str(port))
            return await asyncio.to_thread(probe.main, arguments, pause=lambda _: None)

    with capture_logs():
        return asyncio.run(ask())


@pytest.mark.parametrize(
    ("path", "words"),
    [("healthz", "alive\n"), ("/readyz", '{"database": "ready"}\n'), ("metrics", "# HELP ")],
)
def test_what_the_bot_answers_is_printed(
    path: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert probed(monkeypatch, path) == 0
    assert capsys.readouterr().out.startswith(words)


def test_a_bot_that_is_not_well_is_told_with_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert probed(monkeypatch, "readyz", lacks=("does not answer",)) == 1
    assert capsys.readouterr().err == '{"database": "does not answer"}\n'


def test_it_may_become_well_in_its_time(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert probed(monkeypatch, "readyz", "3600", lacks=("no", "no", None)) == 0
    assert capsys.readouterr().out == '{"database": "ready"}\n'


def test_where_nothing_answers_it_is_asked_until_its_time_is_over(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    port, moments, pauses = free(), iter((0.0, 1.0, 2.0, 3.0)), list[float]()
    monkeypatch.setenv("CONCORDANCE_HTTP_PORT", str(port))
    status = probe.main(["healthz", "3"], clock=lambda: next(moments), pause=pauses.append)
    assert (status, len(pauses)) == (1, 2)
    assert capsys.readouterr().err.startswith(f"nothing answers on port {port} (")


@pytest.mark.parametrize(
    ("arguments", "port", "words"),
    [
        ([], "8080", "name healthz, readyz or metrics"),
        (["healthz"], "", "name healthz, readyz or metrics, and set CONCORDANCE_HTTP_PORT"),
        (["healthz"], "eighty", "the settings cannot be read"),
        (["healthz", "soon"], "8080", "'soon' is no number of seconds"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(
    arguments: list[str],
    port: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CONCORDANCE_HTTP_PORT", port)
    assert probe.main(arguments) == 2
    assert capsys.readouterr().err.startswith(words)
