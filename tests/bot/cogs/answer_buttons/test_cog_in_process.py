"""Buttons under answers of several messages, and pressed too often, within one process."""

from bot.cogs.answer_buttons.feedback import REPORT_INTERVAL
from bot.servers.records import SettingsChange
from bot.servers.settings import DEFAULTS
from bot.storage.repository import Storage
from tests.support.chat_actions import played
from tests.support.manual_clock import Moved
from tests.support.simulated_bot import Scene, long, play


def test_an_answer_of_several_messages_is_deleted_whole_and_nothing_else() -> None:
    async def act(scene: Scene) -> None:
        await scene.asks("Who lit it?")
        other = scene.public
        assert len(other) == 3
        result = await scene.asks("Who lit it again?")
        await scene.alice.send(scene.channel, "I see.")
        assert result.response is not None
        await scene.alice.click(result.response.message, label="Delete")
        assert [one.id for one in scene.public] == [one.id for one in other]
        (said,) = [one for one in scene.channel.history() if one.content == "I see."]
        assert said.author.id == scene.alice.id

    play(act, long)


def test_the_rest_of_an_answer_is_deleted_up_to_the_next_one() -> None:
    async def act(scene: Scene) -> None:
        result = await scene.asks("Who lit it?")
        await scene.asks("Who lit it again?")
        assert len(scene.public) == 6
        assert result.response is not None
        await scene.alice.click(result.response.message, label="Delete")
        assert len(scene.public) == 3
        assert "again" in scene.public[0].content

    play(act, long)


def test_whoever_presses_too_often_is_told_when_to_come_back() -> None:
    async def act(scene: Scene) -> None:
        result = await scene.asks("Who lit it?")
        assert result.response is not None
        for _ in range(DEFAULTS.member_limit - 1):
            pressed = await scene.alice.click(result.response.message, label="Copy")
            assert pressed.response is not None
            assert "try again" not in pressed.response.content
        pressed = await scene.alice.click(result.response.message, label="Copy")
        assert pressed.response is not None
        assert "Please try again in 3 s." in pressed.response.content

    play(act)


def test_what_was_reported_is_reported_again_only_the_next_day(storage: Storage) -> None:
    clock = Moved()

    async def act(scene: Scene) -> None:
        reports = scene.env.guild.create_text_channel("reports")
        await storage.change(
            scene.env.guild.id, SettingsChange(scene.alice.id, {"reports": reports.id})
        )
        result = await scene.asks("Who lit it?")
        assert result.response is not None
        numbers = []
        for seconds in (0.0, REPORT_INTERVAL - 1, 1.0):
            clock.move(seconds)
            await scene.alice.click(result.response.message, label="Wrong page?")
            numbers.append(len(reports.history()))
        assert numbers == [1, 1, 2]

    played(act, storage, clock)
