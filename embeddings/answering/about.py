"""Questions about a text as a whole: who wrote it, how long it is, what it cites, how it ends."""

import re
from dataclasses import dataclass
from typing import Literal

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import Outcome
from embeddings.lookup.works import list_cited_works
from embeddings.messages import TranslatableMessage, form, join_messages
from embeddings.types import Hit

Topic = Literal[
    "author", "title", "summary", "length", "works", "beginning", "ending", "date", "copy", "best"
]

_NOUN = r"(?:essay|text|article|review|piece|document|paper|post|book|story|thing|work)"
_TEXT = rf"(?:(?:this|the|that|your|ur)\s(?:whole\s|entire\s|full\s)?{_NOUN})"
_IT = rf"(?:{_TEXT}|it|this|that)"
_BARE = re.compile(rf"\b(?:it|(?:this|that)(?!\s(?:whole\s|entire\s|full\s)?{_NOUN}\b))\b")
_POLITE = (
    r"(?:(?:please|pls|plz|can|could|would|will|you|u|i|we|to|just|do|want|need|give|gimme|tell|show"
    r"|write|make|me|us|have|get|a|an|the|short|quick|brief|hi|hey|so|ok)\s)*"
)
_SUMMARY = (
    r"(?:summar(?:y|ise|ize)|tl;?\s?dr|sum\s(?:it\s)?up|recap|synopsis|gist|overview|outline)"
)
_SOURCES = (
    r"(?:books?|works?|sources?|authors?|writers?|writings|literature|references?|citations?)"
)
_SOME = r"(?:\s(?:me|all|of|the|other|are|is|were|kinds?))*"
_CITES = r"(?:cite|quote|use|reference|mention|draw|rel(?:y|ie)|refer)(?:s|d|es|ed)?"
_MEDIA = r"(?:pdf|epub|ebook|e-book|audiobook|video|film|movie|podcast|translation|link|url|copy)"


@dataclass(frozen=True, slots=True)
class _QuestionForm:
    """A wording of questions about a text, matched in lower case, with examples of it."""

    topic: Topic
    pattern: re.Pattern[str]
    examples: tuple[str, ...]


def _form(topic: Topic, pattern: str, *examples: str) -> _QuestionForm:
    return _QuestionForm(topic, re.compile(pattern), examples)


FORMS = (
    _form(
        "author",
        rf"\bwho(?:\sis|\swas|'s)?\s?(?:the\s)?(?:wrote|authored|author(?:ed)?\sof|writer\sof"
        rf"|published)\s{_IT}$|\b(?:author|writer)\sof\s{_TEXT}$"
        rf"|^who(?:\sis|\swas|'s)?\sthe\s(?:author|writer|reviewer)$"
        rf"|\bwho\s(?:is|was)\s{_IT}\s(?:written\s)?by$|^(?:what's\sthe\s)?author(?:'s\sname)?$",
        "who wrote this essay?",
        "Who is the author?",
        "who is this by",
    ),
    _form(
        "title",
        rf"\b(?:title|name)\sof\s{_TEXT}$|\bwhat(?:\sis|'s)\s(?:the\stitle|{_TEXT}\scalled)$"
        rf"|^(?:what|which)\s{_NOUN}s?\s(?:is|are|do)\s(?:this|these|it|you)\b(?!.*\babout\b)",
        "what is the title of this text",
        "which texts do you know?",
    ),
    _form(
        "summary",
        rf"^{_POLITE}{_SUMMARY}(?:\s(?:of|up|for))?(?:\s{_IT})?(?:\s(?:please|pls|for\sme|for\sus"
        rf"|in\s.{{1,20}}))*$|\bwhat(?:'s|\sis|\swas)?\s{_IT}\s(?:all\s|even\s)?about$"
        rf"|\bwhat\sdoes\s{_IT}\s(?:say|argue|claim|deal\swith|cover|talk\sabout|discuss)$"
        rf"|\bmain\s(?:point|idea|argument|thesis|theme|topic|message|subject|claim)s?"
        rf"(?:\s(?:of|in)\s{_IT})?$",
        "summarise the essay",
        "tldr?",
        "What is this essay about?",
        "what's the main point",
    ),
    _form(
        "length",
        rf"\bhow\s(?:long|big|short)\s(?:is|was)\s{_IT}$|\blength\sof\s{_TEXT}$|\bword\scount\b"
        rf"|\bhow\smany\s(?:words|pages|paragraphs|chapters|sections|characters|passages)"
        rf"(?:\s(?:does|do|has|have|are|is|there|in|long|{_IT}))*$",
        "how long is the essay",
        "how many words does it have?",
    ),
    _form(
        "works",
        rf"\b(?:what|which|list|name|show|all){_SOME}\s{_SOURCES}\b.*\b(?:(?:in|of|by)\s{_IT}"
        rf"|{_IT}\s{_CITES}(?:\s(?:from|on|to))?|cited|quoted|used|mentioned)$"
        r"|\bbibliography\b|\bworks\scited\b|\breading\slist\b"
        rf"|^{_POLITE}(?:list|name)(?:\sof)?(?:\sall)?(?:\sthe)?\s{_SOURCES}$"
        rf"|\bwhat\sdoes\s{_IT}\s{_CITES}(?:\sfrom)?$",
        "what books does the essay cite?",
        "list the works",
        "which sources are used",
    ),
    _form(
        "ending",
        rf"\bhow\sdo(?:es)?\s{_IT}\s(?:end|finish|conclude|close)$|\b(?:ending|end|conclusion"
        rf"|last\s(?:line|sentence|paragraph|word|passage)s?)(?:\s(?:of|in)\s{_IT})$"
        rf"|^(?:what(?:'s|\sis)\s)?the\s(?:ending|conclusion)$",
        "how does it end",
        "last sentence of the essay",
    ),
    _form(
        "beginning",
        rf"\bhow\sdo(?:es)?\s{_IT}\s(?:start|begin|open)$"
        rf"|\b(?:beginning|start|opening|(?:first|opening)\s(?:line|sentence|paragraph|word|passage)s?)"
        rf"\sof\s{_IT}$",
        "how does this essay begin?",
    ),
    _form(
        "date",
        rf"\b(?:when|what\syear|what\sdate)\s(?:was|is|were)\s{_IT}\s(?:written|published|posted"
        rf"|released|made)$|\bhow\sold\sis\s{_TEXT}$",
        "when was this written?",
    ),
    _form(
        "copy",
        rf"\bwhere\s(?:can|could|do|to|should)\b.*\b(?:buy|get|find|read|download|order|purchase)\b"
        rf".*(?:\b{_IT}|\ba\scopy)(?:\sonline|\sfrom)?$"
        rf"|\b(?:youtube\s|audio\s)?{_MEDIA}\b.*\b(?:about\s|of\s|to\s|for\s|on\s){_IT}$"
        rf"|^is\s(?:there|this|it)\b.*\b{_MEDIA}(?:\savailable)?$",
        "where can I buy the book",
        "is there a pdf of it",
    ),
    _form(
        "best",
        r"\b(?:most\s(?:important|interesting|famous|beautiful|striking)|best|favou?rite|key)\s"
        rf"(?:passage|quote|quotation|part|section|paragraph|line|bit)s?(?:\s(?:of|in|from)\s{_IT})?$",
        "what is the most important passage",
        "best quote of the essay",
    ),
)
"""The wordings known; none depends on a text."""

_BY_AUTHOR = form("{title} is by {authors}.")
_NO_AUTHOR = form("The library does not say who wrote {title}.")
_TITLE = form("This is {title}.")
_LENGTH = form("{title} has {words} words in {paragraphs} paragraphs.")
_WORKS = form("{title} quotes {works}.")
_MANY_WORKS = form("{title} quotes {works}, and {count} more works.")
_NO_WORKS = form("{title} quotes no other work.")
_MAX_WORKS = 12
"""Works that are named, at most; a message to a member has room for no more."""

_ENDING = form("This is how {title} ends:")
_BEGINNING = form("This is how {title} begins:")
_SUMMARY_MESSAGE = form("I quote {title} and do not sum it up. It comes closest to that here:")
_NO_DATE = form("The library does not say when {title} was written.")
_COPY_AT = form("{title} is at {url}.")
_NO_COPY = form("The library does not say where {title} or the works it quotes can be had.")
_NO_BEST = form("I cannot say which passage of {title} is the best. You can ask for a random one.")


def find_topic(question: str, *, in_context: bool = False) -> Topic | None:
    """Return what a question asks about the text as a whole, or None if it asks what it says.

    After another question (`in_context`), `it` and `that` are what that one was about.
    """
    words = " ".join(question.casefold().replace("’", "'").split()).strip(" ?!.,…")
    topic = next((known.topic for known in FORMS if known.pattern.search(words)), None)
    return None if in_context and topic != "summary" and _BARE.search(words) else topic


def describe_text(topic: Topic, concordance: Concordance, limit: int) -> Outcome:
    """Return what is known about a text as a whole, with its first or last passages if asked for.

    The topic `summary` is given no passages here: those nearest to the question are shown.
    """
    passages = concordance.passages
    shown = {"beginning": passages[:limit], "ending": passages[-1:]}.get(topic, ())
    hits = tuple(Hit(passage, 1.0) for passage in shown)
    return Outcome("about", _write_message(topic, concordance), hits)


def _write_message(topic: Topic, concordance: Concordance) -> TranslatableMessage:
    document, title = concordance.document, f"“{concordance.document.title}”"
    match topic:
        case "author" | "title" if concordance.authors:
            authors = ", ".join(map(str, concordance.authors))
            return TranslatableMessage(_BY_AUTHOR, title=title, authors=authors)
        case "length":
            return TranslatableMessage(
                _LENGTH,
                title=title,
                words=f"{len(document.text.split()):,}",
                paragraphs=len(document.paragraphs),
            )
        case "works":
            return _list_works(title, concordance)
        case "copy" if concordance.links.text:
            return TranslatableMessage(_COPY_AT, title=title, url=concordance.links.text)
    return TranslatableMessage(_MESSAGES[topic], title=title)


_MESSAGES: dict[Topic, str] = {
    "author": _NO_AUTHOR,
    "title": _TITLE,
    "summary": _SUMMARY_MESSAGE,
    "beginning": _BEGINNING,
    "ending": _ENDING,
    "date": _NO_DATE,
    "copy": _NO_COPY,
    "best": _NO_BEST,
}


def _list_works(title: str, concordance: Concordance) -> TranslatableMessage:
    works = [entry.reference for entry in list_cited_works(concordance) if entry.work]
    if not works:
        return TranslatableMessage(_NO_WORKS, title=title)
    if len(works) <= _MAX_WORKS + 1:
        return TranslatableMessage(_WORKS, title=title, works=join_messages("; ", works))
    named, count = join_messages("; ", works[:_MAX_WORKS]), len(works) - _MAX_WORKS
    return TranslatableMessage(_MANY_WORKS, title=title, works=named, count=count)
