"""What a change of the log would delete is asked about before, or refused."""

import json
from datetime import UTC, datetime
from operator import methodcaller

import pytest

from bot.servers.settings_fields import SettingsRow
from bot.storage.records import LoggedQuestion
from tests.support.moderated_server import Moderated, described
from tests.support.stored_settings import kept

SAID = "2 questions that are kept will be deleted, within an hour."
REFUSED = "Set the log in the panel of /settings first, which asks before."


@pytest.fixture
def logging(moderated: Moderated) -> Moderated:
    """Return a server that keeps questions."""
    moderated.sets(log="30 days")
    now, server = datetime.now(UTC), moderated.server.id
    for words in ("Who lit it?", "Who paid?"):
        asked = LoggedQuestion("nearest", (), words, moderated.member.id)
        kept(moderated.live, methodcaller("count_question", server, asked, now))
    return moderated


def test_the_panel_asks_before_kept_questions_are_deleted(logging: Moderated) -> None:
    message = logging.panel(SettingsRow.LOG)
    logging.picks(message, "Log", "counts")
    assert SAID in described(message)
    logging.presses(message, "Cancel")
    assert logging.settings == {"log": "30 days"}
    message = logging.panel(SettingsRow.LOG)
    logging.picks(message, "Log", "off")
    assert "What was counted until now will be deleted" in described(message)
    logging.presses(message, "Set and delete")
    assert "→ off: nothing is kept" in message.content
    assert logging.settings == {}
    assert "→ questions are kept for 30 days" in logging.undoes()


def test_it_asks_only_where_something_is_deleted(logging: Moderated) -> None:
    message = logging.panel(SettingsRow.LOG)
    logging.picks(message, "Log", "counts")
    logging.presses(message, "Set and delete")
    assert logging.settings == {"log": "counts"}
    for days in ("90 days", "7 days"):
        logging.picks(message, "Log", days)
        assert f"questions are kept for {days}" in message.content
        assert logging.settings == {"log": days}


def test_a_reset_says_so_and_a_file_or_undoing_deletes_nothing_unasked(logging: Moderated) -> None:
    assert SAID in described(logging.opens("Reset"))
    assert REFUSED in logging.undoes()
    file = {"format": 1, "settings": {"log": "counts", "passages": 5}}
    assert REFUSED in logging.imports(json.dumps(file).encode())
    assert logging.settings == {"log": "30 days"}
    file["settings"] = {"log": "90 days", "passages": 5}
    logging.imports(json.dumps(file).encode())
    assert logging.settings == {"log": "90 days", "passages": 5}
