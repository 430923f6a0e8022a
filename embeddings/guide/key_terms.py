"""The names and words that distinguish each section of a text from the others."""

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from embeddings.concordance.concordance import Concordance
from embeddings.guide.proper_names import PHRASE_END, find_proper_names, hide_citations
from embeddings.text.words import stem_words
from embeddings.types import Span

MAX_TERMS = 3
"""Terms of a section."""

NAME_WEIGHT = 2.0
"""Weight of a name, compared with 1 for any other word."""

_WORD = re.compile(r"(?<![\w’'-])[^\W\d_A-Z]{4,}(?![\w’'-])")
_NOUN = re.compile(rf"\b(?i:the|an?|of|its|their|his|her)\s({_WORD.pattern}){PHRASE_END}")

_Key = tuple[str, ...]


class KeyTerms:
    """The terms of a text, counted by section; key terms are frequent in one and rare in others."""

    def __init__(self, concordance: Concordance, firsts: Sequence[int]) -> None:
        """Count terms; `firsts` are the numbers of the first paragraph of each section."""
        paragraphs = concordance.document.paragraphs
        self._starts = [paragraphs[first - 1].start for first in firsts]
        self._counts: dict[_Key, Counter[int]] = defaultdict(Counter)
        self._places: list[dict[_Key, Span]] = [{} for _ in firsts]
        self._names: set[_Key] = set()
        text = hide_citations(concordance)
        names = (name for name in find_proper_names(text) if name.is_noun)
        self._names.update(self._count(name.places, text) for name in names)
        for place in _find_nouns(text):
            self._count([place], text)

    def _count(self, places: Sequence[Span], text: str) -> _Key:
        """Count a term at each of its places; return its stems, which all its forms share."""
        key = tuple(stem_words(text[places[0].start : places[0].end]))
        for place in places:
            section = bisect_right(self._starts, place.start) - 1
            self._counts[key][section] += 1
            self._places[section].setdefault(key, place)
        return key

    def terms(self, section: int) -> tuple[Span, ...]:
        """Return the key terms of a section, where each first stands in it."""
        chosen: list[_Key] = []
        places = self._places[section]
        for key in sorted(places, key=lambda key: (-self._weigh(key, section), key)):
            if len(chosen) == MAX_TERMS or self._weigh(key, section) <= 0:
                break
            if not any(set(key) & set(other) for other in chosen):
                chosen.append(key)
        return tuple(sorted(places[key] for key in chosen))

    def _weigh(self, key: _Key, section: int) -> float:
        counts = self._counts[key]
        if key not in self._names and counts[section] < 2:
            return 0.0
        sections = len(self._starts)
        inverse_frequency = math.log(sections / len(counts)) if sections > 1 else 1.0
        weight = NAME_WEIGHT if key in self._names else 1.0
        return counts[section] * inverse_frequency * weight


def _find_nouns(text: str) -> Iterator[Span]:
    """Yield the words that somewhere stand as a noun does, without names and stop words."""
    from bm25s.stopwords import STOPWORDS_EN_PLUS  # 0.3 s: only building pays for it

    nouns = {match[1] for match in _NOUN.finditer(text)}.difference(STOPWORDS_EN_PLUS)
    for match in _WORD.finditer(text):
        if match[0] in nouns:
            yield Span(*match.span())
