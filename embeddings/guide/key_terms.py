"""The names and words that set each part of a text apart from the others."""

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from embeddings.concordance.concordance import Concordance
from embeddings.guide.proper_names import ENDS, proper_names, without_citations
from embeddings.text.stemming import stems
from embeddings.types import Span

TERMS = 3
"""Terms of a part."""

OF_NAMES = 2.0
"""What a name counts, where another word counts 1."""

_WORD = re.compile(r"(?<![\w’'-])[^\W\d_A-Z]{4,}(?![\w’'-])")
_NOUN = re.compile(rf"\b(?i:the|an?|of|its|their|his|her)\s({_WORD.pattern}){ENDS}")

_Key = tuple[str, ...]


class KeyTerms:
    """Terms of a text counted by part: telling ones are frequent in one, and rare in others."""

    def __init__(self, concordance: Concordance, firsts: Sequence[int]) -> None:
        paragraphs = concordance.document.paragraphs
        self._starts = [paragraphs[first - 1].start for first in firsts]
        self._counts: dict[_Key, Counter[int]] = defaultdict(Counter)
        self._places: list[dict[_Key, Span]] = [{} for _ in firsts]
        self._names: set[_Key] = set()
        text = without_citations(concordance)
        names = (name for name in proper_names(text) if name.is_noun)
        self._names.update(self._count(name.places, text) for name in names)
        for place in _nouns(text):
            self._count([place], text)

    def _count(self, places: Sequence[Span], text: str) -> _Key:
        """Count a term at each of its places; return what its forms have in common."""
        key = tuple(stems(text[places[0].start : places[0].end]))
        for place in places:
            part = bisect_right(self._starts, place.start) - 1
            self._counts[key][part] += 1
            self._places[part].setdefault(key, place)
        return key

    def terms(self, part: int) -> tuple[Span, ...]:
        """Return the terms that set a part apart, where each first stands in it."""
        chosen: list[_Key] = []
        for key in sorted(self._places[part], key=lambda key: (-self._weight(key, part), key)):
            if len(chosen) == TERMS or self._weight(key, part) <= 0:
                break
            if not any(set(key) & set(other) for other in chosen):
                chosen.append(key)
        return tuple(sorted(self._places[part][key] for key in chosen))

    def _weight(self, key: _Key, part: int) -> float:
        counts = self._counts[key]
        if key not in self._names and counts[part] < 2:
            return 0.0
        rare = math.log(len(self._starts) / len(counts)) if len(self._starts) > 1 else 1.0
        return counts[part] * rare * (OF_NAMES if key in self._names else 1.0)


def _nouns(text: str) -> Iterator[Span]:
    """Yield the words, neither names nor small ones, that somewhere stand as a noun does."""
    from bm25s.stopwords import STOPWORDS_EN_PLUS  # 0.3 s: only building pays for it

    nouns = {match[1] for match in _NOUN.finditer(text)}.difference(STOPWORDS_EN_PLUS)
    for match in _WORD.finditer(text):
        if match[0] in nouns:
            yield Span(*match.span())
