"""Discord's own description of its interface, held against what the bot sends.

Where the rules are stricter than the description, `limits` and `command_limits` hold
them. Lengths are counted as Discord counts them, in code units of UTF-16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema.protocols import Validator

ADDRESS = "urn:discord"
CALLBACKS = {
    1: "PongInteractionCallbackRequest",
    4: "CreateMessageInteractionCallbackRequest",
    5: "CreateMessageInteractionCallbackRequest",
    6: "UpdateMessageInteractionCallbackRequest",
    7: "UpdateMessageInteractionCallbackRequest",
    8: "ApplicationCommandAutocompleteCallbackRequest",
    9: "ModalInteractionCallbackRequest",
}
# A key that Discord ignores is a slip of the bot's: in these, none is let through.
CLOSED = (
    "MessageCreateRequest MessageEditRequestPartial IncomingWebhookRequestPartial "
    "IncomingWebhookUpdateRequestPartial IncomingWebhookInteractionRequest "
    "IncomingWebhookUpdateForInteractionCallbackRequestPartial RichEmbed RichEmbedAuthor "
    "RichEmbedField RichEmbedFooter RichEmbedImage RichEmbedThumbnail "
    "MessageAllowedMentionsRequest MessageReferenceRequest ButtonComponentForMessageRequest "
    "StringSelectComponentForMessageRequest StringSelectOptionForRequest "
    "ModalInteractionCallbackRequestData TextInputComponentForModalRequest"
).split()
# What clients send although it is not described: tts with edits, flags with embeds.
IGNORED = {"tts": {"type": ["boolean", "null"]}, "flags": {"type": ["integer", "null"]}}
# Permissions come as a number or, as the documentation has it, as its digits.
BITS = {"type": ["integer", "string", "null"], "pattern": "^[0-9]+$"}
COMMANDS = (
    "ApplicationCommandCreateRequest ApplicationCommandPatchRequestPartial "
    "ApplicationCommandUpdateRequest"
).split()
WEBHOOK = "IncomingWebhookRequestPartial"
NEEDED = frozenset(("SnowflakeType", WEBHOOK, *CALLBACKS.values(), *CLOSED, *COMMANDS))
"""The schemas that a contract names itself."""


def length(text: str) -> int:
    """Return a text's length as Discord counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _longest(_: Validator, most: int, text: Any, __: dict[str, Any]) -> Iterator[ValidationError]:
    if isinstance(text, str) and length(text) > most:
        yield ValidationError(f"{length(text)} characters, of which {most} are allowed")


def _shortest(_: Validator, least: int, text: Any, __: dict[str, Any]) -> Iterator[ValidationError]:
    if isinstance(text, str) and length(text) < least:
        yield ValidationError(f"{length(text)} characters, where {least} are needed")


COUNTING: Any = extend(  # type: ignore[no-untyped-call]  # it has no types
    Draft202012Validator, {"maxLength": _longest, "minLength": _shortest}
)


class Contract:
    """The description, with a validator for each kind of body, made when first used."""

    def __init__(self, document: Any) -> None:
        schemas = document["components"]["schemas"]
        snowflake = {"anyOf": [schemas["SnowflakeType"], {"type": "integer", "minimum": 0}]}
        schemas["SnowflakeType"] = snowflake
        for name in CLOSED:
            schemas[name]["additionalProperties"] = False
            if "embeds" in schemas[name]["properties"] or name == "RichEmbed":
                schemas[name]["properties"] = IGNORED | schemas[name]["properties"]
        for name in COMMANDS:
            schemas[name]["properties"]["default_member_permissions"] = BITS
        self._document = document
        resource = DRAFT202012.create_resource(document)
        self._registry: Registry[Any] = Registry().with_resource(ADDRESS, resource)
        self._validators: dict[str, Validator] = {}

    def expects_body(self, method: str, template: str) -> bool:
        """Tell whether requests of this kind have a body."""
        return "requestBody" in self._document["paths"].get(template, {}).get(method.lower(), {})

    def knows(self, method: str, template: str) -> bool:
        """Tell whether Discord describes such requests at all."""
        return method.lower() in self._document["paths"].get(template, {})

    def problems(self, method: str, template: str, body: Any) -> list[str]:
        """Return what in a body is not as Discord describes it."""
        if not self.expects_body(method, template):
            return []
        if template.endswith("/callback") and isinstance(body, dict):
            if body.get("type") not in CALLBACKS:
                return [f"type: {body.get('type')!r} is no way to answer an interaction"]
            return self._check(f"/components/schemas/{CALLBACKS[body['type']]}", body)
        if method == "POST" and template == "/webhooks/{webhook_id}/{webhook_token}":
            return self._check(f"/components/schemas/{WEBHOOK}", body)
        place = template.replace("~", "~0").replace("/", "~1")
        pointer = f"/paths/{place}/{method.lower()}/requestBody/content/application~1json/schema"
        return self._check(pointer, body)

    def _check(self, pointer: str, body: Any) -> list[str]:
        if pointer not in self._validators:
            schema = {"$ref": f"{ADDRESS}#{pointer}"}
            self._validators[pointer] = COUNTING(schema, registry=self._registry)
        found = self._validators[pointer].iter_errors(body)
        return [_worded(error) for error in found]


def _worded(error: ValidationError) -> str:
    """Say what is wrong where, at the deepest place that tells."""
    deepest = _deepest(error)
    place = ".".join(str(part) for part in deepest.absolute_path) or "body"
    return f"{place}: {deepest.message[:300]}"


def _deepest(error: ValidationError) -> ValidationError:
    """Return what is wrong by the one alternative that was meant, if it can be told."""
    branches: dict[object, list[ValidationError]] = {}
    for one in error.context or ():
        branches.setdefault(one.schema_path[0], []).append(one)
    meant = [found for found in branches.values() if not any(map(_other_kind, found))]
    return _deepest(meant[0][0]) if meant else error


def _other_kind(error: ValidationError) -> bool:
    """Tell whether an alternative is for something else altogether."""
    named = error.validator == "enum" and [*error.relative_path] == ["type"]
    return named or (error.validator == "type" and not error.relative_path)
