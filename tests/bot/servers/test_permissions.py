"""What the bot lacks in a channel, what that breaks, and how to mend it."""

from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.connection import PERMISSIONS
from bot.i18n.translations import ENGLISH
from bot.servers.permissions import (
    PERMISSION_NAMES,
    ChannelPermissions,
    answers_in,
    find_missing_permissions,
    list_deleted,
)
from bot.servers.settings import DEFAULTS, ServerSettings
from bot.servers.settings_text import ServerInventory
from tests.support.made_settings import every_settings

HERE = 7
THREADS = DEFAULTS.change(threads="thread")


def allowed(
    *missing: str, at_large: Collection[str] = PERMISSION_NAMES, parent: int | None = None
) -> ChannelPermissions:
    """Return what the bot may do in a channel: all but this."""
    return ChannelPermissions(
        HERE, lambda name: name not in missing, lambda name: name in at_large, parent
    )


def lacking(place: ChannelPermissions, settings: ServerSettings = DEFAULTS) -> list[str]:
    """Return which permissions are said to be missing."""
    return [one.permission for one in find_missing_permissions(place, settings)]


def test_what_is_looked_at_is_what_the_invitation_asks_for() -> None:
    asked = {name for name, on in PERMISSIONS if on}
    names = {"read_messages" if name == "view_channel" else name for name in PERMISSION_NAMES}
    assert names == asked


def test_where_nothing_is_missing_nothing_is_said() -> None:
    assert lacking(allowed(), THREADS) == []


@pytest.mark.parametrize(
    "name", "view_channel send_messages embed_links attach_files read_message_history".split()
)
def test_what_is_missing_is_named_with_what_it_breaks_and_how_to_mend_it(name: str) -> None:
    (lack,) = find_missing_permissions(allowed(name), DEFAULTS)
    said = lack.describe(ENGLISH)
    assert said.startswith(f"**{PERMISSION_NAMES[name]}** is missing: ")
    assert said.endswith(f"Edit Channel > Permissions > my role > allow {PERMISSION_NAMES[name]}")
    assert lack.breaks


def test_what_the_role_has_nowhere_is_mended_in_the_role() -> None:
    (lack,) = find_missing_permissions(allowed("embed_links", at_large=()), DEFAULTS)
    assert "Server Settings > Roles > my role > allow Embed Links" in lack.describe(ENGLISH)


def test_only_what_the_settings_need_is_asked_for() -> None:
    assert lacking(allowed(*PERMISSION_NAMES), DEFAULTS.change(mentions=False)) == ["attach_files"]
    assert "create_public_threads" not in lacking(allowed(*PERMISSION_NAMES))
    assert "create_public_threads" in lacking(allowed(*PERMISSION_NAMES), THREADS)
    assert lacking(allowed(*PERMISSION_NAMES), DEFAULTS.change(channels={"where": "only"})) == []


def test_in_a_thread_messages_are_sent_in_threads() -> None:
    thread = allowed(*PERMISSION_NAMES, parent=6)
    assert "send_messages_in_threads" in lacking(thread)
    assert "send_messages" not in lacking(thread)
    assert "create_public_threads" not in lacking(thread, THREADS)


def test_a_channel_of_its_own_is_held_against_its_own_settings() -> None:
    other = DEFAULTS.change(overrides={HERE: {"mentions": False, "threads": "thread"}})
    assert lacking(allowed(*PERMISSION_NAMES), other) == [
        "view_channel",
        "send_messages_in_threads",
        "attach_files",
        "create_public_threads",
    ]
    thread_in_it = ChannelPermissions(8, lambda _: False, lambda _: False, HERE)
    assert [one.permission for one in find_missing_permissions(thread_in_it, other)] == [
        "attach_files"
    ]


@pytest.mark.parametrize("field", ["reports", "daily"])
def test_where_reports_and_quotations_are_posted_the_bot_must_write(field: str) -> None:
    value: Any = HERE if field == "reports" else {"channel": HERE, "hour": 9}
    nowhere = DEFAULTS.change(channels={"where": "only"}, **{field: value})
    assert lacking(allowed(*PERMISSION_NAMES), nowhere) == [
        "view_channel",
        "send_messages",
        "embed_links",
    ]
    (lack,) = find_missing_permissions(allowed("send_messages"), nowhere)
    assert ("reports" in lack.describe(ENGLISH)) is (field == "reports")
    both = find_missing_permissions(allowed("send_messages"), DEFAULTS.change(**{field: value}))[0]
    assert len(both.breaks) == 2


@pytest.mark.parametrize(
    ("where", "chosen", "asked"),
    [
        ("everywhere", [], True),
        ("everywhere", [HERE], True),
        ("only", [HERE], True),
        ("only", [8], False),
        ("except", [HERE], False),
        ("except", [8], True),
    ],
)
def test_where_members_can_ask_follows_the_settings(
    where: str, chosen: list[int], asked: bool
) -> None:
    settings = DEFAULTS.change(channels={"where": where, "chosen": chosen})
    assert answers_in(allowed(), settings) is asked
    thread = ChannelPermissions(99, lambda _: True, lambda _: True, HERE)
    assert answers_in(thread, settings) is asked


DELETED: dict[str, dict[str, Any]] = {
    "The channel of reports": {"reports": 6},
    "The channel of the daily quotation": {"daily": {"channel": 6, "hour": 9}},
    "All channels that I may answer in": {"channels": {"where": "only", "chosen": [5, 6]}},
    "All roles that may ask me": {"asking": [5, 6]},
}


@pytest.mark.parametrize("words", DELETED)
def test_what_is_deleted_and_still_set_is_said(words: str) -> None:
    settings = DEFAULTS.change(**DELETED[words])
    (said,) = list_deleted(settings, ServerInventory({HERE}, {HERE}))
    assert said.startswith(f"{words} ")
    assert "/settings" in said
    assert (
        list_deleted(settings, ServerInventory({6}, {6}))
        == list_deleted(settings, ServerInventory())
        == ()
    )
    assert list_deleted(DEFAULTS, ServerInventory(set(), set())) == ()


def test_what_is_deleted_of_closed_channels_breaks_nothing() -> None:
    closed = DEFAULTS.change(channels={"where": "except", "chosen": [6]})
    assert list_deleted(closed, ServerInventory({HERE}, {HERE})) == ()


@given(every_settings(), st.sets(st.sampled_from([*PERMISSION_NAMES])))
def test_nothing_is_said_to_be_missing_that_is_there(
    settings: ServerSettings, missing: set[str]
) -> None:
    found = find_missing_permissions(allowed(*missing), settings)
    assert {one.permission for one in found} <= missing
    assert all(one.breaks and one.describe(ENGLISH) for one in found)


def test_a_category_and_a_thread_itself_may_be_named_as_for_a_question() -> None:
    within = ChannelPermissions(99, lambda _: True, lambda _: True, HERE, 50)
    for named in (99, HERE, 50):
        only = DEFAULTS.change(channels={"where": "only", "chosen": [named]})
        assert answers_in(within, only)
