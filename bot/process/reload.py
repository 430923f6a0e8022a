"""Reloads settings and index while the bot runs, when the process receives SIGHUP."""

from collections.abc import Callable, Mapping

import structlog

from bot.process import log_setup
from bot.process.error_text import EXPLAINED_ERRORS, explain_error
from bot.settings import Settings

_log = structlog.get_logger(__name__)

RELOADABLE = {"log_level", "index", "model", "library", "maintainers"}
"""Settings that take effect when they are reloaded; the others need a restart."""

_SECRET = {"token", "token_file", "database_url", "database_url_file"}
"""Settings that are compared by the secrets they lead to."""


_INDEX_REMEDY = "do what `edition_open_failed` says, and send SIGHUP again; the old ones stay"


class SettingsReloader:
    """Reloads the settings; made with those of the start, and with what puts new ones to use.

    `turn_to` returns whether the index of new settings could be opened.
    """

    def __init__(self, settings: Settings, turn_to: Callable[[Settings], bool]) -> None:
        self.settings, self._turn_to = settings, turn_to
        self._secrets = _read_secrets(settings)

    def reload(self) -> None:
        """Reload settings and index; where either is bad, the old ones stay in force."""
        try:
            new = Settings()
            secrets = _read_secrets(new)
        except EXPLAINED_ERRORS as error:
            remedy = f"{explain_error(error)}; the old ones stay"
            _log.warning("settings_reload_failed", remedy=remedy)
            return
        if not self._turn_to(new):
            _log.warning("settings_reload_failed", remedy=_INDEX_REMEDY)
            return
        log_setup.set_level(new.log_level)
        self._warn_of_restart(new, secrets)
        self.settings = new
        _log.info("settings_reloaded", index=str(new.index))

    def _warn_of_restart(self, new: Settings, secrets: Mapping[str, str]) -> None:
        """Log which of the changed settings take effect only after a restart."""
        fixed = Settings.model_fields.keys() - RELOADABLE - _SECRET
        names = {name for name in fixed if getattr(new, name) != getattr(self.settings, name)}
        names |= {name for name, value in secrets.items() if value != self._secrets[name]}
        if names:
            changed = sorted(f"CONCORDANCE_{name.upper()}" for name in names)
            remedy = "they are read at the start only"
            _log.warning("settings_need_restart", settings=changed, remedy=remedy)


def _read_secrets(settings: Settings) -> Mapping[str, str]:
    """Return the token and the database address, which may be in files.

    Raises BotError where one of them cannot be read.
    """
    return {"token": settings.secret_token(), "database_url": settings.secret_database_url()}
