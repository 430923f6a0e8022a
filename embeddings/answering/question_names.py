"""Names in questions, recognised by their form or because the text has them.

People often write names without capitals.
"""

import re
from collections import Counter
from dataclasses import dataclass

from embeddings.answering.small_talk import FUNCTION_WORDS
from embeddings.text.entities import NON_NAMES
from embeddings.text.proper_names import CAPITAL

_WORD = re.compile(r"[^\W_](?:[\w’'-]*\w)?")
_CAPITALISED_INSIDE = re.compile(rf"(?<=[\w,;]\s){CAPITAL}[\w-]+")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:])\W*$")
_GENITIVE = re.compile(r"[’']s?$")
_NEVER_NAMES = FUNCTION_WORDS | NON_NAMES


@dataclass(frozen=True, slots=True)
class QuestionNames:
    """Finds names; `text_names` are the case-folded words that a text usually capitalises."""

    text_names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str) -> "QuestionNames":
        """Collect the words that a text capitalises within a sentence more often than not."""
        capitalised = Counter(word.casefold() for word in _CAPITALISED_INSIDE.findall(text))
        lower = Counter(word for word in re.findall(r"\w+", text) if word[0].islower())
        return cls(frozenset(word for word, count in capitalised.items() if count > lower[word]))

    def find_spans(self, words: str) -> list[tuple[int, int]]:
        """Return the spans of names without their genitive ending; adjacent parts are joined."""
        spans: list[tuple[int, int]] = []
        for match in _WORD.finditer(words):
            if self._is_part_of_name(words, match):
                start, end = match.start(), match.start() + len(_strip_genitive(match[0]))
                is_adjacent = spans and words[spans[-1][1] : start] == " "
                spans.append((spans.pop()[0] if is_adjacent else start, end))
        return spans

    def list_names(self, words: str) -> list[str]:
        """Return the distinct names in some words, in their order."""
        return list(dict.fromkeys(words[start:end] for start, end in self.find_spans(words)))

    def _is_part_of_name(self, words: str, match: re.Match[str]) -> bool:
        """Return whether a word is a name; a capital proves it only within a sentence."""
        word = _strip_genitive(match[0])
        if word.casefold() in _NEVER_NAMES:
            return False
        starts_sentence = _SENTENCE_START.search(words[: match.start()])
        is_capitalised = word[0].isupper() and not starts_sentence
        return is_capitalised or word.casefold() in self.text_names


def _strip_genitive(word: str) -> str:
    return _GENITIVE.sub("", word)
