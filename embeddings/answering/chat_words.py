"""Questions as they are typed in chat, written out: `how many ppl` asks `how many people`."""

import re

_WRITTEN_OUT = {
    "abt": "about",
    "b4": "before",
    "bc": "because",
    "cuz": "because",
    "cos": "because",
    "govt": "government",
    "gov": "government",
    "ppl": "people",
    "rly": "really",
    "thru": "through",
    "ur": "your",
    "u": "you",
    "w/": "with",
    "w/o": "without",
    "wat": "what",
    "wut": "what",
    "whats": "what is",
    "whos": "who is",
    "whens": "when is",
    "wheres": "where is",
    "hows": "how is",
    "whys": "why is",
    "yr": "year",
    "yrs": "years",
}
"""What is written out, where it stands in small letters; none of it is a word of its own there."""

_SHORT_FORMS = "|".join(sorted(map(re.escape, _WRITTEN_OUT), key=len, reverse=True))
_SHORT = re.compile(rf"(?<![\w’'/.])(?:{_SHORT_FORMS})(?![\w’'/.])")
_HOW_COME = re.compile(r"\bhow\scome\b", re.IGNORECASE)
_ASKING = re.compile(
    r"^\W*(?:(?:hey|hi|hello|ok|okay|so|please|pls|plz)\W+)*"
    r"(?:(?:can|could|would|will|does|do)\s(?:you|u|someone|somebody|anyone|anybody|any\sof\syou)\s"
    r"(?:please\s|pls\s)?(?:know|explain|tell\sme|tell\sus|remind\sme|help\sme\sunderstand|say)"
    r"|(?:tell|remind)\s(?:me|us)|i(?:\sam|'m)?\s(?:just\s)?(?:want|wanted|wonder|wondering)(?:\sto\sknow)?"
    r"|any(?:one|body)\sknow)\b[\s,]*(?!$)",
    re.IGNORECASE,
)


def write_out(question: str) -> str:
    """Return a question with the short forms of chat written out."""
    words = _SHORT.sub(lambda match: _WRITTEN_OUT[match[0]], question)
    return _HOW_COME.sub("why", words)


def drop_asking(question: str) -> str:
    """Return a question without the words that only ask for an answer: `can someone explain …`."""
    return _ASKING.sub("", question) or question
