"""A refused command of maintainers: a sentence and a line of the log, and no defect."""

import pytest

from bot.maintenance.maintenance import Maintenance
from tests.support.simulated_bot import Scene, play

COMMANDS = ("editions", "diff", "promote", "rollback")


@pytest.mark.parametrize("maintenance", [None, Maintenance()], ids=["without", "of others"])
def test_a_refused_command_is_no_defect(maintenance: Maintenance | None) -> None:
    async def act(scene: Scene) -> None:
        keeper = scene.env.create_user("keeper")
        for name in COMMANDS:
            result = await keeper.slash(f"maintain {name}")
            assert result.response is not None
            assert "This is for the maintainers of my text" in result.response.content

    lines = play(act, maintenance=maintenance)
    refused = [line["reason"] for line in lines.of("refused")]
    assert refused == ["NotMaintainerError"] * len(COMMANDS)
    assert lines.of("defect") == []
    assert "never retrieved" not in lines.text
