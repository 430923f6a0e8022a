"""What is chosen or typed, made into changes of the settings."""

import pytest

from bot.errors import UserError
from bot.servers import settings_changes
from bot.servers.errors import BadSettingsError, NoChannelError
from bot.servers.settings import DEFAULTS, Override, ServerSettings, list_zones
from bot.servers.settings_fields import FIELD_CHOICES, ROW_FIELDS, SettingsRow
from bot.servers.settings_text import ServerInventory


def after(
    settings: ServerSettings,
    what: str,
    *words: str,
    channel: int = 0,
    known: ServerInventory | None = None,
) -> ServerSettings:
    """Return settings after something was chosen."""
    known = known or ServerInventory()
    values = settings_changes.change_by_choice(what, words, settings, channel, known)
    return settings_changes.apply_values(settings, values)


@pytest.mark.parametrize("field", sorted(set(FIELD_CHOICES) - {"where"}))
def test_each_choice_sets_its_field_and_no_other(field: str) -> None:
    for word in FIELD_CHOICES[field]:
        changed = after(DEFAULTS, field, word)
        others = set(ServerSettings.model_fields) - {field}
        assert all(getattr(changed, one) == getattr(DEFAULTS, one) for one in others)


def test_channels_are_chosen_before_the_bot_answers_only_there() -> None:
    with pytest.raises(NoChannelError):
        after(DEFAULTS, "where", "only")
    chosen = after(DEFAULTS, "chosen", "8", "7", "8")
    assert chosen.channels.chosen == (7, 8)
    only = after(chosen, "where", "only")
    assert (only.channels.where, only.channels.chosen) == ("only", (7, 8))
    with pytest.raises(NoChannelError):
        after(only, "chosen")
    assert after(only, "chosen", "9").channels.chosen == (9,)


def test_a_channel_has_of_its_own_what_is_chosen_for_it_until_nothing_is_left() -> None:
    private = after(DEFAULTS, "private", "yes", channel=7)
    assert private.overrides == {7: Override(private=True)}
    both = after(private, "threads", "thread", channel=7)
    assert both.overrides == {7: Override(private=True, threads="thread")}
    more = after(both, "mentions", "no", channel=8)
    assert more.overrides[7] == both.overrides[7]
    less = after(more, "private", "server", channel=7)
    assert less.overrides[7] == Override(threads="thread")
    assert after(less, "threads", "server", channel=7).overrides == {8: Override(mentions=False)}
    assert more.private is DEFAULTS.private


@pytest.mark.parametrize("field", ["chosen", "asking", "managing"])
def test_of_a_long_list_what_is_picked_is_taken_out_or_comes_to_it(field: str) -> None:
    many = after(DEFAULTS, field, *map(str, range(1, 31)))
    turned = after(many, f"{field}_more", "30", "31", "1")
    numbers = turned.channels.chosen if field == "chosen" else getattr(turned, field)
    assert numbers == (*range(2, 30), 31)
    assert after(turned, f"{field}_more") == turned


def test_what_is_picked_is_set_and_what_is_not_is_taken_away() -> None:
    asking = after(DEFAULTS, "asking", "9", "10")
    assert (asking.asking, after(asking, "asking").asking) == ((9, 10), ())
    assert after(DEFAULTS, "managing", "9").managing == (9,)
    reports = after(DEFAULTS, "reports", "7")
    assert (reports.reports, after(reports, "reports").reports) == (7, None)
    daily = after(DEFAULTS, "daily", "7")
    assert daily.daily is not None
    assert (daily.daily.channel, daily.daily.hour) == (7, settings_changes.DEFAULT_HOUR)
    assert after(daily, "daily").daily is None


def test_what_a_deleted_channel_had_is_taken_out_at_the_next_change_of_one() -> None:
    both = after(after(DEFAULTS, "private", "yes", channel=7), "private", "yes", channel=8)
    values = settings_changes.change_by_choice("threads", ["thread"], both, 8, ServerInventory())
    left = settings_changes.drop_deleted_channels(values, ServerInventory({8}))
    assert [*settings_changes.apply_values(both, left).overrides] == [8]
    assert settings_changes.drop_deleted_channels(values, ServerInventory()) == values
    assert settings_changes.drop_deleted_channels({"passages": 5}, ServerInventory(set())) == {
        "passages": 5
    }


def test_no_zone_is_that_of_the_machine() -> None:
    assert {"Factory", "localtime"}.isdisjoint(list_zones())


def test_a_time_zone_may_be_typed_as_one_types() -> None:
    daily = after(DEFAULTS, "daily", "7")
    for typed in ("america/new york", " America/New_York "):
        zoned = settings_changes.apply_values(
            daily, settings_changes.change_by_form("daily", {"hour": "9", "zone": typed}, daily)
        )
        assert zoned.daily is not None
        assert zoned.daily.zone == "America/New_York"


def test_another_channel_keeps_the_hour_of_the_daily_quotation() -> None:
    daily = DEFAULTS.change(daily={"channel": 7, "hour": 3, "zone": "Europe/Berlin"})
    moved = after(daily, "daily", "8").daily
    assert moved is not None
    assert (moved.channel, moved.hour, moved.zone) == (8, 3, "Europe/Berlin")


def test_forms_are_read() -> None:
    typed = {"member_limit": " 7 ", "channel_limit": "70", "word_limit": ""}
    values = settings_changes.change_by_form(
        SettingsRow.LIMITS, typed, DEFAULTS.change(word_limit=90)
    )
    changed = settings_changes.apply_values(DEFAULTS, values)
    assert (changed.member_limit, changed.channel_limit, changed.word_limit) == (7, 70, None)
    assert {*values} == {*ROW_FIELDS[SettingsRow.LIMITS]}
    daily = after(DEFAULTS, "daily", "7")
    moved = settings_changes.apply_values(
        daily,
        settings_changes.change_by_form(
            SettingsRow.DAILY, {"hour": "18", "zone": "Asia/Tokyo"}, daily
        ),
    ).daily
    assert moved is not None
    assert (moved.channel, moved.hour, moved.zone) == (7, 18, "Asia/Tokyo")


@pytest.mark.parametrize(
    ("what", "texts", "said"),
    [
        (SettingsRow.LIMITS, {"member_limit": "many"}, "Limit of a member: must be a whole number"),
        (SettingsRow.LIMITS, {"member_limit": "61"}, "Limit of a member: must be at most 60"),
        (
            SettingsRow.LIMITS,
            {"word_limit": "12"},
            "Quoted words of an answer: must be at least 50",
        ),
        (SettingsRow.LIMITS, {"channel_limit": ""}, "Limit of a channel: must be a whole number"),
        (SettingsRow.DAILY, {"hour": "24", "zone": "UTC"}, "Hour: must be at most 23"),
        (SettingsRow.DAILY, {"hour": "9", "zone": "Here"}, "Time zone: must be a time zone"),
    ],
)
def test_what_is_typed_wrong_into_a_form_is_named(
    what: str, texts: dict[str, str], said: str
) -> None:
    settings = after(DEFAULTS, "daily", "7")
    with pytest.raises(BadSettingsError, match=said):
        settings_changes.apply_values(
            settings, settings_changes.change_by_form(what, texts, settings)
        )


@pytest.mark.parametrize(
    ("typed", "zone"),
    [("tokyo", "Asia/Tokyo"), ("New York", "America/New_York"), ("utc", "UTC"), ("CET", "CET")],
)
def test_a_city_may_be_typed_without_its_continent(typed: str, zone: str) -> None:
    daily = after(DEFAULTS, "daily", "7")
    values = settings_changes.change_by_form("daily", {"hour": "9", "zone": typed}, daily)
    zoned = settings_changes.apply_values(daily, values).daily
    assert zoned is not None
    assert zoned.zone == zone


TITLES = {f"text-{number:02}": f"Text {number}" for number in range(60)}


def test_texts_of_another_select_stay_and_those_that_are_gone_are_taken_out() -> None:
    settings = DEFAULTS.change(documents=["gone", "text-03", "text-30", "text-59"])
    known = ServerInventory(documents=TITLES)
    assert after(settings, "documents_b", "text-31", known=known).documents == (
        "text-03",
        "text-31",
        "text-59",
    )
    assert after(settings, "documents", known=known).documents == ("text-30", "text-59")
    few = ServerInventory(documents={"text-03": "Text 3"})
    assert after(settings, "documents", known=few).documents == ()


def test_a_channel_has_texts_of_its_own_until_none_is_picked() -> None:
    known = ServerInventory(documents=TITLES)
    own = after(DEFAULTS, "documents", "text-01", channel=7, known=known)
    assert own.overrides == {7: Override(documents=("text-01",))}
    more = after(own, "documents_c", "text-50", channel=7, known=known)
    assert more.overrides == {7: Override(documents=("text-01", "text-50"))}
    none = after(after(more, "documents", channel=7, known=known), "documents_c", channel=7)
    assert none.overrides == {}
    assert none.documents == ()


def test_what_is_deleted_is_taken_out_of_a_long_list() -> None:
    many = DEFAULTS.change(channels={"where": "only", "chosen": range(1, 31)}, asking=range(1, 31))
    known = ServerInventory(channels=range(2, 40), roles=range(3, 40))
    assert after(many, "chosen_more", "2", known=known).channels.chosen == (*range(3, 31),)
    assert after(many, "asking_more", "31", known=known).asking == (*range(3, 32),)


def test_a_forged_choice_is_refused() -> None:
    for what, word, channel in (("length", "x", 0), ("threads", "x", 7), ("where", "x", 0)):
        with pytest.raises(UserError):
            after(DEFAULTS, what, word, channel=channel)
