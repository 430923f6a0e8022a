"""A server's settings, with their limits and defaults."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Annotated, Literal, TypeVar, get_args
from zoneinfo import ZoneInfo, available_timezones

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationInfo,
)
from pydantic.functional_validators import AfterValidator
from pydantic.json_schema import WithJsonSchema
from pydantic_core import PydanticCustomError

FORMAT = 1
"""Format of stored and exported settings; other formats are refused."""

MAX_CHOSEN = 100
"""Channels, overrides or roles in one setting."""

_Chosen = TypeVar("_Chosen", int, str)

_SNOWFLAKE = r"^[1-9]\d{0,19}$"
_ID_LIMIT = 1 << 64


def _parse_id(value: object, info: ValidationInfo) -> object:
    """Read an id, which JSON holds as a string: JavaScript would round such a large number."""
    if isinstance(value, str) and re.fullmatch(_SNOWFLAKE, value, re.ASCII):
        return int(value)
    if info.mode == "json" or isinstance(value, str):
        raise PydanticCustomError("id", "must be the number of something, in quotation marks")
    return value


def read_ids(words: Iterable[str]) -> list[int]:
    """Return the ids among some words, which may be forged: no other number fits the database."""
    ids = (int(word) for word in words if re.fullmatch(_SNOWFLAKE, word, re.ASCII))
    return [number for number in ids if number < _ID_LIMIT]


def _sort_distinct(chosen: tuple[_Chosen, ...]) -> tuple[_Chosen, ...]:
    """Return each id or key once, sorted, so that the same choice is the same setting."""
    return tuple(sorted(set(chosen)))


_LOCAL_ZONES = {"Factory", "localtime"}
"""Time zones that differ from machine to machine."""


@cache
def list_zones() -> frozenset[str]:
    """Return the names of all time zones, cached because they are read from a whole folder."""
    return frozenset(available_timezones()) - _LOCAL_ZONES


@cache
def _index_zones() -> Mapping[str, str]:
    """Return the names of the time zones by their case-folded form."""
    return {zone.casefold(): zone for zone in list_zones()}


def _normalize_zone(name: str) -> str:
    """Return a time zone as IANA writes it; raise PydanticCustomError for an unknown one."""
    zone = _index_zones().get(name.strip().replace(" ", "_").casefold())
    if zone is None:
        raise PydanticCustomError("zone", "must be a time zone of the IANA, as Europe/Berlin is")
    return zone


def complete_zone(typed: str) -> str:
    """Return the time zone of a city such as `berlin`; other words as they were typed."""
    city = typed.strip().replace(" ", "_").casefold()
    matches = [zone for zone in list_zones() if zone.casefold().rpartition("/")[2] == city]
    return matches[0] if len(matches) == 1 else typed


Id = Annotated[
    int,
    Field(gt=0, lt=_ID_LIMIT),
    BeforeValidator(_parse_id),
    PlainSerializer(str, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": _SNOWFLAKE}),
]
"""The id of a channel, a role or a member."""

Key = Annotated[str, Field(min_length=1, max_length=100)]
"""The key of a text in the manifest."""

Keys = Annotated[tuple[Key, ...], Field(max_length=10), AfterValidator(_sort_distinct)]
Ids = Annotated[tuple[Id, ...], Field(max_length=MAX_CHOSEN), AfterValidator(_sort_distinct)]
Zone = Annotated[str, AfterValidator(_normalize_zone)]

Where = Literal["everywhere", "only", "except"]
Length = Literal["whole", "compact"]
Language = Literal["member", "en", "de"]
Strictness = Literal["lenient", "balanced", "strict"]
AnswerPlace = Literal["here", "thread"]
Log = Literal["off", "counts", "7 days", "30 days", "90 days"]

LOG_LEVELS: tuple[Log, ...] = get_args(Log)
"""What is kept of questions, from nothing to most."""

LevelExamples = Mapping[Strictness, Sequence[str]]
"""For each strictness, example questions that it still answers."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Channels(_Frozen):
    """Where the bot answers: everywhere, only in some channels, or not in these."""

    where: Where = "everywhere"
    chosen: Ids = ()


class Override(_Frozen):
    """What differs in one channel; null is as in the server."""

    private: bool | None = None
    mentions: bool | None = None
    threads: AnswerPlace | None = None
    documents: Keys | None = None


class Daily(_Frozen):
    """When and where a quotation is posted every day."""

    channel: Id
    hour: Annotated[int, Field(ge=0, le=23)]
    zone: Zone = "UTC"

    @property
    def timezone(self) -> ZoneInfo:
        """The time zone of `hour`."""
        return ZoneInfo(self.zone)


class ServerSettings(_Frozen):
    """All settings of a server; the defaults suit a quiet one."""

    channels: Channels = Channels()
    overrides: Annotated[dict[Id, Override], Field(max_length=MAX_CHOSEN)] = {}
    asking: Ids = ()
    """Roles whose members may ask; everyone if there are none."""
    managing: Ids = ()
    """Roles whose members may change settings, besides those with Manage Server."""
    documents: Keys = ()
    """Keys of the texts that answers are taken from; all texts if there are none."""
    passages: Annotated[int, Field(ge=1, le=5)] = 3
    length: Length = "whole"
    marked: bool = True
    """Whether the words that answer the question are bold."""
    language: Language = "member"
    """The language of the bot's own words: the member's, or the same for all."""
    private: bool = False
    """Whether only the member sees the answer to a command."""
    mentions: bool = True
    """Whether messages that mention the bot are answered, besides commands."""
    strictness: Strictness = "balanced"
    threads: AnswerPlace = "here"
    """Whether a question is answered in place, or in a thread of its own."""
    member_limit: Annotated[int, Field(ge=1, le=60)] = 20
    channel_limit: Annotated[int, Field(ge=1, le=600)] = 600
    word_limit: Annotated[int, Field(ge=50, le=2000)] | None = None
    """Quoted words of one answer."""
    reports: Id | None = None
    """The channel for reports from the buttons Wrong page? and Not this."""
    daily: Daily | None = None
    log: Log = "off"

    def change(self, **values: object) -> "ServerSettings":
        """Return a copy with some values changed; raise ValidationError for bad ones."""
        return ServerSettings.model_validate({**dict(self), **values})


DEFAULTS = ServerSettings()
"""The settings of a server that has set none, and of direct messages."""
