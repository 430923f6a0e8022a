"""The way back within one process: too long, late, acknowledged, forbidden, gone, away."""

import aiohttp
import pytest

from bot.replies import MessageReply
from tests.support.simulated_bot import NEVER, Scene, long, play, refusal

CALLBACK = r"/callback$"
ORIGINAL = r"/messages/@original$"
FOLLOW_UP = r"^/webhooks/\d+/[^/]+$"
MESSAGES = r"^/channels/\d+/messages$"
AWAY = (aiohttp.ClientConnectionError(), ConnectionResetError(), refusal(502), refusal(503))
"""What passes."""


def test_what_does_not_fit_follows_in_the_channel_each_with_a_nonce_of_its_own() -> None:
    async def act(scene: Scene) -> None:
        result = await scene.asks()
        (original,) = scene.wire.sent("PATCH", ORIGINAL)
        rest = scene.wire.sent("POST", MESSAGES)
        assert [len(one["embeds"]) for one in (original, *rest)] == [1, 1, 1]
        asked = str(result._interaction.id)
        assert [one["nonce"] for one in rest] == [f"{asked}-0", f"{asked}-1"]
        assert all(one["enforce_nonce"] for one in rest)
        response = result.response
        assert response is not None
        told = {one["message_reference"]["message_id"] for one in rest}
        assert told == {response.message.id}
        assert scene.wire.sent("POST", FOLLOW_UP) == []

    assert play(act, long).of("answered")[0]["messages"] == 3


@pytest.mark.parametrize("closed", [False, True])
def test_what_does_not_fit_follows_the_response_where_the_channel_is_no_way(closed: bool) -> None:
    async def act(scene: Scene) -> None:
        place = scene.elsewhere(send_messages=False) if closed else scene
        result = await place.asks(private=not closed)
        assert len(result.followups) == 2
        assert [one.ephemeral for one in result.followups] == [not closed] * 2
        assert [len(one.embeds) for one in result.followups] == [1, 1]
        assert scene.wire.sent("POST", MESSAGES) == []

    play(act, long)


def test_only_the_first_message_under_a_mention_is_a_reply_and_none_is_announced() -> None:
    async def act(scene: Scene) -> None:
        asked = await scene.mentions()
        await scene.env.advance_time(NEVER)
        assert scene.wire.sent("POST", "/typing$") == []
        first, second, third = scene.wire.sent("POST", MESSAGES)
        assert first["message_reference"]["message_id"] == asked.id
        assert first["message_reference"]["fail_if_not_exists"] is False
        first_sent = scene.public[0].id
        assert [one["message_reference"]["message_id"] for one in (second, third)] == (
            [first_sent] * 2
        )
        sent = [one["nonce"] for one in (first, second, third)]
        assert sent == [f"{asked.id}-{number}" for number in range(3)]

    play(act, long)


@pytest.mark.parametrize("code", [10062, 10015])
def test_a_command_that_expired_is_answered_in_the_channel_and_pings_nobody(code: int) -> None:
    async def act(scene: Scene) -> None:
        scene.wire.fails("POST", CALLBACK, refusal(404, code))
        await scene.asks("*Who* lit it?")
        (message,) = scene.wire.sent("POST", MESSAGES)
        assert message["content"] == f"{scene.alice.mention} asked:\n**\\*Who\\* lit it?**"
        assert message["allowed_mentions"] == {"parse": []}
        assert "message_reference" not in message
        assert len(message["embeds"]) == 3
        assert scene.wire.sent("PATCH", ORIGINAL) == []

    (line,) = play(act).of("interaction_expired")
    assert line["remedy"]


@pytest.mark.parametrize(("status", "code"), [(401, 50027), (404, 10015)])
def test_an_answer_found_too_late_replies_to_what_was_announced(status: int, code: int) -> None:
    async def act(scene: Scene) -> None:
        scene.wire.fails("PATCH", ORIGINAL, refusal(status, code))
        result = await scene.asks()
        (message,) = scene.wire.sent("POST", MESSAGES)
        assert message["message_reference"]["message_id"] == result._interaction.message_id
        assert message["message_reference"]["fail_if_not_exists"] is False
        assert message["content"].startswith(f"{scene.alice.mention} asked:\n")
        assert message["nonce"] == f"{result._interaction.id}-0"

    assert len(play(act).of("interaction_expired")) == 1


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_private_answer_that_expired_is_not_published(method: str) -> None:
    async def act(scene: Scene) -> None:
        path = CALLBACK if method == "POST" else ORIGINAL
        scene.wire.fails(method, path, refusal(404, 10062))
        await scene.asks(private=True)
        assert scene.public == []
        assert scene.wire.sent("POST", MESSAGES) == scene.wire.sent("POST", FOLLOW_UP) == []

    log = play(act)
    assert [line["reason"] for line in log.of("answer_failed")] == ["ExpiredError"]
    assert log.of("answered") == []


def test_an_answer_that_expired_where_the_bot_may_not_write_is_a_line_in_the_log() -> None:
    async def act(scene: Scene) -> None:
        scene.wire.fails("POST", CALLBACK, refusal(404, 10062))
        await scene.elsewhere(embed_links=False).asks()
        assert scene.wire.sent("POST", MESSAGES) == []

    (line,) = play(act).of("answer_failed")
    assert line["reason"] == "CannotWriteError"
    assert "Embed Links" in line["remedy"]


def test_a_retry_that_was_acknowledged_before_is_answered_as_ever() -> None:
    async def act(scene: Scene) -> None:
        scene.wire.fails("POST", CALLBACK, refusal(400, 40060), carried_out=True)
        result = await scene.asks()
        assert result.response is not None
        assert len(result.response.embeds) == 3
        assert scene.wire.sent("POST", MESSAGES) == []

    assert play(act).of("interaction_expired") == []


@pytest.mark.parametrize("error", AWAY, ids=repr)
@pytest.mark.parametrize(("method", "path"), [("POST", CALLBACK), ("PATCH", ORIGINAL)])
def test_a_command_is_acknowledged_and_answered_although_discord_is_away(
    method: str, path: str, error: Exception, waited: list[float]
) -> None:
    async def act(scene: Scene) -> None:
        scene.wire.fails(method, path, error, times=2)
        result = await scene.asks()
        assert result.response is not None
        assert len(result.response.embeds) == 3

    play(act)
    assert waited == [0.5, 1]


@pytest.mark.parametrize("private", [False, True])
def test_a_command_that_discord_is_too_long_away_for_has_expired(
    private: bool, waited: list[float]
) -> None:
    async def act(scene: Scene) -> None:
        scene.wire.fails("POST", CALLBACK, refusal(502), times=99)
        scene.wire.fails("PATCH", ORIGINAL, refusal(404, 10015))
        await scene.asks(private=private)
        assert len(scene.public) == (not private)

    log = play(act)
    assert len(log.of("answer_failed" if private else "interaction_expired")) == 1
    assert len(waited) >= 1
    assert sum(waited) < 3


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("POST", CALLBACK, 403, 50001), ("PATCH", ORIGINAL, 404, 10008)],
)
def test_a_response_that_may_not_be_is_given_nowhere_else(
    method: str, path: str, status: int, code: int
) -> None:
    async def act(scene: Scene) -> None:
        scene.wire.fails(method, path, refusal(status, code))
        await scene.asks()
        assert len(scene.wire.sent(method, path)) == 1
        assert scene.wire.requests[-1].method == method

    lines = play(act)
    (line,) = lines.of("answer_failed")
    assert (line["status"], line["code"], bool(line["remedy"])) == (status, code, True)
    assert lines.of("answered") == lines.of("defect") == []


def test_an_answer_that_discord_calls_malformed_is_a_defect_and_told() -> None:
    async def act(scene: Scene) -> None:
        scene.wire.fails("PATCH", ORIGINAL, refusal(400, 50035))
        result = await scene.asks()
        assert result.response is not None
        assert "Something went wrong" in (result.response.content or "")

    (line,) = play(act).of("defect")
    assert line["remedy"]


@pytest.mark.parametrize("error", AWAY, ids=repr)
def test_a_reply_is_sent_again_with_the_same_nonce_while_discord_is_away(
    error: Exception, waited: list[float]
) -> None:
    async def act(scene: Scene) -> None:
        scene.wire.fails("POST", MESSAGES, error, times=3)
        asked = await scene.mentions()
        sent = scene.wire.sent("POST", MESSAGES)
        assert [one["nonce"] for one in sent] == [f"{asked.id}-0"] * 4
        assert all(one == sent[0] for one in sent)
        assert len(scene.public) == 1

    assert len(play(act).of("answered")) == 1
    assert waited == [0.5, 1, 2]


@pytest.mark.parametrize("busy", [False, True])
def test_where_the_bot_may_not_write_it_asks_discord_for_nothing(busy: bool) -> None:
    async def act(scene: Scene) -> None:
        scene.bot.answer_queue.waiting = scene.bot.answer_queue.max_waiting if busy else 0
        before = scene.bot.answer_queue.waiting
        await scene.elsewhere(send_messages=False).mentions()
        assert scene.wire.requests == []
        assert scene.bot.answer_queue.waiting == before

    (line,) = play(act).of("answer_failed")
    assert "View Channel, Send Messages" in line["remedy"]


def test_where_the_bot_may_not_embed_it_says_so() -> None:
    async def act(scene: Scene) -> None:
        place = scene.elsewhere(embed_links=False)
        await place.mentions()
        (answer,) = place.public
        assert "Use /ask, or let a moderator give me the permission Embed Links" in answer.content
        assert answer.embeds == []

    assert play(act).of("refused")[0]["reason"] == "NoEmbedsError"


def test_without_the_history_an_answer_is_no_reply() -> None:
    async def act(scene: Scene) -> None:
        place = scene.elsewhere(read_message_history=False)
        await place.mentions()
        (sent,) = scene.wire.sent("POST", MESSAGES)
        assert "message_reference" not in sent
        assert len(sent["embeds"]) == 3

    play(act)


@pytest.mark.parametrize("error", [None, refusal(403), aiohttp.ClientError()], ids=repr)
def test_a_long_answer_shows_that_the_bot_writes_and_never_fails_with_it(
    error: Exception | None,
) -> None:
    async def act(scene: Scene) -> None:
        if error is not None:
            scene.wire.fails("POST", "/typing$", error)
        reply = MessageReply(await scene.alice.send(scene.channel, "Who lit it?"))
        with scene.env._bot_scope():
            await reply.begin()
        await scene.env.advance_time(NEVER)
        assert len(scene.wire.sent("POST", "/typing$")) == 1
        assert reply._typing is not None
        assert reply._typing.exception() is None

    play(act)


def test_where_there_are_no_permissions_the_bot_just_writes() -> None:
    async def act(scene: Scene) -> None:
        asked = await scene.alice.send_dm("Who lit it?")
        assert asked.guild is None
        await MessageReply(asked).tell("*Here*")
        *_, sent = scene.wire.sent("POST", MESSAGES)
        assert sent["content"] == r"\*Here\*"

    play(act)
