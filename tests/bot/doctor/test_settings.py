"""Settings that are wrong: each a line, and the others hold."""

import pytest

from bot.doctor.settings import read_settings
from bot.settings import DEFAULT_DATABASE

pytestmark = pytest.mark.usefixtures("bare")


def test_settings_that_are_right_need_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORDANCE_HTTP_PORT", "9000")
    settings, lines, wrong = read_settings()
    assert (settings.http_port, lines, wrong) == (9000, (), ())


def test_each_that_is_wrong_is_a_line_and_the_others_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCORDANCE_INDEX", "elsewhere")
    monkeypatch.setenv("CONCORDANCE_DATABASE_URL", "mysql://me:hunter2@host/name")
    monkeypatch.setenv("CONCORDANCE_HTTP_PORT", "many")
    settings, lines, wrong = read_settings()
    assert str(settings.index) == "elsewhere"
    assert (settings.secret_database_url(), settings.http_port) == (DEFAULT_DATABASE, None)
    assert set(wrong) == {"database_url", "http_port"}
    first, second = sorted(line.text for line in lines)
    assert first.startswith("CONCORDANCE_DATABASE_URL: sqlite:///FILE or postgresql")
    assert second.startswith("CONCORDANCE_HTTP_PORT: Input should be a valid integer")
    assert all((line.check, line.state) == ("settings", "bad") for line in lines)
    assert "hunter2" not in str(lines)
