"""Channels and what the bot writes there, by its own permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.standin import errors
from tests.standin.channels import PRIVATE_THREAD
from tests.standin.errors import RefusedError
from tests.standin.messages import REPLY, Message
from tests.standin.routes import NOTHING, Answer, Call, Route
from tests.standin.routes.drafts import rewritten, written

if TYPE_CHECKING:
    from tests.standin.channels import Channel
    from tests.standin.world import JSON

NONCE_LIFE = 300.0


def seen(call: Call) -> Channel:
    """Return the channel of a path, if the bot may see it."""
    channel = call.world.channels.get(call.number("channel_id"))
    if channel is None:
        raise RefusedError(errors.UNKNOWN_CHANNEL)
    if not channel.bot_sees:
        raise RefusedError(errors.MISSING_ACCESS)
    return channel


def need(channel: Channel, *names: str) -> None:
    """Refuse what the bot may not do in a channel."""
    if not channel.may(channel.world.bot.id, *names):
        raise RefusedError(errors.MISSING_PERMISSIONS)


def need_to_send(channel: Channel) -> None:
    """Refuse a message that the bot may not send."""
    need(channel, "SEND_MESSAGES_IN_THREADS" if channel.is_thread else "SEND_MESSAGES")
    if channel.recipient is not None and not channel.recipient.takes_messages:
        raise RefusedError(errors.CANNOT_SEND_TO_USER)


def there(call: Call, channel: Channel) -> Message:
    """Return the message of a path, if everybody can see it."""
    message = channel.messages.get(call.number("message_id"))
    if message is None or message.ephemeral:
        raise RefusedError(errors.UNKNOWN_MESSAGE)
    return message


def own(call: Call) -> Message:
    """Return the message of a path, if the bot wrote it."""
    message = there(call, seen(call))
    if message.author is not call.world.bot:
        raise RefusedError(errors.ANOTHERS_MESSAGE)
    return message


def channel_of(call: Call) -> Answer:
    """Answer what a channel is."""
    return Answer(seen(call).json)


def message_of(call: Call) -> Answer:
    """Answer what a message says."""
    channel = seen(call)
    need(channel, "READ_MESSAGE_HISTORY")
    return Answer(read(there(call, channel)))


def read(message: Message) -> JSON:
    """Return a message as the bot may read it."""
    granted = "MESSAGE_CONTENT" in message.world.gateway.privileged
    return message.json if granted else message.bare


def messages_of(call: Call) -> Answer:
    """Answer what was said last."""
    channel = seen(call)
    if not channel.may(call.world.bot.id, "READ_MESSAGE_HISTORY"):
        return Answer([])
    before = int(call.query.get("before", 1 << 63))
    after = int(call.query.get("after", 0))
    found = [one for one in channel.said if after < one.id < before]
    most = int(call.query.get("limit", 50))
    chosen = found[:most] if "after" in call.query else found[-most:]
    return Answer([read(one) for one in reversed(chosen)])


def send(call: Call) -> Answer:
    """Let the bot say something; what it says twice with one nonce is said once."""
    channel = seen(call)
    need_to_send(channel)
    if (again := _said_before(call, channel)) is not None:
        return Answer(again.json)
    message = written(call, channel, call.body or {})
    _without_what_is_denied(message)
    _refer(message, (call.body or {}).get("message_reference"))
    if (nonce := (call.body or {}).get("nonce")) is not None:
        message.nonce = str(nonce)
        call.world.nonces[channel.id, message.nonce] = (call.world.clock.now(), message)
    return Answer(message.post().json)


def _said_before(call: Call, channel: Channel) -> Message | None:
    body = call.body or {}
    if not body.get("enforce_nonce") or body.get("nonce") is None:
        return None
    when, message = call.world.nonces.get((channel.id, str(body["nonce"])), (None, None))
    recent = when is not None and call.world.clock.now() - when < NONCE_LIFE
    return message if recent else None


def _without_what_is_denied(message: Message) -> None:
    """Drop embeds that the bot may not send, as Discord does without a word."""
    if message.attachments:
        need(message.channel, "ATTACH_FILES")
    if not message.channel.may(message.author.id, "EMBED_LINKS"):
        message.embeds = []
    if message.empty:
        raise RefusedError(errors.EMPTY_MESSAGE)


def _refer(message: Message, reference: JSON | None) -> None:
    if reference is None:
        return
    if not message.channel.may(message.author.id, "READ_MESSAGE_HISTORY"):
        raise RefusedError(errors.REPLY_WITHOUT_HISTORY)
    quoted = message.channel.messages.get(int(reference["message_id"]))
    if quoted is None and reference.get("fail_if_not_exists", True):
        raise RefusedError(errors.INVALID_FORM_BODY)
    if quoted is not None:
        message.reference, message.kind = quoted, REPLY
        message.pings = bool((message.allowed or {"replied_user": True}).get("replied_user"))


def edit(call: Call) -> Answer:
    """Let the bot change what it said."""
    return Answer(rewritten(call, own(call), call.body or {}).json)


def delete(call: Call) -> Answer:
    """Let the bot take back what it said, or what others did where it may."""
    message = there(call, seen(call))
    if message.author is not call.world.bot:
        need(message.channel, "MANAGE_MESSAGES")
    message.remove()
    return NOTHING


def typing(call: Call) -> Answer:
    """Let the bot show that it is typing."""
    channel = seen(call)
    need_to_send(channel)
    channel.typing += 1
    return NOTHING


def thread_on_message(call: Call) -> Answer:
    """Let the bot make a thread on a message."""
    channel = seen(call)
    message = there(call, channel)
    need(channel, "CREATE_PUBLIC_THREADS", "READ_MESSAGE_HISTORY")
    if message.id in call.world.channels:
        raise RefusedError(errors.THREAD_EXISTS)
    return Answer(channel.make_thread(call.body["name"], at=message.id).json, 201)


def thread(call: Call) -> Answer:
    """Let the bot make a thread by itself."""
    channel = seen(call)
    private = call.body.get("type", PRIVATE_THREAD) == PRIVATE_THREAD
    need(channel, "CREATE_PRIVATE_THREADS" if private else "CREATE_PUBLIC_THREADS")
    return Answer(channel.make_thread(call.body["name"], private=private).json, 201)


MESSAGES = "/channels/{channel_id}/messages"
ROUTES = (
    Route("GET", "/channels/{channel_id}", channel_of),
    Route("GET", MESSAGES, messages_of),
    Route("POST", MESSAGES, send),
    Route("GET", f"{MESSAGES}/{{message_id}}", message_of),
    Route("PATCH", f"{MESSAGES}/{{message_id}}", edit),
    Route("DELETE", f"{MESSAGES}/{{message_id}}", delete),
    Route("POST", f"{MESSAGES}/{{message_id}}/threads", thread_on_message),
    Route("POST", "/channels/{channel_id}/threads", thread),
    Route("POST", "/channels/{channel_id}/typing", typing),
)
