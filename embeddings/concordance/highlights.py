"""The words of a sentence that answer a question, where a rule makes that clear.

A form of question says what may answer it: candidates. Where a sentence holds one and no other,
that one is the answer; else, and in every doubt, the whole sentence is.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from embeddings.citations.brackets import find_brackets
from embeddings.citations.forms import parse_reference
from embeddings.text import entities
from embeddings.text.entities import Candidates, stem, stems, words_in
from embeddings.text.proper_names import CAPITAL, is_name
from embeddings.types import Span

_AKIN = 0.5
"""The share of a question's words that a sentence must hold before it is narrowed.

Below it the sentence is often not the one that answers.
"""

_RECENT = 16
"""Questions that are kept as they were read: each is held against several sentences."""

_ASKS = re.compile(r"\b(?:who|whom|whose|when|where|how|what|which|why)\b", re.IGNORECASE)
_RUNNING = re.compile(r"\b(?:pp?\.|pages?)\s?\d+(?:[\s,–-]+\d+)*", re.IGNORECASE)
_NAMED = re.compile(rf"(?<=\s){CAPITAL}\w*")
_PRONOUN = re.compile(r"\b(?:he|she|they|it|his|her|their|its)\b", re.IGNORECASE)
_FUNCTION_WORDS = entities.NO_NAMES | frozenset(
    "is was were did do does whom much be been are has have had year date old long large "
    "big high tall deep wide far heavy fast city country town".split()
)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of question: its name, its pattern, what may answer it, and an example.

    The example is a question, a sentence, and the words in it that answer. `tied` says that the
    candidates alone tell whether a sentence speaks of what is asked.
    """

    name: str
    pattern: str
    candidates: Candidates
    example: tuple[str, str, str]
    tied: bool = False


def words_that_answer(question: str, sentence: str) -> list[tuple[int, int]]:
    """Return half-open offsets into the sentence: the words in it that answer where that is clear.

    Else the whole sentence, trimmed of white space; nothing for a blank one.
    """
    words = sentence.strip()
    if not words:
        return []
    start = sentence.index(words)
    return [_only(question, sentence) or (start, start + len(words))]


def _only(question: str, sentence: str) -> tuple[int, int] | None:
    form = form_of(question)
    if form is None or not (form.tied or _akin(question, sentence)):
        return None
    found = list(form.candidates(question, _without_citations(sentence)))
    return (found[0].start, found[0].end) if len(found) == 1 and found[0].clear else None


@lru_cache(_RECENT)
def form_of(question: str) -> Form | None:
    """Return the form of a question that asks for one thing; None for any other."""
    if len(_ASKS.findall(question)) != 1:
        return None
    asked = question.strip()
    return next((one for one in FORMS if re.search(one.pattern, asked, re.IGNORECASE)), None)


def _akin(question: str, sentence: str) -> bool:
    """Say whether a sentence speaks of what is asked: its words, and whoever is named."""
    held, (asked, named) = stems(sentence), _asked(question)
    known = named <= held or _PRONOUN.search(sentence) is not None
    return known and len(asked & held) >= _AKIN * len(asked)


@lru_cache(_RECENT)
def _asked(question: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems of a question's words, and of the names among them."""
    words = frozenset(stem(word) for word in words_in(question) - _FUNCTION_WORDS)
    return words, frozenset(stem(word.casefold()) for word in _NAMED.findall(question))


def _without_citations(sentence: str) -> str:
    """Return a sentence of the same length whose page citations no rule reads."""
    cited = [one.span for one in find_brackets(sentence) if _cites(sentence, one.inner)]
    spans = [(one.start, one.end) for one in cited]
    for start, end in [*spans, *(match.span() for match in _RUNNING.finditer(sentence))]:
        sentence = sentence[:start] + entities.HIDDEN * (end - start) + sentence[end:]
    return sentence


def _cites(sentence: str, inner: Span) -> bool:
    """Say whether a bracket may be a page citation, or a work by its author and year."""
    parts = sentence[inner.start : inner.end].split(";")
    return any(
        not one.is_unlikely() or (one.source is not None and is_name(one.source))
        for part in parts
        for one in parse_reference(part)
    )


_BEFORE = r"^(?:(?:in|on|at|by|since|from|until|to|for|of|with|about|during|around|near)\s)?"

FORMS = (
    Form(
        "year",
        r"\b(?:what|which)\s(?:\w+\s)?year\b",
        entities.years,
        ("In what year did Ada light it?", "Ada lit it on 3 May 1851 (p. 12).", "1851"),
    ),
    Form(
        "date",
        r"^when\b|\b(?:what|which)\s(?:date|day|month)\b",
        entities.dates,
        ("When did Ada light it?", "Ada lit it on 3 May 1851 (1860, p. 12).", "3 May 1851"),
    ),
    Form(
        "share",
        r"\bwhat\sper\s?cent(?:age)?\b",
        entities.with_unit(entities.PERCENT),
        ("What percentage of ships sank?", "Some 12 % of the 90 ships sank (40).", "Some 12 %"),
    ),
    Form(
        "number",
        r"\bhow\smany\b",
        entities.counted,
        (
            "How many members did the union have?",
            "By 1898 the union had about 200 members (40-42).",
            "about 200 members",
        ),
        tied=True,
    ),
    Form(
        "price",
        r"\bhow\smuch\b",
        entities.with_unit(entities.MONEY),
        ("How much did the lamp cost?", "The lamp cost over £300 (pp. 3, 4).", "over £300"),
    ),
    Form(
        "age",
        r"\bhow\sold\b|\bwhat\sage\b",
        entities.ages,
        ("How old was Ada?", "Ada, a keeper at the age of 19, never left (p. 4).", "19"),
    ),
    Form(
        "duration",
        r"\bhow\slong\b",
        entities.with_unit(entities.SPELL),
        ("How long did the storm last?", "The storm lasted two weeks (p. 9).", "two weeks"),
    ),
    Form(
        "size",
        r"\bhow\s(?:large|big|high|tall|deep|wide|far|heavy|fast)\b",
        entities.with_unit(entities.SIZE),
        ("How high is the tower?", "The tower is nearly 90 feet high (161-63).", "nearly 90 feet"),
    ),
    Form(
        "person",
        _BEFORE + r"whom?\b",
        entities.people,
        ("Who lit the lamp?", "The lamp was lit by Ada Marlow (18, 19, Harman).", "Ada Marlow"),
    ),
    Form(
        "place",
        _BEFORE + r"(?:where|(?:what|which)\s(?:city|town|country|village|state)\b(?![’']))",
        entities.places,
        ("Where was Ada born?", "Ada was born in Port Ellen (Marsh, p. 40).", "Port Ellen"),
    ),
)
"""Forms of question, from the narrow ones to the wide."""
