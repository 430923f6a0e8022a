"""Recognise names of sources that the manifest does not know."""

import re

CAPITAL = "[" + "".join(filter(str.isupper, map(chr, range(0x590)))) + "]"
"""Pattern of a capital letter: Latin, Greek, Cyrillic or Armenian."""

_PARTICLES = r"(?:von|van|de|der|den|del|della|di|da|la|le|al|ibn|bin|ten|ter|du|dos|zu|zur)"
_BEGINS_AS_NAME = re.compile(rf"(?:{_PARTICLES}\s+)*[“\"‘'«„]?(?:{CAPITAL}|\d)")
_WORD = rf"(?:{CAPITAL}[\w.’'-]*)"
_LOWER_CASE = rf"(?:of|the|and|in|on|to|for|a|an|et|al\.?|&|{_PARTICLES})"
_NAME = re.compile(
    rf"(?:{_PARTICLES}\s+)*[“\"‘'«„]?{_WORD}(?:,?\s+(?:{_LOWER_CASE}\s+)*[“\"‘'«„]?{_WORD})*"
    r"(?:\s+et\s+al\.?)?[”\"’'»]?"
)
_DIVISIONS = (
    "chapter chapters ch chap section sections sec part parts pt book books bk act scene canto "
    "article articles art figure figures fig figs table tables plate plates map maps appendix "
    "note notes number numbers no nos nr issue line lines verse verses psalm clause paragraph "
    "para point item step stage phase level grade class group type unit lesson lecture volume "
    "volumes vol page pages equation eq example ex exercise case rule law section question "
    "episode season track round game match week day month year years age aged room route "
    "version v mark model series"
)
_TIMES = (
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday "
    "saturday sunday spring summer autumn fall winter ad bc bce ce circa ca born died"
)
_FRONT_AND_BACK_MATTER = "preface introduction foreword afterword prologue epilogue conclusion"
_PARTS_OF_WORKS = frozenset((_DIVISIONS + " " + _FRONT_AND_BACK_MATTER).split())
_NO_SOURCE_WORDS = frozenset((_DIVISIONS + " " + _TIMES).split())


def begins_as_name(printed: str) -> bool:
    """Return whether a printed source begins like a name or a title rather than like prose."""
    return bool(_BEGINS_AS_NAME.match(printed))


def is_name(printed: str) -> bool:
    """Return whether words are wholly a name or a title, and no division, date or season."""
    words = re.findall(r"\w+", printed.casefold())
    return bool(_NAME.fullmatch(printed.strip())) and not _NO_SOURCE_WORDS.intersection(words)


def is_division(printed: str) -> bool:
    """Return whether words name a part of a work: `Chapter 3`, `Preface`."""
    words = set(re.findall(r"[^\W\d_]+", printed.casefold())) - {"and"}
    return bool(words) and words <= _PARTS_OF_WORKS


def is_quotation(printed: str) -> bool:
    """Return whether words are quoted prose rather than a title in quotation marks.

    Most long words of prose are in lower case.
    """
    if not re.match(r"[“\"«„‘]", printed):
        return bool(re.search('[“"«„]', printed)) and not begins_as_name(printed)
    words = re.findall(r"\w{4,}", printed) or re.findall(r"\w+", printed)
    lower_case = [word for word in words if word[0].islower()]
    return len(lower_case) * 2 > len(words)


def find_trailing_name(text: str) -> str | None:
    """Return the name at the end of a text: Deutscher in `as Deutscher`."""
    name = re.search(rf"({_WORD}(?:\s+(?:and|&)\s+{_WORD}|\s+et\s+al\.)?)(?:[’']s?)?\s*$", text)
    return name[1] if name and is_name(name[1]) else None
