"""Discord's limits: what keeps them is taken, what does not is refused and told on."""

import json
from typing import Any

import pytest

from tests.conftest import shared
from tests.standin import Channel, StandIn
from tests.standin.discord import PATH, extract
from tests.standin.plain import NOBODY, Plain

BUTTON = {"type": 2, "style": 1, "label": "More", "custom_id": "more"}
LINK = {"type": 2, "style": 5, "label": "Link", "url": "https://example.org"}
V2 = 1 << 15
INPUT = {"type": 4, "style": 1, "label": "Line", "custom_id": "line"}
OPTION = {"type": 3, "name": "question", "description": "What"}
ASK: dict[str, Any] = {"name": "ask", "description": "Ask"}


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": [*components]}


def buttons(number: int, start: int = 0) -> list[dict[str, Any]]:
    return [BUTTON | {"custom_id": str(one)} for one in range(start, start + number)]


def text(size: int) -> dict[str, Any]:
    return {"type": 10, "content": "x" * size}


def select(number: int, **more: Any) -> dict[str, Any]:
    options = [{"label": str(one), "value": str(one)} for one in range(number)]
    return {"type": 3, "custom_id": "pick", "options": options, **more}


def fields(number: int) -> list[dict[str, str]]:
    return [{"name": "n", "value": "v"}] * number


KEPT: list[dict[str, Any]] = [
    {"content": "x" * 2000},
    {"content": "𝒙" * 1000},
    {"embeds": [{"title": "x" * 256, "description": "x" * 4096}]},
    {"embeds": [{"title": "x", "fields": fields(25)}] * 10},
    {"embeds": [{"footer": {"text": "x" * 2048}, "author": {"name": "x" * 256}}]},
    {"embeds": [{"fields": [{"name": "x" * 256, "value": "x" * 1024}]}]},
    {"embeds": [{"description": "x" * 3000}] * 2},
    {"content": "x", "components": [row(*buttons(5, 5 * n)) for n in range(5)]},
    {"content": "x", "components": [row(select(25)), row(BUTTON, LINK)]},
    {"content": "x", "components": [row(BUTTON | {"label": "x" * 80, "custom_id": "x" * 100})]},
    {"content": "x", "nonce": "x" * 25, "enforce_nonce": True, "tts": False},
    {"components": [text(4000), row(BUTTON)], "flags": V2},
    {"content": "x", "flags": 4, "allowed_mentions": {"parse": [], "replied_user": False}},
]

BROKEN: list[tuple[dict[str, Any], str]] = [
    ({"content": "x" * 2001}, "2001 characters"),
    ({"content": "𝒙" * 1001}, "2002 characters"),
    ({}, "empty message"),
    ({"content": " \n"}, "empty message"),
    ({"embeds": [{}]}, "embed must not be empty"),
    ({"embeds": [{"title": " ", "color": 1}]}, "embed must not be empty"),
    ({"embeds": [{"title": "x" * 257}]}, "257 characters"),
    ({"embeds": [{"description": "x" * 4097}]}, "4097 characters"),
    ({"embeds": [{"footer": {"text": "x" * 2049}}]}, "2049 characters"),
    ({"embeds": [{"author": {"name": "x" * 257}}]}, "257 characters"),
    ({"embeds": [{"fields": [{"name": "x" * 257, "value": "x"}]}]}, "257 characters"),
    ({"embeds": [{"fields": [{"name": "x", "value": "x" * 1025}]}]}, "1025 characters"),
    ({"embeds": [{"fields": [{"name": "", "value": "x"}]}]}, "must not be empty"),
    ({"embeds": [{"fields": fields(26)}]}, "embeds.0.fields"),
    ({"embeds": [{"title": "x"}] * 11}, "embeds"),
    ({"embeds": [{"description": "x" * 3000}, {"description": "x" * 3001}]}, "6001 characters"),
    ({"embeds": [{"titel": "x"}]}, "titel"),
    ({"embeds": [{"title": "x", "url": 5}]}, "url"),
    ({"content": "x", "contents": "x"}, "contents"),
    ({"content": "x", "flags": 1 << 12}, "flags"),
    ({"content": "x", "tts": True}, "tts"),
    ({"content": "x", "nonce": "x" * 26}, "nonce"),
    ({"content": "x", "allowed_mentions": None}, "allowed_mentions"),
    ({"content": "x", "allowed_mentions": {}}, "allowed_mentions"),
    ({"content": "x", "allowed_mentions": {"parse": ["users"]}}, "allowed_mentions"),
    ({"content": "x", "allowed_mentions": {"parse": [], "users": ["1"]}}, "nobody"),
    ({"content": "x", "allowed_mentions": {"parse": [], "replied_user": True}}, "nobody"),
    ({"components": [row(*buttons(6))]}, "components.0"),
    ({"components": [row(BUTTON, BUTTON)]}, "stands twice"),
    ({"components": [row(one) for one in buttons(6)]}, "components: 6"),
    ({"components": [row(select(1), BUTTON)]}, "one select alone"),
    ({"components": [row(select(26))]}, "options"),
    ({"components": [row(select(0))]}, "options"),
    ({"components": [row(select(1, placeholder="x" * 151))]}, "151 characters"),
    ({"components": [row(BUTTON | {"label": "x" * 81})]}, "81 characters"),
    ({"components": [row(BUTTON | {"label": ""})]}, "label or an emoji"),
    ({"components": [row(BUTTON | {"custom_id": "x" * 101})]}, "101 characters"),
    ({"components": [row(BUTTON | {"custom_id": ""})]}, "custom_id"),
    ({"components": [row({"type": 2, "style": 1, "label": "x"})]}, "custom_id"),
    ({"components": [row(BUTTON | {"url": "https://example.org"})]}, "url"),
    ({"components": [row()]}, "components.0"),
    ({"embeds": [{"title": "x", "url": "nowhere"}]}, "no address"),
    ({"components": [row(LINK | {"url": "ftp://example.org"})]}, "no address"),
    ({"components": [text(5)]}, "only rows"),
    ({"components": [text(5)], "flags": V2, "content": "x"}, "neither content nor embeds"),
    ({"components": [text(4000), text(1)], "flags": V2}, "4001 characters in all"),
    ({"components": [{"type": 17, "components": [text(1)] * 40}], "flags": V2}, "41"),
    ({"components": [row(BUTTON), row(BUTTON)], "flags": V2}, "stands twice"),
    ({"components": [text(1)], "flags": V2, "allowed_mentions": None}, "allowed_mentions"),
]


def test_the_parts_in_use_are_those_of_discords_own_description() -> None:
    whole = json.loads(shared("discord/openapi.json").read_text("utf-8"))
    assert json.loads(PATH.read_text("utf-8")) == extract(whole)


@pytest.fixture
def channel(discord: StandIn) -> Channel:
    return discord.server("Reading circle").channel("general")


@pytest.mark.parametrize("body", KEPT)
def test_a_message_within_the_limits_is_taken(
    plain: Plain, channel: Channel, body: dict[str, Any]
) -> None:
    assert plain.send(channel, **body).status == 200


@pytest.mark.parametrize(("body", "why"), BROKEN)
def test_a_message_beyond_a_limit_is_refused(
    plain: Plain, channel: Channel, body: dict[str, Any], why: str
) -> None:
    with plain.discord.expect_violation(why):
        answer = plain.send(channel, **body)
    assert answer.code == (400, 50006 if why == "empty message" else 50035)
    assert channel.said == []


@pytest.mark.parametrize("body", [{"content": "x" * 2001}, {"content": "x", "titel": 1}])
def test_limits_hold_wherever_the_bot_speaks(plain: Plain, body: dict[str, Any]) -> None:
    server = plain.discord.server("Reading circle")
    channel, alice = server.channel("general"), server.member("Alice")
    plain.register(ASK)
    sent = plain.send(channel, content="x").body
    asked, thinking = alice.asks(channel, "ask"), alice.asks(channel, "ask")
    plain.respond(thinking, 5)
    path = f"/channels/{channel.id}/messages/{sent['id']}"
    with plain.discord.expect_violation() as found:
        answers = [
            plain("PATCH", path, {**NOBODY, **body}),
            plain.respond(asked, 4, **body),
            plain.follow_up(thinking, **body),
            plain.original("PATCH", thinking, **body),
        ]
        assert [one.code for one in answers] == [(400, 50035)] * 4
    assert len(found) == 4
    assert thinking.state == "thinking"


@pytest.mark.parametrize("parts", [{"content": "x"}, {"embeds": [{"title": "x"}]}])
def test_nothing_is_said_without_saying_that_nobody_is_pinged(
    plain: Plain, channel: Channel, parts: dict[str, Any]
) -> None:
    path = f"/channels/{channel.id}/messages"
    sent = plain.send(channel, content="x").body
    with plain.discord.expect_violation("allowed_mentions"):
        assert plain("POST", path, parts).status == 400
    with plain.discord.expect_violation("allowed_mentions"):
        assert plain("PATCH", f"{path}/{sent['id']}", parts).status == 400
    assert plain("PATCH", f"{path}/{sent['id']}", {"components": []}).status == 200


FORMS: list[tuple[dict[str, Any], str]] = [
    ({"title": "x" * 46}, "46 characters"),
    ({"title": ""}, "title"),
    ({"custom_id": "x" * 101}, "101 characters"),
    ({"components": []}, "components"),
    ({"components": [row(INPUT | {"custom_id": str(n)}) for n in range(6)]}, "1 to 5 rows"),
    ({"components": [row(INPUT), row(INPUT)]}, "stands twice"),
    ({"components": [row(INPUT | {"label": "x" * 46})]}, "46 characters"),
    ({"components": [row(INPUT | {"value": "x" * 4001})]}, "4001 characters"),
]


@pytest.mark.parametrize(("parts", "why"), FORMS)
def test_a_form_beyond_a_limit_is_refused(plain: Plain, parts: dict[str, Any], why: str) -> None:
    server = plain.discord.server("Reading circle")
    plain.register(ASK)
    asked = server.member("Alice").asks(server.channel("general"), "ask")
    path = f"/interactions/{asked.id}/{asked.token}/callback"
    form = {"custom_id": "form", "title": "Form", "components": [row(INPUT)]}
    with plain.discord.expect_violation(why):
        assert plain("POST", path, {"type": 9, "data": form | parts}).status == 400
    label = {"type": 18, "label": "Line", "component": {**INPUT, "label": None}}
    assert plain("POST", path, {"type": 9, "data": form | {"components": [label]}}).status == 204


def test_no_more_than_25_choices_are_offered(plain: Plain) -> None:
    server = plain.discord.server("Reading circle")
    plain.register(ASK | {"options": [OPTION | {"autocomplete": True}]})
    asked = server.member("Alice").asks(server.channel("general"), "ask", question="x")
    asked.kind = 4
    path = f"/interactions/{asked.id}/{asked.token}/callback"
    for choices in ([{"name": "x", "value": "x"}] * 26, [{"name": "x" * 101, "value": "x"}]):
        with plain.discord.expect_violation("choices"):
            assert plain("POST", path, {"type": 8, "data": {"choices": choices}}).status == 400
    choices = [{"name": str(n), "value": "x"} for n in range(25)]
    assert plain("POST", path, {"type": 8, "data": {"choices": choices}}).status == 204
