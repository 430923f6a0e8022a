"""A refused `/settings`: a sentence and a line of the log, and no defect."""

from pathlib import Path

import discord
import pytest

from bot.storage.repository import Storage
from tests.support.simulated_bot import Scene, play


@pytest.mark.parametrize("database", ["none", "away"])
def test_settings_without_a_database_are_a_sentence_and_no_defect(
    database: str, tmp_path: Path
) -> None:
    async def act(scene: Scene) -> None:
        if database == "away":
            scene.bot.settings_cache.storage = Storage(f"sqlite:///{tmp_path}/no/such.db")
        guild, manages = scene.env.guild, discord.Permissions(manage_guild=True)
        mo = guild.add_member(
            scene.env.create_user("mo"), roles=[guild.create_role("mods", permissions=manages)]
        )
        result = await mo.slash(scene.channel, "settings")
        assert result.response is not None
        assert "database" in result.response.content

    lines = play(act)
    assert len([*lines.of("refused"), *lines.of("answer_failed")]) == 1
    assert lines.of("defect") == []
    assert "never retrieved" not in lines.text
