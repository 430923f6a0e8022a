"""Who asks too much by mentions is told so once, within one process."""

from bot.servers.settings import DEFAULTS
from bot.state.rate_limits import FREE_STRIKES
from tests.support.simulated_bot import Scene, play


def test_whoever_floods_a_channel_with_mentions_is_soon_told_no_more() -> None:
    async def act(scene: Scene) -> None:
        for _ in range(DEFAULTS.member_limit + FREE_STRIKES + 10):
            await scene.mentions()
        refused = [one.content for one in scene.public if "try again" in one.content]
        assert len(refused) == FREE_STRIKES + 1
        assert "in 15 s" in refused[-1]
        result = await scene.asks()
        assert result.ephemeral
        assert result.response is not None
        assert "Please try again in 15 s" in result.response.content

    play(act)
