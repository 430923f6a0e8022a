"""Requests over HTTP: who may do what, and how Discord refuses."""

import pytest

from tests.standin import StandIn
from tests.standin.messages import EPHEMERAL
from tests.standin.plain import NOBODY, Plain


def test_answers_are_plain_json_with_limits(plain: Plain) -> None:
    answer = plain("GET", "/users/@me")
    assert answer.headers["Content-Type"] == "application/json"
    assert int(answer.headers["X-RateLimit-Remaining"]) > 0
    assert answer.body["id"] == str(plain.discord.bot.id)
    for path in ("/oauth2/applications/@me", "/applications/@me"):
        assert plain("GET", path).body["id"] == str(plain.discord.world.application)
    assert plain("GET", "/gateway").body["url"] == plain.discord.gateway
    plain.discord.recommends(8, at_once=2)
    recommended = plain("GET", "/gateway/bot").body
    limit = recommended["session_start_limit"]
    assert (recommended["shards"], limit["max_concurrency"], limit["remaining"]) == (8, 2, 1000)


def test_a_wrong_token_opens_nothing(plain: Plain) -> None:
    assert plain("GET", "/users/@me", token="wrong").code == (401, 0)  # noqa: S106
    plain.discord.revoke_token()
    assert plain("GET", "/users/@me").code == (401, 0)


def test_an_unknown_route_is_loud(plain: Plain) -> None:
    with plain.discord.expect_violation("unknown route: GET /stickers"):
        assert plain("GET", "/stickers").code == (404, 0)


def test_what_is_not_json_is_refused(plain: Plain) -> None:
    channel = plain.discord.server("Reading circle").channel("general")
    with plain.discord.expect_violation("is not JSON"):
        path, kind = f"/channels/{channel.id}/messages", {"Content-Type": "application/json"}
        assert plain.raw("POST", path, b"{", headers=kind).code == (400, 50109)


def test_a_message_with_a_nonce_is_sent_once(plain: Plain) -> None:
    server = plain.discord.server("Reading circle")
    channel, other = server.channel("general"), server.channel("other")
    once = {"content": "words", "nonce": "1", "enforce_nonce": True}
    first = plain.send(channel, **once)
    assert plain.send(channel, **once).body["id"] == first.body["id"]
    assert len(channel.said) == 1
    for elsewhere, more in ((other, {}), (channel, {"nonce": "2"}), (channel, {"nonce": "1"})):
        enforced = {"enforce_nonce": more != {"nonce": "1"}}
        assert plain.send(elsewhere, **once | more | enforced).body["id"] != first.body["id"]
    plain.discord.clock.advance(600)
    assert plain.send(other, **once).status == 200
    assert len(other.said) == 2


@pytest.mark.parametrize(
    ("denied", "code"),
    [("VIEW_CHANNEL", (403, 50001)), ("SEND_MESSAGES", (403, 50013))],
)
def test_what_the_bot_may_not_do_is_refused(
    plain: Plain, denied: str, code: tuple[int, int]
) -> None:
    channel = plain.discord.server("Reading circle").channel("general", deny=[denied])
    assert plain.send(channel, content="words").code == code
    assert plain("POST", f"/channels/{channel.id}/typing").code == code
    assert channel.said == []
    channel.denies()
    assert plain.send(channel, content="words").status == 200
    assert plain("POST", f"/channels/{channel.id}/typing").status == 204
    assert channel.typing == 1


def test_a_thread_has_its_parents_exceptions(plain: Plain) -> None:
    server = plain.discord.server("Reading circle")
    thread = server.channel("general", deny=["SEND_MESSAGES"]).thread("about lamps")
    assert plain.send(thread, content="words").status == 200
    assert thread.parent
    thread.parent.denies("SEND_MESSAGES_IN_THREADS")
    assert plain.send(thread, content="words").code == (403, 50013)
    thread.parent.denies("VIEW_CHANNEL")
    assert plain.send(thread, content="words").code == (403, 50001)


def test_embeds_that_may_not_be_sent_are_dropped_without_a_word(plain: Plain) -> None:
    channel = plain.discord.server("Reading circle").channel("general", deny=["EMBED_LINKS"])
    embeds = [{"description": "words"}]
    assert plain.send(channel, content="words", embeds=embeds).body["embeds"] == []
    assert plain.send(channel, embeds=embeds).code == (400, 50006)


def test_a_reply_needs_the_history_and_its_message(plain: Plain) -> None:
    server = plain.discord.server("Reading circle")
    channel, alice = server.channel("general"), server.member("Alice")
    said = alice.says(channel, "words")
    reply = {"content": "reply", "message_reference": {"message_id": said.id}}
    assert plain.send(channel, **reply).status == 200
    assert [one.content for one in said.replies()] == ["reply"]
    channel.denies("READ_MESSAGE_HISTORY")
    assert plain.send(channel, **reply).code == (400, 160002)
    assert plain("GET", f"/channels/{channel.id}/messages").body == []
    channel.denies()
    said.delete()
    assert plain.send(channel, **reply).code == (400, 50035)
    lenient = {"message_id": str(said.id), "fail_if_not_exists": False}
    assert plain.send(channel, content="reply", message_reference=lenient).status == 200


def test_words_of_others_stay_hidden_when_read(plain: Plain) -> None:
    server = plain.discord.server("Reading circle")
    channel, alice = server.channel("general"), server.member("Alice")
    said = alice.says(channel, "a secret")
    path = f"/channels/{channel.id}/messages/{said.id}"
    assert plain("GET", path).body["content"] == ""
    assert plain("PATCH", path, {"content": "mine", **NOBODY}).code == (403, 50005)
    assert plain("DELETE", path).code == (403, 50013)


def test_what_is_gone_is_unknown(plain: Plain) -> None:
    server = plain.discord.server("Reading circle")
    channel = server.channel("general")
    channel.delete()
    assert plain.send(channel, content="words").code == (404, 10003)
    elsewhere = plain.discord.server("Elsewhere", installed=False)
    assert plain.send(elsewhere.channel("general"), content="words").code == (403, 50001)
    assert plain("GET", f"/guilds/{elsewhere.id}").code == (403, 50001)
    assert plain("GET", f"/guilds/{server.id}").body["name"] == "Reading circle"
    server.delete()
    assert plain("GET", f"/guilds/{server.id}").code == (404, 10004)


def test_the_bot_makes_threads_where_it_may(plain: Plain) -> None:
    server = plain.discord.server("Reading circle")
    channel = server.channel("general")
    said = server.member("Alice").says(channel, "words")
    path = f"/channels/{channel.id}/messages/{said.id}/threads"
    assert plain("POST", path, {"name": "about words"}).body["id"] == str(said.id)
    assert plain("POST", path, {"name": "again"}).code == (400, 160004)
    plain_one = {"name": "by itself", "type": 11}
    assert plain("POST", f"/channels/{channel.id}/threads", plain_one).body["type"] == 11
    channel.denies("CREATE_PUBLIC_THREADS")
    assert plain("POST", f"/channels/{channel.id}/threads", plain_one).code == (403, 50013)


def test_somebody_who_takes_no_messages_gets_none(plain: Plain) -> None:
    alice = plain.discord.person("Alice")
    opened = plain("POST", "/users/@me/channels", {"recipient_id": str(alice.id)}).body
    assert opened["id"] == str(plain.discord.direct(alice).id)
    assert plain.send(alice.direct, content="words").status == 200
    alice.user.takes_messages = False
    assert plain.send(alice.direct, content="words").code == (403, 50007)


def test_what_only_one_sees_is_no_channels_message(plain: Plain) -> None:
    server = plain.discord.server("Reading circle")
    channel, alice = server.channel("general"), server.member("Alice")
    plain.register({"name": "ask", "description": "Ask"})
    asked = alice.asks(channel, "ask")
    plain.respond(asked, 4, content="for one", flags=EPHEMERAL)
    [message] = asked.answer()
    assert channel.said == []
    assert plain("GET", f"/channels/{channel.id}/messages/{message.id}").code == (404, 10008)


def test_every_request_is_kept(discord: StandIn, plain: Plain) -> None:
    channel = discord.server("Reading circle").channel("general")
    plain.send(channel, content="words")
    request = discord.requests[-1]
    assert (request.method, request.status) == ("POST", 200)
    assert request.path == f"/channels/{channel.id}/messages"
    assert request.body["content"] == "words"
    with pytest.raises(AssertionError, match=r"for the moon(.|\n)*last requests:\n.*POST /ch"):
        discord.wait(lambda: False, "the moon", within=0.01)
