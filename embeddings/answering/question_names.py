"""Names in what people ask: by their form, and by the text's own, for people write small."""

import re
from collections import Counter
from dataclasses import dataclass

from embeddings.answering.small_talk import FUNCTION
from embeddings.text.entities import NO_NAMES
from embeddings.text.proper_names import CAPITAL

_WORD = re.compile(r"[^\W_](?:[\w’'-]*\w)?")
_INSIDE = re.compile(rf"(?<=[\w,;]\s){CAPITAL}[\w-]+")
_BEGINS = re.compile(r"(?:^|[.!?…:])\W*$")
_GENITIVE = re.compile(r"[’']s?$")
_NO_NAMES = FUNCTION | NO_NAMES


@dataclass(frozen=True, slots=True)
class QuestionNames:
    """Finds names; `of_text` are the words, case-folded, that a text writes with a capital."""

    of_text: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str) -> "QuestionNames":
        """Return what finds the names of a text: words that it seldom writes small."""
        large = Counter(word.casefold() for word in _INSIDE.findall(text))
        small = Counter(word for word in re.findall(r"\w+", text) if word[0].islower())
        return cls(frozenset(word for word, count in large.items() if count > small[word]))

    def spans(self, words: str) -> list[tuple[int, int]]:
        """Return where names stand, without their genitive; parts beside one another are one."""
        found: list[tuple[int, int]] = []
        for match in _WORD.finditer(words):
            if self._is_part(words, match):
                start, end = match.start(), match.start() + len(_bare(match[0]))
                beside = found and words[found[-1][1] : start] == " "
                found.append((found.pop()[0] if beside else start, end))
        return found

    def among(self, words: str) -> list[str]:
        """Return the names in some words, each once, in their order."""
        return list(dict.fromkeys(words[start:end] for start, end in self.spans(words)))

    def _is_part(self, words: str, match: re.Match[str]) -> bool:
        """Say whether a word is written as a name; at the beginning of a sentence all might be."""
        word = _bare(match[0])
        if word.casefold() in _NO_NAMES:
            return False
        inside = word[0].isupper() and not _BEGINS.search(words[: match.start()])
        return inside or word.casefold() in self.of_text


def _bare(word: str) -> str:
    return _GENITIVE.sub("", word)
