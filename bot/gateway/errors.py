"""Errors between the bot and Discord."""

from typing import ClassVar

from bot.errors import BotError


class RefusedTokenError(BotError):
    """Discord does not accept the token."""

    def __init__(self) -> None:
        super().__init__(
            "Discord refuses the token; copy it anew, or reset it, on the page Bot of the "
            "application at https://discord.com/developers/applications"
        )


class UnreachableError(BotError):
    """Discord does not answer, or something else does at its address."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(
            f"Discord cannot be reached at {address} ({problem}); look at the network, and at "
            "CONCORDANCE_DISCORD_API and CONCORDANCE_DISCORD_GATEWAY if they are set"
        )
        self.address, self.problem = address, problem


class RefusedRequestError(BotError):
    """Discord refuses a request."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(
            f"Discord refuses what was asked of it ({status}: {words}); look at the application "
            "at https://discord.com/developers/applications"
        )
        self.status, self.words = status, words


class GatewayError(BotError):
    """Discord has closed the connection and lets none be opened again."""

    _remedies: ClassVar = {
        4010: "it has no such shard; look at --shards and --of",
        4011: "the bot is in too many servers for so few shards; give it more with --of, or leave "
        "--shards and --of away",
    }

    def __init__(self, code: int) -> None:
        otherwise = (
            "the code is explained at "
            "https://discord.com/developers/docs/topics/opcodes-and-status-codes"
        )
        remedy = self._remedies.get(code, otherwise)
        super().__init__(f"Discord has closed the connection for good (code {code}); {remedy}")
        self.code = code


class SessionsError(BotError):
    """Discord lets the bot begin fewer sessions today than it has shards."""

    def __init__(self, left: int, shards: int, seconds: float) -> None:
        super().__init__(
            f"Discord lets this bot begin only {left} more sessions, and {shards} are needed; it "
            f"counts anew in {seconds / 3600:.1f} hours: look in the log for why so many were begun"
        )
        self.left, self.shards, self.seconds = left, shards, seconds


class ShardsTakenError(BotError):
    """Another running process has some of the same shards."""

    def __init__(self, wanted: object, taken: object) -> None:
        super().__init__(
            f"another process of this bot runs with shards {taken}, and this one would have "
            f"{wanted}: each question would be answered twice; end the other, or give each process "
            "shards of its own with --shards and --of"
        )
        self.wanted, self.taken = wanted, taken
