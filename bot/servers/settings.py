"""What the moderators of a server decide: the settings, their limits and their defaults."""

import re
from collections.abc import Mapping, Sequence
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
"""Of settings as they are stored and exported; other formats are refused."""

MOST = 100
"""Channels, overrides and roles that a setting may name."""

_Chosen = TypeVar("_Chosen", int, str)

_SNOWFLAKE = r"^[1-9]\d{0,19}$"


def _number(given: object, info: ValidationInfo) -> object:
    """Read an id, which JSON holds as digits in quotation marks: its numbers are too small."""
    if isinstance(given, str) and re.fullmatch(_SNOWFLAKE, given, re.ASCII):
        return int(given)
    if info.mode == "json" or isinstance(given, str):
        raise PydanticCustomError("id", "must be the number of something, in quotation marks")
    return given


def _once(chosen: tuple[_Chosen, ...]) -> tuple[_Chosen, ...]:
    """Return each id or key once, in their order: the same choice is the same setting."""
    return tuple(sorted(set(chosen)))


_NO_PLACES = {"Factory", "localtime"}
"""Zones of a machine's own, which another machine has otherwise."""


@cache
def zones() -> frozenset[str]:
    """Return the time zones there are: to list them reads the whole folder of them."""
    return frozenset(available_timezones()) - _NO_PLACES


@cache
def _spelled() -> Mapping[str, str]:
    """Return the time zones by how they may be typed."""
    return {zone.casefold(): zone for zone in zones()}


def _zone(name: str) -> str:
    """Return a time zone as the IANA writes it, where it is one of its own."""
    zone = _spelled().get(name.strip().replace(" ", "_").casefold())
    if zone is None:
        raise PydanticCustomError("zone", "must be a time zone of the IANA, as Europe/Berlin is")
    return zone


def zone_of(place: str) -> str:
    """Return the time zone of a city that is typed alone; what is typed where none is meant."""
    city = place.strip().replace(" ", "_").casefold()
    fitting = [zone for zone in zones() if zone.casefold().rpartition("/")[2] == city]
    return fitting[0] if len(fitting) == 1 else place


Id = Annotated[
    int,
    Field(gt=0, lt=1 << 64),
    BeforeValidator(_number),
    PlainSerializer(str, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": _SNOWFLAKE}),
]
"""The number of a channel, a role or a member."""

Key = Annotated[str, Field(min_length=1, max_length=100)]
"""The key of a text, as the manifest has it."""

Keys = Annotated[tuple[Key, ...], Field(max_length=10), AfterValidator(_once)]
Ids = Annotated[tuple[Id, ...], Field(max_length=MOST), AfterValidator(_once)]
Zone = Annotated[str, AfterValidator(_zone)]

Where = Literal["everywhere", "only", "except"]
Length = Literal["whole", "compact"]
Language = Literal["member", "en", "de"]
Strictness = Literal["lenient", "balanced", "strict"]
Place = Literal["here", "thread"]
Log = Literal["off", "counts", "7 days", "30 days", "90 days"]

LOGS: tuple[Log, ...] = get_args(Log)
"""From what keeps nothing to what keeps most."""

Levels = Mapping[Strictness, Sequence[str]]
"""Some questions for each strictness that it still answers, by which it is shown."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Channels(_Frozen):
    """Where the bot answers: everywhere, only in some channels, or not in these."""

    where: Where = "everywhere"
    chosen: Ids = ()


class Override(_Frozen):
    """What one channel has otherwise; None is as the server has it."""

    private: bool | None = None
    mentions: bool | None = None
    threads: Place | None = None
    documents: Keys | None = None


class Daily(_Frozen):
    """When and where a quotation is posted every day."""

    channel: Id
    hour: Annotated[int, Field(ge=0, le=23)]
    zone: Zone = "UTC"

    @property
    def timezone(self) -> ZoneInfo:
        """The time zone that the hour is of."""
        return ZoneInfo(self.zone)


class ServerSettings(_Frozen):
    """All settings of a server; what is not set is as a quiet server would want it."""

    channels: Channels = Channels()
    overrides: Annotated[dict[Id, Override], Field(max_length=MOST)] = {}
    asking: Ids = ()
    """Roles whose members may ask; none is everyone."""
    managing: Ids = ()
    """Roles whose members may change settings, besides those with Manage Server."""
    documents: Keys = ()
    """The texts that answers are taken from; none is all."""
    passages: Annotated[int, Field(ge=1, le=5)] = 3
    length: Length = "whole"
    marked: bool = True
    """Whether the words that answer are in bold."""
    language: Language = "member"
    """Of the bot's own words: the member's, or one for all."""
    private: bool = False
    """Whether answers to commands are for the member alone."""
    mentions: bool = True
    """Whether a message that mentions the bot is answered, besides commands."""
    strictness: Strictness = "balanced"
    threads: Place = "here"
    """Whether a question is answered in place, or in a thread of its own."""
    member_limit: Annotated[int, Field(ge=1, le=60)] = 20
    channel_limit: Annotated[int, Field(ge=1, le=600)] = 600
    word_limit: Annotated[int, Field(ge=50, le=2000)] | None = None
    """Quoted words of one answer, at most."""
    reports: Id | None = None
    """The channel where Wrong page? and Not this arrive."""
    daily: Daily | None = None
    log: Log = "off"

    def changed(self, **values: object) -> "ServerSettings":
        """Return these settings with some others; raise pydantic's ValidationError for bad ones."""
        return ServerSettings.model_validate({**dict(self), **values})


DEFAULTS = ServerSettings()
"""What holds where nobody has set anything, and in direct messages."""
