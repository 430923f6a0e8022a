"""Interactions: what somebody asked the bot to do, and what came of it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.standin import permissions
from tests.standin.events import Event
from tests.standin.messages import EPHEMERAL, THINKING, Message

if TYPE_CHECKING:
    from tests.standin.channels import Channel
    from tests.standin.users import User
    from tests.standin.world import JSON, World

COMMAND, COMPONENT, COMPLETION, FORM = 2, 3, 4, 5
FIRST_RESPONSE, LIFE = 3.0, 15 * 60.0
FOLLOW_UPS = 5  # of an app that is not installed in the server
FILE_SIZE = 10_485_760


@dataclass(eq=False)
class Interaction:
    """Something asked of the bot, with the token by which it answers."""

    world: World
    kind: int
    user: User
    channel: Channel
    data: JSON
    message: Message | None = None  # the one whose component was used
    expired: bool = False  # void already when the bot hears of it
    token: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    id: int = field(init=False)
    born: float = field(init=False)
    acknowledged: float | None = None
    filled_at: float | None = None
    kept_private: bool = False
    original: Message | None = None
    follow_ups: int = 0
    messages: list[Message] = field(default_factory=list)
    choices: list[JSON] | None = None
    form: JSON | None = None
    answered: bool = False  # by a change of the message whose component was used

    def __post_init__(self) -> None:
        ago = FIRST_RESPONSE + 1 if self.expired else 0.0
        self.id = self.world.snowflake(ago)
        self.born = self.world.clock.now() - ago

    @property
    def age(self) -> float:
        """Return how long ago it was asked, in seconds."""
        return self.world.clock.now() - self.born

    @property
    def void(self) -> bool:
        """Tell whether the token is worth nothing any more."""
        return self.age > (LIFE if self.acknowledged is not None else FIRST_RESPONSE)

    @property
    def acknowledged_after(self) -> float | None:
        """Return how long the first response took, in seconds."""
        return None if self.acknowledged is None else self.acknowledged - self.born

    @property
    def filled_after(self) -> float | None:
        """Return how long the answer took, in seconds, where it filled a response."""
        return None if self.filled_at is None else self.filled_at - self.born

    @property
    def private(self) -> bool:
        """Tell whether the first response made the answer private."""
        return self.kept_private

    @property
    def visible(self) -> list[Message]:
        """Return what the bot answered, without what only says that it is thinking."""
        return [one for one in self.messages if not (one.deleted or one.thinking)]

    @property
    def state(self) -> str:
        """Return how far the answer has come, or that it cannot come any more."""
        if self.answered or self.visible or self.form or self.choices is not None:
            return "answered"
        if self.void:
            return "expired"
        return "unacknowledged" if self.acknowledged is None else "thinking"

    def answer(self, parts: int = 1) -> list[Message]:
        """Wait until there are so many messages to see, and return them."""
        self.world.wait(lambda: len(self.visible) >= parts, f"{parts} messages to {self}")
        return self.visible

    def asks_back(self) -> JSON:
        """Wait until the bot shows a form, and return it."""
        self.world.wait(lambda: self.form, f"a form to {self}")
        assert self.form is not None
        return self.form

    def __str__(self) -> str:
        name = self.data.get("name") or self.data.get("custom_id")
        return f"the interaction {name!r} of {self.user.name} ({self.state})"

    def opens(self) -> Interaction:
        """Let the bot hear of it, within the loop."""
        self.world.interactions[self.id] = self
        self.world.gateway.dispatch(Event("INTERACTION_CREATE", self.json))
        return self

    def posted(self, message: Message) -> Message:
        """Put a message of the bot's where it was asked, within the loop."""
        message.interaction = self
        self.messages.append(message.post())
        return message

    def filled(self, message: Message) -> Message:
        """Put words where the bot was thinking; whether they are private is settled."""
        assert self.original is not None
        kept = message.flags & ~EPHEMERAL | self.original.flags & EPHEMERAL
        first, edited = self.original.thinking, self.original.edited
        self.original.change(
            content=message.content,
            embeds=message.embeds,
            components=message.components,
            attachments=message.attachments,
            flags=kept & ~THINKING,
        )
        if first:  # Discord calls it no edit
            self.original.edited = edited
            self.filled_at = self.world.clock.now()
        return self.original

    @property
    def metadata(self) -> JSON:
        """Return what a message says of the interaction that it answers."""
        return {
            "id": str(self.id),
            "type": self.kind,
            "user": self.user.json,
            "name": self.data.get("name"),
            "command_type": self.data.get("type"),
            "authorizing_integration_owners": self._owners,
        }

    @property
    def _owners(self) -> dict[str, str]:
        server = self.channel.server
        if server is not None and server.installed:
            return {"0": str(server.id)}
        return {"1": str(self.user.id)} if server is not None else {"0": "0"}

    @property
    def json(self) -> JSON:
        """Return it as the gateway writes it."""
        body: JSON = {
            "id": str(self.id),
            "application_id": str(self.world.application),
            "type": self.kind,
            "token": self.token,
            "version": 1,
            "data": self.data,
            "channel_id": str(self.channel.id),
            "channel": self.channel.json,
            "locale": self.user.locale,
            "entitlements": [],
            "authorizing_integration_owners": self._owners,
            "attachment_size_limit": FILE_SIZE,
            "app_permissions": str(self._app_permissions),
            "context": 0 if self.channel.server else 1,
        }
        if self.message is not None:
            body["message"] = self.message.json
        return body | self._asker()

    @property
    def _app_permissions(self) -> int:
        server = self.channel.server
        if server is None or server.installed:
            return permissions.inside(self.channel, self.world.bot.id)
        return permissions.EVERYONE

    def _asker(self) -> JSON:
        server = self.channel.server
        if server is None:
            return {"user": self.user.json}
        may = str(permissions.inside(self.channel, self.user.id))
        return {
            "guild_id": str(server.id),
            "guild": {"id": str(server.id), "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": server.members[self.user.id].full | {"permissions": may},
        }
