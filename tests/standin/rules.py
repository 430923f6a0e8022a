"""All that a request is held against before it is carried out."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from tests.standin import limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standin.contract import Contract
    from tests.standin.world import Request

CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
SENDING = (
    "/channels/{channel_id}/messages",
    "/webhooks/{webhook_id}/{webhook_token}",
)
EDITING = (
    "/channels/{channel_id}/messages/{message_id}",
    "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
    "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
)
ANSWER, CHANGE, CHOICES, FORM = 4, 7, 8, 9
EMPTY = "body: an empty message"


def problems(contract: Contract, template: str, request: Request) -> list[str]:
    """Return what is wrong with a request; the limits are asked where its form is right."""
    if request.body is None and not request.files:
        needed = contract.expects_body(request.method, template)
        return ["body: there is none"] if needed else []
    described = contract.problems(request.method, template, request.body)
    return described or [*dict.fromkeys(_limits(template, request))]


def _limits(template: str, request: Request) -> Iterator[str]:
    body: dict[str, Any] = request.body
    yield from limits.too_many("files", [*request.files], limits.FILES)
    if request.method == "POST" and template in SENDING:
        yield from limits.message(body)
        if limits.empty(body, request.files):
            yield EMPTY
    elif request.method == "PATCH" and template in EDITING:
        yield from limits.message(body)
    elif template == CALLBACK:
        yield from _callback(body.get("type"), body.get("data") or {}, request.files)


def _callback(kind: int | None, data: dict[str, Any], files: tuple[str, ...]) -> Iterator[str]:
    parts = {
        ANSWER: (limits.message,),
        CHANGE: (limits.message,),
        CHOICES: (limits.choices,),
        FORM: (limits.modal,),
    }
    yield from chain.from_iterable(part(data) for part in parts.get(kind or 0, ()))
    if kind == ANSWER and limits.empty(data, files):
        yield EMPTY
