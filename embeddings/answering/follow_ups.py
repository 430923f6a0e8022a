"""Questions that follow on another: what they lack, told by their form, and what may fill it."""

import re
from collections.abc import Iterator
from itertools import islice

from embeddings.answering.question_names import QuestionNames
from embeddings.answering.small_talk import asks_on, of_us

FRAMES = 2
"""Wordings of an earlier question about another subject that are searched, at most."""

LONGEST = 5
"""Words of another subject, at most."""

KEPT = 3
"""Questions of one conversation that a next one is understood from, at most: the last ones."""

WORDS = 100
"""Words of those, at most: the model must have room for what is asked."""

_LEAD = re.compile(
    r"\W*(?:(?:and|but|so|or|then|now|ok|okay)\b[\s,…–—-]*)*(?:(?:what|how)\s(?:about|of)\b)?",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:who|whom|whose|what|when|where|which|why|how|do|does|did|is|are|was|were|has|have|had"
    r"|can|could|will|would|should)\b",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(r"\b(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_OF_WHAT = re.compile(
    r"\b(?:him|them|hers|theirs|it|its|this|these|those|then)\b|^\W*that\b|\bthat(?=\W*$)"
    r"|\b(?:after|before|about|of|by|for|like|in|on|with|do|did|is|was|does)\sthat\b"
    r"|(?<!\bis\s)(?<!\bare\s)(?<!\bwas\s)(?<!\bwere\s)\bthere\b(?!\s(?:is|are|was|were)\b)"
    r"|\b(?:more|else|go\son|continue)(?=\W*$)",
    re.IGNORECASE,
)
_ONWARDS = re.compile(
    r"\b(?:then|next|later|afterwards?|after(?:\s(?:that|this|it))?|more|go\son|continue)\W*$"
    r"|^\W*(?:and\s)?then\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(
    r"\b(?:who|where|which|what)\b(?:\s\w+){0,4}?\s(?:says?|said|writes?|wrote|written|stands?|from)"
    r"(?:\s(?:so|that|this|it))?\W*$|\b(?:what|which)\s(?:page|book|work)\b(?:\s\w+){0,4}\W*$",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?:his|her|its|their)\s(?P<what>\S+(?:\s\S+)?)", re.IGNORECASE)
_IN = re.compile(r"(?:in|at|of|for|by|with|on|from)\s", re.IGNORECASE)
_YEAR = re.compile(r"\b\d{4}\b")
_SENTENCE = re.compile(r"(?<=[?!.])\s+")


def follows(question: str, names: QuestionNames) -> bool:
    """Say whether a question may lack what was asked before it; a subject alone does not."""
    if asks_on(question):
        return True
    return not of_us(question) and (leans(question, names) or bool(_ASKING.search(question)))


def leans(question: str, names: QuestionNames) -> bool:
    """Say whether a question shows by a word of it that it follows on another."""
    lead = _LEAD.match(question)
    return bool(lead and lead[0].strip()) or asks_on(question) or refers(question, names)


def refers(question: str, names: QuestionNames) -> bool:
    """Say whether a question speaks of what it does not name; who stands before `he` is he."""
    if _OF_WHAT.search(question):
        return True
    whom = _OF_WHOM.search(question)
    return whom is not None and not names.spans(question[: whom.start()])


def goes_on(question: str) -> bool:
    """Say whether a question asks what came next."""
    return bool(_ONWARDS.search(question))


def asks_source(question: str) -> bool:
    """Say whether a question asks who says, or where, what was shown."""
    return bool(_SOURCE.search(question))


def wordings(question: str, earlier: str, names: QuestionNames) -> list[str]:
    """Return a question in words that hold what was asked before it.

    What asks the same of another subject is the earlier question with that; else both joined.
    """
    subject = _subject(question, names)
    framed = list(islice(_frames(subject, earlier, names), FRAMES)) if subject else []
    return framed or [f"{_ended(earlier)} {question}" if earlier else question]


def recent(earlier: str) -> str:
    """Return the last of several questions that were asked one behind the other."""
    last = " ".join(_SENTENCE.split(earlier)[-KEPT:])
    return " ".join(last.split()[-WORDS:])


def _subject(question: str, names: QuestionNames) -> str | None:
    """Return the other subject that a question asks the same of: `and Martov?`."""
    lead = _LEAD.match(question)
    if lead is None or not lead[0].strip():
        return None
    subject = _IN.sub("", question[lead.end() :].strip(" ?!.,…"), count=1)
    own = _OWN.fullmatch(subject)
    said = own["what"] if own else subject
    if not said or len(said.split()) > LONGEST or _ASKING.search(said) or refers(said, names):
        return None
    return subject


def _frames(subject: str, earlier: str, names: QuestionNames) -> Iterator[str]:
    """Yield an earlier question with another subject in the place of its own, the last first."""
    for name in _replaced(subject, earlier, names):
        framed = _framed(subject, earlier, name)
        if framed != earlier:
            yield framed


def _framed(subject: str, earlier: str, name: str) -> str:
    """Put a subject in a name's place: `his wife` in that of `Lenin`, or of `Lenin’s brother`."""
    bare, own = rf"(?<!\w){re.escape(name)}(?!\w)", _OWN.fullmatch(subject)
    if own is not None:
        theirs = f"{name}’s {own['what']}"
        return re.sub(rf"{bare}(?:[’']s?\s[\w’'-]+)?", lambda _: theirs, earlier)
    genitive = r"(?:[’']s)?" if subject.endswith(("'s", "’s")) else ""
    return re.sub(rf"{bare}{genitive}", lambda _: subject, earlier)


def _replaced(subject: str, earlier: str, names: QuestionNames) -> list[str]:
    """Return what of an earlier question another subject may stand for: a year for a year."""
    if _YEAR.fullmatch(subject):
        return list(dict.fromkeys(_YEAR.findall(earlier)))
    said = subject.casefold()
    return [name for name in reversed(names.among(earlier)) if name.casefold() not in said]


def _ended(question: str) -> str:
    return question if question.endswith(("?", "!", ".", "…")) else f"{question}."
