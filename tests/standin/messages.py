"""Messages, and what the bot is told of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.standin.clock import stamp
from tests.standin.events import DIRECT_MESSAGES, GUILD_MESSAGES, Event

if TYPE_CHECKING:
    from tests.standin.channels import Channel
    from tests.standin.interactions import Interaction
    from tests.standin.users import User
    from tests.standin.world import JSON, World

PLAIN, REPLY, CHAT_INPUT, CONTEXT_MENU = 0, 19, 20, 23
EPHEMERAL = 1 << 6
THINKING = 1 << 7
MENTION = re.compile(r"<@!?(\d+)>")
HIDDEN: JSON = {"content": "", "embeds": [], "attachments": [], "components": []}


@dataclass(eq=False)
class Message:
    """What somebody wrote somewhere."""

    world: World
    channel: Channel
    author: User
    content: str = ""
    embeds: list[JSON] = field(default_factory=list)
    components: list[JSON] = field(default_factory=list)
    attachments: list[JSON] = field(default_factory=list)
    flags: int = 0
    kind: int = PLAIN
    reference: Message | None = None
    pings: bool = False  # whether it pings the author of what it replies to
    allowed: JSON | None = None  # what of its content may ping, everything where None
    interaction: Interaction | None = None
    nonce: str | None = None
    edited: str | None = None
    deleted: bool = False
    id: int = field(init=False)
    sent: str = field(default_factory=stamp)

    def __post_init__(self) -> None:
        self.id = self.world.snowflake()

    @property
    def ephemeral(self) -> bool:
        """Tell whether only one person sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def thinking(self) -> bool:
        """Tell whether it only says that the bot is thinking."""
        return bool(self.flags & THINKING)

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to see."""
        return not (self.content.strip() or self.embeds or self.attachments or self.components)

    @property
    def mentions(self) -> list[User]:
        """Return whom it mentions, each once."""
        found = [self.world.users.get(int(one)) for one in MENTION.findall(self.content)]
        if self.allowed is not None and "users" not in (self.allowed.get("parse") or ()):
            named = {int(one) for one in self.allowed.get("users") or ()}
            found = [one for one in found if one and one.id in named]
        if self.pings and self.reference is not None:
            found.append(self.reference.author)
        return [*dict.fromkeys(one for one in found if one)]

    @property
    def bot_reads(self) -> bool:
        """Tell whether the bot is told the words without the intent for them."""
        bot = self.world.bot
        return self.channel.server is None or self.author is bot or bot in self.mentions

    def post(self) -> Message:
        """Put it where it belongs, within the loop, and tell the bot."""
        self.world.messages[self.id] = self.channel.messages[self.id] = self
        self.tell("MESSAGE_CREATE")
        return self

    def change(self, **parts: Any) -> Message:
        """Change parts of it, within the loop, and tell the bot."""
        for name, part in parts.items():
            setattr(self, name, part)
        self.edited = stamp()
        self.tell("MESSAGE_UPDATE")
        return self

    def remove(self) -> None:
        """Remove it, within the loop, and tell the bot."""
        self.deleted = True
        self.channel.messages.pop(self.id, None)
        self.world.messages.pop(self.id, None)
        where = {"id": str(self.id), "channel_id": str(self.channel.id)}
        if self.channel.server is not None:
            where["guild_id"] = str(self.channel.server.id)
        self._dispatch("MESSAGE_DELETE", where, where)

    def edit(self, words: str) -> None:
        """Let its author change the words."""
        self.world.do(lambda: self.change(content=words))

    def delete(self) -> None:
        """Delete it, as its author or a moderator does."""
        self.world.do(self.remove)

    def replies(self, parts: int = 1) -> list[Message]:
        """Wait until the bot has replied with so many messages, and return them."""

        def found() -> list[Message]:
            bot = self.world.bot
            return [
                one
                for one in self.channel.said
                if one.reference is self and one.author is bot and not one.thinking
            ]

        self.world.wait(lambda: len(found()) >= parts, f"{parts} replies to {self.content!r}")
        return found()

    def tell(self, name: str) -> None:
        """Tell the bot of this message, with the words if it may read them."""
        data = self.json
        if self.channel.server is not None:
            data["guild_id"] = str(self.channel.server.id)
            if member := self.channel.server.members.get(self.author.id):
                data["member"] = member.json
        self._dispatch(name, data, self._without_words(data))

    @property
    def bare(self) -> JSON:
        """Return it as Discord writes it for a bot without the intent for words."""
        return self._without_words(self.json)

    def _without_words(self, data: JSON) -> JSON:
        """Return it without the words that the bot may not read; those it quotes likewise."""
        bare = data if self.bot_reads else data | HIDDEN
        if self.reference and data["referenced_message"] and not self.reference.bot_reads:
            bare = bare | {"referenced_message": data["referenced_message"] | HIDDEN}
        return bare

    def _dispatch(self, name: str, data: JSON, bare: JSON) -> None:
        if self.ephemeral or not self.channel.bot_sees:
            return
        intent = DIRECT_MESSAGES if self.channel.server is None else GUILD_MESSAGES
        self.world.gateway.dispatch(Event(name, data, intent, bare))

    @property
    def json(self) -> JSON:
        """Return it as Discord writes it, words and all."""
        body: JSON = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "author": self.author.json,
            "content": self.content,
            "timestamp": self.sent,
            "edited_timestamp": self.edited,
            "tts": False,
            "mention_everyone": False,
            "mentions": [one.json for one in self.mentions],
            "mention_roles": [],
            "mention_channels": [],
            "attachments": self.attachments,
            "embeds": self.embeds,
            "components": self.components,
            "pinned": False,
            "type": self.kind,
            "flags": self.flags,
        }
        if self.nonce is not None:
            body["nonce"] = self.nonce
        return body | self._reference() | self._origin()

    def _reference(self) -> JSON:
        if self.reference is None:
            return {}
        where = {"type": 0, "message_id": str(self.reference.id)}
        where["channel_id"] = str(self.channel.id)
        if self.channel.server is not None:
            where["guild_id"] = str(self.channel.server.id)
        quoted = None if self.reference.deleted else self.reference.json
        if quoted is not None:
            quoted.pop("referenced_message", None)
        return {"message_reference": where, "referenced_message": quoted}

    def _origin(self) -> JSON:
        if self.interaction is None:
            return {}
        application = str(self.world.application)
        return {
            "application_id": application,
            "webhook_id": application,
            "interaction_metadata": self.interaction.metadata,
        }
