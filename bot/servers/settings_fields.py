"""The rows of the settings panel: their titles, their fields, and the choices in each."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from bot.i18n.translations import later


class SettingsRow(StrEnum):
    """A row of the panel, changed as one; the values are part of old messages."""

    CHANNELS = "channels"
    CHANNEL = "channel"
    ROLES = "roles"
    TEXTS = "texts"
    ANSWERS = "answers"
    MENTIONS = "mentions"
    STRICTNESS = "strictness"
    THREADS = "threads"
    LIMITS = "limits"
    REPORTS = "reports"
    DAILY = "daily"
    LOG = "log"


ROW_TITLES: Mapping[SettingsRow, str] = {
    SettingsRow.CHANNELS: later("Channels"),
    SettingsRow.CHANNEL: later("A single channel"),
    SettingsRow.ROLES: later("Roles"),
    SettingsRow.TEXTS: later("Texts"),
    SettingsRow.ANSWERS: later("How I answer"),
    SettingsRow.MENTIONS: later("When I answer"),
    SettingsRow.STRICTNESS: later("Strictness"),
    SettingsRow.THREADS: later("Threads"),
    SettingsRow.LIMITS: later("Limits"),
    SettingsRow.REPORTS: later("Reports"),
    SettingsRow.DAILY: later("Daily quotation"),
    SettingsRow.LOG: later("Log"),
}

ROW_HINTS: Mapping[SettingsRow, str] = {
    SettingsRow.CHANNELS: later(
        "Where members can ask me; a thread is as its channel, a channel as its category."
    ),
    SettingsRow.CHANNEL: later("What one channel has otherwise than the server."),
    SettingsRow.ROLES: later("Who may ask me, and who may change these settings."),
    SettingsRow.TEXTS: later("Which of my texts are asked; where none is chosen, all are."),
    SettingsRow.ANSWERS: later("What an answer shows, in which language I speak, and to whom."),
    SettingsRow.MENTIONS: later(
        "Whether I answer commands alone, or messages that mention me too."
    ),
    SettingsRow.STRICTNESS: later("How sure I must be to call a passage an answer."),
    SettingsRow.THREADS: later("Where the answer to a question stands."),
    SettingsRow.LIMITS: later(
        "How much may be asked in a minute, and how much of the text I quote."
    ),
    SettingsRow.REPORTS: later("Where “Wrong page?” and “Not this” arrive."),
    SettingsRow.DAILY: later("A quotation, once a day."),
    SettingsRow.LOG: later("What I keep of questions; without this, nothing."),
}

ROW_FIELDS: Mapping[SettingsRow, tuple[str, ...]] = {
    SettingsRow.CHANNELS: ("channels",),
    SettingsRow.CHANNEL: ("overrides",),
    SettingsRow.ROLES: ("asking", "managing"),
    SettingsRow.TEXTS: ("documents",),
    SettingsRow.ANSWERS: ("passages", "length", "marked", "language", "private"),
    SettingsRow.MENTIONS: ("mentions",),
    SettingsRow.STRICTNESS: ("strictness",),
    SettingsRow.THREADS: ("threads",),
    SettingsRow.LIMITS: ("member_limit", "channel_limit", "word_limit"),
    SettingsRow.REPORTS: ("reports",),
    SettingsRow.DAILY: ("daily",),
    SettingsRow.LOG: ("log",),
}
"""The fields of ServerSettings in each row."""

FIELD_ROWS: Mapping[str, SettingsRow] = {
    field: row for row, fields in ROW_FIELDS.items() for field in fields
}
"""The row of each field."""

FIELD_LABELS: Mapping[str, str] = {
    "channels": later("Channels"),
    "overrides": later("Single channels"),
    "asking": later("Who may ask"),
    "managing": later("Who may change settings"),
    "documents": later("Texts"),
    "passages": later("Passages shown"),
    "length": later("Length"),
    "marked": later("The words that answer"),
    "language": later("My own words"),
    "private": later("Answers to commands"),
    "mentions": later("I answer"),
    "strictness": later("Strictness"),
    "threads": later("Answers stand"),
    "member_limit": later("Limit of a member"),
    "channel_limit": later("Limit of a channel"),
    "word_limit": later("Quoted words of an answer"),
    "reports": later("Reports"),
    "daily": later("Daily quotation"),
    "log": later("Log"),
}

FORM_LABELS: Mapping[str, str] = {
    **FIELD_LABELS,
    "daily.hour": later("Hour"),
    "daily.zone": later("Time zone"),
}
"""What a moderator reads for a field, or for a part of one, that was typed into a form."""

_YES_NO: Mapping[str, Any] = {"yes": True, "no": False}
_PASSAGES: Mapping[str, Any] = {str(number): number for number in range(1, 6)}

FIELD_CHOICES: Mapping[str, Mapping[str, str]] = {
    "where": {
        "everywhere": later("everywhere"),
        "only": later("only in some channels"),
        "except": later("everywhere except in some channels"),
    },
    "passages": {number: number for number in _PASSAGES},
    "length": {"whole": later("whole passages"), "compact": later("compact")},
    "marked": {"yes": later("in bold"), "no": later("not marked")},
    "language": {
        "member": later("in the language of each member"),
        "en": later("in English"),
        "de": later("in German"),
    },
    "private": {"no": later("for all to see"), "yes": later("for the member alone")},
    "mentions": {"yes": later("commands and mentions"), "no": later("commands alone")},
    "strictness": {
        "lenient": later("lenient"),
        "balanced": later("balanced"),
        "strict": later("strict"),
    },
    "threads": {"here": later("in place"), "thread": later("in a thread for each question")},
    "log": {
        "off": later("off: nothing is kept"),
        "counts": later("counts only"),
        "7 days": later("questions are kept for 7 days"),
        "30 days": later("questions are kept for 30 days"),
        "90 days": later("questions are kept for 90 days"),
    },
}
"""The choices of each field: their words in a control, with what members read."""

SERVER_DEFAULT = "server"
"""The word in a control for a channel without an override."""

TOGGLED_SUFFIX = "_more"
"""Suffix of a list's name in a control that toggles its picks: it adds or removes each."""

TEXT_SELECTS = ("documents", "documents_b", "documents_c", "documents_d")
"""Names of the selects of texts in their controls; a message has room for four."""

MAX_TEXTS_IN_SELECT = 25
"""Texts in one select: Discord's limit."""

OVERRIDABLE_FIELDS: Mapping[str, str] = {
    "private": later("Answers to commands"),
    "mentions": later("I answer"),
    "threads": later("Answers stand"),
}
"""The fields that a channel can override, with their labels."""

STRICTNESS_LEVELS: Mapping[str, str] = {
    "lenient": later("more is answered; now and then a passage only touches the question"),
    "balanced": later("what is likely to answer the question"),
    "strict": later("only what I am sure of; more questions get the nearest passages instead"),
}
"""The meaning of each level of strictness."""


def get_field(what: str) -> str:
    """Return the field that a control changes, without the suffix or the part in its name."""
    return "documents" if what in TEXT_SELECTS else what.removesuffix(TOGGLED_SUFFIX)


def divide_texts(keys: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Divide texts among the selects; texts beyond the last select are left out."""
    starts = range(0, len(keys), MAX_TEXTS_IN_SELECT)
    parts = [keys[start : start + MAX_TEXTS_IN_SELECT] for start in starts]
    return dict(zip(TEXT_SELECTS, parts, strict=False))


def parse_choice(word: str) -> object:
    """Return the value of a word in a control."""
    if word == SERVER_DEFAULT:
        return None
    return {**_YES_NO, **_PASSAGES}.get(word, word)


def format_choice(value: object) -> str:
    """Return the word for a value in a control."""
    if value is None:
        return SERVER_DEFAULT
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
