"""Settings and index read again while the bot runs, where the process is told SIGHUP."""

from collections.abc import Callable, Mapping

import structlog

from bot.process import log_setup
from bot.process.error_text import TOLD, sentence
from bot.settings import Settings

_log = structlog.get_logger(__name__)

AT_ONCE = {"log_level", "index", "model", "library", "maintainers"}
"""Settings that take effect when they are read again; the others do when the bot is started."""

_SECRET = {"token", "token_file", "database_url", "database_url_file"}
"""Settings of which counts what they come to."""


_UNOPENED = "do what `edition_open_failed` says, and send SIGHUP again; the old ones stay"


class SettingsReloader:
    """Reads settings again; made with those of the start, and with what turns to other ones.

    `turn_to` says whether their index could be opened.
    """

    def __init__(self, settings: Settings, turn_to: Callable[[Settings], bool]) -> None:
        self.settings, self._turn_to = settings, turn_to
        self._secrets = _secrets(settings)

    def reload(self) -> None:
        """Read settings and index again; where one of them is bad, all stay as they are."""
        try:
            new = Settings()
            secrets = _secrets(new)
        except TOLD as error:
            _log.warning("settings_read_failed", remedy=f"{sentence(error)}; the old ones stay")
            return
        if not self._turn_to(new):
            _log.warning("settings_read_failed", remedy=_UNOPENED)
            return
        log_setup.listen(new.log_level)
        self._tell(new, secrets)
        self.settings = new
        _log.info("settings read", index=str(new.index))

    def _tell(self, new: Settings, secrets: Mapping[str, str]) -> None:
        """Say which of the settings that have changed take effect only at the next start."""
        late = Settings.model_fields.keys() - AT_ONCE - _SECRET
        names = {one for one in late if getattr(new, one) != getattr(self.settings, one)}
        names |= {one for one, value in secrets.items() if value != self._secrets[one]}
        if names:
            told = sorted(f"CONCORDANCE_{name.upper()}" for name in names)
            _log.warning("restart needed", settings=told, remedy="they are read at the start only")


def _secrets(settings: Settings) -> Mapping[str, str]:
    """Return what settings come to that may stand in files; raise BotError where they do not."""
    return {"token": settings.secret_token(), "database_url": settings.secret_database_url()}
