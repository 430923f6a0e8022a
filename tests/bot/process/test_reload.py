"""Settings and index read again: what takes effect, what waits for a restart, what is bad."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.process.reload import RELOADABLE, SettingsReloader
from bot.settings import Settings
from tests.support.simulated_bot import Log, logged


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Log]:
    """Return what is logged, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"CONCORDANCE_{name.upper()}", raising=False)
    with logged() as lines:
        yield lines


def told(**settings: object) -> None:
    """Write the file of settings."""
    lines = [f"CONCORDANCE_{name.upper()}={value}\n" for name, value in settings.items()]
    Path(".env").write_text("".join(lines), "utf-8")


def reading(*, opened: bool = True, **settings: object) -> tuple[SettingsReloader, list[str]]:
    """Return what reads settings again after a start with some, and what it then turns to."""
    told(token="a.b.c", **settings)  # noqa: S106 - of a test
    turned: list[str] = []

    def turn_to(now: Settings) -> bool:
        turned.append(f"{now.index} {now.model}")
        return opened

    return SettingsReloader(Settings(), turn_to), turned


def test_what_can_take_effect_at_once_does(log: Log) -> None:
    again, turned = reading()
    told(token="a.b.c", index="elsewhere", model="a/model", log_level="debug")  # noqa: S106
    again.reload()
    assert turned == ["elsewhere ('a/model',)"]
    assert logging.getLogger("bot").level == logging.DEBUG
    assert log.of("settings_need_restart") == []
    assert [one["index"] for one in log.of("settings_reloaded")] == ["elsewhere"]


def test_the_index_is_read_again_though_no_setting_has_changed(log: Log) -> None:
    again, turned = reading(index="here")
    again.reload()
    assert turned == ["here None"]
    assert log.of("settings_need_restart") == []


LATE = {
    "http_port": 8080,
    "database_url": "postgresql://me:hunter2@localhost/name",
    "discord_api": "http://localhost:1/",
    "discord_gateway": "ws://localhost:1/",
    "shards": "0-1",
    "shard_count": 2,
    "token": "another.to.ken",
}


@pytest.mark.parametrize(("name", "value"), LATE.items(), ids=LATE)
def test_what_takes_effect_only_at_a_start_is_said_without_its_value(
    log: Log, name: str, value: object
) -> None:
    again, turned = reading()
    told(**{"token": "a.b.c", name: value})
    again.reload()
    (line,) = log.of("settings_need_restart")
    assert line["settings"] == [f"CONCORDANCE_{name.upper()}"]
    assert "hunter2" not in log.text
    assert "another.to.ken" not in log.text
    assert len(turned) == 1


def test_every_setting_is_either_or(log: Log) -> None:
    files = {"token_file", "database_url_file"}
    assert {*LATE, *files, *RELOADABLE} == {*Settings.model_fields}
    assert log.text == ""


def test_of_the_files_of_secrets_counts_what_stands_in_them(log: Log) -> None:
    Path("url").write_text("sqlite:///one.db", "utf-8")
    again, _ = reading(database_url_file="url")
    again.reload()
    assert log.of("settings_need_restart") == []
    Path("url").write_text("sqlite:///two.db", "utf-8")
    again.reload()
    (line,) = log.of("settings_need_restart")
    assert line["settings"] == ["CONCORDANCE_DATABASE_URL"]


def _not_utf8() -> None:
    Path(".env").write_bytes(b"CONCORDANCE_INDEX=\xff\n")


BAD: dict[str, tuple[Callable[[], None], str]] = {
    "level": (lambda: told(token="a.b.c", log_level="loud"), "CONCORDANCE_LOG_LEVEL: "),  # noqa: S106
    "port": (lambda: told(token="a.b.c", http_port=-1), "CONCORDANCE_HTTP_PORT: "),  # noqa: S106
    "no token": (told, "there is no token"),
    "no token file": (lambda: told(token_file="none"), "none: cannot be read"),  # noqa: S106
    "other bytes": (_not_utf8, "the file .env is not UTF-8"),
}


@pytest.mark.parametrize(("change", "words"), BAD.values(), ids=BAD)
def test_where_a_setting_is_bad_the_old_ones_stay(
    log: Log, change: Callable[[], None], words: str
) -> None:
    again, turned = reading()
    before = again.settings
    change()
    again.reload()
    (line,) = log.of("settings_reload_failed")
    assert line["remedy"].startswith(words)
    assert line["remedy"].endswith("; the old ones stay")
    assert turned == []
    assert again.settings is before
    assert log.of("settings_reloaded") == []


def test_where_the_index_cannot_be_opened_the_old_ones_stay(log: Log) -> None:
    again, turned = reading(opened=False)
    before = again.settings
    told(token="a.b.c", index="elsewhere", log_level="debug", http_port=8080)  # noqa: S106
    again.reload()
    (line,) = log.of("settings_reload_failed")
    assert line["remedy"].startswith("do what `edition_open_failed` says, and send SIGHUP again")
    assert line["remedy"].endswith("; the old ones stay")
    assert turned == ["elsewhere None"]
    assert again.settings is before
    assert logging.getLogger("bot").level == logging.INFO
    assert log.of("settings_reloaded") == log.of("settings_need_restart") == []
