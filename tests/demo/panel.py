"""A moderator who looks at the settings, and sets how sure the bot must be."""

from pathlib import Path

from bot.servers.settings_fields import SettingsRow
from tests.conftest import ROOT
from tests.standin import Interaction, StandIn, once, running
from tests.standin.drawing import Conversation


def panel(index: Path, home: Path) -> Conversation:
    """Open the panel over real sockets, and change a row of it, in an empty folder."""
    (home / "data").mkdir()
    (home / "data" / "questions").symlink_to(ROOT / "data" / "questions")
    with StandIn() as discord:
        server = discord.server("Reading circle")
        channel, mo = (
            server.channel("moderators"),
            server.member("Mo", permissions=["MANAGE_GUILD"]),
        )
        assert once(discord, "sync", home=home).status == 0
        with running(discord, "--index", str(index), home=home):
            (whole,) = mo.asks(channel, "settings").answer()
            (strictness,) = mo.asks(channel, "settings").answer()
            picks = (
                ("What do you want to change?", SettingsRow.STRICTNESS),
                ("Strictness", "strict"),
            )
            for select, word in picks:
                _answered(discord, mo.picks(strictness, select, word))
            messages = [whole.json, strictness.json]
    return Conversation(server.name, channel.name, messages, "The settings of a server")


def _answered(discord: StandIn, used: Interaction) -> None:
    """Wait until the panel is changed."""
    discord.wait(lambda: used.state == "answered", "the panel")
