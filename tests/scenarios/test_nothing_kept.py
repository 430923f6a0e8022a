"""With the settings that hold from the start, nothing that members write is kept anywhere."""

from pathlib import Path

import pytest

from tests.standin import running
from tests.support.live_bot import Live
from tests.support.stored_settings import settle

RARE = "quixotry zephyrian obnubilate marmorean susurrant velleity tatterdemalion ultracrepidary"
ONE, TWO, THREE, FOUR, FIVE, SIX, SEVEN, EIGHT = RARE.split()
"""Words of members, one for each way to write to the bot."""

QUESTION = "What did Trotsky do for the {} Chernov?"


def stored(home: Path) -> dict[str, bytes]:
    """Return all that lies in the folder that the bot works in."""
    files = [path for path in home.rglob("*") if path.is_file() and not path.is_symlink()]
    return {str(path.relative_to(home)): path.read_bytes() for path in files}


def a_day(live: Live) -> None:
    """Let members do all that they can do in a day."""
    alice, channel, direct = live.alice, live.channel, live.alice.direct
    (answer,) = alice.asks(channel, "ask", question=QUESTION.format(ONE)).answer()
    (private,) = alice.asks(channel, "ask", question=QUESTION.format(ONE), private=True).answer()
    written = live.asked_by_mention(QUESTION.format(TWO))
    written.replies()
    written.edit(f"{live.discord.bot.mention} {QUESTION.format(THREE)}")
    alice.says_directly(QUESTION.format(FOUR)).replies()
    alice.asks(direct, "ask", question=QUESTION.format(FOUR)).answer()
    form = alice.presses(answer, "Follow up")
    alice.types_into(form, question=f"Where did the {FIVE} man study?").answer()
    for button in ("More passages", "Before", "After", "Copy"):
        alice.presses(answer, button).answer()
    alice.presses(private, "Show in channel").answer()
    for button in ("Helpful", "Not this", "Wrong page?"):
        alice.presses(answer, button).answer()
    words = f"The {SIX} lamp was lit before the tide came in again"
    alice.asks(channel, "source", words=words).answer()
    message = live.server.member("Ben").says(channel, f"He said: “{words}, {SEVEN}”.")
    alice.uses("Find the source", message).answer()
    alice.uses("What does the text say?", message).answer()
    alice.asks(channel, "page", number="282").answer()
    alice.asks(channel, "page", number=EIGHT).answer()
    alice.asks(channel, "quote", theme=EIGHT).answer()
    alice.asks(channel, "privacy").answer()
    alice.presses(answer, "Delete")
    live.discord.wait(lambda: answer.deleted, "the answer to be gone")


@pytest.mark.parametrize("level", [pytest.param("info", marks=pytest.mark.slow), "debug"])
def test_nothing_a_member_wrote_is_in_the_database_or_the_logs(
    own: Live, sample_index: Path, level: str
) -> None:
    own.program.terminate()
    own.program.wait()
    arguments = ("--index", str(sample_index))
    with running(own.discord, *arguments, home=own.home, log_level=level) as program:
        a_day(own)
        whole = stored(own.home)
        assert any(name.endswith("concordance.db") for name in whole)
        program.terminate()
        program.wait()
        whole |= {f"{name}, afterwards": found for name, found in stored(own.home).items()}
    whole["the log"] = program.text.encode()
    assert '"answered"' in program.text
    assert '"feedback"' in program.text
    _hold_nothing(whole, own)


def _hold_nothing(whole: dict[str, bytes], live: Live) -> None:
    """Hold that files have neither the words of members nor who they are."""
    for name, found in whole.items():
        folded = found.lower()
        for word in (*RARE.split(), "Chernov", "Alice", "Ben"):
            assert word.lower().encode() not in folded, (name, word)
            assert word.lower().encode("utf-16-le") not in folded, (name, word)
        for number in (live.alice.id, live.alice.direct.id):
            assert str(number).encode() not in found, name
        assert live.alice.id.to_bytes(8, "big") not in found, name


def test_what_is_sought_would_be_found_if_it_were_kept(own: Live) -> None:
    settle(own, log="7 days")
    own.alice.asks(own.channel, "ask", question=QUESTION.format(ONE)).answer()

    def found() -> bool:
        return any(ONE.encode() in one for one in stored(own.home).values())

    own.discord.wait(found, "the question to be kept")
    with pytest.raises(AssertionError):
        _hold_nothing(stored(own.home), own)
