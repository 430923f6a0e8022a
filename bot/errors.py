"""The errors of this package: one root; each carries its data, and its message the remedy."""

from datetime import datetime
from pathlib import Path

from bot.formatting import markdown
from bot.i18n.translations import Translator, later


class BotError(Exception):
    """The base of all errors that this package raises."""


class NoTokenError(BotError):
    """There is no token to connect with."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"{problem}; put the bot's token into CONCORDANCE_TOKEN, "
            "or the path of a file that holds it into CONCORDANCE_TOKEN_FILE"
        )


class TokenFileError(BotError):
    """The file with the token cannot be used."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            f"{path}: {problem}; CONCORDANCE_TOKEN_FILE is the path of a file "
            "that holds the bot's token and nothing else"
        )
        self.path, self.problem = path, problem


class TwoDatabasesError(BotError):
    """The address of the database is set twice."""

    def __init__(self) -> None:
        super().__init__(
            "both CONCORDANCE_DATABASE_URL and CONCORDANCE_DATABASE_URL_FILE are set; "
            "leave one of them out"
        )


class DatabaseFileError(BotError):
    """The file with the database's address cannot be used."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            f"{path}: {problem}; CONCORDANCE_DATABASE_URL_FILE is the path of a file "
            "that holds the database's address and nothing else"
        )
        self.path, self.problem = path, problem


class ShardsError(BotError):
    """The shards given to a process are impossible."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"{problem}; say for instance --shards 0-7 --of 32, or neither for all that Discord "
            "recommends (CONCORDANCE_SHARDS and CONCORDANCE_SHARD_COUNT are the same)"
        )
        self.problem = problem


class ServerError(BotError):
    """Commands cannot be registered for a server."""

    def __init__(self, server: int) -> None:
        super().__init__(
            f"no commands can be registered for the server {server}; look at its number, and "
            "invite the bot into it with the scope applications.commands"
        )
        self.server = server


class CannotWriteError(BotError):
    """The bot may not write in the channel where it was asked."""

    def __init__(self, channel: int | None) -> None:
        super().__init__(
            f"the bot may not write in channel {channel}; give it View Channel, Send Messages "
            "(in threads: Send Messages in Threads) and Embed Links there"
        )
        self.channel = channel


class ExpiredError(BotError):
    """A private answer to a command came too late to be shown."""

    remedy = "look at the load of the machine and at the network"

    def __init__(self) -> None:
        super().__init__(f"a private answer came too late and is not published; {self.remedy}")


class UserError(BotError):
    """An error that a member is told of: a message of the catalogue, and its values."""

    quiet = False
    """Whether only interactions are told, since they must be answered; messages are not."""

    words = ""
    """The message; an error that says the same each time has it in its class."""

    def __init__(self, words: str | None = None, **values: object) -> None:
        self.words, self.values = words or self.words, values
        super().__init__(self.words.format(**values))

    def translate(self, say: Translator) -> str:
        """Return the message in a member's language."""
        return say(self.words, **self.values)


class BusyError(UserError):
    """The queue of questions is full."""

    def __init__(self, seconds: int) -> None:
        words = later("I am busy with other questions. Please try again in {seconds} s.")
        super().__init__(words, seconds=seconds)
        self.seconds = seconds


class TooManyQuestionsError(UserError):
    """A member, or a channel, has reached its limit of questions a minute."""

    def __init__(self, seconds: int, *, of_channel: bool = False, quiet: bool = False) -> None:
        words = later("You have asked a lot just now. Please try again in {seconds} s.")
        if of_channel:
            words = later("A lot was asked in this channel just now. Try again in {seconds} s.")
        super().__init__(words, seconds=seconds)
        self.seconds, self.of_channel, self.quiet = seconds, of_channel, quiet


class ClosingError(UserError):
    """The bot is shutting down and takes no new questions."""

    words = later("I am being restarted. Please ask again in a minute.")


class NoWordsError(UserError):
    """The message to look up has no text."""

    words = later("That message has no words of its own that I could look up in the text.")


class NoEmbedsError(UserError):
    """The bot may not embed links in a channel, so it cannot show an answer."""

    words = later(
        "I may not embed links in this channel, so I cannot show passages here. "
        "Use /ask, or let a moderator give me the permission Embed Links."
    )


class UnknownButtonError(UserError):
    """A button is of another version of the bot."""

    words = later("This button is from another version of me. Please ask the question again.")


class NotYoursError(UserError):
    """A member may not delete an answer to somebody else's question."""

    words = later("Only whoever asked, or who may manage messages here, can delete this answer.")


class MayNotShareError(UserError):
    """A member may not show a private answer in a channel where they may not write."""

    words = later("You may not write in this channel, so I do not show it there for you.")


class NoQuestionError(UserError):
    """The question cannot be read from the message that answers it."""

    words = later("I cannot read the question off this message. Please ask it again.")


class BlockedError(UserError):
    """A member is blocked by the moderators; only the member is told.

    `again` is whether they were told before.
    """

    def __init__(self, until: datetime | None, *, again: bool) -> None:
        words = later("The moderators of this server do not let you ask me anything for now.")
        if until is not None:
            words = later("The moderators of this server will let you ask me again on {until}.")
        super().__init__(words, until="" if until is None else markdown.moment(until))
        self.until, self.again = until, again


class MayNotManageError(UserError):
    """A member may not change the settings."""

    words = later(
        "This is for those with the permission Manage Server, and for the roles that "
        "/settings names."
    )


class MayNotBlockError(UserError):
    """A member may not block or unblock others."""

    words = later(
        "This is for those with the permission Manage Server or Timeout Members, and for "
        "the roles that /settings names."
    )


class NotBlockedError(UserError):
    """A bot, or a member who may change the settings, cannot be blocked."""

    words = later("Bots, and those who may change my settings, cannot be blocked.")


class NotResolvedError(UserError):
    """A member may not resolve a report without managing messages there."""

    words = later("Only those who may manage messages here can resolve a report.")


class NoStorageError(UserError):
    """The bot runs without the database that this needs."""

    words = later("I run without a database, so nothing is kept and nothing can be set.")
