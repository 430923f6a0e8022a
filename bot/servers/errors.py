"""Why settings are refused, or a question is not answered, as members are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.errors import UserError
from bot.i18n.translations import ENGLISH, Translator, later
from bot.servers.settings_fields import FORM_LABELS

_MAX_SHOWN = 5
"""Problems that are named; of the others only the number is."""

_MAX_LENGTH = 60
"""Characters quoted from a file, which may hold anything."""

_MESSAGES: Mapping[str, str] = {
    "missing": later("is missing"),
    "extra_forbidden": later("is unknown"),
    "literal_error": later("must be {expected}"),
    "greater_than_equal": later("must be at least {ge}"),
    "less_than_equal": later("must be at most {le}"),
    "greater_than": later("must be more than {gt}"),
    "less_than": later("must be less than {lt}"),
    "too_long": later("may name {max_length} at most"),
    "zone": later("must be a time zone such as Europe/Berlin"),
    "id": later("must be the number of a channel or a role, in quotation marks"),
    "int_type": later("must be a whole number"),
    "int_parsing": later("must be a whole number"),
    "bool_type": later("must be true or false"),
}
_OTHER_MESSAGE = later("is not what belongs there")
FOREIGN_CHANNEL = later("{number} is no channel of this server")
FOREIGN_TEXT = later("{number} is no text that I have")
FOREIGN_ROLE = later("{number} is no role of this server")


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """What is wrong with a setting; `place` is its path, such as `daily.hour`."""

    place: str
    words: str
    values: Mapping[str, object] = field(default_factory=dict)

    def translate(self, say: Translator) -> str:
        """Return the place and the problem in a member's language.

        In a file the place is its path, and in a form the field's label.
        """
        label = FORM_LABELS.get(self.place)
        return f"{say(label) if label else self.place}: {say(self.words, **self.values)}"


class BadSettingsError(UserError):
    """Some values are not allowed in settings."""

    def __init__(self, problems: Sequence[SettingProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            later("Nothing was changed. {problems}"), problems=self._list_problems(ENGLISH)
        )

    def translate(self, say: Translator) -> str:
        """Return the message in a member's language."""
        return say(self.words, problems=self._list_problems(say))

    def _list_problems(self, say: Translator) -> str:
        listed = [problem.translate(say) for problem in self.problems[:_MAX_SHOWN]]
        rest = len(self.problems) - _MAX_SHOWN
        if rest > 0:
            listed.append(say.counted("{count} more", "{count} more", rest))
        return "; ".join(listed)


class TooLargeFileError(UserError):
    """A file is larger than settings can be."""

    def __init__(self, size: int, limit: int) -> None:
        words = later(
            "This file is {size} KB long, and settings are at most {most} KB. Nothing was changed."
        )
        super().__init__(words, size=-(-size // 1024), most=limit // 1024)


class NoJsonError(UserError):
    """A file is not JSON."""

    def __init__(self, problem: str) -> None:
        words = later(
            "This file is not JSON as Export in /settings writes it ({problem}). "
            "Nothing was changed."
        )
        super().__init__(words, problem=problem)


class NotExportedError(UserError):
    """A file is JSON, but does not say which format of settings it has."""

    words = later(
        "This file is not one that Export in /settings wrote: it has no `format`. "
        "Nothing was changed."
    )


class OtherFormatError(UserError):
    """A file has settings of another format."""

    def __init__(self, file_format: str, known: int) -> None:
        words = later(
            "This file has settings of format {found}, and I know format {known}. "
            "Nothing was changed."
        )
        super().__init__(words, found=file_format, known=known)


class NoChannelError(UserError):
    """The bot cannot answer only in some channels before any is chosen."""

    words = later("Choose the channels first: else I would answer nowhere. Nothing was changed.")


class NoDailyChannelError(UserError):
    """The daily quotation has no channel, so it cannot have an hour."""

    words = later("Choose a channel first. Nothing was changed.")


class UnreadFileError(UserError):
    """A file could not be downloaded from Discord."""

    words = later("Discord did not give me this file. Nothing was changed; please try again.")


def explain_invalid_settings(error: ValidationError) -> BadSettingsError:
    """Return the error to raise for settings that pydantic refuses."""
    return BadSettingsError(
        [_explain_details(details) for details in error.errors(include_url=False)]
    )


def _explain_details(details: ErrorDetails) -> SettingProblem:
    place = ".".join(shorten(str(part)) for part in details["loc"] if part != "[key]")
    words = _MESSAGES.get(details["type"], _OTHER_MESSAGE)
    return SettingProblem(place or "settings", words, details.get("ctx", {}))


def shorten(words: str) -> str:
    """Return words of a file, cut to a length that can be quoted."""
    return words if len(words) <= _MAX_LENGTH else f"{words[:_MAX_LENGTH]}…"


class EveryoneError(UserError):
    """The role @everyone may not be allowed to change the settings."""

    words = later("I do not let everyone change my settings: name roles that not everyone has.")


class MayNotAppointError(UserError):
    """A member without Manage Server may not appoint managing roles or delete everything."""

    words = later(
        "Who may change my settings, and whether everything is deleted, only those with "
        "the permission Manage Server decide. Nothing was changed."
    )


class LosesQuestionsError(UserError):
    """A change of many settings at once would delete questions that are kept."""

    words = later(
        "Nothing was changed: this would set the log so that questions or counts that are "
        "kept are deleted. Set the log in the panel of /settings first, which asks before."
    )


class NoSuchChannelError(UserError):
    """Discord has not told the bot of a channel."""

    words = later("I do not know this channel: Discord has not told me of it.")


class NotHereError(UserError):
    """The bot does not answer in this channel."""

    quiet = True

    words = later(
        "I do not answer in this channel. Whoever may change my settings can let me, "
        "with /settings."
    )


class NoTextHereError(UserError):
    """No text that the server has chosen is in the index."""

    words = later(
        "The texts that were chosen for this server are not with me any more. Whoever may "
        "change my settings can choose others, with /settings."
    )


class NoMentionsError(UserError):
    """Mentions are not answered in this channel."""

    quiet = True

    words = later("I do not answer mentions here. Use /ask.")


class MayNotAskError(UserError):
    """The member has none of the roles that may ask."""

    quiet = True

    words = later(
        "In this server some roles may ask me, and you have none of them. Whoever may "
        "change my settings can add one with /settings."
    )


class PrivateHereError(UserError):
    """Answers in this channel are private, so none may be shown to all."""

    words = later(
        "In this channel my answers are for the member alone, so I do not show this one. "
        "Whoever may change my settings can alter that with /settings."
    )
