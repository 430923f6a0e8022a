"""Logs: an object a line, without the token, without what members wrote."""

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.support.cli_program import ROOT, environment

TOKEN = "MTIz.made-up.not_a_token"  # noqa: S105
PROLOGUE = f"""
import logging, warnings
import structlog
from bot.process import log_setup
log_setup.hide_secret({TOKEN!r})
log_setup.configure(LEVEL)
ours = structlog.get_logger("bot.test")
TOKEN = {TOKEN!r}
"""


def logged(code: str, level: str = "info") -> list[dict[str, Any]]:
    """Return the lines that a process logs, having said nothing else."""
    source = PROLOGUE.replace("LEVEL", repr(level)) + code
    ended = subprocess.run(
        [sys.executable, "-c", source],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert ended.stdout == ""
    assert TOKEN not in ended.stderr
    return [json.loads(line) for line in ended.stderr.splitlines()]


def test_a_line_is_an_object_with_its_level_its_place_and_its_time() -> None:
    (line,) = logged("ours.info('answered', outcome='page', passages=3, elapsed_ms=1.5, none=None)")
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "answered",
        "level": "info",
        "logger": "bot.test",
        "outcome": "page",
        "passages": 3,
        "elapsed_ms": 1.5,
        "none": None,
    }


def test_a_line_of_others_has_the_same_form() -> None:
    line, warned = logged(
        "logging.getLogger('discord.client').warning('gone %s', 'away', extra={'shard': 1})\n"
        "warnings.warn('old')"
    )
    assert (line["event"], line["level"], line["logger"]) == (
        "gone away",
        "warning",
        "discord.client",
    )
    assert line["shard"] == 1
    assert "UserWarning: old" in warned["event"]


def test_the_token_is_hidden_wherever_it_stands() -> None:
    lines = logged("""
ours.warning("with " + TOKEN, token=TOKEN, url=f"https://a.invalid/{TOKEN}?t={TOKEN}")
ours.warning("held", listed=["a", TOKEN, [TOKEN]], mapped={"a": TOKEN}, paired=(TOKEN, 1))
ours.warning("thrown", error=ValueError(TOKEN))
logging.getLogger("aiohttp").error("%s and %r", TOKEN, {"Authorization": "Bot " + TOKEN})
logging.getLogger("aiohttp").error("more", extra={"sent": TOKEN})
try:
    raise ValueError(TOKEN)
except ValueError:
    ours.exception("failed")
    logging.getLogger("discord").exception("failed")
""")
    told = [json.dumps(line) for line in lines]
    assert len(lines) == 7
    assert all("[hidden]" in line for line in told[:5])
    assert lines[1]["listed"] == ["a", "[hidden]", ["[hidden]"]]


def test_a_name_in_the_log_controls_no_terminal() -> None:
    (line,) = logged(r"""ours.warning("named", name="a\x1b[2Jb", listed=["\x9b31m"])""")
    assert (line["name"], line["listed"]) == ("a [2Jb", [" 31m"])


@pytest.mark.parametrize("kind", ["webhooks", "interactions"])
def test_the_tokens_of_webhooks_and_interactions_are_hidden(kind: str) -> None:
    secret = "aW50ZXJhY3Rpb24.-_~x"  # noqa: S105
    url = f"https://discord.com/api/v10/{kind}/123/{secret}/callback?wait=true"
    lines = logged(f"""
ours.warning("at {url}", url="{url}", urls=["{url}"])
logging.getLogger("discord.http").warning("POST %s has returned 404", "{url}")
""")
    hidden = url.replace(secret, "[hidden]")
    assert (lines[0]["event"], lines[0]["url"]) == (f"at {hidden}", hidden)
    assert lines[0]["urls"] == [hidden]
    assert lines[1]["event"] == f"POST {hidden} has returned 404"


def test_an_exception_is_told_by_its_kind_and_places_without_its_words() -> None:
    (line, other) = logged("""
def asked():
    raise KeyError("what a member wrote")

def answered():
    try:
        asked()
    except KeyError as error:
        raise RuntimeError("the question was: what a member wrote") from error

try:
    answered()
except RuntimeError as error:
    ours.error("failed", exc_info=error)
    logging.getLogger("discord.app_commands.tree").exception("ignored")
""")
    for told in (line, other):
        assert "wrote" not in json.dumps(told)
        kind, *places = told["exception"]
        assert kind == "builtins.RuntimeError"
        assert places[0].endswith("in answered")
        cause = places.index("from builtins.KeyError")
        assert places[cause + 1].endswith("in asked")
        assert "exc_info" not in told


@pytest.mark.parametrize("level", ["debug", "info", "warning", "error"])
def test_levels_hold_for_us_and_others_are_heard_from_warnings_on(level: str) -> None:
    lines = logged(
        """
for name in ("bot.cogs.ask", "embeddings.index", "discord.gateway", "discord.http", "aiohttp"):
    logger = structlog.get_logger(name)
    for said in ("debug", "info", "warning", "error"):
        getattr(logger, said)(said)
        getattr(logging.getLogger(name), said)(said)
""",
        level,
    )
    order = ["debug", "info", "warning", "error"]
    told = {
        name: [line["event"] for line in lines if line["logger"] == name][::2]
        for name in {line["logger"] for line in lines}
    }
    ours = order[order.index(level) :]
    assert told == {
        "bot.cogs.ask": ours,
        "embeddings.index": ours,
        **dict.fromkeys(("discord.gateway", "discord.http", "aiohttp"), order[2:]),
    }


def test_what_is_no_text_is_a_line_all_the_same() -> None:
    (line,) = logged("ours.info('a\\nb', thing=object, many={1, 2}, flag=True)")
    assert line["event"] == "a\nb"
    assert line["flag"] is True
    assert isinstance(line["thing"], str)
