"""What else than buttons stands under a message, or in a form of its own."""

from dataclasses import dataclass
from typing import Literal

from bot.components.answer_buttons import Button

MOST = 25
"""What a select offers, or takes, at most by Discord's rules."""

Kind = Literal["channels", "channels and threads", "text channels", "roles"]


@dataclass(frozen=True, slots=True)
class Option:
    """One of the words that a select offers."""

    label: str
    value: str
    hint: str | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A select of words, of which one is taken, or as many as may be."""

    custom_id: str
    options: tuple[Option, ...]
    prompt: str | None = None
    most: int = 1
    least: int = 1


@dataclass(frozen=True, slots=True)
class Pick:
    """A select of channels or roles of the server, with those that are chosen now."""

    custom_id: str
    kind: Kind
    prompt: str
    chosen: tuple[int, ...] = ()
    most: int = MOST
    least: int = 0


Control = Button | Choice | Pick
Controls = tuple[tuple[Control, ...], ...]
"""Rows under a message: of buttons, or of one select alone."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form, with what stands in it."""

    name: str
    label: str
    value: str = ""
    needed: bool = True
    longest: int = 100
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form, with its state in its `custom_id`."""

    custom_id: str
    title: str
    fields: tuple[Field, ...]
