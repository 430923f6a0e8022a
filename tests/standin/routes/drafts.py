"""What the bot wants to say, made into a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.standin import errors
from tests.standin.errors import RefusedError
from tests.standin.limits import EPHEMERAL, KNOWN_FLAGS
from tests.standin.messages import Message

if TYPE_CHECKING:
    from tests.standin.channels import Channel
    from tests.standin.routes import Call
    from tests.standin.world import JSON


def written(call: Call, channel: Channel, body: JSON) -> Message:
    """Return a message that is nowhere yet."""
    return Message(
        call.world,
        channel,
        call.world.bot,
        body.get("content") or "",
        embeds=_embeds(body),
        components=body.get("components") or [],
        attachments=_files(call, body),
        flags=(body.get("flags") or 0) & KNOWN_FLAGS,
        allowed=body.get("allowed_mentions"),
    )


def rewritten(call: Call, message: Message, body: JSON) -> Message:
    """Change what a body names of a message, and leave the rest."""
    parts: dict[str, Any] = {}
    if "content" in body:
        parts["content"] = body["content"] or ""
    if "embeds" in body:
        parts["embeds"] = _embeds(body)
    if "components" in body:
        parts["components"] = body["components"] or []
    if body.get("flags") is not None:
        kept = message.flags & EPHEMERAL
        parts["flags"] = body["flags"] & KNOWN_FLAGS & ~EPHEMERAL | kept
    if "allowed_mentions" in body:
        parts["allowed"] = body["allowed_mentions"]
    if "attachments" in body or call.files:
        parts["attachments"] = [*_kept(message, body), *_files(call, body)]
    shown = {name: getattr(message, name) for name in ("content", "embeds", "components")}
    left = {**shown, "attachments": message.attachments, **parts}
    if not (left["content"].strip() or left["embeds"] or left["components"] or left["attachments"]):
        raise RefusedError(errors.EMPTY_MESSAGE)
    return message.change(**parts)


def _embeds(body: JSON) -> list[JSON]:
    return [{"type": "rich", **one} for one in body.get("embeds") or []]


def _files(call: Call, body: JSON) -> list[JSON]:
    """Return the files that come, each with the words that describe it."""
    named = {str(one.get("id")): one for one in body.get("attachments") or []}
    said = [named.get(str(number), {}).get("description") for number in range(len(call.files))]
    return [
        file | ({"description": words} if words else {})
        for file, words in zip(call.files, said, strict=True)
    ]


def _kept(message: Message, body: JSON) -> list[JSON]:
    """Return the files that stay, which an edit names by their ids."""
    if body.get("attachments") is None:
        return message.attachments
    ids = {str(one.get("id")) for one in body["attachments"]}
    return [one for one in message.attachments if one["id"] in ids]
