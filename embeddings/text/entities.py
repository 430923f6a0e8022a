"""Find what in a sentence may answer a question: dates, numbers, ages, people and places."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from embeddings.text.proper_names import CAPITAL

MASK = "\0"
"""Character that masks what no rule may read."""

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MONTH = rf"(?:{'|'.join(_MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_ERA = r"\s(?:AD|BCE?|CE)\b"
_YEAR = rf"(?<![\w.,:$£€/–-])(?:(?:1\d|20)\d\d(?![\w%/–-]|[.,:]\d)(?:{_ERA})?|\d{{1,4}}{_ERA})"
DATE_PATTERN = (
    rf"\b{_DAY}(?:\sof)?\s{_MONTH}(?:,?\s(?:of\s)?{_YEAR})?|\b{_MONTH}\s{_DAY}(?:,?\s{_YEAR})?"
    rf"|\b{_MONTH},?\s(?:of\s)?{_YEAR}|{_YEAR}"
)
"""Pattern of a day, a month of a year, or a year."""

_TIME = re.compile(
    rf"(?P<date>{DATE_PATTERN})|(?:1\d|20)\d\d|\b\w+\scentur(?:y|ies)\b"
    rf"|\b(?:in|since|until|by|of|every|between|and|from|to)\s{_MONTH}(?!,?\s(?:of\s)?\d)"
    r"|\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\bo[’']clock\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b"
    r"|\b(?i:spring|summer|autumn|winter|morning|evening|night|midnight|noon|yesterday|today)\b"
    r"|\b(?:years?|months?|weeks?|days?|hours?|decades?)\s(?:later|earlier|before|after|ago)\b"
    r"|\b(?i:that|same|next|following|previous|last)\s(?:year|month|week|day)\b"
)

_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_NUMBER_WORD = rf"(?:{'|'.join(_NUMBER_WORDS.split())})"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen)"
_NUMBER = (
    r"(?<![\w.,:/–-])(?i:(?:(?:US|A|C)?[$£€]\s?)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    rf"|{_NUMBER_WORD}(?:(?:[-\s]|\sand\s)(?:{_NUMBER_WORD}|{_SCALE})){{0,6}}"
    rf"|an?\s{_SCALE}|once|twice)"
    rf"(?:\s{_SCALE})*(?:\s?%|\sper\s?cent\b)?(?![\w%–/:]|[.,]\d)"
)
_AMOUNT = re.compile(
    r"(?:\b(?i:about|around|approximately|roughly|nearly|almost|over|under|some|exactly|at\sleast"
    r"|at\smost|up\sto|(?:more|less|fewer)\sthan|an\sestimated|as\smany\sas)\s)?"
    rf"(?P<from>from\s)?(?:{_NUMBER}\s(?:to|or)\s)?(?P<number>{_NUMBER})"
)
_COINS = "dollars euros francs marks roubles rubles shillings pence kopecks"

# Units, within a number or at the start of what follows it
MONEY = re.compile(rf"[$£€]|^[-\s](?:{'|'.join(_COINS.split())}|pounds\ssterling)\b")
PERCENT = re.compile(r"%|per\s?cent")
DURATION = re.compile(r"^[-\s](?:second|minute|hour|day|night|week|month|year|decade)s?\b")
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
_WORDS_AFTER_NOUN = frozenset(
    "did do does are is was were have has had can could will would may might should must of in to "
    "on at for from the a an and with there that who which were out as by than per age".split()
)

_NAME = re.compile(
    rf"\b{CAPITAL}(?:[\w’'-]*\w|\.)?"
    rf"(?:\s(?:(?:de|von|van|der|den|of|the|la|le|al|bin|ibn|du|di|da)\s){{0,2}}"
    rf"{CAPITAL}(?:[\w’'-]*\w|\.)?)*"
)
NON_NAMES = frozenset(
    "the a an in on at of to from by for with and but or nor yet so as if when while after before "
    "since until although though because during through under over between among against about "
    "into his her its their our my he she it they we i you this that these those there here one "
    "two three some many most all both each every no not also however thus then later another "
    "other such what which who whose where why how despite within according along upon once first "
    "second finally today now even only bc bce ad ce monday tuesday wednesday thursday friday "
    "saturday sunday".split()
).union(month.casefold() for month in _MONTHS)
_ROMAN = re.compile(r"[IVXLC]+")
_PRONOUN = re.compile(r"\b(?i:he|she|they|it|we|who|I|him|them|someone|people)\b")
_NO_PERSON_AFTER = re.compile(
    r"(?:\b(?i:in|at|near|from|to|into|outside|inside|towards?|of|on|during|under|the|after|before"
    r"|since|and)\s|[“\"„«‘'])$"
)
_PLACE_PREPOSITION = re.compile(
    r"\b(?i:in|near)\s(?:the\s)?(?:(?:city|town|village|state|port)\sof\s)?$"
)
_PLACE_END = re.compile(
    rf"[.,;:)]|$|\s[({MASK}]"
    r"|\s(?:and|in|on|from|where|which|during|by|to|for|with|until|after|before|since|as|when|but)\b"
)
_WHO = re.compile(r"\bwhom?\s(\w+)", re.IGNORECASE)
_COPULAS = frozenset("is are was were has have had".split())
_NAME_GOES_ON = re.compile(r"[’'–-]|\sand\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may answer a question.

    One that is not `clear` is no answer; it only keeps another from being the only candidate.
    """

    start: int
    end: int
    clear: bool = True


CandidateFinder = Callable[[str, str], Iterator[Candidate]]
"""Yields the candidates for a question (first) in a sentence (second)."""


def extract_words(text: str) -> set[str]:
    """Return the words of a text in lower case."""
    return set(re.findall(r"\w+", text.casefold()))


def stem_words_roughly(text: str) -> set[str]:
    """Return the rough stems of a text's words."""
    return set(map(stem_roughly, extract_words(text)))


def stem_roughly(word: str) -> str:
    """Return roughly what forms of a word share; too rough to decide anything alone."""
    for ending, singular in (("ies", "y"), ("sses", "ss"), ("men", "man"), ("s", "")):
        if word.endswith(ending) and len(word) > 3:
            word = word.removesuffix(ending) + singular
            break
    return word[:5]


def find_dates(question: str, sentence: str) -> Iterator[Candidate]:
    """Yield times that the question does not name; days, months of a year and years are clear."""
    for match in _TIME.finditer(sentence):
        if not extract_words(match[0]) <= extract_words(question):
            yield Candidate(*match.span(), match["date"] is not None)


def find_years(question: str, sentence: str) -> Iterator[Candidate]:
    """Yield years, including those of dates."""
    for date in find_dates(question, sentence):
        year = re.search(_YEAR, sentence[date.start : date.end])
        if year is not None:
            yield Candidate(date.start + year.start(), date.start + year.end(), date.clear)


def _find_amounts(sentence: str) -> Iterator[re.Match[str]]:
    """Yield the numbers of a sentence that are no dates."""
    times = [match.span() for match in re.finditer(DATE_PATTERN, sentence)]
    for match in _AMOUNT.finditer(sentence):
        if not match["from"] and not any(
            start < match.end() and match.start() < end for start, end in times
        ):
            yield match


def find_counts(question: str, sentence: str) -> Iterator[Candidate]:
    """Yield numbers of the things that the question counts, with the words up to the noun."""
    asked = _HOW_MANY.search(question)
    noun = _find_counted_noun(asked[1]) if asked else None
    for match in _find_amounts(sentence):
        if noun == "time" and match["number"].casefold() in ("once", "twice"):
            yield Candidate(*match.span())
        for word in _match_phrase(sentence, match.end()):
            if stem_roughly(word["word"].casefold()) == noun:
                yield Candidate(match.start(), word.end())
                break


def _find_counted_noun(words: str) -> str | None:
    """Return the stem of the first plural, else of the last word, in what a question counts."""
    phrase = [word["word"].casefold() for word in _match_phrase(words, 0)]
    plurals = (word for word in phrase if re.fullmatch(r".*[^s]s|people|.*men|children|feet", word))
    noun = next(plurals, phrase[-1] if phrase else None)
    return stem_roughly(noun) if noun else None


def _match_phrase(text: str, start: int) -> Iterator[re.Match[str]]:
    """Yield at most four words from an offset, up to one that cannot be part of the noun."""
    for _ in range(4):
        match = _NEXT_WORD.match(text, start)
        if match is None or match["word"].casefold() in _WORDS_AFTER_NOUN:
            return
        yield match
        start = match.end()


def make_unit_finder(unit: re.Pattern[str]) -> CandidateFinder:
    """Return a finder of numbers that have the unit in them or after them."""

    def find_amounts(_question: str, sentence: str) -> Iterator[Candidate]:
        for match in _find_amounts(sentence):
            if unit.search(match[0]):
                yield Candidate(*match.span())
            elif following := unit.match(sentence[match.end() :]):
                yield Candidate(match.start(), match.end() + following.end())

    return find_amounts


def find_ages(_question: str, sentence: str) -> Iterator[Candidate]:
    """Yield ages: the numbers after `aged`, and those before `years old` with these words."""
    for match in _AGE.finditer(sentence):
        yield Candidate(*match.span("age" if match["age"] else 0))


def _find_names(question: str, sentence: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of names that share no word with the question, without their genitive."""
    asked = extract_words(question) - NON_NAMES
    for match in _NAME.finditer(sentence):
        parts = list(re.finditer(r"\S+", match[0]))
        while parts and parts[0][0].casefold() in NON_NAMES:
            parts.pop(0)
        if parts:
            name = re.sub(r"[’']s?$", "", match[0][parts[0].start() :])
            start = match.start() + parts[0].start()
            if asked.isdisjoint(extract_words(name)) and not _ROMAN.fullmatch(name):
                yield start, start + len(name)


def find_people(question: str, sentence: str) -> Iterator[Candidate]:
    """Yield names; if exactly one is the subject of the question's verb, only that one.

    Otherwise a name is clear if it has several words or stands after `by`.
    """
    asked = _WHO.search(question)
    names = list(_find_names(question, sentence))
    subjects = [name for name in names if asked and _is_subject(asked[1], question, sentence, name)]
    if len(subjects) == 1:
        yield Candidate(*subjects[0])
        return
    for start, end in names:
        before, after = sentence[:start], sentence[end:]
        is_person = " " in sentence[start:end] or before.endswith(" by ")
        is_unclear = _PRONOUN.search(sentence) or _NO_PERSON_AFTER.search(before)
        goes_on = _NAME_GOES_ON.match(after)
        yield Candidate(start, end, is_person and not is_unclear and not goes_on)


def _is_subject(verb: str, question: str, sentence: str, name: tuple[int, int]) -> bool:
    """Return whether a name stands before the question's verb.

    After a form of *to be* or *to have*, the next word must be one of the question's too.
    """
    start, end = name
    predicate = re.match(rf"\s{verb}\s(?!by\b)(?:(?:the|an?)\s)?(\w+)", sentence[end:])
    if predicate is None or _NO_PERSON_AFTER.search(sentence[:start]):
        return False
    if verb.casefold() not in _COPULAS:
        return True
    return stem_roughly(predicate[1].casefold()) in stem_words_roughly(question)


def find_places(question: str, sentence: str) -> Iterator[Candidate]:
    """Yield names; one is clear after `in` or `near`, with no noun after it."""
    for start, end in _find_names(question, sentence):
        inside = _PLACE_PREPOSITION.search(sentence[:start]) and _PLACE_END.match(sentence[end:])
        yield Candidate(start, end, inside is not None)
