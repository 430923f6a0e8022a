"""The whole program told to read its settings and its index again, while it answers."""

from pathlib import Path

from embeddings.answering.answerer import Answerer
from tests.standin import StandIn, once, running
from tests.support.live_bot import expected, shown

QUESTION = "Who saved Chernov from the crowd?"


def test_another_index_answers_at_once_and_a_bad_setting_changes_nothing(
    sample_index: Path, built: Path, answerer: Answerer, tmp_path: Path
) -> None:
    settings = tmp_path / ".env"
    settings.write_text(f"CONCORDANCE_INDEX={built / 'data' / 'index'}\n", "utf-8")
    with StandIn() as discord:
        server = discord.server("Reading circle")
        channel, alice = server.channel("general"), server.member("Alice")
        assert once(discord, "sync", home=tmp_path).status == 0

        def answered() -> list[str]:
            return shown(alice.asks(channel, "ask", question=QUESTION).answer())

        right = expected(answerer.answer(QUESTION))
        with running(discord, home=tmp_path) as program:
            assert answered() != right
            more = "CONCORDANCE_HTTP_PORT=0\n"
            settings.write_text(f"CONCORDANCE_INDEX={sample_index}\n{more}", "utf-8")
            program.hangs_up()
            program.says('"settings_reloaded"', within=60)
            assert '"CONCORDANCE_HTTP_PORT"' in program.text
            assert answered() == right
            settings.write_text(f"CONCORDANCE_INDEX={tmp_path / 'none'}\n", "utf-8")
            program.hangs_up()
            program.says("do what `edition_open_failed` says", within=60)
            assert f"there is no index in {tmp_path / 'none'}" in program.text
            assert program.text.count('"settings_reloaded"') == 1
            assert answered() == right
            settings.write_text("CONCORDANCE_LOG_LEVEL=loud\n", "utf-8")
            program.hangs_up()
            program.says("CONCORDANCE_LOG_LEVEL: Input should be")
            assert answered() == right
            assert len(discord.sessions) == 1
