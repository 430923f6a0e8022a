"""Follow-up questions: recognised by their wording, and rewritten with what was asked before."""

import re
from collections.abc import Iterator
from itertools import islice

from embeddings.answering.small_talk import (
    asks_nothing,
    asks_only_in_context,
    is_about_speakers,
    is_small_talk,
)
from embeddings.retrieval.question_names import QuestionNames
from embeddings.text.words import FUNCTION_WORDS

MAX_REWRITES = 2
"""Rewrites of a question about another subject that are searched."""

MAX_SUBJECT_WORDS = 5
"""Words that another subject may have."""

MAX_EARLIER_QUESTIONS = 3
"""Questions of a conversation, the latest ones, that the next may be joined to."""

MAX_EARLIER_WORDS = 100
"""Words of these questions; the model's window must have room for the new question."""

_OPENING = re.compile(
    r"\W*(?:(?:and|but|so|or|then|now|ok|okay)\b[\s,…–—-]*)*(?:(?:what|how)\s(?:about|of)\b)?",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(
    r"\b(?:who|whom|whose|what|when|where|which|why|how|do|does|did|is|are|was|were|has|have|had"
    r"|can|could|will|would|should)\b",
    re.IGNORECASE,
)
_PERSONAL_PRONOUN = re.compile(r"\b(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_OTHER_REFERENCE = re.compile(
    r"\b(?:him|them|hers|theirs|it|its|this|these|those|then)\b"
    r"|^\W*that\b|\bthat(?=\W*$)|\bthat\s(?:day|night|year|time|point|place|way)\b"
    r"|\b(?:explain|repeat|say|put|mean|rephrase)\sthat\b"
    r"|\b(?:after|before|about|of|by|for|like|in|on|with|do|did|is|was|does)\sthat\b"
    r"|(?<!\bis\s)(?<!\bare\s)(?<!\bwas\s)(?<!\bwere\s)\bthere\b(?!\s(?:is|are|was|were)\b)"
    r"|\b(?:more|else|go\son|continue)(?=\W*$)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W_]+")
_BARE_VERB = re.compile(
    r"\W*(?:who|what|which|when|where|how(?:\s(?:many|much|often))?)(?:\s(?:did|does|do|was|were|is))?"
    r"\s[\w’'-]+(?:\s(?:in|at|from|to|of|for|by|with|on|up|out|off|next|first|exactly))?\W*$",
    re.IGNORECASE,
)
_MAX_COUNTED_WORDS = 3
_MAX_WORDS_BEFORE_NEXT = 2
"""Words of a question like `what happened next?`, which names no subject."""

_MIN_EXPLAINING_WORDS = 3
"""Words before a pronoun among which stands what it refers to, as a rule."""

_ANSWERING_VERB = re.compile(
    r"\bhow\s(?:did|does|do)\s(?:\S+\s){1,3}(?:react|respond|reply|answer)\W*$|\bwhy\snot\W*$"
    r"|^\W*(?:who|what|where|when)\selse\b"
    r"|^\W*(?:on|in|from|at|by|to|for|with)\s(?:what|which|whom?)\s[\w’'-]+\W*$",
    re.IGNORECASE,
)
_COUNT = re.compile(r"\W*how\s(?:many|much|often|long)\b", re.IGNORECASE)
_WHAT_NEXT = re.compile(
    r"\b(?:then|next|later|afterwards?|after(?:\s(?:that|this|it))?|more|go\son|continue)\W*$"
    r"|^\W*(?:and\s)?then\b",
    re.IGNORECASE,
)
_ASKS_SOURCE = re.compile(
    r"\b(?:who|where|which|what)\b(?:\s\w+){0,4}?\s(?:says?|said|writes?|wrote|written|stands?|from)"
    r"(?:\s(?:so|that|this|it))?\W*$|\b(?:what|which)\s(?:page|book|work)\b(?:\s\w+){0,4}\W*$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"(?:his|her|its|their)\s(?P<what>\S+(?:\s\S+)?)", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:in|at|of|for|by|with|on|from)\s", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:he|she|him|his)\b", re.IGNORECASE)
_THING = re.compile(r"\b(?:it|its|they|them|their|her|hers|this|that|these|those)\b", re.IGNORECASE)
_SAME_AGAIN = re.compile(
    r"\b(?:can|could|would|will|please|you|u|explain|say|put|repeat|rephrase|elaborate|clarify|expand"
    r"|more|simply|simpler|again|further|detail|details|shorter|longer|differently|words|other)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b\d{4}\b")
_SENTENCE_END = re.compile(r"(?<=[?!.])\s+")


def leans(question: str, names: QuestionNames) -> bool:
    """Return whether the wording of a question shows that it depends on the one before.

    It does if it refers to what it does not name (`did they have children?`), if it only goes on
    (`and 1917?`), or if its verb lacks what another question named (`who profited?`). A question
    that names its subject is complete, even after an `and`.
    """
    if asks_only_in_context(question):
        return True
    if is_about_speakers(question) or is_small_talk(question):
        return False
    if refers_back(question, names):
        return True
    opening, rest = _split_opening(question)
    if opening and not _QUESTION_WORD.search(rest):
        return True
    return _lacks_subject(rest, names)


def _split_opening(question: str) -> tuple[str, str]:
    """Return what only goes on from another question, as `and what about` does, and the rest."""
    opening = _OPENING.match(question)
    end = opening.end() if opening else 0
    return question[:end].strip(), question[end:]


def _lacks_subject(question: str, names: QuestionNames) -> bool:
    """Return whether a question has only a verb (`who profited?`), or one that answers another."""
    if _ANSWERING_VERB.search(question):
        return True
    words, count = _count_content_words(question), _COUNT.match(question)
    is_short = (
        (words <= 1 and _BARE_VERB.match(question))
        or (words <= _MAX_WORDS_BEFORE_NEXT and asks_what_next(question))
        or (count and _count_content_words(question[count.end() :]) <= _MAX_COUNTED_WORDS)
    )
    return bool(is_short) and not names.find_spans(question)


def _count_content_words(words: str) -> int:
    return sum(word not in FUNCTION_WORDS for word in _LETTERS.findall(words.casefold()))


def refers_back(question: str, names: QuestionNames) -> bool:
    """Return whether a question refers to what it does not name.

    A name before `he` explains it, as several words before `it` do.
    """
    other = _OTHER_REFERENCE.search(question)
    if other and (
        other[0].casefold() == "there"
        or _count_content_words(question[: other.start()]) < _MIN_EXPLAINING_WORDS
    ):
        return True
    pronoun = _PERSONAL_PRONOUN.search(question)
    return pronoun is not None and not names.find_spans(question[: pronoun.start()])


def drop_opening(question: str) -> str:
    """Return a question without an `and` or `so` before its question word."""
    _, rest = _split_opening(question)
    return rest if _QUESTION_WORD.match(rest) else question


def names_nothing(question: str) -> bool:
    """Return whether a question has no subject, or only asks for the same again: `more simply`."""
    rest = _SAME_AGAIN.sub(" ", question)
    return asks_nothing(question) or asks_nothing(rest)


def asks_what_next(question: str) -> bool:
    """Return whether a question asks what came next."""
    return bool(_WHAT_NEXT.search(question))


def asks_source(question: str) -> bool:
    """Return whether a question asks who says what was shown, or where."""
    return bool(_ASKS_SOURCE.search(question))


def rewrite_question(question: str, earlier: str, names: QuestionNames) -> list[str]:
    """Return rewrites of a question that include what was asked before it.

    A question about another subject becomes the earlier one with that subject. One about `him`
    names the persons of the earlier one. Any other is appended to the earlier one.
    """
    subject = _find_subject(question, names)
    rewrites = _replace_names(subject, earlier, names) if subject else iter(())
    replaced = list(islice(rewrites, MAX_REWRITES)) or _name_person(question, earlier, names)
    return replaced or [f"{_end_sentence(earlier)} {question}" if earlier else question]


def shorten_earlier(earlier: str) -> str:
    """Return the last of several questions asked one after another."""
    last = " ".join(_SENTENCE_END.split(earlier)[-MAX_EARLIER_QUESTIONS:])
    return " ".join(last.split()[-MAX_EARLIER_WORDS:])


def _name_person(question: str, earlier: str, names: QuestionNames) -> list[str]:
    """Return a question with each name of the earlier one in place of its only pronoun."""
    pronouns = list(_PERSON.finditer(question))
    named = names.list_names(earlier)
    if len(pronouns) != 1 or not 1 <= len(named) <= MAX_REWRITES or _THING.search(question):
        return []
    start, end = pronouns[0].span()
    genitive = "’s" if pronouns[0][0].casefold() == "his" else ""
    return [f"{question[:start]}{name}{genitive}{question[end:]}" for name in named]


def _find_subject(question: str, names: QuestionNames) -> str | None:
    """Return the subject about which a question asks the same again, as in `and Martov?`."""
    opening, rest = _split_opening(question)
    if not opening:
        return None
    subject = _PREPOSITION.sub("", rest.strip(" ?!.,…"), count=1)
    possessive = _POSSESSIVE.fullmatch(subject)
    words = possessive["what"] if possessive else subject
    if not words or len(words.split()) > MAX_SUBJECT_WORDS:
        return None
    if _QUESTION_WORD.search(words) or refers_back(words, names):
        return None
    return subject


def _replace_names(subject: str, earlier: str, names: QuestionNames) -> Iterator[str]:
    """Yield the earlier question with the subject in place of each name, the last name first."""
    for name in _list_replaceable(subject, earlier, names):
        rewrite = _replace_name(subject, earlier, name)
        if rewrite != earlier:
            yield rewrite


def _replace_name(subject: str, earlier: str, name: str) -> str:
    """Put a subject in place of a name; `his wife` also replaces `Lenin’s brother`."""
    pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
    possessive = _POSSESSIVE.fullmatch(subject)
    if possessive is not None:
        with_owner = f"{name}’s {possessive['what']}"
        return re.sub(rf"{pattern}(?:[’']s?\s[\w’'-]+)?", lambda _: with_owner, earlier)
    genitive = r"(?:[’']s)?" if subject.endswith(("'s", "’s")) else ""
    return re.sub(rf"{pattern}{genitive}", lambda _: subject, earlier)


def _list_replaceable(subject: str, earlier: str, names: QuestionNames) -> list[str]:
    """Return what a subject can replace in an earlier question: years by a year, else names."""
    if _YEAR.fullmatch(subject):
        return list(dict.fromkeys(_YEAR.findall(earlier)))
    plain = subject.casefold()
    return [name for name in reversed(names.list_names(earlier)) if name.casefold() not in plain]


def _end_sentence(question: str) -> str:
    return question if question.endswith(("?", "!", ".", "…")) else f"{question}."
