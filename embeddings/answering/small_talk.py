"""Small talk: what asks nothing of a text, and words that ask something only after a question."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from embeddings.text.words import FUNCTION_WORDS

_GREETINGS = frozenset(
    "hello hi hey hiya howdy greetings thanks thank thx ty bye goodbye cya morning goodnight gn "
    "brb lol lmao haha cheers welcome see help ok okay".split()
)
_SMALL_TALK = _GREETINGS | frozenset(
    "good evening afternoon night day there you all everyone folks bot how are is it going doing "
    "today tomorrow tonight soon well do what s up very much a lot so please later nice to "
    "meet me and for again one m i my friend friends guys".split()
)
_FIRST_OR_SECOND_PERSON = frozenset("i me my mine you your yours u ur".split())
_REACTIONS = (
    _SMALL_TALK
    | _FIRST_OR_SECOND_PERSON
    | frozenset(
        "lmfao rofl xd hehe hahaha wow omg wtf nvm idk yes yeah yep yup no nope nah sure right "
        "true correct exactly great awesome amazing cool neat perfect excellent interesting love "
        "best sorry congrats bad stupid dumb idiot idiots moron useless trash garbage suck sucks "
        "wrong boring lame hate fuck fucking shit damn hell crap shut ass asshole bitch bastard "
        "off test testing question answer answers work works job really too this that the it's "
        "im same oh ah hm hmm uh um".split()
    )
)
_QUESTION_WORDS = frozenset("who whom whose what when where which why how then".split())
_POLITE_PHRASE = re.compile(
    r"""\b(?:
        (?:can|could|would|will|do|did)\s(?:you|u|i|we)\s(?:please\s)?
            (?:tell|show|remind|explain|say|know|ask|mean|give|find|quote|describe|think|remember
            |help|understand)\b(?:\s(?:to|with|about))?(?:\s(?:me|us))?
        | (?:tell|show|remind|give|help)\s(?:me|us)
        | (?:i|we)(?:\sam|\sare|'m)?\s(?:just\s)?
            (?:want|wanted|need|would\slike|wonder|wondering|am\slooking)(?:\sto)?(?:\sknow)?
        | (?:should|can|could)\s(?:i|we|you)\s(?:read|learn|know)
        | what\s(?:can|do)\syou\s(?:know|tell\sme|have)
        | please | thanks | thank\syou
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


Manner = Literal[
    "greeting", "farewell", "thanks", "praise", "insult", "assent", "bot", "help", "request"
]
"""How small talk is meant: what is said to the bot, or asked of it."""


@dataclass(frozen=True, slots=True)
class TalkForm:
    """A wording that asks nothing of a text, matched in lower case, with examples of it."""

    manner: Manner
    pattern: str
    examples: tuple[str, ...]

    def matches(self, words: str) -> bool:
        """Return whether words in lower case, without marks at their end, have this form."""
        return re.search(self.pattern, words) is not None


TALK_FORMS = (
    TalkForm(
        "bot",
        r"^(?:what|who|where|how(?:\sold)?)(?:\s(?:is|are|was|r)|'s|'re)?\s(?:you|u|(?:your|ur)\s\w+)$"
        r"|^who\s(?:made|created|built|programmed|wrote|runs|owns|coded)\s(?:you|u|this\sbot)$",
        ("what's your name?", "who are you", "how old are you?", "who made you"),
    ),
    TalkForm(
        "bot",
        r"^(?:you|u|ur|you're|your|are\syou|are\su)\b"
        r"|^(?:do|did|can|could|will|would|have)\s(?:you|u)\s(?:ever\s)?(?:like|love|hate|speak|sleep"
        r"|understand|feel|hear|see|help|work|exist|want|talk|sing|dance|swear|lie)\b",
        ("you are stupid", "are you a bot?", "do you speak German"),
    ),
    TalkForm(
        "help",
        r"^how\s(?:do|does|can|should|to)\s?(?:i|you|u|we|one|it|this|the\sbot)?\s?"
        r"(?:use|work|ask|start|begin)(?:\s(?:this|it|you|the\sbot|here|a\squestion|questions))*$"
        r"|^what\s(?:can|could|do|should)\s(?:you|i|we|u)\s(?:do|ask|say|type)(?:\s(?:here|you|this))*$",
        ("how do i use this", "what can you do?", "what should I ask here"),
    ),
    TalkForm(
        "request",
        r"\b(?:write|compose|make|sing|draw|generate|create|invent|tell|rap)\s(?:me\s|us\s|up\s)?"
        r"(?:a|an|some|another|the)?\s?(?:\w+\s){0,2}(?:poem|song|story|joke|haiku|rap|limerick|picture"
        r"|image|meme|essay|code|script|program|homework|letter|tweet)s?\b",
        ("can you write me a poem about cats", "tell me a joke"),
    ),
    TalkForm(
        "request",
        r"^(?:what(?:'s|\sis)?|how(?:'s|\sis))\s(?:the|today's)\sweather\b"
        r"|^what(?:'s|\sis)?\s(?:the|today's)\s(?:time|date)(?:\snow|\stoday)?$"
        r"|^what\s(?:time|day|date)\sis\s(?:it|today)\b",
        ("What's the weather?", "what time is it"),
    ),
    TalkForm(
        "request",
        r"\b(?:(?:this|our|your|the)\s(?:discord\s)?(?:server|discord|bot)"
        r"|(?:this|our|your)\s(?:channel|chat|guild))$"
        r"|\b(?:mods?|moderators?|admins?|owner)\sof\s(?:this|our)\b"
        r"|^who(?:'s|\sis|\sare)?\s(?:the\s|a\s)?(?:mods?|moderators?|admins?|owner)$",
        ("who is the moderator of this server", "how many people are in this channel?"),
    ),
    TalkForm(
        "thanks",
        r"^(?:(?:ok|okay|great|cool|many|perfect)\s)?(?:thanks|thank\s(?:you|u)|thx|tysm|ty)\b(?!\sto\b)"
        r"(?!.*\b(?:who|what|when|where|why|how|which|did|does|tell|show|about)\b)"
        r"|^cheers(?:\s(?:mate|bot|for\sthat))?$",
        ("thanks, that helped", "thank you bot, you've been great"),
    ),
    TalkForm(
        "praise",
        r"^(?:i|i'm|im|we)\s(?:love|hate|am|feel|hope|guess)\b",
        ("i love you", "I am bored"),
    ),
)
"""Wordings about the bot, its members or the hour, or that ask for what no text gives."""

_MARKUP = re.compile(
    r"<(?:a?:\w+:\d+|[@#][!&]?\d+|t:-?\d+(?::\w)?|/[\w -]+:\d+)>|(?<!\S):\w+:(?!\S)"
)
"""What Discord writes for an emoji, a mention, a time or a command."""


def clean_question(question: str) -> str:
    """Remove emoji, mentions and invisible characters, and collapse white space."""
    plain = _MARKUP.sub(" ", question)
    visible = (c for c in plain if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace())
    return " ".join("".join(visible).split())


def asks_nothing(question: str) -> bool:
    """Return whether a question is empty, is small talk, or names no subject."""
    words = _list_words(question)
    return words <= FUNCTION_WORDS or words <= _REACTIONS or is_small_talk(question)


def is_small_talk(question: str) -> bool:
    """Return whether words have a form of small talk, with or without what is only polite."""
    return find_talk_form(question) is not None


def find_talk_form(question: str) -> TalkForm | None:
    """Return the form of small talk that words have, with or without what is only polite."""
    words = " ".join(question.casefold().replace("’", "'").split())
    wordings = (words, " ".join(_POLITE_PHRASE.sub(" ", words).split()))
    plain = [wording.strip(" ?!.,…") for wording in wordings]
    matching = (form for form in TALK_FORMS for wording in plain if form.matches(wording))
    return next(matching, None)


def asks_only_in_context(question: str) -> bool:
    """Return whether words without a subject ask something after a question, like `and then?`."""
    words = _list_words(question)
    if words & _FIRST_OR_SECOND_PERSON:
        return False
    return words <= FUNCTION_WORDS and bool(words & _QUESTION_WORDS)


def is_about_speakers(question: str) -> bool:
    """Return whether words concern the bot or their author, or are only polite."""
    words = _list_words(_POLITE_PHRASE.sub(" ", question))
    return words <= _SMALL_TALK or bool(words & _FIRST_OR_SECOND_PERSON)


def _list_words(question: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", _MARKUP.sub(" ", question).casefold()))
