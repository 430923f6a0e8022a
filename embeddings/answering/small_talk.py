"""Small talk: greetings, noise, and words that ask something only after another question."""

import re
import unicodedata

FUNCTION_WORDS = frozenset(
    "a about an and any are as at be been but by can could did do does for from had has have he "
    "her here him his how i if in is it its me my no not of on or our she should so some than that "
    "the their them then there these they this those to was we were what when where which who whom "
    "whose why will with would you your said say says tell".split()
)
"""Words that name no subject by themselves."""

_GREETINGS = frozenset(
    "hello hi hey hiya howdy greetings thanks thank thx ty bye goodbye cya morning goodnight gn "
    "brb lol lmao haha cheers welcome see help".split()
)
_SMALL_TALK = _GREETINGS | frozenset(
    "good evening afternoon night day there you all everyone folks bot how are is it going doing "
    "today tomorrow tonight soon well do what s up very much a lot so ok okay please later nice to "
    "meet me and for again one m i my friend friends guys".split()
)
_QUESTION_WORDS = frozenset("who whom whose what when where which why how then".split())
_FIRST_OR_SECOND_PERSON = frozenset("i me my mine you your yours".split())
_POLITE_PHRASE = re.compile(
    r"\b(?:(?:can|could|would|will|do|did)\s(?:you|i)\s(?:please\s)?(?:tell|show|remind|explain|say|know|"
    r"ask|mean)(?:\sto)?(?:\sme)?|(?:tell|show|remind)\s(?:me|us)|please)\b",
    re.IGNORECASE,
)

_EMOJI = re.compile(r"<?a?:\w+:(?:\d+>)?")
"""An emoji as Discord writes it: `:wave:`, `<:wave:123>`."""


def clean_question(question: str) -> str:
    """Remove invisible characters from a question and collapse its white space."""
    visible = (c for c in question if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace())
    return " ".join("".join(visible).split())


def asks_nothing(question: str) -> bool:
    """Return whether a question is empty, is only a greeting, or names no subject."""
    words = _list_words(question)
    return words <= FUNCTION_WORDS or (bool(words & _GREETINGS) and words <= _SMALL_TALK)


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
    return set(re.findall(r"[^\W_]+", _EMOJI.sub(" ", question).casefold()))
