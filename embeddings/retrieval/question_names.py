"""Names in questions, recognised by their form or because the text has them.

People often write names without capitals.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from embeddings.retrieval.vocabulary import Vocabulary
from embeddings.text.entities import NON_NAMES
from embeddings.text.proper_names import CAPITAL
from embeddings.text.words import FUNCTION_WORDS

_WORD = re.compile(r"[^\W_](?:[\w’'-]*\w)?")
_CAPITALISED_INSIDE = re.compile(rf"(?<=[\w,;]\s){CAPITAL}[\w-]+")
_CAPITALISED = re.compile(rf"\b{CAPITAL}[\w-]+")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:])\W*$")
_GENITIVE = re.compile(r"[’']s?$")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SPEAKER = re.compile(
    r"\b(?:did|does|do)\s(?P<name>[^\W\d_]{3,})\s(?:ever\s)?(?:say|think|write|meet|believe|mean)\b"
)
_LOWER_IN_TITLES = frozenset("a an the of in on at to for and or by with from".split())
_ASIDES = "in|at|near|from|to|before|after|during|since|until"
_MIN_WORDS_BESIDE_PLACE = 3
_LETTERS_PER_EDIT = 4
"""Letters for each of which one may be wrong in a misspelt name, two at most."""
_DEFINITION = re.compile(
    r"\W*(?:(?:and|so|ok|but)\s)?(?:who|what)(?:\s(?:is|was|are|were)|[’']?s)\s"
    r"(?:(?:the|a|an)\s)?(?P<subject>[\w.’'-]+(?:\s[\w.’'-]+){0,2})\W*$",
    re.IGNORECASE,
)
_SHORT_MONTHS = frozenset("jan feb mar apr jun jul aug sep sept oct nov dec".split())
_ANYBODY = frozenset(
    "anyone anybody someone somebody everyone everybody nobody people author writer text "
    "essay".split()
)
_NEVER_NAMES = FUNCTION_WORDS | NON_NAMES | _SHORT_MONTHS | _ANYBODY
_ABBREVIATION = re.compile(r"[A-Z]{2,4}s?")
"""May stand for words that a text writes out."""


@dataclass(frozen=True, slots=True)
class QuestionNames:
    """Finds names; `text_names` are the case-folded words that a text usually capitalises.

    `proper` are those that it capitalises anywhere and never writes in lower case, as it does
    `war`.
    """

    text_names: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str) -> "QuestionNames":
        """Collect the words that a text capitalises within a sentence more often than not."""
        capitalised = Counter(word.casefold() for word in _CAPITALISED_INSIDE.findall(text))
        lower = Counter(word for word in re.findall(r"\w+", text) if word[0].islower())
        names = frozenset(word for word, count in capitalised.items() if count > lower[word])
        initials = {word.casefold() for word in _CAPITALISED.findall(text)}
        return cls(names, frozenset(word for word in initials | names if not lower[word]))

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

    def list_absent(self, question: str, vocabulary: Vocabulary) -> list[str]:
        """Return the names of a question that a text never has.

        Of a person's name, the family name decides: `Ada Marlow` is there where `Marlow` is. A
        name that ends in a common word, as `Spanish Civil War` does, is there as a whole or not
        at all. In a question without capitals, what it asks to be explained is a name, and who
        is said to say something.
        """
        return [
            name
            for name in dict.fromkeys(self._list_candidates(question))
            if self._is_absent(name, vocabulary) and not _is_aside(name, question)
        ]

    def _list_candidates(self, question: str) -> Iterator[str]:
        _first, *others = [*_LETTERS.findall(question), ""]
        if any(word.islower() and word not in _LOWER_IN_TITLES for word in others):
            names = self.list_names(question)  # else all of it is written in capitals
            yield from (name for name in names if not _ABBREVIATION.fullmatch(name))
        speaker = _SPEAKER.search(question)
        for subject in (find_definition_subject(question), speaker and speaker["name"]):
            if subject is not None and subject.islower():
                yield subject

    def _is_absent(self, name: str, vocabulary: Vocabulary) -> bool:
        words = [word for word in _LETTERS.findall(name) if word.casefold() not in _NEVER_NAMES]
        if not words or words[-1].casefold() in self.proper:
            return False
        if name.islower():
            return not any(vocabulary.has_word(word) or self._is_misspelt(word) for word in words)
        if len(words) > 1 and vocabulary.has_word(words[-1]):
            return all(word[0].isupper() for word in words) and not vocabulary.has_phrase(name)
        return not all(vocabulary.has_word(word) or self._is_misspelt(word) for word in words)

    def _is_misspelt(self, word: str) -> bool:
        """Return whether the text has a name like a word, with the same first letter."""
        plain = word.casefold()
        edits = min(2, len(plain) // _LETTERS_PER_EDIT)
        names = [name for name in self.text_names if name[0] == plain[0]]
        similar = process.extractOne(plain, names, scorer=OSA.distance, score_cutoff=edits)
        return edits > 0 and similar is not None

    def _is_part_of_name(self, words: str, match: re.Match[str]) -> bool:
        """Return whether a word is a name; a capital proves it only within a sentence."""
        word = _strip_genitive(match[0])
        if word.casefold() in _NEVER_NAMES:
            return False
        starts_sentence = _SENTENCE_START.search(words[: match.start()])
        is_capitalised = word[0].isupper() and not starts_sentence
        return is_capitalised or word.casefold() in self.text_names


def _is_aside(name: str, question: str) -> bool:
    """Return whether a name only says where or when, in a question that asks about much else."""
    content = [word for word in _LETTERS.findall(question) if word.casefold() not in _NEVER_NAMES]
    others = len(content) - len(_LETTERS.findall(name))
    place = re.search(rf"\b(?:{_ASIDES})\s(?:the\s)?{re.escape(name)}", question)
    return place is not None and others >= _MIN_WORDS_BESIDE_PLACE


def find_definition_subject(question: str) -> str | None:
    """Return what a question asks to be explained: `parvus` of `who was parvus?`."""
    match = _DEFINITION.match(question)
    if match is None:
        return None
    words = match["subject"].casefold().split()
    return None if FUNCTION_WORDS.intersection(words) else match["subject"]


def _strip_genitive(word: str) -> str:
    return _GENITIVE.sub("", word)
