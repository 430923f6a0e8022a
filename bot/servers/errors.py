"""What a moderator is told of settings that cannot be taken: nothing is changed by them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.errors import UserError
from bot.i18n.translations import ENGLISH, Translator, later

_SHOWN = 5
_LONGEST = 60
"""Characters of a place that are repeated: a moderator's file may hold anything."""

_SAID: Mapping[str, str] = {
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
_OTHERWISE = later("is not what belongs there")
FOREIGN_CHANNEL = later("{number} is no channel of this server")
FOREIGN_TEXT = later("{number} is no text that I have")
FOREIGN_ROLE = later("{number} is no role of this server")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place of some settings."""

    place: str
    words: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, say: Translator) -> str:
        """Return the place with what is wrong there."""
        return f"{self.place}: {say(self.words, **self.values)}"


class BadSettingsError(UserError):
    """Some values are not such as settings may have."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(later("Nothing was changed. {problems}"), problems=self._said(ENGLISH))

    def said(self, say: Translator) -> str:
        """Return the sentence in a member's language."""
        return say(self.words, problems=self._said(say))

    def _said(self, say: Translator) -> str:
        said = [problem.said(say) for problem in self.problems[:_SHOWN]]
        if rest := len(self.problems) - _SHOWN:
            said += [say.counted("{count} more", "{count} more", rest)] if rest > 0 else []
        return "; ".join(said)


class TooLargeFileError(UserError):
    """A file is larger than settings can be."""

    def __init__(self, size: int, most: int) -> None:
        words = later(
            "This file has {size} KB, and settings have {most} KB at most. Nothing was changed."
        )
        super().__init__(words, size=-(-size // 1024), most=most // 1024)


class NoJsonError(UserError):
    """A file is not JSON."""

    def __init__(self, problem: str) -> None:
        words = later(
            "This file is not JSON as Export in /settings writes it ({problem}). "
            "Nothing was changed."
        )
        super().__init__(words, problem=problem)


class OtherFormatError(UserError):
    """A file holds settings of another format."""

    def __init__(self, found: str, known: int) -> None:
        words = later(
            "This file has settings of format {found}, and I know format {known}. "
            "Nothing was changed."
        )
        super().__init__(words, found=found, known=known)


class NoChannelError(UserError):
    """The bot was to answer only in some channels before any was chosen: it would be nowhere."""

    def __init__(self) -> None:
        words = later(
            "Choose the channels first: else I would answer nowhere. Nothing was changed."
        )
        super().__init__(words)


class NoDailyChannelError(UserError):
    """An hour was to be set for a daily quotation that is posted nowhere."""

    def __init__(self) -> None:
        super().__init__(later("Choose a channel first. Nothing was changed."))


class UnreadFileError(UserError):
    """Discord did not hand a file over."""

    def __init__(self) -> None:
        words = later("Discord did not give me this file. Nothing was changed; please try again.")
        super().__init__(words)


def refusal(error: ValidationError) -> BadSettingsError:
    """Return what a moderator is told of values that are not such as settings may have."""
    return BadSettingsError([_problem(details) for details in error.errors(include_url=False)])


def _problem(details: ErrorDetails) -> Problem:
    place = ".".join(shortened(str(part)) for part in details["loc"] if part != "[key]")
    words = _SAID.get(details["type"], _OTHERWISE)
    return Problem(place or "settings", words, details.get("ctx", {}))


def shortened(words: str) -> str:
    """Return words that somebody wrote, no longer than can be repeated."""
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


class EveryoneError(UserError):
    """Everybody was to be let change the settings."""

    def __init__(self) -> None:
        super().__init__(
            later("I do not let everyone change my settings: name roles that not everyone has.")
        )


class MayNotAppointError(UserError):
    """Somebody let in by a role was to decide who is, or to delete everything."""

    def __init__(self) -> None:
        super().__init__(
            later(
                "Who may change my settings, and whether everything is deleted, only those with "
                "the permission Manage Server decide. Nothing was changed."
            )
        )


class LosesQuestionsError(UserError):
    """Questions that are kept would be deleted by a change of many settings at once."""

    def __init__(self) -> None:
        super().__init__(
            later(
                "Nothing was changed: this would set the log so that questions or counts that are "
                "kept are deleted. Set the log in the panel of /settings first, which asks before."
            )
        )


class NoSuchChannelError(UserError):
    """A channel was asked about that Discord has not told of."""

    def __init__(self) -> None:
        super().__init__(later("I do not know this channel: Discord has not told me of it."))


class NotHereError(UserError):
    """The bot does not answer in this channel."""

    quiet = True

    def __init__(self) -> None:
        super().__init__(
            later(
                "I do not answer in this channel. Whoever may change my settings can let me, "
                "with /settings."
            )
        )


class NoTextHereError(UserError):
    """None of the texts that a server has chosen is in the index."""

    def __init__(self) -> None:
        super().__init__(
            later(
                "The texts that were chosen for this server are not with me any more. Whoever may "
                "change my settings can choose others, with /settings."
            )
        )


class NoMentionsError(UserError):
    """Messages that mention the bot are not answered here."""

    quiet = True

    def __init__(self) -> None:
        super().__init__(later("I do not answer mentions here. Use /ask."))


class MayNotAskError(UserError):
    """A member has none of the roles that may ask."""

    quiet = True

    def __init__(self) -> None:
        super().__init__(
            later(
                "In this server some roles may ask me, and you have none of them. Whoever may "
                "change my settings can add one with /settings."
            )
        )


class PrivateHereError(UserError):
    """An answer was to be shown in a channel where answers are for members alone."""

    def __init__(self) -> None:
        super().__init__(
            later(
                "In this channel my answers are for the member alone, so I do not show this one. "
                "Whoever may change my settings can alter that with /settings."
            )
        )
