"""Follow-up questions: recognised by their wording, and rewritten with what was asked before."""

import re
from collections.abc import Iterator
from itertools import islice

from embeddings.answering.question_names import QuestionNames
from embeddings.answering.small_talk import asks_only_in_context, is_about_speakers

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
    r"\b(?:him|them|hers|theirs|it|its|this|these|those|then)\b|^\W*that\b|\bthat(?=\W*$)"
    r"|\b(?:after|before|about|of|by|for|like|in|on|with|do|did|is|was|does)\sthat\b"
    r"|(?<!\bis\s)(?<!\bare\s)(?<!\bwas\s)(?<!\bwere\s)\bthere\b(?!\s(?:is|are|was|were)\b)"
    r"|\b(?:more|else|go\son|continue)(?=\W*$)",
    re.IGNORECASE,
)
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
_YEAR = re.compile(r"\b\d{4}\b")
_SENTENCE_END = re.compile(r"(?<=[?!.])\s+")


def may_follow_up(question: str, names: QuestionNames) -> bool:
    """Return whether a question may depend on the one before; a bare subject does not."""
    if asks_only_in_context(question):
        return True
    if is_about_speakers(question):
        return False
    return shows_follow_up(question, names) or bool(_QUESTION_WORD.search(question))


def shows_follow_up(question: str, names: QuestionNames) -> bool:
    """Return whether the wording of a question shows that it follows on another."""
    opening = _OPENING.match(question)
    has_opening = bool(opening and opening[0].strip())
    return has_opening or asks_only_in_context(question) or refers_back(question, names)


def refers_back(question: str, names: QuestionNames) -> bool:
    """Return whether a question refers to what it does not name; a name before `he` explains it."""
    if _OTHER_REFERENCE.search(question):
        return True
    pronoun = _PERSONAL_PRONOUN.search(question)
    return pronoun is not None and not names.find_spans(question[: pronoun.start()])


def asks_what_next(question: str) -> bool:
    """Return whether a question asks what came next."""
    return bool(_WHAT_NEXT.search(question))


def asks_source(question: str) -> bool:
    """Return whether a question asks who says what was shown, or where."""
    return bool(_ASKS_SOURCE.search(question))


def rewrite_question(question: str, earlier: str, names: QuestionNames) -> list[str]:
    """Return rewrites of a question that include what was asked before it.

    A question about another subject becomes the earlier one with that subject; any other is
    appended to the earlier one.
    """
    subject = _find_subject(question, names)
    replaced = (
        list(islice(_replace_names(subject, earlier, names), MAX_REWRITES)) if subject else []
    )
    return replaced or [f"{_end_sentence(earlier)} {question}" if earlier else question]


def shorten_earlier(earlier: str) -> str:
    """Return the last of several questions asked one after another."""
    last = " ".join(_SENTENCE_END.split(earlier)[-MAX_EARLIER_QUESTIONS:])
    return " ".join(last.split()[-MAX_EARLIER_WORDS:])


def _find_subject(question: str, names: QuestionNames) -> str | None:
    """Return the subject about which a question asks the same again, as in `and Martov?`."""
    opening = _OPENING.match(question)
    if opening is None or not opening[0].strip():
        return None
    subject = _PREPOSITION.sub("", question[opening.end() :].strip(" ?!.,…"), count=1)
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
