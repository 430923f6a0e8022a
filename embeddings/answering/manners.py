"""What the bot says to a greeting, to thanks, to an insult, and to questions about itself."""

import re
from collections.abc import Sequence

from embeddings.answering.small_talk import Manner, find_talk_form
from embeddings.messages import TranslatableMessage, form

_WORDS: tuple[tuple[Manner, frozenset[str]], ...] = (
    ("thanks", frozenset("thanks thank thx tysm ty cheers".split())),
    (
        "insult",
        frozenset(
            "stupid dumb idiot idiots moron useless trash garbage suck sucks bad boring lame hate "
            "fuck fucking shit crap shut ass asshole bitch bastard wrong".split()
        ),
    ),
    ("help", frozenset({"help"})),
    ("farewell", frozenset("bye goodbye goodnight night cya gn brb later tomorrow".split())),
    ("greeting", frozenset("hello hi hey hiya howdy greetings morning evening welcome".split())),
    (
        "praise",
        frozenset(
            "good great awesome amazing cool neat perfect excellent interesting love best nice wow "
            "correct congrats".split()
        ),
    ),
    ("assent", frozenset("ok okay yes yeah yep yup sure right true lol lmao haha".split())),
)
"""The words that tell how something is meant, those that outweigh others first."""

_SENTENCES = {
    "thanks": form("You’re welcome!"),
    "insult": form("Sorry about that. All I can do is quote the text: try asking in other words."),
    "farewell": form("See you!"),
    "praise": form("Thank you!"),
    "assent": form("👍"),
    "bot": form(
        "I’m a bot: I answer questions about the text by quoting it, with the pages it cites."
    ),
}
_WITH_EXAMPLES = {
    "greeting": form(
        "Hi! Ask me anything about the text, and I’ll quote what it says. Try: {examples}"
    ),
    "help": form(
        "Ask in a sentence, and I’ll quote what the text says, with its pages. You can also name a "
        "page, or paste a quotation. Try: {examples}"
    ),
    "request": form("I can’t do that: all I do is quote the text. Try: {examples}"),
}
_HINT = form("Ask about the text in a sentence, or name a page. Try: {examples}")
_DEFAULT_EXAMPLE = TranslatableMessage("“What is on page 45?”")


def reply_to(words: str, examples: Sequence[str]) -> TranslatableMessage:
    """Return a sentence for words that ask nothing of a text, with examples of what does."""
    manner = find_manner(words)
    if manner in _SENTENCES:
        return TranslatableMessage(_SENTENCES[manner])
    quoted = " ".join(f"“{question}”" for question in examples)
    wording = _WITH_EXAMPLES.get(manner or "", _HINT)
    return TranslatableMessage(wording, examples=quoted or _DEFAULT_EXAMPLE)


def find_manner(words: str) -> Manner | None:
    """Return how small talk is meant; None for what only lacks a subject."""
    talk = find_talk_form(words)
    said = set(re.findall(r"[^\W_]+", words.casefold()))
    for manner, telling in _WORDS:
        if said & telling and (talk is None or manner in ("thanks", "insult", "praise")):
            return manner
    return talk.manner if talk is not None else None
