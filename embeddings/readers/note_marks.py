"""Note marks and other raised signs, set so that none is glued to a word: `[12]`, `m²`, `5th`."""

import re

_NUMBER = r"\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*"
_SYMBOLS = r"\*{1,4}|[†‡§¶‖#]{1,3}"
_RAISED = re.compile(rf"[\[(]?\s*({_NUMBER}|{_SYMBOLS}|[ivx]{{2,6}})\s*[\])]?[.,]?")
_LINKED = re.compile(
    rf"[\[^]*\s*((?:(?:(?:foot|end)?note|fn|nb|n)\.?\s*)?(?:{_NUMBER})|{_SYMBOLS}"
    r"|[a-z]{1,2}|[ivxlc]{1,7})\s*[\]^.]*",
    re.IGNORECASE,
)
_LEADING = re.compile(r"\[?(?:\d{1,4}|[*†‡§]{1,3}|[a-z]|[ivxlc]{1,7})\]?[.:)]?")
_NAMED = re.compile(rf"[\[(]?\s*((?:foot|end)?note\.?\s*{_NUMBER})\s*[\])]?", re.IGNORECASE)
_SEVERAL = re.compile(r"(?:\[[^\[\]]{1,12}\]\s*,?\s*){2,}")
_COMMA = re.compile(r"\s*([,;])\s*")
_EXPONENT = re.compile(r"[+−-]\d{1,4}")
_QUANTITY = re.compile(
    r"(?:(?:^|[^\w.,’'])(?:[b-hj-zA-HJ-UWYZα-ωΑ-Ω]|(?!\d{4}$)[\d.,]*\d)"
    r"|(?:^|[\s/·⋅×])(?:[kcdmµn]m|ft|yd)|(?:\d\s?|[/·⋅×])(?:mi|in|s|kg)|=\s?\w{1,3})$"
)
_SUPERSCRIPTS = str.maketrans("0123456789+−-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def linked_mark(words: str) -> str | None:
    """Return the mark that links to a note, in square brackets; None if it has other words."""
    words = " ".join(words.split())
    if _SEVERAL.fullmatch(words):
        return words
    mark = _LINKED.fullmatch(words)
    return _bracketed(mark[1]) if mark else None


def is_mark(words: str) -> bool:
    """Say whether words are only the mark that a note leads with: `1`, `[1]`, `*`, `a)`."""
    return _LEADING.fullmatch(words) is not None


def raised_mark(words: str, before: str, after: str) -> str | None:
    """Return raised signs as they are set in the line of a text; None if they are letters.

    A number is the mark of a note where a word, a sentence or a year stands before it. Elsewhere
    it may be an exponent, or count verses, and stays raised: 10³.
    """
    words = words.strip()
    if named := _NAMED.fullmatch(words):
        return _bracketed(named[1])
    mark = _RAISED.fullmatch(words)
    if mark is None:
        return words.translate(_SUPERSCRIPTS) if _EXPONENT.fullmatch(words) else None
    if not mark[1][0].isdigit() or _is_note_place(before, after):
        return _bracketed(mark[1])
    return words.translate(_SUPERSCRIPTS)


def set_apart(mark: str, before: str, after: str) -> str:
    """Return a mark with a space behind it where it opens a note: `[1] See …`."""
    return f"{mark} " if not before.strip() and after[:1].isalnum() else mark


def _bracketed(mark: str) -> str:
    """Return a mark in brackets, with one space behind each comma."""
    return "[" + _COMMA.sub(r"\1 ", " ".join(mark.split())) + "]"


def _is_note_place(before: str, after: str) -> bool:
    """Say whether a raised number between these words can only be the mark of a note."""
    if after[:1] in {"/", "⁄"}:
        return False  # a fraction
    if not before.strip():
        return True  # at the head of the note itself
    if before[-1].isspace():
        return not after[:1].isalnum()  # else a verse, or an isotope
    return _QUANTITY.search(before[-16:]) is None
