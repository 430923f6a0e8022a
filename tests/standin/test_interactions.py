"""Interactions: what people may ask, and how the bot may answer."""

from typing import Any

import pytest

from tests.standin import Channel, Interaction, Member, StandIn
from tests.standin.messages import EPHEMERAL
from tests.standin.plain import Plain

QUESTION = {"type": 3, "name": "question", "description": "What", "required": True}
ASK = {
    "name": "ask",
    "description": "Ask",
    "options": [QUESTION | {"max_length": 10, "autocomplete": True}],
}
SHOW = {"type": 1, "name": "show", "description": "Show"}
SETTINGS = {
    "name": "settings",
    "description": "Settings",
    "default_member_permissions": "32",
    "options": [SHOW | {"options": [{"type": 7, "name": "where", "description": "Where"}]}],
    "contexts": [0],
}
QUOTE = {"name": "What does it say?", "type": 3}
ROW = {
    "type": 1,
    "components": [
        {"type": 2, "style": 1, "label": "More", "custom_id": "more"},
        {"type": 2, "style": 1, "label": "Off", "custom_id": "off", "disabled": True},
        {"type": 2, "style": 5, "label": "Link", "url": "https://example.org"},
    ],
}
SELECT = {
    "type": 1,
    "components": [
        {
            "type": 3,
            "custom_id": "pick",
            "options": [{"label": one, "value": one} for one in "abc"],
            "max_values": 2,
        }
    ],
}
LINE = {"type": 4, "custom_id": "line", "style": 1, "label": "Line", "max_length": 5}
FORM = {"custom_id": "form", "title": "Form", "components": [{"type": 1, "components": [LINE]}]}


@pytest.fixture
def alice(discord: StandIn, plain: Plain) -> Member:
    plain.register(ASK, SETTINGS, QUOTE)
    return discord.server("Reading circle").member("Alice")


@pytest.fixture
def channel(alice: Member) -> Channel:
    assert alice.server
    return alice.server.channel("general")


@pytest.fixture
def asked(alice: Member, channel: Channel) -> Interaction:
    return alice.asks(channel, "ask", question="Who?")


def test_an_answer_at_once(plain: Plain, asked: Interaction) -> None:
    assert (asked.state, asked.acknowledged_after) == ("unacknowledged", None)
    answer = plain.respond(asked, 4, content="words")
    assert answer.status == 204
    [message] = asked.answer()
    assert (asked.state, asked.private, message.content) == ("answered", False, "words")
    assert asked.acknowledged_after is not None
    assert plain.respond(asked, 4, content="again").code == (400, 40060)
    assert plain.original("GET", asked).body["content"] == "words"
    assert plain.original("PATCH", asked, content="others").status == 200
    assert message.content == "others"
    assert plain.original("DELETE", asked).status == 204
    assert asked.messages == [message]
    assert asked.visible == []


@pytest.mark.parametrize("private", [False, True])
def test_the_first_follow_up_stands_where_the_bot_was_thinking(
    plain: Plain, asked: Interaction, private: bool
) -> None:
    plain.respond(asked, 5, flags=EPHEMERAL * private)
    assert (asked.state, asked.private, asked.visible) == ("thinking", private, [])
    first = plain.follow_up(asked, content="first", flags=EPHEMERAL * (not private))
    second = plain.follow_up(asked, content="second", flags=EPHEMERAL)
    messages = asked.answer(parts=2)
    assert [str(one.id) for one in messages] == [first.body["id"], second.body["id"]]
    assert [one.ephemeral for one in messages] == [private, True]
    assert messages[0] is asked.original
    assert asked.state == "answered"


def test_a_token_is_void_after_three_seconds(plain: Plain, asked: Interaction) -> None:
    plain.discord.clock.advance(3)
    assert plain.respond(asked, 4, content="late").code == (404, 10062)
    assert asked.state == "expired"
    assert plain.follow_up(asked, content="late").code == (404, 10015)


def test_a_token_lives_a_quarter_of_an_hour(plain: Plain, asked: Interaction) -> None:
    plain.respond(asked, 5)
    plain.discord.clock.advance(15 * 60 - 10)
    assert plain.follow_up(asked, content="in time").status == 200
    plain.discord.clock.advance(10)
    assert plain.follow_up(asked, content="late").code == (401, 50027)
    assert plain.original("PATCH", asked, content="late").code == (401, 50027)


@pytest.mark.parametrize(
    ("name", "options", "why"),
    [
        ("tell", {}, "no command 'tell'"),
        ("ask", {}, "needs the options"),
        ("ask", {"question": "Who?", "more": 1}, "no options"),
        ("ask", {"question": "x" * 11}, "at most 10"),
        ("ask", {"question": ""}, "at least 1"),
        ("ask", {"question": 5}, "must be of type"),
        ("settings", {}, "subcommands"),
        ("settings hide", {}, "no subcommand"),
    ],
)
def test_what_discord_would_not_let_somebody_type(
    discord: StandIn, alice: Member, name: str, options: dict[str, Any], why: str
) -> None:
    assert alice.server
    moderator = alice.server.member("Mod", permissions=["MANAGE_GUILD"])
    with pytest.raises(AssertionError, match=why):
        moderator.asks(alice.server.channel("general"), name, **options)
    assert not discord.world.interactions


def test_a_command_is_shown_to_whom_it_is_for(alice: Member, channel: Channel) -> None:
    assert alice.server
    moderator = alice.server.member("Mod", permissions=["MANAGE_GUILD"])
    with pytest.raises(AssertionError, match="default_member_permissions"):
        alice.asks(channel, "settings show")
    data = moderator.asks(channel, "settings show", where=channel).data
    [option] = data["options"][0]["options"]
    assert option["value"] in data["resolved"]["channels"]
    with pytest.raises(AssertionError, match="contexts"):
        moderator.asks(moderator.direct, "settings show")
    assert alice.asks(alice.direct, "ask", question="Who?").json["context"] == 1


def test_buttons_and_selects(plain: Plain, alice: Member, asked: Interaction) -> None:
    plain.respond(asked, 4, content="words", components=[ROW, SELECT])
    [message] = asked.answer()
    pressed = alice.presses(message, "More")
    assert pressed.json["message"]["id"] == str(message.id)
    assert plain.respond(pressed, 7, content="more").status == 204
    assert (message.content, pressed.state) == ("more", "answered")
    picked = alice.picks(message, "pick", "a", "b")
    assert picked.data["values"] == ["a", "b"]
    assert plain.respond(picked, 6).status == 204
    assert picked.state == "thinking"
    assert plain.original("PATCH", picked, content="picked").status == 200
    assert (message.content, picked.state) == ("picked", "answered")
    for wrong in ("Off", "Link", "Less"):
        with pytest.raises(AssertionError, match=wrong):
            alice.presses(message, wrong)
    for values in ((), ("a", "b", "c"), ("d",)):
        with pytest.raises(AssertionError, match=r"picked|among"):
            alice.picks(message, "pick", *values)


def test_only_whom_it_is_for_presses_a_private_button(
    plain: Plain, alice: Member, asked: Interaction
) -> None:
    assert alice.server
    plain.respond(asked, 4, content="words", components=[ROW], flags=EPHEMERAL)
    [message] = asked.answer()
    with pytest.raises(AssertionError, match="Bob does not see"):
        alice.server.member("Bob").presses(message, "More")
    assert alice.presses(message, "more").kind == 3


def test_a_form_is_filled(plain: Plain, alice: Member, asked: Interaction) -> None:
    assert plain("POST", f"/interactions/{asked.id}/{asked.token}/callback", form()).status == 204
    assert asked.form == FORM
    for wrong in ({"line": "too long"}, {"line": ""}, {"other": "x"}):
        with pytest.raises(AssertionError, match=r"takes|asks for"):
            alice.types_into(asked, **wrong)
    sent = alice.types_into(asked, line="words")
    assert sent.data["components"][0]["components"][0]["value"] == "words"
    with plain.discord.expect_violation("does not answer"):
        path = f"/interactions/{sent.id}/{sent.token}/callback"
        assert plain("POST", path, form()).code == (400, 50035)
    assert plain.respond(sent, 4, content="thanks").status == 204


def form() -> dict[str, Any]:
    return {"type": 9, "data": FORM}


def test_an_answer_must_fit_what_was_asked(plain: Plain, asked: Interaction) -> None:
    with plain.discord.expect_violation("of which there is none"):
        asked.kind = 3
        assert plain.respond(asked, 6).code == (400, 50035)
    with plain.discord.expect_violation("no way to answer"):
        assert plain.respond(asked, 44).code == (400, 50035)


def test_an_app_that_is_not_installed_has_five_follow_ups(
    discord: StandIn, plain: Plain, alice: Member
) -> None:
    plain.register(ASK | {"integration_types": [0, 1]})
    server = discord.server("Elsewhere", installed=False)
    asked = server.member(alice).asks(server.channel("general"), "ask", question="Who?")
    plain.respond(asked, 4, content="words")
    statuses = [plain.follow_up(asked, content="more").status for _ in range(6)]
    assert statuses == [200] * 5 + [400]


def test_an_interaction_with_a_wrong_token_is_unknown(plain: Plain, asked: Interaction) -> None:
    body = {"type": 5}
    assert plain("POST", f"/interactions/{asked.id}/wrong/callback", body).code == (404, 10062)
    assert plain.follow_up(asked, content="words").code == (404, 10015)


PICKS = [
    {"type": 8, "custom_id": "where", "placeholder": "Which channel?", "channel_types": [0]},
    {"type": 6, "custom_id": "who", "min_values": 0, "max_values": 2},
]


def test_channels_and_roles_are_picked_as_discord_says_them(
    plain: Plain, alice: Member, asked: Interaction, channel: Channel
) -> None:
    assert alice.server
    rows = [{"type": 1, "components": [one]} for one in PICKS]
    plain.respond(asked, 4, content="words", components=rows)
    [message] = asked.answer()
    picked = alice.picks(message, "Which channel?", channel)
    assert picked.data["values"] == [str(channel.id)]
    assert picked.data["resolved"]["channels"][str(channel.id)]["name"] == "general"
    roles = [alice.server.role("One"), alice.server.role("Two")]
    data = alice.picks(message, "who", *roles).data
    assert [*data["resolved"]["roles"]] == data["values"] == [str(one.id) for one in roles]
    assert alice.picks(message, "who").data["values"] == []
    for select, wrong in (("where", roles[0]), ("who", channel), ("who", "1")):
        with pytest.raises(AssertionError, match="not to be picked"):
            alice.picks(message, select, wrong)
    with pytest.raises(AssertionError, match="no such channel"):
        alice.picks(message, "where", channel.thread("a thread"))
