"""What people do: they write, use commands, press buttons and fill forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from tests.standin import commands, forms
from tests.standin.interactions import COMMAND, COMPLETION, COMPONENT, FORM, Interaction
from tests.standin.messages import PLAIN, REPLY, Message

if TYPE_CHECKING:
    from tests.standin.channels import Channel
    from tests.standin.servers import Server
    from tests.standin.users import Role, User
    from tests.standin.world import JSON, World


class More(TypedDict, total=False):
    """What a message has besides its words."""

    reply_to: Message | None
    pings: bool  # whether a reply pings whom it answers, as people's programs do
    embeds: list[JSON]
    attachments: list[JSON]


@dataclass(frozen=True)
class Member:
    """Somebody in a server, or in conversation with the bot alone."""

    world: World
    user: User
    server: Server | None

    @property
    def id(self) -> int:
        """Return the user's id."""
        return self.user.id

    @property
    def name(self) -> str:
        """Return the user's name."""
        return self.user.name

    @property
    def mention(self) -> str:
        """Return what stands in a message that mentions them."""
        return self.user.mention

    def says(self, channel: Channel, words: str, **more: Unpack[More]) -> Message:
        """Write a message; a reply pings whom it answers unless `pings` is false."""
        talk = "SEND_MESSAGES_IN_THREADS" if channel.is_thread else "SEND_MESSAGES"
        assert channel.may(self.id, "VIEW_CHANNEL", talk), f"{self.name} may not write there"
        reply = more.get("reply_to")
        message = Message(
            self.world,
            channel,
            self.user,
            words,
            embeds=more.get("embeds", []),
            attachments=more.get("attachments", []),
            kind=REPLY if reply else PLAIN,
            reference=reply,
            pings=more.get("pings", True),
        )
        return self.world.do(message.post)

    def says_directly(self, words: str, **more: Unpack[More]) -> Message:
        """Write to the bot alone."""
        return self.says(self.direct, words, **more)

    @property
    def direct(self) -> Channel:
        """Return the conversation with the bot alone."""
        return self.world.do(lambda: self.world.direct(self.user))

    def asks(
        self,
        channel: Channel,
        name: str,
        /,
        *,
        expired: bool = False,
        forged: JSON | None = None,
        **options: Any,
    ) -> Interaction:
        """Type a command; subcommands stand in its name, as in "settings show".

        What is forged stands in the place of the options after Discord has looked at them.
        """
        first, *words = name.split()
        command = self._command(channel, first, commands.CHAT_INPUT)
        data = commands.invoked(command, words, options)
        for option in data["options"]:
            if forged and option["name"] in forged:
                option["value"] = forged[option["name"]]
        return self._opens(COMMAND, channel, data, expired=expired)

    def completes(self, channel: Channel, name: str, /, **options: Any) -> list[JSON]:
        """Type half a command and return what the bot offers to choose from."""
        first, *words = name.split()
        command = self._command(channel, first, commands.CHAT_INPUT)
        data = commands.invoked(command, words, options, partly=True)
        opened = self._opens(COMPLETION, channel, data)
        self.world.wait(lambda: opened.choices is not None, f"choices for {options}")
        return opened.choices or []

    def uses(self, name: str, target: Message | Member, **more: Any) -> Interaction:
        """Use a command from a message's menu, or from somebody's."""
        if isinstance(target, Message):
            return self._uses_on_message(name, target, **more)
        channel: Channel = more.pop("channel")
        command = self._command(channel, name, commands.USER)
        resolved: JSON = {"users": {str(target.id): target.user.json}}
        if channel.server is not None:
            member = channel.server.members[target.id].json | {"permissions": "0"}
            resolved["members"] = {str(target.id): member}
        return self._opens(COMMAND, channel, _targeted(command, target.id, resolved), **more)

    def _uses_on_message(self, name: str, message: Message, **more: Any) -> Interaction:
        command = self._command(message.channel, name, commands.MESSAGE)
        resolved = {"messages": {str(message.id): message.json}}
        data = _targeted(command, message.id, resolved)
        return self._opens(COMMAND, message.channel, data, **more)

    def presses(self, message: Message, button: str, *, expired: bool = False) -> Interaction:
        """Press a button, named by its label or custom_id."""
        data = forms.pressed(message, button)
        return self._opens(COMPONENT, message.channel, data, message, expired=expired)

    def picks(self, message: Message, select: str, *values: str | Channel | Role) -> Interaction:
        """Pick from a select, named by its custom_id or by what stands in it while it is empty."""
        data = forms.picked(message, select, values)
        return self._opens(COMPONENT, message.channel, data, message)

    def types_into(self, asked: Interaction, **values: str | list[str]) -> Interaction:
        """Wait for the form that the bot shows and send it, filled."""
        data = forms.filled(asked.asks_back(), values)
        return self._opens(FORM, asked.channel, data, asked.message)

    def _command(self, channel: Channel, name: str, kind: int) -> commands.Command:
        command = commands.found(self.world, name, kind, channel.server)
        hidden = command.shown(channel, self.user)
        assert hidden is None, f"Discord does not show {name!r} to {self.name}: {hidden}"
        return command

    def _opens(
        self,
        kind: int,
        channel: Channel,
        data: JSON,
        message: Message | None = None,
        *,
        expired: bool = False,
    ) -> Interaction:
        def change() -> Interaction:
            if message is not None and message.ephemeral:
                asker = message.interaction and message.interaction.user
                assert asker is self.user, f"{self.name} does not see this message"
            made = Interaction(self.world, kind, self.user, channel, data, message, expired)
            return made.opens()

        return self.world.do(change)


def _targeted(command: commands.Command, target: int, resolved: JSON) -> JSON:
    data: JSON = {"id": str(command.id), "name": command.name, "type": command.kind}
    if command.server is not None:
        data["guild_id"] = str(command.server)
    return data | {"target_id": str(target), "resolved": resolved}
