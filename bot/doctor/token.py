"""The token: present, of the form of a bot's token, and accepted by Discord."""

import asyncio
import base64
import binascii
import re
from collections.abc import Sequence

from bot.doctor.environment import Environment
from bot.doctor.findings import Finding, bad, describe_error, good
from bot.errors import BotError
from bot.gateway.errors import RefusedTokenError

NAME = "token"

_PARTS = re.compile(r"([\w-]+)\.[\w-]+\.[\w-]+", re.ASCII)
_COPY = (
    "copy it from the page Bot of the application at "
    "https://discord.com/developers/applications; its client secret and public key are no tokens"
)


async def check_token(environment: Environment) -> Sequence[Finding]:
    """Check that the bot can log in."""
    file = environment.settings.token_file
    if file is not None and looks_like_token(str(file)):
        remedy = "put it into that file, or into CONCORDANCE_TOKEN"
        return [bad(NAME, "CONCORDANCE_TOKEN_FILE is a token, and no path of a file", remedy)]
    try:
        if environment.discord is None:
            return [_judge_form(await asyncio.to_thread(environment.settings.secret_token))]
        token = await environment.discord.read_token()
        name = (await environment.discord.get_own_user()).get("username", "")
    except RefusedTokenError as error:
        return [describe_error(NAME, error) if looks_like_token(token) else _report_wrong_form()]
    except BotError as error:
        return [describe_error(NAME, error)]
    return [good(NAME, f"Discord takes it, as that of {name}")]


def looks_like_token(words: str) -> bool:
    """Whether words have the form of a bot's token: three parts, the first an encoded number."""
    parts = _PARTS.fullmatch(words)
    if parts is None:
        return False
    first = parts[1]
    try:
        return base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).isdigit()
    except binascii.Error:
        return False


def _judge_form(token: str) -> Finding:
    if looks_like_token(token):
        return good(NAME, "is there, and of the right form")
    return _report_wrong_form()


def _report_wrong_form() -> Finding:
    return bad(NAME, "is not of the form of a bot's token", _COPY)
