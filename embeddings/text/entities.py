"""What in a sentence may answer a question: dates, numbers, ages, names of people and places."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from embeddings.text.proper_names import CAPITAL

HIDDEN = "\0"
"""Stands in the place of what no rule may read."""

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_ERA = r"\s(?:AD|BCE?|CE)\b"
_YEAR = rf"(?<![\w.,:$£€/–-])(?:(?:1\d|20)\d\d(?![\w%/–-]|[.,:]\d)(?:{_ERA})?|\d{{1,4}}{_ERA})"
DATE = (
    rf"\b{_DAY}(?:\sof)?\s{_MONTH}(?:,?\s(?:of\s)?{_YEAR})?|\b{_MONTH}\s{_DAY}(?:,?\s{_YEAR})?"
    rf"|\b{_MONTH},?\s(?:of\s)?{_YEAR}|{_YEAR}"
)
"""A day, a month of a year, or a year."""

_TIME = re.compile(
    rf"(?P<date>{DATE})|(?:1\d|20)\d\d|\b\w+\scentur(?:y|ies)\b"
    rf"|\b(?:in|since|until|by|of|every|between|and|from|to)\s{_MONTH}(?!,?\s(?:of\s)?\d)"
    r"|\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\bo[’']clock\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"
    r"|\b(?i:spring|summer|autumn|winter|morning|evening|night|midnight|noon|yesterday|today)\b"
    r"|\b(?:years?|months?|weeks?|days?|hours?|decades?)\s(?:later|earlier|before|after|ago)\b"
    r"|\b(?i:that|same|next|following|previous|last)\s(?:year|month|week|day)\b"
)

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_ONE = rf"(?:{'|'.join(_ONES.split())})"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen)"
_NUMBER = (
    r"(?<![\w.,:/–-])(?i:(?:(?:US|A|C)?[$£€]\s?)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    rf"|{_ONE}(?:(?:[-\s]|\sand\s)(?:{_ONE}|{_SCALE})){{0,6}}|an?\s{_SCALE}|once|twice)"
    rf"(?:\s{_SCALE})*(?:\s?%|\sper\s?cent\b)?(?![\w%–/:]|[.,]\d)"
)
_AMOUNT = re.compile(
    r"(?:\b(?i:about|around|approximately|roughly|nearly|almost|over|under|some|exactly|at\sleast"
    r"|at\smost|up\sto|(?:more|less|fewer)\sthan|an\sestimated|as\smany\sas)\s)?"
    rf"(?P<from>from\s)?(?:{_NUMBER}\s(?:to|or)\s)?(?P<number>{_NUMBER})"
)
_COINS = "dollars euros francs marks roubles rubles shillings pence kopecks"
MONEY = re.compile(rf"[$£€]|^[-\s](?:{'|'.join(_COINS.split())}|pounds\ssterling)\b")
PERCENT = re.compile(r"%|per\s?cent")
SPELL = re.compile(r"^[-\s](?:second|minute|hour|day|night|week|month|year|decade)s?\b")
SIZE = re.compile(
    r"^[-\s]?(?:(?:square|cubic)\s)?(?:km2?|m2?|cm|mm|kg|mph|ft|feet|foot|inch(?:es)?|miles?|acres?"
    r"|yards?|hectares?|(?:kilo|centi|milli)?met(?:er|re)s?|tons?|tonnes?|pounds|(?:kilo)?grams?"
    r"|lit(?:er|re)s?|men|people|persons|members|soldiers|inhabitants)\b"
)
_AGE = re.compile(
    rf"\baged?\s(?:of\s)?(?P<age>{_NUMBER})|{_NUMBER}[\s-]years?[\s-](?:old\b|of\sage\b)"
)
_HOW_MANY = re.compile(r"\bhow\smany((?:\s[\w’'-]+){1,4})", re.IGNORECASE)
_NEXT_WORD = re.compile(r"[\s-](?P<word>[\w’']+)")
_BEHIND_NOUN = frozenset(
    "did do does are is was were have has had can could will would may might should must of in to "
    "on at for from the a an and with there that who which were out as by than per age".split()
)

_NAME = re.compile(
    rf"\b{CAPITAL}(?:[\w’'-]*\w|\.)?"
    rf"(?:\s(?:(?:de|von|van|der|den|of|the|la|le|al|bin|ibn|du|di|da)\s){{0,2}}"
    rf"{CAPITAL}(?:[\w’'-]*\w|\.)?)*"
)
NO_NAMES = frozenset(
    "the a an in on at of to from by for with and but or nor yet so as if when while after before "
    "since until although though because during through under over between among against about "
    "into his her its their our my he she it they we i you this that these those there here one "
    "two three some many most all both each every no not also however thus then later another "
    "other such what which who whose where why how despite within according along upon once first "
    "second finally today now even only bc bce ad ce monday tuesday wednesday thursday friday "
    "saturday sunday".split()
).union(month.casefold() for month in _MONTHS)
_ORDINAL = re.compile(r"[IVXLC]+")
_PRONOUN = re.compile(r"\b(?i:he|she|they|it|we|who|I|him|them|someone|people)\b")
_NOBODY_BEHIND = re.compile(
    r"(?:\b(?i:in|at|near|from|to|into|outside|inside|towards?|of|on|during|under|the|after|before"
    r"|since|and)\s|[“\"„«‘'])$"
)
_IN = re.compile(r"\b(?i:in|near)\s(?:the\s)?(?:(?:city|town|village|state|port)\sof\s)?$")
_PLACE_ENDS = re.compile(
    rf"[.,;:)]|$|\s[({HIDDEN}]"
    r"|\s(?:and|in|on|from|where|which|during|by|to|for|with|until|after|before|since|as|when|but)\b"
)
_WHO = re.compile(r"\bwhom?\s(\w+)", re.IGNORECASE)
_COPULAS = frozenset("is are was were has have had".split())
_NO_END = re.compile(r"[’'–-]|\sand\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may answer; what is not clear only keeps others from being the only ones."""

    start: int
    end: int
    clear: bool = True


Candidates = Callable[[str, str], Iterator[Candidate]]


def words_in(text: str) -> set[str]:
    """Return the words of a text, in small letters."""
    return set(re.findall(r"\w+", text.casefold()))


def stems(text: str) -> set[str]:
    """Return the stems of the words of a text."""
    return set(map(stem, words_in(text)))


def stem(word: str) -> str:
    """Return what forms of a word have in common, roughly: that decides nothing alone."""
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("men", "man"), ("s", "")):
        if word.endswith(ending) and len(word) > 3:
            word = word.removesuffix(ending) + instead
            break
    return word[:5]


def dates(question: str, sentence: str) -> Iterator[Candidate]:
    """Yield times that the question does not name; days, months of a year and years are clear."""
    for match in _TIME.finditer(sentence):
        if not words_in(match[0]) <= words_in(question):
            yield Candidate(*match.span(), match["date"] is not None)


def years(question: str, sentence: str) -> Iterator[Candidate]:
    """Yield years, also those of dates."""
    for one in dates(question, sentence):
        year = re.search(_YEAR, sentence[one.start : one.end])
        if year is not None:
            yield Candidate(one.start + year.start(), one.start + year.end(), one.clear)


def _amounts(sentence: str) -> Iterator[re.Match[str]]:
    times = [match.span() for match in re.finditer(DATE, sentence)]
    for match in _AMOUNT.finditer(sentence):
        if not match["from"] and not any(
            start < match.end() and match.start() < end for start, end in times
        ):
            yield match


def counted(question: str, sentence: str) -> Iterator[Candidate]:
    """Yield numbers of the thing that the question counts, with the words up to it."""
    asked = _HOW_MANY.search(question)
    thing = _thing(asked[1]) if asked else None
    for match in _amounts(sentence):
        if thing == "time" and match["number"].casefold() in ("once", "twice"):
            yield Candidate(*match.span())
        for word in _phrase(sentence, match.end()):
            if stem(word["word"].casefold()) == thing:
                yield Candidate(match.start(), word.end())
                break


def _thing(words: str) -> str | None:
    """Return the stem of the plural in what a question counts, else of the last word of it."""
    phrase = [word["word"].casefold() for word in _phrase(words, 0)]
    plural = (word for word in phrase if re.fullmatch(r".*[^s]s|people|.*men|children|feet", word))
    noun = next(plural, phrase[-1] if phrase else None)
    return stem(noun) if noun else None


def _phrase(text: str, start: int) -> Iterator[re.Match[str]]:
    """Yield at most four words from a place on, up to the first that ends what is counted."""
    for _ in range(4):
        match = _NEXT_WORD.match(text, start)
        if match is None or match["word"].casefold() in _BEHIND_NOUN:
            return
        yield match
        start = match.end()


def with_unit(unit: re.Pattern[str]) -> Candidates:
    """Return what finds numbers that have a unit in them or behind them."""

    def found(_question: str, sentence: str) -> Iterator[Candidate]:
        for match in _amounts(sentence):
            if unit.search(match[0]):
                yield Candidate(*match.span())
            elif behind := unit.match(sentence[match.end() :]):
                yield Candidate(match.start(), match.end() + behind.end())

    return found


def ages(_question: str, sentence: str) -> Iterator[Candidate]:
    """Yield ages: what follows `aged`, what precedes `years old`."""
    for match in _AGE.finditer(sentence):
        yield Candidate(*match.span("age" if match["age"] else 0))


def _names(question: str, sentence: str) -> Iterator[tuple[int, int]]:
    """Yield the names that the question does not hold a word of, without their genitive."""
    asked = words_in(question) - NO_NAMES
    for match in _NAME.finditer(sentence):
        parts = list(re.finditer(r"\S+", match[0]))
        while parts and parts[0][0].casefold() in NO_NAMES:
            parts.pop(0)
        if parts:
            name = re.sub(r"[’']s?$", "", match[0][parts[0].start() :])
            start = match.start() + parts[0].start()
            if asked.isdisjoint(words_in(name)) and not _ORDINAL.fullmatch(name):
                yield start, start + len(name)


def people(question: str, sentence: str) -> Iterator[Candidate]:
    """Yield names; the one that does what the question asks about, if there is one, alone.

    A name of one word is clear only as the one who acts: before the verb, or behind `by`.
    """
    asked = _WHO.search(question)
    found = list(_names(question, sentence))
    acting = [one for one in found if asked and _acts(asked[1], question, sentence, one)]
    if len(acting) == 1:
        yield Candidate(*acting[0])
        return
    for start, end in found:
        before, behind = sentence[:start], sentence[end:]
        sure = " " in sentence[start:end] or before.endswith(" by ")
        none = _PRONOUN.search(sentence) or _NOBODY_BEHIND.search(before)
        yield Candidate(start, end, sure and not none and not _NO_END.match(behind))


def _acts(verb: str, question: str, sentence: str, name: tuple[int, int]) -> bool:
    """Say whether a name stands before the question's verb; behind `is`, more must agree."""
    behind = re.match(rf"\s{verb}\s(?!by\b)(?:(?:the|an?)\s)?(\w+)", sentence[name[1] :])
    if behind is None or _NOBODY_BEHIND.search(sentence[: name[0]]):
        return False
    return verb.casefold() not in _COPULAS or stem(behind[1].casefold()) in stems(question)


def places(question: str, sentence: str) -> Iterator[Candidate]:
    """Yield names; one is clear behind `in` or `near`, with no noun behind it."""
    for start, end in _names(question, sentence):
        inside = _IN.search(sentence[:start]) and _PLACE_ENDS.match(sentence[end:])
        yield Candidate(start, end, inside is not None)
