"""Works that a sentence names before the page in brackets: `Okafor (1987) writes (p. 45)`."""

import re
from dataclasses import dataclass

from embeddings.citations.forms import YEAR
from embeddings.citations.readings import clean_part
from embeddings.citations.works import Sources
from embeddings.text.proper_names import CAPITAL, is_name
from embeddings.types import Work

_NO_NAME = (
    "In On At By From Since Until Before After During The A An And But For Of As To It He She They "
    "This That These When While If See Cf"
)
_NARRATIVE = re.compile(
    rf"(?<!\w)(?<!\b[Ii]n )(?<!\b[Aa]t )(?<!\b[Oo][fn] )(?<!\b[Ff]rom )"
    rf"(?!(?:{'|'.join(_NO_NAME.split())})\b)(?P<name>{CAPITAL}[\w’'-]*"
    rf"(?:\s+(?:(?:and|&)\s+)?{CAPITAL}[\w’'.-]*){{0,3}}?)"
    rf"\s+[(\[](?P<year>{YEAR})[)\]]"
)
_KEY_BEFORE = re.compile(r"@[^\W\d_][\w-]*(?=\s+$)")
_NUMBER_IN_BRACKET = re.compile(r"[(\[][^)\]]*\d")
_PAIRS = (("“", "”"), ("«", "»"), ("„", "“"), ("「", "」"))


@dataclass(frozen=True, slots=True)
class Narrative:
    """An author with a year in a sentence, and the words of that sentence and of those behind."""

    source: str
    words: str


def find_narrative(near: str) -> Narrative | None:
    """Return the author and year, or the key, that pages in a sentence belong to.

    No other reference stands between, and the author is not named within quoted words.
    """
    if (key := _KEY_BEFORE.search(near)) is not None:
        return Narrative(clean_part(key[0]), key[0])
    matches = list(_NARRATIVE.finditer(near))
    if not matches or not is_name(matches[-1]["name"]):
        return None
    before, behind = near[: matches[-1].start()], near[matches[-1].end() :]
    if _NUMBER_IN_BRACKET.search(behind) or _is_quoted(before, behind):
        return None
    name = re.sub(r"[’']s?$", "", matches[-1]["name"])
    sentence = max(before.rfind(end) for end in (". ", "! ", "? "))
    return Narrative(f"{name} {matches[-1]['year']}", near[sentence + 1 :])


def _is_quoted(before: str, behind: str) -> bool:
    """Return whether a place between two texts stands within quotation marks."""
    if before.count('"') % 2 or behind.count('"') % 2:
        return True
    for opening, closing in _PAIRS:
        if before.rfind(opening) > before.rfind(closing):
            return True
        first = behind.find(closing)
        if first >= 0 and closing != "“" and not 0 <= behind.find(opening) < first:
            return True
    return False


def find_title_before(near: str, sources: Sources) -> Work | None:
    """Return the work whose title stands directly before a bracket."""
    known = sources.find_at_end(near.rstrip())
    if known is None or known[1] not in sources.find_titled(near[known[0] :]):
        return None
    return known[1]
