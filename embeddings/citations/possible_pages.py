"""Words that may cite a page, though they are no reference that can be read."""

import re

from embeddings.citations.back_references import split_back_reference
from embeddings.citations.forms import MARKED_NUMBER
from embeddings.citations.readings import clean_part
from embeddings.citations.works import Sources
from embeddings.text.proper_names import CAPITAL

MARKED = re.compile(MARKED_NUMBER)
"""Pattern of the beginning of a page that is marked as one."""

_COUNTED = re.compile(  # sums, shares, times, dates, and what is counted
    r"[$£€]\s?\d[\d.,]*|\d[\d.,]*\s?(?:%|°|per\s?cent|[$£€]|s\.|d\.)|\d{1,2}:\d\d|\d{1,3}(?:,\d{3})+"
    r"|\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{2,4})?|\d{4}-\d\d-\d\d"
    r"|(?:1[5-9]|20)\d\d[a-z]?(?:\s?[–/-]\s?\d{2,4})?|\d{1,2}(?:st|nd|rd|th)|\baged?\s\d+"
)
_AUTHOR_AND_YEAR = re.compile(
    rf"{CAPITAL}[\w’'-]+,?\s+\(?(?:1[5-9]|20)\d\d[a-z]?\)?[,:]?\s+(?:at\s+)?\d{{1,4}}(?!\w|[.,:]\d|\s+\w)"
)
_BARE = re.compile(
    r"\b(?:[A-Z]{1,2}-?|e)?\d{1,4}(?:[a-z]?|\s?[–/-]{1,3}\s?\d{1,4})(?=\s*(?:[,;.:)\]]|$|(?:and|&|ff?|n)\b))"
)


def may_cite_page(printed: str, sources: Sources, beside: bool = False) -> bool:
    """Return whether words that are no reference may hold one: a page, or a work and a number.

    A number is enough for words that stand `beside` a reference.
    """
    words = clean_part(printed)
    if MARKED.search(words) or _AUTHOR_AND_YEAR.search(words):
        return True
    back, words = split_back_reference(words)
    if not has_number(words):
        return False
    return beside or back is not None or bool(sources.find_named(words))


def has_number(printed: str) -> bool:
    """Return whether words hold a number that may be a page: no year, time or sum."""
    return bool(_BARE.search(_COUNTED.sub(" ", printed)))
