"""The list of those who may not ask, within Discord's limits, page by page."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import render
from bot.components import block_list_id
from bot.components.block_list_id import BlockListId
from bot.components.controls import OptionSelect
from bot.components.custom_id import prefix_of
from bot.errors import UnknownButtonError
from bot.i18n.translations import ENGLISH, get_translator
from bot.storage.records import MemberBlock
from tests.bot.render.test_settings_panel import LANGUAGES, custom_ids, hold

AT = datetime(2026, 5, 1, 12, 30, tzinfo=UTC)
BIG = (1 << 64) - 1


def blocks(count: int) -> list[MemberBlock]:
    """Return so many blocks."""
    return [MemberBlock(BIG - number, BIG, AT, AT + timedelta(days=1)) for number in range(count)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (25, 1), (26, 2), (99, 4)])
def test_each_who_is_blocked_can_be_picked_on_one_page(
    language: str, count: int, pages: int
) -> None:
    every, offered = blocks(count), list[str]()
    for page in range(pages):
        message = render.blocks(every, page, get_translator(language))
        hold(message)
        doings = [block_list_id.read(one).action for one in custom_ids(message)][1:]
        assert len(doings) == (page > 0) + (page < pages - 1)
        for select, *_ in message.rows[:1]:
            assert isinstance(select, OptionSelect)
            offered += [one.value for one in select.options]
    assert offered == [str(one.member) for one in every]


def test_until_when_and_by_whom_is_said() -> None:
    every = [MemberBlock(3, 4, AT, AT), MemberBlock(5, 6, AT, None)]
    message = render.blocks(every, 7, ENGLISH, "Done.")
    assert message.content == "Done."
    assert (message.embeds[0].description or "").splitlines() == [
        f"1. <@3>: until <t:{AT.timestamp():.0f}:f>, by <@4>",
        "2. <@5>: for always, by <@6>",
    ]
    (embed,) = render.blocks([], 0, ENGLISH).embeds
    assert embed.description == "Nobody is blocked here."


@given(st.sampled_from(["lift", "page"]), st.integers(0, 10**9 - 1))
def test_what_is_written_is_read(doing: block_list_id.BlockListAction, page: int) -> None:
    one = BlockListId(doing, page)
    assert block_list_id.read(one.custom_id) == one
    assert prefix_of(one.custom_id) == block_list_id.PREFIX


@pytest.mark.parametrize("custom_id", ["blocks:leap:0", "blocks:lift:", "blocks:page:١", ""])
def test_what_was_never_made_is_refused(custom_id: str) -> None:
    with pytest.raises(UnknownButtonError):
        block_list_id.read(custom_id)
