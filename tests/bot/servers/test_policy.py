"""What settings come to for one question, whatever they are and wherever it is asked."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.servers.policy import (
    ADMINISTRATOR,
    MANAGE_SERVER,
    MODERATE_MEMBERS,
    AskingContext,
    AskingWay,
    find_refusal,
    may_appoint,
    may_ask,
    may_block,
    may_manage,
    resolve_settings,
)
from bot.servers.settings import DEFAULTS, AnswerPlace, Channels, Override, ServerSettings, Where
from tests.standin.permissions import BITS

CHANNEL, THREAD, CATEGORY, OTHER = 1, 2, 3, 4
IN_CHANNEL, IN_THREAD = (CHANNEL, CATEGORY), (THREAD, CHANNEL, CATEGORY)
ROLE = 9

ids = st.integers(1, 6)
tuples = st.lists(ids, max_size=4).map(tuple)
overrides = st.builds(
    Override,
    private=st.none() | st.booleans(),
    mentions=st.none() | st.booleans(),
    threads=st.none() | st.sampled_from(get_args(AnswerPlace)),
)
settings = st.builds(
    ServerSettings,
    channels=st.builds(Channels, where=st.sampled_from(get_args(Where)), chosen=tuples),
    overrides=st.dictionaries(ids, overrides, max_size=4),
    asking=tuples,
    private=st.booleans(),
    mentions=st.booleans(),
    threads=st.sampled_from(get_args(AnswerPlace)),
)
places = st.lists(ids, min_size=1, max_size=3, unique=True).map(tuple)
asked = st.builds(
    AskingContext,
    way=st.sampled_from(get_args(AskingWay)),
    places=places,
    roles=st.frozensets(ids),
    manages=st.booleans(),
)


def of(where: Where, *chosen: int) -> ServerSettings:
    """Return settings for some channels."""
    return ServerSettings(channels=Channels(where=where, chosen=chosen))


def closed(settings: ServerSettings, *places: int) -> bool:
    """Say whether a command is not answered in a channel."""
    return find_refusal(settings, AskingContext("command", places)) == "channel"


@given(asked)
def test_where_nothing_is_set_everybody_is_answered_everywhere(asking: AskingContext) -> None:
    assert find_refusal(DEFAULTS, asking) is None
    assert resolve_settings(DEFAULTS, asking.places) is DEFAULTS


def test_only_these_and_not_these_are_opposites_and_a_thread_is_as_its_channel() -> None:
    for place in (IN_CHANNEL, IN_THREAD):
        assert not closed(of("only", CHANNEL), *place)
        assert closed(of("except", CHANNEL), *place)
        assert closed(of("only", OTHER), *place)
        assert not closed(of("except", OTHER), *place)
        assert not closed(of("only", CATEGORY), *place)
        assert closed(of("except", CATEGORY), *place)


def test_a_thread_may_be_chosen_itself_and_its_channel_is_not_with_it() -> None:
    assert not closed(of("only", THREAD), *IN_THREAD)
    assert closed(of("only", THREAD), *IN_CHANNEL)
    assert closed(of("except", THREAD), *IN_THREAD)
    assert not closed(of("except", THREAD), *IN_CHANNEL)


def test_where_no_channel_is_chosen_only_these_is_nowhere() -> None:
    assert closed(of("only"), *IN_CHANNEL)
    assert not closed(of("except"), *IN_CHANNEL)


@given(settings, places, st.sampled_from(get_args(AskingWay)))
def test_a_channel_is_closed_to_each_way_of_asking_and_to_everybody(
    one: ServerSettings, where: tuple[int, ...], way: AskingWay
) -> None:
    if closed(one, *where):
        for manages in (False, True):
            assert (
                find_refusal(one, AskingContext(way, where, frozenset(one.asking), manages))
                == "channel"
            )


@given(settings, asked)
def test_who_may_ask_has_a_role_or_manages_the_server(
    one: ServerSettings, asking: AskingContext
) -> None:
    wanted = not one.asking or asking.manages or any(role in asking.roles for role in one.asking)
    assert may_ask(one, asking) is wanted
    if find_refusal(one, asking) is None:
        assert wanted


@given(settings, asked)
def test_mentions_that_are_off_stop_mentions_alone(
    one: ServerSettings, asking: AskingContext
) -> None:
    if find_refusal(one, asking) == "mention":
        assert asking.way == "mention"
        assert not resolve_settings(one, asking.places).mentions
        command = AskingContext("command", asking.places, asking.roles, asking.manages)
        assert find_refusal(one, command) in (None, "role")


@given(settings, places)
def test_of_overrides_the_nearest_decides_each_thing_by_itself(
    one: ServerSettings, where: tuple[int, ...]
) -> None:
    here = resolve_settings(one, where)
    for name in ("private", "mentions", "threads"):
        said = [getattr(one.overrides[at], name) for at in where if at in one.overrides]
        wanted = next((value for value in said if value is not None), getattr(one, name))
        assert getattr(here, name) == wanted
    others = set(ServerSettings.model_fields) - {"private", "mentions", "threads"}
    assert all(getattr(here, name) == getattr(one, name) for name in others)


@pytest.mark.parametrize("name", ["private", "mentions"])
def test_an_override_of_a_channel_holds_in_its_threads_unless_they_have_their_own(
    name: str,
) -> None:
    value = not getattr(DEFAULTS, name)
    one = ServerSettings(overrides={CHANNEL: Override.model_validate({name: value})})
    both = one.change(overrides={**one.overrides, THREAD: {name: not value}})
    assert getattr(resolve_settings(one, IN_THREAD), name) is value
    assert getattr(resolve_settings(both, IN_THREAD), name) is not value
    assert getattr(resolve_settings(both, IN_CHANNEL), name) is value


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
