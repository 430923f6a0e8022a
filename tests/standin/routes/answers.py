"""Answering interactions: the first response, and messages by the token after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.standin import errors
from tests.standin.errors import RefusedError
from tests.standin.interactions import COMMAND, COMPLETION, COMPONENT, FOLLOW_UPS, FORM
from tests.standin.messages import CHAT_INPUT, CONTEXT_MENU, EPHEMERAL, PLAIN, THINKING
from tests.standin.routes import NOTHING, Answer, Call, Route, ViolationError
from tests.standin.routes.drafts import rewritten, written

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.standin.interactions import Interaction
    from tests.standin.messages import Message
    from tests.standin.world import JSON


def respond(call: Call) -> Answer:
    """Take the first response, of which there is one and within three seconds."""
    asked = call.world.interactions.get(call.number("interaction_id"))
    if asked is None or asked.token != call.parts["interaction_token"]:
        raise RefusedError(errors.UNKNOWN_INTERACTION)
    if asked.acknowledged is not None:
        raise RefusedError(errors.ALREADY_ACKNOWLEDGED)
    if asked.void:
        raise RefusedError(errors.UNKNOWN_INTERACTION)
    kind, data = call.body["type"], call.body.get("data") or {}
    if asked.kind not in FITTING[kind]:
        raise ViolationError(f"type: {kind} does not answer an interaction of type {asked.kind}")
    if kind in {6, 7} and asked.message is None:
        raise ViolationError(f"type: {kind} changes a message, of which there is none")
    RESPONSES[kind](call, asked, data)
    asked.acknowledged = call.world.clock.now()
    if call.query.get("with_response", "").lower() not in {"1", "true"}:
        return NOTHING
    return Answer(_callback(asked, kind))


def _callback(asked: Interaction, kind: int) -> JSON:
    """Return what a client gets that asks for the message it made."""
    callback: JSON = {"id": str(asked.id), "type": asked.kind}
    callback |= {"activity_instance_id": None}
    resource: JSON = {"type": kind}
    if asked.original is not None:
        message = asked.original
        callback |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.thinking,
            "response_message_ephemeral": message.ephemeral,
        }
        resource["message"] = message.json
    if kind in {8, 9}:
        return {"interaction": callback}
    return {"interaction": callback, "resource": resource}


def _answer(call: Call, asked: Interaction, data: JSON) -> None:
    message = written(call, asked.channel, data)
    message.kind = _kind(asked)
    asked.kept_private = message.ephemeral
    asked.original = asked.posted(message)


def _think(call: Call, asked: Interaction, data: JSON) -> None:
    message = written(call, asked.channel, {"flags": data.get("flags", 0)})
    message.kind = _kind(asked)
    asked.kept_private = message.ephemeral
    message.flags = message.flags & EPHEMERAL | THINKING
    asked.original = asked.posted(message)


def _kind(asked: Interaction) -> int:
    if asked.kind != COMMAND:
        return PLAIN
    return CHAT_INPUT if asked.data.get("type") == 1 else CONTEXT_MENU


def _wait(_: Call, asked: Interaction, __: JSON) -> None:
    asked.original = asked.message


def _change(call: Call, asked: Interaction, data: JSON) -> None:
    assert asked.message is not None
    asked.original = rewritten(call, asked.message, data)
    asked.answered = True


def _offer(_: Call, asked: Interaction, data: JSON) -> None:
    asked.choices = data.get("choices") or []


def _ask_back(_: Call, asked: Interaction, data: JSON) -> None:
    asked.form = data


FITTING = {
    1: {COMMAND, COMPONENT, FORM},
    4: {COMMAND, COMPONENT, FORM},
    5: {COMMAND, COMPONENT, FORM},
    6: {COMPONENT, FORM},
    7: {COMPONENT, FORM},
    8: {COMPLETION},
    9: {COMMAND, COMPONENT},
}
RESPONSES: dict[int, Callable[[Call, Interaction, JSON], None]] = {
    1: lambda *_: None,
    4: _answer,
    5: _think,
    6: _wait,
    7: _change,
    8: _offer,
    9: _ask_back,
}


def by_token(call: Call) -> Interaction:
    """Return the interaction whose token stands in a path, if it still lives."""
    tokens = {one.token: one for one in call.world.interactions.values()}
    asked = tokens.get(call.parts["webhook_token"])
    if asked is None or call.number("webhook_id") != call.world.application:
        raise RefusedError(errors.UNKNOWN_WEBHOOK)
    if asked.acknowledged is None:
        raise RefusedError(errors.UNKNOWN_WEBHOOK)
    if asked.void:
        raise RefusedError(errors.INVALID_WEBHOOK_TOKEN)
    if asked.channel.id not in call.world.channels:
        raise RefusedError(errors.UNKNOWN_CHANNEL)
    return asked


def follow_up(call: Call) -> Answer:
    """Take one more message; the first after a defer stands where the bot was thinking."""
    asked = by_token(call)
    message = written(call, asked.channel, call.body or {})
    if asked.original is not None and asked.original.thinking:
        return Answer(asked.filled(message).json)
    asked.follow_ups += 1
    server = asked.channel.server
    if server is not None and not server.installed and asked.follow_ups > FOLLOW_UPS:
        raise RefusedError(errors.TOO_MANY_FOLLOW_UPS)
    return Answer(asked.posted(message).json)


def _message(call: Call) -> tuple[Interaction, Message]:
    asked = by_token(call)
    if "message_id" not in call.parts:
        found = asked.original
    else:
        found = {one.id: one for one in asked.messages}.get(call.number("message_id"))
    if found is None or found.deleted:
        raise RefusedError(errors.UNKNOWN_MESSAGE)
    return asked, found


def look(call: Call) -> Answer:
    """Answer what a message says."""
    return Answer(_message(call)[1].json)


def edit(call: Call) -> Answer:
    """Change a message, or fill the one that said that the bot was thinking."""
    asked, message = _message(call)
    if message.thinking:
        draft = written(call, asked.channel, call.body or {})
        if draft.empty:
            raise RefusedError(errors.EMPTY_MESSAGE)
        return Answer(asked.filled(draft).json)
    if message is asked.message:
        asked.answered = True
    return Answer(rewritten(call, message, call.body or {}).json)


def delete(call: Call) -> Answer:
    """Take a message back."""
    _message(call)[1].remove()
    return NOTHING


HOOK = "/webhooks/{webhook_id}/{webhook_token}"
ROUTES = (
    Route(
        "POST", "/interactions/{interaction_id}/{interaction_token}/callback", respond, open=True
    ),
    Route("POST", HOOK, follow_up, open=True),
    *(
        Route(method, f"{HOOK}/messages/{which}", handle, open=True)
        for which in ("@original", "{message_id}")
        for method, handle in (("GET", look), ("PATCH", edit), ("DELETE", delete))
    ),
)
