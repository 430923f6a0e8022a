"""What docs/maintainers.md says of commands, buttons and limits is so."""

import asyncio
import re
from typing import Any

from bot.__main__ import app
from bot.cogs import FEATURES
from bot.gateway.client import Bot
from bot.maintenance.maintenance import MAX_FILE_SIZE
from bot.render.maintenance import _LABELS, _MAY_NOT
from bot.settings import Settings
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "maintainers.md").read_text("utf-8")


def registered() -> dict[str, set[str]]:
    """Return the subcommands of /maintain with their options, as they are registered."""

    async def made() -> dict[str, Any]:
        bot = Bot(FEATURES, answer_queue=Any)  # type: ignore[arg-type]  # no command is given
        await bot.setup_hook()
        (group,) = (one for one in bot.tree.get_commands() if one.name == "maintain")
        return group.to_dict(bot.tree)

    return {
        one["name"]: {option["name"] for option in one.get("options") or []}
        for one in asyncio.run(made())["options"]
    }


def test_each_command_stands_there_with_its_options_and_no_other_does() -> None:
    told = {
        name: set(re.findall(r"(\w+):…", rest))
        for name, rest in re.findall(r"^\|[^|]*\| `/maintain (\w+)([^`]*)`", PAGE, re.MULTILINE)
    }
    assert told == registered()


def test_each_command_of_the_terminal_is_there_with_its_options() -> None:
    known = {one.callback.__name__ for one in app.registered_commands if one.callback}
    told = re.findall(r"`concordance (\w+)([^`]*)`", PAGE.partition("## Your own text")[0])
    assert {name for name, _ in told} <= known
    assert {"build", "diff", "promote", "discard", "editions", "rollback"} == {n for n, _ in told}
    sources = {name: (ROOT / "bot" / "cli" / f"{name}.py").read_text() for name, _ in told}
    options = (ROOT / "bot" / "cli" / "options.py").read_text()
    for name, rest in told:
        assert all(one in sources[name] + options for one in re.findall(r"--\w+", rest))


def test_what_is_in_italics_is_a_button_or_a_line_of_the_bots() -> None:
    known = {*_LABELS.values(), _MAY_NOT.rstrip(":")}
    assert {" ".join(one.split()) for one in re.findall(r"\*([^*]+)\*", PAGE)} <= known


def test_the_limit_and_the_setting_are_those_of_the_program() -> None:
    assert f"at most {MAX_FILE_SIZE // 2**20} MB" in PAGE
    (example,) = re.findall(r"^CONCORDANCE_MAINTAINERS=(\S+)$", PAGE, re.MULTILINE)
    assert len(Settings(maintainers=example).maintainers) == 2


def test_the_commands_own_words_name_the_same_limit() -> None:
    source = (ROOT / "bot" / "cogs" / "maintenance" / "cog.py").read_text()
    assert f"at most {MAX_FILE_SIZE // 2**20} MB" in source
