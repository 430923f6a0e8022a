"""The errors of this package: one root, each with its data and the remedy in its sentence."""

from pathlib import Path


class BotError(Exception):
    """The root of every error that this package raises on purpose."""


class NoTokenError(BotError):
    """There is no token to connect with."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"{problem}; put the bot's token into CONCORDANCE_TOKEN, "
            "or the path of a file that holds it into CONCORDANCE_TOKEN_FILE"
        )


class TokenFileError(BotError):
    """The file that holds the token cannot be used."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            f"{path}: {problem}; CONCORDANCE_TOKEN_FILE is the path of a file "
            "that holds the bot's token and nothing else"
        )
        self.path, self.problem = path, problem


class RefusedTokenError(BotError):
    """Discord does not take the token, or takes it no longer."""

    def __init__(self) -> None:
        super().__init__(
            "Discord refuses the token; copy it anew, or reset it, on the page Bot of the "
            "application at https://discord.com/developers/applications"
        )


class UnreachableError(BotError):
    """Discord does not answer, or not as Discord."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(
            f"Discord cannot be reached at {address} ({problem}); look at the network, and at "
            "CONCORDANCE_DISCORD_API and CONCORDANCE_DISCORD_GATEWAY if they are set"
        )
        self.address, self.problem = address, problem


class RefusedRequestError(BotError):
    """Discord understands a request and does not carry it out."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(
            f"Discord refuses what was asked of it ({status}: {words}); look at the application "
            "at https://discord.com/developers/applications"
        )
        self.status, self.words = status, words


class GatewayError(BotError):
    """Discord has closed the connection for good."""

    def __init__(self, code: int) -> None:
        super().__init__(
            f"Discord has closed the connection for good (code {code}); the code is explained at "
            "https://discord.com/developers/docs/topics/opcodes-and-status-codes"
        )
        self.code = code


class ServerError(BotError):
    """Commands cannot be registered for a server."""

    def __init__(self, server: int) -> None:
        super().__init__(
            f"no commands can be registered for the server {server}; look at its number, and "
            "invite the bot into it with the scope applications.commands"
        )
        self.server = server


class CannotWriteError(BotError):
    """The bot may not write where it was asked."""

    def __init__(self, channel: int | None) -> None:
        super().__init__(
            f"the bot may not write in channel {channel}; give it View Channel, Send Messages "
            "(in threads: Send Messages in Threads) and Embed Links there"
        )
        self.channel = channel


class ExpiredError(BotError):
    """A command was answered too late, and its answer was for one member alone."""

    remedy = "look at the load of the machine and at the network"

    def __init__(self) -> None:
        super().__init__(f"a private answer came too late and is not published; {self.remedy}")


class UserError(BotError):
    """What a member is told, as it stands."""


class BusyError(UserError):
    """As many questions are waiting as may wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"I am busy with other questions. Please try again in {seconds} s.")
        self.seconds = seconds


class ClosingError(UserError):
    """The bot takes no new questions."""

    def __init__(self) -> None:
        super().__init__("I am being restarted. Please ask again in a minute.")


class NoWordsError(UserError):
    """A message without any text was to be looked up."""

    def __init__(self) -> None:
        super().__init__("That message has no words of its own that I could look up in the text.")


class NoEmbedsError(UserError):
    """An answer cannot be shown in a channel."""

    def __init__(self) -> None:
        super().__init__(
            "I may not embed links in this channel, so I cannot show passages here. "
            "Use /ask, or let a moderator give me the permission Embed Links."
        )
