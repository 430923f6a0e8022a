"""Settings as a file: what is written can be read, and of all else nothing is taken."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.errors import UserError
from bot.i18n.translations import ENGLISH, get_translator
from bot.servers import settings_file
from bot.servers.errors import (
    BadSettingsError,
    NoJsonError,
    NotExportedError,
    OtherFormatError,
    TooLargeFileError,
)
from bot.servers.settings import DEFAULTS, FORMAT, MAX_CHOSEN, Override, ServerSettings
from bot.servers.settings_file import MAX_SETTINGS_FILE_BYTES, export_settings, import_settings
from bot.servers.settings_text import ServerInventory
from tests.conftest import ROOT
from tests.support.made_settings import every_settings

NOTHING = ServerInventory()
SCHEMA = json.loads((ROOT / settings_file.SCHEMA).read_text("utf-8"))


def file(**settings: Any) -> bytes:
    """Return a file with some settings."""
    return json.dumps({"format": FORMAT, "settings": settings}).encode()


def refused(content: bytes, known: ServerInventory = NOTHING) -> str:
    """Return what is said of a file that is not taken."""
    with pytest.raises(UserError) as caught:
        import_settings(content, known, DEFAULTS)
    assert "Nothing was changed." in caught.value.translate(ENGLISH)
    return caught.value.translate(ENGLISH)


def test_the_published_schema_is_that_of_the_code() -> None:
    """Where this fails, `python -m bot.servers.settings_file` writes it anew."""
    assert (ROOT / settings_file.SCHEMA).read_text("utf-8") == settings_file.make_schema()
    Draft202012Validator.check_schema(SCHEMA)


@given(every_settings())
def test_what_is_exported_keeps_to_the_schema_and_is_imported_the_same(
    settings: ServerSettings,
) -> None:
    content = export_settings(settings)
    Draft202012Validator(SCHEMA).validate(json.loads(content))
    assert import_settings(content.encode(), NOTHING, DEFAULTS) == settings
    nothing = ServerInventory(frozenset(), frozenset())
    assert import_settings(content.encode(), nothing, settings) == settings


EXPORTED_BEFORE = """\
{
  "format": 1,
  "settings": {
    "channels": {
      "where": "except",
      "chosen": [
        "1180000000000000001",
        "1180000000000000002"
      ]
    },
    "overrides": {
      "1180000000000000003": {
        "private": true,
        "mentions": null,
        "threads": "thread",
        "documents": [
          "essay"
        ]
      }
    },
    "asking": [
      "1180000000000000011"
    ],
    "managing": [
      "1180000000000000012"
    ],
    "documents": [
      "essay"
    ],
    "passages": 4,
    "length": "compact",
    "marked": false,
    "language": "de",
    "private": true,
    "mentions": false,
    "strictness": "strict",
    "threads": "thread",
    "member_limit": 7,
    "channel_limit": 70,
    "word_limit": 500,
    "reports": "1180000000000000004",
    "daily": {
      "channel": "1180000000000000005",
      "hour": 18,
      "zone": "Europe/Berlin"
    },
    "log": "7 days"
  }
}
"""
"""What `/settings export` wrote before the settings were one panel."""


def test_a_file_of_the_version_before_is_imported_whole() -> None:
    settings = import_settings(EXPORTED_BEFORE.encode(), NOTHING, DEFAULTS)
    assert export_settings(settings) == EXPORTED_BEFORE
    unset = [name for name, value in settings if value == getattr(DEFAULTS, name)]
    assert unset == []


def test_the_largest_settings_are_no_larger_than_a_file_may_be() -> None:
    ids = range((1 << 64) - MAX_CHOSEN, 1 << 64)
    other = Override(private=False, mentions=False, threads="thread")
    settings = DEFAULTS.change(
        channels={"where": "except", "chosen": ids},
        asking=ids,
        managing=ids,
        overrides=dict.fromkeys(ids, other),
    )
    assert len(export_settings(settings)) < MAX_SETTINGS_FILE_BYTES


def test_ids_are_written_as_digits_in_quotation_marks() -> None:
    settings = DEFAULTS.change(reports=1 << 63, overrides={1 << 62: {"private": True}})
    written = json.loads(export_settings(settings))["settings"]
    assert written["reports"] == str(1 << 63)
    assert [*written["overrides"]] == [str(1 << 62)]


def test_a_file_need_not_say_all() -> None:
    assert import_settings(file(passages=5), NOTHING, DEFAULTS) == DEFAULTS.change(passages=5)


def test_what_is_too_large_is_refused_by_its_size() -> None:
    with pytest.raises(TooLargeFileError) as caught:
        settings_file.check_size(10_485_760)
    assert "10240 KB" in caught.value.translate(ENGLISH)
    assert "at most 1024 KB" in refused(b" " * (MAX_SETTINGS_FILE_BYTES + 1))
    settings_file.check_size(MAX_SETTINGS_FILE_BYTES)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"\x89PNG\r\n",
        b'{"format": 1,}',
        b"[" * 60_000,
        b"NaN",
    ],
)
def test_what_is_not_json_of_ours_is_refused(content: bytes) -> None:
    with pytest.raises(NoJsonError):
        import_settings(content, NOTHING, DEFAULTS)
    assert "not JSON" in refused(content)


@pytest.mark.parametrize("content", [b"null", b"[]", b'{"passages": 2}'])
def test_what_was_never_exported_is_refused(content: bytes) -> None:
    with pytest.raises(NotExportedError):
        import_settings(content, NOTHING, DEFAULTS)
    assert "it has no `format`" in refused(content)


@pytest.mark.parametrize("found", [0, 2, "1", True, None, 1.0, [1]])
def test_another_format_is_named(found: object) -> None:
    content = json.dumps({"format": found, "settings": {"passages": 5}}).encode()
    with pytest.raises(OtherFormatError):
        import_settings(content, NOTHING, DEFAULTS)
    assert f"of format {found}, and I know format 1" in refused(content)


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "unknown": ({"pasages": 5}, "settings.pasages: is unknown"),
    "too many": ({"passages": 6}, "settings.passages: must be at most 5"),
    "too few": ({"passages": 0}, "settings.passages: must be at least 1"),
    "words": ({"passages": "5"}, "settings.passages: must be a whole number"),
    "no word": ({"length": "short"}, "settings.length: must be 'whole' or 'compact'"),
    "no switch": ({"marked": 1}, "settings.marked: must be true or false"),
    "no id": ({"reports": "general"}, "settings.reports: must be the number of a channel"),
    "number": ({"reports": 123456789012345678}, "settings.reports: must be the number of"),
    "letters": ({"reports": "١٢٣"}, "settings.reports: must be the number of a channel"),
    "zero": ({"reports": "0"}, "settings.reports: must be the number of a channel"),
    "huge": ({"reports": str(1 << 64)}, "settings.reports: must be less than"),
    "hour": ({"daily": {"channel": "7", "hour": 24}}, "settings.daily.hour: must be at most 23"),
    "zone": (
        {"daily": {"channel": "7", "hour": 2, "zone": "Berlin"}},
        "settings.daily.zone: must be a time zone such as Europe/Berlin",
    ),
    "half": ({"daily": {"hour": 2}}, "settings.daily.channel: is missing"),
    "inner": ({"channels": {"whre": "only"}}, "settings.channels.whre: is unknown"),
    "of one": (
        {"overrides": {"7": {"threads": "there"}}},
        "settings.overrides.7.threads: must be 'here' or 'thread'",
    ),
    "no channel": ({"overrides": {"here": {}}}, "settings.overrides.here: must be the number of"),
    "many": (
        {"asking": [str(one) for one in range(1, MAX_CHOSEN + 2)]},
        f"settings.asking: may name {MAX_CHOSEN} at most",
    ),
    "no list": ({"asking": "7"}, "settings.asking: is not what belongs there"),
    "words few": ({"word_limit": 49}, "settings.word_limit: must be at least 50"),
}


@pytest.mark.parametrize(("settings", "said"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_named_with_its_place(settings: dict[str, Any], said: str) -> None:
    assert said in refused(file(**settings))


def test_unknown_keys_beside_the_settings_are_refused() -> None:
    assert "sttings: is unknown" in refused(b'{"format": 1, "sttings": {}}')
    assert "settings: is missing" in refused(b'{"format": 1, "sttings": {}}')


def test_of_many_mistakes_some_are_named_and_the_rest_is_counted() -> None:
    said = refused(file(**{f"unknown{one}": one for one in range(9)}))
    assert said.count("is unknown") == 5
    assert said.endswith("; 4 more")


def test_what_a_file_names_is_repeated_only_so_far() -> None:
    said = refused(file(**{"x" * 5000: 1}))
    assert len(said) < 200


def test_a_channel_and_a_role_of_another_server_are_refused() -> None:
    known = ServerInventory({7}, {9})
    every = file(
        channels={"chosen": ["7", "8"]},
        overrides={"8": {}},
        asking=["9", "10"],
        managing=["10"],
        reports="8",
    )
    with pytest.raises(BadSettingsError) as caught:
        import_settings(every, known, DEFAULTS)
    assert [one.translate(ENGLISH) for one in caught.value.problems] == [
        "settings.channels.chosen: 8 is no channel of this server",
        "settings.overrides: 8 is no channel of this server",
        "settings.reports: 8 is no channel of this server",
        "settings.asking: 10 is no role of this server",
        "settings.managing: 10 is no role of this server",
    ]
    daily = file(daily={"channel": "8", "hour": 3})
    assert "settings.daily.channel: 8 is no channel" in refused(daily, known)


def test_what_is_wrong_is_said_in_the_moderators_language() -> None:
    with pytest.raises(BadSettingsError) as caught:
        import_settings(file(passages=6), NOTHING, DEFAULTS)
    assert "settings.passages: " in caught.value.translate(get_translator("de"))
    assert "at most" not in caught.value.translate(get_translator("de"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
NAMES = st.sampled_from([*ServerSettings.model_fields])


@given(st.binary() | JSON.map(lambda one: json.dumps(one).encode()))
def test_garbage_is_never_imported(content: bytes) -> None:
    assert refused(content)


@given(st.dictionaries(NAMES, JSON, max_size=3))
def test_what_the_schema_refuses_is_not_imported(settings: dict[str, Any]) -> None:
    content = file(**settings)
    read = json.loads(content)
    try:
        taken = import_settings(content, NOTHING, DEFAULTS)
    except UserError as error:
        assert error.translate(ENGLISH)  # noqa: PT017
    else:
        assert Draft202012Validator(SCHEMA).is_valid(read)
        assert import_settings(export_settings(taken).encode(), NOTHING, DEFAULTS) == taken
