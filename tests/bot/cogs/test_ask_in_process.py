"""Questions within one process: who is answered, who is left alone, what is said of an error."""

import asyncio
import json
from typing import Any, cast

import discord
import pytest
import simcord
from simcord.enums import MessageType

from bot.answers.answer_question import MAX_QUESTION_LENGTH
from bot.cogs import FEATURES
from bot.cogs.ask import EDIT_SECONDS, LOOK_UP, AskCog
from bot.cogs.check_quotation import FIND
from bot.gateway.client import Bot
from embeddings.answering.manners import reply_to
from tests.support.manual_clock import Moved
from tests.support.simulated_bot import Scene, Search, play, thinking
from tests.support.small_text import small

CALLBACK = r"/callback$"
MESSAGES = r"^/channels/\d+/messages$"
WORDS = "Who xyzzy lit it?"


def shown(embeds: list[discord.Embed]) -> str:
    """Return what stands in embeds, the signs of quotations taken off."""
    return "\n".join(embed.description or "" for embed in embeds).replace("> ", "")


def told(result: simcord.InteractionResult) -> simcord.ResponseMessage:
    """Return the answer to an interaction."""
    assert result.response is not None
    return result.response


def test_the_command_shows_the_question_and_the_passages_to_all() -> None:
    async def act(scene: Scene) -> None:
        result = await scene.asks("Who *lit* it?")
        answer = told(result)
        assert (result.ephemeral, result.deferred, result.followups) == (False, False, [])
        assert answer.content == r"**Who \*lit\* it?**"
        assert "“I carry light up stairs” (12, 19, 44)." in shown(answer.embeds)
        assert scene.search.asked == ["Who *lit* it?"]

    play(act)


@pytest.mark.parametrize("question", ["Who was Parvus?", "How long is the essay?"])
def test_a_question_follows_on_none_that_the_text_does_not_answer(question: str) -> None:
    async def act(scene: Scene) -> None:
        await scene.asks("Who lit the lamp?")
        await scene.asks("And then?")
        assert "And then?" in scene.search.asked  # it followed on the one before
        searched = len(scene.search.asked)
        answer = told(await scene.asks(question))
        assert answer.embeds == []
        assert told(await scene.asks("And then?")).content.endswith(reply_to("And then?", ()))
        assert "And then?" not in scene.search.asked[searched:]

    play(act)


def test_the_command_is_answered_in_private_where_that_is_asked_for() -> None:
    async def act(scene: Scene) -> None:
        result = await scene.asks(private=True)
        assert result.ephemeral
        assert len(told(result).embeds) == 3
        assert scene.public == []

    play(act)


def test_the_command_is_answered_in_a_channel_where_the_bot_may_not_write() -> None:
    async def act(scene: Scene) -> None:
        closed = scene.elsewhere(send_messages=False, embed_links=False)
        assert len(told(await closed.asks()).embeds) == 3

    play(act)


def test_a_mention_is_answered_with_a_reply_without_the_mention() -> None:
    async def act(scene: Scene) -> None:
        me = scene.env.backend.bot_user.id
        for form in (f"<@{me}> Who lit it?", f"Who <@!{me}> lit it?", f"Who lit it?<@{me}>"):
            asked = await scene.alice.send(scene.channel, form)
            answer = scene.public[-1]
            assert answer.reference is not None
            assert answer.reference.message_id == asked.id
            assert (len(answer.embeds), answer.mentions) == (3, [])
            assert answer.content == "**Who lit it?**"
        assert scene.search.asked.count("Who lit it?") == 3

    play(act)


def test_a_reply_to_the_bot_whose_words_mention_it_follows_on() -> None:
    async def act(scene: Scene) -> None:
        await scene.mentions()
        answer = scene.public[-1]
        asked = f"{scene.bot.user.mention} And the ship?" if scene.bot.user else ""
        await scene.alice.send(scene.channel, asked, reply_to=answer)
        assert scene.search.asked[:2] == ["Who lit it?", "And the ship?"]
        assert len(scene.public) == 2

    play(act)


def test_a_mention_alone_is_told_how_to_ask() -> None:
    async def act(scene: Scene) -> None:
        await scene.mentions("")
        assert [one.content for one in scene.public] == [reply_to("", ())]

    play(act)


def test_a_question_in_a_thread_is_answered_in_the_thread() -> None:
    async def act(scene: Scene) -> None:
        backend = scene.env.backend
        thread = backend.create_thread(scene.channel.id, "lamps", scene.alice.id)
        mention = f"<@{backend.bot_user.id}> Who lit it?"
        (handle,) = scene.channel.threads
        await scene.alice.send(handle, mention)
        answer = handle.last_message
        assert answer is not None
        assert answer.author.id == backend.bot_user.id
        assert answer.channel.id == thread.id
        assert len(answer.embeds) == 3
        assert scene.public == []

    play(act)


def test_in_a_thread_the_permission_for_threads_decides() -> None:
    async def act(scene: Scene) -> None:
        for denied, answers in (
            ({"send_messages": False}, 1),
            ({"send_messages_in_threads": False}, 0),
        ):
            place = scene.elsewhere(**denied)
            thread = scene.env.backend.create_thread(place.channel.id, "lamps", scene.alice.id)
            (handle,) = place.channel.threads
            await scene.alice.send(handle, f"<@{scene.env.backend.bot_user.id}> Who lit it?")
            sent = scene.wire.sent("POST", f"^/channels/{thread.id}/messages$")
            assert len(sent) == answers

    lines = play(act)
    assert "Send Messages in Threads" in lines.of("answer_failed")[0]["remedy"]


def test_who_does_not_ask_is_left_alone() -> None:
    async def act(scene: Scene) -> None:
        env, guild, channel = scene.env, scene.env.guild, scene.channel
        me = f"<@{env.backend.bot_user.id}>"
        robot = guild.add_member(env.create_user("robot", bot=True))
        hook = guild.create_webhook(channel)
        await robot.send(channel, f"{me} Who lit it?")
        await hook.send(f"{me} Who lit it?")
        env.backend.users[hook._webhook.webhook_user_id].bot = False
        assert not (await hook.send(f"{me} Who lit it?")).author.bot
        for words in ("Who lit it?", "@everyone Who lit it?", "@here?", f"<@{robot.id}> Who?"):
            await scene.alice.send(channel, words)
        assert (scene.public, scene.search.asked) == ([], [])

    play(act)


def test_a_line_of_discord_that_names_the_bot_is_no_question() -> None:
    async def act(scene: Scene) -> None:
        me = simcord.UserHandle(scene.env, scene.env.backend.bot_user)
        kind = MessageType.RECIPIENT_ADD
        line = scene.env.guild.create_system_message(
            scene.channel, kind, author=scene.alice, recipient=me
        )
        await scene.env.settle()
        assert [one.id for one in line.mentions] == [me.id]
        assert scene.public == []

    play(act)


def test_a_message_before_the_login_is_left_alone() -> None:
    queue = thinking(Search(small()))
    asyncio.run(AskCog(Bot(FEATURES, queue)).on_message(cast("Any", None)))
    queue.stop()


def test_a_message_is_looked_up_for_the_member_alone() -> None:
    async def act(scene: Scene) -> None:
        message = await scene.alice.send(scene.channel, "The lamp had gone out.")
        result = await scene.looks_up(message)
        assert result.ephemeral
        assert (told(result).content, len(told(result).embeds)) == ("**The lamp had gone out.**", 3)
        assert scene.search.asked == ["The lamp had gone out."]
        assert scene.public == []

    play(act)


@pytest.mark.parametrize("kind", ["picture", "embed", "line of Discord"])
def test_a_message_without_words_of_its_own_is_named_as_such(kind: str) -> None:
    async def act(scene: Scene) -> None:
        guild, channel = scene.env.guild, scene.channel
        if kind == "picture":
            message = await scene.alice.send(channel, "", attachments=[("lamp.png", b"png")])
        elif kind == "embed":
            hook = guild.create_webhook(channel)
            message = await hook.send(embed=discord.Embed(title="Who lit it?"))
        else:
            message = guild.create_system_message(
                channel, MessageType.PREMIUM_GUILD_SUBSCRIPTION, author=scene.alice
            )
        result = await scene.looks_up(message)
        assert told(result).content.startswith("That message has no words of its own")
        assert result.ephemeral
        assert scene.search.asked == []

    assert play(act).of("refused")[0]["reason"] == "NoWordsError"


def test_words_that_cannot_be_proved_are_not_shown() -> None:
    async def act(scene: Scene) -> None:
        scene.search.tampered = True
        for private in (False, True):
            answer = told(await scene.asks(WORDS, private=private))
            (line,) = scene.log.of("defect")[-1:]
            assert answer.content.startswith("I found a passage, but could not prove its words")
            assert answer.content.endswith(f"in the log under {line['request']}.")
            assert answer.embeds == []

    lines = play(act)
    assert lines.of("answered") == []
    assert "UnprovedQuotationError" in lines.of("defect")[0]["exception"][0]


def test_a_command_in_plain_text_is_no_error() -> None:
    async def act(scene: Scene) -> None:
        await scene.mentions("help")
        assert len(scene.public) == 1

    lines = play(act)
    assert len(lines.of("answered")) == 1
    assert lines.of("defect") == []


def test_the_commands_are_as_discord_takes_them() -> None:
    async def act(scene: Scene) -> None:
        commands = {one.name: one.to_dict(scene.bot.tree) for one in scene.bot.tree.get_commands()}
        typed = "ask page paragraph quote works contents about source privacy".split()
        manage, timeout = 1 << 5, 1 << 40
        moderating = dict.fromkeys(("block", "unblock"), timeout)
        moderating |= dict.fromkeys(("insights", "settings", "permissions"), manage)
        kinds = dict.fromkeys((*typed, *moderating), 1) | {LOOK_UP: 3, FIND: 3}
        maintaining = commands.pop("maintain")
        assert (maintaining["contexts"], maintaining["integration_types"]) == ([0, 1], [0])
        assert maintaining["default_member_permissions"] == 0
        assert {name: one["type"] for name, one in commands.items()} == kinds
        for name, one in commands.items():
            gated = name in moderating
            assert one["contexts"] == ([0] if gated else [0, 1, 2])
            assert one["integration_types"] == ([0] if gated else [0, 1])
            assert one["default_member_permissions"] == moderating.get(name)
        question, private, passages = commands["ask"]["options"]
        required = [one["required"] for one in (question, private, passages)]
        assert required == [True, False, False]
        assert (passages["min_value"], passages["max_value"]) == (1, 5)
        assert (question["min_length"], question["max_length"]) == (1, MAX_QUESTION_LENGTH)
        for one in (*commands.values(), maintaining):
            assert len(json.dumps(one, ensure_ascii=False)) < 8000

    play(act)


def test_an_answer_follows_a_question_that_is_edited_for_a_minute() -> None:
    clock = Moved()

    async def act(scene: Scene) -> None:
        asked = await scene.mentions()
        for seconds, question in ((EDIT_SECONDS - 1, "Who saw it?"), (1, "Who kept it?")):
            clock.move(seconds)
            await scene.alice.edit(asked, f"<@{scene.env.backend.bot_user.id}> {question}")
        assert [message.content for message in scene.public] == ["**Who saw it?**"]
        assert scene.search.asked == ["Who lit it?", "Who saw it?"]

    play(act, clock=clock)
