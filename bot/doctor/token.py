"""The token: there, of a bot token's form, and taken by Discord."""

import asyncio
import base64
import binascii
import re
from collections.abc import Sequence

from bot.doctor.environment import Environment
from bot.doctor.findings import Finding, bad, good, refused
from bot.errors import BotError
from bot.gateway.errors import RefusedTokenError

NAME = "token"

_PARTS = re.compile(r"([\w-]+)\.[\w-]+\.[\w-]+", re.ASCII)
_COPY = (
    "copy it from the page Bot of the application at "
    "https://discord.com/developers/applications; its client secret and public key are no tokens"
)


async def token(place: Environment) -> Sequence[Finding]:
    """Say whether the bot can log in."""
    file = place.settings.token_file
    if file is not None and is_token(str(file)):
        mend = "put it into that file, or into CONCORDANCE_TOKEN"
        return [bad(NAME, "CONCORDANCE_TOKEN_FILE is a token, and no path of a file", mend)]
    try:
        if place.discord is None:
            return [_here(await asyncio.to_thread(place.settings.secret_token))]
        given = await place.discord.token()
        name = (await place.discord.me()).get("username", "")
    except RefusedTokenError as error:
        return [refused(NAME, error) if is_token(given) else _formless()]
    except BotError as error:
        return [refused(NAME, error)]
    return [good(NAME, f"Discord takes it, as that of {name}")]


def is_token(words: str) -> bool:
    """Say whether words have the form of a bot's token: three parts, the first a number."""
    parts = _PARTS.fullmatch(words)
    if parts is None:
        return False
    first = parts[1]
    try:
        return base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).isdigit()
    except binascii.Error:
        return False


def _here(given: str) -> Finding:
    return good(NAME, "is there, and of the right form") if is_token(given) else _formless()


def _formless() -> Finding:
    return bad(NAME, "is not of the form of a bot's token", _COPY)
