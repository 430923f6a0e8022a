"""The numbers that Word gives to notes: 1, i, a, *."""

from collections.abc import Callable

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_SYMBOLS = "*†‡§"


def number_note(number: int, form: str) -> str:
    """Return the mark of the note of that number, in a form as Word names it."""
    return _FORMS.get(form, str)(number)


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        count, number = divmod(number, value)
        letters += letter * count
    return letters


def _letter(number: int) -> str:
    """Return a letter: a … z, then aa … zz."""
    times, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (times + 1)


def _symbol(number: int) -> str:
    times, at = divmod(number - 1, len(_SYMBOLS))
    return _SYMBOLS[at] * (times + 1)


_FORMS: dict[str, Callable[[int], str]] = {
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "chicago": _symbol,
}
