"""Messages of this package: in English, with the form that translations are looked up by."""

from collections.abc import Sequence
from typing import Self


class TranslatableMessage(str):
    """A message in English that keeps its form, `"No: there is no {where}."`, and its values.

    Values may be messages themselves.
    """

    __slots__ = ("form", "values")

    form: str
    values: dict[str, object]

    def __new__(cls, form: str, /, **values: object) -> Self:
        """Return the message in English."""
        message = super().__new__(cls, form.format(**values))
        message.form, message.values = form, values
        return message


def join_messages(separator: str, parts: Sequence[str]) -> TranslatableMessage:
    """Join words and messages, at least one, so that each part is still translated."""
    names = [f"part{number}" for number in range(len(parts))]
    return TranslatableMessage(
        separator.join(f"{{{name}}}" for name in names), **dict(zip(names, parts, strict=True))
    )


def form(words: str) -> str:
    """Return a form unchanged; the call marks it for the translation catalogues."""
    return words
