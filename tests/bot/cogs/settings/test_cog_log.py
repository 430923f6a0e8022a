"""What a change of the log would delete is asked about before, whichever way it comes."""

import json
from datetime import UTC, datetime

import pytest

from bot.servers.settings_fields import Row
from bot.storage.records import LoggedQuestion
from tests.support.moderated_server import Moderated, described
from tests.support.stored_settings import kept

SAID = "2 questions that are kept will be deleted, within an hour."
REFUSED = "Set it with /settings log first, which asks before."


@pytest.fixture
def logging(moderated: Moderated) -> Moderated:
    """Return a server that keeps questions."""
    moderated.shows("settings log", keep="30 days")
    now, server = datetime.now(UTC), moderated.server.id
    for words in ("Who lit it?", "Who paid?"):
        asked = LoggedQuestion("nearest", (), words, moderated.member.id)
        kept(moderated.live, lambda storage, asked=asked: storage.count(server, asked, now))  # type: ignore[misc]
    return moderated


def test_the_panel_asks_before_kept_questions_are_deleted(logging: Moderated) -> None:
    message = logging.panel(Row.LOG)
    logging.picks(message, "Log", "counts")
    assert SAID in described(message)
    logging.presses(message, "Cancel")
    assert logging.settings == {"log": "30 days"}
    message = logging.panel(Row.LOG)
    logging.picks(message, "Log", "off")
    assert "What was counted until now will be deleted" in described(message)
    logging.presses(message, "Set and delete")
    assert "→ off: nothing is kept" in message.content
    assert logging.settings == {}
    assert "→ questions are kept for 30 days" in logging.says("settings undo")


def test_the_command_asks_too_and_only_where_something_is_deleted(logging: Moderated) -> None:
    message = logging.shows("settings log", keep="counts")
    assert SAID in described(message)
    assert logging.settings == {"log": "30 days"}
    logging.presses(message, "Set and delete")
    assert logging.settings == {"log": "counts"}
    logging.shows("settings log", keep="90 days")
    assert "7 days" in logging.says("settings log", keep="7 days")
    assert logging.settings == {"log": "7 days"}


def test_a_reset_says_so_and_a_file_or_undoing_deletes_nothing_unasked(logging: Moderated) -> None:
    assert SAID in described(logging.shows("settings reset"))
    assert REFUSED in logging.says("settings undo")
    file = {"format": 1, "settings": {"log": "counts", "passages": 5}}
    assert REFUSED in logging.imports(json.dumps(file).encode())
    assert logging.settings == {"log": "30 days"}
    file["settings"] = {"log": "90 days", "passages": 5}
    logging.imports(json.dumps(file).encode())
    assert logging.settings == {"log": "90 days", "passages": 5}
