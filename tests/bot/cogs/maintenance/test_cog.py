"""The whole way of a corrected text over real sockets, with the real model."""

import re
import shutil
from pathlib import Path

from tests.conftest import ROOT
from tests.support.live_bot import shown
from tests.support.maintained_bot import buttons, maintained, told

SAMPLE = ROOT / "data" / "sample" / "essay.txt"
LIBRARY = ROOT / "data" / "library.toml"
QUESTION = "Who saved Chernov from the crowd?"
OLD, NEW = "That July, outside the Tauride Palace", "In July, before the Tauride Palace"


def test_a_corrected_text_is_built_shown_promoted_and_taken_back(
    sample_index: Path, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    shutil.copytree(sample_index, index, symlinks=True)
    with maintained(index, tmp_path, library=LIBRARY) as one:
        first = one.history.live
        asked = one.builds(SAMPLE.read_text("utf-8").replace(OLD, NEW))
        answer = one.admin.asks(one.channel, "ask", question=QUESTION).answer()
        assert OLD in shown(answer)[0]
        message = one.ended(asked, within=900)
        second = one.history.find_candidate()
        words = told(message)
        assert f"Beside {first}, which is live:" in words
        assert "Paragraphs: 1 changed" in words
        assert re.search(
            r"Paragraph changed · ¶ \d+ · \[That July, outside → In July, before\] the", words
        )
        assert "It may go live: nothing is lost" in words
        assert buttons(message) == ["Promote", "Discard"]
        one.presses(message, "Promote")
        assert f"{second} is live." in told(message)
        assert f"Before it, {first} was." in told(message)
        assert buttons(message) == []
        one.changed_over(1)
        answer = one.admin.asks(one.channel, "ask", question=QUESTION).answer()
        assert NEW in shown(answer)[0]
        (entry,) = [each.entry for each in one.history.listed if each.state == "live"]
        assert entry is not None
        assert (entry.by, entry.who) == ("promoted", f"keeper ({one.keeper.id})")
        message = one.shows("rollback")
        assert f"Go back to {first}?" in told(message)
        assert one.history.live == second
        one.presses(message, "Go back")
        assert f"{first} is live." in told(message)
        one.changed_over(2)
        answer = one.admin.asks(one.channel, "ask", question=QUESTION).answer()
        assert OLD in shown(answer)[0]
        listed = told(one.shows("editions"))
        assert listed.index(first or "") < listed.index(second)
        assert "gone back to" in listed
        assert one.discord.violations == []
