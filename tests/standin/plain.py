"""A peer without a library: it asks the stand-in over HTTP, and says things right."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.standin.rest import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.standin import Channel, Interaction, StandIn

NOBODY: dict[str, Any] = {"allowed_mentions": {"parse": []}}


@dataclass(frozen=True)
class Reply:
    """What the stand-in answered."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def code(self) -> tuple[int, int]:
        """Return the status and Discord's own code."""
        return self.status, self.body["code"]


@dataclass(frozen=True)
class Plain:
    """A bot's requests, one by one."""

    discord: StandIn

    def __call__(
        self, method: str, path: str, body: Any = None, *, token: str | None = None
    ) -> Reply:
        """Ask for something with the bot's token, or with another."""
        kind = {"Content-Type": "application/json"}
        text = None if body is None else json.dumps(body).encode()
        return self.raw(method, path, text, token=token, headers=kind if text else {})

    def raw(
        self,
        method: str,
        path: str,
        text: bytes | None,
        *,
        token: str | None = None,
        headers: Mapping[str, str],
    ) -> Reply:
        """Ask with a body as it is."""
        sent = {"Authorization": f"Bot {token or self.discord.token}", **headers}
        connection = http.client.HTTPConnection("127.0.0.1", self.discord.port, timeout=20)
        try:
            connection.request(method, BASE + path, text, sent)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        is_json = answer.headers["Content-Type"] == "application/json"
        body = json.loads(content) if is_json else content.decode()
        return Reply(answer.status, body, dict(answer.headers))

    def send(self, channel: Channel, **parts: Any) -> Reply:
        """Send a message that pings nobody."""
        return self("POST", f"/channels/{channel.id}/messages", {**NOBODY, **parts})

    def respond(self, asked: Interaction, kind: int, **data: Any) -> Reply:
        """Answer an interaction for the first time."""
        body = {"type": kind} | ({"data": {**NOBODY, **data}} if data else {})
        return self("POST", f"/interactions/{asked.id}/{asked.token}/callback", body)

    def follow_up(self, asked: Interaction, **parts: Any) -> Reply:
        """Send one more message to an interaction."""
        application = self.discord.world.application
        return self("POST", f"/webhooks/{application}/{asked.token}", {**NOBODY, **parts})

    def original(self, method: str, asked: Interaction, **parts: Any) -> Reply:
        """Read, change or delete the first answer to an interaction."""
        application = self.discord.world.application
        path = f"/webhooks/{application}/{asked.token}/messages/@original"
        return self(method, path, {**NOBODY, **parts} if parts else None)

    def register(self, *commands: dict[str, Any], server: int | None = None) -> Reply:
        """Register commands, and no others."""
        where = "" if server is None else f"/guilds/{server}"
        application = self.discord.world.application
        return self("PUT", f"/applications/{application}{where}/commands", [*commands])
