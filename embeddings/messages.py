"""Sentences of our own: in English, and with their form, to be said in other languages."""

from collections.abc import Sequence
from typing import Self


class TranslatableMessage(str):
    """A sentence made of a form, `"No: there is no {where}."`, and what stands in it.

    What stands in it may be notices again.
    """

    __slots__ = ("form", "values")

    form: str
    values: dict[str, object]

    def __new__(cls, form: str, /, **values: object) -> Self:
        """Return the sentence in English."""
        made = super().__new__(cls, form.format(**values))
        made.form, made.values = form, values
        return made


def joined(between: str, parts: Sequence[str]) -> TranslatableMessage:
    """Return words and notices, at least one, with the same between each two of them."""
    names = [f"part{number}" for number in range(len(parts))]
    return TranslatableMessage(
        between.join(f"{{{name}}}" for name in names), **dict(zip(names, parts, strict=True))
    )


def form(words: str) -> str:
    """Return a form as it is; so the catalogues of other languages learn of it."""
    return words
