"""What the bot takes for allowed where it has not been told: Discord decides then."""

from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import discord
import pytest

from bot.errors import CannotWriteError
from bot.replies import MessageReply
from bot.replies.sending import may_post


def asked(channel: Any, **guild: Any) -> Any:
    """Return a message in a server of which the bot knows little."""
    locale = discord.Locale.american_english
    return SimpleNamespace(guild=SimpleNamespace(preferred_locale=locale, **guild), channel=channel)


KNOWN = {"me": object(), "default_role": object()}
NOTHING = SimpleNamespace(id=1, permissions_for=lambda _: discord.Permissions.none())
PARTIAL = MagicMock(spec=discord.PartialMessageable, id=1)
ORPHAN = MagicMock(spec=discord.Thread, id=1, parent=None)
UNKNOWN = {
    "itself": asked(NOTHING, me=None, default_role=object()),
    "the roles": asked(NOTHING, me=object(), default_role=None),
    "the channel": asked(PARTIAL, **KNOWN),
    "the thread's channel": asked(ORPHAN, **KNOWN),
    "no server": SimpleNamespace(guild=None, channel=NOTHING),
}


@pytest.mark.parametrize("message", UNKNOWN.values(), ids=UNKNOWN)
def test_what_the_bot_does_not_know_is_left_to_discord(message: Any) -> None:
    MessageReply(message).check_permissions()


def test_what_it_knows_to_be_forbidden_is_not_tried() -> None:
    with pytest.raises(CannotWriteError):
        MessageReply(asked(NOTHING, **KNOWN)).check_permissions()


@pytest.mark.parametrize(
    ("allowed", "may"),
    [
        (discord.Permissions.none(), True),
        (discord.Permissions(view_channel=True, send_messages=True), False),
        (discord.Permissions(view_channel=True, send_messages=True, embed_links=True), True),
    ],
)
def test_where_nothing_is_said_of_permissions_a_post_is_tried(
    allowed: discord.Permissions, may: bool
) -> None:
    channel = MagicMock(spec=discord.TextChannel)
    assert may_post(channel, allowed) is may
