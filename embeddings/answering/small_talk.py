"""Words that ask nothing: greetings, noise, and those that need others to ask something."""

import re
import unicodedata

FUNCTION = frozenset(
    "a about an and any are as at be been but by can could did do does for from had has have he "
    "her here him his how i if in is it its me my no not of on or our she should so some than that "
    "the their them then there these they this those to was we were what when where which who whom "
    "whose why will with would you your said say says tell".split()
)
"""Words that ask nothing by themselves."""

_GREETING = frozenset(
    "hello hi hey hiya howdy greetings thanks thank thx ty bye goodbye cya morning goodnight gn "
    "brb lol lmao haha cheers welcome see".split()
)
_COURTESY = _GREETING | frozenset(
    "good evening afternoon night day there you all everyone folks bot how are is it going doing "
    "today tomorrow tonight soon well do what s up very much a lot so ok okay please later nice to "
    "meet and for again one m i my friend friends guys".split()
)
_ASKS = frozenset("who whom whose what when where which why how then".split())
_US = frozenset("i me my mine you your yours".split())
_POLITE = re.compile(
    r"\b(?:(?:can|could|would|will|do|did)\s(?:you|i)\s(?:please\s)?(?:tell|show|remind|explain|say|know|"
    r"ask|mean)(?:\sto)?(?:\sme)?|(?:tell|show|remind)\s(?:me|us)|please)\b",
    re.IGNORECASE,
)

_EMOJI = re.compile(r"<?a?:\w+:(?:\d+>)?")
"""An emoji as Discord writes it: `:wave:`, `<:wave:123>`."""


def cleaned(question: str) -> str:
    """Return a question without invisible characters, its white space folded."""
    shown = (c for c in question if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace())
    return " ".join("".join(shown).split())


def nothing_asked(question: str) -> bool:
    """Say whether a question is empty, only greets, or has no word that asks for anything."""
    words = _words(question)
    return words <= FUNCTION or (bool(words & _GREETING) and words <= _COURTESY)


def asks_on(question: str) -> bool:
    """Say whether words that ask nothing by themselves do after a question: `why?`, `and then?`."""
    words = _words(question)
    return words <= FUNCTION and bool(words & _ASKS) and not words & _US


def of_us(question: str) -> bool:
    """Say whether words speak to the bot or of whoever writes them, or only are polite."""
    words = _words(_POLITE.sub(" ", question))
    return words <= _COURTESY or bool(words & _US)


def _words(question: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", _EMOJI.sub(" ", question).casefold()))
