"""Sentences of our own: in English, and with their form, to be said in other languages."""

from typing import Self


class Notice(str):
    """A sentence made of a form, `"No: there is no {where}."`, and what stands in it."""

    __slots__ = ("form", "values")

    form: str
    values: dict[str, object]

    def __new__(cls, form: str, /, **values: object) -> Self:
        """Return the sentence in English."""
        made = super().__new__(cls, form.format(**values))
        made.form, made.values = form, values
        return made


def form(words: str) -> str:
    """Return a form as it is; so the catalogues of other languages learn of it."""
    return words
