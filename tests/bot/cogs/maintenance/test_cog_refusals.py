"""Who may not maintain the text, and files that give no edition: a sentence each."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from bot.maintenance.maintenance import MAX_FILE_SIZE
from embeddings.editions.editions import Editions
from embeddings.editions.promotion import roll_back
from tests.embeddings.readers.test_registry_file_types import BLOCKS, with_part
from tests.standin.rest import CDN
from tests.support.cli_program import HARBOUR
from tests.support.maintained_bot import Maintained, buttons, maintained, told
from tests.support.sample_files import MAKERS

CORRECTED = HARBOUR.replace("proud of it.", "proud of it (p. xiii).")
LOST = HARBOUR.replace(" (p. 12). He was", ". He was").replace(" (p. xii)", "")


@pytest.fixture(scope="module")
def _one(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maintained]:
    home = tmp_path_factory.mktemp("maintained") / "home"
    copytree(built, home)
    library = home / "data" / "library.toml"
    with maintained(home / "data" / "index", home, library=library) as one:
        yield one


@pytest.fixture
def one(_one: Maintained) -> Iterator[Maintained]:
    """Return a bot whose text the test may change: afterwards it is what it was."""
    live = _one.history.live
    yield _one
    assert _one.discord.violations == []
    if live is not None and _one.history.live != live:
        roll_back(Editions(_one.index), live)


def downloads(one: Maintained) -> int:
    """Return how many files the bot has fetched."""
    return sum(request.path.startswith(CDN) for request in one.discord.requests)


def test_whoever_is_no_maintainer_is_refused_whatever_is_asked(one: Maintained) -> None:
    file = one.discord.upload("essay.txt", HARBOUR.encode())
    before, there = downloads(one), len(one.history.listed)
    names = ("editions", "diff", "promote", "rollback")
    build = one.admin.asks(one.channel, "maintain build", file=file)
    for each in (build, *(one.admin.asks(one.channel, f"maintain {name}") for name in names)):
        (message,) = each.answer()
        assert "This is for the maintainers of my text" in message.content
        assert each.private
    assert one.admin.completes(one.channel, "maintain promote", edition="") == []
    assert (downloads(one), len(one.history.listed)) == (before, there)


def test_members_do_not_see_the_command_and_in_a_direct_message_the_right_decides(
    one: Maintained,
) -> None:
    member, stranger = one.server.member("Member"), one.discord.person("Stranger")
    with pytest.raises(AssertionError, match="default_member_permissions"):
        member.asks(one.channel, "maintain editions")
    (message,) = stranger.asks(stranger.direct, "maintain editions").answer()
    assert "This is for the maintainers of my text" in message.content
    (message,) = one.keeper.asks(one.keeper.direct, "maintain editions").answer()
    assert (one.history.live or "?") in told(message)


def test_a_button_of_a_maintainer_is_nobody_elses(one: Maintained) -> None:
    message = one.ended(one.builds(CORRECTED))
    (promote, _) = (each["custom_id"] for each in message.components[0]["components"])
    forged = one.admin.asks(one.channel, "maintain editions")
    (refused,) = forged.answer()
    refused.components = message.components
    (told_so,) = one.admin.presses(refused, promote).answer()
    assert "This is for the maintainers of my text" in told_so.content
    assert one.history.find_candidate()
    one.presses(message, "Discard")
    assert "is discarded." in told(message)


BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "a.txt: is empty; name a file with a text in it."),
    "blank": ("a.txt", b" \n\n\t", "a.txt: is empty"),
    "a picture": ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(64), "a.txt: is not a text"),
    "another kind than its name": ("a.txt", MAKERS[".docx"](BLOCKS), "is a Word file (DOCX)"),
    "damaged": ("a.docx", MAKERS[".docx"](BLOCKS)[:-200], "damaged"),
    "a bomb": (
        "a.docx",
        with_part(MAKERS[".docx"](BLOCKS), "word/document.xml", b" " * (2**20 + 1)),
        "would unpack to",
    ),
}


@pytest.mark.parametrize(("name", "content", "words"), BAD.values(), ids=BAD)
def test_a_bad_file_is_the_readers_own_sentence_and_nothing_is_built(
    name: str, content: bytes, words: str, one: Maintained
) -> None:
    there = [each.name for each in one.history.listed]
    message = one.ended(one.builds(content, name))
    assert words in told(message)
    assert (buttons(message), message.embeds) == ([], [])
    assert [each.name for each in one.history.listed] == there


def test_a_name_is_never_a_path(one: Maintained) -> None:
    file = one.discord.upload("essay.txt", b"Word for word.\0") | {"filename": "../../etc/passwd"}
    message = one.shows("build", file=file)
    assert told(message).startswith("../../etc/passwd: is not a text but")


def test_a_file_that_is_too_large_is_refused_before_it_is_fetched(one: Maintained) -> None:
    before = downloads(one)
    file = one.discord.upload("book.pdf", b"%PDF-", size=MAX_FILE_SIZE + 1)
    message = one.shows("build", file=file)
    assert "The file has 26 MB, and I take at most 25 MB" in told(message)
    assert downloads(one) == before
    lying = one.discord.upload("book.txt", b" " * (MAX_FILE_SIZE + 1), size=7)
    assert "I take at most 25 MB" in told(one.shows("build", file=lying))


def test_a_file_that_discord_does_not_hand_over_is_a_sentence(one: Maintained) -> None:
    gone = one.discord.upload("essay.txt", HARBOUR.encode())
    gone["url"] += "-gone"
    assert "Discord did not give me this file." in told(one.shows("build", file=gone))


def test_a_document_that_the_manifest_has_not_is_a_sentence(one: Maintained) -> None:
    message = one.ended(one.builds(CORRECTED, document="harbor"))
    assert "there is no document 'harbor'" in told(message)
    file = one.discord.upload("essay.txt", b"")
    offered = one.keeper.completes(one.channel, "maintain build", file=file, document="ha")
    assert [each["value"] for each in offered] == ["harbour"]


def test_the_wrong_text_is_told_so_and_goes_live_for_no_reason_but_one(one: Maintained) -> None:
    message = one.ended(one.builds("Nothing here is of the harbour.\n\nNor is this."))
    assert "It does not go live by itself:" in told(message)
    assert "It has no paragraph of the live text: the file is of another text." in told(message)
    assert buttons(message) == ["Promote all the same", "Discard"]
    one.presses(message, "Discard")


def test_the_text_that_is_live_is_nothing_new(one: Maintained) -> None:
    message = one.ended(one.builds(HARBOUR))
    assert f"Nothing has changed: the file gives {one.history.live}" in told(message)
    assert buttons(message) == []


def test_what_is_lost_is_named_and_goes_live_for_a_reason_on_record(one: Maintained) -> None:
    live = one.history.live
    message = one.ended(one.builds(LOST))
    name, words = one.history.find_candidate(), told(message)
    assert "It does not go live by itself:" in words
    assert "2 page citations are lost" in words
    assert "Page citation lost · ¶ 5 · … the light when the keeper sleeps?” [(p. xii)]" in words
    refused = one.shows("promote", edition=name)
    assert f"{name} has not gone live." in told(refused)
    assert "2 page citations are lost" in told(refused)
    assert one.history.live == live
    blank = one.keeper.types_into(one.keeper.presses(refused, "Promote all the same"), reason="  ")
    (message,) = blank.answer()
    assert "A reason is needed" in message.content
    one.types(refused, "Promote all the same", reason="The author\nwithdrew *them*")
    assert f"{name} is live." in told(refused)
    assert "promoted all the same" in told(refused)
    (entry,) = [each.entry for each in one.history.listed if each.state == "live"]
    assert entry is not None
    assert (entry.by, entry.reason) == ("forced", "The author withdrew *them*")
    assert entry.who == f"keeper ({one.keeper.id})"
    assert "“The author withdrew *them*”" in told(one.shows("editions"))


def test_going_back_asks_first_and_from_where_it_was_asked(one: Maintained) -> None:
    first = one.history.live
    message = one.ended(one.builds(CORRECTED))
    name = one.history.find_candidate()
    asked = one.shows("promote")
    assert f"{name} is live." in told(asked)
    one.presses(message, "Promote")  # under the comparison it still stands
    (late,) = [
        each for each in one.discord.world.messages.values() if "live already" in each.content
    ]
    assert late.ephemeral
    one.presses(back := one.shows("rollback"), "Leave as it is")
    assert told(back) == "All stays as it is."
    early, late = one.shows("rollback"), one.shows("rollback")
    one.presses(early, "Go back")
    assert one.history.live == first
    one.presses(late, "Go back")
    assert one.history.live == first


def test_what_is_live_has_nothing_to_be_done_with(one: Maintained) -> None:
    live = one.history.live or ""
    message = one.shows("diff", edition=live[:6])
    assert "It is live." in told(message)
    assert buttons(message) == []
    assert "'no-such' is not one edition" in told(one.shows("diff", edition="no-such"))
    offered = one.keeper.completes(one.channel, "maintain rollback", edition="")
    assert live not in [each["value"] for each in offered]
