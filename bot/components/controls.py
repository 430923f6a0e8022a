"""Selects and forms: the controls beside buttons."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from bot.components.answer_buttons import Button

MAX_SELECT_OPTIONS = 25
"""Options or values of a select, by Discord's rules."""

EntityKind = Literal["channels", "channels and threads", "text channels", "roles"]


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a select."""

    label: str
    value: str
    hint: str | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class OptionSelect:
    """A select among given options, of which `min_values` to `max_values` are taken."""

    custom_id: str
    options: tuple[Option, ...]
    prompt: str | None = None
    max_values: int = 1
    min_values: int = 1


@dataclass(frozen=True, slots=True)
class EntitySelect:
    """A select among the channels or roles of the server; `chosen` are the current ids."""

    custom_id: str
    kind: EntityKind
    prompt: str
    chosen: tuple[int, ...] = ()
    max_values: int = MAX_SELECT_OPTIONS
    min_values: int = 0


Control = Button | OptionSelect | EntitySelect
Controls = tuple[tuple[Control, ...], ...]
"""Rows under a message: each of several buttons, or of a single select."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A text field of a form, with its current value."""

    name: str
    label: str
    value: str = ""
    required: bool = True
    max_length: int = 100
    prompt: str | None = None


@dataclass(frozen=True, slots=True)
class ModalForm:
    """A form with its state in its `custom_id`."""

    custom_id: str
    title: str
    fields: tuple[FormField, ...]


def read_selected(interaction_data: Any) -> list[str]:  # noqa: ANN401  (what Discord sends)
    """Return the values that were chosen in a select; none for any other control."""
    return [str(value) for value in (interaction_data or {}).get("values") or ()]


def read_form(rows: Iterable[Any]) -> dict[str, str]:
    """Return what was typed into each field of a form, by name.

    Clients nest a field in a row's `component`, or among its `components`.
    """
    return {
        str(field["custom_id"]): str(field.get("value") or "").strip()
        for row in rows
        for field in (row.get("component"), *(row.get("components") or ()))
        if field and "custom_id" in field
    }
