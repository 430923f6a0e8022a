"""A server of a test's own whose moderator changes its settings, over real sockets."""

import json
from dataclasses import dataclass
from typing import Any

from bot.servers import settings
from bot.servers.records import SettingsChange
from tests.standin import Channel, Interaction, Member, Message, Server
from tests.support.live_bot import Live
from tests.support.stored_settings import kept

CHANGE = "What do you want to change?"
DEFAULTS = settings.DEFAULTS.model_dump(mode="json")
NO_RIGHT = "This is for those with the permission Manage Server"


@dataclass(frozen=True)
class Moderated:
    """A server with a moderator, and a member who is none."""

    live: Live
    server: Server
    channel: Channel
    mod: Member
    member: Member

    @classmethod
    def made(cls, live: Live) -> "Moderated":
        """Make a server that nobody has set anything in."""
        server = live.discord.server("Moderated")
        mod = server.member("Mod", permissions=["MANAGE_GUILD"])
        return cls(live, server, server.channel("general"), mod, server.member("Member"))

    def shows(self, command: str = "settings", **options: Any) -> Message:
        """Let the moderator give a command, and return what is shown to him alone."""
        asked = self.mod.asks(self.channel, command, **options)
        (message,) = asked.answer()
        assert asked.private
        return message

    def says(self, command: str = "settings", **options: Any) -> str:
        """Let the moderator give a command, and return what is said above the panel."""
        return self.shows(command, **options).content

    def panel(self, row: str) -> Message:
        """Open the panel at a row."""
        message = self.shows()
        self.picks(message, CHANGE, row)
        return message

    def opens(self, button: str) -> Message:
        """Open the panel and press one of its buttons."""
        message = self.shows()
        self.presses(message, button)
        return message

    def undoes(self) -> str:
        """Let the moderator take the last change back, and return what is said."""
        message = self.shows()
        told = self.presses(message, "Undo").visible
        return told[0].content if told else message.content

    def picks(self, message: Message, select: str, *values: Any) -> Interaction:
        """Let the moderator pick, and wait until the panel is changed or something is told."""
        return self.done(self.mod.picks(message, select, *values))

    def presses(self, message: Message, button: str) -> Interaction:
        """Let the moderator press, and wait likewise."""
        return self.done(self.mod.presses(message, button))

    def types(self, message: Message, button: str, **texts: str) -> Interaction:
        """Let the moderator fill the form of a button, and wait likewise."""
        form = self.mod.presses(message, button)
        return self.done(self.mod.types_into(form, **texts))

    def done(self, asked: Interaction) -> Interaction:
        """Wait until an interaction is answered."""
        self.live.discord.wait(lambda: asked.state == "answered", f"an answer to {asked}")
        return asked

    def sets(self, **values: Any) -> None:
        """Change settings as the moderator, in the database, past the panel."""
        change = SettingsChange(self.mod.id, values)
        kept(self.live, lambda storage: storage.change(self.server.id, change))

    @property
    def settings(self) -> dict[str, Any]:
        """The settings that are kept, but for those that nobody has set."""
        now = kept(self.live, lambda storage: storage.settings(self.server.id)).settings
        values = now.model_dump(mode="json").items()
        return {name: value for name, value in values if value != DEFAULTS[name]}

    def exports(self) -> bytes:
        """Let the moderator export the settings, and return the file."""
        (message,) = self.presses(self.shows(), "Export").answer()
        assert message.ephemeral
        (attached,) = message.attachments
        assert attached["filename"] == "settings.json"
        return self.live.discord.content(attached)

    @property
    def file(self) -> dict[str, Any]:
        """What an exported file holds."""
        read: dict[str, Any] = json.loads(self.exports())
        return read

    def imports(self, content: bytes, size: int | None = None) -> str:
        """Let the moderator import a file, and return what is said."""
        return self.says(file=self.live.discord.upload("settings.json", content, size))


def described(message: Message) -> str:
    """Return what a panel shows."""
    return str(message.embeds[0]["description"])
