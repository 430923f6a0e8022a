"""Find the words of a sentence that answer a question, where a rule makes that clear.

Each form of question has its candidates: what may answer it. If a sentence holds only one clear
candidate, that is the answer; otherwise the whole sentence is.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from embeddings.citations.brackets import find_brackets
from embeddings.citations.readings import parse_reference
from embeddings.text import entities
from embeddings.text.entities import (
    CandidateFinder,
    extract_words,
    stem_roughly,
    stem_words_roughly,
)
from embeddings.text.proper_names import CAPITAL, is_name
from embeddings.types import Span

_MIN_SHARED_WORDS = 0.5
"""Share of a question's words that a sentence must hold before its highlight is narrowed.

Below it, the sentence is often not the one that answers.
"""

_MAX_CACHED_QUESTIONS = 16
"""Parsed questions kept in memory: each is compared with several sentences."""

_QUESTION_WORD = re.compile(r"\b(?:who|whom|whose|when|where|how|what|which|why)\b", re.IGNORECASE)
_MARKED_PAGES = re.compile(r"\b(?:pp?\.|pages?)\s?\d+(?:[\s,–-]+\d+)*", re.IGNORECASE)
_CAPITALISED = re.compile(rf"(?<=\s){CAPITAL}\w*")
_PRONOUN = re.compile(r"\b(?:he|she|they|it|his|her|their|its)\b", re.IGNORECASE)
_FUNCTION_WORDS = entities.NON_NAMES | frozenset(
    "is was were did do does whom much be been are has have had year date old long large "
    "big high tall deep wide far heavy fast city country town".split()
)


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """A form of question: its name, its pattern, the finder of its candidates, and an example.

    The example is a question, a sentence, and the words in it that answer. `tied` is set where
    a candidate alone shows that the sentence is about what is asked.
    """

    name: str
    pattern: str
    candidates: CandidateFinder
    example: tuple[str, str, str]
    tied: bool = False


def find_answering_words(question: str, sentence: str) -> list[tuple[int, int]]:
    """Return the half-open offsets of the words in a sentence that answer, where that is clear.

    Otherwise the whole sentence without white space around it; nothing for a blank one.
    """
    words = sentence.strip()
    if not words:
        return []
    start = sentence.index(words)
    return [_find_only_candidate(question, sentence) or (start, start + len(words))]


def _find_only_candidate(question: str, sentence: str) -> tuple[int, int] | None:
    """Return the offsets of the only candidate in a sentence, if it is clear."""
    form = match_form(question)
    if form is None or not (form.tied or _is_related(question, sentence)):
        return None
    candidates = list(form.candidates(question, _mask_citations(sentence)))
    if len(candidates) != 1 or not candidates[0].clear:
        return None
    return candidates[0].start, candidates[0].end


@lru_cache(_MAX_CACHED_QUESTIONS)
def match_form(question: str) -> QuestionForm | None:
    """Return the form of a question that asks one thing; None for any other question."""
    if len(_QUESTION_WORD.findall(question)) != 1:
        return None
    asked = question.strip()
    matches = (form for form in FORMS if re.search(form.pattern, asked, re.IGNORECASE))
    return next(matches, None)


def _is_related(question: str, sentence: str) -> bool:
    """Return whether a sentence shares enough words with a question, and all of its names.

    A pronoun in the sentence may stand for any name.
    """
    stems, (asked, names) = stem_words_roughly(sentence), _stem_question(question)
    has_names = names <= stems or _PRONOUN.search(sentence) is not None
    return has_names and len(asked & stems) >= _MIN_SHARED_WORDS * len(asked)


@lru_cache(_MAX_CACHED_QUESTIONS)
def _stem_question(question: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of a question's words, and of the names among them."""
    words = extract_words(question) - _FUNCTION_WORDS
    names = (word.casefold() for word in _CAPITALISED.findall(question))
    return frozenset(map(stem_roughly, words)), frozenset(map(stem_roughly, names))


def _mask_citations(sentence: str) -> str:
    """Return a sentence of the same length with its page citations masked."""
    brackets = (
        bracket.span for bracket in find_brackets(sentence) if _may_cite(sentence, bracket.inner)
    )
    spans = [(span.start, span.end) for span in brackets]
    for start, end in [*spans, *(match.span() for match in _MARKED_PAGES.finditer(sentence))]:
        sentence = sentence[:start] + entities.MASK * (end - start) + sentence[end:]
    return sentence


def _may_cite(sentence: str, inner: Span) -> bool:
    """Return whether a bracket may be a page citation, or a work by its author and year."""
    parts = sentence[inner.start : inner.end].split(";")
    return any(
        not reading.is_unlikely() or (reading.source is not None and is_name(reading.source))
        for part in parts
        for reading in parse_reference(part)
    )


_PREPOSITION = r"^(?:(?:in|on|at|by|since|from|until|to|for|of|with|about|during|around|near)\s)?"

FORMS = (
    QuestionForm(
        "year",
        r"\b(?:what|which)\s(?:\w+\s)?year\b",
        entities.find_years,
        ("In what year did Ada light it?", "Ada lit it on 3 May 1851 (p. 12).", "1851"),
    ),
    QuestionForm(
        "date",
        r"^when\b|\b(?:what|which)\s(?:date|day|month)\b",
        entities.find_dates,
        ("When did Ada light it?", "Ada lit it on 3 May 1851 (1860, p. 12).", "3 May 1851"),
    ),
    QuestionForm(
        "share",
        r"\bwhat\sper\s?cent(?:age)?\b",
        entities.make_unit_finder(entities.PERCENT),
        ("What percentage of ships sank?", "Some 12 % of the 90 ships sank (40).", "Some 12 %"),
    ),
    QuestionForm(
        "number",
        r"\bhow\smany\b",
        entities.find_counts,
        (
            "How many members did the union have?",
            "By 1898 the union had about 200 members (40-42).",
            "about 200 members",
        ),
        tied=True,
    ),
    QuestionForm(
        "price",
        r"\bhow\smuch\b",
        entities.make_unit_finder(entities.MONEY),
        ("How much did the lamp cost?", "The lamp cost over £300 (pp. 3, 4).", "over £300"),
    ),
    QuestionForm(
        "age",
        r"\bhow\sold\b|\bwhat\sage\b",
        entities.find_ages,
        ("How old was Ada?", "Ada, a keeper at the age of 19, never left (p. 4).", "19"),
    ),
    QuestionForm(
        "duration",
        r"\bhow\slong\b",
        entities.make_unit_finder(entities.DURATION),
        ("How long did the storm last?", "The storm lasted two weeks (p. 9).", "two weeks"),
    ),
    QuestionForm(
        "size",
        r"\bhow\s(?:large|big|high|tall|deep|wide|far|heavy|fast)\b",
        entities.make_unit_finder(entities.SIZE),
        ("How high is the tower?", "The tower is nearly 90 feet high (161-63).", "nearly 90 feet"),
    ),
    QuestionForm(
        "person",
        _PREPOSITION + r"whom?\b",
        entities.find_people,
        ("Who lit the lamp?", "The lamp was lit by Ada Marlow (18, 19, Harman).", "Ada Marlow"),
    ),
    QuestionForm(
        "place",
        _PREPOSITION + r"(?:where|(?:what|which)\s(?:city|town|country|village|state)\b(?![’']))",
        entities.find_places,
        ("Where was Ada born?", "Ada was born in Port Ellen (Marsh, p. 40).", "Port Ellen"),
    ),
)
"""Forms of question, the narrow ones first."""
