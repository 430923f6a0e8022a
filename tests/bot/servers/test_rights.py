"""Who may change settings, and who may block."""

import pytest

from bot.servers.rights import (
    ADMINISTRATOR,
    MANAGE_SERVER,
    MODERATE_MEMBERS,
    may_appoint,
    may_block,
    may_manage,
)
from bot.servers.settings import DEFAULTS
from tests.standin.permissions import BITS

MANAGE_MESSAGES = 1 << BITS["MANAGE_MESSAGES"]
NAMED = DEFAULTS.change(managing=(7, 8))


@pytest.mark.parametrize(
    ("ours", "name"),
    [
        (ADMINISTRATOR, "ADMINISTRATOR"),
        (MANAGE_SERVER, "MANAGE_GUILD"),
        (MODERATE_MEMBERS, "MODERATE_MEMBERS"),
    ],
)
def test_permissions_have_discords_numbers(ours: int, name: str) -> None:
    assert ours == 1 << BITS[name]


def test_settings_are_for_who_manages_the_server_and_for_the_roles_named() -> None:
    for permissions in (ADMINISTRATOR, MANAGE_SERVER, MANAGE_SERVER | MANAGE_MESSAGES):
        assert may_manage(permissions, [], DEFAULTS)
    assert may_manage(0, [9, 8], NAMED)
    for roles in ([], [9]):
        assert not may_manage(~(ADMINISTRATOR | MANAGE_SERVER), roles, NAMED)
    assert not may_manage(0, [7, 8], DEFAULTS)


def test_no_role_lets_anybody_decide_who_may_change_settings() -> None:
    assert all(may_appoint(one) for one in (ADMINISTRATOR, MANAGE_SERVER))
    assert not may_appoint(~(ADMINISTRATOR | MANAGE_SERVER))


def test_blocking_is_also_for_who_moderates_members() -> None:
    assert may_block(MODERATE_MEMBERS, [], DEFAULTS)
    assert may_block(MANAGE_SERVER, [], DEFAULTS)
    assert may_block(0, [7], NAMED)
    assert not may_block(MANAGE_MESSAGES, [9], NAMED)
